use pulldown_cmark::{Event, Tag, TagEnd};

use super::html::plain_text;
use super::markdown::{Markdown, Piece};
use crate::text::{SourceFile, Span};

/// Characters of a block's words that are kept.
const MOST: usize = 80;

/// A block of a body as readers see it: a paragraph, a heading, an item, a cell, a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it begins in the file, to its end.
    pub span: Span,
    /// Its first visible words, white space folded, at most 80 characters.
    pub text: String,
}

/// The blocks of a body in the order of the page; of nested ones the inner.
pub fn blocks(source: &SourceFile, body: Span) -> Vec<Block> {
    let markdown = Markdown::new(body.of(source.text()));
    let (pieces, _) = markdown.walk();
    let mut blocks = Vec::new();
    let mut open: Option<(Span, String)> = None;
    let mut close = |open: &mut Option<(Span, String)>| {
        if let Some((span, text)) = open.take() {
            let words: Vec<&str> = text.split_whitespace().collect();
            let text: String = words.join(" ").chars().take(MOST).collect();
            if !text.is_empty() {
                blocks.push(Block { span, text });
            }
        }
    };
    for (piece, range) in pieces {
        let span = Span::new(range.start, range.end).shifted(body.start as usize);
        match piece {
            Piece::Open(directive) => {
                close(&mut open);
                let title = if directive.states_language() { String::new() } else { directive.title };
                open = Some((span, title));
                close(&mut open);
            }
            Piece::Close => close(&mut open),
            Piece::Event(Event::Start(tag)) if begins(&tag) => {
                close(&mut open);
                open = Some((span, String::new()));
            }
            Piece::Event(Event::End(end)) if ends(end) => close(&mut open),
            Piece::Event(event) => {
                let text = &mut open.get_or_insert_with(|| (span, String::new())).1;
                match event {
                    Event::Text(words) | Event::Code(words) => text.push_str(&words),
                    Event::SoftBreak | Event::HardBreak => text.push(' '),
                    Event::Html(html) | Event::InlineHtml(html) => plain_text(&html, text),
                    _ => {}
                }
            }
        }
    }
    close(&mut open);
    blocks
}

fn begins(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Item
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::HtmlBlock
    )
}

fn ends(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::HtmlBlock
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expect: &[(u32, &str)]) {
        let text = format!("---\ntitle: T\n---\n{body}");
        let source = SourceFile::new("content/a.md", text.as_str());
        let found = blocks(&source, Span::new(17, text.len()));
        let found: Vec<(u32, &str)> =
            found.iter().map(|block| (source.position(block.span.start).line, block.text.as_str())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn every_block_has_its_line() {
        check(
            "One *two*\nthree.\n\n## Head\n\n- a\n- b\n\n  more\n\n| x | y |\n|---|---|\n| 1 | 2 |\n",
            &[
                (4, "One two three."),
                (7, "Head"),
                (9, "a"),
                (10, "b"),
                (12, "more"),
                (14, "x"),
                (14, "y"),
                (16, "1"),
                (16, "2"),
            ],
        );
        check(":::question Own words\nWhat now?\n:::\n", &[(4, "Own words"), (5, "What now?")]);
        check("> quoted\n\n```\ncode\n```\n", &[(4, "quoted"), (6, "code")]);
        check("", &[]);
    }

    #[test]
    fn a_block_tells_its_beginning() {
        let long = "ab ".repeat(50);
        check(&long, &[(4, long.trim().get(..80).unwrap())]);
    }
}
