//! Read: from the text of one file to its front matter and its outline.
//!
//! Invariant: parsing is total. It gives a value **and** complaints, never fails, never panics,
//! and knows no content kind.

mod amend;
mod blocks;
mod destinations;
mod directive;
mod fields;
mod front;
mod html;
mod image;
mod markdown;
mod media;
mod number;
mod outline;
mod passages;
mod prose;
mod wording;
mod reason;
mod said;
mod sections;
mod silence;
mod tables;
mod tags;
mod yaml;

pub use amend::{add_to_list, plain_or_quoted, remove_from_list, set_field};
pub use blocks::{Block, blocks};
pub use destinations::{Destination, destinations};
pub use directive::{DIRECTIVES, Directive, Mark};
pub use fields::Fields;
pub use front::{Front, split};
pub use html::{
    ALLOWED_ELEMENTS, Attribute, attribute as html_attribute, frame_title, has_unsafe_scheme, scheme, unescape,
};
pub use image::image_size;
pub use markdown::{Markdown, Piece};
pub use media::{Film, MediaKind, film, media_kind};
pub use number::core_number;
pub use outline::{Heading, Link, LinkForm, Outline, heading_slug};
pub use passages::{Anchor, Passage, PassageKind, Passages, Picture};
pub use prose::prose;
pub use said::{said_line, spaced};
pub use sections::PlainSection;
pub use silence::{Silence, silences_in_yaml};
pub use tables::Table;
pub use wording::{Mark as WordingMark, Part, Wording};
pub use yaml::{Node, Value, read_yaml};

use crate::diag::{Code, Diagnostic};
use crate::text::{Edit, SourceFile, Span};

/// One content file, taken apart.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The file.
    pub source: SourceFile,
    /// The front matter as a tree, absent where there is none that can be read.
    pub front: Option<Node>,
    /// Where the front matter's text stands (between the `---` lines), empty when there is none.
    pub front_span: Span,
    /// Where the body stands.
    pub body: Span,
    /// What the body holds.
    pub outline: Outline,
    /// The body as plain text, for the search index.
    pub sections: Vec<PlainSection>,
    /// The body as its readers take it in, for the rules on plainness.
    pub passages: Passages,
    /// Comments that silence a message where it stands.
    pub silences: Vec<Silence>,
    /// What the body says, line by line, for its signature.
    pub said: String,
}

impl Parsed {
    /// The Markdown body.
    pub fn body_text(&self) -> &str {
        self.body.of(self.source.text())
    }
}

/// The most lines of one file that are named for characters which cannot be shown: beyond that it is
/// hardly text.
const MOST_ODD_LINES: usize = 100;

/// The first character of each line that cannot be shown; to mend it is to take all of the line's out.
fn control_characters(source: &SourceFile, body: Span) -> Vec<Diagnostic> {
    let is_control = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    let mut begin = body.start as usize;
    let mut complaints = Vec::new();
    for line in body.of(source.text()).split_inclusive('\n') {
        let start = begin;
        begin += line.len();
        let mut controls = line.bytes().enumerate().filter(|(_, byte)| is_control(*byte));
        let Some((at, code)) = controls.next() else { continue };
        let span = |at: usize| Span::new(at, at + 1).shifted(start);
        let message = format!("there is a control character here (U+{code:04X}), which cannot be shown");
        let all = std::iter::once(at).chain(controls.map(|(at, _)| at));
        complaints.push(
            Diagnostic::new(Code::ControlCharacter, source.path(), span(at), message)
                .help("delete it; it is left out of the page")
                .fix(all.map(|at| Edit::new(source.path(), span(at), ""))),
        );
        if complaints.len() == MOST_ODD_LINES {
            break;
        }
    }
    complaints
}

/// Parses a content file. Never fails: what is wrong is in the diagnostics.
pub fn parse(source: &SourceFile) -> (Parsed, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let front = split(source, &mut complaints);
    let node = front.yaml.and_then(|span| read_yaml(source, span, &mut complaints));
    let (outline, sections, passages, said) = outline::read(source, front.body, &mut complaints);
    complaints.extend(control_characters(source, front.body));
    let comments = front.yaml.map(|span| (span, node.as_ref()));
    let silences = silence::silences(source, comments, front.body, &mut complaints);
    let front_span = front.yaml.unwrap_or_default();
    let source = source.clone();
    let (body, front) = (front.body, node);
    (Parsed { source, front, front_span, body, outline, sections, passages, silences, said }, complaints)
}
