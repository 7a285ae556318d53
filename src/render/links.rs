//! Links and pictures: where they lead is in the body's targets, found by their place in the file.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape;
use super::writer::Writer;
use crate::syntax::Piece;
use crate::view::{Target, TargetKind};

/// A link of Markdown that is open.
#[derive(Debug)]
pub(super) struct OpenLink<'a> {
    /// Where it leads; empty when only its text is kept.
    pub(super) url: &'a str,
    /// Whether it holds anything that can be read out.
    pub(super) is_named: bool,
    /// What stands behind its words: type and size of a file.
    pub(super) note: &'a str,
}

impl<'a> Writer<'a> {
    /// What the construct at a place of the body leads to, when it may be written.
    pub(super) fn target(&self, start: usize) -> Option<&'a Target> {
        let at = u32::try_from(self.view.span.start as usize + start).ok()?;
        let index = self.view.targets.binary_search_by_key(&at, |target| target.at).ok()?;
        self.view.targets.get(index).filter(|target| escape::is_writable(&target.url))
    }

    /// Whether what comes stands inside a link.
    pub(super) fn in_link(&self) -> bool {
        self.links.iter().any(|link| !link.url.is_empty()) || self.tags.iter().any(|tag| tag.is_link())
    }

    pub(super) fn start_link(&mut self, title: &str, start: usize) {
        let target = self.target(start).filter(|_| !self.in_link());
        if let Some(target) = target {
            self.open_link(target, title);
        }
        let note = target.map_or("", |target| target.kind.note());
        self.links.push(OpenLink { url: target.map_or("", |target| &target.url), is_named: false, note });
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        if link.url.is_empty() {
            return;
        }
        if !link.is_named {
            // Without words a link cannot be read out; its address is better than nothing.
            self.text(link.url);
        }
        self.file_note(link.note);
        self.out.push_str("</a>");
        if let Some(around) = self.links.last_mut() {
            around.is_named |= link.is_named;
        }
    }

    /// Writes `<a …>`.
    pub(super) fn open_link(&mut self, target: &Target, title: &str) {
        self.out.push_str("<a");
        let mark = self.out.len();
        self.link_attributes(target);
        self.title(title);
        self.out.push('>');
        self.own(mark);
    }

    /// Writes where a link leads.
    pub(super) fn link_attributes(&mut self, target: &Target) {
        self.out.push_str(" href=\"");
        escape::address(&mut self.out, &target.url);
        self.out.push('"');
        if escape::is_remote(&target.url) {
            self.out.push_str(" rel=\"noreferrer\"");
        } else if !target.lang.is_empty() {
            for name in [" lang=\"", " hreflang=\""] {
                self.out.push_str(name);
                escape::attribute(&mut self.out, &target.lang);
                self.out.push('"');
            }
        }
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape::attribute(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// Writes the image that has just begun, and passes over its end.
    pub(super) fn image(&mut self, title: &str, start: usize) {
        let (alt, end) = self.alternative(self.at, TagEnd::Image);
        self.at = end;
        self.picture(start, &alt, |writer| writer.title(title));
    }

    /// Writes the picture at a place of the body: an `img` where it is a file of this site, a link
    /// where it lies elsewhere, its words where it is missing.
    pub(super) fn picture(&mut self, start: usize, alt: &str, more: impl FnOnce(&mut Self)) {
        match self.target(start) {
            // A player or a card is a block; within a line stands a link.
            Some(target) if target.kind.is_played() => self.media_link(target, alt),
            Some(target) if escape::is_local_path(&target.url) => {
                self.heard(alt);
                self.out.push_str("<img");
                let mark = self.out.len();
                self.image_attributes(target, alt);
                more(self);
                self.out.push('>');
                self.own(mark);
            }
            Some(target) => self.media_link(target, alt),
            None => self.text(alt),
        }
    }

    fn image_attributes(&mut self, target: &Target, alt: &str) {
        self.out.push_str(" src=\"");
        escape::address(&mut self.out, &target.url);
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt);
        self.out.push('"');
        if let TargetKind::File { size: Some((width, height)), .. } = target.kind {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        // What is printed has to be there, however far down the page it stands.
        if !self.view.setting.is_for_paper {
            self.out.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
    }

    /// A link to media in place of the media itself, such as lie on another host: no page loads anything
    /// from there.
    pub(super) fn media_link(&mut self, target: &Target, words: &str) {
        let words = if words.trim().is_empty() { &target.url } else { words };
        if self.in_link() {
            self.text(words);
            return;
        }
        self.open_link(target, "");
        self.text(words);
        self.file_note(target.kind.note());
        self.out.push_str("</a>");
    }

    /// What is alone in its paragraph and becomes a block: an image whose title is its caption, a film or
    /// recording, a link to a film elsewhere. Tells whether it was one.
    pub(super) fn figure(&mut self) -> bool {
        self.film_link() || self.image_alone()
    }

    /// A link alone in its paragraph that leads to a film at another site.
    fn film_link(&mut self) -> bool {
        let pieces = self.pieces;
        let Some((Piece::Event(Event::Start(Tag::Link { .. })), place)) = pieces.get(self.at) else { return false };
        let Some(target) = self.target(place.start).filter(|_| !self.in_link()) else { return false };
        let TargetKind::Film(film) = &target.kind else { return false };
        let (title, end) = self.alternative(self.at + 1, TagEnd::Link);
        if !matches!(pieces.get(end), Some((Piece::Event(Event::End(TagEnd::Paragraph)), _))) {
            return false;
        }
        self.at = end + 1;
        self.card(film, &title);
        true
    }

    fn image_alone(&mut self) -> bool {
        let pieces = self.pieces;
        let Some((Piece::Event(Event::Start(Tag::Image { title, .. })), place)) = pieces.get(self.at) else {
            return false;
        };
        let Range { start, .. } = *place;
        let Some(target) = self.target(start) else { return false };
        let (alt, end) = self.alternative(self.at + 1, TagEnd::Image);
        if !matches!(pieces.get(end), Some((Piece::Event(Event::End(TagEnd::Paragraph)), _))) {
            return false;
        }
        match &target.kind {
            TargetKind::Media(_) | TargetKind::Film(_) if self.in_link() => return false,
            TargetKind::Media(media) => {
                self.at = end + 1;
                self.player(target, media, &alt, title);
                return true;
            }
            TargetKind::Film(film) => {
                self.at = end + 1;
                self.card(film, &alt);
                return true;
            }
            _ if title.trim().is_empty() || !escape::is_local_path(&target.url) => return false,
            _ => {}
        }
        self.at = end + 1;
        self.block("<figure><img");
        let mark = self.out.len();
        self.image_attributes(target, &alt);
        self.out.push('>');
        self.own(mark);
        self.out.push_str("<figcaption>");
        escape::text(&mut self.out, title);
        self.out.push_str("</figcaption></figure>\n");
        true
    }

    /// The words of an image or link from the piece behind its start, and the piece behind its end.
    fn alternative(&self, from: usize, tag: TagEnd) -> (String, usize) {
        let mut alt = String::new();
        let mut inside = 0_usize;
        for (at, (piece, _)) in self.pieces.iter().enumerate().skip(from) {
            match piece {
                Piece::Event(Event::Start(Tag::Image { .. })) => inside += 1,
                Piece::Event(Event::End(end)) if inside == 0 && *end == tag => return (alt, at + 1),
                Piece::Event(Event::End(TagEnd::Image)) => inside -= 1,
                Piece::Event(Event::Text(text) | Event::Code(text)) => alt.push_str(text),
                Piece::Event(Event::SoftBreak | Event::HardBreak) => alt.push(' '),
                _ => {}
            }
        }
        (alt, self.pieces.len())
    }
}
