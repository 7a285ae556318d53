use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, options};

use super::reason::reason;
use crate::diag::{Code, Diagnostic};
use crate::text::{SourceFile, Span, Spanned};

/// Nesting that no front matter needs; more is refused before it costs anything.
const DEEPEST: usize = 32;
/// Nodes a document may come to when its aliases are followed: stops alias bombs.
const MOST_NODES: usize = 100_000;

/// A piece of YAML and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its bytes in the file.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The three shapes of YAML. Scalars stay text: what a field takes for a number, a date or a
/// yes-or-no is the field's business, so `no` can be Norway and `1.10` a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Nothing,
    /// A scalar; `quoted` tells `"3"` from `3`.
    Text {
        /// The text after escapes.
        text: String,
        /// Whether it stood in quotes or as a block.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in its own order; keys are unique.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The value of a key, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[(Spanned<String>, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The scalar's text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// What it is, in the author's words.
    pub fn shape(&self) -> &'static str {
        match self.value {
            Value::Nothing => "nothing",
            Value::Text { .. } => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }
}

/// Reads one YAML document that stands at `span` of the file into a tree. Gives nothing when the
/// YAML cannot be read at all; duplicate keys keep their first value and are complained about.
/// An empty document is an empty mapping.
pub fn read_yaml(source: &SourceFile, span: Span, complaints: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = span.of(source.text());
    let mut reader = Reader {
        source,
        offset: span.start as usize,
        text,
        open: Vec::new(),
        anchors: Vec::new(),
        nodes: 0,
        documents: 0,
        root: None,
        complaints,
    };
    match reader.run() {
        Ok(()) => {
            let place = Span::new(span.start as usize, span.start as usize);
            Some(reader.root.unwrap_or(Node { span: place, value: Value::Map(Vec::new()) }))
        }
        Err(Stop) => None,
    }
}

/// A complaint has been made and reading cannot go on.
struct Stop;

/// A collection that is still open.
struct Open {
    start: usize,
    anchor: usize,
    /// Nodes in it and below, itself included.
    weight: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map { entries: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>> },
}

