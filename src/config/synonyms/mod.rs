//! What lay people type and what entries call it: a thesaurus of the field in English and Spanish,
//! so that a new library is found by its readers' own words from the first day. A rule does nothing
//! in a library that does not say what it means.
//!
//! `en.txt`, `es.txt`: one rule a line, `insomnia, sleepless -> sleep`; whoever types the left also
//! finds what says one of the right. A leading `!` marks words that no page may show, stigmatising
//! ones above all (the sources are those of the language check: ONDCP 2017, NIDA "Words Matter").

const ENGLISH: &str = include_str!("en.txt");
const SPANISH: &str = include_str!("es.txt");

/// One rule of the thesaurus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualSynonyms {
    /// What is typed: words or phrases.
    pub typed: Vec<&'static str>,
    /// What entries say.
    pub meant: Vec<&'static str>,
    /// Whether what is typed may be shown, as a correction of a misspelt word.
    pub shown: bool,
}

/// The rules for a language, given by its tag; none where there is no thesaurus.
pub fn usual_synonyms(language: &str) -> Vec<UsualSynonyms> {
    let text = match language.split('-').next() {
        Some("en") => ENGLISH,
        Some("es") => SPANISH,
        _ => "",
    };
    text.lines().filter_map(rule).collect()
}

fn rule(line: &'static str) -> Option<UsualSynonyms> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let (shown, line) = line.strip_prefix('!').map_or((true, line), |rest| (false, rest));
    let (typed, meant) = line.split_once("->")?;
    let list = |text: &'static str| text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    Some(UsualSynonyms { typed: list(typed), meant: list(meant), shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_rule() {
        for text in [ENGLISH, SPANISH] {
            for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let rule = rule(line);
                assert!(rule.is_some_and(|rule| !rule.typed.is_empty() && !rule.meant.is_empty()), "{line}");
            }
        }
        assert!(usual_synonyms("en-GB").len() > 40 && usual_synonyms("xx").is_empty());
    }
}
