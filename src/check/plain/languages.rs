//! Passages in another language than the entry's that do not say so: a screen reader would read them with
//! the wrong voice (WCAG 2.2, 3.1.2). What is found is certain rather than complete.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Page;
use super::function_words::{LANGUAGES, ListedWords, bit};
use crate::config::is_language_code;
use crate::diag::{Code, Diagnostic};
use crate::syntax::Passage;
use crate::text::Span;

/// Words of a passage below which it may be a title, a name or a saying.
const FEWEST: usize = 10;
/// Words of a passage that are looked at.
const MOST: usize = 80;
/// Percentage of a passage's words that must be function words of the other language and not of its own.
const SHARE: usize = 18;
/// How many different ones there must be that stand in no names.
const DIFFERENT: usize = 3;
/// Letters of another script that make a passage of it.
const LETTERS: usize = 30;

pub(super) fn check(page: &mut Page<'_>) {
    let path = page.entry.path();
    for tag in &page.passages.languages {
        if !is_language_code(&tag.value) {
            let message = format!("`{}` is not the code of a language", tag.value);
            let complaint = Diagnostic::new(Code::LanguageInvalid, path, tag.span, message);
            page.complaints
                .push(complaint.help("two or three letters: es for Spanish, pt-BR for Portuguese as in Brazil"));
        }
    }
    let own = page.entry.lang.primary();
    for passage in page.passages.passages.iter().filter(|passage| passage.lang.is_none()) {
        for (span, name, code) in foreign(passage, own, page.listed) {
            let message = format!("this passage is in {name}, and nothing tells a screen reader so");
            let help = format!(
                "put it between `:::lang {code}` and `:::`, or within a line into <span lang=\"{code}\">…</span>"
            );
            page.complaints.push(Diagnostic::new(Code::LanguageUnmarked, path, span, message).help(help));
        }
    }
}

/// The passage where all of it is in another language, else its sentences that are; each with the name and
/// code of the language.
fn foreign(passage: &Passage, own: &str, listed: &ListedWords) -> Vec<(Span, &'static str, &'static str)> {
    let text = passage.text.as_str();
    if text.is_ascii() && text.len() < FEWEST * 3 {
        return Vec::new();
    }
    let script = other_script(passage, own);
    let Some(own) = bit(own).filter(|_| script.is_none()) else {
        return script.into_iter().map(|(name, code)| (passage.span, name, code)).collect();
    };
    if let Some((name, code)) = other_language(passage, 0..text.len(), own, listed) {
        return vec![(passage.span, name, code)];
    }
    // A sentence within others: without a letter that is not ASCII there is hardly one, and most are passed by.
    if !text.bytes().any(is_of_letter) {
        return Vec::new();
    }
    let found = sentences(text).filter_map(|range| {
        let (name, code) = other_language(passage, range.clone(), own, listed)?;
        Some((passage.place(range), name, code))
    });
    found.collect()
}

/// Whether a byte begins a letter that is not ASCII: the signs of Latin-1 begin with C2, dashes and quotation
/// marks with E2.
fn is_of_letter(byte: u8) -> bool {
    matches!(byte, 0xC3..=0xE1 | 0xE3..=0xF4)
}

/// Stretches between signs that end a sentence or part what is quoted, without white space around them.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let signs =
        |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '“' | '”' | '«' | '»' | '"' | '(' | ')' | '\n');
    let mut start = 0;
    text.split(signs).filter_map(move |part| {
        let range = start + part.len() - part.trim_start().len()..start + part.trim_end().len();
        start += part.len();
        start += text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (range.len() >= FEWEST * 3).then_some(range)
    })
}

/// Name and code of the language that a part of a passage is in, where that is certain and not `own`.
fn other_language(
    passage: &Passage,
    part: Range<usize>,
    own: u16,
    listed: &ListedWords,
) -> Option<(&'static str, &'static str)> {
    let text = passage.text.get(part.clone())?;
    let mut tally = Tally::default();
    for (at, word) in words_of(text).filter(|(at, _)| !passage.is_apart(part.start + at)).take(MOST) {
        // Most passages are what they ought to be, which the first line or two tell.
        if tally.words == 16 && tally.own >= 6 {
            return None;
        }
        tally.add(listed.mask(word), own, text.get(at..at + word.len()).unwrap_or(""));
    }
    tally.certain(own).and_then(|number| LANGUAGES.get(number)).map(|(code, name, _)| (*name, *code))
}

/// Small words that stand in names too, and so tell less: María de la Cruz y Soto, Ludwig van der Velde.
const IN_NAMES: [&str; 24] = [
    "de", "la", "los", "las", "del", "y", "el", "da", "do", "dos", "das", "e", "di", "della", "van", "der", "den",
    "von", "zu", "le", "les", "du", "des", "i",
];

