//! What a body says, line by line in the order of the page: what a signature is given under
//! (src/README.md, "Signatures"). Formatting leaves no trace here; words, links and pictures do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, LinkType, Parser, Tag, TagEnd};

use super::html::{INLINE, attribute, unescape};
use super::markdown::Piece;
use crate::text::nfc;

/// A text with its white space folded: one space for each run of it, none around it; Unicode NFC.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_ascii() { out } else { nfc(&out) }
}

/// Adds a line of signed words: what it is and what it says, folded.
pub fn said_line(out: &mut String, what: &str, text: &str) {
    out.push_str(what);
    let text = spaced(text);
    if !text.is_empty() {
        out.push(' ');
        out.push_str(&text);
    }
    out.push('\n');
}

/// The lines of a body.
pub(super) fn said(pieces: &[(Piece<'_>, Range<usize>)]) -> String {
    let mut reader = Reader { pieces, notes: Notes::find(pieces), ..Reader::default() };
    reader.run(0..pieces.len());
    reader.end_notes();
    reader.finish()
}

/// The footnotes of a body: the page numbers them as the text refers to them, and has them at its
/// end.
#[derive(Default)]
struct Notes {
    /// Where each stands among the pieces, by its start; its own start and end included.
    places: BTreeMap<usize, usize>,
    /// By name, as it is compared: the first of that name.
    by_name: BTreeMap<String, usize>,
    /// Those that were referred to, in that order.
    order: Vec<usize>,
}

impl Notes {
    fn find(pieces: &[(Piece<'_>, Range<usize>)]) -> Self {
        let (mut notes, mut open) = (Self::default(), Vec::new());
        for (at, (piece, _)) in pieces.iter().enumerate() {
            match piece {
                Piece::Event(Event::Start(Tag::FootnoteDefinition(name))) => {
                    notes.by_name.entry(name.to_lowercase()).or_insert(at);
                    notes.places.insert(at, pieces.len());
                    open.push(at);
                }
                Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                    open.pop().and_then(|start| notes.places.insert(start, at + 1));
                }
                _ => {}
            }
        }
        notes
    }

    /// The number of the note that a reference leads to, from 1.
    fn number(&mut self, name: &str) -> Option<usize> {
        let start = *self.by_name.get(&name.to_lowercase())?;
        let known = self.order.iter().position(|one| *one == start);
        Some(
            1 + known.unwrap_or_else(|| {
                self.order.push(start);
                self.order.len() - 1
            }),
        )
    }
}

#[derive(Default)]
struct Reader<'a> {
    pieces: &'a [(Piece<'a>, Range<usize>)],
    notes: Notes,
    out: String,
    /// Words that are still to be written, as they came.
    words: String,
    /// Lines that follow the word which is under way.
    after: Vec<(&'static str, String)>,
    /// Links that are open: where they lead, and what is shown above them.
    links: Vec<(String, String)>,
    /// Pictures that are open: their files, and what stands below them.
    images: Vec<(String, String)>,
    /// Raw HTML elements `a` that are open.
    anchors: Vec<Option<String>>,
    /// Whether each open directive counts; one that states a language alone does not.
    blocks: Vec<bool>,
}

impl Reader<'_> {
    fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some((piece, _)) = self.pieces.get(at).filter(|_| at < range.end) {
            at += 1;
            match piece {
                Piece::Event(Event::Start(Tag::FootnoteDefinition(_))) => {
                    self.gap();
                    at = self.notes.places.get(&(at - 1)).copied().unwrap_or(at);
                }
                Piece::Event(event) => self.event(event),
                Piece::Open(directive) => {
                    let counts = !directive.states_language();
                    self.blocks.push(counts);
                    if counts {
                        self.line("block", &directive.name);
                        self.text(&directive.title);
                    }
                    self.gap();
                }
                Piece::Close if self.blocks.pop() == Some(false) => self.gap(),
                Piece::Close => self.line("end", ""),
            }
        }
    }

    /// The notes that the text refers to; notes may refer to further ones.
    fn end_notes(&mut self) {
        let mut number = 0;
        while let Some(start) = self.notes.order.get(number).copied() {
            number += 1;
            let end = self.notes.places.get(&start).copied().unwrap_or(start);
            self.line("note", &number.to_string());
            self.run(start + 1..end);
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            Event::Text(text) | Event::Code(text) => self.text(text),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.gap(),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::TaskListMarker(done) => self.text(if *done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => match self.notes.number(name) {
                Some(number) => self.follow("note", number.to_string()),
                None => self.text(&format!("[^{name}]")),
            },
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { link_type: LinkType::Email, dest_url, title, .. } => {
                self.links.push((format!("mailto:{dest_url}"), title.to_string()));
            }
            Tag::Link { dest_url, title, .. } => self.links.push((dest_url.to_string(), title.to_string())),
            Tag::Image { dest_url, title, .. } => self.images.push((dest_url.to_string(), title.to_string())),
            Tag::BlockQuote(Some(kind)) => self.line("block", alert(*kind)),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            _ => self.gap(),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Link => {
                if let Some((target, title)) = self.links.pop() {
                    self.leads("link", target, title, "hint");
                }
            }
            TagEnd::Image => {
                if let Some((file, caption)) = self.images.pop() {
                    self.leads("image", file, caption, "caption");
                }
            }
            TagEnd::BlockQuote(Some(_)) => self.line("end", ""),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            _ => self.gap(),
        }
    }

    /// A link or picture ends here; what is said of it follows.
    fn leads(&mut self, what: &'static str, target: String, more: String, more_is: &'static str) {
        self.follow(what, target);
        if !more.trim().is_empty() {
            self.follow(more_is, more);
        }
    }

    fn text(&mut self, text: &str) {
        if self.after.is_empty() {
            self.words.push_str(text);
            return;
        }
        match text.find(char::is_whitespace) {
            Some(end) => {
                let (word, rest) = text.split_at(end);
                self.words.push_str(word);
                self.flush();
                self.words.push_str(rest);
            }
            None => self.words.push_str(text),
        }
    }

    /// A word ends here.
    fn gap(&mut self) {
        if self.after.is_empty() {
            self.words.push(' ');
        } else {
            self.flush();
        }
    }

    /// A line that comes after the word which is under way; where none is, here.
    fn follow(&mut self, what: &'static str, text: String) {
        self.after.push((what, text));
        if self.words.ends_with(char::is_whitespace) || self.words.is_empty() {
            self.flush();
        }
    }

    /// A line between blocks.
    fn line(&mut self, what: &'static str, text: &str) {
        self.flush();
        said_line(&mut self.out, what, text);
    }

    fn flush(&mut self) {
        if !self.words.trim().is_empty() {
            said_line(&mut self.out, "text", &self.words);
        }
        self.words.clear();
        for (what, text) in self.after.drain(..) {
            said_line(&mut self.out, what, &text);
        }
    }

    fn finish(mut self) -> String {
        for href in std::mem::take(&mut self.anchors).into_iter().flatten() {
            self.follow("link", href);
        }
        self.flush();
        self.out
    }

    /// What a piece of raw HTML says. It may be a single tag, with Markdown before and after it.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            let (before, tag) = rest.split_at(open);
            self.text(&decoded(before));
            rest = match tag.strip_prefix("<!--") {
                Some(comment) => comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or(""),
                None => self.tag(tag),
            };
        }
        self.text(&decoded(rest));
    }

    /// Reads a tag; gives what stands behind it.
    fn tag<'b>(&mut self, tag: &'b str) -> &'b str {
        let closing = usize::from(tag.starts_with("</"));
        let name = tag.get(1 + closing..).unwrap_or("");
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if name.is_empty() {
            // A declaration, or a sign that stands for itself.
            let skipped = if tag.starts_with("<!") || tag.starts_with("<?") { tag.find('>') } else { None };
            if skipped.is_none() {
                self.text("<");
            }
            return tag.get(skipped.unwrap_or(0) + 1..).unwrap_or("");
        }
        let element = name.to_ascii_lowercase();
        let mut given: BTreeMap<String, String> = BTreeMap::new();
        let mut at = 1 + closing + name.len();
        while let Some((name, value, _, next)) = attribute(tag, at) {
            given.entry(name).or_insert_with(|| decoded(&value).into_owned());
            at = next;
        }
        let end = tag.get(at..).and_then(|tail| tail.find('>')).map_or(tag.len(), |end| at + end + 1);
        let rest = tag.get(end..).unwrap_or("");
        if !INLINE.contains(&element.as_str()) && element != "img" {
            self.gap();
        }
        if closing == 1 {
            if element == "a"
                && let Some(Some(href)) = self.anchors.pop()
            {
                self.follow("link", href);
            }
            return rest;
        }
        self.element(&element, given);
        match element.as_str() {
            "script" | "style" => rest.find("</").and_then(|end| rest.get(end..)).unwrap_or(""),
            _ => rest,
        }
    }

    fn element(&mut self, element: &str, mut given: BTreeMap<String, String>) {
        if element == "a" {
            self.anchors.push(given.remove("href"));
        }
        // The title of a frame is what its film is called.
        for spoken in ["alt", "title"] {
            let words = given.remove(spoken).filter(|words| !words.trim().is_empty());
            match (words, spoken) {
                (Some(words), "title") if element != "iframe" => self.follow("hint", words),
                (Some(words), _) => self.text(&words),
                (None, _) => {}
            }
        }
        for loaded in ["poster", "src"] {
            if let Some(file) = given.remove(loaded) {
                self.follow("image", file);
            }
        }
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "alert-note",
        BlockQuoteKind::Tip => "alert-tip",
        BlockQuoteKind::Important => "alert-important",
        BlockQuoteKind::Warning => "alert-warning",
        BlockQuoteKind::Caution => "alert-caution",
    }
}

