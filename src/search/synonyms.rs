//! Words that lead to entries which say it otherwise. They are folded into the postings when the
//! index is built, so that a search pays nothing for them and never shows them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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

/// Words of the thesaurus that no page may show, not even as the correction of a misspelt one.
pub(super) fn silent(synonyms: &[Synonym], language: &str) -> BTreeSet<String> {
    let mut silent = BTreeSet::new();
    for synonym in synonyms.iter().filter(|synonym| synonym.usual && !synonym.shown) {
        let mut words = Vec::new();
        each_word(&synonym.typed, language, |word| words.push(word.to_owned()));
        if let [word] = words.as_slice() {
            silent.insert(word.clone());
        }
    }
    silent
}

/// Entries into which a rule of the thesaurus is folded: those that say most of what is meant.
const MOST_OF_A_USUAL_RULE: usize = 6;

/// Adds to the documents' impacts (by term number) those of the synonyms of their words. `terms` are
/// all terms of the index, those of the rules among them. Gives the words that find something by it
/// and may be shown as corrections, each with its term. Costs a pass over the impacts, and for each
/// rule one over the documents that have one of its words.
pub(super) fn fold(
    impacts: &mut [Vec<Impact>],
    rules: &[Rule],
    terms: &[String],
    weigher: &Weigher,
) -> Vec<(String, u32)> {
    let resolved = resolved(rules, terms, weigher, impacts.len());
    let wanted = resolved.iter().flat_map(|(_, _, meant)| meant.iter().map(|(term, _)| *term));
    let lists = lists(impacts, wanted.collect());
    let mut tally = vec![Tally::default(); impacts.len()];
    let mut added: BTreeMap<u32, Vec<Folded>> = BTreeMap::new();
    let mut words = Vec::new();
    for (rule, typed, meant) in &resolved {
        let mut found = says(meant, &lists, &mut tally);
        if rule.usual && found.len() > MOST_OF_A_USUAL_RULE {
            found.sort_unstable();
            found.truncate(MOST_OF_A_USUAL_RULE);
        }
        if !found.is_empty() {
            words.extend(rule.word.clone().map(|word| (word, *typed)));
            added.entry(*typed).or_default().extend(found);
        }
    }
    for (term, mut found) in added {
        // The best of several rules counts.
        found.sort_unstable_by_key(|(level, document, title)| (*document, *level, !*title));
        found.dedup_by_key(|(_, document, _)| *document);
        for (Reverse(level), document, title) in found {
            let Some(row) = impacts.get_mut(document as usize) else { continue };
            match row.binary_search_by_key(&term, |own| own.term) {
                // cannot fail: found there
                Ok(at) => row[at].level = row[at].level.max(level),
                Err(at) => row.insert(at, Impact { term, level, title }),
            }
        }
    }
    words
}

/// A document into which a synonym is folded: its level, its index, whether its title says it.
type Folded = (Reverse<u8>, u32, bool);

/// A rule with the number of what is typed, and of each meant word with how much it tells.
type Resolved<'a> = (&'a Rule, u32, Vec<(u32, f32)>);

/// The rules all of whose meant words the index knows.
fn resolved<'a>(rules: &'a [Rule], terms: &[String], weigher: &Weigher, documents: usize) -> Vec<Resolved<'a>> {
    let number = |term: &str| terms.binary_search_by(|have| script_order(have, term)).ok().map(|at| at as u32);
    // Where a library itself says what is typed, the thesaurus would only water that down.
    let hardly = (documents / 200).max(5) as u32;
    let resolve = |rule: &'a Rule| {
        let typed = number(&rule.typed).filter(|term| !rule.usual || weigher.having(*term) <= hardly)?;
        let meant = rule.meant.iter().map(|stem| {
            let term = number(stem).filter(|term| weigher.having(*term) > 0)?;
            Some((term, weigher.telling(term)))
        });
        Some((rule, typed, meant.collect::<Option<Vec<_>>>()?))
    };
    rules.iter().filter_map(resolve).collect()
}

/// The documents of each wanted term: index, level, and whether it stands in the title.
fn lists(impacts: &[Vec<Impact>], wanted: BTreeSet<u32>) -> BTreeMap<u32, Vec<(u32, u8, bool)>> {
    let mut is_wanted = vec![false; wanted.last().map_or(0, |last| *last as usize + 1)];
    for term in &wanted {
        // cannot fail: as long as the greatest is great
        is_wanted[*term as usize] = true;
    }
    let mut lists: BTreeMap<u32, Vec<(u32, u8, bool)>> = BTreeMap::new();
    for (document, row) in (0u32..).zip(impacts) {
        let own = row.iter().filter(|impact| is_wanted.get(impact.term as usize) == Some(&true));
        for impact in own {
            lists.entry(impact.term).or_default().push((document, impact.level, impact.title));
        }
    }
    lists
}

/// What a document has of a phrase.
#[derive(Clone, Copy, Default)]
struct Tally {
    have: f32,
    sum: f32,
    words: u32,
    titles: u32,
}

/// The documents that say what is meant, with the mean of its words' levels, each by how much it
/// tells. `tally` is one a document, empty before and after.
fn says(meant: &[(u32, f32)], lists: &BTreeMap<u32, Vec<(u32, u8, bool)>>, tally: &mut [Tally]) -> Vec<Folded> {
    let mut touched = Vec::new();
    for (term, telling) in meant {
        for &(document, level, title) in lists.get(term).into_iter().flatten() {
            let Some(tally) = tally.get_mut(document as usize) else { continue };
            if tally.words == 0 {
                touched.push(document);
            }
            tally.have += telling;
            tally.sum += telling * f32::from(level);
            tally.words += 1;
            tally.titles += u32::from(title);
        }
    }
    let all: f32 = meant.iter().map(|(_, telling)| telling).sum();
    let mut found = Vec::new();
    for document in touched {
        let tally = tally.get_mut(document as usize).map(std::mem::take).unwrap_or_default();
        if tally.have > 0.0 && tally.have >= TELLING * all {
            let level = libm::roundf(tally.sum / all * SHARE as f32 / 100.0) as u8;
            found.push((Reverse(level.max(1)), document, tally.titles as usize == meant.len()));
        }
    }
    found
}
