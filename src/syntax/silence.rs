//! Comments that silence a message where it stands, with a written reason.

use pulldown_cmark::{Event, Tag};

use super::front::lines;
use super::markdown::{Markdown, Piece};
use super::yaml::{Node, Value, read_yaml};
use crate::diag::{Code, Diagnostic, nearest};
use crate::text::{SourceFile, Span};

/// What such a comment begins with.
const MARK: &str = "waypost:";
/// How one is written, for messages.
const MARKDOWN_FORM: &str = "write it like this: <!-- waypost: allow image-alt: the picture only decorates -->";
const YAML_FORM: &str = "write it like this: # waypost: allow text-too-long: the law asks for the whole name";

/// `waypost: allow CODE: reason` in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The message that is silenced.
    pub code: Code,
    /// Why, as it was written, white space folded.
    pub reason: String,
    /// The words of the comment in the file.
    pub span: Span,
    /// Where it holds: a message that begins in these bytes of the file is silenced. Empty where
    /// nothing follows the comment.
    pub covers: Span,
}

/// The silences of a content file: in its front matter, at the end of a line or on the line before,
/// and in its body, within a block or before it.
pub(super) fn silences(
    source: &SourceFile,
    front: Option<(Span, Option<&Node>)>,
    body: Span,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Silence> {
    if !source.text().contains(MARK) {
        return Vec::new();
    }
    let mut reader = Reader { source, form: YAML_FORM, complaints, found: Vec::new() };
    if let Some((yaml, node)) = front {
        reader.yaml(yaml, node, Some(0));
    }
    reader.form = MARKDOWN_FORM;
    reader.markdown(body);
    reader.found
}

/// The silences of a YAML file, such as the site file, and what is wrong with them.
pub fn silences_in_yaml(source: &SourceFile) -> (Vec<Silence>, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    if !source.text().contains(MARK) {
        return (Vec::new(), complaints);
    }
    let whole = Span::new(0, source.text().len());
    // What is wrong with the YAML itself has been said by whoever reads it.
    let node = read_yaml(source, whole, &mut Vec::new());
    let mut reader = Reader { source, form: YAML_FORM, complaints: &mut complaints, found: Vec::new() };
    reader.yaml(whole, node.as_ref(), None);
    (reader.found, complaints)
}

struct Reader<'a> {
    source: &'a SourceFile,
    form: &'static str,
    complaints: &'a mut Vec<Diagnostic>,
    found: Vec<Silence>,
}

/// What stands open around a place in a body, with the range of its text.
enum Open {
    Block(Span),
    Directive,
}

