use std::ops::Range;

use super::yaml::{Node, Value};
use crate::text::{SourceFile, Span};

/// A paragraph, heading, cell, alternative text or field as readers see it, each character of which
/// knows where in the file it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// The visible words; line ends are spaces, soft hyphens are gone, code is one character U+FFFC.
    pub text: String,
    /// What it is on the page.
    pub part: Part,
    /// Whether all of it stands in a block quotation.
    pub quoted: bool,
    /// Ranges of `text` that are set off from what is around them, in no order.
    pub marks: Vec<(Range<usize>, Mark)>,
    pub(super) pieces: Vec<Piece>,
}

/// What a passage is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// A paragraph, an item of a list, or a field of running text.
    #[default]
    Running,
    /// A heading or a title.
    Heading,
    /// A cell in the head of a table; the number tells the tables of a body apart.
    HeadCell(u32),
    /// Any other cell of a table.
    Cell(u32),
}

/// How a part of a passage is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Emphasised, `*…*`, `**…**`, `<em>`, `<i>` …
    Emphasis,
    /// The text of a link to another site.
    LinkAway,
    /// The text of a link within the site.
    LinkHere,
    /// A quotation by its element, `<q>`.
    Quotation,
    /// The name of a work by its element, `<cite>`.
    Title,
}

/// A run of a passage's text and where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the text.
    start: usize,
    /// Where it was written.
    span: Span,
    /// Whether it was written as it stands, byte for byte; else it is one with its whole span.
    verbatim: bool,
}

/// Characters that are in a word and that nobody sees.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

impl Wording {
    /// Where a range of the text was written: from its first character to its last, with whatever
    /// markup stands between.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = match self.piece_at(range.start) {
            Some(piece) if piece.verbatim => piece.span.start as usize + (range.start - piece.start),
            Some(piece) => piece.span.start as usize,
            None => 0,
        };
        let last = range.end.max(range.start + 1);
        let end = match self.piece_at(last - 1) {
            Some(piece) if piece.verbatim => {
                (piece.span.start as usize + (last - piece.start)).min(piece.span.end as usize)
            }
            Some(piece) => piece.span.end as usize,
            None => start,
        };
        Span::new(start, end)
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(next.checked_sub(1)?)
    }

    /// Adds words that were written as they stand from byte `at` of the file.
    pub(super) fn push_verbatim(&mut self, words: &str, at: usize) {
        let mut from = 0;
        for (unseen, c) in words.char_indices().filter(|(_, c)| is_unseen(*c)) {
            self.push_run(words, from..unseen, at);
            from = unseen + c.len_utf8();
        }
        self.push_run(words, from..words.len(), at);
    }

    fn push_run(&mut self, words: &str, run: Range<usize>, at: usize) {
        let Some(words) = words.get(run.clone()).filter(|words| !words.is_empty()) else { return };
        let span = Span::new(at + run.start, at + run.end);
        match self.pieces.last_mut().filter(|last| last.verbatim && last.span.end == span.start) {
            Some(last) => last.span.end = span.end,
            None => self.pieces.push(Piece { start: self.text.len(), span, verbatim: true }),
        }
        self.text.push_str(words);
    }

    /// Adds words that stand for something else in the file: a character reference, a line end.
    pub(super) fn push_standing_for(&mut self, words: &str, span: Span) {
        if words.is_empty() || words.chars().all(is_unseen) {
            return;
        }
        self.pieces.push(Piece { start: self.text.len(), span, verbatim: false });
        self.text.push_str(words);
    }

    /// A text of front matter or of the site file; nothing where the node is none.
    pub fn of_field(source: &SourceFile, node: &Node, part: Part) -> Option<Self> {
        let Value::Text { text, .. } = &node.value else { return None };
        let mut passage = Self { part, ..Self::default() };
        let written = node.span.of(source.text());
        let start = node.span.start as usize;
        if written == text {
            passage.push_verbatim(text, start);
            return Some(passage);
        }
        let mut reader = Scalar::new(written);
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            if c.is_whitespace() {
                while rest.next_if(|next| next.is_whitespace()).is_some() {}
                let range = reader.white_space();
                passage.push_standing_for(" ", Span::from(range).shifted(start));
                continue;
            }
            let mut buffer = [0; 4];
            let c: &str = c.encode_utf8(&mut buffer);
            match reader.character(c) {
                Some((range, true)) => passage.push_verbatim(c, start + range.start),
                Some((range, false)) => passage.push_standing_for(c, Span::from(range).shifted(start)),
                // An alias, or an escape that is not known here: the whole value is pointed at.
                None => passage.push_standing_for(c, node.span),
            }
        }
        Some(passage)
    }
}

