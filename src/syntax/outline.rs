use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::markdown::{Fault, Markdown, Piece};
use super::said::said;
use super::sections::{PlainSection, plain_sections};
use super::{DIRECTIVES, Directive, Passages, film, html, media_kind, passages};
use crate::diag::{Code, Diagnostic, only_slip};
use crate::text::{Edit, SourceFile, Span};

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Unique on the page, without `#`: given as `{#id}`, or made from the words.
    pub id: String,
    /// The visible words.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](target)` or `[text][label]`.
    Link,
    /// `![alt](target)`.
    Image,
    /// `<https://…>` or `<name@host>`.
    Auto,
    /// `href` of a raw HTML element.
    HtmlLink,
    /// `src`, `poster` and the like of a raw HTML element.
    HtmlMedia,
    /// `src` of a raw `<video>` or `<audio>`.
    HtmlPlayer,
    /// `src` of a raw `<source>`.
    HtmlSource,
    /// `src` of a raw `<track>` with captions or subtitles.
    HtmlTrack,
    /// `src` of a raw `<iframe>` with a film of another site.
    HtmlFrame,
}

impl LinkForm {
    /// Whether the page itself would load what it names.
    pub fn is_media(self) -> bool {
        use LinkForm::{HtmlMedia, HtmlPlayer, HtmlSource, HtmlTrack, Image};
        matches!(self, Image | HtmlMedia | HtmlPlayer | HtmlSource | HtmlTrack)
    }

    /// Whether it was written as raw HTML.
    pub fn is_html(self) -> bool {
        !matches!(self, LinkForm::Link | LinkForm::Image | LinkForm::Auto)
    }
}

/// A link or image of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The target as written, escapes resolved.
    pub target: String,
    /// How it was written.
    pub form: LinkForm,
    /// The visible words: link text or alternative text.
    pub text: String,
    /// The whole construct in the file.
    pub span: Span,
}

/// What a body holds, without the body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links and images in order.
    pub links: Vec<Link>,
    /// Directives in order, spans in the file.
    pub directives: Vec<Directive>,
    /// Words of running text, in scripts that put spaces between them.
    pub words: u32,
    /// Characters of scripts without spaces (Chinese, Japanese, Thai …).
    pub dense_characters: u32,
    /// Whether there is raw HTML, so that rendering must sanitise.
    pub has_html: bool,
    /// The first sentence of running text, for an entry whose summary is missing.
    pub first_sentence: Option<String>,
}

impl Outline {
    /// Reading time in whole minutes, at least 1 where there is anything to read:
    /// 200 words a minute, 400 characters for scripts without spaces, rounded up.
    pub fn minutes(&self) -> u32 {
        // 2 × words + characters, at 400 a minute.
        (self.words * 2 + self.dense_characters).div_ceil(400)
    }
}

/// Reads the outline of the body at `body` in the file, its sections of plain text, its passages, and the
/// lines of what it says.
pub(super) fn read(
    source: &SourceFile,
    body: Span,
    complaints: &mut Vec<Diagnostic>,
) -> (Outline, Vec<PlainSection>, Passages, String) {
    let text = body.of(source.text());
    let markdown = Markdown::new(text);
    let (pieces, faults) = markdown.walk();
    let sections = plain_sections(&pieces);
    let passages = passages::read(text, body.start as usize, &pieces);
    let said = said(&pieces);
    let mut reader = Reader::new(source, body.start as usize, text, complaints);
    for (piece, range) in pieces {
        reader.piece(piece, range);
    }
    for fault in faults {
        reader.fault(fault);
    }
    (reader.finish(), sections, passages, said)
}

/// The address of a heading made from its words: lower case, letters and digits of any script
/// kept, everything else hyphens.
pub fn heading_slug(text: &str) -> String {
    let mut slug = String::new();
    for c in crate::text::nfc(text).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            slug.push(c);
        } else if matches!(c, '\'' | '’') {
            // "don't" is one word.
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// What is being gathered while inside a heading, link or image.
struct Gather {
    range: Range<usize>,
    text: String,
}

struct Reader<'a> {
    source: &'a SourceFile,
    offset: usize,
    body: &'a str,
    complaints: &'a mut Vec<Diagnostic>,
    outline: Outline,
    /// Ids that are taken, each with the number to put behind it when it is wished for again.
    ids: BTreeMap<String, usize>,
    heading: Option<(u8, Option<String>, Gather)>,
    links: Vec<(LinkForm, String, Gather)>,
    in_code: bool,
    sentence: String,
    sentence_done: bool,
    in_paragraph: bool,
    /// Where the paragraph stands, in the body.
    paragraph: Range<usize>,
    in_word: bool,
    last_level: u8,
}

