use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

use super::blocks::Block;
use super::links::OpenLink;
use super::notes::Notes;
use super::raw::{OpenTag, Silence};
use super::sanitise::Guard;
use super::tables::Labels;
use super::{Help, Highlighter, Words, escape, highlight};
use crate::syntax::Piece;
use crate::view::BodyView;

/// A piece and where it stands in the body.
pub(super) type Placed<'a> = (Piece<'a>, Range<usize>);

/// Writes the pieces of a body as HTML.
pub(super) fn write(
    view: &BodyView,
    pieces: &[Placed<'_>],
    words: &Words,
    help: &Help,
    highlighter: &Highlighter,
) -> String {
    let is_raw = |(piece, _): &Placed<'_>| matches!(piece, Piece::Event(Event::Html(_) | Event::InlineHtml(_)));
    let has_html = view.has_html || pieces.iter().any(is_raw);
    let mut writer = Writer {
        view,
        pieces,
        words,
        help,
        highlighter,
        out: String::with_capacity(view.text().len() * 3 / 2),
        guard: has_html.then(|| Guard::new(view)),
        at: 0,
        depth: 0,
        tags: Vec::new(),
        silence: None,
        headings: 0,
        heading: None,
        links: Vec::new(),
        definition_groups: Vec::new(),
        label: None,
        alignments: Vec::new(),
        cell: 0,
        cell_end: "",
        table_part: TablePart::Head,
        labels: Labels::default(),
        notes: Notes::find(pieces),
        blocks: Vec::new(),
        block_number: 0,
        effort: highlight::EFFORT,
    };
    writer.run(0..pieces.len());
    writer.close_tags(0);
    writer.write_notes();
    match writer.guard {
        Some(guard) => guard.sanitise(&writer.out),
        None => writer.out,
    }
}

/// Where in a table the writer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TablePart {
    Head,
    BeforeBody,
    Body,
}

/// A heading whose words are being written.
pub(super) struct OpenHeading {
    /// Its number among all headings of the body.
    number: usize,
    /// Whether it has nothing in it and is not written as a heading.
    is_empty: bool,
    /// Its words so far.
    words: String,
}

/// The state of writing one body.
pub(super) struct Writer<'a> {
    pub(super) view: &'a BodyView,
    pub(super) pieces: &'a [Placed<'a>],
    pub(super) words: &'a Words,
    pub(super) help: &'a Help,
    pub(super) highlighter: &'a Highlighter,
    pub(super) out: String,
    /// Present where the body has raw HTML.
    pub(super) guard: Option<Guard>,
    /// The piece that comes next.
    pub(super) at: usize,
    /// Open containers and directives.
    pub(super) depth: usize,
    /// Open tags of raw HTML.
    pub(super) tags: Vec<OpenTag>,
    /// Inside a raw element whose content is not shown.
    pub(super) silence: Option<Silence>,
    /// Headings that went by.
    pub(super) headings: usize,
    heading: Option<OpenHeading>,
    pub(super) links: Vec<OpenLink<'a>>,
    /// For each open definition list, whether a group is open and has its definition.
    definition_groups: Vec<Option<bool>>,
    /// The depth at which the label of a task is open.
    label: Option<usize>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) cell: usize,
    pub(super) cell_end: &'static str,
    pub(super) table_part: TablePart,
    pub(super) labels: Labels,
    pub(super) notes: Notes,
    pub(super) blocks: Vec<Block>,
    pub(super) block_number: usize,
    /// What is left for colouring code.
    pub(super) effort: usize,
}

impl<'a> Writer<'a> {
    /// Writes the pieces of a range.
    pub(super) fn run(&mut self, range: Range<usize>) {
        self.at = range.start;
        let pieces = self.pieces;
        while self.at < range.end {
            let Some((piece, place)) = pieces.get(self.at) else { break };
            self.at += 1;
            if self.silence.is_some() && self.is_silent(piece) {
                continue;
            }
            match piece {
                Piece::Event(event) => self.event(event, place),
                Piece::Open(directive) => self.open_directive(directive),
                Piece::Close => self.close_directive(),
            }
        }
    }