impl Reader<'_> {
    fn complain(&mut self, code: Code, span: Span, message: String, help: impl Into<String>) {
        self.complaints.push(Diagnostic::new(code, self.source.path(), span, message).help(help));
    }

    /// Reads the words of one comment, and takes it up where it is a silence as it should be.
    fn comment(&mut self, words: Span, covers: Span) {
        let text = words.of(self.source.text());
        // The first word of what is left, where it stands.
        let word = |rest: &str, word: &str| {
            let start = words.end as usize - rest.len();
            Span::new(start, start + word.len())
        };
        let Some(rest) = text.strip_prefix(MARK).map(str::trim_start) else { return };
        let verb = rest.split(char::is_whitespace).next().unwrap_or("");
        if verb != "allow" {
            let message = format!("`{verb}` is nothing that a comment can ask of Waypost");
            return self.complain(Code::SilenceUnknown, word(rest, verb), message, self.form);
        }
        let rest = rest.get(verb.len()..).unwrap_or("").trim_start();
        let name = rest.split(|c: char| c == ':' || c.is_whitespace()).next().unwrap_or("");
        let Some(code) = Code::from_name(name) else {
            let help = match nearest(name, Code::ALL.iter().map(|code| code.name())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "the code stands in brackets at the head of each message".to_owned(),
            };
            return self.complain(
                Code::SilenceUnknown,
                word(rest, name),
                format!("there is no message `{name}`"),
                help,
            );
        };
        if !code.can_be_silenced() {
            let message = format!("`{name}` cannot be silenced");
            let help = format!("mend what it points at; `waypost explain {name}` says how");
            return self.complain(Code::SilenceRefused, word(rest, name), message, help);
        }
        let reason = rest.get(name.len()..).and_then(|rest| rest.trim_start().strip_prefix(':')).unwrap_or("");
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if !reason.chars().any(char::is_alphanumeric) {
            let message = format!("this comment silences `{name}` and does not say why");
            return self.complain(Code::SilenceReason, words, message, self.form);
        }
        self.found.push(Silence { code, reason, span: words, covers });
    }

    fn markdown(&mut self, body: Span) {
        let text = body.of(self.source.text());
        if !text.contains(MARK) {
            return;
        }
        let offset = body.start as usize;
        let markdown = Markdown::new(text);
        let mut open: Vec<Open> = Vec::new();
        // Comments that wait for the block that follows, and those whose directive is not closed yet.
        let mut waiting: Vec<Span> = Vec::new();
        let mut unclosed: Vec<(usize, Span, Vec<Span>)> = Vec::new();
        for (piece, range) in markdown.pieces() {
            let span = Span::from(range).shifted(offset);
            match piece {
                Piece::Open(_) => {
                    open.push(Open::Directive);
                    unclosed.push((open.len(), span, std::mem::take(&mut waiting)));
                }
                Piece::Close => {
                    self.leave(&mut waiting);
                    if let Some((_, start, held)) = unclosed.pop_if(|(depth, ..)| *depth == open.len()) {
                        let covers = Span::new(start.start as usize, span.end as usize);
                        held.into_iter().for_each(|words| self.comment(words, covers));
                    }
                    open.pop();
                }
                Piece::Event(Event::Start(tag)) if is_inline(&tag) => {}
                Piece::Event(Event::End(end)) if is_inline_end(end) => {}
                Piece::Event(Event::Start(Tag::HtmlBlock)) => open.push(Open::Block(span)),
                Piece::Event(Event::Start(_)) => {
                    waiting.drain(..).for_each(|words| self.comment(words, span));
                    open.push(Open::Block(span));
                }
                Piece::Event(Event::End(end)) => {
                    if !matches!(end, pulldown_cmark::TagEnd::HtmlBlock) {
                        self.leave(&mut waiting);
                    }
                    open.pop();
                }
                Piece::Event(Event::Rule) => {
                    waiting.drain(..).for_each(|words| self.comment(words, span));
                }
                Piece::Event(Event::Html(_)) => {
                    let (comments, is_more) = comments(self.source.text(), span);
                    if is_more {
                        let all = waiting.drain(..).chain(comments).collect::<Vec<_>>();
                        all.into_iter().for_each(|words| self.comment(words, span));
                    } else {
                        waiting.extend(comments);
                    }
                }
                Piece::Event(Event::InlineHtml(_)) => {
                    let around = open.iter().rev().find_map(|open| match open {
                        Open::Block(span) => Some(*span),
                        Open::Directive => None,
                    });
                    let (comments, _) = comments(self.source.text(), span);
                    comments.into_iter().for_each(|words| self.comment(words, around.unwrap_or(span)));
                }
                Piece::Event(_) => {}
            }
        }
        self.leave(&mut waiting);
        for (_, start, held) in unclosed {
            let covers = Span::new(start.start as usize, body.end as usize);
            held.into_iter().for_each(|words| self.comment(words, covers));
        }
    }

    /// Comments that nothing follows cover nothing.
    fn leave(&mut self, waiting: &mut Vec<Span>) {
        for words in waiting.drain(..) {
            self.comment(words, Span::new(words.end as usize, words.end as usize));
        }
    }

    /// Comments in YAML. Above everything else, a comment also speaks for the place `first`: of
    /// front matter, what is said of the file as a whole.
    fn yaml(&mut self, yaml: Span, node: Option<&Node>, first: Option<u32>) {
        let text = self.source.text();
        let mut scalars = Vec::new();
        if let Some(node) = node {
            scalar_spans(node, &mut scalars);
        }
        scalars.sort();
        let whole = yaml.of(text);
        let rows: Vec<Row> =
            lines(whole, 0).map(|line| Row::new(text, line.shifted(yaml.start as usize), &scalars)).collect();
        for (at, row) in rows.iter().enumerate() {
            let Some(comment) = row.comment else { continue };
            let words = comment.of(text).trim_start_matches('#').trim();
            if !words.starts_with(MARK) {
                continue;
            }
            let start = comment.end as usize - comment.of(text).trim_start_matches('#').trim_start().len();
            let words = Span::new(start, start + words.len());
            let is_first = row.is_bare && rows.get(..at).unwrap_or_default().iter().all(|row| row.is_bare);
            let mut covers = covered(&rows, at);
            if let Some(first) = first.filter(|_| is_first) {
                covers.start = first;
            }
            self.comment(words, covers);
        }
    }
}

/// A line of YAML.
struct Row {
    span: Span,
    indent: usize,
    /// From its `#` to the end.
    comment: Option<Span>,
    /// Whether it holds nothing but a comment, or nothing at all.
    is_bare: bool,
    /// Whether it begins an item of a list.
    is_item: bool,
}

