//! Footnotes: numbered in the order in which the text refers to them, and gathered at its end.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape;
use super::writer::{Placed, Writer};
use crate::syntax::Piece;

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// In the order of their places.
    definitions: Vec<Definition>,
    /// The definition that each name means: the first.
    by_name: BTreeMap<String, usize>,
    /// Definitions that the text has referred to, in that order.
    order: Vec<usize>,
}

#[derive(Debug)]
struct Definition {
    /// Its pieces, start and end included.
    pieces: Range<usize>,
    /// The headings in it, by number.
    headings: Range<usize>,
    /// Its number on the page from 1, when something has referred to it.
    number: usize,
    /// Links that lead to it.
    references: usize,
}

impl Notes {
    /// Finds the definitions.
    pub(super) fn find(pieces: &[Placed<'_>]) -> Self {
        let mut notes = Self::default();
        let mut open = Vec::new();
        let mut headings = 0;
        for (at, (piece, _)) in pieces.iter().enumerate() {
            match piece {
                Piece::Event(Event::Start(Tag::Heading { .. })) => headings += 1,
                Piece::Event(Event::Start(Tag::FootnoteDefinition(name))) => {
                    let index = notes.definitions.len();
                    let definition =
                        Definition { pieces: at..pieces.len(), headings: headings..headings, number: 0, references: 0 };
                    notes.definitions.push(definition);
                    notes.by_name.entry(name.to_lowercase()).or_insert(index);
                    open.push(index);
                }
                Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                    if let Some(definition) = open.pop().and_then(|index| notes.definitions.get_mut(index)) {
                        definition.pieces.end = at + 1;
                        definition.headings.end = headings;
                    }
                }
                _ => {}
            }
        }
        notes
    }

    /// Counts a reference; gives the note's number and, for a link, which link to it this is.
    fn refer(&mut self, name: &str, is_link: bool) -> Option<(usize, usize)> {
        let index = *self.by_name.get(&name.to_lowercase())?;
        let definition = self.definitions.get_mut(index)?;
        if definition.number == 0 {
            self.order.push(index);
            definition.number = self.order.len();
        }
        definition.references += usize::from(is_link);
        Some((definition.number, definition.references))
    }
}

impl Writer<'_> {
    /// Id of a link to a note.
    fn reference_id(&self, number: usize, time: usize) -> String {
        let times = if time == 1 { String::new() } else { format!("-{time}") };
        self.own_id(&format!("fnref-{number}{times}"))
    }

    fn note_id(&self, number: usize) -> String {
        self.own_id(&format!("fn-{number}"))
    }

    /// Passes over the definition that has just begun; it is written at the end.
    pub(super) fn skip_note(&mut self) {
        let start = self.at.saturating_sub(1);
        let found = self.notes.definitions.binary_search_by_key(&start, |definition| definition.pieces.start);
        if let Some(definition) = found.ok().and_then(|index| self.notes.definitions.get(index)) {
            self.at = definition.pieces.end;
            self.headings = definition.headings.end;
        }
    }

    pub(super) fn note_reference(&mut self, name: &str) {
        // A link cannot stand in a link.
        let is_link = !self.in_link();
        let Some((number, time)) = self.notes.refer(name, is_link) else {
            self.text(&format!("[^{name}]"));
            return;
        };
        if !is_link {
            self.out.push_str(&format!("<sup>{number}</sup>"));
            return;
        }
        let label = self.words.fill("body.note", "{n}", &number.to_string());
        self.out.push_str("<sup><a");
        let mark = self.out.len();
        let (note, own) = (self.note_id(number), self.reference_id(number, time));
        self.out.push_str(&format!(" href=\"#{note}\" id=\"{own}\" aria-label=\""));
        escape::attribute(&mut self.out, &label);
        self.out.push_str("\">");
        self.own(mark);
        self.out.push_str(&format!("{number}</a></sup>"));
    }

    /// Writes the notes that the text refers to; notes may refer to further ones.
    pub(super) fn write_notes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        self.block("<section");
        let mark = self.out.len();
        self.out.push_str(" class=\"footnotes\"");
        // A name makes it a landmark, of which a page has only one of a name.
        if self.view.setting.prefix.is_empty() {
            self.out.push_str(" aria-label=\"");
            escape::attribute(&mut self.out, self.words.get("body.notes"));
            self.out.push('"');
        }
        self.out.push('>');
        self.own(mark);
        self.out.push_str("\n<ol>\n");
        let mut written = 0;
        while let Some(&index) = self.notes.order.get(written) {
            written += 1;
            let Some(definition) = self.notes.definitions.get(index) else { continue };
            let pieces = definition.pieces.start + 1..definition.pieces.end.saturating_sub(1);
            self.headings = definition.headings.start;
            self.out.push_str("<li");
            self.attributes(&format!(" id=\"{}\">", self.note_id(written)));
            self.depth += 1;
            self.run(pieces);
            self.end_label();
            self.end_container();
            self.way_back(index, written);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    /// Writes the links from a note back to where the text refers to it.
    fn way_back(&mut self, index: usize, number: usize) {
        let references = self.notes.definitions.get(index).map_or(0, |definition| definition.references);
        if references == 0 {
            return;
        }
        if self.out.ends_with("</p>\n") {
            self.out.truncate(self.out.len() - "</p>\n".len());
            self.out.push(' ');
        } else {
            self.block("<p>");
        }
        let label = self.words.fill("body.back_note", "{n}", &number.to_string());
        for time in 1..=references {
            let times = if time == 1 { String::new() } else { format!(" ({time})") };
            self.out.push_str(if time == 1 { "<a" } else { " <a" });
            let mark = self.out.len();
            self.out.push_str(&format!(" href=\"#{}\" aria-label=\"", self.reference_id(number, time)));
            escape::attribute(&mut self.out, &label);
            self.out.push_str(&times);
            self.out.push_str("\">");
            self.own(mark);
            match time {
                1 => escape::text(&mut self.out, self.words.get("body.back")),
                _ => self.out.push_str(times.trim()),
            }
            self.out.push_str("</a>");
        }
        self.out.push_str("</p>\n");
    }
}