/// A scalar as it is written in YAML, read along with the text that it comes to.
struct Scalar<'a> {
    written: &'a str,
    at: usize,
    quote: Option<char>,
}

impl<'a> Scalar<'a> {
    fn new(written: &'a str) -> Self {
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        // A block begins below the line of its `>` or `|`.
        let is_block = written.starts_with(['>', '|']);
        let header = if is_block { written.find('\n').map_or(0, |end| end + 1) } else { 0 };
        Self { written, at: header + usize::from(quote.is_some()), quote }
    }

    fn rest(&self) -> &'a str {
        self.written.get(self.at..).unwrap_or("")
    }

    /// Passes over white space, and the escapes that stand for some or for none.
    fn white_space(&mut self) -> Range<usize> {
        let start = self.at;
        loop {
            let rest = self.rest();
            let spaces = rest.len() - rest.trim_start().len();
            let escape = if self.quote == Some('"') { escaped_space(rest.get(spaces..).unwrap_or("")) } else { 0 };
            if spaces + escape == 0 {
                return start..self.at;
            }
            self.at += spaces + escape;
        }
    }

    /// The place of the next character and whether it is written as it stands.
    fn character(&mut self, c: &str) -> Option<(Range<usize>, bool)> {
        let rest = self.rest();
        let (length, verbatim) = match self.quote {
            Some('\'') if c == "'" && rest.starts_with("''") => (2, false),
            _ if rest.starts_with(c) && !(self.quote == Some('"') && c == "\\") => (c.len(), true),
            Some('"') if rest.starts_with('\\') && escaped_space(rest) == 0 => (escape_of(rest, c)?, false),
            _ if rest.starts_with(char::is_whitespace) || self.quote == Some('"') && escaped_space(rest) > 0 => {
                self.white_space();
                return self.rest().starts_with(c).then(|| self.character(c)).flatten();
            }
            _ => return None,
        };
        let start = self.at;
        self.at += length;
        Some((start..self.at, verbatim))
    }
}

/// Length of an escape for white space, or of an escaped line end, that a text begins with.
fn escaped_space(rest: &str) -> usize {
    let is_space = rest.starts_with('\\')
        && matches!(rest.as_bytes().get(1), Some(b'n' | b't' | b'r' | b' ' | b'_' | b'\n' | b'\r'));
    if is_space { 2 } else { 0 }
}

/// Length of the escape that a text begins with, where it stands for that character.
fn escape_of(rest: &str, c: &str) -> Option<usize> {
    let digits = match rest.as_bytes().get(1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return rest.get(1..)?.starts_with(c).then_some(1 + c.len()),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok().and_then(char::from_u32)?;
    c.starts_with(code).then_some(2 + digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::read_yaml;

    /// Every word of the field `t` must be found where it is written.
    fn check(yaml: &str, words: &[(&str, &str)]) {
        let source = SourceFile::new("a.yaml", yaml);
        let node = read_yaml(&source, Span::new(0, yaml.len()), &mut Vec::new()).unwrap();
        let passage = Wording::of_field(&source, node.get("t").unwrap(), Part::Running).unwrap();
        for (word, written) in words {
            let at = passage.text.find(word).unwrap_or_else(|| panic!("{word} in {:?}", passage.text));
            assert_eq!(passage.span(at..at + word.len()).of(yaml), *written, "{yaml:?}");
        }
    }

    #[test]
    fn fields_know_where_their_words_are() {
        check("t: one two\n", &[("one", "one"), ("two", "two")]);
        check(
            "t: \"one \\\"two\\\" thr\\u00e9e four\"\n",
            &[("two", "two"), ("thrée", "thr\\u00e9e"), ("four", "four")],
        );
        check("t: 'it''s one'\n", &[("it's", "it''s"), ("one", "one")]);
        check("t: >\n  one\n  two\n\n  three\n", &[("two", "two"), ("three", "three")]);
        check("t: |-\n  one\n  two\n", &[("one", "one"), ("two", "two")]);
        check("t: one\n  two three\n", &[("two", "two"), ("three", "three")]);
        check("t: \"one\\\n  two\"\n", &[("onetwo", "one\\\n  two")]);
        check("t: al\u{ad}so\n", &[("also", "al\u{ad}so")]);
    }
}
