//! Passages in another language than the entry's that do not say so: a screen reader would read them with
//! the wrong voice (WCAG 2.2, 3.1.2). What is found is certain rather than complete.

use std::collections::BTreeSet;

use super::Page;
use super::function_words::{LANGUAGES, ListedWords, bit};
use crate::config::is_language_code;
use crate::diag::{Code, Diagnostic};
use crate::syntax::Passage;

/// Words of a passage below which it may be a title, a name or a saying.
const FEWEST: usize = 10;
/// Words of a passage that are looked at.
const MOST: usize = 80;
/// Share of a passage's words that must be function words of the other language and not of its own.
const SHARE: f32 = 0.18;
/// How many different ones there must be.
const DIFFERENT: usize = 4;
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
        let Some((name, code)) = other_language(passage, own, page.listed) else { continue };
        let message = format!("this passage is in {name}, and nothing tells a screen reader so");
        let help =
            format!("put it between `:::lang {code}` and `:::`, or within a line into <span lang=\"{code}\">…</span>");
        page.complaints.push(Diagnostic::new(Code::LanguageUnmarked, path, passage.span, message).help(help));
    }
}

/// Name and code of the language that a passage is in, where that is certain and not `own`.
fn other_language(passage: &Passage, own: &str, listed: &ListedWords) -> Option<(&'static str, &'static str)> {
    if passage.text.is_ascii() && passage.text.len() < FEWEST * 3 {
        return None;
    }
    if let Some(script) = other_script(passage, own) {
        return Some(script);
    }
    let own = bit(own)?;
    let mut words = 0;
    let mut own_words = 0;
    let mut counts = [0_usize; LANGUAGES.len()];
    let mut different: [BTreeSet<&str>; LANGUAGES.len()] = Default::default();
    for (at, word) in words_of(&passage.text).filter(|(at, _)| !passage.is_apart(*at)).take(MOST) {
        words += 1;
        // Most passages are what they ought to be, which the first line or two tell.
        if words == 16 && own_words >= 6 {
            return None;
        }
        let mask = listed.mask(word);
        if mask & own != 0 {
            own_words += 1;
            continue;
        }
        for (number, count) in counts.iter_mut().enumerate().filter(|(number, _)| mask & (1 << number) != 0) {
            *count += 1;
            if let Some(different) = different.get_mut(number) {
                different.insert(passage.text.get(at..at + word.len()).unwrap_or(""));
            }
        }
    }
    let (number, count) =
        counts.iter().copied().enumerate().max_by_key(|(number, count)| (*count, usize::MAX - number))?;
    let certain = words >= FEWEST
        && count as f32 >= words as f32 * SHARE
        && count * 2 >= own_words
        && different.get(number).is_some_and(|different| different.len() >= DIFFERENT);
    LANGUAGES.get(number).filter(|_| certain).map(|(code, name, _)| (*name, *code))
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
    if passage.text.is_ascii() {
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
