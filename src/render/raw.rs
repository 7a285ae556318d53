//! Raw HTML in content: tags and attributes of an allow list are written anew, text is escaped,
//! everything else goes. What comes out is balanced within the Markdown that it stands in, so that
//! no tag can reach out of its list item, and no pile of open tags grows.

use std::ops::Range;

use pulldown_cmark::Event;

use super::escape;
use super::writer::Writer;
use crate::syntax::{ALLOWED_ELEMENTS, Attribute, Piece, frame_title, html_attribute};
use crate::view::{Target, TargetKind};

/// Attributes that every element may have.
pub(super) const EVERYWHERE: &[&str] = &["dir", "lang", "title"];

/// Attributes that certain elements may have, in addition.
pub(super) const ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "href"),
    ("a", "hreflang"),
    ("a", "rel"),
    ("audio", "controls"),
    ("audio", "loop"),
    ("audio", "muted"),
    ("audio", "preload"),
    ("audio", "src"),
    ("col", "span"),
    ("colgroup", "span"),
    ("del", "datetime"),
    ("details", "open"),
    ("img", "alt"),
    ("img", "decoding"),
    ("img", "height"),
    ("img", "loading"),
    ("img", "src"),
    ("img", "width"),
    ("ins", "datetime"),
    ("li", "value"),
    ("ol", "reversed"),
    ("ol", "start"),
    ("ol", "type"),
    ("source", "src"),
    ("source", "type"),
    ("td", "colspan"),
    ("td", "rowspan"),
    ("th", "abbr"),
    ("th", "colspan"),
    ("th", "rowspan"),
    ("th", "scope"),
    ("time", "datetime"),
    ("track", "default"),
    ("track", "kind"),
    ("track", "label"),
    ("track", "src"),
    ("track", "srclang"),
    ("video", "controls"),
    ("video", "height"),
    ("video", "loop"),
    ("video", "muted"),
    ("video", "poster"),
    ("video", "preload"),
    ("video", "src"),
    ("video", "width"),
];

/// Attributes whose presence is their value.
const FLAGS: &[&str] = &["controls", "default", "loop", "muted", "open", "reversed"];
/// Attributes whose value is a whole number.
const NUMBERS: &[&str] = &["colspan", "height", "rowspan", "span", "start", "value", "width"];
/// Attributes with an address, which comes from the body's targets.
const ADDRESSES: &[&str] = &["href", "poster", "src"];
/// Attributes that only Waypost writes.
const OURS: &[&str] = &["decoding", "hreflang", "loading", "rel"];

/// Elements without an end tag.
const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];
/// Elements of which nothing is shown, not even their text.
const SILENT: &[&str] = &["script", "style", "template", "iframe", "object", "noembed", "noframes", "applet"];
/// Tags of raw HTML that may be open at once; what is nested deeper loses its tags.
const DEEPEST: usize = 40;

/// An open tag of raw HTML.
#[derive(Debug)]
pub(super) struct OpenTag {
    name: &'static str,
    /// Containers and directives around it.
    depth: usize,
    /// Whether it was written: a link without a target is not.
    is_written: bool,
    /// What stands behind the words of a link: type and size of a file.
    note: String,
}

impl OpenTag {
    /// Whether it is a link of the page.
    pub(super) fn is_link(&self) -> bool {
        self.is_written && self.name == "a"
    }
}

/// Inside a raw element of which nothing is shown, in running text.
#[derive(Debug)]
pub(super) struct Silence {
    /// The element's name.
    name: &'static str,
    /// Markdown elements open inside.
    inside: usize,
}

/// A raw tag that is being read.
struct Tag<'t> {
    text: &'t str,
    attributes: Vec<Attribute>,
    lines: &'t Lines,
}

/// Where the lines of a piece of raw HTML stand in the body: start in the piece, start in the body.
struct Lines(Vec<(usize, usize)>);

impl Lines {
    /// The place in the body of an offset in the piece, where it is known.
    fn place(&self, at: usize) -> Option<usize> {
        let line = self.0.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        self.0.get(line).map(|(start, body)| body + (at - start))
    }
}

impl Tag<'_> {
    /// The value of an attribute as it is written, character references and all.
    fn value(&self, name: &str) -> Option<&str> {
        let (.., range, _) = self.attributes.iter().find(|(found, ..)| found == name)?;
        let value = self.text.get(range.clone())?.split_once('=').map_or("", |(_, value)| value.trim());
        let quoted = value.strip_prefix('"').map(|v| v.strip_suffix('"').unwrap_or(v));
        let quoted = quoted.or_else(|| value.strip_prefix('\'').map(|v| v.strip_suffix('\'').unwrap_or(v)));
        Some(quoted.unwrap_or(value))
    }

    /// Where in the body an attribute stands.
    fn place(&self, name: &str) -> Option<usize> {
        let (.., range, _) = self.attributes.iter().find(|(found, ..)| found == name)?;
        self.lines.place(range.start)
    }
}