/// Text of raw HTML with all its character references resolved.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let name = reference.get(1..).unwrap_or("");
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(name.len());
        let end = 1 + length + usize::from(name.get(length..).is_some_and(|tail| tail.starts_with(';')));
        let whole = reference.get(..end).unwrap_or(reference);
        // The Markdown parser knows all names of HTML.
        let known =
            || Parser::new(whole).find_map(|event| if let Event::Text(text) = event { Some(text) } else { None });
        match known().filter(|text| **text != *whole) {
            Some(text) if whole.ends_with(';') => out.push_str(&text),
            _ => out.push_str(&unescape(whole)),
        }
        rest = reference.get(end..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Markdown;

    fn lines(body: &str) -> String {
        said(&Markdown::new(body).pieces())
    }

    fn check(body: &str, expect: &str) {
        assert_eq!(lines(body), expect, "{body:?}");
    }

    #[test]
    fn words_stand_in_order_and_links_behind_theirs() {
        check("", "");
        check("One *two*\nthree.\n\n## Four\n\n- five\n1. six\n", "text One two three. Four five six\n");
        check("See [the *tool*](tools/a), now.", "text See the tool,\nlink tools/a\ntext now.\n");
        check("[be](x)lieve it", "text believe\nlink x\ntext it\n");
        check("[be ](x)lieve it", "text be\nlink x\ntext lieve it\n");
        check("![A fork](a.png \"By a river\") on", "text A fork\nimage a.png\ncaption By a river\ntext on\n");
        check("[![A](a.png)](b)", "text A\nimage a.png\nlink b\n");
        check(
            "<a@b.example> <https://x.example/>",
            "text a@b.example\nlink mailto:a@b.example\ntext https://x.example/\nlink https://x.example/\n",
        );
        check("a[^n] b.[^n]\n\n[^n]: Note.\n\nc", "text a\nnote 1\ntext b.\nnote 1\ntext c\nnote 1\ntext Note.\n");
        check("- [x] done\n- [ ] not", "text ☑ done ☐ not\n");
        check("| a | b |\n|---|---|\n| c | d |\n", "text a b c d\n");
        check("`a  b`\n\n```text\nc\n  d\n```\n", "text a b c d\n");
        check(":::caution Not now\nStop.\n:::\nOn.", "block caution\ntext Not now Stop.\nend\ntext On.\n");
        check("One.\n\n:::lang es\nDos.\n:::\n\nThree.", "text One. Dos. Three.\n");
        check("> [!WARNING]\n> Stop.\n\nOn.", "block alert-warning\ntext Stop.\nend\ntext On.\n");
    }

    #[test]
    fn raw_html_says_what_it_shows() {
        check("a <b>b</b>c<br>d", "text a bc d\n");
        check("<p>Caf&eacute; &amp; t&#233;</p><!-- no --><p>on</p>", "text Café & té on\n");
        check("<a href=\"x\">y</a> z", "text y\nlink x\ntext z\n");
        check("<img src=a.png alt='A &quot;fork&quot;'>", "text A \"fork\"\nimage a.png\n");
        check("<video src=\"a.webm\" poster=\"a.png\"></video>", "image a.png\nimage a.webm\n");
        check("<abbr title=\"Words\">W</abbr> on", "hint Words\ntext W on\n");
        check("<div><a href=x>y", "text y\nlink x\n");
        check("1 < 2 & 3", "text 1 < 2 & 3\n");
    }
}
