use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::directive::{Directive, Mark, read_line};
use super::front::lines;
use crate::text::Span;

/// Containers inside containers that a page may have; what is nested deeper loses its wrapping.
pub(super) const DEEPEST: usize = 60;

/// The Markdown that Waypost speaks: CommonMark with tables, footnotes, task lists, definition
/// lists, strikethrough, smart punctuation, heading attributes and GitHub alerts.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// One part of a Markdown body in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// An event of the Markdown parser.
    Event(Event<'a>),
    /// A directive begins.
    Open(Directive),
    /// The innermost directive ends.
    Close,
}

/// What was wrong with the directives of a body; spans are relative to the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Opened here and never closed, or not in the list or quotation where it was opened.
    Unclosed(Directive),
    /// Closes nothing.
    Unopened(Span),
    /// The first place that is nested deeper than [`DEEPEST`].
    TooDeep(Span),
}

/// A body made ready for parsing: `:::` lines are swapped for markers of the same length that the
/// Markdown parser takes for blocks of their own, so that every offset stays true.
#[derive(Debug)]
pub struct Markdown<'a> {
    text: Cow<'a, str>,
    /// Start of each marked line and what it does, in order.
    marks: Vec<(usize, Mark)>,
}

impl<'a> Markdown<'a> {
    /// Prepares a body.
    pub fn new(body: &'a str) -> Self {
        let bounded = bounded(body);
        if !body.starts_with(":::") && !body.contains("\n:::") && !body.contains("\r:::") {
            return Self { text: bounded, marks: Vec::new() };
        }
        let verbatim = verbatim_ranges(&bounded);
        let mut text = bounded.into_owned();
        let mut marks = Vec::new();
        for line in lines(body, 0) {
            let start = line.start as usize;
            // The ranges are in order and do not overlap.
            let before = verbatim.partition_point(|range| range.end <= start);
            if verbatim.get(before).is_some_and(|range| range.contains(&start)) {
                continue;
            }
            if let Some(mark) = read_line(line.of(body), line) {
                // `<?` … `?>` is an HTML block that may interrupt a paragraph and ends on its line.
                let length = line.range().len();
                let marker = format!("<?{}>", " ".repeat(length - 3));
                text.replace_range(line.range(), &marker.replace(" >", "?>"));
                marks.push((start, mark));
            }
        }
        Self { text: Cow::Owned(text), marks }
    }

    /// The pieces in reading order with their byte ranges in the body. Directives are balanced
    /// within whatever list or quotation holds them, and nesting is bounded, whatever was written.
    pub fn pieces(&self) -> Vec<(Piece<'_>, Range<usize>)> {
        self.walk().0
    }

    /// Definitions of links by label.
    pub(super) fn definitions(&self) -> Definitions<'_> {
        Definitions(Parser::new_ext(&self.text, extensions()))
    }

    pub(super) fn walk(&self) -> (Vec<(Piece<'_>, Range<usize>)>, Vec<Fault>) {
        let mut walk = Walk { text: &self.text, ..Walk::default() };
        let mut in_mark = false;
        for (event, range) in Parser::new_ext(&self.text, extensions()).into_offset_iter() {
            match self.mark_at(&event, &range) {
                Some(mark) if matches!(event, Event::Html(_)) => walk.mark(mark.clone(), range),
                // The wrapping of the marker's own HTML block.
                Some(_) => in_mark = true,
                None if in_mark && matches!(event, Event::End(TagEnd::HtmlBlock)) => in_mark = false,
                None => walk.event(event, range),
            }
        }
        walk.finish(self.text.len())
    }

    fn mark_at(&self, event: &Event<'_>, range: &Range<usize>) -> Option<&Mark> {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock)) {
            return None;
        }
        let at = self.marks.binary_search_by_key(&range.start, |(start, _)| *start).ok()?;
        self.marks.get(at).map(|(_, mark)| mark)
    }
}

/// The definitions of a body's links: `[label]: destination`.
pub(super) struct Definitions<'a>(Parser<'a>);

impl Definitions<'_> {
    /// Where the definition of a label stands in the body.
    pub(super) fn span(&self, label: &str) -> Option<Range<usize>> {
        self.0.reference_definitions().get(label).map(|definition| definition.span.clone())
    }
}