    fn event(&mut self, event: &'a Event<'a>, place: &Range<usize>) {
        match event {
            Event::Text(text) => self.text(text),
            Event::Start(tag) => self.start(tag, place),
            Event::End(end) => self.end(*end),
            Event::Code(code) => {
                self.out.push_str("<code>");
                self.text(code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => {
                self.heard(" ");
                self.out.push('\n');
            }
            Event::HardBreak => {
                self.heard(" ");
                self.out.push_str("<br>\n");
            }
            Event::Rule => {
                self.block("<hr>\n");
            }
            Event::Html(_) => self.raw_block(),
            Event::InlineHtml(tag) => self.raw_inline(tag, place),
            Event::FootnoteReference(name) => self.note_reference(name),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
        }
    }

    /// Writes running text.
    pub(super) fn text(&mut self, text: &str) {
        self.heard(text);
        escape::text(&mut self.out, text);
    }

    /// Notes text for the names of the heading and the link that it stands in.
    pub(super) fn heard(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(text);
        }
        if let Some(link) = self.links.last_mut() {
            link.is_named |= !text.trim().is_empty();
        }
    }

    /// Begins a new line for a block, and writes its tag.
    pub(super) fn block(&mut self, tag: &str) {
        self.new_line();
        self.end_implied("p");
        self.out.push_str(tag);
    }

    pub(super) fn new_line(&mut self) {
        self.end_label();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Ends what began at `mark`, right behind the name of a tag: attributes, `>` and whatever
    /// content is Waypost's own. Where there is raw HTML it is set aside until all is sanitised.
    pub(super) fn own(&mut self, mark: usize) {
        if let Some(guard) = &mut self.guard {
            guard.set_aside(&mut self.out, mark);
        }
    }

    fn start(&mut self, tag: &'a Tag<'a>, place: &Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => return self.code_block(kind),
            Tag::FootnoteDefinition(_) => return self.skip_note(),
            Tag::Image { title, .. } => return self.image(title, place.start),
            Tag::HtmlBlock => return,
            Tag::Paragraph if self.figure() => return,
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, .. } => self.start_heading(*level),
            Tag::BlockQuote(None) => self.block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(*kind),
            Tag::List(first) => self.start_list(*first),
            Tag::Item => self.start_item(),
            Tag::DefinitionList => {
                self.block("<dl");
                self.attributes(" class=\"defs\">");
                self.definition_groups.push(None);
            }
            Tag::DefinitionListTitle => self.start_term(),
            Tag::DefinitionListDefinition => {
                if let Some(group) = self.definition_groups.last_mut() {
                    *group = Some(true);
                }
                self.block("<dd>");
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table_part = TablePart::Head;
                self.start_row("<thead><tr>");
            }
            Tag::TableRow => self.start_body_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { title, .. } => self.start_link(title, place.start),
            Tag::MetadataBlock(_) => {}
        }
        self.depth += 1;
    }

