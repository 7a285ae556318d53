use std::ops::Range;

use super::Attribute;
use super::html::{INLINE, attribute};

/// A tag of raw HTML; ranges are relative to the piece.
#[derive(Debug)]
pub(super) struct RawTag<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_closing: bool,
    pub(super) range: Range<usize>,
    attributes: Vec<Attribute>,
    html: &'a str,
}

impl RawTag<'_> {
    /// Whether words go on across it.
    pub(super) fn is_inline(&self) -> bool {
        self.name == "img" || INLINE.contains(&self.name.as_str())
    }

    /// Whether nothing can stand in it.
    pub(super) fn is_void(&self) -> bool {
        const VOID: [&str; 7] = ["br", "col", "hr", "img", "source", "track", "wbr"];
        VOID.contains(&self.name.as_str())
    }

    /// The value of an attribute, entities resolved, and where it stands.
    pub(super) fn attribute(&self, name: &str) -> Option<(String, Range<usize>)> {
        let (_, value, range, _) = self.attributes.iter().find(|(found, ..)| found == name)?;
        Some((value.clone(), range.clone()))
    }

    /// The value of an attribute, entities resolved.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.attribute(name).map(|(value, _)| value)
    }
}

/// The tags of a piece of raw HTML in order; comments, and what stands in scripts and styles, are passed
/// over as one tag.
pub(super) fn tags(html: &str) -> impl Iterator<Item = RawTag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + html.get(at..)?.find('<')?;
            let rest = html.get(open..)?;
            if rest.starts_with("<!--") {
                at = rest.find("-->").map_or(html.len(), |end| open + end + 3);
                return Some(RawTag::nothing(html, open..at));
            }
            match read(html, open) {
                Some(tag) => {
                    at = tag.range.end;
                    return Some(tag);
                }
                None => at = open + 1,
            }
        }
    })
}

impl<'a> RawTag<'a> {
    fn nothing(html: &'a str, range: Range<usize>) -> Self {
        RawTag { name: "wbr".to_owned(), is_closing: false, range, attributes: Vec::new(), html }
    }
}

fn read(html: &str, open: usize) -> Option<RawTag<'_>> {
    let rest = html.get(open..)?;
    let is_closing = rest.starts_with("</");
    let from = open + 1 + usize::from(is_closing);
    let name: String = html.get(from..)?.chars().take_while(char::is_ascii_alphanumeric).collect();
    if name.is_empty() {
        return None;
    }
    let mut at = from + name.len();
    let mut attributes = Vec::new();
    while let Some(found) = attribute(html, at) {
        at = found.3;
        attributes.push(found);
    }
    let end = html.get(at..)?.find('>').map_or(html.len(), |end| at + end + 1);
    let name = name.to_ascii_lowercase();
    let mut tag = RawTag { name, is_closing, range: open..end, attributes, html };
    if !is_closing && matches!(tag.name.as_str(), "script" | "style") {
        let content = tag.html.get(end..).and_then(|rest| rest.find("</"));
        tag.range.end = content.map_or(html.len(), |content| end + content);
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expect: &str) {
        let shown: Vec<String> = tags(html)
            .map(|tag| format!("{}{}@{:?}", if tag.is_closing { "/" } else { "" }, tag.name, tag.range))
            .collect();
        assert_eq!(shown.join(" "), expect, "{html:?}");
    }

    #[test]
    fn tags_are_told_from_what_only_looks_so() {
        check("a < b <b>x</b>", "b@6..9 /b@10..14");
        check("<a href=\"x > y\">z</A>", "a@0..16 /a@17..21");
        check("<!-- <b> --><i>", "wbr@0..12 i@12..15");
        check("<script>if (a<b) </script>", "script@0..17 /script@17..26");
        check("<p", "p@0..2");
        check("<", "");
    }
}
