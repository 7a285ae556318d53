use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Fingerprint;

/// A path of a file of the site, relative to the site folder, `/`-separated. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path as it stands; the caller has made it relative and `/`-separated.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder part without a closing slash; empty for a file at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A half-open range of bytes inside one file. Files over 4 GiB are refused before they get here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; an end before the start becomes empty.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span `offset` bytes further on.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// The span's text, empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value and where it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// A text file of the site, read once. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SourceFile(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: SourcePath,
    text: String,
    hash: OnceLock<Fingerprint>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A source file from its path and text.
    pub fn new(path: impl AsRef<str>, text: impl Into<String>) -> Self {
        let (path, text) = (SourcePath::new(path), text.into());
        Self(Arc::new(Inner { path, text, hash: OnceLock::new(), lines: OnceLock::new() }))
    }

    /// Where it lies, relative to the site folder.
    pub fn path(&self) -> &SourcePath {
        &self.0.path
    }

    /// The whole text, line ends as they were read.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether both are one and the same reading of a file. Tells apart without comparing texts.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Fingerprint of the text, made when it is first asked for.
    pub fn hash(&self) -> Fingerprint {
        *self.0.hash.get_or_init(|| Fingerprint::of(&self.0.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.0.lines.get_or_init(|| LineIndex::new(&self.0.text)).position(&self.0.text, offset as usize)
    }
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. Lines end at LF, CRLF or a lone CR.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where each line of a text begins, and how many bytes before each block of it do not begin a
/// character: a message costs the same wherever in a long line it points.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    continuations: Vec<u32>,
}

/// Bytes between two sums of [`LineIndex`].
const BLOCK: usize = 256;

/// Bytes of UTF-8 that do not begin a character.
fn continuations(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 == 0x80).count()
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes
            .iter()
            .enumerate()
            .filter(|&(at, &byte)| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let mut sum = 0;
        let sums = bytes.chunks(BLOCK).map(|block| {
            let before = sum;
            sum += continuations(block) as u32;
            before
        });
        Self { starts, continuations: sums.collect() }
    }

    /// Bytes before `offset` that do not begin a character.
    fn continuations_before(&self, text: &str, offset: usize) -> usize {
        // The end of the text may be the end of its last block, which no other follows.
        let block = (offset / BLOCK).min(self.continuations.len().saturating_sub(1));
        let sum = self.continuations.get(block).map_or(0, |&sum| sum as usize);
        sum + text.as_bytes().get(block * BLOCK..offset).map_or(0, continuations)
    }

    /// Line and column of a byte offset; past the end is the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|&start| start as usize <= offset).max(1);
        let start = self.starts.get(line - 1).map_or(0, |&start| start as usize);
        let inside = self.continuations_before(text, offset) - self.continuations_before(text, start);
        let column = offset.saturating_sub(start).saturating_sub(inside);
        let skip_mark = start == 0 && text.starts_with('\u{feff}') && offset >= 3;
        Position { line: line as u32, column: (column + 1 - usize::from(skip_mark)) as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, line: u32, column: u32) {
        assert_eq!(LineIndex::new(text).position(text, offset), Position { line, column });
    }

    #[test]
    fn columns_count_characters_and_lines_end_three_ways() {
        check("", 0, 1, 1);
        check("a\nb", 2, 2, 1);
        check("é ü\r\nx", 5, 1, 4);
        check("a\r\nb", 3, 2, 1);
        check("a\rb", 2, 2, 1);
        check("a", 99, 1, 2);
        check("\u{feff}ab", 4, 1, 2);
    }

    #[test]
    fn every_offset_has_a_position() {
        let text = "a\r\n\r\u{301}😀\n";
        for offset in 0..=text.len() + 1 {
            let place = LineIndex::new(text).position(text, offset);
            assert!(place.line >= 1 && place.column >= 1);
        }
    }

    #[test]
    fn columns_of_long_lines_are_counted_in_characters() {
        for unit in ["x", "é", "x中😀", "xé\n"] {
            let text = unit.repeat(2 * BLOCK);
            let index = LineIndex::new(&text);
            for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
                let before = &text[..offset];
                let line = before.rsplit('\n').next().unwrap();
                let expected =
                    Position { line: before.matches('\n').count() as u32 + 1, column: line.chars().count() as u32 + 1 };
                assert_eq!(index.position(&text, offset), expected, "{unit:?} {offset}");
            }
        }
    }
}
