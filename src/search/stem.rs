//! Words to index terms. Only languages whose stemmer the script has as well are stemmed, so that
//! both sides agree; in any other, a word is its own term.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// The language part of a tag: `pt` of `pt-BR`, in lower case.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

/// Turns the words of one language into terms.
pub(super) struct Terms {
    stemmer: Option<Stemmer>,
    name: &'static str,
    arabic: bool,
}

impl Terms {
    /// The terms of a language given by its tag.
    pub(super) fn of(language: &str) -> Self {
        let (name, algorithm) = match primary(language).as_str() {
            "en" => ("en", Some(Algorithm::English)),
            "es" => ("es", Some(Algorithm::Spanish)),
            _ => ("", None),
        };
        Self { stemmer: algorithm.map(Stemmer::create), name, arabic: primary(language) == "ar" }
    }

    /// The name of the script's stemmer (`stem-<name>.js`), empty where words are left as they are.
    pub(super) fn stemmer_name(&self) -> &'static str {
        self.name
    }

    /// The term of a word: its stem without accents.
    pub(super) fn term<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let stem = match &self.stemmer {
            Some(stemmer) => stemmer.stem(word),
            None => Cow::Borrowed(word),
        };
        match stem.is_ascii() {
            true => stem,
            false if self.arabic => Cow::Owned(without_article(&fold(&stem)).to_owned()),
            false => Cow::Owned(fold(&stem)),
        }
    }
}

/// An Arabic word without "and" and the article, which are written as one with it (النوم, والنوم),
/// as long as three letters are left.
fn without_article(word: &str) -> &str {
    for and in ["و", ""] {
        for article in ["بال", "كال", "فال", "ال", "لل", ""] {
            let rest = word.strip_prefix(and).and_then(|rest| rest.strip_prefix(article));
            if let Some(rest) = rest.filter(|rest| rest.chars().take(3).filter(|c| c.is_alphabetic()).count() == 3) {
                return rest;
            }
        }
    }
    word
}

/// The text without accents, Hebrew points, Arabic vowel signs and the Arabic stretching mark.
pub(super) fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|&c| {
        !matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
    });
    plain.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, word: &str, term: &str) {
        assert_eq!(Terms::of(language).term(word), term);
    }

    /// Every line is a word and its term; the script's stemmers are held against the same lists in
    /// `tests/browser/stems.test.js`. `WRITE_STEMS=1` writes the terms anew.
    fn check_list(language: &str, name: &str) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search").join(name);
        let list = std::fs::read_to_string(&path).unwrap();
        let terms = Terms::of(language);
        let lines = list.lines().map(|line| line.split(' ').next().unwrap_or(""));
        let fresh: String = lines.map(|word| format!("{word} {}\n", terms.term(word))).collect();
        if std::env::var_os("WRITE_STEMS").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let wrong: Vec<(&str, &str)> = list.lines().zip(fresh.lines()).filter(|(a, b)| a != b).take(10).collect();
        assert!(wrong.is_empty() && list.lines().count() > 5_000, "listed and found: {wrong:#?}");
    }

    #[test]
    #[allow(clippy::disallowed_methods)] // a list of the project itself
    fn stems_are_those_of_the_shared_lists() {
        check_list("en", "stems-en.txt");
        check_list("es", "stems-es.txt");
    }

    #[test]
    fn languages_with_a_stemmer_are_stemmed_and_all_lose_accents() {
        check("en-GB", "housing", "hous");
        check("en", "naïve", "naiv");
        check("es", "recuperación", "recuper");
        check("pl", "zdrowie", "zdrowie");
        check("ar", "مُدَرِّب", "مدرب");
        check("ar", "والنوم", "نوم");
        check("ar", "وتنفس", "تنفس");
        check("ar", "وقت", "وقت");
        check("xx", "Ω", "Ω");
        check("", "回復", "回復");
    }
}
