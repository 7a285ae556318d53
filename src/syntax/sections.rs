use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::Piece;

/// A part of a body between two headings, as plain text, for the search index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainSection {
    /// The heading's words.
    pub title: String,
    /// Running text, blocks separated by line ends.
    pub text: String,
}

/// Cuts a body into its sections of plain text. Code blocks and raw HTML are left out, alternative
/// texts and link texts are kept.
pub(super) fn plain_sections(pieces: &[(Piece<'_>, Range<usize>)]) -> Vec<PlainSection> {
    let mut sections = vec![PlainSection::default()];
    let (mut in_code, mut in_heading) = (false, false);
    for (piece, _) in pieces {
        let Piece::Event(event) = piece else { continue };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                sections.push(PlainSection::default());
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            event => {
                let Some(section) = sections.last_mut() else { continue };
                let into = if in_heading { &mut section.title } else { &mut section.text };
                match event {
                    Event::Text(text) if !in_code => into.push_str(text),
                    Event::Code(text) => into.push_str(text),
                    Event::SoftBreak | Event::HardBreak => into.push(' '),
                    Event::End(end) if ends_block(*end) && !into.is_empty() && !into.ends_with('\n') => into.push('\n'),
                    _ => {}
                }
            }
        }
    }
    sections.retain(|section| !section.title.is_empty() || !section.text.is_empty());
    sections
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
