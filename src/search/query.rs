//! Answers a query from an index, as `search.js` does, to the letter: the same ten in the same order.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Found, Index, Postings};
use super::slips::slips;
use super::stem::{Terms, fold};
use super::synonyms::JOINT;
use super::words::each_word;

/// What a word itself counts, in eighths; and one that it may be a slip for.
const EXACT: i32 = 8;
const LIKELY: i32 = 6;
/// What a word in the title adds, written as typed, in a query of few words.
const AS_TYPED: i32 = 100;
/// Words from which a query is no longer one of few.
const FEW: usize = 3;
/// Results score at least this part of the best.
const SHARE: i32 = 5;
/// What stands for the slips of a word whose beginning alone is near.
const BEGINNING: i32 = 3;
/// Words of a query that are looked for.
const MOST_WORDS: usize = 32;
/// Characters of a query that are read, in UTF-16 units.
const LONGEST_QUERY: usize = 1_000;
/// Of the documents that have all words of a quoted phrase, those looked into for the phrase itself.
pub(super) const LOOKED_INTO: usize = 40;

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Numbers of all documents found, the best first.
    pub documents: Vec<u32>,
    /// Words that the index lacks, each with the likeliest words that stood in for it.
    pub corrections: Vec<(String, Vec<String>)>,
    /// Whether a quoted phrase stands in no entry, so that its words alone were looked for.
    pub unquoted: bool,
}

/// One word of a query, or a phrase that is a synonym, with what it finds.
struct Asked {
    /// How often the query has the word; 0 for a phrase.
    times: i32,
    groups: Vec<Group>,
}

/// A written word that may be meant by one that is unknown.
#[derive(Clone)]
struct Near {
    word: String,
    slips: i32,
    /// How common it is, as the index has it: a letter instead of a digit is never shown.
    common: u8,
}

/// What one term finds.
struct Group {
    postings: Postings,
    /// Documents whose titles have the word itself, where several words share the term.
    titles: Postings,
    /// Eighths.
    weight: i32,
}

