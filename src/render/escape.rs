//! What text becomes between tags, in attributes and in addresses.
//!
//! Everything that content brings goes through here, so this is also where characters go that no
//! page may hold: control characters and Unicode's noncharacters.

use crate::syntax::has_unsafe_scheme;

const PLAIN: u8 = 0;
/// Always looked at.
const SPECIAL: u8 = 1;

/// Bytes at which copying stops to look closer.
const STOPS: [u8; 256] = {
    let mut table = [PLAIN; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = SPECIAL;
        byte += 1;
    }
    table[b'\t' as usize] = PLAIN;
    table[b'\n' as usize] = PLAIN;
    table[b'&' as usize] = SPECIAL;
    table[b'<' as usize] = SPECIAL;
    table[b'>' as usize] = SPECIAL;
    table[0x7F] = SPECIAL;
    // First bytes of characters among which some are left out: C1 controls, U+2028 and U+2029,
    // noncharacters.
    table[0xC2] = SPECIAL;
    table[0xE2] = SPECIAL;
    table[0xEF] = SPECIAL;
    let mut byte = 0xF0;
    while byte <= 0xF4 {
        table[byte] = SPECIAL;
        byte += 1;
    }
    table
};

/// The same, and quotation marks.
const ATTRIBUTE_STOPS: [u8; 256] = {
    let mut table = STOPS;
    table[b'"' as usize] = SPECIAL;
    table[b'\'' as usize] = SPECIAL;
    table
};

/// The same, without what is markup.
const SCRUB_STOPS: [u8; 256] = {
    let mut table = STOPS;
    table[b'&' as usize] = PLAIN;
    table[b'<' as usize] = PLAIN;
    table[b'>' as usize] = PLAIN;
    table
};

/// Writes text between tags.
pub(super) fn text(out: &mut String, text: &str) {
    copy(out, text, &STOPS, " ");
}

/// Writes text of a code block, where lines are kept.
pub(super) fn code(out: &mut String, text: &str) {
    copy(out, text, &STOPS, "\n");
}

/// Writes the value of an attribute in double quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    copy(out, text, &ATTRIBUTE_STOPS, " ");
}

/// Writes a character reference or text of raw HTML, in which `&` keeps its meaning where it
/// begins a reference.
pub(super) fn raw(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        copy(out, rest.get(..at).unwrap_or(""), &ATTRIBUTE_STOPS, " ");
        rest = rest.get(at..).unwrap_or("");
        let length = reference(rest).unwrap_or(0);
        match length {
            0 => out.push_str("&amp;"),
            _ => out.push_str(rest.get(..length).unwrap_or("")),
        }
        rest = rest.get(length.max(1)..).unwrap_or("");
    }
    copy(out, rest, &ATTRIBUTE_STOPS, " ");
}

/// Markup without the characters that no page may hold.
pub(super) fn scrub(html: String) -> String {
    let mut out = String::with_capacity(html.len());
    copy(&mut out, &html, &SCRUB_STOPS, "\n");
    out
}

/// Code with line ends as LF and without characters that no page may hold.
pub(super) fn clean_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    copy(&mut out, text, &SCRUB_STOPS, "\n");
    out
}

/// Length of the character reference that `text` begins with.
fn reference(text: &str) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let name = name.strip_prefix('#').unwrap_or(name);
    let length = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    let closed = length > 0 && name.as_bytes().get(length) == Some(&b';');
    closed.then(|| text.len() - name.len() + length + 1)
}

fn copy(out: &mut String, text: &str, stops: &[u8; 256], line_separator: &str) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(ahead) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| stops[usize::from(b)] != PLAIN)) {
        at += ahead;
        let rest = bytes.get(at..).unwrap_or(&[]);
        let Some((length, instead)) = replacement(rest, line_separator) else {
            at += 1;
            continue;
        };
        out.push_str(text.get(done..at).unwrap_or(""));
        out.push_str(instead);
        at += length;
        done = at;
    }
    out.push_str(text.get(done..).unwrap_or(""));
}

