use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value as Shown;

use crate::diag::{Code, Diagnostic};
use crate::syntax::{Node, Value};
use crate::text::{SourceFile, Span};

use super::layers::Layers;
use super::manifest::{extends_default, tree};

/// The language whose file says which words there are.
const REFERENCE: &str = "en";

/// The interface words of one language, from `i18n/<lang>.yaml`.
#[derive(Debug, Clone)]
pub struct Words {
    lang: String,
    tree: Tree,
    shown: Shown,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Tree {
    Text(String),
    List(Vec<Tree>),
    Group(BTreeMap<String, Tree>),
}

impl Words {
    /// The language that the words are in: that of the page, or English where the theme has no
    /// words for the page's language.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The word at a dotted path (`body.question`, `dates.months.0`); empty where there is none.
    pub fn get(&self, path: &str) -> &str {
        let found = path.split('.').try_fold(&self.tree, |tree, part| match tree {
            Tree::Group(entries) => entries.get(part),
            Tree::List(items) => items.get(part.parse::<usize>().ok()?),
            Tree::Text(_) => None,
        });
        match found {
            Some(Tree::Text(text)) => text,
            _ => "",
        }
    }

    /// All words by dotted path, for views and for the rendering of texts.
    pub fn flat(&self) -> crate::view::Words {
        let mut pairs = Vec::new();
        flatten(&self.tree, "", &mut pairs);
        pairs.into_iter().collect()
    }

    /// The words as templates see them.
    pub(super) fn shown(&self) -> Shown {
        self.shown.clone()
    }

    /// No words at all, for an engine that only compiles.
    pub(super) fn none() -> Self {
        Self::new(REFERENCE, empty())
    }

    fn new(lang: &str, mut tree: Tree) -> Self {
        if let Tree::Group(entries) = &mut tree {
            entries.insert("lang".to_owned(), Tree::Text(lang.to_owned()));
        }
        let shown = Shown::try_from_serializable(&tree).unwrap_or_else(|_| Shown::none());
        Self { lang: lang.to_owned(), tree, shown }
    }
}

fn flatten(tree: &Tree, path: &str, pairs: &mut Vec<(String, String)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match tree {
        Tree::Text(text) => pairs.push((path.to_owned(), text.clone())),
        Tree::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(item, &below(&at.to_string()), pairs));
        }
        Tree::Group(entries) => entries.iter().for_each(|(name, entry)| flatten(entry, &below(name), pairs)),
    }
}

/// Reads the words of every language of the site: the words for languages without a file of their
/// own, and each language's. A word that is missing in a file is complained about.
pub(super) fn read(
    layers: &Layers,
    languages: &[&str],
    complaints: &mut Vec<Diagnostic>,
) -> (Words, BTreeMap<String, Words>) {
    let default = layers.default_text(&path(REFERENCE)).and_then(|source| tree(source, complaints));
    let mut reference = default.as_ref().map_or_else(empty, lower);
    if layers.is_override(&path(REFERENCE))
        && let Some(own) = layers.text(&path(REFERENCE)).and_then(|source| tree(source, &mut Vec::new()))
    {
        reference = merge(reference, lower(&own));
    }
    let mut words = BTreeMap::new();
    let mut fallback = None;
    for lang in languages {
        let file = [*lang, primary(lang)].into_iter().find(|name| layers.text(&path(name)).is_some());
        match file {
            Some(name) => {
                words.insert((*lang).to_owned(), file_words(layers, name, &reference, complaints));
            }
            None if fallback.is_none() => fallback = Some(file_words(layers, REFERENCE, &reference, complaints)),
            None => {}
        }
    }
    (fallback.unwrap_or_else(|| Words::new(REFERENCE, reference)), words)
}

fn file_words(layers: &Layers, name: &str, reference: &Tree, complaints: &mut Vec<Diagnostic>) -> Words {
    let path = path(name);
    let Some((source, root)) = layers.text(&path).and_then(|source| Some((source, tree(source, complaints)?))) else {
        return Words::new(REFERENCE, reference.clone());
    };
    let mut own = lower(&root);
    if layers.is_override(&path) && root.get("extends").is_some() {
        if !extends_default(source, &root, complaints) {
            return Words::new(name, own);
        }
        // A language that the default theme does not have begins from English.
        let default = layers.default_text(&path).or_else(|| layers.default_text(&self::path(REFERENCE)));
        if let Some(default) = default.and_then(|source| tree(source, complaints)) {
            own = merge(lower(&default), own);
        }
    }
    Comparison { source, complaints }.compare(Some(&root), reference, &own, "");
    Words::new(name, own)
}

fn path(lang: &str) -> String {
    format!("i18n/{lang}.yaml")
}

