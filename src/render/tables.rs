//! Tables, in a frame of their own that scrolls sideways on small screens.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, Event, TagEnd};

use super::escape;
use super::writer::{TablePart, Writer};
use crate::syntax::Piece;

/// Names are cut behind this many characters.
const LONGEST: usize = 80;

/// Names given to the regions of a page; each is given once.
#[derive(Debug, Default)]
pub(super) struct Labels(BTreeMap<String, usize>);

impl Labels {
    /// The name, with a number behind it where it is taken.
    fn unique(&mut self, name: String) -> String {
        let times = self.0.entry(name.clone()).or_default();
        *times += 1;
        match *times {
            1 => name,
            times => format!("{name} ({times})"),
        }
    }
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment]) {
        self.alignments.clear();
        self.alignments.extend_from_slice(alignments);
        let name = self.table_name();
        let name = self.labels.unique(name);
        self.block("<div");
        let mark = self.out.len();
        self.out.push_str(" class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        escape::attribute(&mut self.out, &name);
        self.out.push_str("\">");
        self.own(mark);
        self.out.push_str("<table>\n");
    }

    /// `Table: ` and the headers, as screen readers name the region.
    fn table_name(&self) -> String {
        let mut headers = String::new();
        let (mut length, mut is_new) = (0, false);
        for (piece, _) in self.pieces.get(self.at..).unwrap_or(&[]) {
            match piece {
                Piece::Event(Event::End(TagEnd::TableHead)) => break,
                Piece::Event(Event::End(TagEnd::TableCell)) => is_new = !headers.is_empty(),
                Piece::Event(Event::Text(text) | Event::Code(text)) => {
                    if std::mem::take(&mut is_new) {
                        headers.push_str(", ");
                    }
                    let left = LONGEST.saturating_sub(length);
                    headers.extend(text.chars().take(left));
                    length += text.chars().take(left).count();
                }
                _ => {}
            }
            if length >= LONGEST {
                break;
            }
        }
        let table = self.words.get("body.table");
        if headers.trim().is_empty() { table.to_owned() } else { format!("{table}: {}", headers.trim()) }
    }

    pub(super) fn start_row(&mut self, tag: &str) {
        self.cell = 0;
        self.out.push_str(tag);
    }

    pub(super) fn start_body_row(&mut self) {
        if self.table_part == TablePart::BeforeBody {
            self.table_part = TablePart::Body;
            self.out.push_str("<tbody>\n");
        }
        self.start_row("<tr>");
    }

    pub(super) fn start_cell(&mut self) {
        let is_header = self.is_header();
        self.out.push_str(if is_header { "<th" } else { "<td" });
        self.cell_end = if is_header { "</th>" } else { "</td>" };
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"end\">",
            _ => ">",
        };
        match (is_header, class) {
            (false, ">") => self.out.push('>'),
            (false, class) => self.attributes(class),
            (true, class) => self.attributes(&format!(" scope=\"col\"{class}")),
        }
        self.cell += 1;
    }

    /// Whether the cell that begins is a header: a cell of the first row that has words.
    fn is_header(&self) -> bool {
        let is_empty = matches!(self.pieces.get(self.at), Some((Piece::Event(Event::End(TagEnd::TableCell)), _)));
        self.table_part == TablePart::Head && !is_empty
    }

    pub(super) fn end_table(&mut self) {
        if self.table_part == TablePart::Body {
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table></div>\n");
    }
}