impl<'a> Reader<'a> {
    fn new(source: &'a SourceFile, offset: usize, body: &'a str, complaints: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            source,
            offset,
            body,
            complaints,
            outline: Outline::default(),
            ids: BTreeMap::new(),
            heading: None,
            links: Vec::new(),
            in_code: false,
            sentence: String::new(),
            sentence_done: false,
            in_paragraph: false,
            paragraph: 0..0,
            in_word: false,
            last_level: 1,
        }
    }

    fn complain(&mut self, code: Code, range: Range<usize>, message: String, help: &str) {
        let span = Span::from(range).shifted(self.offset);
        self.complaints.push(Diagnostic::new(code, self.source.path(), span, message).help(help));
    }

    fn piece(&mut self, piece: Piece<'_>, range: Range<usize>) {
        match piece {
            Piece::Open(directive) => {
                self.check_name(&directive);
                if !directive.states_language() {
                    self.count(&directive.title);
                }
                self.in_word = false;
                let span = directive.span.shifted(self.offset);
                self.outline.directives.push(Directive { span, ..directive });
            }
            Piece::Close => {}
            Piece::Event(event) => self.event(event, range),
        }
    }

    fn check_name(&mut self, directive: &Directive) {
        if directive.is_known() {
            return;
        }
        let names = DIRECTIVES.iter().map(|(name, _)| *name);
        let known = names.clone().collect::<Vec<_>>().join(", ");
        let message = format!("there is no directive `{}`", directive.name);
        let span = directive.span.shifted(self.offset);
        let complaint = Diagnostic::new(Code::DirectiveUnknown, self.source.path(), span, message)
            .help(format!("the directives are: {known}"))
            .did_you_mean(&directive.name, names.clone())
            .fix(only_slip(&directive.name, names).and_then(|meant| self.renamed(directive, meant)));
        self.complaints.push(complaint);
    }

    /// What gives a directive another name.
    fn renamed(&self, directive: &Directive, name: &str) -> Option<Edit> {
        let line = directive.span.of(self.body);
        let at = directive.span.start as usize + line.find(&directive.name)?;
        let span = Span::new(at, at + directive.name.len()).shifted(self.offset);
        Some(Edit::new(self.source.path(), span, name))
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Text(text) if !self.in_code => {
                self.check_footnote(range.start);
                self.text(&text);
            }
            Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range),
            _ => {}
        }
    }

    /// A reference to a footnote that is not written stays text: `[^1]`.
    fn check_footnote(&mut self, at: usize) {
        let Some(rest) = self.body.get(at..).filter(|rest| rest.starts_with("[^")) else { return };
        let escaped = at > 0 && self.body.as_bytes().get(at - 1) == Some(&b'\\');
        // Labels are short; looking further from every bracket would take ever longer.
        let end = rest.char_indices().take(100).find(|(_, c)| *c == ']' || c.is_whitespace());
        let label = end.and_then(|(end, _)| rest.get(..end)).unwrap_or("");
        let fits = label.len() > 2 && rest.as_bytes().get(label.len()) == Some(&b']');
        if fits && !escaped {
            let message = format!("there is no footnote `{label}]`");
            let help = "write it on a line of its own: [^1]: The note's text";
            self.complain(Code::FootnoteMissing, at..at + label.len() + 1, message, help);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let level = level as u8;
                self.heading = Some((level, id.map(CowStr::into_string), Gather { range, text: String::new() }));
            }
            Tag::Link { link_type, dest_url, .. } => {
                let form = match link_type {
                    LinkType::Autolink | LinkType::Email => LinkForm::Auto,
                    _ => LinkForm::Link,
                };
                let target =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.links.push((form, target, Gather { range, text: String::new() }));
            }
            Tag::Image { dest_url, .. } => {
                self.links.push((LinkForm::Image, dest_url.to_string(), Gather { range, text: String::new() }));
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Paragraph => {
                self.in_paragraph = true;
                self.paragraph = range;
            }
            _ => {}
        }
        self.in_word = false;
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        match end {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Paragraph => {
                self.in_paragraph = false;
                self.sentence_done |= !self.sentence.trim().is_empty();
            }
            _ => {}
        }
        // Emphasis and links do not end a word; blocks do.
        if !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) {
            self.in_word = false;
        }
        let _ = range;
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, gather)) = &mut self.heading {
            gather.text.push_str(text);
        }
        for (_, _, gather) in &mut self.links {
            gather.text.push_str(text);
        }
        self.count(text);
        if self.in_paragraph && self.heading.is_none() && !self.sentence_done {
            self.sentence.push_str(text);
            // Looking for its end again and again must not take ever longer.
            let too_long = (self.sentence.len() > LONGEST_SENTENCE).then_some(self.sentence.len());
            if let Some(end) = sentence_end(&self.sentence).or(too_long) {
                self.sentence.truncate(end);
                self.sentence_done = true;
            }
        }
    }

    fn count(&mut self, text: &str) {
        if text.is_ascii() {
            // What nearly all texts are, and several times quicker.
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() {
                    self.outline.words += u32::from(!self.in_word);
                    self.in_word = true;
                } else if matches!(byte, b'\t'..=b'\r' | b' ' | b'/') {
                    self.in_word = false;
                }
            }
            return;
        }
        for c in text.chars() {
            if is_dense(c) {
                self.outline.dense_characters += 1;
                self.in_word = false;
            } else if c.is_alphanumeric() {
                self.outline.words += u32::from(!self.in_word);
                self.in_word = true;
            } else if c.is_whitespace() || matches!(c, '—' | '/') {
                self.in_word = false;
            }
        }
    }

    fn end_heading(&mut self) {
        let Some((level, given, gather)) = self.heading.take() else { return };
        let text = gather.text.trim().to_owned();
        let range = self.trimmed(gather.range);
        if level == 1 {
            self.complain(
                Code::HeadingTop,
                range.clone(),
                "the page's title is its only heading of the first level".to_owned(),
                "begin the text's headings with `##`",
            );
        }
        self.descend(level, range.clone(), "use one `#` more than the heading above it, not two");
        let id = self.heading_id(given, &text, &range);
        let span = Span::from(range).shifted(self.offset);
        self.outline.headings.push(Heading { level, id, text, span });
    }

    /// Takes note of a heading's level, and complains where it skips one.
    fn descend(&mut self, level: u8, range: Range<usize>, help: &str) {
        if level > self.last_level + 1 {
            let message = format!("this heading goes from level {} to level {level}", self.last_level);
            self.complain(Code::HeadingLevel, range, message, help);
        }
        self.last_level = level;
    }

    /// A given id is kept as it is when it is usable and free; otherwise the words' slug, with a
    /// number behind it where it is taken. Ids that begin with `wp-` belong to the theme.
    fn heading_id(&mut self, given: Option<String>, text: &str, range: &Range<usize>) -> String {
        let wish = match given {
            Some(id) => {
                if self.ids.contains_key(&id) {
                    let message = format!("the heading id `{id}` stands twice on this page");
                    self.complain(
                        Code::HeadingDuplicateId,
                        range.clone(),
                        message,
                        "give one of the two headings another id",
                    );
                }
                let usable =
                    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
                if usable { id } else { heading_slug(&id) }
            }
            None => heading_slug(text),
        };
        let wish = if wish.starts_with("wp-") { format!("x-{wish}") } else { wish };
        let Some(&first) = self.ids.get(&wish) else {
            self.ids.insert(wish.clone(), 1);
            return wish;
        };
        let mut number = first;
        let mut id = format!("{wish}-{number}");
        while self.ids.contains_key(&id) {
            number += 1;
            id = format!("{wish}-{number}");
        }
        self.ids.insert(wish, number + 1);
        self.ids.insert(id.clone(), 1);
        id
    }

    fn end_link(&mut self) {
        let Some((form, target, gather)) = self.links.pop() else { return };
        let is_nameless = gather.text.trim().is_empty();
        let is_played = form == LinkForm::Image && (film(&target).is_some() || media_kind(&target).is_some());
        // A link that stands alone becomes a card, which an address names badly.
        let is_bare = form == LinkForm::Auto && film(&target).is_some() && self.is_alone(&gather.range);
        if is_bare || (is_played && is_nameless) {
            self.complain(
                Code::MediaTitle,
                gather.range.clone(),
                "nothing says what this film or recording is called".to_owned(),
                "say it in the brackets: ![How a craving passes, four minutes](address)",
            );
        } else if form == LinkForm::Image && is_nameless {
            self.complain(
                Code::ImageAlt,
                gather.range.clone(),
                "this image has no description for people who do not see it".to_owned(),
                "say in the brackets what the image tells: ![A path forks at a signpost](fork.jpg)",
            );
        }
        let span = Span::from(gather.range).shifted(self.offset);
        self.outline.links.push(Link { target, form, text: gather.text, span });
    }

    /// Whether a link is all that its paragraph holds.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        self.in_paragraph && self.trimmed(self.paragraph.clone()) == *range
    }

    fn html(&mut self, range: Range<usize>) {
        self.outline.has_html = true;
        let Some(text) = self.body.get(range.clone()) else { return };
        let found = html::read(text);
        for fault in found.faults {
            let (code, message, help) = fault.explain();
            self.complain(code, range.start + fault.range.start..range.start + fault.range.end, message, help);
        }
        for (level, at) in found.headings {
            let range = range.start + at.start..range.start + at.end;
            self.descend(level, range, "go down one level at a time: `<h3>` after `##` or `<h2>`");
        }
        for (form, target, at) in found.links {
            let span = Span::from(range.start + at.start..range.start + at.end).shifted(self.offset);
            self.outline.links.push(Link { target, form, text: String::new(), span });
        }
    }

    fn fault(&mut self, fault: Fault) {
        match fault {
            Fault::Unclosed(directive) => self.complain(
                Code::DirectiveUnclosed,
                directive.span.range(),
                format!("the directive `{}` that opens here is never closed", directive.name),
                "write a line with only `:::` after its text, outside of any list or quotation",
            ),
            Fault::Unopened(span) => self.complain(
                Code::DirectiveUnopened,
                span.range(),
                "this line closes a directive, and none is open here".to_owned(),
                "take the line out, or leave an empty line before it if a list or a footnote stands above",
            ),
            Fault::TooDeep(span) => self.complain(
                Code::NestingTooDeep,
                span.range(),
                "quotations, lists or emphasis are nested too deeply from here on".to_owned(),
                "keep to a few levels; readers on a phone cannot follow more",
            ),
        }
    }

    /// A block's range without the line end behind it.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let length = self.body.get(range.clone()).map_or(0, |text| text.trim_end().len());
        range.start..range.start + length
    }

    fn finish(mut self) -> Outline {
        let sentence = self.sentence.trim();
        if !sentence.is_empty() {
            self.outline.first_sentence = Some(sentence.to_owned());
        }
        self.outline
    }
}

