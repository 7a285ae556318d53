use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::html::{INLINE, attribute, scheme, unescape};
use super::markdown::{Markdown, Piece};
use super::wording::{Mark, Part, Wording};
use crate::text::{SourceFile, Span};

/// The words of a body that readers see, passage by passage: running text, headings, cells, the
/// headings of directives, alternative texts. Code is left out, and so are addresses.
pub fn prose(source: &SourceFile, body: Span) -> Vec<Wording> {
    let text = body.of(source.text());
    let markdown = Markdown::new(text);
    let mut reader = Reader { text, offset: body.start as usize, ..Reader::default() };
    for (piece, range) in markdown.pieces() {
        match piece {
            // What `:::lang es` says is no title.
            Piece::Open(directive) if directive.states_language() => reader.close(),
            Piece::Open(directive) => reader.directive(&directive.title, range),
            Piece::Close => reader.close(),
            Piece::Event(event) => reader.event(event, range),
        }
    }
    reader.close();
    reader.done
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    /// Where the body begins in the file.
    offset: usize,
    done: Vec<Wording>,
    /// The passage that is being read.
    current: Wording,
    /// The passages that hold the picture whose alternative text is being read.
    around: Vec<Wording>,
    /// What is set off and not over yet: where it began, what it is, and the element's name where it
    /// is one.
    marks: Vec<(usize, Option<Mark>, Option<String>)>,
    part: Part,
    quotes: usize,
    /// Elements `<blockquote>` that are open.
    html_quotes: usize,
    tables: u32,
    in_code: bool,
    /// An element whose text nobody reads, until it closes.
    silent: Option<String>,
}