    fn end(&mut self, end: TagEnd) {
        // Those that have a start are written whole there.
        if matches!(end, TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition) {
            return;
        }
        if matches!(end, TagEnd::Paragraph | TagEnd::Item) {
            self.end_label();
        }
        self.end_container();
        match end {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => {
                if self.definition_groups.pop().flatten().is_some() {
                    self.out.push_str("</div>\n");
                }
                self.out.push_str("</dl>\n");
            }
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => {
                self.table_part = TablePart::BeforeBody;
                self.out.push_str("</tr></thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(self.cell_end),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::MetadataBlock(_)
            | TagEnd::HtmlBlock
            | TagEnd::CodeBlock
            | TagEnd::Image
            | TagEnd::FootnoteDefinition => {}
        }
    }

    /// Leaves a container: what raw tags opened in it ends with it.
    pub(super) fn end_container(&mut self) {
        self.close_tags(self.depth);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Writes attributes of our own that need no escaping, with the `>` behind them.
    pub(super) fn attributes(&mut self, text: &str) {
        let mark = self.out.len();
        self.out.push_str(text);
        self.own(mark);
    }

    /// The level at which a heading stands on the page: `h1` is the page's title alone.
    fn level(&self, written: HeadingLevel) -> u8 {
        (written as u8).max(2).saturating_add(self.view.setting.lower).min(6)
    }

    /// An id that Waypost adds to the body. The author's never begin so, with or without the prefix.
    pub(super) fn own_id(&self, id: &str) -> String {
        format!("{}wp-{id}", self.view.setting.prefix)
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        let is_empty = matches!(self.pieces.get(self.at), Some((Piece::Event(Event::End(TagEnd::Heading(_))), _)));
        self.block(match self.level(level) {
            // Nothing to read out; the place can still be linked to.
            _ if is_empty => "<div",
            2 => "<h2",
            3 => "<h3",
            4 => "<h4",
            5 => "<h5",
            _ => "<h6",
        });
        let mark = self.out.len();
        if let Some(id) = self.view.heading_ids.get(self.headings) {
            self.out.push_str(" id=\"");
            escape::attribute(&mut self.out, id);
            self.out.push('"');
        }
        self.out.push('>');
        self.own(mark);
        self.heading = Some(OpenHeading { number: self.headings, is_empty, words: String::new() });
        self.headings += 1;
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let heading = self.heading.take();
        if heading.as_ref().is_some_and(|heading| heading.is_empty) {
            self.out.push_str("</div>\n");
            return;
        }
        if !self.in_link()
            && let Some(heading) = heading
            && let Some(id) = self.view.heading_ids.get(heading.number)
            && !heading.words.trim().is_empty()
        {
            self.out.push_str(" <a");
            let mark = self.out.len();
            self.out.push_str(" class=\"anchor\" href=\"#");
            escape::attribute(&mut self.out, id);
            self.out.push_str("\" aria-label=\"");
            let label = self.words.fill("body.anchor", "{title}", heading.words.trim());
            escape::attribute(&mut self.out, &label);
            self.out.push_str("\">");
            self.own(mark);
            self.out.push_str("#</a>");
        }
        self.out.push_str(match self.level(level) {
            2 => "</h2>\n",
            3 => "</h3>\n",
            4 => "</h4>\n",
            5 => "</h5>\n",
            _ => "</h6>\n",
        });
    }

    fn start_list(&mut self, first: Option<u64>) {
        match first {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(first) => {
                self.block("<ol");
                self.attributes(&format!(" start=\"{first}\">"));
                self.out.push('\n');
            }
        }
    }

    fn start_item(&mut self) {
        let next = |ahead: usize| self.pieces.get(self.at + ahead).map(|(piece, _)| piece);
        let is_task = match next(0) {
            Some(Piece::Event(Event::Start(Tag::Paragraph))) => next(1),
            first => first,
        };
        let is_task = matches!(is_task, Some(Piece::Event(Event::TaskListMarker(_))));
        self.block("<li");
        if is_task {
            self.attributes(" class=\"task\">");
        } else {
            self.out.push('>');
        }
    }

    /// A task's box cannot be changed on the page; its words are its label.
    fn task(&mut self, done: bool) {
        self.end_label();
        self.out.push_str("<label><input");
        self.attributes(if done { " type=\"checkbox\" checked disabled>" } else { " type=\"checkbox\" disabled>" });
        self.out.push(' ');
        self.label = Some(self.depth);
    }

    pub(super) fn end_label(&mut self) {
        if let Some(depth) = self.label.take() {
            self.close_tags(depth);
            self.out.push_str("</label>");
        }
    }

    /// A term and its definitions stand in a `div` of their own; a term after a definition begins
    /// the next.
    fn start_term(&mut self) {
        let group = self.definition_groups.last().copied().flatten();
        match group {
            Some(true) => self.block("</div>\n<div>"),
            Some(false) => {}
            None => self.block("<div>"),
        }
        if let Some(group) = self.definition_groups.last_mut() {
            *group = Some(false);
        }
        self.block("<dt>");
    }
}
