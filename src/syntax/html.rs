use std::ops::Range;

use super::{LinkForm, film};
use crate::diag::Code;

/// Elements that raw HTML in content may use; the sanitiser keeps these and no others.
pub const ALLOWED_ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose whole content would run or load something.
const ACTIVE: &[&str] = &["script", "iframe", "object", "embed", "applet", "frame", "base", "meta", "link", "form"];

/// What one piece of raw HTML holds; ranges are relative to the piece.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) faults: Vec<HtmlFault>,
    pub(super) links: Vec<(LinkForm, String, Range<usize>)>,
    /// Levels of the headings that are kept, each where its tag opens.
    pub(super) headings: Vec<(u8, Range<usize>)>,
}

/// Something in raw HTML that is not kept.
#[derive(Debug)]
pub(super) struct HtmlFault {
    pub(super) range: Range<usize>,
    what: What,
}

#[derive(Debug)]
enum What {
    Active(String),
    Handler(String),
    Scheme(String),
    Element(String),
    NoAlt,
    /// A frame in whose place the page shows a card.
    Frame(String),
    /// The same, and nothing says what the film is called.
    FrameTitle,
}

impl HtmlFault {
    pub(super) fn explain(&self) -> (Code, String, &'static str) {
        match &self.what {
            What::Active(name) => (
                Code::HtmlScript,
                format!("`<{name}>` runs or loads something, which no page of this library does"),
                "take it out; a video or a form can be linked to instead",
            ),
            What::Handler(name) => {
                (Code::HtmlScript, format!("the attribute `{name}` is script"), "take the attribute out")
            }
            What::Scheme(target) => (
                Code::LinkScheme,
                format!("the address `{target}` is not one that a page may link to"),
                "use https, mailto or tel, or a reference to an entry",
            ),
            What::NoAlt => (
                Code::ImageAlt,
                "this image has no description for people who do not see it".to_owned(),
                "say what the image tells: alt=\"A path forks at a signpost\"; alt=\"\" if it only decorates",
            ),
            What::Frame(site) => (
                Code::FrameCard,
                format!("no page holds a frame of another site: a card with a link to {site} stands here instead"),
                "write it as ![Title of the film](address), which says the same",
            ),
            What::FrameTitle => (
                Code::MediaTitle,
                "nothing says what this film is called".to_owned(),
                "say it in the frame: title=\"How a craving passes, four minutes\"",
            ),
            What::Element(name) => (
                Code::HtmlRemoved,
                format!("the element `<{name}>` is not kept, its text is"),
                "use Markdown, or one of the plain elements that `waypost explain html-removed` lists",
            ),
        }
    }
}

/// Reads the tags of one piece of raw HTML. This is for messages only: what is kept is decided by
/// the sanitiser when the page is rendered.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|n| at + n) {
        if text.get(open..).is_some_and(|rest| rest.starts_with("<!--")) {
            at = text.get(open..).and_then(|rest| rest.find("-->")).map_or(text.len(), |n| open + n + 3);
            continue;
        }
        at = tag(text, open, &mut found);
    }
    found
}

/// Elements within a line: words go on across their tags.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Adds what a piece of raw HTML says to `out`, without its tags; blocks are parted by line ends.
pub(super) fn plain_text(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&unescape(rest.get(..open).unwrap_or("")));
        rest = rest.get(open..).unwrap_or("");
        if rest.starts_with("<!--") {
            rest = rest.find("-->").and_then(|end| rest.get(end + 3..)).unwrap_or("");
            continue;
        }
        let closing = usize::from(rest.starts_with("</"));
        let name: String =
            rest.get(1 + closing..).unwrap_or("").chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            out.push('<');
            rest = rest.get(1..).unwrap_or("");
            continue;
        }
        let lower = name.to_ascii_lowercase();
        if !INLINE.contains(&lower.as_str()) && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        let mut at = 1 + closing + name.len();
        while let Some((.., next)) = attribute(rest, at) {
            at = next;
        }
        let end = rest.get(at..).and_then(|tail| tail.find('>')).map_or(rest.len(), |end| at + end + 1);
        rest = rest.get(end..).unwrap_or("");
        if closing == 0 && matches!(lower.as_str(), "script" | "style") {
            rest = rest.find("</").and_then(|end| rest.get(end..)).unwrap_or("");
        }
    }
    out.push_str(&unescape(rest));
}