impl Reader<'_> {
    fn passage(&mut self) -> &mut Wording {
        if self.current.text.is_empty() {
            self.current.part = self.part;
            self.current.quoted = self.quotes + self.html_quotes > 0;
        }
        &mut self.current
    }

    /// Ends the passage.
    fn close(&mut self) {
        let around = std::mem::take(&mut self.around);
        for passage in std::iter::once(std::mem::take(&mut self.current)).chain(around.into_iter().rev()) {
            self.keep(passage);
        }
        self.marks.clear();
        // Where such an element was never closed it ends with what it stands in.
        self.silent.take_if(|name| matches!(name.as_str(), "code" | "kbd" | "samp" | "var"));
    }

    fn keep(&mut self, passage: Wording) {
        if !passage.text.trim().is_empty() {
            self.done.push(passage);
        }
    }

    fn directive(&mut self, title: &str, range: Range<usize>) {
        self.close();
        let line = self.text.get(range.clone()).unwrap_or("");
        if let Some(at) = line.rfind(title).filter(|_| !title.is_empty()) {
            let mut passage = Wording { part: Part::Heading, ..Wording::default() };
            passage.push_verbatim(title, self.offset + range.start + at);
            self.done.push(passage);
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(words) if !self.in_code && self.silent.is_none() => self.words(&words, range),
            Event::Code(_) | Event::FootnoteReference(_) => self.stand_in("\u{fffc}", range),
            Event::SoftBreak | Event::HardBreak => self.stand_in(" ", range),
            Event::Html(_) => self.html(range, true),
            Event::InlineHtml(_) => self.html(range, false),
            _ => {}
        }
    }

    fn stand_in(&mut self, words: &str, range: Range<usize>) {
        let span = Span::from(range).shifted(self.offset);
        self.passage().push_standing_for(words, span);
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or("");
        let offset = self.offset;
        if written == words {
            self.passage().push_verbatim(words, offset + range.start);
        } else {
            self.passage().push_standing_for(words, Span::from(range).shifted(offset));
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.mark(Some(Mark::Emphasis), None),
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.in_code = true;
                self.mark(None, None);
            }
            Tag::Link { dest_url, .. } => self.mark(Some(link(&dest_url)), None),
            Tag::Image { .. } => {
                let around = std::mem::take(self.passage());
                self.around.push(around);
            }
            Tag::CodeBlock(_) => {
                self.close();
                self.in_code = true;
            }
            Tag::BlockQuote(None) => {
                self.close();
                self.quotes += 1;
            }
            Tag::Heading { .. } => {
                self.close();
                self.part = Part::Heading;
            }
            Tag::Table(_) => {
                self.close();
                self.tables += 1;
                self.part = Part::Cell(self.tables);
            }
            Tag::TableHead => self.part = Part::HeadCell(self.tables),
            _ => self.close(),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.unmark(),
            TagEnd::Link => {
                self.in_code = false;
                self.unmark();
            }
            TagEnd::Image => {
                let around = self.around.pop().unwrap_or_default();
                let alt = std::mem::replace(&mut self.current, around);
                self.keep(Wording { part: Part::Running, ..alt });
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.close();
            }
            TagEnd::BlockQuote(kind) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(usize::from(kind.is_none()));
            }
            TagEnd::Heading(_) | TagEnd::Table => {
                self.close();
                self.part = Part::Running;
            }
            TagEnd::TableHead => {
                self.close();
                self.part = Part::Cell(self.tables);
            }
            _ => self.close(),
        }
    }

    fn mark(&mut self, mark: Option<Mark>, element: Option<String>) {
        let start = self.passage().text.len();
        self.marks.push((start, mark, element));
    }

    fn unmark(&mut self) {
        if let Some((start, mark, _)) = self.marks.pop() {
            let end = self.passage().text.len();
            if let Some(mark) = mark.filter(|_| start < end) {
                self.passage().marks.push((start..end, mark));
            }
        }
    }

    /// Reads raw HTML: its text where it is a block of its own, and what its tags set off.
    fn html(&mut self, range: Range<usize>, with_text: bool) {
        let (text, offset) = (self.text, range.start);
        let html = text.get(range).unwrap_or("");
        let mut at = 0;
        while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
            if with_text {
                self.html_words(html, at..open, offset);
            }
            at = self.tag(html, open, offset);
        }
        if with_text {
            self.html_words(html, at..html.len(), offset);
        }
    }

    /// Text of raw HTML, in which character references stand for themselves.
    fn html_words(&mut self, html: &str, range: Range<usize>, offset: usize) {
        if self.silent.is_some() {
            return;
        }
        let (mut from, end) = (range.start, range.end);
        let base = self.offset + offset;
        while from < end {
            let rest = html.get(from..end).unwrap_or("");
            let next = rest.find(['&', '\n', '\r']).unwrap_or(rest.len());
            let words = rest.get(..next).unwrap_or("");
            self.passage().push_verbatim(words, base + from);
            from += next;
            let Some(rest) = html.get(from..end).filter(|rest| !rest.is_empty()) else { return };
            let length = reference_length(rest).unwrap_or(1);
            let written = rest.get(..length).unwrap_or("");
            let shown = if written.trim().is_empty() { " ".to_owned() } else { unescape(written) };
            let span = Span::new(base + from, base + from + length);
            self.passage().push_standing_for(&shown, span);
            from += length;
        }
    }

    /// Reads the tag that opens at `open`; gives the offset to go on from.
    fn tag(&mut self, html: &str, open: usize, offset: usize) -> usize {
        let rest = html.get(open..).unwrap_or("");
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(html.len(), |end| open + end + 3);
        }
        let closing = rest.starts_with("</");
        let from = 1 + usize::from(closing);
        let name: String = rest.get(from..).unwrap_or("").chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            return open + 1;
        }
        let mut at = open + from + name.len();
        let name = name.to_ascii_lowercase();
        let mut target = String::new();
        while let Some((key, value, range, next)) = attribute(html, at) {
            if key == "alt" && name == "img" {
                self.alt(html, range, &value, offset);
            }
            if key == "href" {
                target = value;
            }
            at = next;
        }
        let end = html.get(at..).and_then(|rest| rest.find('>')).map_or(html.len(), |end| at + end + 1);
        if self.silent.as_deref().is_none_or(|silent| closing && silent == name) {
            let place = Span::new(open, end).shifted(self.offset + offset);
            self.element(&name, closing, &target, place);
        }
        end
    }

    fn element(&mut self, name: &str, closing: bool, target: &str, place: Span) {
        match name {
            "script" | "style" | "code" | "pre" | "kbd" | "samp" | "var" => {
                self.silent = (!closing).then(|| name.to_owned());
            }
            "blockquote" => {
                self.close();
                self.html_quotes = if closing { self.html_quotes.saturating_sub(1) } else { self.html_quotes + 1 };
            }
            "wbr" | "img" => {}
            "br" => self.passage().push_standing_for(" ", place),
            name if !INLINE.contains(&name) => self.close(),
            name if closing => {
                let open = self.marks.iter().rposition(|(.., element)| element.as_deref() == Some(name));
                if let Some(at) = open {
                    self.marks.truncate(at + 1);
                    self.unmark();
                }
            }
            name => {
                let mark = match name {
                    "em" | "i" | "strong" | "b" | "u" | "mark" => Some(Mark::Emphasis),
                    "q" => Some(Mark::Quotation),
                    "cite" => Some(Mark::Title),
                    "a" => Some(link(target)),
                    _ => None,
                };
                self.mark(mark, Some(name.to_owned()));
            }
        }
    }

    fn alt(&mut self, html: &str, range: Range<usize>, value: &str, offset: usize) {
        let written = html.get(range.clone()).unwrap_or("");
        let quoted = self.quotes + self.html_quotes > 0;
        let mut passage = Wording { quoted, ..Wording::default() };
        match written.find(value).filter(|_| !value.trim().is_empty()) {
            Some(at) => passage.push_verbatim(value, self.offset + offset + range.start + at),
            None if value.trim().is_empty() => return,
            None => {
                let span = Span::from(range).shifted(self.offset + offset);
                passage.push_standing_for(value, span);
            }
        }
        self.done.push(passage);
    }
}

