//! Surgical changes of front matter, and of files that are YAML as a whole: one value becomes
//! another, or comes to be, and no other byte moves.

use super::front::split;
use super::yaml::{Node, Value, read_yaml};
use crate::text::{Edit, SourceFile, Span, Spanned, edited};

/// Sets a field of a file's front matter (of the whole file where it is `.yaml`): `["review", "date"]`
/// is `date` inside `review`. A scalar that is there is replaced, in its own quotes; a key that is not
/// there is added at the end of its mapping, in that mapping's style, and so is a mapping above it.
/// The value is text and is quoted where YAML would read another one. A value that is there already
/// gives an edit that changes nothing.
///
/// Nothing where it cannot be done safely: YAML that cannot be read, a list or a mapping where the
/// value is to be, an anchor that others repeat. What is given was tried: the file as it would then
/// be has been read again, and differs in that value alone.
pub fn set_field(source: &SourceFile, path: &[&str], value: &str) -> Option<Edit> {
    let yaml = Yaml::of(source)?;
    let expected = with_field(&yaml.root, path, value)?;
    yaml.first_sound(&expected, |quotes| yaml.setting(path, value, quotes))
}

/// Adds an item to the end of a list of a file's front matter, in the list's own style and
/// indentation. A text becomes a list of two; where the key is missing it is added on a line of its
/// own. An item that is there already gives an edit that changes nothing.
///
/// Nothing where it cannot be done safely, as with [`set_field`].
pub fn add_to_list(source: &SourceFile, key: &str, item: &str) -> Option<Edit> {
    let yaml = Yaml::of(source)?;
    let expected = with_item(&yaml.root, key, item)?;
    yaml.first_sound(&expected, |quotes| yaml.adding(key, item, quotes))
}

/// Takes an item out of a list of a file's front matter, and with the last one the field. What is not
/// there gives an edit that changes nothing.
///
/// Nothing where it cannot be done safely, as with [`set_field`].
pub fn remove_from_list(source: &SourceFile, key: &str, item: &str) -> Option<Edit> {
    let yaml = Yaml::of(source)?;
    let expected = without_item(&yaml.root, key, item)?;
    yaml.first_sound(&expected, |_| yaml.removing(key, item))
}

/// A text as a value of YAML on one line: as it is where that reads the same, else in quotation marks.
pub fn plain_or_quoted(text: &str) -> String {
    scalar(text, Quotes::AsNeeded, true)
}

/// How a new scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// Without, where that can be.
    AsNeeded,
    Single,
    Double,
}

/// The YAML of a file.
struct Yaml<'a> {
    source: &'a SourceFile,
    text: &'a str,
    span: Span,
    /// What follows the YAML and must stay.
    rest: &'a str,
    root: Node,
    newline: &'static str,
}

/// Where the YAML of a file stands: between the `---` lines of a content file, else all of it.
fn yaml_span(source: &SourceFile) -> Option<(Span, Span)> {
    let text = source.text();
    if source.path().as_str().ends_with(".yaml") {
        return Some((Span::new(0, text.len()), Span::new(text.len(), text.len())));
    }
    let front = split(source, &mut Vec::new());
    Some((front.yaml?, front.body))
}

impl<'a> Yaml<'a> {
    /// Nothing where there is none, or any mistake in it.
    fn of(source: &'a SourceFile) -> Option<Self> {
        let text = source.text();
        let (span, rest) = yaml_span(source)?;
        let mut complaints = Vec::new();
        let root = read_yaml(source, span, &mut complaints)?;
        let sound = complaints.is_empty() && matches!(root.value, Value::Map(_));
        sound.then(|| Self { source, text, span, rest: rest.of(text), root, newline: newline(text) })
    }

    /// The first way of writing the value after which the file says what it should, and nothing else.
    fn first_sound(&self, expected: &Node, write: impl Fn(Quotes) -> Option<Edit>) -> Option<Edit> {
        [Quotes::AsNeeded, Quotes::Double].into_iter().filter_map(write).find(|edit| self.gives(edit, expected))
    }

    fn gives(&self, edit: &Edit, expected: &Node) -> bool {
        let Some(text) = edited(self.text, &[edit]) else { return false };
        let after = SourceFile::new(self.source.path().as_str(), text);
        let Some((span, rest)) = yaml_span(&after) else { return false };
        let mut complaints = Vec::new();
        let read = read_yaml(&after, span, &mut complaints);
        complaints.is_empty()
            && rest.of(after.text()) == self.rest
            && read.is_some_and(|root| is_alike(&root, expected))
    }

    fn insert(&self, at: usize, text: String) -> Edit {
        Edit::new(self.source.path(), Span::new(at, at), text)
    }

