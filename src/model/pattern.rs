//! What a field's text must look like, as regular expressions for other programs: editors, and whoever
//! checks front matter by JSON Schema. They say what `lower` checks; tests hold one to the other.
//!
//! Written in what ECMA-262 (with the flag `u`), Python's `re` and Rust's crates understand alike: no
//! classes such as `\d`, `\s` and `\p{…}`, which each takes for something else, and no `$` alone, which
//! Python lets stand before a line end.

use std::fmt::Write;

use super::Kind;
use super::slug::{LONGEST_SLUG, LONGEST_SLUG_BEYOND_ASCII, is_slug_character};

/// A regular expression and what to tell somebody whose text does not match it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Matches somewhere in a text that is right.
    pub regex: String,
    /// What is wanted, in the author's words.
    pub says: &'static str,
}

/// The end of the text.
const END: &str = "$(?!\\n)";
/// White space, as Unicode has it.
const SPACE: &str = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
/// Anything but white space and control characters.
const SHOWN: &str = "[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
/// What an address holds: neither white space and control characters, nor what markup gives a meaning.
const PLAIN: &str =
    "[^\\u0000-\\u0020\"<>\\\\\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

/// Text that is not blank.
pub fn text() -> Pattern {
    Pattern { regex: SHOWN.to_owned(), says: "write something, or take the field out" }
}

/// A description: not blank, or empty.
pub fn description() -> Pattern {
    let regex = format!("^(?![\\s\\S])|{SHOWN}");
    Pattern { regex, says: "write what the picture tells, or \"\" where it only decorates" }
}

/// A day of the calendar, from the year 1 on: leap years by the Gregorian rule.
pub fn date() -> Pattern {
    let (leap, century) = ("(?:0[48]|[2468][048]|[13579][26])", "(?:0[48]|[2468][048]|[13579][26])00");
    let long = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
    let short = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
    let february = "02-(?:0[1-9]|1[0-9]|2[0-8])";
    let regex =
        format!("^(?!0000)(?:[0-9]{{4}}-(?:{long}|{short}|{february})|(?:[0-9]{{2}}{leap}|{century})-02-29){END}");
    Pattern { regex, says: "write a day of the calendar as year-month-day: 2026-02-11" }
}

/// A length of time: `6 months`.
pub fn interval() -> Pattern {
    let regex = format!("^0*(?:[1-9][0-9]{{0,2}}|1000) +(?:day|week|month|year)s?{END}");
    Pattern { regex, says: "write a number and days, weeks, months or years: 6 months" }
}

/// The mark of signed words, of this method or of a later one.
pub fn signature() -> Pattern {
    let regex = format!("^w(?:1:[0-9a-f]{{64}}{END}|(?:[2-9]|[1-9][0-9]{{1,8}}):[\\s\\S])");
    Pattern { regex, says: "leave it as `waypost review` wrote it, or take it out" }
}

/// The last part of an address.
pub fn slug() -> Pattern {
    let device = "(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][mM][1-9]|[lL][pP][tT][1-9])";
    let names = "(?:index|index\\.html|handout|page)";
    let reserved = format!("{device}(?:\\.|{END})|_waypost|\\.|{names}{END}|[\\s\\S]*\\.{END}");
    let ascii = format!("[-._0-9A-Za-z]{{1,{LONGEST_SLUG}}}");
    let any = format!("[{}]{{1,{LONGEST_SLUG_BEYOND_ASCII}}}", slug_characters());
    let regex = format!("^(?!{reserved})(?:{ascii}|{any}){END}");
    Pattern { regex, says: "use letters, digits and hyphens: riding-out-a-craving" }
}

/// The characters of a slug, for a class of a regular expression.
fn slug_characters() -> String {
    let mut ranges: Vec<(char, char)> = Vec::new();
    for c in (char::MIN..=char::MAX).filter(|c| is_slug_character(*c)) {
        match ranges.last_mut() {
            Some((_, end)) if u32::from(*end) + 1 == u32::from(c) => *end = c,
            _ => ranges.push((c, c)),
        }
    }
    let mut class = String::new();
    for (start, end) in ranges {
        push(&mut class, start);
        if end > start {
            class.push('-');
            push(&mut class, end);
        }
    }
    class
}

/// Beyond the basic plane the languages have no common escape, so the character stands for itself.
fn push(class: &mut String, c: char) {
    match u32::from(c) {
        _ if c.is_ascii_alphanumeric() => class.push(c),
        code @ 0..=0xffff => {
            // cannot fail: a String takes all
            let _ = write!(class, "\\u{code:04x}");
        }
        _ => class.push(c),
    }
}

/// An old address of this site, from its root.
pub fn alias() -> Pattern {
    let hidden = "[^?#]*%(?:2[eEfF]|5[cC]|00)";
    let outside = format!("[^?#]*/\\.{{1,2}}(?:[/?#]|{END})");
    let regex = format!("^(?!/{END})(?!//)(?!{hidden})(?!{outside})/{PLAIN}*{END}");
    Pattern { regex, says: "write it from the root, without the host: /2019/05/old-name/" }
}

/// An address on the web.
pub fn web_address() -> Pattern {
    let regex = format!("^[hH][tT][tT][pP][sS]?://(?![/?#]){PLAIN}+{END}");
    Pattern { regex, says: "write an address on the web, beginning with https://" }
}

/// A file of this site: not an address elsewhere, and not blank.
pub fn file() -> Pattern {
    let regex = format!("^(?!{SPACE}*(?:[A-Za-z][A-Za-z0-9+.-]*:|//))(?=[\\s\\S]*{SHOWN})");
    Pattern { regex, says: "name a file beside the text, or in static/ with / before its name" }
}

/// A reference to an entry of these kinds, of any where there are none.
pub fn reference(kinds: &[Kind]) -> Pattern {
    let says = "name an entry by its id, such as tools/urge-surfing, of a kind that the field takes";
    let folders = |kinds: &mut dyn Iterator<Item = Kind>| kinds.map(Kind::folder).collect::<Vec<_>>().join("|");
    let others = folders(&mut Kind::ALL.into_iter().filter(|kind| !kinds.contains(kind)));
    if kinds.is_empty() || others.is_empty() {
        return Pattern { regex: SHOWN.to_owned(), says };
    }
    let mut wrong = format!("(?:{others})/(?!/*{SPACE}*{END})");
    if !kinds.contains(&Kind::Page) {
        // A folder's name alone is the page that heads the list.
        let all = folders(&mut Kind::ALL.into_iter());
        write!(wrong, "|(?:{all})(?:\\.md)?/*{SPACE}*{END}").unwrap_or_default();
    }
    Pattern { regex: format!("^(?!{SPACE}*/*(?:{wrong}))(?=[\\s\\S]*{SHOWN})"), says }
}
