use super::finder::{Finder, Finding};
use crate::config::Config;
use crate::syntax::{Node, Part, Value, Wording, prose, read_yaml};
use crate::text::{SourceFile, Span};

/// Fields of front matter that readers see as they are written, titles apart. Sources are the names
/// of works.
const SHOWN: &[&str] = &["summary", "statement", "for", "outcomes", "materials", "note", "alt"];
/// Fields that are titles.
const TITLES: &[&str] = &["title"];
/// Fields whose own fields are shown.
const GROUPS: &[&str] = &["stages", "steps", "image", "downloads"];

/// Finds in a content file: in its body, and in the fields of its front matter that readers see, the
/// custom ones of those names among them.
pub fn findings(
    finder: &Finder,
    source: &SourceFile,
    front: Option<&Node>,
    body: Span,
    custom: &[&str],
) -> Vec<Finding> {
    if !finder.may_hold(source.text()) {
        return Vec::new();
    }
    let mut passages = Vec::new();
    if let Some(front) = front {
        in_front(source, front, custom, &mut passages);
    }
    passages.extend(prose(source, body));
    let mut found = finder.find(&passages);
    found.sort_by_key(|one| one.span);
    found
}

fn in_front(source: &SourceFile, node: &Node, custom: &[&str], passages: &mut Vec<Wording>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| in_front(source, item, custom, passages)),
        Value::Map(entries) => {
            for (key, value) in entries {
                let key = key.value.as_str();
                if TITLES.contains(&key) {
                    shown(source, value, Part::Heading, passages);
                } else if SHOWN.contains(&key) || custom.contains(&key) {
                    shown(source, value, Part::Running, passages);
                } else if GROUPS.contains(&key) {
                    in_front(source, value, &[], passages);
                }
            }
        }
        Value::Text { .. } | Value::Nothing => {}
    }
}

fn shown(source: &SourceFile, node: &Node, part: Part, passages: &mut Vec<Wording>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| shown(source, item, part, passages)),
        Value::Text { .. } => passages.extend(Wording::of_field(source, node, part)),
        Value::Map(_) | Value::Nothing => {}
    }
}

/// Texts of the site file that pages show, with the fields on the way to them. Names of people and
/// of help lines are names.
const SITE_TEXTS: &[&[&str]] = &[
    &["title"],
    &["tagline"],
    &["emergency"],
    &["taxonomies", "*", "label"],
    &["taxonomies", "*", "terms", "*", "label"],
    &["taxonomies", "*", "terms", "*", "description"],
    &["help_lines", "hours"],
    &["help_lines", "note"],
    &["theme", "footer"],
    &["theme", "home_question"],
    &["theme", "calls", "label"],
];

/// Finds in the texts of the site file that pages show, each with its language; `finders` has the word
/// list of a language, given by its tag.
pub fn config_findings<'a>(config: &Config, finders: impl Fn(&str) -> Option<&'a Finder>) -> Vec<(String, Finding)> {
    let source = &config.source;
    let Some(root) = read_yaml(source, Span::new(0, source.text().len()), &mut Vec::new()) else { return Vec::new() };
    let default = config.languages.first().map_or("en", |language| language.value.as_str());
    let mut found = Vec::new();
    for path in SITE_TEXTS {
        let mut texts = Vec::new();
        follow(&root, path, default, &mut texts);
        for (language, node) in texts {
            let passage = Wording::of_field(source, node, Part::Heading);
            let Some((finder, passage)) = finders(language).zip(passage) else { continue };
            found.extend(finder.find(&[passage]).into_iter().map(|one| (language.to_owned(), one)));
        }
    }
    found.sort_by_key(|(_, one)| one.span);
    found
}

/// Gathers the texts at the end of a path, each with its language.
fn follow<'a>(node: &'a Node, path: &[&str], language: &'a str, texts: &mut Vec<(&'a str, &'a Node)>) {
    match (&node.value, path.split_first()) {
        (Value::List(items), _) => items.iter().for_each(|item| follow(item, path, language, texts)),
        (Value::Map(entries), Some((&"*", rest))) => {
            entries.iter().for_each(|(_, value)| follow(value, rest, language, texts));
        }
        (Value::Map(_), Some((key, rest))) => {
            if let Some(value) = node.get(key) {
                follow(value, rest, language, texts);
            }
        }
        (Value::Map(entries), None) => entries.iter().for_each(|(tag, value)| texts.push((&tag.value, value))),
        (Value::Text { .. }, None) => texts.push((language, node)),
        (Value::Text { .. } | Value::Nothing, _) => {}
    }
}