    fn setting(&self, path: &[&str], value: &str, quotes: Quotes) -> Option<Edit> {
        let (mut node, mut span, mut rest) = (&self.root, self.root.span, path);
        while let [key, deeper @ ..] = rest {
            let Some((name, inner)) = entry(node, key) else {
                return if std::ptr::eq(node, &self.root) {
                    self.at_the_end(rest, value, quotes)
                } else {
                    self.joining_mapping(node, rest, value, quotes)
                };
            };
            if inner.value == Value::Nothing && inner.span.of(self.text).trim().is_empty() {
                return self.after_colon(name, &nested(deeper, value, quotes, is_flow(node, self.text))?);
            }
            (node, span, rest) = (inner, self.value_span(name, inner), deeper);
        }
        match &node.value {
            Value::Text { text, .. } if text == value => Some(self.insert(span.start as usize, String::new())),
            Value::Text { .. } | Value::Nothing => self.replace(span, value, quotes),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Puts another scalar where one is, in its own quotes.
    fn replace(&self, span: Span, value: &str, quotes: Quotes) -> Option<Edit> {
        let quotes = match span.of(self.text).as_bytes().first()? {
            b'"' => Quotes::Double,
            b'\'' if quotes == Quotes::AsNeeded => Quotes::Single,
            _ => quotes,
        };
        Some(Edit::new(self.source.path(), span, scalar(value, quotes, true)))
    }

    /// Where a key's value is written. Of a block of text the parser tells where its words stand, and
    /// the sign before them (`|`, `>`) belongs to it.
    fn value_span(&self, name: &Spanned<String>, node: &Node) -> Span {
        let span = self.trimmed(node.span);
        let between = self.text.get(name.span.end as usize..span.start as usize).unwrap_or("");
        let sign = between.strip_prefix(':').map(str::trim_start).filter(|rest| rest.starts_with(['|', '>']));
        match sign {
            Some(rest) => Span::new(span.start as usize - rest.len(), span.end as usize),
            None => span,
        }
    }

    /// A span without the line ends that the parser counts to a block of text.
    fn trimmed(&self, span: Span) -> Span {
        let length = span.of(self.text).trim_end().len();
        Span::new(span.start as usize, span.start as usize + length)
    }

    /// Writes a value behind a key that has none.
    fn after_colon(&self, name: &Spanned<String>, written: &str) -> Option<Edit> {
        let rest = self.text.get(name.span.end as usize..)?;
        let colon = rest.find(|c: char| !matches!(c, ' ' | '\t')).filter(|at| rest.as_bytes().get(*at) == Some(&b':'));
        match colon {
            Some(at) => Some(self.insert(name.span.end as usize + at + 1, format!(" {written}"))),
            None => Some(self.insert(name.span.end as usize, format!(": {written}"))),
        }
    }

    /// A new key at the end of the front matter.
    fn at_the_end(&self, path: &[&str], value: &str, quotes: Quotes) -> Option<Edit> {
        if is_flow(&self.root, self.text) {
            return self.joining_mapping(&self.root, path, value, quotes);
        }
        let [key, deeper @ ..] = path else { return None };
        let written = nested(deeper, value, quotes, false)?;
        Some(self.new_line(self.span.end as usize, 0, &format!("{}: {written}", plain_key(key))))
    }

    /// A new line where a line begins; after a last line without an end, one is put there first.
    fn new_line(&self, at: usize, indent: usize, written: &str) -> Edit {
        let before = self.text.get(..at).unwrap_or("");
        let begins = before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}']);
        let indent = " ".repeat(indent);
        let newline = self.newline;
        let line = if begins { format!("{indent}{written}{newline}") } else { format!("{newline}{indent}{written}") };
        self.insert(at, line)
    }

    /// A new key at the end of a mapping that stands inside another one.
    fn joining_mapping(&self, node: &Node, path: &[&str], value: &str, quotes: Quotes) -> Option<Edit> {
        let Value::Map(entries) = &node.value else { return None };
        let [key, deeper @ ..] = path else { return None };
        let flow = is_flow(node, self.text);
        let written = format!("{}: {}", plain_key(key), nested(deeper, value, quotes, flow)?);
        match (flow, entries.first(), entries.last()) {
            (true, _, Some((name, last))) => {
                let end = name.span.end.max(self.trimmed(last.span).end);
                Some(self.insert(end as usize, format!(", {written}")))
            }
            (true, ..) => Some(self.insert(node.span.start as usize + 1, written)),
            (false, Some((first, _)), Some((name, last))) => {
                let indent = self.column(first.span.start as usize)?;
                let end = name.span.end.max(self.trimmed(last.span).end);
                Some(self.new_line(self.next_line(end as usize), indent, &written))
            }
            (false, ..) => None,
        }
    }

    /// How many spaces stand before a key or a dash that is the first on its line.
    fn column(&self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?;
        let line = before.get(before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..)?.trim_start_matches('\u{feff}');
        line.bytes().all(|byte| byte == b' ').then_some(line.len())
    }

    /// Where the next line begins, or the text ends.
    fn next_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let Some(end) = rest.find(['\n', '\r']) else { return self.text.len() };
        at + end + if rest.get(end..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 }
    }