/// Reads the tag that opens at `open`; gives the offset to go on from.
fn tag(text: &str, open: usize, found: &mut Found) -> usize {
    let name_start = open + 1;
    let name: String = text.get(name_start..).unwrap_or("").chars().take_while(char::is_ascii_alphanumeric).collect();
    if name.is_empty() {
        return name_start;
    }
    let mut at = name_start + name.len();
    let lower = name.to_ascii_lowercase();
    let whole = open..at;
    let framed = if lower == "iframe" { frame(text, open, at, found) } else { None };
    if let Some(next) = framed {
        return next;
    }
    if ACTIVE.contains(&lower.as_str()) {
        found.faults.push(HtmlFault { range: whole, what: What::Active(lower.clone()) });
    } else if !ALLOWED_ELEMENTS.contains(&lower.as_str()) {
        found.faults.push(HtmlFault { range: whole, what: What::Element(lower.clone()) });
    }
    if let Some(level) = heading_level(&lower) {
        found.headings.push((level, open..at));
    }
    let mut described = lower != "img";
    let first_link = found.links.len();
    let mut captions = lower == "track";
    while let Some((attribute, value, range, next)) = attribute(text, at) {
        described |= attribute == "alt";
        captions &=
            attribute != "kind" || ["captions", "subtitles"].iter().any(|kind| value.eq_ignore_ascii_case(kind));
        check_attribute(&lower, &attribute, &value, range, found);
        at = next;
    }
    if captions {
        let own = found.links.get_mut(first_link..).unwrap_or_default();
        own.iter_mut().filter(|link| link.0 == LinkForm::HtmlMedia).for_each(|link| link.0 = LinkForm::HtmlTrack);
    }
    if !described {
        found.faults.push(HtmlFault { range: open..name_start + name.len(), what: What::NoAlt });
    }
    at
}

/// Titles that sites put into their frames when nobody says what the film is called.
const FRAME_TITLES: [&str; 4] = ["YouTube video player", "Vimeo video player", "Dailymotion Video Player", "video"];

/// What a frame's `title` says of its film; nothing where it says as little as no title.
pub fn frame_title(title: &str) -> Option<&str> {
    let title = title.trim();
    (!title.is_empty() && !FRAME_TITLES.iter().any(|usual| usual.eq_ignore_ascii_case(title))).then_some(title)
}

/// Reads the attributes of a frame; where it holds a film of another site, takes note of the film
/// and gives the offset to go on from.
fn frame(text: &str, open: usize, from: usize, found: &mut Found) -> Option<usize> {
    let (mut at, mut titled, mut shown) = (from, false, None);
    while let Some((name, value, range, next)) = attribute(text, at) {
        match name.as_str() {
            "title" => titled |= frame_title(&value).is_some(),
            "src" if shown.is_none() => shown = film(&value).map(|film| (film, value, range)),
            "src" | "srcdoc" => return None,
            name if name.starts_with("on") => return None,
            _ => {}
        }
        at = next;
    }
    let (film, target, range) = shown?;
    found.faults.push(HtmlFault { range: open..from, what: What::Frame(film.site) });
    if !titled {
        found.faults.push(HtmlFault { range: open..from, what: What::FrameTitle });
    }
    found.links.push((LinkForm::HtmlFrame, target, range));
    Some(at)
}

/// The level of a heading that the sanitiser keeps.
fn heading_level(element: &str) -> Option<u8> {
    let level = element.strip_prefix('h')?.parse().ok()?;
    (2..=6).contains(&level).then_some(level)
}

fn check_attribute(element: &str, name: &str, value: &str, range: Range<usize>, found: &mut Found) {
    if name.starts_with("on") {
        found.faults.push(HtmlFault { range, what: What::Handler(name.to_owned()) });
        return;
    }
    if name == "srcset" {
        // Not kept, but a picture that would come from another host is worth a word.
        let pictures = value.split(',').filter_map(|part| part.split_whitespace().next());
        let foreign = pictures.filter(|picture| picture.starts_with("//") || scheme(picture).is_some());
        found.links.extend(foreign.map(|picture| (LinkForm::HtmlMedia, picture.to_owned(), range.clone())));
        return;
    }
    let form = match name {
        "href" | "cite" | "action" | "formaction" | "xlink:href" => LinkForm::HtmlLink,
        "src" if matches!(element, "video" | "audio") => LinkForm::HtmlPlayer,
        "src" if element == "source" => LinkForm::HtmlSource,
        "src" | "poster" | "background" | "data" => LinkForm::HtmlMedia,
        _ => return,
    };
    if has_unsafe_scheme(value) {
        found.faults.push(HtmlFault { range, what: What::Scheme(value.chars().take(60).collect()) });
    } else if ALLOWED_ELEMENTS.contains(&element) && matches!(name, "href" | "src" | "poster") {
        found.links.push((form, value.to_owned(), range));
    }
}

/// Whether an address has a scheme other than those that a page may link to. Control characters
/// and white space inside the scheme are what browsers ignore, so they are ignored here.
pub fn has_unsafe_scheme(target: &str) -> bool {
    let cleaned: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    match scheme(&cleaned) {
        Some(scheme) => !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "sms"),
        None => false,
    }
}

