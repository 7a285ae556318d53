use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::html::plain_text;
use super::markdown::Piece;

/// A part of a body between two headings, as plain text, for the search index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainSection {
    /// The heading's words.
    pub title: String,
    /// Running text, blocks separated by line ends.
    pub text: String,
}

/// Cuts a body into its sections of plain text. Code blocks and tags are left out, alternative
/// texts and link texts are kept.
pub(super) fn plain_sections(pieces: &[(Piece<'_>, Range<usize>)]) -> Vec<PlainSection> {
    let mut sections = vec![PlainSection::default()];
    let (mut in_code, mut in_heading) = (false, false);
    let mut html = String::new();
    for (piece, _) in pieces {
        let Piece::Event(event) = piece else { continue };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                sections.push(PlainSection::default());
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                if let Some(section) = sections.last_mut() {
                    part(&mut section.text);
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            event => {
                let Some(section) = sections.last_mut() else { continue };
                let into = if in_heading { &mut section.title } else { &mut section.text };
                match event {
                    Event::Text(text) if !in_code => into.push_str(text),
                    Event::Code(text) => into.push_str(text),
                    Event::SoftBreak | Event::HardBreak => into.push(' '),
                    // A tag may go over several lines, which come one by one.
                    Event::Html(line) => html.push_str(line),
                    Event::InlineHtml(tag) if tag.starts_with("<br") => into.push(' '),
                    Event::Start(tag) if begins_block(tag) => part(into),
                    Event::End(end) if ends_block(*end) => {
                        plain_text(&std::mem::take(&mut html), into);
                        part(into);
                    }
                    _ => {}
                }
            }
        }
    }
    sections.retain(|section| !section.title.is_empty() || !section.text.is_empty());
    sections
}

/// Parts what comes from what was before.
fn part(into: &mut String) {
    if !into.is_empty() && !into.ends_with('\n') {
        into.push('\n');
    }
}

fn begins_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::FootnoteDefinition(_)
    )
}

fn ends_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::HtmlBlock
    )
}