/// How many of the first bytes are replaced, and by what; nothing when they may stay.
fn replacement<'a>(bytes: &[u8], line_separator: &'a str) -> Option<(usize, &'a str)> {
    Some(match *bytes {
        [b'&', ..] => (1, "&amp;"),
        [b'<', ..] => (1, "&lt;"),
        [b'>', ..] => (1, "&gt;"),
        [b'"', ..] => (1, "&quot;"),
        [b'\'', ..] => (1, "&#39;"),
        [0, ..] => (1, "\u{FFFD}"),
        [b'\r', b'\n', ..] => (2, "\n"),
        [b'\r', ..] => (1, "\n"),
        [0x01..0x20 | 0x7F, ..] => (1, ""),
        [0xC2, 0x80..0xA0, ..] => (2, ""),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => (3, line_separator),
        [0xEF, 0xB7, 0x90..=0xAF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => (3, ""),
        [0xF0..=0xF4, plane, 0xBF, 0xBE | 0xBF, ..] if plane & 0x0F == 0x0F => (4, ""),
        _ => return None,
    })
}

/// Whether an address may be written at all: `http`, `https`, `mailto`, `tel`, `sms`, or an address
/// of this site. Whoever resolved it has made sure of that; nothing else is written if not.
pub(super) fn is_writable(url: &str) -> bool {
    match url.as_bytes() {
        // `//host` and what browsers take for it are other sites without saying so.
        [b'/', b'/' | b'\\', ..] => false,
        [b'/' | b'#', ..] => true,
        _ => {
            let cleaned: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let head = cleaned.split(['/', '?', '#']).next().unwrap_or("");
            let has_scheme = crate::syntax::scheme(&cleaned).is_some();
            !has_unsafe_scheme(url) && !cleaned.starts_with(['/', '\\']) && (has_scheme || !head.contains(':'))
        }
    }
}

/// Whether an address leads to another host over the web.
pub(super) fn is_remote(url: &str) -> bool {
    let starts = |scheme: &str| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://") || starts("//")
}

/// Whether an address is a path of this site, the only place from which pages load pictures and
/// sounds.
pub(super) fn is_local_path(url: &str) -> bool {
    matches!(url.as_bytes(), [b'/', rest @ ..] if !matches!(rest, [b'/' | b'\\', ..]))
}

/// Bytes that stand in an address as they are.
const IN_ADDRESS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'!';
    while byte < 0x7F {
        table[byte as usize] =
            !matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>' | b'[' | b']' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}');
        byte += 1;
    }
    table
};

/// Writes an address as the value of an attribute in double quotes, percent-encoding what an
/// address cannot hold.
pub(super) fn address(out: &mut String, url: &str) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in url.trim().bytes() {
        match byte {
            byte if IN_ADDRESS[usize::from(byte)] => out.push(char::from(byte)),
            b'&' => out.push_str("&amp;"),
            byte => {
                out.push('%');
                out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(write: fn(&mut String, &str), input: &str, expected: &str) {
        let mut out = String::new();
        write(&mut out, input);
        assert_eq!(out, expected, "{input:?}");
    }

    #[test]
    fn text_keeps_what_a_page_may_hold() {
        check(text, "a < b & \"c\" > ’é😀", "a &lt; b &amp; \"c\" &gt; ’é😀");
        check(text, "a\0b\u{1}c\u{7f}\u{85}d\te\n", "a\u{FFFD}bcd\te\n");
        check(text, "a\rb\r\nc\u{2028}d\u{2029}e", "a\nb\nc d e");
        check(code, "c\u{2028}d", "c\nd");
        check(text, "\u{FFFE}\u{FDD0}\u{1FFFF}\u{10FFFE}x\u{FFFD}\u{A0}", "x\u{FFFD}\u{A0}");
        check(attribute, "\"it's\"<", "&quot;it&#39;s&quot;&lt;");
        check(raw, "a &amp; b & c &#x3c; &copy; <\"", "a &amp; b &amp; c &#x3c; &copy; &lt;&quot;");
    }

    #[test]
    fn addresses_are_encoded() {
        check(address, "/a b/é?x=1&y='2'#z", "/a%20b/%C3%A9?x=1&amp;y=%272%27#z");
        check(address, " https://e.org/\"><script>\\[1]%20 ", "https://e.org/%22%3E%3Cscript%3E%5C%5B1%5D%20");
    }

    #[test]
    fn only_known_schemes_are_written() {
        let good = [
            "/a/",
            "#x",
            "https://e.org",
            "HTTP://e.org",
            "mailto:a@b.org",
            "tel:988",
            "sms:988",
            "a/b:c",
            "?q=a:b",
            "",
        ];
        for url in good {
            assert!(is_writable(url), "{url}");
        }
        let bad = [
            "javascript:alert(1)",
            " JaVa\tScRiPt:alert(1)",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "blob:x",
            "file:///etc/passwd",
            "//e.org/",
            "/\\e.org",
            "\\\\e.org",
            "\t//e.org",
            "java\u{200b}script:x",
        ];
        for url in bad {
            assert!(!is_writable(url), "{url}");
        }
    }
}
