use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::LinkForm;
use super::markdown::Piece;
use super::tables::{Table, TableReader};
use super::tags::{self, RawTag};
use crate::text::{Span, Spanned};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph, within whatever holds it.
    Paragraph,
    /// A heading.
    Heading,
    /// The text of a list item that is no paragraph of its own.
    Item,
    /// A cell of a table.
    Cell,
    /// A word whose meaning follows.
    Term,
    /// A meaning.
    Definition,
    /// A stretch of raw HTML.
    Raw,
}

/// A stretch of visible words that readers take in at one go: a paragraph, an item, a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Where it stands in the file.
    pub span: Span,
    /// Its words as readers see them; hard breaks are line ends. Descriptions of pictures are not in it.
    pub text: String,
    /// Whether it stands in a quotation.
    pub is_quoted: bool,
    /// Whether it stands in a list, a quotation, a table, a footnote or a definition.
    pub is_nested: bool,
    /// Whether all its words are strong, in one go.
    pub is_strong: bool,
    /// Language that its surroundings state, by a directive or raw HTML.
    pub lang: Option<String>,
    /// Ranges of `text` that are no running words of the text's language: code, the words of links, and
    /// what raw HTML marks as another language.
    pub apart: Vec<Range<usize>>,
    /// Where in the file each run of text stands: offset in `text`, offset in the file.
    runs: Vec<(usize, usize)>,
    /// Number of the directive boundaries before it.
    pub part: usize,
}

impl Passage {
    /// Where a byte range of `text` stands in the file.
    pub fn place(&self, range: Range<usize>) -> Span {
        let end = self.offset(range.end.saturating_sub(1)) + 1;
        Span::new(self.offset(range.start), end.min(self.span.end as usize))
    }

    fn offset(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= at).checked_sub(1);
        let run = run.and_then(|run| self.runs.get(run));
        run.map_or(self.span.start as usize, |(start, file)| file + (at - start))
    }

    /// Whether a byte of `text` is in one of the ranges that are apart.
    pub fn is_apart(&self, at: usize) -> bool {
        let before = self.apart.partition_point(|range| range.end <= at);
        self.apart.get(before).is_some_and(|range| range.start <= at)
    }
}

/// A picture and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The target as written.
    pub target: String,
    /// What is said of it.
    pub alt: String,
    /// The whole construct in the file, or the tag.
    pub span: Span,
    /// Number of the passage that it stands in, or before which it stands.
    pub passage: usize,
}

/// A link and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The target as written.
    pub target: String,
    /// How it was written.
    pub form: LinkForm,
    /// Its words, descriptions of pictures in it among them.
    pub text: String,
    /// Whether there is a picture in it that lacks a description, which is complained about there.
    pub has_silent_picture: bool,
    /// The whole construct in the file, or the opening tag.
    pub span: Span,
}

/// A body as its readers take it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passages {
    /// Its passages in order.
    pub passages: Vec<Passage>,
    /// Its pictures in order.
    pub pictures: Vec<Picture>,
    /// Its links, in order of their ends.
    pub anchors: Vec<Anchor>,
    /// Its Markdown tables in order.
    pub tables: Vec<Table>,
    /// Tables of raw HTML that have no header cell: where their tags open.
    pub headless: Vec<Span>,
    /// Languages that are stated of parts, as written, each where it is stated.
    pub languages: Vec<Spanned<String>>,
}

/// Raw elements that may be open at once; what is nested deeper does not count.
const DEEPEST: usize = 60;