/// Containers that one line may open. The Markdown parser looks at all that are open again and
/// again, so that its time grows with the square of their number.
const MOST_IN_LINE: usize = 100;

/// The body with an escape in place of the marker with which a line opens a container too many;
/// the rest of that line is text.
fn bounded(body: &str) -> Cow<'_, str> {
    let too_many: Vec<usize> = lines(body, 0)
        .filter(|line| line.range().len() > MOST_IN_LINE)
        .filter_map(|line| Some(line.start as usize + marker_too_many(line.of(body))?))
        .collect();
    if too_many.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut text = body.to_owned();
    for at in too_many {
        text.replace_range(at..at + 1, "\\");
    }
    Cow::Owned(text)
}

/// Where in a line the first marker stands that opens a container more than [`MOST_IN_LINE`].
fn marker_too_many(line: &str) -> Option<usize> {
    let is_rule = |rule: char| line.chars().all(|c| c == rule || c.is_whitespace());
    if ['-', '*'].into_iter().any(is_rule) {
        return None;
    }
    let (mut at, mut markers) = (0, 0);
    loop {
        let rest = line.get(at..)?;
        let rest = rest.trim_start_matches([' ', '\t']);
        at = line.len() - rest.len();
        let length = marker_length(rest)?;
        markers += 1;
        if markers > MOST_IN_LINE {
            return Some(at);
        }
        at += length;
    }
}

/// Length of the marker of a quotation, list item, definition or footnote that a text begins with.
fn marker_length(text: &str) -> Option<usize> {
    let is_spaced = |length: usize| matches!(text.as_bytes().get(length), None | Some(b' ' | b'\t'));
    match text.as_bytes() {
        [b'>', ..] => Some(1),
        [b'-' | b'*' | b'+' | b':', ..] => is_spaced(1).then_some(1),
        [b'[', b'^', ..] => text.get(..text.len().min(100)).and_then(|label| label.find("]:")).map(|end| end + 2),
        [b'0'..=b'9', ..] => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let ends = matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
            (digits < 10 && ends && is_spaced(digits + 1)).then_some(digits + 1)
        }
        _ => None,
    }
}

/// Where `:::` is not a directive: code blocks and raw HTML blocks.
fn verbatim_ranges(body: &str) -> Vec<Range<usize>> {
    Parser::new_ext(body, extensions())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, range)| range)
        .collect()
}

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    out: Vec<(Piece<'a>, Range<usize>)>,
    faults: Vec<Fault>,
    /// Open containers of the Markdown parser; `false` where the wrapping is left out.
    containers: Vec<bool>,
    /// Open directives: number of containers around each, its colons, and itself.
    open: Vec<(usize, usize, Directive)>,
    /// Whether the depth has been complained about.
    too_deep: bool,
}