impl Row {
    /// `scalars` are the places of all values, sorted: a `#` in one of them begins no comment.
    fn new(text: &str, span: Span, scalars: &[Span]) -> Self {
        let line = span.of(text);
        let words = line.trim_start_matches([' ', '\t']);
        let is_comment = |at: usize| {
            let place = span.start as usize + at;
            let before = line.as_bytes().get(at.wrapping_sub(1));
            let next = scalars.partition_point(|scalar| scalar.start as usize <= place);
            let inside = next.checked_sub(1).and_then(|last| scalars.get(last));
            before.is_none_or(|byte| matches!(byte, b' ' | b'\t'))
                && inside.is_none_or(|scalar| (scalar.end as usize) <= place)
        };
        let comment = line.match_indices('#').map(|(at, _)| at).find(|at| is_comment(*at));
        let indent = line.len() - words.len();
        Self {
            span,
            indent,
            comment: comment.map(|at| Span::new(span.start as usize + at, span.end as usize)),
            is_bare: words.is_empty() || comment == Some(indent),
            is_item: words.starts_with('-'),
        }
    }
}

/// The lines that a comment on a line speaks for: that line, or where nothing else stands on it
/// the next one, with all that is indented below it.
fn covered(rows: &[Row], at: usize) -> Span {
    let rest = rows.get(at..).unwrap_or_default();
    let Some(start) = rest.iter().position(|row| !row.is_bare) else { return Span::default() };
    let rest = rest.get(start..).unwrap_or_default();
    let Some(first) = rest.first() else { return Span::default() };
    let belongs = |row: &&Row| {
        row.is_bare || row.indent > first.indent || (row.indent == first.indent && row.is_item && !first.is_item)
    };
    let below = rest.iter().skip(1).take_while(belongs).filter(|row| !row.is_bare);
    let end = below.last().unwrap_or(first).span.end;
    Span { start: first.span.start, end: end.max(first.span.start + 1) }
}

fn scalar_spans(node: &Node, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Text { .. } | Value::Nothing => spans.push(node.span),
        Value::List(items) => items.iter().for_each(|item| scalar_spans(item, spans)),
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            spans.push(key.span);
            scalar_spans(value, spans);
        }),
    }
}