impl<'a> Writer<'a> {
    /// Writes a block of raw HTML whose first piece has just gone by.
    pub(super) fn raw_block(&mut self) {
        let pieces = self.pieces;
        let mut text = String::new();
        let mut lines = Lines(Vec::new());
        self.at = self.at.saturating_sub(1);
        while let Some((Piece::Event(Event::Html(_)), place)) = pieces.get(self.at) {
            lines.0.push((text.len(), place.start));
            text.push_str(self.view.text().get(place.clone()).unwrap_or(""));
            self.at += 1;
        }
        self.new_line();
        self.raw(&text, &lines, false);
    }

    /// Writes a tag that stands in running text.
    pub(super) fn raw_inline(&mut self, text: &str, place: &Range<usize>) {
        // A tag over several lines of a quotation has other offsets than the file.
        let is_whole = self.view.text().get(place.clone()) == Some(text);
        let lines = Lines(if is_whole { vec![(0, place.start)] } else { Vec::new() });
        self.raw(text, &lines, true);
    }

    /// Whether a piece goes unseen because it stands in a silent element.
    pub(super) fn is_silent(&mut self, piece: &Piece<'_>) -> bool {
        let Some(silence) = &mut self.silence else { return false };
        match piece {
            Piece::Event(Event::Start(_)) => silence.inside += 1,
            Piece::Event(Event::End(_)) if silence.inside > 0 => silence.inside -= 1,
            Piece::Event(Event::InlineHtml(tag)) if silence.inside == 0 && closes(tag, silence.name) => {
                self.silence = None;
            }
            Piece::Event(Event::End(_)) | Piece::Open(_) | Piece::Close => {
                self.silence = None;
                return false;
            }
            _ => {}
        }
        true
    }