fn link(target: &str) -> Mark {
    let leads_away = target.starts_with("//") || scheme(target).is_some_and(|scheme| scheme.starts_with("http"));
    if leads_away { Mark::LinkAway } else { Mark::LinkHere }
}

/// Length of the character reference that a text begins with.
fn reference_length(text: &str) -> Option<usize> {
    let end = text.strip_prefix('&')?.bytes().take(32).position(|byte| byte == b';')?;
    Some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passages of a body, each word in `[…]` where it is written.
    fn check(body: &str, expected: &[&str]) {
        let source = SourceFile::new("a.md", format!("---\n---\n{body}"));
        let passages = prose(&source, Span::new(8, source.text().len()));
        let found: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(found, expected, "{body:?}");
        for passage in &passages {
            for (at, c) in passage.text.char_indices() {
                let written = passage.span(at..at + c.len_utf8()).of(source.text());
                assert!(!written.is_empty() || c == ' ', "{c:?} of {:?}", passage.text);
                assert!(c.is_whitespace() || written.contains(c) || written.starts_with('&') || !c.is_ascii());
            }
        }
    }

    #[test]
    fn passages_are_what_readers_see() {
        check("One *two*\nthree &amp; four.", &["One two three & four."]);
        check("## He`ad`\n\n- a\n- b\n", &["He\u{fffc}", "a", "b"]);
        check("| a | b |\n|---|---|\n| c | d |\n", &["a", "b", "c", "d"]);
        check("![alt *text*](a.jpg) after", &["alt text", " after"]);
        check("```\ncode\n```\n\n    code\n", &[]);
        check(":::story A day\nIt was.\n:::\n", &["A day", "It was."]);
        check("<https://a.example/x> b", &[" b"]);
        check("al\u{ad}so an&shy;d", &["also and"]);
        check("<div>\n<p>One &lt; <b>two</b></p>\n<p>three</p>\n</div>", &["One < two", "three"]);
        check("a <code>b</code> c", &["a  c"]);
        check("<img src=\"a.jpg\" alt=\"A path\">", &["A path"]);
    }

    #[test]
    fn what_is_set_off_is_marked() {
        let text = "a *b* [c](https://x.example) [d](e) <q>f</q> <cite>g</cite>\n\n> h\n";
        let source = SourceFile::new("a.md", text);
        let passages = prose(&source, Span::new(0, text.len()));
        let first = passages.first().unwrap();
        let mut marks: Vec<(&str, Mark)> =
            first.marks.iter().map(|(range, mark)| (first.text.get(range.clone()).unwrap(), *mark)).collect();
        marks.sort_by_key(|(text, _)| *text);
        let expected = [
            ("b", Mark::Emphasis),
            ("c", Mark::LinkAway),
            ("d", Mark::LinkHere),
            ("f", Mark::Quotation),
            ("g", Mark::Title),
        ];
        assert_eq!(marks, expected);
        assert!(passages.get(1).unwrap().quoted && !first.quoted);
    }
}
