//! Words that lead to entries which say it otherwise. They are folded into the postings when the
//! index is built, so that a search pays nothing for them and never shows them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::document::Synonym;
use super::impacts::Impact;
use super::stem::Terms;
use super::vocabulary::script_order;
use super::weights::Weigher;
use super::words::each_word;

/// Between the stems of a phrase that is a term of its own, which stands in the shard of its first
/// stem; no word holds it.
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
    /// Whether it is of the thesaurus, not of the site's own.
    usual: bool,
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
    let mut rules: BTreeMap<(String, Vec<String>), (Option<String>, bool)> = BTreeMap::new();
    for synonym in synonyms {
        let words_typed = words(&synonym.typed);
        let (typed, meant) = (stems(&words_typed), stems(&words(&synonym.meant)));
        if !typed.is_empty() && !meant.is_empty() && typed != meant {
            let word = words_typed.into_iter().next().filter(|_| synonym.shown && typed.len() == 1);
            rules.insert((typed.join(&JOINT.to_string()), meant), (word, synonym.usual));
        }
    }
    rules.into_iter().map(|((typed, meant), (word, usual))| Rule { typed, meant, word, usual }).collect()
}

/// Entries into which a rule of the thesaurus is folded: those that say most of what is meant.
const MOST_OF_A_USUAL_RULE: usize = 12;

/// Adds to the documents' impacts (by term number) those of the synonyms of their words. `terms` are
/// all terms of the index, those of the rules among them. Gives the words that find something by it
/// and may be shown as corrections, each with its term.
pub(super) fn fold(
    impacts: &mut [Vec<Impact>],
    rules: &[Rule],
    terms: &[String],
    weigher: &Weigher,
) -> Vec<(String, u32)> {
    let number = |term: &str| terms.binary_search_by(|have| script_order(have, term)).ok().map(|at| at as u32);
    // Where a library itself says what is typed, the thesaurus would only water that down.
    let hardly = (impacts.len() / 200).max(5) as u32;
    let mut added: BTreeMap<u32, Vec<(Reverse<u8>, usize, bool)>> = BTreeMap::new();
    let mut words = Vec::new();
    for rule in rules {
        let Some(typed) = number(&rule.typed).filter(|term| !rule.usual || weigher.having(*term) <= hardly) else {
            continue;
        };
        let meant = rule.meant.iter().map(|stem| number(stem).map(|term| (term, weigher.telling(term))));
        let Some(meant) = meant.collect::<Option<Vec<_>>>() else { continue };
        let mut found: Vec<(Reverse<u8>, usize, bool)> = Vec::new();
        for (document, row) in impacts.iter().enumerate() {
            found.extend(impact(row, &meant).map(|(level, title)| (Reverse(level), document, title)));
        }
        if rule.usual && found.len() > MOST_OF_A_USUAL_RULE {
            found.sort_unstable();
            found.truncate(MOST_OF_A_USUAL_RULE);
        }
        if !found.is_empty() {
            words.extend(rule.word.clone().map(|word| (word, typed)));
            added.entry(typed).or_default().extend(found);
        }
    }
    for (term, mut found) in added {
        // The best of several rules counts.
        found.sort_unstable_by_key(|(level, document, title)| (*document, *level, !*title));
        found.dedup_by_key(|(_, document, _)| *document);
        for (Reverse(level), document, title) in found {
            let Some(row) = impacts.get_mut(document) else { continue };
            match row.binary_search_by_key(&term, |own| own.term) {
                // cannot fail: found there
                Ok(at) => row[at].level = row[at].level.max(level),
                Err(at) => row.insert(at, Impact { term, level, title }),
            }
        }
    }
    words
}

/// What a document that says `meant` counts for `typed`: the mean of its words' levels, each by how
/// much it tells.
fn impact(row: &[Impact], meant: &[(u32, f32)]) -> Option<(u8, bool)> {
    let (mut all, mut have, mut sum, mut title) = (0.0, 0.0, 0.0, true);
    for &(term, telling) in meant {
        all += telling;
        if let Ok(at) = row.binary_search_by_key(&term, |own| own.term) {
            have += telling;
            // cannot fail: found there
            let impact = row[at];
            sum += telling * f32::from(impact.level);
            title &= impact.title;
        } else {
            title = false;
        }
    }
    if have < TELLING * all || have <= 0.0 {
        return None;
    }
    let level = libm::roundf(sum / all * SHARE as f32 / 100.0) as u8;
    Some((level.max(1), title))
}