impl<'a> Walk<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(tag) => {
                let kept = match tag {
                    // An item stays with its list.
                    Tag::Item => self.containers.last().copied().unwrap_or(true),
                    _ => self.containers.len() < DEEPEST || !is_wrapping(tag),
                };
                if !kept {
                    self.deep(range.start);
                }
                self.containers.push(kept);
                if kept {
                    self.out.push((Piece::Event(event), range));
                }
            }
            Event::End(_) => {
                let kept = self.containers.pop().unwrap_or(true);
                while self.open.last().is_some_and(|(depth, ..)| *depth > self.containers.len()) {
                    self.close_last(range.end, true);
                }
                if kept {
                    self.out.push((Piece::Event(event), range));
                }
            }
            Event::Html(_) => self.html(event, range),
            _ => self.out.push((Piece::Event(event), range)),
        }
    }

    /// The parser gives raw HTML line by line; lines that follow each other become one piece, so
    /// that a tag may go over several.
    fn html(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some((Piece::Event(Event::Html(text)), last)) = self.out.last_mut()
            && matches!(self.text.get(last.end..range.start), Some("" | "\r"))
            && let Some(whole) = self.text.get(last.start..range.end)
        {
            *text = whole.into();
            last.end = range.end;
        } else {
            self.out.push((Piece::Event(event), range));
        }
    }

    fn deep(&mut self, at: usize) {
        if !self.too_deep {
            self.too_deep = true;
            self.faults.push(Fault::TooDeep(Span::new(at, at + 1)));
        }
    }

    fn mark(&mut self, mark: Mark, range: Range<usize>) {
        match mark {
            Mark::Open(..) if self.open.len() >= DEEPEST => self.deep(range.start),
            Mark::Open(directive, colons) => {
                self.open.push((self.containers.len(), colons, directive.clone()));
                self.out.push((Piece::Open(directive), range));
            }
            Mark::Close(colons) => {
                let here = self.containers.len();
                match self.open.iter().rposition(|(depth, open, _)| *depth == here && *open == colons) {
                    Some(at) => {
                        // Whatever was opened inside and left open ends here too.
                        while self.open.len() > at + 1 {
                            self.close_last(range.start, true);
                        }
                        self.close_last(range.end, false);
                    }
                    None => self.faults.push(Fault::Unopened(Span::from(trimmed(range)))),
                }
            }
        }
    }

    fn close_last(&mut self, at: usize, is_fault: bool) {
        if let Some((_, _, directive)) = self.open.pop() {
            self.out.push((Piece::Close, at..at));
            if is_fault {
                self.faults.push(Fault::Unclosed(directive));
            }
        }
    }

    fn finish(mut self, end: usize) -> (Vec<(Piece<'a>, Range<usize>)>, Vec<Fault>) {
        while !self.open.is_empty() {
            self.close_last(end, true);
        }
        (self.out, self.faults)
    }
}

/// Whether a container can be left out without breaking what is around it.
fn is_wrapping(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::List(_)
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// A line's range without its end.
fn trimmed(range: Range<usize>) -> Range<usize> {
    range.start..range.end.saturating_sub(1).max(range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Directives as `<name>` and `</>`, text as it stands; faults after a bar.
    fn check(body: &str, expected: &str) {
        let markdown = Markdown::new(body);
        let (pieces, faults) = markdown.walk();
        let mut shown = String::new();
        for (piece, _) in &pieces {
            match piece {
                Piece::Open(directive) => shown.push_str(&format!("<{}>", directive.name)),
                Piece::Close => shown.push_str("</>"),
                Piece::Event(Event::Text(text) | Event::Code(text) | Event::Html(text)) => shown.push_str(text.trim()),
                Piece::Event(_) => {}
            }
        }
        for fault in faults {
            shown.push_str(match fault {
                Fault::Unclosed(_) => "|unclosed",
                Fault::Unopened(_) => "|unopened",
                Fault::TooDeep(_) => "|deep",
            });
        }
        assert_eq!(shown, expected, "{body:?}");
    }

    #[test]
    fn directives_stand_between_blocks_and_keep_offsets() {
        check("a\n:::question\nb\n:::\nc", "a<question>b</>c");
        check(":::story A day\n\n- x\n- y\n:::\n", "<story>xy</>");
        check("::::help\n:::say\nx\n:::\n::::\n", "<help><say>x</></>");
        check("```\n:::help\n```\n", ":::help");
        check("a :::help\n", "a :::help");
        let markdown = Markdown::new("é\n:::question Why?\nb\n:::\n");
        let (pieces, _) = markdown.walk();
        let open = pieces.iter().find(|(piece, _)| matches!(piece, Piece::Open(_))).unwrap();
        assert_eq!(open.1.start, 3);
    }

    #[test]
    fn directives_are_always_balanced() {
        check(":::question\nb", "<question>b</>|unclosed");
        check("b\n:::\n", "b|unopened");
        check("::::help\n:::say\nx\n::::\n", "<help><say>x</></>|unclosed");
    }

    #[test]
    fn nesting_is_bounded() {
        let rule = "- ".repeat(500);
        assert_eq!(Markdown::new(&rule).pieces().len(), 1);
        let deep = ">".repeat(5_000) + " x";
        let markdown = Markdown::new(&deep);
        let (pieces, faults) = markdown.walk();
        assert!(pieces.len() < 200);
        assert!(matches!(faults.as_slice(), [Fault::TooDeep(_)]));
    }
}