impl Index<'_> {
    /// Answers a query. `blocks` gives the texts of a document's paragraphs and headings, for
    /// quoted phrases; it is asked for at most forty documents.
    pub fn search(&self, query: &str, blocks: impl Fn(&Found) -> Vec<String>) -> Answer {
        let query = shortened(query);
        let language = self.root.language.as_str();
        let terms = Terms::of(language);
        let mut words = Vec::new();
        each_word(&query, language, |word| words.push((word.to_owned(), terms.term(word).into_owned())));
        let mut answer = Answer::default();
        let sure = sure(&query, language);
        let asked = self.asked(&words, &sure, &terms, &mut answer.corrections);
        let scores = self.scores(&asked);
        answer.documents = ranked(&scores);
        let phrases = phrases(&query, language, &terms);
        if !phrases.is_empty() {
            match self.with_phrases(&scores, &phrases, &terms, blocks) {
                found if found.is_empty() => answer.unquoted = true,
                found => answer.documents = found,
            }
        }
        answer
    }

    /// Each word once, in the order of the query, then phrases that are terms of their own.
    fn asked(
        &self,
        words: &[(String, String)],
        sure: &[String],
        terms: &Terms,
        corrections: &mut Vec<(String, Vec<String>)>,
    ) -> Vec<Asked> {
        let mut times: Vec<(&str, &str, i32)> = Vec::new();
        for (word, stem) in words {
            let room = times.len() < MOST_WORDS;
            match times.iter_mut().find(|(known, ..)| known == stem) {
                Some((_, _, times)) => *times += 1,
                None if room => times.push((stem, word, 1)),
                None => {}
            }
        }
        let joint = JOINT.to_string();
        let stems: Vec<&str> = words.iter().map(|(_, stem)| stem.as_str()).collect();
        let line = format!("{joint}{}{joint}", stems.join(&joint));
        let mut asked: Vec<Asked> = Vec::new();
        for (stem, word, times) in times {
            let groups = match self.group(word, stem, EXACT) {
                Some(group) => vec![group],
                None if sure.iter().any(|one| one == word) => Vec::new(),
                None => self.stand_ins(word, terms, corrections),
            };
            asked.push(Asked { times, groups });
            // Synonyms of several words stand beside their first.
            for phrase in self.phrases(stem).iter().filter(|phrase| line.contains(&format!("{joint}{phrase}{joint}"))) {
                let groups = self.group("", phrase, EXACT).into_iter().collect();
                asked.push(Asked { times: 0, groups });
            }
        }
        asked
    }

    /// The postings of a word's term, and the titles that have the word itself.
    fn group(&self, word: &str, stem: &str, weight: i32) -> Option<Group> {
        let whole = fold(word);
        let same = stem.char_indices().zip(whole.chars()).find(|((_, a), b)| a != b);
        let rest = whole.get(same.map_or(stem.len(), |((at, _), _)| at)..).unwrap_or("");
        let (postings, titles) = self.postings_with(stem, &format!("{stem}.{rest}"))?;
        Some(Group { postings, titles, weight })
    }

    /// What is found by the likeliest words for one that the index lacks.
    fn stand_ins(&self, word: &str, terms: &Terms, corrections: &mut Vec<(String, Vec<String>)>) -> Vec<Group> {
        let near = self.likely(word);
        let groups: Vec<Group> =
            near.iter().filter_map(|one| self.group(&one.word, &terms.term(&one.word), LIKELY)).collect();
        let is_slip = near.first().is_some_and(|one| one.slips > 0);
        let meant: Vec<String> =
            near.into_iter().filter(|one| one.common.is_ascii_digit()).map(|one| one.word).collect();
        if !groups.is_empty() && is_slip && !meant.is_empty() {
            corrections.push((word.to_owned(), meant));
        }
        groups
    }

    /// The written words most likely meant by one that is unknown, each with its slips: those that
    /// it begins (−1), those that differ in accents (0), those a slip or two away, and longer words
    /// whose beginning is one slip away (3). Beside words that it begins stand those one slip away.
    fn likely(&self, word: &str) -> Vec<Near> {
        let first: String = word.chars().take(1).collect();
        let Some((words, common)) = self.range("w", &self.root.words, &first, true).into_iter().next() else {
            return Vec::new();
        };
        let units: Vec<u16> = word.encode_utf16().collect();
        let most = match units.len() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        let plain = fold(word);
        let mut near: Vec<Near> = Vec::new();
        for (other, common) in words.into_iter().zip(common.bytes()) {
            let theirs: Vec<u16> = other.encode_utf16().collect();
            let count = if other.starts_with(word) {
                -1
            } else if fold(&other) == plain {
                0
            } else {
                slips(&units, &theirs, most) as i32
            };
            let begins = || theirs.get(..units.len() + 1).is_some_and(|beginning| slips(&units, beginning, 1) < 2);
            if count <= most as i32 {
                near.push(Near { word: other, slips: count, common });
            } else if most > 0 && begins() {
                near.push(Near { word: other, slips: BEGINNING, common });
            }
        }
        near.sort_by_key(|one| (one.slips, std::cmp::Reverse(one.common)));
        let least = near.first().map_or(0, |one| one.slips);
        let of = |count: i32| near.iter().filter(move |one| one.slips == count).take(3);
        let beside = of(1).filter(|_| least < 0);
        of(least).chain(beside).cloned().collect()
    }

    /// What each document scores; nothing for those that score too little beside the best.
    fn scores(&self, asked: &[Asked]) -> Vec<i32> {
        let mut scores = vec![0i32; self.root.count];
        let few = asked.iter().filter(|one| one.times > 0).count() < FEW;
        let bonus = self.root.titles.get(usize::from(few)).map_or(0, |bonus| *bonus as i32);
        for Asked { times, groups } in asked {
            let mut best: BTreeMap<u32, i32> = BTreeMap::new();
            for Group { postings, titles, weight } in groups {
                for &(document, level, title) in postings {
                    let level = usize::from(level).checked_sub(1).and_then(|at| self.root.levels.get(at));
                    let value = level.map_or(0, |level| *level as i32) + if title { bonus } else { 0 };
                    let entry = best.entry(document).or_insert(0);
                    *entry = (value * weight).max(*entry);
                }
                for &(document, ..) in titles.iter().filter(|_| few) {
                    *best.entry(document).or_insert(0) += AS_TYPED * weight;
                }
            }
            for (document, score) in best {
                if let Some(sum) = scores.get_mut(document as usize) {
                    *sum = sum.saturating_add(score * times.max(&1));
                }
            }
        }
        let top = scores.iter().copied().max().unwrap_or(0);
        for score in &mut scores {
            if score.saturating_mul(SHARE) < top {
                *score = 0;
            }
        }
        scores
    }

    /// Of the documents that have every word of the phrases, the best are looked into; those that
    /// have the phrases in one paragraph or heading each are found.
    fn with_phrases(
        &self,
        scores: &[i32],
        phrases: &[Vec<String>],
        terms: &Terms,
        blocks: impl Fn(&Found) -> Vec<String>,
    ) -> Vec<u32> {
        let stems: BTreeSet<&String> = phrases.iter().flatten().collect();
        let mut having = vec![0usize; scores.len()];
        for stem in &stems {
            for (document, ..) in self.postings(stem).unwrap_or_default() {
                if let Some(count) = having.get_mut(document as usize) {
                    *count += 1;
                }
            }
        }
        let has_all = |document: &u32| having.get(*document as usize) == Some(&stems.len());
        let best = ranked(scores).into_iter().filter(has_all).take(LOOKED_INTO);
        let language = self.root.language.as_str();
        best.filter(|document| {
            let Some(found) = self.document(*document) else { return false };
            let mut texts: Vec<Vec<String>> = Vec::new();
            for text in [found.title.clone(), found.summary.clone()].into_iter().chain(blocks(&found)) {
                let mut stems = Vec::new();
                each_word(&text, language, |word| stems.push(terms.term(word).into_owned()));
                texts.push(stems);
            }
            phrases.iter().all(|phrase| {
                texts.iter().any(|stems| stems.windows(phrase.len()).any(|part| part == phrase.as_slice()))
            })
        })
        .collect()
    }
}