/// Reads the passages of a body whose pieces are given; `offset` is where the body begins in the file.
pub(super) fn read(text: &str, offset: usize, pieces: &[(Piece<'_>, Range<usize>)]) -> Passages {
    let mut reader = Reader { text, offset, ..Reader::default() };
    for (piece, range) in pieces {
        reader.piece(piece, range.clone());
    }
    reader.finish()
}

/// An element of raw HTML that is open.
struct Open {
    name: String,
    /// The language that it states, with its place in `text` of the passage where it opened.
    lang: Option<String>,
    /// Whether it opened within a passage, at which it ends too.
    inside: Option<usize>,
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    offset: usize,
    out: Passages,
    open: Option<Passage>,
    /// Whether words came that were not strong, and how many strong runs there were.
    has_plain: bool,
    strong_runs: usize,
    /// Kinds of the blocks around, and how many of them nest and quote.
    around: Vec<PassageKind>,
    nesting: usize,
    quoting: usize,
    strong: usize,
    in_code: bool,
    image: Option<(String, String, usize)>,
    links: Vec<(LinkForm, String, String, bool, usize, Option<usize>)>,
    anchor: Option<(String, String, bool, Range<usize>)>,
    elements: Vec<Open>,
    /// Languages that directives state; nothing for those that state none.
    directives: Vec<Option<String>>,
    raw_tables: Vec<(Range<usize>, bool)>,
    table: Option<TableReader>,
    part: usize,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::from(range).shifted(self.offset)
    }

    fn piece(&mut self, piece: &Piece<'_>, range: Range<usize>) {
        match piece {
            Piece::Open(directive) => {
                self.close();
                self.part += 1;
                let lang = directive.states_language().then(|| directive.title.clone());
                if let Some(lang) = &lang {
                    let span = directive.title_span(self.text).shifted(self.offset);
                    self.out.languages.push(Spanned::new(lang.clone(), span));
                }
                self.directives.push(lang);
            }
            Piece::Close => {
                self.close();
                self.part += 1;
                self.directives.pop();
            }
            Piece::Event(event) => self.event(event, range),
        }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(*end, range),
            Event::Text(_) if self.in_code => {}
            Event::Text(text) => self.words(text, range.start, false),
            Event::Code(text) => self.words(text, range.start + 1, true),
            Event::SoftBreak => self.words(" ", range.start, false),
            Event::HardBreak => self.words("\n", range.start, false),
            Event::InlineHtml(_) | Event::Html(_) => self.html(range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strikethrough => self.begin(range.start),
            Tag::Strong => {
                self.begin(range.start);
                self.strong += 1;
                self.strong_runs += 1;
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.begin(range.start);
                let is_auto = matches!(link_type, pulldown_cmark::LinkType::Autolink | pulldown_cmark::LinkType::Email);
                let form = if is_auto { LinkForm::Auto } else { LinkForm::Link };
                let at = self.open.as_ref().map(|open| open.text.len());
                self.links.push((form, dest_url.to_string(), String::new(), false, range.start, at));
            }
            Tag::Image { dest_url, .. } => {
                self.begin(range.start);
                self.links.iter_mut().for_each(|link| link.3 = true);
                self.anchor.iter_mut().for_each(|anchor| anchor.2 = true);
                self.image.get_or_insert_with(|| (dest_url.to_string(), String::new(), range.start));
            }
            _ => self.start_block(tag, range),
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.close();
        match tag {
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::BlockQuote(_) => self.quoting += 1,
            Tag::Table(_) => self.table = Some(TableReader::new(range.clone())),
            _ => {}
        }
        if let Some(table) = &mut self.table {
            table.start(tag, range.clone(), self.text);
        }
        let kind = match tag {
            Tag::Heading { .. } => PassageKind::Heading,
            Tag::Item => PassageKind::Item,
            Tag::TableCell => PassageKind::Cell,
            Tag::DefinitionListTitle => PassageKind::Term,
            Tag::DefinitionListDefinition => PassageKind::Definition,
            Tag::HtmlBlock => PassageKind::Raw,
            _ => PassageKind::Paragraph,
        };
        self.around.push(kind);
        self.nesting += usize::from(nests(tag));
        if matches!(kind, PassageKind::Heading) {
            self.begin(range.start);
        }
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        match end {
            TagEnd::Emphasis | TagEnd::Strikethrough => {}
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => self.end_link(range.clone()),
            TagEnd::Image => self.end_image(range.clone()),
            _ => self.end_block(end, range.clone()),
        }
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max((range.end + self.offset) as u32);
        }
    }

    fn end_block(&mut self, end: TagEnd, range: Range<usize>) {
        let is_empty = self.open.as_ref().is_none_or(|open| open.text.trim().is_empty() && !self.has_picture(open));
        if let Some(table) = &mut self.table
            && end == TagEnd::TableCell
        {
            table.end_cell(range, is_empty, self.text);
        }
        self.close();
        match end {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::BlockQuote(_) => self.quoting = self.quoting.saturating_sub(1),
            TagEnd::Table => {
                let table = self.table.take().map(|table| table.finish(self.offset));
                self.out.tables.extend(table);
            }
            _ => {}
        }
        self.around.pop();
        self.nesting = self.nesting.saturating_sub(usize::from(nests_end(end)));
    }

    /// Whether a picture stands in the open passage.
    fn has_picture(&self, open: &Passage) -> bool {
        self.out.pictures.last().is_some_and(|picture| picture.span.start >= open.span.start)
    }

    fn end_link(&mut self, range: Range<usize>) {
        let Some((form, target, text, has_silent_picture, _, at)) = self.links.pop() else { return };
        if let (Some(at), Some(open)) = (at, &mut self.open) {
            set_apart(open, at);
        }
        let span = self.span(range);
        self.out.anchors.push(Anchor { target, form, text, has_silent_picture, span });
    }

    fn end_image(&mut self, range: Range<usize>) {
        // A picture in the description of a picture is no picture.
        if self.image.as_ref().is_none_or(|(_, _, start)| *start != range.start) {
            return;
        }
        let Some((target, alt, _)) = self.image.take() else { return };
        let span = self.span(range);
        self.out.pictures.push(Picture { target, alt, span, passage: self.out.passages.len() });
    }

    /// Opens a passage at a place of the body, where none is open.
    fn begin(&mut self, at: usize) {
        if self.open.is_some() {
            return;
        }
        let stated = self.elements.iter().rev().find_map(|open| open.lang.clone());
        let lang = stated.or_else(|| self.directives.iter().rev().find_map(Clone::clone));
        (self.has_plain, self.strong_runs) = (false, 0);
        self.open = Some(Passage {
            kind: self.around.last().copied().unwrap_or(PassageKind::Paragraph),
            span: self.span(at..at),
            text: String::new(),
            is_quoted: self.quoting > 0,
            is_nested: self.nesting > 0,
            is_strong: false,
            lang,
            apart: Vec::new(),
            runs: Vec::new(),
            part: self.part,
        });
    }

    /// Adds words that stand at a place of the body.
    fn words(&mut self, words: &str, at: usize, is_code: bool) {
        for (_, _, text, ..) in &mut self.links {
            text.push_str(words);
        }
        if let Some((_, text, ..)) = &mut self.anchor {
            text.push_str(words);
        }
        if let Some((_, alt, _)) = &mut self.image {
            alt.push_str(words);
            return;
        }
        self.begin(at);
        self.has_plain |= self.strong == 0 && !words.trim().is_empty();
        let (file, body_end) = (at + self.offset, at + words.len() + self.offset);
        if let Some(open) = &mut self.open {
            let start = open.text.len();
            open.runs.push((start, file));
            open.text.push_str(words);
            open.span.end = open.span.end.max(body_end as u32);
            if is_code {
                set_apart(open, start);
            }
        }
    }

    /// Ends the open passage, and what was opened in it.
    fn close(&mut self) {
        while self.elements.last().is_some_and(|open| open.inside.is_some()) {
            self.close_element();
        }
        self.links.clear();
        let Some(mut open) = self.open.take() else { return };
        if open.text.trim().is_empty() {
            return;
        }
        open.is_strong = !self.has_plain && self.strong_runs == 1;
        self.out.passages.push(open);
    }

    fn html(&mut self, range: Range<usize>) {
        let Some(html) = self.text.get(range.clone()) else { return };
        let mut from = 0;
        for tag in tags::tags(html) {
            self.raw_words(html, from..tag.range.start, range.start);
            from = tag.range.end;
            self.tag(&tag, range.start);
        }
        self.raw_words(html, from..html.len(), range.start);
    }

    /// Words between the tags of raw HTML; `start` is where the HTML begins in the body.
    fn raw_words(&mut self, html: &str, range: Range<usize>, start: usize) {
        let words = html.get(range.clone()).unwrap_or("");
        let skipped = if self.open.is_none() { words.len() - words.trim_start().len() } else { 0 };
        let words = words.get(skipped..).unwrap_or("");
        if !words.is_empty() {
            self.words(&super::unescape(words), start + range.start + skipped, false);
        }
    }

    fn tag(&mut self, tag: &RawTag<'_>, start: usize) {
        let range = start + tag.range.start..start + tag.range.end;
        if !tag.is_inline() {
            self.close();
        }
        match (tag.name.as_str(), tag.is_closing) {
            ("a", false) => {
                self.end_anchor();
                if let Some(target) = tag.value("href") {
                    self.anchor = Some((target, String::new(), false, range.start..range.end));
                }
            }
            ("a", true) => self.end_anchor(),
            ("img", false) => {
                if let Some((_, text, has_silent_picture, _)) = &mut self.anchor {
                    *has_silent_picture |= tag.value("alt").is_none();
                    text.push_str(&tag.value("alt").unwrap_or_default());
                }
                let (target, alt) = (tag.value("src").unwrap_or_default(), tag.value("alt").unwrap_or_default());
                let span = self.span(range.start..range.end);
                self.out.pictures.push(Picture { target, alt, span, passage: self.out.passages.len() });
            }
            ("table", false) => self.raw_tables.push((range.start..range.end, false)),
            ("table", true) => self.end_table(),
            ("th", false) => self.raw_tables.last_mut().into_iter().for_each(|table| table.1 = true),
            ("br", _) if self.open.is_some() => self.words("\n", range.start, false),
            _ => {}
        }
        if tag.is_closing {
            if let Some(at) = self.elements.iter().rposition(|open| open.name == tag.name) {
                while self.elements.len() > at {
                    self.close_element();
                }
            }
        } else if !tag.is_void() && self.elements.len() < DEEPEST {
            self.open_element(tag, start);
        }
    }

    fn open_element(&mut self, tag: &RawTag<'_>, start: usize) {
        let lang = tag.attribute("lang").map(|(value, at)| {
            let span = self.span(start + at.start..start + at.end);
            self.out.languages.push(Spanned::new(value.clone(), span));
            value
        });
        if tag.is_inline() && lang.is_some() {
            self.begin(start + tag.range.start);
        }
        let inside = self.open.as_ref().filter(|_| tag.is_inline()).map(|open| open.text.len());
        self.elements.push(Open { name: tag.name.clone(), lang, inside });
    }

    fn close_element(&mut self) {
        let Some(element) = self.elements.pop() else { return };
        if let (Some(at), Some(open), true) = (element.inside, &mut self.open, element.lang.is_some()) {
            set_apart(open, at);
        }
    }

    fn end_anchor(&mut self) {
        if let Some((target, text, has_silent_picture, range)) = self.anchor.take() {
            let span = self.span(range);
            self.out.anchors.push(Anchor { target, form: LinkForm::HtmlLink, text, has_silent_picture, span });
        }
    }

    fn end_table(&mut self) {
        if let Some((range, false)) = self.raw_tables.pop() {
            let span = self.span(range);
            self.out.headless.push(span);
        }
    }

    fn finish(mut self) -> Passages {
        self.close();
        self.end_anchor();
        while !self.raw_tables.is_empty() {
            self.end_table();
        }
        self.out
    }
}

/// Sets what stands in a passage from a place on apart.
fn set_apart(open: &mut Passage, from: usize) {
    // What lies in the new range is part of it.
    while open.apart.last().is_some_and(|last| last.start >= from) {
        open.apart.pop();
    }
    if from < open.text.len() {
        open.apart.push(from..open.text.len());
    }
}

fn nests(tag: &Tag<'_>) -> bool {
    nests_end(tag.to_end())
}

fn nests_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
    )
}