/// The scheme of an address in lower case, where it has one.
pub fn scheme(target: &str) -> Option<String> {
    let (scheme, _) = target.split_once(':')?;
    let plain = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    plain.then(|| scheme.to_ascii_lowercase())
}

/// An attribute of a raw tag: name in lower case, value with entities resolved, its range, and
/// where to go on.
pub type Attribute = (String, String, Range<usize>, usize);

/// The next attribute of a tag from byte `at` of `text`; nothing where the tag ends, or another
/// begins.
pub fn attribute(text: &str, at: usize) -> Option<Attribute> {
    let rest = text.get(at..)?;
    let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
    let start = at + skipped;
    let rest = text.get(start..)?;
    if rest.is_empty() || rest.starts_with('>') || rest.starts_with('<') {
        return None;
    }
    let name_length =
        rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<')).unwrap_or(rest.len());
    if name_length == 0 {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        return Some((String::new(), String::new(), start..start + step, start + step));
    }
    let name = rest.get(..name_length)?.to_ascii_lowercase();
    let after = rest.get(name_length..)?;
    let spaced = after.trim_start();
    if !spaced.starts_with('=') {
        return Some((name, String::new(), start..start + name_length, start + name_length));
    }
    let value_text = spaced.get(1..)?.trim_start();
    let value_start = text.len() - value_text.len();
    let (value, end) = match value_text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = value_text.get(1..)?;
            let length = inner.find(quote).unwrap_or(inner.len());
            (inner.get(..length)?, (value_start + 1 + length + 1).min(text.len()))
        }
        _ => {
            let length = value_text.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value_text.len());
            (value_text.get(..length)?, value_start + length)
        }
    };
    Some((name, unescape(value), start..end, end))
}

/// Text of HTML with its character references resolved: those by number, and those by name that
/// can hide a scheme or that serialisers write. Others stay as they are.
pub fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        match reference(rest) {
            Some((c, length)) => {
                out.push(c);
                rest = rest.get(length..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = rest.get(1..).unwrap_or("");
            }
        }
    }
    out + rest
}

fn reference(text: &str) -> Option<(char, usize)> {
    for (name, c) in
        [("&colon;", ':'), ("&Tab;", '\t'), ("&NewLine;", '\n'), ("&amp;", '&'), ("&quot;", '"'), ("&sol;", '/')]
            .into_iter()
            .chain([("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{a0}'), ("&apos;", '\'')])
    {
        if text.starts_with(name) {
            return Some((c, name.len()));
        }
    }
    let digits = text.strip_prefix("&#")?;
    let (digits, radix, prefix) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 3),
        None => (digits, 10, 2),
    };
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let number = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let closing = usize::from(digits.get(length..).is_some_and(|rest| rest.starts_with(';')));
    Some((char::from_u32(number)?, prefix + length + closing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, codes: &[Code], links: &[&str]) {
        let found = read(text);
        assert_eq!(found.faults.iter().map(|fault| fault.explain().0).collect::<Vec<_>>(), codes, "{text}");
        assert_eq!(found.links.iter().map(|(_, target, _)| target.as_str()).collect::<Vec<_>>(), links, "{text}");
    }

    #[test]
    fn says_what_is_to_be_read() {
        let text = |html: &str| {
            let mut out = String::new();
            plain_text(html, &mut out);
            out
        };
        assert_eq!(
            text("<details open><summary>More <em>wo</em>rds</summary>Fish &amp; chips</details>"),
            "More words\nFish & chips\n"
        );
        assert_eq!(text("a<br>b<!-- no --><p title=\"x > y\">c</p> 1 < 2"), "a\nb\nc\n 1 < 2");
        assert_eq!(text("<script>alert(1)</script>x<"), "x<");
    }

    #[test]
    fn sees_script_in_its_disguises() {
        check("<b>x</b><br/>", &[], &[]);
        check("<script>alert(1)</script>", &[Code::HtmlScript], &[]);
        check("<img alt src=x.png onerror=alert(1)>", &[Code::HtmlScript], &["x.png"]);
        check("<a href='java&#x09;script&colon;alert(1)'>x</a>", &[Code::LinkScheme], &[]);
        check("<a href=\" JaVaScRiPt:alert(1)\">x</a>", &[Code::LinkScheme], &[]);
        check("<a href=/about/>x</a><marquee>", &[Code::HtmlRemoved], &["/about/"]);
        check("<!-- <script> --><a\nhref = \"tools/a\" title>", &[], &["tools/a"]);
        check("<a href=\"x", &[], &["x"]);
        check("<img src=data:text/html,x>", &[Code::LinkScheme, Code::ImageAlt], &[]);
    }
}
