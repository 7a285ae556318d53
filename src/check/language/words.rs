use std::ops::Range;

use crate::config::fold;

/// A text taken apart into words, each with what parts it from the one before.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<Word>);

#[derive(Debug)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// In lower case, with a straight apostrophe.
    pub(super) folded: String,
    /// What stands between it and the word before.
    pub(super) gap: Gap,
    /// How it is written.
    pub(super) case: Case,
    /// Whether it is the first of its sentence.
    pub(super) begins: bool,
}

/// What parts two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space, or marks of quotation and emphasis.
    Space,
    /// A hyphen alone.
    Hyphen,
    /// A stroke alone, as in `and/or`.
    Stroke,
    /// A comma, a colon, a dash, a bracket.
    Pause,
    /// The end of a sentence.
    Stop,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Small,
    Capital,
    AllCapitals,
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] =
    &["dr", "mr", "mrs", "ms", "st", "vs", "etc", "eg", "ie", "e", "g", "i", "sr", "sra", "dra", "p", "ej"];

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut chars = text.char_indices().peekable();
        let mut last_end = 0;
        while let Some((start, c)) = chars.next() {
            if !is_letter(c) {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                let after = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                if is_letter(c) || (is_apostrophe(c) && after.is_some_and(is_letter)) {
                    end = at + c.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            let written = text.get(start..end).unwrap_or("");
            let gap = gap(text.get(last_end..start).unwrap_or(""), words.last());
            last_end = end;
            words.push(Word {
                range: start..end,
                folded: fold(written),
                gap,
                case: case(written),
                begins: words.is_empty() || gap == Gap::Stop,
            });
        }
        Self(words)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Word> {
        self.0.get(at)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Word> + ExactSizeIterator {
        self.0.iter()
    }

    /// The words' bytes in the text.
    pub(super) fn range(&self, words: &Range<usize>) -> Range<usize> {
        let start = self.get(words.start).map_or(0, |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.get(last)).map_or(start, |word| word.range.end);
        start..end.max(start)
    }

    /// The first word that begins at or after a byte of the text.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|word| word.range.start < byte)
    }
}

impl Word {
    /// The word without a possessive `'s`: whose it is, or `is` and `has` cut short.
    pub(super) fn stem(&self) -> &str {
        self.folded.strip_suffix("'s").unwrap_or(&self.folded)
    }
}

fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { Case::AllCapitals } else { Case::Capital }
        }
        _ => Case::Small,
    }
}

fn gap(between: &str, before: Option<&Word>) -> Gap {
    let shown = || {
        between.chars().filter(|c| {
            !c.is_whitespace() && !matches!(c, '*' | '_' | '"' | '\'' | '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›')
        })
    };
    let spaced = between.contains(char::is_whitespace);
    let is_short = before.is_some_and(|word| ABBREVIATIONS.contains(&word.folded.as_str()));
    let shown = || shown().filter(|c| *c != '.' || !is_short);
    let ends = |c: char| matches!(c, '!' | '?' | '…' | '¡' | '¿' | '\u{3002}') || (spaced && c == '.');
    if shown().any(ends) {
        return Gap::Stop;
    }
    let mut rest = shown();
    match (rest.next(), rest.next()) {
        (None, _) => Gap::Space,
        (Some('-' | '\u{2010}' | '\u{2011}'), None) if !spaced => Gap::Hyphen,
        (Some('/'), None) => Gap::Stroke,
        _ => Gap::Pause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mark = |gap| match gap {
            Gap::Space => " ",
            Gap::Hyphen => "-",
            Gap::Stroke => "/",
            Gap::Pause => ",",
            Gap::Stop => "|",
        };
        let words = Words::of(text);
        let shown: Vec<String> = words.iter().map(|word| format!("{}{}", mark(word.gap), word.folded)).collect();
        assert_eq!(shown.concat(), expected, "{text:?}");
    }

    #[test]
    fn words_and_what_parts_them() {
        check("An addict’s ex-wife. She left", " an addict's-ex-wife|she left".replace("-ex", " ex").as_str());
        check("heroin/crack, and “so” on", " heroin/crack,and so on");
        check("Dr. Lee… No", " dr lee|no");
        check("addicts' (all)", " addicts,all");
        check("", "");
    }
}