    fn raw(&mut self, text: &str, lines: &Lines, is_inline: bool) {
        let mut at = 0;
        while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
            self.raw_text(text.get(at..open).unwrap_or(""));
            at = self.markup(text, open, lines, is_inline);
        }
        self.raw_text(text.get(at..).unwrap_or(""));
    }

    fn raw_text(&mut self, text: &str) {
        self.heard(text);
        escape::raw(&mut self.out, text);
    }

    /// Reads what begins with `<` at `open`; gives where to go on.
    fn markup(&mut self, text: &str, open: usize, lines: &Lines, is_inline: bool) -> usize {
        let rest = text.get(open..).unwrap_or("");
        let behind = |end: &str| rest.find(end).map_or(text.len(), |at| open + at + end.len());
        if rest.starts_with("<!--") {
            return behind("-->");
        }
        if rest.starts_with("<![CDATA[") {
            return behind("]]>");
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return behind(">");
        }
        if let Some(closing) = rest.strip_prefix("</") {
            if let Some(name) = element_name(closing) {
                self.close_tag(name);
            }
            return behind(">");
        }
        let name_length = rest.bytes().skip(1).take_while(u8::is_ascii_alphanumeric).count();
        if !rest.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) {
            self.raw_text("<");
            return open + 1;
        }
        let mut attributes = Vec::new();
        let mut at = open + 1 + name_length;
        while let Some(attribute) = html_attribute(text, at) {
            at = attribute.3;
            attributes.push(attribute);
        }
        let tail = text.get(at..).unwrap_or("");
        let end = tail.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if !end.starts_with('>') {
            // Not a tag. Going on from here keeps reading linear.
            self.raw_text(text.get(open..at).unwrap_or(""));
            return at.max(open + 1);
        }
        let end = text.len() - end.len() + 1;
        let name = rest.get(1..=name_length).unwrap_or("");
        if name.eq_ignore_ascii_case("iframe") {
            self.raw_frame(&Tag { text, attributes: attributes.clone(), lines }, is_inline);
        }
        if let Some(&silent) = SILENT.iter().find(|silent| silent.eq_ignore_ascii_case(name)) {
            return self.silent(text, end, silent, is_inline);
        }
        if let Some(name) = element_name(rest.get(1..).unwrap_or("")) {
            self.open_tag(name, &Tag { text, attributes, lines });
        }
        end
    }

    /// Passes over the content of a silent element that opened before `from`.
    fn silent(&mut self, text: &str, from: usize, name: &'static str, is_inline: bool) -> usize {
        let mut at = from;
        while let Some(close) = text.get(at..).and_then(|rest| rest.find("</")).map(|found| at + found) {
            let rest = text.get(close..).unwrap_or("");
            if closes(rest, name) {
                return rest.find('>').map_or(text.len(), |end| close + end + 1);
            }
            at = close + 2;
        }
        if is_inline {
            self.silence = Some(Silence { name, inside: 0 });
        }
        text.len()
    }

    fn open_tag(&mut self, name: &'static str, tag: &Tag<'_>) {
        self.end_implied(name);
        if VOID.contains(&name) {
            match name {
                "img" => self.raw_image(tag),
                "source" | "track" => self.raw_source(name, tag),
                _ => self.plain_tag(name, tag),
            }
            return;
        }
        if self.tags.len() >= DEEPEST {
            return;
        }
        let note = if name == "a" { self.raw_target(tag, "href").map_or("", |target| target.kind.note()) } else { "" };
        let is_written = match name {
            "a" => self.raw_link(tag),
            "audio" | "video" => self.raw_media(name, tag),
            _ => {
                self.plain_tag(name, tag);
                true
            }
        };
        self.tags.push(OpenTag { name, depth: self.depth, is_written, note: note.to_owned() });
    }

    /// Ends the elements that a new one ends by beginning.
    pub(super) fn end_implied(&mut self, name: &str) {
        let ended: &[&str] = match name {
            "td" | "th" => &["td", "th"],
            "tr" => &["td", "th", "tr"],
            "tbody" | "tfoot" | "thead" => &["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"],
            "li" => &["li", "p"],
            "dd" | "dt" => &["dd", "dt", "p"],
            "rp" | "rt" => &["rp", "rt"],
            "blockquote" | "details" | "div" | "dl" | "figure" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "ol"
            | "p" | "pre" | "table" | "ul" => &["p"],
            _ => &[],
        };
        while let Some(tag) = self.tags.last().filter(|tag| tag.depth == self.depth && ended.contains(&tag.name)) {
            let name = tag.name;
            self.close_tag(name);
        }
    }

    /// Ends the innermost open tag of this name in the same container, and what is open inside it.
    fn close_tag(&mut self, name: &str) {
        let here = self.tags.iter().rposition(|tag| tag.name == name && tag.depth == self.depth);
        if let Some(at) = here {
            self.close_from(at);
        }
    }

    /// Ends the tags that were opened in a container of this depth or deeper.
    pub(super) fn close_tags(&mut self, depth: usize) {
        let inside = self.tags.iter().rposition(|tag| tag.depth < depth).map_or(0, |at| at + 1);
        self.close_from(inside);
    }

    fn close_from(&mut self, at: usize) {
        while self.tags.len() > at {
            if let Some(tag) = self.tags.pop().filter(|tag| tag.is_written) {
                self.file_note(&tag.note);
                self.out.push_str("</");
                self.out.push_str(tag.name);
                self.out.push('>');
            }
        }
    }

    /// Writes a tag with those of its attributes that need no target.
    fn plain_tag(&mut self, name: &str, tag: &Tag<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        self.plain_attributes(name, tag);
        self.out.push('>');
    }

    fn plain_attributes(&mut self, element: &str, tag: &Tag<'_>) {
        let everywhere = EVERYWHERE.iter().copied();
        let own = ATTRIBUTES.iter().filter(|(of, _)| *of == element).map(|(_, name)| *name);
        for name in everywhere.chain(own).filter(|name| !ADDRESSES.contains(name) && !OURS.contains(name)) {
            let Some(value) = tag.value(name) else { continue };
            let value = if FLAGS.contains(&name) { "" } else { value };
            if !is_fitting(name, value) {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape::raw(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// What the address in an attribute leads to.
    fn raw_target(&self, tag: &Tag<'_>, name: &str) -> Option<&'a Target> {
        tag.place(name).and_then(|place| self.target(place))
    }

    /// Writes a link's start tag, where it leads somewhere and stands in no other.
    fn raw_link(&mut self, tag: &Tag<'_>) -> bool {
        let Some(target) = self.raw_target(tag, "href").filter(|_| !self.in_link()) else { return false };
        self.out.push_str("<a");
        self.link_attributes(target);
        for name in ["title", "lang"] {
            let value = tag.value(name).filter(|_| name == "title" || target.lang.is_empty());
            if let Some(value) = value.filter(|value| is_fitting(name, value)) {
                self.out.push_str(&format!(" {name}=\""));
                escape::raw(&mut self.out, value);
                self.out.push('"');
            }
        }
        self.out.push('>');
        true
    }

    fn raw_image(&mut self, tag: &Tag<'_>) {
        let alt = tag.value("alt").unwrap_or("");
        match self.raw_target(tag, "src") {
            Some(target) if escape::is_local_path(&target.url) => {
                self.heard(alt);
                self.out.push_str("<img src=\"");
                escape::address(&mut self.out, &target.url);
                self.out.push_str("\" alt=\"");
                escape::raw(&mut self.out, alt);
                self.out.push('"');
                match target.kind {
                    TargetKind::File { size: Some((width, height)), .. } => {
                        self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                    _ => self.given(tag, &["width", "height"]),
                }
                self.given(tag, &["title", "lang", "dir"]);
                self.out.push_str(if self.view.setting.is_for_paper {
                    ">"
                } else {
                    " loading=\"lazy\" decoding=\"async\">"
                });
            }
            Some(target) => self.raw_media_link(target, alt),
            None => self.raw_text(alt),
        }
    }

    /// Writes some attributes as they were given.
    fn given(&mut self, tag: &Tag<'_>, names: &[&str]) {
        for name in names {
            if let Some(value) = tag.value(name).filter(|value| is_fitting(name, value)) {
                self.out.push_str(&format!(" {name}=\""));
                escape::raw(&mut self.out, value);
                self.out.push('"');
            }
        }
    }

    /// A link in place of media on another host.
    fn raw_media_link(&mut self, target: &Target, words: &str) {
        if words.trim().is_empty() {
            self.media_link(target, "");
        } else if self.in_link() {
            self.raw_text(words);
        } else {
            self.open_link(target, "");
            self.raw_text(words);
            self.out.push_str("</a>");
        }
    }

    /// Writes a player's start tag. Without controls nobody could start or stop it.
    fn raw_media(&mut self, name: &str, tag: &Tag<'_>) -> bool {
        let source = self.raw_target(tag, "src");
        match source {
            Some(target) if !escape::is_local_path(&target.url) => {
                self.raw_media_link(target, "");
                return false;
            }
            None if tag.value("src").is_some() => return false,
            _ => {}
        }
        self.out.push('<');
        self.out.push_str(name);
        let poster = if name == "video" { self.raw_target(tag, "poster") } else { None };
        for (attribute, target) in [("src", source), ("poster", poster)] {
            if let Some(target) = target.filter(|target| escape::is_local_path(&target.url)) {
                self.out.push_str(&format!(" {attribute}=\""));
                escape::address(&mut self.out, &target.url);
                self.out.push('"');
            }
        }
        self.plain_attributes(name, tag);
        if tag.value("controls").is_none() {
            self.out.push_str(" controls=\"\"");
        }
        if tag.value("preload").is_none() {
            self.out.push_str(" preload=\"none\"");
        }
        self.out.push('>');
        if let Some(TargetKind::Media(media)) = source.map(|source| &source.kind) {
            self.tracks(media);
        }
        true
    }

    /// A card, or in a line a link, in place of a frame with a film of another site.
    fn raw_frame(&mut self, tag: &Tag<'_>, is_inline: bool) {
        let Some(target) = self.raw_target(tag, "src") else { return };
        let TargetKind::Film(film) = &target.kind else { return };
        let title = tag.attributes.iter().find(|(name, ..)| name == "title");
        let title = title.and_then(|(_, value, ..)| frame_title(value)).unwrap_or(&film.url);
        if is_inline || self.in_link() {
            self.media_link(target, title);
        } else {
            self.card(film, title);
        }
    }

    fn raw_source(&mut self, name: &str, tag: &Tag<'_>) {
        let local = self.raw_target(tag, "src").filter(|target| escape::is_local_path(&target.url));
        if let Some(target) = local {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push_str(" src=\"");
            escape::address(&mut self.out, &target.url);
            self.out.push('"');
            self.plain_attributes(name, tag);
            self.out.push('>');
        }
    }
}

/// The element of the allow list that a text begins with. The page has one `h1`, its title.
fn element_name(text: &str) -> Option<&'static str> {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = text.get(..length)?;
    let name = if name.eq_ignore_ascii_case("h1") { "h2" } else { name };
    ALLOWED_ELEMENTS.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

/// Whether a text begins with the end tag of an element.
fn closes(text: &str, name: &str) -> bool {
    let found = text.strip_prefix("</").unwrap_or("");
    let length = found.bytes().take_while(u8::is_ascii_alphanumeric).count();
    found.get(..length).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

/// Whether the value of an attribute is one that it may have.
fn is_fitting(name: &str, value: &str) -> bool {
    match name {
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "lang" | "srclang" => !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        "kind" => matches!(value, "subtitles" | "captions" | "descriptions" | "chapters" | "metadata"),
        "preload" => matches!(value, "none" | "metadata" | "auto"),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "type" => value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'+' | b'.')),
        _ if NUMBERS.contains(&name) => {
            !value.is_empty() && value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit())
        }
        _ => true,
    }
}
