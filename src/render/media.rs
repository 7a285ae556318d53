//! Films and recordings: players for those of the site, cards for those elsewhere. A card loads
//! nothing; its link opens the film at its own site.

use super::writer::Writer;
use super::{escape, icon};
use crate::syntax::Film;
use crate::view::{MediaView, Target, TranscriptView};

impl Writer<'_> {
    /// Writes the player of a film or recording, named by `title`; `caption` may be empty.
    pub(super) fn player(&mut self, target: &Target, media: &MediaView, title: &str, caption: &str) {
        self.block_number += 1;
        let id = self.own_id(&format!("b{}", self.block_number));
        self.block("<figure");
        let mark = self.out.len();
        self.out.push_str(&format!(" class=\"media\" aria-labelledby=\"{id}\">"));
        let element = if media.is_video { "video" } else { "audio" };
        self.out.push_str(&format!("<{element} aria-labelledby=\"{id}\" controls preload=\"none\" src=\""));
        escape::address(&mut self.out, &target.url);
        self.out.push('"');
        if media.is_video {
            let (width, height) = media.size;
            self.out.push_str(&format!(" playsinline width=\"{width}\" height=\"{height}\""));
            self.poster(media);
        }
        self.out.push('>');
        self.tracks(media);
        self.out.push_str(&format!("</{element}><figcaption><p class=\"media-t\" id=\"{id}\">"));
        escape::text(&mut self.out, if title.trim().is_empty() { &target.url } else { title });
        self.out.push_str("</p>");
        if !caption.trim().is_empty() {
            self.out.push_str("<p>");
            escape::text(&mut self.out, caption);
            self.out.push_str("</p>");
        }
        self.out.push_str("<p class=\"file\"><a download href=\"");
        escape::address(&mut self.out, &target.url);
        self.out.push_str("\">");
        escape::text(&mut self.out, self.words.get("body.download"));
        self.out.push_str("<span class=\"vh\">: ");
        escape::text(&mut self.out, title);
        self.out.push_str("</span></a>");
        noted(&mut self.out, &media.note);
        self.out.push_str("<span class=\"print\">");
        escape::text(&mut self.out, &media.absolute_url);
        self.out.push_str("</span></p></figcaption>");
        self.own(mark);
        self.out.push_str("</figure>\n");
        if let Some(transcript) = &media.transcript {
            self.transcript(transcript);
        }
    }

    /// What is said, folded away; a link where that is long.
    fn transcript(&mut self, transcript: &TranscriptView) {
        let words = self.words;
        self.block("<details");
        let mark = self.out.len();
        let open = if self.view.setting.is_for_paper { " open" } else { "" };
        self.out.push_str(&format!(" class=\"block transcript\"{open}><summary class=\"block-t\">"));
        escape::text(&mut self.out, words.get("body.transcript"));
        self.out.push_str("</summary><div class=\"file\"");
        for (name, value) in [("lang", &transcript.lang), ("dir", &transcript.dir)] {
            if !value.is_empty() {
                self.out.push_str(&format!(" {name}=\""));
                escape::attribute(&mut self.out, value);
                self.out.push('"');
            }
        }
        self.out.push('>');
        match &transcript.text {
            Some(text) => paragraphs(&mut self.out, text),
            None => {
                self.out.push_str("<p><a href=\"");
                escape::address(&mut self.out, &transcript.url);
                self.out.push_str("\">");
                escape::text(&mut self.out, words.get("body.transcript"));
                self.out.push_str("</a>");
                noted(&mut self.out, &transcript.note);
                self.out.push_str("</p>");
            }
        }
        self.out.push_str("</div>");
        self.own(mark);
        self.out.push_str("</details>\n");
    }

    fn poster(&mut self, media: &MediaView) {
        if let Some(poster) = &media.poster {
            self.out.push_str(" poster=\"");
            escape::address(&mut self.out, poster);
            self.out.push('"');
        }
    }

    /// Captions of a player; the first are in the page's language where it has any in that.
    pub(super) fn tracks(&mut self, media: &MediaView) {
        for captions in &media.captions {
            self.out.push_str("<track kind=\"captions\" src=\"");
            escape::address(&mut self.out, &captions.url);
            for (name, value) in [("srclang", &captions.lang), ("label", &captions.label)] {
                self.out.push_str(&format!("\" {name}=\""));
                escape::attribute(&mut self.out, value);
            }
            self.out.push('"');
            if captions.lang == self.view.lang {
                self.out.push_str(" default");
            }
            self.out.push('>');
        }
    }

    /// Writes the card of a film at another site.
    pub(super) fn card(&mut self, film: &Film, title: &str) {
        self.block_number += 1;
        let id = self.own_id(&format!("b{}", self.block_number));
        self.block("<figure");
        let mark = self.out.len();
        self.out.push_str(&format!(
            " class=\"block film\" aria-labelledby=\"{id}\"><p class=\"block-t\" id=\"{id}\">{}",
            icon::REEL
        ));
        escape::text(&mut self.out, &self.words.fill("body.film", "{site}", &film.site));
        self.out.push_str("</p>\n<p class=\"film-t\"><a href=\"");
        escape::address(&mut self.out, &film.url);
        self.out.push_str("\" rel=\"noreferrer\">");
        escape::text(&mut self.out, if title.trim().is_empty() { &film.url } else { title });
        self.out.push_str("</a></p>\n<p class=\"file\" dir=\"auto\">");
        escape::text(&mut self.out, &self.words.fill("body.film_opens", "{host}", &film.host));
        self.out.push_str("</p>");
        self.own(mark);
        self.out.push_str("</figure>\n");
    }

    /// Adds type and size of a file behind the words of the link to it.
    pub(super) fn file_note(&mut self, note: &str) {
        if !note.is_empty() {
            self.out.push_str(" <small");
            let mark = self.out.len();
            self.out.push_str(" class=\"file\">(");
            escape::text(&mut self.out, note);
            self.out.push(')');
            self.own(mark);
            self.out.push_str("</small>");
        }
    }
}

fn noted(out: &mut String, note: &str) {
    if !note.is_empty() {
        out.push_str(" (");
        escape::text(out, note);
        out.push(')');
    }
}

/// Writes plain text as paragraphs, parted by empty lines; lines are kept.
fn paragraphs(out: &mut String, text: &str) {
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        match (line.is_empty(), is_open) {
            (true, true) => out.push_str("</p>\n"),
            (true, false) => continue,
            (false, true) => out.push_str("<br>\n"),
            (false, false) => out.push_str("<p>"),
        }
        is_open = !line.is_empty();
        escape::text(out, line);
    }
    if is_open {
        out.push_str("</p>\n");
    }
}