/// A text that goes on for longer without an end of a sentence counts as one, in bytes.
const LONGEST_SENTENCE: usize = 1_000;

/// Where the first sentence of a text ends, when it does.
fn sentence_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '.' | '!' | '?' => chars.peek().is_some_and(|(_, next)| next.is_whitespace()),
            '。' | '！' | '？' | '؟' => true,
            _ => false,
        };
        if ends {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Whether a character belongs to a script that is written without spaces between words.
fn is_dense(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
        | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
        && c.is_alphanumeric()
}

const _: () = assert!(HeadingLevel::H6 as u8 == 6);

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(body: &str) -> (Outline, Vec<Code>) {
        let source = SourceFile::new("a.md", body);
        let mut complaints = Vec::new();
        let (outline, ..) = read(&source, Span::new(0, body.len()), &mut complaints);
        (outline, complaints.into_iter().map(|complaint| complaint.code).collect())
    }

    fn check_ids(body: &str, expected: &[&str], codes: &[Code]) {
        let (outline, found) = outline(body);
        assert_eq!(outline.headings.iter().map(|h| h.id.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(found, codes);
    }

    #[test]
    fn heading_ids_are_unique_and_stable() {
        check_ids("## What helps?\n\n## What helps\n", &["what-helps", "what-helps-1"], &[]);
        check_ids("## A {#x}\n\n## B {#x}\n", &["x", "x-1"], &[Code::HeadingDuplicateId]);
        check_ids("## Qué ayuda\n\n## 休み\n\n## !!\n", &["qué-ayuda", "休み", "section"], &[]);
        check_ids("## a\n\n## a-1\n\n## a\n\n## a\n\n## a-1", &["a", "a-1", "a-2", "a-3", "a-1-1"], &[]);
        check_ids("## wp main\n", &["x-wp-main"], &[]);
        check_ids("## Don't *stop*\n\n#### x\n", &["dont-stop", "x"], &[Code::HeadingLevel]);
    }

    #[test]
    fn words_and_minutes() {
        let (plain, _) = outline("One two-three *fo*ur.\n\n- five\n\n```\nnot counted\n```\n");
        assert_eq!((plain.words, plain.minutes()), (4, 1));
        let (dense, _) = outline("今日は良い日です。");
        assert_eq!((dense.words, dense.dense_characters), (0, 8));
        let (empty, _) = outline("");
        assert_eq!(empty.minutes(), 0);
    }

    #[test]
    fn links_and_first_sentence() {
        let (found, codes) = outline("Read [this *now*](tools/a#b). Then ![](x.png) <https://e.org>\n");
        let links: Vec<_> = found.links.iter().map(|l| (l.target.as_str(), l.text.as_str(), l.form)).collect();
        assert_eq!(
            links,
            [
                ("tools/a#b", "this now", LinkForm::Link),
                ("x.png", "", LinkForm::Image),
                ("https://e.org", "https://e.org", LinkForm::Auto)
            ]
        );
        assert_eq!(codes, [Code::ImageAlt]);
        assert_eq!(found.first_sentence.as_deref(), Some("Read this now."));
    }
}