fn primary(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

fn empty() -> Tree {
    Tree::Group(BTreeMap::new())
}

fn lower(node: &Node) -> Tree {
    match &node.value {
        Value::Nothing => Tree::Text(String::new()),
        Value::Text { text, .. } => Tree::Text(text.clone()),
        Value::List(items) => Tree::List(items.iter().map(lower).collect()),
        Value::Map(entries) => {
            let words = entries.iter().filter(|(key, _)| key.value != "extends");
            Tree::Group(words.map(|(key, node)| (key.value.clone(), lower(node))).collect())
        }
    }
}

/// The lower tree with everything of the upper one in its place.
fn merge(lower: Tree, upper: Tree) -> Tree {
    match (lower, upper) {
        (Tree::Group(mut entries), Tree::Group(upper)) => {
            for (key, tree) in upper {
                let merged = match entries.remove(&key) {
                    Some(below) if !matches!(tree, Tree::Group(_)) || is_plural(&tree).is_none() => merge(below, tree),
                    _ => tree,
                };
                entries.insert(key, merged);
            }
            Tree::Group(entries)
        }
        (_, upper) => upper,
    }
}

/// The form for any number, where a group is one word in several numbers.
fn is_plural(tree: &Tree) -> Option<&Tree> {
    match tree {
        Tree::Group(entries) => entries.get("other"),
        _ => None,
    }
}

/// Holds a file of words against the words that there are.
struct Comparison<'a> {
    source: &'a SourceFile,
    complaints: &'a mut Vec<Diagnostic>,
}

impl Comparison<'_> {
    /// Compares one word, group or list; `node` is the group of the file that `at` stands in, or
    /// the nearest one around it.
    fn compare(&mut self, node: Option<&Node>, reference: &Tree, own: &Tree, at: &str) {
        match (reference, own) {
            (Tree::Text(_), Tree::Text(_)) => self.compare_blanks(node, reference, own, at),
            (Tree::Group(_), Tree::Group(_)) if is_plural(reference).is_some() => {
                if is_plural(own).is_none() {
                    self.complain(node, "other", format!("The word `{at}` needs a form for `other`."));
                }
                self.compare_blanks(node, reference, own, at);
            }
            (Tree::Group(words), Tree::Group(entries)) => {
                for (key, word) in words {
                    let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                    match entries.get(key) {
                        Some(own) => self.compare(node.and_then(|node| node.get(key)).or(node), word, own, &path),
                        None => self.complain(node, key, format!("The interface word `{path}` is missing.")),
                    }
                }
            }
            (Tree::List(words), Tree::List(items)) if items.len() >= words.len() => {}
            (Tree::List(words), _) => {
                self.complain(node, at, format!("The word `{at}` is a list of {} words.", words.len()));
            }
            (Tree::Text(_), _) => self.complain(node, at, format!("The word `{at}` is one text.")),
            (Tree::Group(_), _) => self.complain(node, at, format!("The word `{at}` is a group of words.")),
        }
    }

    /// A word may fill in only what the pages give it: the `{n}` and the like of the reference.
    fn compare_blanks(&mut self, node: Option<&Node>, reference: &Tree, own: &Tree, at: &str) {
        let known: Vec<&str> = blanks(reference);
        for blank in blanks(own).into_iter().filter(|blank| !known.contains(blank)) {
            let message = format!("The word `{at}` has no `{{{blank}}}` to fill in.");
            let key = at.rsplit('.').next().unwrap_or(at);
            let span = node.and_then(|node| node.get(key)).or(node).map_or_else(Span::default, |node| node.span);
            let complaint = Diagnostic::new(Code::ThemeFile, self.source.path(), span, message);
            self.complaints.push(complaint.did_you_mean(blank, known.iter().copied()));
        }
    }

    fn complain(&mut self, node: Option<&Node>, key: &str, message: String) {
        let span = node.and_then(first_key).unwrap_or_default();
        let help = format!("write `{key}` here, or begin the file with `extends: default`");
        self.complaints.push(Diagnostic::new(Code::WordMissing, self.source.path(), span, message).help(help));
    }
}

/// The names in braces of a word, in all its forms.
fn blanks(word: &Tree) -> Vec<&str> {
    match word {
        Tree::Text(text) => {
            let parts = text.split('{').skip(1);
            parts.filter_map(|part| Some(part.split_once('}')?.0)).collect()
        }
        Tree::List(items) => items.iter().flat_map(blanks).collect(),
        Tree::Group(entries) => entries.values().flat_map(blanks).collect(),
    }
}

fn first_key(node: &Node) -> Option<Span> {
    node.entries().first().map(|(key, _)| key.span)
}