/// What was counted in a text.
#[derive(Default)]
struct Tally<'a> {
    words: usize,
    /// Function words of the entry's language.
    own: usize,
    /// For each language, its function words that the entry's does not have, and those that the entry's has
    /// and it does not.
    counts: [(usize, usize); LANGUAGES.len()],
    /// For each language, the different ones among its own that stand in no names.
    different: [BTreeSet<&'a str>; LANGUAGES.len()],
}

impl<'a> Tally<'a> {
    fn add(&mut self, mask: u16, own: u16, word: &'a str) {
        self.words += 1;
        self.own += usize::from(mask & own != 0);
        if mask == 0 {
            return;
        }
        let is_named = IN_NAMES.contains(&word);
        for (number, (count, against)) in self.counts.iter_mut().enumerate() {
            let has = mask & (1 << number) != 0;
            *count += usize::from(has && mask & own == 0);
            *against += usize::from(!has && mask & own != 0);
            if let Some(different) = self.different.get_mut(number).filter(|_| has && mask & own == 0 && !is_named) {
                different.insert(word);
            }
        }
    }

    /// The number of the language that the text is in, where there is no doubt.
    fn certain(&self, own: u16) -> Option<usize> {
        let others = self.counts.iter().enumerate().filter(|(number, _)| own & (1 << number) == 0);
        let (number, (count, against)) = others.max_by_key(|(number, (count, _))| (*count, usize::MAX - number))?;
        let is_certain = self.words >= FEWEST
            && count * 100 >= self.words * SHARE
            && against * 8 <= *count
            && self.different.get(number).is_some_and(|different| different.len() >= DIFFERENT);
        is_certain.then_some(number)
    }
}

/// The words of a text, each with its place.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at;
        at +=
            word.len() + text.get(start + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        word.starts_with(char::is_alphabetic).then_some((start, word))
    })
}

/// A script, the code and name of a language to name it by, and the languages that are written in it.
type Script = (fn(char) -> bool, &'static str, &'static str, &'static [&'static str]);

const SCRIPTS: &[Script] = &[
    (
        |c| matches!(c as u32, 0x0400..=0x052F),
        "a language in Cyrillic script",
        "ru",
        &["ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "bs", "tt", "ba", "uz", "az"],
    ),
    (|c| matches!(c as u32, 0x0370..=0x03FF | 0x1F00..=0x1FFF), "Greek", "el", &["el", "grc"]),
    (
        |c| matches!(c as u32, 0x0600..=0x06FF | 0x0750..=0x077F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE),
        "a language in Arabic script",
        "ar",
        &["ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ku", "ks", "pa", "az", "uz", "kk", "ms", "ha", "prs"],
    ),
    (|c| matches!(c as u32, 0x0590..=0x05FF), "Hebrew", "he", &["he", "yi", "lad"]),
    (
        |c| matches!(c as u32, 0x0900..=0x097F),
        "a language in Devanagari script",
        "hi",
        &["hi", "mr", "ne", "sa", "mai", "kok", "sd", "ks"],
    ),
    (
        |c| matches!(c as u32, 0x3040..=0x30FF | 0x4E00..=0x9FFF | 0x3400..=0x4DBF),
        "Chinese or Japanese",
        "zh",
        &["zh", "ja", "ko", "yue", "wuu", "nan", "hak", "cmn"],
    ),
    (|c| matches!(c as u32, 0xAC00..=0xD7A3), "Korean", "ko", &["ko"]),
    (|c| matches!(c as u32, 0x0E00..=0x0E7F), "Thai", "th", &["th"]),
];

/// Languages that are written in Latin letters, as far as one can be sure.
const LATIN: &[&str] = &[
    "en", "es", "fr", "de", "pt", "it", "nl", "ca", "gl", "eu", "pl", "cs", "sk", "sl", "hr", "ro", "hu", "fi", "sv",
    "da", "nb", "nn", "no", "is", "et", "lv", "lt", "sq", "tr", "id", "vi", "sw", "so", "tl", "cy", "ga", "gd", "af",
    "zu", "xh", "ht",
];

/// The language of a script that nearly all letters of a passage are of, where `own` is not written in it.
fn other_script(passage: &Passage, own: &str) -> Option<(&'static str, &'static str)> {
    if !passage.text.bytes().any(|byte| is_of_letter(byte) && byte > 0xCC) {
        return None;
    }
    let written_in = |script: &&Script| script.3.contains(&own);
    if !LATIN.contains(&own) && !SCRIPTS.iter().any(|script| written_in(&script)) {
        return None;
    }
    let letters = || passage.text.char_indices().filter(|(at, c)| c.is_alphabetic() && !passage.is_apart(*at));
    let all = letters().count();
    let (is_letter, name, code, _) = SCRIPTS
        .iter()
        .find(|script| !written_in(script) && letters().filter(|(_, c)| (script.0)(*c)).count() * 10 > all * 7)?;
    let dense = matches!(*code, "zh" | "ko" | "th");
    let found = letters().filter(|(_, c)| is_letter(*c)).count();
    (found >= if dense { LETTERS / 2 } else { LETTERS }).then_some((name, code))
}