    fn adding(&self, key: &str, item: &str, quotes: Quotes) -> Option<Edit> {
        let written = scalar(item, quotes, true);
        let Some((name, node)) = entry(&self.root, key) else {
            let line = format!("{}: [{written}]", plain_key(key));
            return match is_flow(&self.root, self.text) {
                true => self.joining_flow(&self.root, &line),
                false => Some(self.new_line(self.span.end as usize, 0, &line)),
            };
        };
        let span = self.value_span(name, node);
        match &node.value {
            Value::Nothing if span.start == span.end => self.after_colon(name, &format!("[{written}]")),
            Value::Nothing => Some(Edit::new(self.source.path(), span, format!("[{written}]"))),
            Value::Text { text, .. } if text == item => Some(self.insert(span.start as usize, String::new())),
            Value::Text { text, .. } => {
                let first = scalar(text, quotes, true);
                Some(Edit::new(self.source.path(), span, format!("[{first}, {written}]")))
            }
            Value::List(items) if items.iter().any(|known| known.text() == Some(item)) => {
                Some(self.insert(span.start as usize, String::new()))
            }
            Value::List(_) if is_flow(node, self.text) => self.joining_flow(node, &written),
            Value::List(items) => {
                let first = items.first()?;
                let before = self.text.get(..first.span.start as usize)?;
                let indent = self.column(before.rfind('-')?)?;
                let end = self.trimmed(items.last()?.span).end as usize;
                let item = scalar(item, quotes, false);
                Some(self.new_line(self.next_line(end), indent, &format!("- {item}")))
            }
            Value::Map(_) => None,
        }
    }

    fn removing(&self, key: &str, item: &str) -> Option<Edit> {
        let nothing = || Some(self.insert(self.span.start as usize, String::new()));
        let Some((name, node)) = entry(&self.root, key) else { return nothing() };
        let alone =
            |from: usize, to: usize| Some(Edit::new(self.source.path(), Span::new(from, self.next_line(to)), ""));
        let items = match &node.value {
            Value::Text { text, .. } if text == item => std::slice::from_ref(node),
            Value::List(items) => items.as_slice(),
            _ => return nothing(),
        };
        let Some(at) = items.iter().position(|known| known.text() == Some(item)) else { return nothing() };
        let found = items.get(at)?;
        if items.len() == 1 {
            let close = self.text.get(found.span.end as usize..)?.find(']').filter(|_| is_flow(node, self.text));
            return alone(name.span.start as usize, found.span.end as usize + close.map_or(0, |at| at + 1));
        }
        if is_flow(node, self.text) {
            let span = match (items.get(at + 1), at.checked_sub(1).and_then(|before| items.get(before))) {
                (Some(next), _) => Span::new(found.span.start as usize, next.span.start as usize),
                (None, Some(before)) => Span::new(before.span.end as usize, found.span.end as usize),
                (None, None) => found.span,
            };
            return Some(Edit::new(self.source.path(), span, ""));
        }
        let start = self.text.get(..found.span.start as usize)?.rfind(['\n', '\r'])? + 1;
        alone(start, self.trimmed(found.span).end as usize)
    }

    /// Something new at the end of a list or mapping in brackets.
    fn joining_flow(&self, node: &Node, written: &str) -> Option<Edit> {
        let last = match &node.value {
            Value::List(items) => items.last().map(|item| item.span.end),
            Value::Map(entries) => entries.last().map(|(key, value)| value.span.end.max(key.span.end)),
            _ => return None,
        };
        Some(match last {
            Some(end) => self.insert(end as usize, format!(", {written}")),
            None => self.insert(node.span.start as usize + 1, written.to_owned()),
        })
    }
}

/// The key and the value of a mapping's entry.
fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a (Spanned<String>, Node)> {
    node.entries().iter().find(|(name, _)| name.value == key)
}

/// Whether a list or mapping is written in brackets.
fn is_flow(node: &Node, text: &str) -> bool {
    node.span.of(text).starts_with(['{', '['])
}

/// The line end that a text uses.
fn newline(text: &str) -> &'static str {
    match text.find(['\n', '\r']).and_then(|at| text.get(at..)) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// A value below keys that are all new: `{date: {x: value}}`.
