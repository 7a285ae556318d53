use std::ops::Range;

use regex::{Regex, RegexBuilder};

/// Bytes that a pattern may take once it is compiled.
const LARGEST: usize = 1 << 20;
/// Bytes of text that a pattern is held against at a time. One search is linear, but many that find
/// nothing much could begin anew from every character: so the text is bounded.
const AT_A_TIME: usize = 1000;

/// A regular expression of a word list. The engine is linear whatever the pattern (no looking back,
/// no references), and a compiled pattern has a largest size.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern; capitals and small letters are one.
    ///
    /// # Errors
    /// What is wrong in a sentence, and what to do.
    pub fn parse(text: &str) -> Result<Self, (String, String)> {
        let built = RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
        match built {
            Ok(pattern) if pattern.is_match("") => Err((
                "this pattern also finds nothing at all".to_owned(),
                "say at least one letter that must be there".to_owned(),
            )),
            Ok(pattern) => Ok(Self(pattern)),
            Err(regex::Error::CompiledTooBig(_)) => Err((
                "this pattern grows too large".to_owned(),
                "say fewer repeats (`{1000}`), or several patterns in rows of their own".to_owned(),
            )),
            Err(error) => {
                Err((format!("this pattern cannot be read: {}", reason(&error.to_string())), HELP.to_owned()))
            }
        }
    }

    /// Where it is found in a text, first to last. The text is looked at in parts of about a thousand
    /// bytes, cut between words, so that a long one costs its length; what begins in one part may go
    /// on to the end of the next.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < text.len() {
            let end = part_end(text, from);
            let window = text.get(..part_end(text, end)).unwrap_or(text);
            let mut at = from;
            while let Some(one) = self.0.find_at(window, at).filter(|one| one.start() < end) {
                at = one.end();
                match one.is_empty() {
                    // On to the next character, so that the search goes on.
                    true => at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
                    false => found.push(one.range()),
                }
                if at > window.len() {
                    break;
                }
            }
            from = end.max(at);
        }
        found
    }
}

const HELP: &str = "patterns are regular expressions without looking back or ahead: \\b is the edge of a word";

/// Where the part that begins at `from` ends: after a space, if there is any.
fn part_end(text: &str, from: usize) -> usize {
    let mut end = (from + AT_A_TIME).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if end == text.len() {
        return end;
    }
    text.get(from..end).and_then(|part| part.rfind(' ')).map_or(end, |space| from + space + 1)
}

/// The last line of the engine's message, which says what is wrong.
fn reason(message: &str) -> &str {
    let last = message.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_linear_and_bounded() {
        let slow = Pattern::parse("(a+)+$").unwrap();
        assert!(!slow.find(&"a".repeat(100_000)).is_empty());
        assert!(Pattern::parse("(").is_err_and(|(message, _)| message.contains("unclosed group")));
        assert!(Pattern::parse("(\\w{500}){500}").is_err_and(|(message, _)| message.contains("large")));
        assert!(Pattern::parse("a*").is_err());
        assert!(Pattern::parse("(?=a)").is_err());
        let found = Pattern::parse("relaps\\w+").unwrap().find(&"one relapsed ".repeat(500));
        assert_eq!(found.len(), 500);
    }
}
