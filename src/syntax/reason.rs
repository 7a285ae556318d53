//! What the YAML parser's complaints mean, in an author's words.

/// Where a complaint points, what it says, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reason {
    /// First byte in the text.
    pub(super) start: usize,
    /// Bytes from there.
    pub(super) length: usize,
    /// One sentence.
    pub(super) message: String,
    /// What to do.
    pub(super) help: &'static str,
}

const QUOTE_IT: &str = "put the whole value in quotes: title: \"Hope: a beginning\"";
const COMPARE: &str = "compare with a file that works: `key: value`, one a line, lists as `[a, b]`";

/// The reason why the parser gave up on `text` at byte `at` (a character boundary) with `error`.
pub(super) fn reason(text: &str, at: usize, error: &str) -> Reason {
    let (line_start, line) = line_at(text, at);
    let value = value_of(line).map(|(from, length)| (line_start + from, length));
    let say = |start: usize, length: usize, message: &str, help: &'static str| Reason {
        start,
        length,
        message: message.to_owned(),
        help,
    };
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    if let Some(tab) = line.get(..indent).and_then(|indent| indent.find('\t')) {
        return say(line_start + tab, 1, "this line is indented with a tab", "indent YAML with spaces");
    }
    if let Some((start, length)) = value
        && let Some(found) = text.get(start..start + length)
    {
        if !found.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '#'])
            && (found.contains(": ") || found.ends_with(':'))
        {
            return say(start, length, "a value with `: ` in it must stand in quotes", QUOTE_IT);
        }
        if let Some(sign) =
            found.chars().next().filter(|sign| matches!(sign, '@' | '`' | '%' | '&' | '*' | ',' | ']' | '}'))
        {
            let message = format!("a value that begins with `{sign}` must stand in quotes");
            return say(start, length, &message, QUOTE_IT);
        }
        if error.contains("trailing content after") {
            let help =
                "put the whole value in one pair of quotes; an apostrophe in single quotes is written twice: 'It''s'";
            return say(at, 0, "the value goes on after its closing quotation mark", help);
        }
        if error.contains("unknown escape") {
            let help = "write the backslash twice, or use single quotes: 'C:\\notes'";
            return say(start, length, "a backslash in double quotes begins an escape that does not exist", help);
        }
    }
    if error.contains("mapping values are not allowed") {
        if let Some((start, length)) = line_without_colon(text, line_start) {
            let help = "write a name, a colon, a space and a value: title: Hope";
            return say(start, length, "this line has no colon and space after its name", help);
        }
        let message = "this line is indented, and the line above it has a value already";
        return say(line_start + indent, 0, message, "begin the line as far left as the one above it");
    }
    if error.contains("did not find expected key") || error.contains("indentation") {
        let message = "this line is not indented like the lines above it";
        return say(at, 0, message, "begin it as far left as the lines that it belongs with");
    }
    if error.contains("misplaced bracket") {
        return say(at, 1, "this bracket closes nothing", "take it out, or write the one that opens");
    }
    if let Some(c) =
        text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| c.is_control() && !c.is_whitespace())
    {
        let message = format!("there is a control character here (U+{:04X})", u32::from(c));
        return say(at, 1, &message, "delete it");
    }
    say(at, 0, "the YAML cannot be read from here on", COMPARE)
}

/// The line that holds byte `at`: where it begins, and its text.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    let start = text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |n| n + 1);
    let rest = text.get(start..).unwrap_or("");
    (start, rest.split(['\n', '\r']).next().unwrap_or(""))
}

/// In a line `key: value`, where the value begins and how long it is.
fn value_of(line: &str) -> Option<(usize, usize)> {
    let colon = line.find(": ")?;
    let value = line.get(colon + 2..)?;
    let skipped = value.len() - value.trim_start().len();
    let length = value.trim().len();
    (length > 0).then_some((colon + 2 + skipped, length))
}

/// The last line before `end` that says anything, where it is no `key: value` at all.
fn line_without_colon(text: &str, end: usize) -> Option<(usize, usize)> {
    let before = text.get(..end)?.trim_end();
    let (start, line) = line_at(before, before.len());
    let words = line.trim_start();
    let has_colon = words.contains(": ") || words.ends_with(':');
    let is_item = words.starts_with("- ") || words.starts_with('#');
    (!has_colon && !is_item && !words.is_empty()).then_some((start + line.len() - words.len(), words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is pointed at, and the message's first words.
    fn check(text: &str, at: &str, error: &str, pointed: &str, begins: &str) {
        let at = text.find(at).unwrap();
        let found = reason(text, at, error);
        let shown = text.get(found.start..found.start + found.length).unwrap();
        assert_eq!(shown, pointed, "{text:?}");
        assert!(found.message.starts_with(begins), "{text:?}: {}", found.message);
    }

    #[test]
    fn says_what_an_author_can_mend() {
        let not_allowed = "mapping values are not allowed in this context at char 18 line 2 column 8";
        check("title Hope\nsummary: x\n", ": x", not_allowed, "title Hope", "this line has no colon");
        check("title:Hope\nsummary: x\n", ": x", not_allowed, "title:Hope", "this line has no colon");
        check("title: x\n  summary: y\n", ": y", not_allowed, "", "this line is indented");
        check("title: Hope: a\n", ": a", not_allowed, "Hope: a", "a value with");
        check("title: @home\n", "@", "unexpected character", "@home", "a value that begins with `@`");
        check("title: *Hope* is\n", "*", "unknown anchor", "*Hope* is", "a value that begins with `*`");
        check("a:\n\tb: c\n", "\t", "tab", "\t", "this line is indented with a tab");
        check("t: 'It's'\n", "s'", "invalid trailing content after single-quoted", "", "the value goes on");
        check("a: b\u{7}c\n", "\u{7}", "unexpected character", "\u{7}", "there is a control character");
        check("x", "x", "something new", "", "the YAML cannot be read");
    }
}
