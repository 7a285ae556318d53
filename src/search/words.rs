//! Text to words, by a rule that the script follows to the letter (`words` in `search.js`).
//!
//! Compatibility forms are folded (NFKC), letters made small, and every run of letters, digits and
//! marks is a word. Scripts without spaces give overlapping pairs of characters instead. An
//! apostrophe joins in English (`don't` is `dont`) and parts elsewhere (`l'eau` is `l`, `eau`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words longer than this, in UTF-16 units as the script counts, are no words: encoded data, keys.
const LONGEST: usize = 64;

/// Whether a character belongs to a script that puts no spaces between words (or, for Korean, none
/// between a word and its particles): Thai to Burmese, Khmer, kana, Han, Hangul.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Soft hyphens and characters of no width, which hide inside words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Calls `found` with every word of `text` in a language (a tag such as `en` or `pt-BR`).
pub(super) fn each_word(text: &str, language: &str, mut found: impl FnMut(&str)) {
    let joins = joins_apostrophe(language);
    let mut word = Word { text: String::new(), joins };
    // Nothing reaches across an ASCII space: neither normalisation nor a word.
    for chunk in text.split(|c: char| c.is_ascii_whitespace()) {
        if let Some(plain) = plain(chunk) {
            found(plain);
            continue;
        }
        if chunk.is_ascii() {
            for byte in chunk.bytes() {
                match byte {
                    b'a'..=b'z' | b'0'..=b'9' => word.text.push(byte as char),
                    b'A'..=b'Z' => word.text.push(byte.to_ascii_lowercase() as char),
                    b'\'' if joins => {}
                    _ => word.end(&mut found),
                }
            }
        } else {
            word.chunk(&chunk.nfkc().collect::<String>().to_lowercase(), &mut found);
        }
        word.end(&mut found);
    }
}

/// The one word of a chunk that needs no change, as most do: small ASCII letters and digits, with
/// nothing but signs around them, which make no words and join nothing there.
fn plain(chunk: &str) -> Option<&str> {
    let word = chunk.trim_matches(|c: char| c.is_ascii_punctuation());
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    ((1..=LONGEST).contains(&word.len()) && word.bytes().all(is_plain)).then_some(word)
}

/// Whether apostrophes join what stands beside them.
fn joins_apostrophe(language: &str) -> bool {
    super::stem::primary(language) == "en"
}

struct Word {
    text: String,
    joins: bool,
}

impl Word {
    fn chunk(&mut self, text: &str, found: &mut impl FnMut(&str)) {
        for c in text.chars() {
            if is_invisible(c) || (self.joins && matches!(c, '\'' | '’' | 'ʼ')) {
                continue;
            }
            if !matches!(c, 'ʼ') && (c.is_alphanumeric() || is_combining_mark(c)) {
                self.text.push(c);
            } else {
                self.end(found);
            }
        }
    }

    /// Gives what has been gathered, dense stretches as pairs.
    fn end(&mut self, found: &mut impl FnMut(&str)) {
        if self.text.is_empty() {
            return;
        }
        if self.text.is_ascii() {
            if self.text.len() <= LONGEST {
                found(&self.text);
            }
        } else {
            let mut rest = self.text.as_str();
            while let Some(first) = rest.chars().next() {
                let dense = is_dense(first);
                let end = rest.find(|c| is_dense(c) != dense).unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                if dense {
                    pairs(part, found);
                } else if part.encode_utf16().count() <= LONGEST {
                    found(part);
                }
                rest = after;
            }
        }
        self.text.clear();
    }
}

fn pairs(run: &str, found: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if starts.len() == 2 {
        found(run);
    }
    for pair in starts.windows(3) {
        if let [start, _, end] = pair {
            found(run.get(*start..*end).unwrap_or(""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, text: &str, expect: &str) {
        let mut words = Vec::new();
        each_word(text, language, |word| words.push(word.to_owned()));
        assert_eq!(words.join(" "), expect, "{text:?}");
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_marks() {
        check("en", "", "");
        check("en", "Twelve-step: it's 988!", "twelve step its 988");
        check("en", "don’t DON'T dont", "dont dont dont");
        check("fr", "l’eau, l'eau", "l eau l eau");
        check("es", "Recuperación ﬁn", "recuperación fin");
        check("en", "e\u{301}te\u{ad}co\u{200b}le", "étecole");
        check("en", "😀 </script> \u{2028}a", "script a");
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        check("ja", "回復コーチ", "回復 復コ コー ーチ");
        check("zh", "康A复", "康 a 复");
        check("th", "สุข", "สุ ุข");
        check("ar", "التعافي رحلة", "التعافي رحلة");
    }

    #[test]
    fn endless_words_are_dropped() {
        check("en", &"a".repeat(65), "");
        check("en", &"a".repeat(64), &"a".repeat(64));
        check("ru", &"я".repeat(65), "");
    }
}