struct Reader<'a> {
    source: &'a SourceFile,
    offset: usize,
    text: &'a str,
    open: Vec<Open>,
    /// Anchored nodes with the number of nodes each comes to.
    anchors: Vec<(usize, Node, usize)>,
    nodes: usize,
    documents: usize,
    root: Option<Node>,
    complaints: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let limits = options! {
            emit_comments: false,
            flow_nesting_limit: 256,
            block_nesting_limit: 256,
        };
        let text = self.text;
        for event in Parser::new_from_str_with_options(text, limits) {
            let (event, place) = event.map_err(|error| self.syntax(&error))?;
            let range = place.byte_range().unwrap_or(0..0);
            let span = Span::new(range.start, range.end).shifted(self.offset);
            let tag = place.tag_start().and_then(|mark| mark.byte_offset()).map(|at| at + self.offset);
            self.event(event, span, tag)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span, tag_start: Option<usize>) -> Result<(), Stop> {
        if let Some(tag) = event.tag().filter(|tag| !tag.is_yaml_core_schema()) {
            let written = tag.original();
            let span = tag_start.map_or(span, |at| Span::new(at, at + written.len()));
            let message = format!("the YAML tag `{written}` is not used here");
            let help = "leave the tag out; plain text, numbers and lists need none";
            return self.stop(Code::YamlTag, span, message, help);
        }
        // `!!str 12` is text as if it stood in quotes, and `!!int "12"` a number as if it did not.
        let is_plain = match (event.tag(), &event) {
            (Some(tag), _) => tag.suffix() != "str",
            (None, Event::Scalar(_, style, ..)) => *style == ScalarStyle::Plain,
            (None, _) => false,
        };
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document begins here".to_owned();
                    return self.stop(Code::YamlManyDocuments, span, message, "keep all fields in one block");
                }
                Ok(())
            }
            Event::Scalar(text, _, anchor, _) => {
                let node = Node { span, value: scalar(text, is_plain) };
                self.place(node, anchor, 1)
            }
            Event::SequenceStart(_, anchor, _) => self.opened(span, anchor, OpenKind::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.opened(span, anchor, OpenKind::Map { entries: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.closed(span),
            Event::Alias(id) => match self.anchors.iter().rev().find(|(anchor, ..)| *anchor == id) {
                Some((_, node, weight)) => {
                    let (node, weight) = (Node { span, value: node.value.clone() }, *weight);
                    self.place(node, 0, weight)
                }
                None => {
                    let message = "this alias stands inside the value that it repeats".to_owned();
                    self.stop(Code::YamlSyntax, span, message, "write the value out")
                }
            },
            _ => Ok(()),
        }
    }

    fn opened(&mut self, span: Span, anchor: usize, kind: OpenKind) -> Result<(), Stop> {
        if self.open.len() >= DEEPEST {
            let message = format!("the YAML is nested more than {DEEPEST} levels deep here");
            return self.stop(
                Code::YamlTooDeep,
                span,
                message,
                "no field needs this; check the brackets and the indentation",
            );
        }
        self.open.push(Open { start: span.start as usize, anchor, weight: 1, kind });
        Ok(())
    }

    fn closed(&mut self, end: Span) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map { entries, .. } => Value::Map(entries),
        };
        let end = last_end(&value).max(if end.end > end.start { end.end as usize } else { open.start });
        self.place(Node { span: Span::new(open.start, end), value }, open.anchor, open.weight)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, anchor: usize, weight: usize) -> Result<(), Stop> {
        self.nodes += weight;
        if self.nodes > MOST_NODES {
            let message = format!("the YAML comes to more than {MOST_NODES} values when its aliases are followed");
            return self.stop(
                Code::YamlTooBig,
                node.span,
                message,
                "write the values out instead of repeating aliases",
            );
        }
        if anchor != 0 {
            self.anchors.push((anchor, node.clone(), weight));
        }
        match self.open.last_mut() {
            None => {
                self.root = Some(node);
                Ok(())
            }
            Some(open) => {
                open.weight += weight;
                match &mut open.kind {
                    OpenKind::List(items) => items.push(node),
                    OpenKind::Map { entries, key } => match key.take() {
                        Some(name) => match entries.iter().find(|(first, _)| first.value == name.value) {
                            Some((first, _)) => {
                                let message = format!("the key `{}` stands here a second time", name.value);
                                let complaint =
                                    Diagnostic::new(Code::YamlDuplicateKey, self.source.path(), name.span, message)
                                        .and(self.source.path(), first.span, "the first one")
                                        .help("keep one of the two");
                                self.complaints.push(complaint);
                            }
                            None => entries.push((name, node)),
                        },
                        None => match node.value {
                            Value::Text { text, .. } => *key = Some(Spanned::new(text, node.span)),
                            Value::Nothing => {
                                *key = Some(Spanned::new(node.span.of(self.source.text()).to_owned(), node.span))
                            }
                            _ => {
                                let message = "a list or a group of fields cannot be a key".to_owned();
                                return self.stop(
                                    Code::YamlSyntax,
                                    node.span,
                                    message,
                                    "put the key in quotes if it is meant as text",
                                );
                            }
                        },
                    },
                }
                Ok(())
            }
        }
    }

    fn stop<T>(&mut self, code: Code, span: Span, message: String, help: &str) -> Result<T, Stop> {
        self.complaints.push(Diagnostic::new(code, self.source.path(), span, message).help(help));
        Err(Stop)
    }

    /// The parser's own complaint, in the author's words and at the place to mend: for an unclosed
    /// bracket or quote where it opens, not where reading gave up.
    fn syntax(&mut self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let complaint = match unclosed(self.text, at) {
            Some((open, what)) => {
                let span = Span::new(open, open + 1).shifted(self.offset);
                let message = format!("the {what} that opens here is never closed");
                Diagnostic::new(Code::YamlSyntax, self.source.path(), span, message)
                    .help(format!("close it on the same line, or put text that contains {what} signs in quotes",))
            }
            None => self.syntax_at(error, at),
        };
        self.complaints.push(complaint);
        Stop
    }

    fn syntax_at(&self, error: &ScanError, at: usize) -> Diagnostic {
        let found = reason(self.text, floor(self.text, at), &error.to_string());
        let span = Span::new(found.start, found.start + found.length).shifted(self.offset);
        Diagnostic::new(Code::YamlSyntax, self.source.path(), span, found.message).help(found.help)
    }
}

/// The end of the last node inside a collection.
fn last_end(value: &Value) -> usize {
    match value {
        Value::List(items) => items.last().map_or(0, |node| node.span.end as usize),
        Value::Map(entries) => entries.last().map_or(0, |(key, node)| node.span.end.max(key.span.end) as usize),
        _ => 0,
    }
}

fn scalar(text: Cow<'_, str>, is_plain: bool) -> Value {
    let quoted = !is_plain;
    if !quoted && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
        Value::Nothing
    } else {
        Value::Text { text: text.into_owned(), quoted }
    }
}

/// Of a text that the parser gave up on: the bracket, brace or quote that is open and never
/// closed, with its name. Comments and quoted text are passed over.
fn unclosed(text: &str, gave_up: usize) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let starts_token = at == 0 || bytes.get(at - 1).is_some_and(|b| b" \t\n\r[{,:-".contains(b));
        match byte {
            b'"' | b'\'' if starts_token => match closing_quote(bytes, at, byte) {
                Some(end) => at = end,
                None => return Some((at, if byte == b'"' { "quotation mark" } else { "apostrophe" })),
            },
            b'[' | b'{' if starts_token || !open.is_empty() => open.push((at, byte)),
            b']' | b'}' => {
                let pair = if byte == b']' { b'[' } else { b'{' };
                match open.pop() {
                    Some((at, other)) if other != pair => return Some((at, bracket_name(other))),
                    _ => {}
                }
            }
            b'#' if starts_token => {
                while bytes.get(at + 1).is_some_and(|b| !matches!(b, b'\n' | b'\r')) {
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    // The innermost one that opened before the parser gave up.
    let (at, byte) = open.into_iter().rfind(|&(at, _)| at <= gave_up)?;
    Some((at, bracket_name(byte)))
}

fn bracket_name(byte: u8) -> &'static str {
    if byte == b'[' { "square bracket" } else { "curly bracket" }
}

fn closing_quote(bytes: &[u8], open: usize, quote: u8) -> Option<usize> {
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b if b == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