fn nested(path: &[&str], value: &str, quotes: Quotes, flow: bool) -> Option<String> {
    match path {
        [] => Some(scalar(value, quotes, flow)),
        [key, deeper @ ..] => Some(format!("{{{}: {}}}", plain_key(key), nested(deeper, value, quotes, true)?)),
    }
}

fn plain_key(key: &str) -> String {
    scalar(key, Quotes::AsNeeded, true)
}

/// A text as YAML, on one line.
fn scalar(text: &str, quotes: Quotes, flow: bool) -> String {
    match quotes {
        Quotes::AsNeeded if is_plain(text, flow) => text.to_owned(),
        Quotes::Single if !text.contains(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

/// Whether a text can stand without quotes, wherever a value may stand. Narrower than YAML: what
/// begins with a sign, or holds one that means something elsewhere, is quoted.
fn is_plain(text: &str, flow: bool) -> bool {
    let first = text.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '.'));
    let sound = |c: char| !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '"' | '`'));
    first
        && text.chars().all(|c| sound(c) && (c == ' ' || !c.is_whitespace()))
        && !text.ends_with([' ', ':'])
        && !(text.contains(": ") || text.contains(" #") || text.starts_with("..."))
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && !["null", "yes", "no", "on", "off"].contains(&&*text.to_ascii_lowercase())
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn text_node(text: &str) -> Node {
    Node { span: Span::default(), value: Value::Text { text: text.to_owned(), quoted: false } }
}

/// The tree as it should be once the field is set.
fn with_field(node: &Node, path: &[&str], value: &str) -> Option<Node> {
    let [key, deeper @ ..] = path else {
        return (!matches!(node.value, Value::List(_) | Value::Map(_))).then(|| text_node(value));
    };
    let mut entries = match &node.value {
        Value::Map(entries) => entries.clone(),
        Value::Nothing => Vec::new(),
        Value::List(_) | Value::Text { .. } => return None,
    };
    let nothing = Node { span: Span::default(), value: Value::Nothing };
    match entries.iter_mut().find(|(name, _)| name.value == *key) {
        Some((_, inner)) => *inner = with_field(inner, deeper, value)?,
        None => {
            let name = Spanned::new((*key).to_owned(), Span::default());
            entries.push((name, with_field(&nothing, deeper, value)?));
        }
    }
    Some(Node { span: node.span, value: Value::Map(entries) })
}

/// The tree as it should be once the item is in the list.
fn with_item(root: &Node, key: &str, item: &str) -> Option<Node> {
    let Value::Map(mut entries) = root.value.clone() else { return None };
    let new = text_node(item);
    match entries.iter_mut().find(|(name, _)| name.value == key) {
        None => {
            let list = Node { span: Span::default(), value: Value::List(vec![new]) };
            entries.push((Spanned::new(key.to_owned(), Span::default()), list));
        }
        Some((_, node)) => match &mut node.value {
            Value::Map(_) => return None,
            Value::Text { text, .. } if text == item => {}
            Value::Text { .. } => node.value = Value::List(vec![node.clone(), new]),
            Value::Nothing => node.value = Value::List(vec![new]),
            Value::List(items) if items.iter().any(|known| known.text() == Some(item)) => {}
            Value::List(items) => items.push(new),
        },
    }
    Some(Node { span: root.span, value: Value::Map(entries) })
}

/// The tree as it should be once the item is out of the list.
fn without_item(root: &Node, key: &str, item: &str) -> Option<Node> {
    let Value::Map(mut entries) = root.value.clone() else { return None };
    if let Some((_, node)) = entries.iter_mut().find(|(name, _)| name.value == key) {
        match &mut node.value {
            Value::Text { text, .. } if text == item => node.value = Value::List(Vec::new()),
            Value::List(items) => {
                let at = items.iter().position(|known| known.text() == Some(item));
                at.into_iter().for_each(|at| drop(items.remove(at)));
            }
            _ => {}
        }
    }
    let was_emptied = |name: &str, node: &Node| {
        name == key && node.value == Value::List(Vec::new()) && root.get(key).is_some_and(|old| old.value != node.value)
    };
    entries.retain(|(name, node)| !was_emptied(&name.value, node));
    Some(Node { span: root.span, value: Value::Map(entries) })
}

/// Whether two trees say the same, wherever they stand.
fn is_alike(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Nothing, Value::Nothing) => true,
        (Value::Text { text: a, .. }, Value::Text { text: b, .. }) => a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            let mut pairs = a.iter().zip(b);
            a.len() == b.len() && pairs.all(|(a, b)| a.0.value == b.0.value && is_alike(&a.1, &b.1))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