/// The words of the comments in raw HTML that are meant for Waypost, and whether there is anything
/// but comments.
fn comments(text: &str, html: Span) -> (Vec<Span>, bool) {
    let mut found = Vec::new();
    let mut is_more = false;
    let mut rest = html.of(text);
    while let Some(open) = rest.find("<!--") {
        is_more |= !rest.get(..open).unwrap_or("").trim().is_empty();
        let inside = rest.get(open + 4..).unwrap_or("");
        let length = inside.find("-->").unwrap_or(inside.len());
        let words = inside.get(..length).unwrap_or("");
        let trimmed = words.trim();
        if trimmed.starts_with(MARK) {
            let start = html.end as usize - inside.len() + (words.len() - words.trim_start().len());
            found.push(Span::new(start, start + trimmed.len()));
        }
        rest = inside.get(length + 3..).unwrap_or("");
    }
    (found, is_more || !rest.trim().is_empty())
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_inline_end(end: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd;
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a file; each silence as its code, reason and the text that it covers, each complaint as
    /// its code and the text that it points at.
    fn check(text: &str, silences: &[(&str, &str, &str)], complaints: &[(Code, &str)]) {
        let source = SourceFile::new("content/a.md", text);
        let (parsed, said) = crate::syntax::parse(&source);
        let found = parsed.silences.iter().map(|one| (one.code.name(), one.reason.as_str(), one.covers.of(text)));
        assert_eq!(found.collect::<Vec<_>>(), silences, "{text}");
        let own = |one: &&Diagnostic| one.code.name().starts_with("silence-");
        let said: Vec<_> =
            said.iter().filter(own).map(|one| (one.code, one.labels.first().unwrap().span.of(text))).collect();
        assert_eq!(said, complaints, "{text}");
    }

    fn body(text: &str, silences: &[(&str, &str, &str)]) {
        check(&format!("---\ntitle: T\n---\n{text}"), silences, &[]);
    }

    #[test]
    fn a_comment_speaks_for_its_block_or_the_next() {
        let alt = "<!-- waypost: allow image-alt: a reason -->";
        body(&format!("{alt}\n![](a.jpg)\nmore\n\nnext\n"), &[("image-alt", "a reason", "![](a.jpg)\nmore\n")]);
        body(&format!("{alt}\n\n# Head\n\nx\n"), &[("image-alt", "a reason", "# Head\n")]);
        body(&format!("one {alt}\ntwo\n\nnext\n"), &[("image-alt", "a reason", &format!("one {alt}\ntwo\n"))]);
        body(&format!("{alt}\n- a\n- b\n\nnext\n"), &[("image-alt", "a reason", "- a\n- b\n\n")]);
        body(&format!("- a\n- b {alt}\n"), &[("image-alt", "a reason", &format!("- b {alt}\n"))]);
        body(&format!("{alt}\n:::say\nx\n:::\nnext\n"), &[("image-alt", "a reason", ":::say\nx\n:::\n")]);
        body(&format!(":::say\n{alt}\n\nx\n:::\nnext\n"), &[("image-alt", "a reason", "x\n")]);
        body(&format!("{alt}\n\n***\n\nx\n"), &[("image-alt", "a reason", "***\n")]);
        body(&format!("x\n\n> {alt}\n\ny\n"), &[("image-alt", "a reason", "")]);
        body(&format!("x\n\n{alt}\n"), &[("image-alt", "a reason", "")]);
        body("<!-- waypost: allow unlinked:\n  two\n  lines -->\nx\n", &[("unlinked", "two lines", "x\n")]);
    }

    #[test]
    fn several_comments_speak_for_one_block() {
        let two = "<!-- waypost: allow image-alt: one -->\n\n<!-- waypost: allow unlinked: two -->\nx\n";
        body(two, &[("image-alt", "one", "x\n"), ("unlinked", "two", "x\n")]);
        let html = "<div>\n<!-- waypost: allow image-alt: one -->\n<img src=a.jpg>\n</div>\n";
        body(html, &[("image-alt", "one", html)]);
    }

    #[test]
    fn code_is_no_comment() {
        body("`<!-- waypost: allow image-alt: x -->`\n\n```html\n<!-- waypost: allow image-alt: x -->\n```\n", &[]);
        body("    <!-- waypost: allow image-alt: x -->\n\n\\<!-- waypost: allow image-alt: x -->\n", &[]);
        body("<!-- for people: waypost: allow image-alt: x -->\n", &[]);
    }

    #[test]
    fn front_matter_has_comments_of_its_own() {
        let front = |yaml: &str, silences: &[(&str, &str, &str)]| check(&format!("---\n{yaml}---\nx\n"), silences, &[]);
        front(
            "title: T # waypost: allow text-too-long: why\ndate: 2026-01-01\n",
            &[("text-too-long", "why", "title: T # waypost: allow text-too-long: why")],
        );
        front(
            "title: T\n# waypost: allow text-too-long: why\nsummary: >\n  a\n  b\ndate: x\n",
            &[("text-too-long", "why", "summary: >\n  a\n  b")],
        );
        front(
            "title: T\n# waypost: allow duplicate-value: why\n\ntopics:\n- a\n- a\ndate: x\n",
            &[("duplicate-value", "why", "topics:\n- a\n- a")],
        );
        front(
            "# waypost: allow unlinked: why\ntitle: T\n",
            &[("unlinked", "why", "---\n# waypost: allow unlinked: why\ntitle: T")],
        );
        front("title: 'T # waypost: allow unlinked: no'\n", &[]);
        front("summary: |\n  x\n  # waypost: allow unlinked: no\n  y\n", &[]);
        front("summary: \"a\n  # waypost: allow unlinked: no\n  y\"\n", &[]);
        front("title: a#waypost: allow unlinked\n", &[]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_word() {
        let said = |comment: &str, code, at: &str| {
            check(&format!("---\ntitle: T\n---\n<!-- {comment} -->\nx\n"), &[], &[(code, at)])
        };
        said("waypost: ignore image-alt: x", Code::SilenceUnknown, "ignore");
        said("waypost: allow image-atl: x", Code::SilenceUnknown, "image-atl");
        said("waypost: allow : x", Code::SilenceUnknown, "");
        said("waypost:", Code::SilenceUnknown, "");
        said("waypost: allow image-alt", Code::SilenceReason, "waypost: allow image-alt");
        said("waypost: allow image-alt: …", Code::SilenceReason, "waypost: allow image-alt: …");
        said("waypost: allow reference-missing: x", Code::SilenceRefused, "reference-missing");
        said("waypost: allow silence-unused: x", Code::SilenceRefused, "silence-unused");
    }

    #[test]
    fn thousands_of_comments_take_no_longer_than_their_length() {
        let text = "<!-- waypost: allow image-alt: x -->\n".repeat(20_000);
        let source = SourceFile::new("content/a.md", format!("---\ntitle: T\n---\n{text}"));
        assert_eq!(crate::syntax::parse(&source).0.silences.len(), 20_000);
    }
}
