//! Where the destinations of links stand in a body, to the byte, so that one can be put in the place of
//! another.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::html::{attribute, unescape};
use super::markdown::{Markdown, Piece};
use crate::text::{SourceFile, Span};

/// A link or image, and where its destination is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Destination {
    /// Start of the link in the file, as [`Link::span`](super::Link) has it.
    pub link: u32,
    /// The destination, without the signs or quotation marks around it. Of a link with a label it is
    /// that of the label's definition, which several links may share.
    pub span: Span,
}

/// The destinations of all links and images of the body at `body`, in order of the links' ends. Those
/// whose destination cannot be told for certain, and addresses that are links by themselves
/// (`<https://…>`), are left out.
pub fn destinations(source: &SourceFile, body: Span) -> Vec<Destination> {
    let text = body.of(source.text());
    let markdown = Markdown::new(text);
    let definitions = markdown.definitions();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (piece, range) in markdown.pieces() {
        let Piece::Event(event) = piece else { continue };
        match event {
            Event::Start(Tag::Link { link_type, id, dest_url, .. } | Tag::Image { link_type, id, dest_url, .. }) => {
                let inner_end = range.start + 1;
                open.push(Open { range: range.clone(), link_type, label: id, target: dest_url, inner_end });
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    let place = match link.link_type {
                        LinkType::Inline => inline(text, &link),
                        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                            definitions.span(&link.label).and_then(|range| defined(text, range))
                        }
                        _ => None,
                    };
                    let place = place.filter(|place| says(text.get(place.clone()).unwrap_or(""), &link.target));
                    found.extend(place.map(|place| (link.range.start, place)));
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => in_html(text, range.clone(), &mut found),
            _ => {}
        }
        for link in &mut open {
            link.inner_end = link.inner_end.max(range.end);
        }
    }
    let offset = body.start as usize;
    let place = |(link, range): (usize, Range<usize>)| Destination {
        link: Span::new(link, link).shifted(offset).start,
        span: Span::from(range).shifted(offset),
    };
    found.into_iter().map(place).collect()
}

/// A link whose end has not been reached.
struct Open<'a> {
    range: Range<usize>,
    link_type: LinkType,
    label: CowStr<'a>,
    target: CowStr<'a>,
    /// Where what it shows ends, so far.
    inner_end: usize,
}

/// Whether what is written is that destination, backslashes and character references aside.
fn says(written: &str, target: &str) -> bool {
    let mut plain = String::with_capacity(written.len());
    let mut characters = written.chars().peekable();
    while let Some(c) = characters.next() {
        let escapes = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { characters.next() } else { Some(c) });
    }
    written == target || plain == target || unescape(written) == target || unescape(&plain) == target
}

/// The destination of `[text](destination "title")`.
fn inline(text: &str, link: &Open<'_>) -> Option<Range<usize>> {
    let rest = text.get(link.inner_end..link.range.end)?;
    destination(text, link.inner_end + rest.find("](")? + 2, link.range.end, true)
}

/// The destination of `[label]: destination "title"`.
fn defined(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let colon = text.get(range.clone())?.find("]:")?;
    destination(text, range.start + colon + 2, range.end, false)
}

/// The destination that begins at `at` or behind the white space there.
fn destination(text: &str, at: usize, end: usize, in_brackets: bool) -> Option<Range<usize>> {
    let rest = text.get(at..end)?;
    let start = at + rest.len() - rest.trim_start().len();
    let rest = text.get(start..end)?;
    if let Some(inner) = rest.strip_prefix('<') {
        return Some(start + 1..start + 1 + inner.find('>')?);
    }
    let (mut depth, mut escaped) = (0_usize, false);
    for (offset, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' if in_brackets => return Some(start..start + offset),
            c if c.is_whitespace() => return Some(start..start + offset),
            _ => {}
        }
    }
    Some(start..start + rest.trim_end().len()).filter(|_| !in_brackets)
}

/// Destinations of raw HTML: the value of each attribute, by the attribute's start.
fn in_html(text: &str, range: Range<usize>, found: &mut Vec<(usize, Range<usize>)>) {
    let Some(html) = text.get(range.clone()) else { return };
    for (open, _) in html.match_indices('<') {
        let name = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
        let Some(after) = html.get(open + 1..).and_then(|rest| rest.find(name)) else { continue };
        let mut at = open + 1 + after;
        while let Some((key, _, place, next)) = attribute(html, at) {
            at = next;
            if matches!(key.as_str(), "href" | "src" | "poster")
                && let Some(value) = html.get(place.clone()).and_then(value)
            {
                let start = range.start + place.start;
                found.push((start, start + value.start..start + value.end));
            }
        }
    }
}

/// Where the value stands in `href = "value"`.
fn value(attribute: &str) -> Option<Range<usize>> {
    let equals = attribute.find('=')? + 1;
    let rest = attribute.get(equals..)?;
    let start = equals + rest.len() - rest.trim_start().len();
    let quoted = attribute.get(start..)?.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quoted {
        Some(quote) => {
            let inner = attribute.get(start + 1..)?;
            Some(start + 1..start + 1 + inner.find(quote)?)
        }
        None => Some(start..attribute.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each link's start with what stands at its destination.
    fn check(body: &str, expect: &[&str]) {
        let text = format!("---\na: b\n---\n{body}");
        let source = SourceFile::new("a.md", text);
        let (parsed, _) = super::super::parse(&source);
        let found = destinations(&source, parsed.body);
        let texts: Vec<&str> = found.iter().map(|one| one.span.of(source.text())).collect();
        assert_eq!(texts, expect, "{body}");
        let mut starts: Vec<u32> = found.iter().map(|one| one.link).collect();
        let mut known: Vec<u32> = parsed.outline.links.iter().map(|link| link.span.start).collect();
        starts.sort_unstable();
        known.sort_unstable();
        assert!(starts.iter().all(|start| known.contains(start)), "{body}: {starts:?} {known:?}");
    }

    #[test]
    fn every_form_of_a_link() {
        check("[a](tools/x) and ![b](<../my x.png> \"t\")", &["tools/x", "../my x.png"]);
        check("[a *b* `](` c](x#h 'title')", &["x#h"]);
        check("[![a](b.png)](c)", &["b.png", "c"]);
        check("[](x) [a](x(y)z) [a](x\\)y)", &["x", "x(y)z", "x\\)y"]);
        check("[a][l], [l][], [l], [L]\n\n[l]: tools/x#h \"t\"\n", &["tools/x#h"; 4]);
        check("[a][l]\n\n[l]:\n  <tools/x>\n", &["tools/x"]);
        check("<a href=\"tools/x\">b</a> <img src='y' alt=\"\">", &["tools/x", "y"]);
        check("<https://a.example> [a]", &[]);
        check("> [a](x)\n> - [b](y)\n", &["x", "y"]);
        // Where a line of a quotation begins inside it, it cannot be told for certain.
        check("> [b](\n> y)\n", &[]);
        check("`[a](x)`\n\n    [a](x)\n\n\\[a](x)", &[]);
        check(":::question\n[a](x)\n:::\n", &["x"]);
    }
}
