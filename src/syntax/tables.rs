use std::ops::Range;

use pulldown_cmark::Tag;

use crate::text::Span;

/// A Markdown table's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The table in the file.
    pub span: Span,
    /// The cells of the header row, each with whether it has no words.
    pub head: Vec<(Span, bool)>,
    /// Cells beyond the last column, which no page shows: where the first of each row stands.
    pub lost: Vec<Span>,
}

/// A table that is being read; ranges are in the body.
#[derive(Debug)]
pub(super) struct TableReader {
    range: Range<usize>,
    head: Vec<(Range<usize>, bool)>,
    lost: Vec<Range<usize>>,
    in_head: bool,
}

impl TableReader {
    pub(super) fn new(range: Range<usize>) -> Self {
        Self { range, head: Vec::new(), lost: Vec::new(), in_head: false }
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, body: &str) {
        match tag {
            Tag::TableHead => self.in_head = true,
            Tag::TableRow => {
                self.in_head = false;
                let row = body.get(range.clone()).unwrap_or("");
                if let Some(cell) = cell_after(row, self.head.len()) {
                    self.lost.push(range.start + cell.start..range.start + cell.end);
                }
            }
            _ => {}
        }
    }

    pub(super) fn end_cell(&mut self, range: Range<usize>, is_empty: bool, body: &str) {
        if self.in_head {
            let cell = body.get(range.clone()).unwrap_or("");
            // An empty cell is pointed at in the middle of nothing, a full one at its words.
            let start = range.start + if is_empty { 0 } else { cell.len() - cell.trim_start().len() };
            self.head.push((start..range.end.max(start), is_empty));
        }
    }

    pub(super) fn finish(self, offset: usize) -> Table {
        let span = |range: Range<usize>| Span::from(range).shifted(offset);
        Table {
            span: span(self.range),
            head: self.head.into_iter().map(|(range, is_empty)| (span(range), is_empty)).collect(),
            lost: self.lost.into_iter().map(span).collect(),
        }
    }
}

/// The first cell of a row behind `columns` cells, where it has words. Cells end at every `|` without
/// `\` before it, also in code (GitHub Flavored Markdown, 4.10).
fn cell_after(row: &str, columns: usize) -> Option<Range<usize>> {
    let row = row.trim_end();
    let first = row.len() - row.trim_start().len();
    let mut start = first + usize::from(row.get(first..)?.starts_with('|'));
    let mut is_escaped = false;
    let ends = row.bytes().enumerate().skip(start).filter(|(_, byte)| {
        let ends = *byte == b'|' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    });
    for (cells, end) in ends.map(|(at, _)| at).chain([row.len()]).enumerate() {
        let cell = row.get(start..end).unwrap_or("");
        let words = start + cell.len() - cell.trim_start().len()..start + cell.trim_end().len();
        if cells >= columns && words.start < words.end {
            return Some(words);
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(row: &str, columns: usize, expect: Option<&str>) {
        assert_eq!(cell_after(row, columns).and_then(|range| row.get(range)), expect, "{row:?}");
    }

    #[test]
    fn cells_too_many_are_found() {
        check("| a | b |", 2, None);
        check("| a | b | c d |", 2, Some("c d"));
        check("a | b | c", 2, Some("c"));
        check("| a | b | |", 2, None);
        check("| a \\| b | c |", 2, None);
        check("| `a|b` | c |\n", 2, Some("c"));
        check("", 0, None);
        check("|", 1, None);
    }
}