/// Documents that score, the best first, then by number.
fn ranked(scores: &[i32]) -> Vec<u32> {
    let mut documents: Vec<u32> = (0..scores.len() as u32).filter(|&at| scores[at as usize] > 0).collect();
    documents.sort_by_key(|&at| (std::cmp::Reverse(scores[at as usize]), at));
    documents
}

const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// Words that stand alone in quotation marks: they are no slips.
fn sure(query: &str, language: &str) -> Vec<String> {
    let mut sure = Vec::new();
    for text in query.split(QUOTES).skip(1).step_by(2) {
        let mut words = Vec::new();
        each_word(text, language, |word| words.push(word.to_owned()));
        if let [word] = words.as_slice() {
            sure.push(word.clone());
        }
    }
    sure
}

/// The stems of quoted phrases of two words or more.
fn phrases(query: &str, language: &str, terms: &Terms) -> Vec<Vec<String>> {
    let quoted = query.split(QUOTES).collect::<Vec<_>>();
    // What stands after the last quotation mark is quoted only where that is a closing one.
    let inside = quoted.iter().enumerate().filter(|(at, _)| at % 2 == 1 && at + 1 < quoted.len());
    let mut phrases = Vec::new();
    for (_, text) in inside {
        let mut stems = Vec::new();
        each_word(text, language, |word| stems.push(terms.term(word).into_owned()));
        if stems.len() > 1 {
            phrases.push(stems);
        }
    }
    phrases
}

/// The part of a query that is read.
fn shortened(query: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST_QUERY
    };
    query.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Digest, Document, Settings, Synonym, build};
    use super::*;
    use crate::syntax::PlainSection;

    fn digest(title: &str, text: &str) -> Digest {
        Digest::of(title, "", &[PlainSection { title: String::new(), text: text.into() }], "en")
    }

    proptest! {
        #[test]
        fn whatever_is_asked_there_is_an_answer(query in "[a-e\"“ _.éß回😀-]{0,40}|\\PC{0,60}") {
            let digests = [digest("Add a bed", "a bed cabbed dead"), digest("回復", "bead, bade; café"), Digest::default()];
            let document = |(at, digest)| Document { url: format!("/{at}/"), digest: Some(digest), ..Document::default() };
            let documents: Vec<Document<'_>> = digests.iter().enumerate().map(document).collect();
            let settings = Settings { language: "en".into(), folder: "search".into(), ..Settings::default() };
            let files = build(&settings, &documents);
            let index = Index::open(&files, "search").unwrap();
            let answer = index.search(&query, |_| vec!["a bed".into()]);
            let mut seen = BTreeSet::new();
            prop_assert!(answer.documents.iter().all(|document| (*document as usize) < 3 && seen.insert(*document)));
        }
    }

    #[test]
    fn words_that_no_page_may_show_correct_in_silence() {
        let digests = [digest("Words", "nobody is a junkie"), digest("Others", "a craving passes")];
        let document = |(at, digest)| Document { url: format!("/{at}/"), digest: Some(digest), ..Document::default() };
        let documents: Vec<Document<'_>> = digests.iter().enumerate().map(document).collect();
        let never = Synonym { typed: "junkie".into(), meant: "nobody".into(), shown: false, usual: true };
        let settings =
            Settings { language: "en".into(), folder: "search".into(), synonyms: vec![never], ..Settings::default() };
        let files = build(&settings, &documents);
        let index = Index::open(&files, "search").unwrap();
        let corrections = |query: &str| {
            let answer = index.search(query, |_| Vec::new());
            assert!(!answer.documents.is_empty(), "{query}");
            answer.corrections.len()
        };
        assert_eq!(corrections("junkei"), 0);
        assert_eq!(corrections("cravnig"), 1);
    }

    #[test]
    fn phrases_are_what_stands_between_quotation_marks() {
        let terms = Terms::of("en");
        let check = |query: &str, expected: &[&str]| {
            let found: Vec<String> = phrases(query, "en", &terms).iter().map(|stems| stems.join(" ")).collect();
            assert_eq!(found, expected, "{query}");
        };
        check("\"one day at a time\" coping", &["one day at a time"]);
        check("“harm reduction” and «scaling questions»", &["harm reduct", "scale question"]);
        check("\"unfinished quote", &[]);
        check("\"word\" alone", &[]);
        check("", &[]);
    }
}
