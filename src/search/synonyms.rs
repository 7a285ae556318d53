//! Words that lead to entries which say it otherwise. They are folded into the postings when the
//! index is built, so that a search pays nothing for them and never shows them.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Synonym;
use super::impacts::Impact;
use super::stem::Terms;
use super::vocabulary::script_order;
use super::weights::Weigher;
use super::words::each_word;

/// Between the stems of a phrase that is a term of its own; no word holds it.
pub(super) const JOINT: char = '_';
/// Share of a posting's level that a synonym gets, in hundredths: the entry's own words count more.
const SHARE: u32 = 90;
/// Share of an entry's words a meant phrase must at least have, by how much they tell: words as
/// common as "for" may be missing.
const TELLING: f32 = 0.75;

/// One synonym as terms.
pub(super) struct Rule {
    /// The term that is looked for: a stem, or several with [`JOINT`] between.
    pub(super) typed: String,
    /// The stems that entries have.
    meant: Vec<String>,
    /// What is typed, where it is one word that may be shown.
    word: Option<String>,
}

/// The rules of a language, each once, in an order of their own. What leads to itself is left out.
pub(super) fn rules(synonyms: &[Synonym], language: &str) -> Vec<Rule> {
    let terms = Terms::of(language);
    let words = |text: &str| {
        let mut words = Vec::new();
        each_word(text, language, |word| words.push(word.to_owned()));
        words
    };
    let stems = |words: &[String]| words.iter().map(|word| terms.term(word).into_owned()).collect::<Vec<_>>();
    let mut rules: BTreeMap<(String, Vec<String>), Option<String>> = BTreeMap::new();
    for synonym in synonyms {
        let words_typed = words(&synonym.typed);
        let (typed, meant) = (stems(&words_typed), stems(&words(&synonym.meant)));
        if !typed.is_empty() && !meant.is_empty() && typed != meant {
            let word = words_typed.into_iter().next().filter(|_| synonym.shown && typed.len() == 1);
            rules.insert((typed.join(&JOINT.to_string()), meant), word);
        }
    }
    rules.into_iter().map(|((typed, meant), word)| Rule { typed, meant, word }).collect()
}

/// What came of the rules in one library.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// Terms of phrases that find something, sorted; the script has to look for them as one.
    pub(super) phrases: Vec<String>,
    /// Words that find something and may be shown as corrections, each with its term.
    pub(super) words: Vec<(String, u32)>,
}

/// Adds to every document's impacts (by term number) those of the synonyms of its words. `terms`
/// are all terms of the index, those of the rules among them.
pub(super) fn fold(impacts: &mut [Vec<Impact>], rules: &[Rule], terms: &[String], weigher: &Weigher) -> Folded {
    let number = |term: &str| terms.binary_search_by(|have| script_order(have, term)).ok().map(|at| at as u32);
    let resolved: Vec<(u32, Vec<(u32, f32)>)> = rules
        .iter()
        .filter_map(|rule| {
            let meant = rule.meant.iter().map(|stem| number(stem).map(|term| (term, weigher.telling(term))));
            Some((number(&rule.typed)?, meant.collect::<Option<Vec<_>>>()?))
        })
        .collect();
    let mut found = BTreeSet::new();
    for row in impacts {
        let mut added: BTreeMap<u32, Impact> = BTreeMap::new();
        for (typed, meant) in &resolved {
            let Some(impact) = impact(row, *typed, meant) else { continue };
            let best = added.entry(*typed).or_insert(impact);
            if impact.level > best.level {
                *best = Impact { title: best.title || impact.title, ..impact };
            }
        }
        for (term, impact) in added {
            found.insert(term);
            match row.binary_search_by_key(&term, |own| own.term) {
                Ok(at) => row[at].level = row[at].level.max(impact.level),
                Err(at) => row.insert(at, impact),
            }
        }
    }
    let mut folded = Folded::default();
    for rule in rules {
        let Some(term) = number(&rule.typed).filter(|term| found.contains(term)) else { continue };
        if rule.typed.contains(JOINT) && folded.phrases.last() != Some(&rule.typed) {
            folded.phrases.push(rule.typed.clone());
        }
        folded.words.extend(rule.word.clone().map(|word| (word, term)));
    }
    folded
}

/// What a document that says `meant` counts for `typed`: the mean of its words' levels, each by how
/// much it tells.
fn impact(row: &[Impact], typed: u32, meant: &[(u32, f32)]) -> Option<Impact> {
    let (mut all, mut have, mut sum, mut title) = (0.0, 0.0, 0.0, true);
    for &(term, telling) in meant {
        all += telling;
        if let Ok(at) = row.binary_search_by_key(&term, |own| own.term) {
            have += telling;
            sum += telling * f32::from(row[at].level);
            title &= row[at].title;
        } else {
            title = false;
        }
    }
    if have < TELLING * all || have <= 0.0 {
        return None;
    }
    let level = libm::roundf(sum / all * SHARE as f32 / 100.0) as u8;
    Some(Impact { term: typed, level: level.max(1), title })
}
