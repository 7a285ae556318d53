//! All words of an index: from digests to numbered terms, sorted, with the counts of each document.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use super::digest::{Counts, Numbers};
use super::stem::Terms;
use super::words::each_word;
use super::{Digest, Document};

/// Tasks that gather words: enough for every core, few enough that common words meet early.
const TASKS: usize = 8;

/// The words and terms of a language's documents.
pub(super) struct Vocabulary {
    /// Terms in the script's order of strings ([`script_order`]).
    pub(super) terms: Vec<String>,
    /// Distinct words in the same order, each with the number of its term.
    pub(super) words: Vec<(String, u32)>,
    /// How many documents have each word; same order.
    pub(super) word_documents: Vec<u32>,
    /// For each document the words of its title that are not the only one of their term, by place
    /// in `words`.
    pub(super) titles: Vec<Vec<u32>>,
}

impl Vocabulary {
    /// Adds words that no document has but that stand for one of its terms.
    pub(super) fn add_words(&mut self, words: Vec<(String, u32)>) {
        if words.is_empty() {
            return;
        }
        let counts = std::mem::take(&mut self.word_documents);
        let own = std::mem::take(&mut self.words).into_iter().zip(counts).zip(0u32..);
        let mut all: Vec<((String, u32), u32, Option<u32>)> =
            own.map(|((word, count), at)| (word, count, Some(at))).collect();
        all.extend(words.into_iter().map(|word| (word, 0, None)));
        // A word that documents have comes before its double.
        all.sort_by(|a, b| script_order(&a.0.0, &b.0.0).then(b.1.cmp(&a.1)));
        all.dedup_by(|next, kept| next.0.0 == kept.0.0);
        let mut moved = vec![0u32; all.len()];
        for ((word, count, before), at) in all.into_iter().zip(0u32..) {
            if let Some(place) = before.and_then(|before| moved.get_mut(before as usize)) {
                *place = at;
            }
            self.words.push(word);
            self.word_documents.push(count);
        }
        for word in self.titles.iter_mut().flatten() {
            *word = moved.get(*word as usize).copied().unwrap_or(*word);
        }
    }

    /// The numbers of those terms that the vocabulary has.
    pub(super) fn numbers(&self, terms: &[String]) -> Vec<u32> {
        let number = |term: &String| self.terms.binary_search_by(|have| script_order(have, term)).ok();
        terms.iter().filter_map(number).map(|at| at as u32).collect()
    }
}

/// The terms of every document, with counts: rows of one table.
pub(super) struct Table {
    starts: Vec<usize>,
    cells: Vec<(u32, Counts)>,
}

impl Table {
    /// The terms of a document, ascending by number.
    pub(super) fn row(&self, document: usize) -> &[(u32, Counts)] {
        // cannot fail: one start a document and one past the last
        &self.cells[self.starts[document]..self.starts[document + 1]]
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Orders strings as JavaScript does: by UTF-16 units.
pub(super) fn script_order(a: &str, b: &str) -> Ordering {
    // Only code points beyond the basic plane sort differently in UTF-8.
    if a.is_ascii() || b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// The words of one chunk of documents, numbered as they come.
struct Gathered {
    numbers: Numbers,
    /// How many documents have each word.
    documents: Vec<u32>,
    rows: Vec<Vec<(u32, Counts)>>,
}

/// Numbers all words and terms, and counts them for each document. `extra` are further words that
/// the vocabulary must know (those of synonyms).
pub(super) fn gather(documents: &[Document<'_>], language: &str, extra: &[String]) -> (Vocabulary, Table) {
    let terms = Terms::of(language);
    let gathered: Vec<Gathered> = documents
        .par_chunks(documents.len().div_ceil(TASKS).max(64))
        .map(|chunk| gather_chunk(chunk, language))
        .collect();

    // Each word of each chunk: its text, the chunk, its number there.
    let mut found: Vec<(&str, u32, u32)> = Vec::new();
    for (chunk, at) in gathered.iter().zip(0..) {
        found.extend(chunk.numbers.words().zip(0..).map(|(word, number)| (word, at, number)));
    }
    found.par_sort_unstable_by(|a, b| script_order(a.0, b.0));
    let mut words: Vec<(&str, u32)> = Vec::new();
    let mut word_of: Vec<Vec<u32>> = gathered.iter().map(|chunk| vec![0; chunk.documents.len()]).collect();
    for (word, chunk, number) in found {
        let (chunk, number) = (chunk as usize, number as usize);
        if words.last().is_none_or(|(last, _)| *last != word) {
            words.push((word, 0));
        }
        let at = words.len() - 1;
        words[at].1 += gathered[chunk].documents[number];
        word_of[chunk][number] = at as u32;
    }

    let stems: Vec<Cow<'_, str>> = words.par_iter().map(|(word, _)| terms.term(word)).collect();
    let mut by_stem: Vec<(&str, Option<usize>)> =
        stems.iter().enumerate().map(|(word, stem)| (&**stem, Some(word))).collect();
    by_stem.extend(extra.iter().map(|term| (term.as_str(), None)));
    by_stem.par_sort_unstable_by(|a, b| script_order(a.0, b.0));
    let mut sorted: Vec<String> = Vec::new();
    let mut term_of_word = vec![0u32; words.len()];
    for (term, word) in by_stem {
        if sorted.last().is_none_or(|last| last != term) {
            sorted.push(term.to_owned());
        }
        if let Some(word) = word {
            term_of_word[word] = sorted.len() as u32 - 1;
        }
    }
    let rows: Vec<Vec<(u32, Counts)>> = gathered
        .par_iter()
        .zip(&word_of)
        .flat_map_iter(|(chunk, word_of)| {
            let term_of: Vec<u32> = word_of.iter().map(|&word| term_of_word[word as usize]).collect();
            chunk.rows.iter().map(move |row| merge(row, &term_of))
        })
        .collect();

    let titles = told_apart(&gathered, &word_of, &term_of_word, sorted.len());
    let mut table = Table { starts: vec![0], cells: Vec::with_capacity(rows.iter().map(Vec::len).sum()) };
    for row in rows {
        table.cells.extend(row);
        table.starts.push(table.cells.len());
    }
    let vocabulary = Vocabulary {
        words: words.iter().zip(&term_of_word).map(|((word, _), term)| ((*word).to_owned(), *term)).collect(),
        word_documents: words.iter().map(|(_, documents)| *documents).collect(),
        terms: sorted,
        titles,
    };
    (vocabulary, table)
}

/// For each document the words of its title, by place, whose terms are also those of other words.
fn told_apart(gathered: &[Gathered], word_of: &[Vec<u32>], term_of_word: &[u32], terms: usize) -> Vec<Vec<u32>> {
    let mut words_of_term = vec![0u8; terms];
    for &term in term_of_word {
        let count = &mut words_of_term[term as usize];
        *count = count.saturating_add(1);
    }
    let is_one_of_many = |word: &u32| words_of_term[term_of_word[*word as usize] as usize] > 1;
    let of_chunk = |(chunk, word_of): (&Gathered, &Vec<u32>)| {
        let of_row = |row: &Vec<(u32, Counts)>| {
            let titled = row.iter().filter(|(_, counts)| counts.title > 0);
            titled.map(|(word, _)| word_of[*word as usize]).filter(is_one_of_many).collect()
        };
        chunk.rows.iter().map(of_row).collect::<Vec<Vec<u32>>>()
    };
    gathered.par_iter().zip(word_of).flat_map_iter(of_chunk).collect()
}

fn gather_chunk(chunk: &[Document<'_>], language: &str) -> Gathered {
    let mut numbers = Numbers::with_room(16_384);
    let (mut documents, mut rows) = (Vec::new(), Vec::with_capacity(chunk.len()));
    let empty = Digest::default();
    for document in chunk {
        let digest = document.digest.unwrap_or(&empty);
        let mut row = Vec::with_capacity(512);
        let mut put = |word: &str, counts: Counts| {
            let number = numbers.of(word);
            if number as usize == documents.len() {
                documents.push(0);
            }
            documents[number as usize] += 1;
            row.push((number, counts));
        };
        for (word, counts) in digest.words() {
            put(word, counts);
        }
        for term in &document.terms {
            each_word(&term.label, language, |word| put(word, Counts { terms: 1, ..Counts::default() }));
        }
        rows.push(row);
    }
    Gathered { numbers, documents, rows }
}

/// A row of words as a row of terms: those of equal term become one.
fn merge(row: &[(u32, Counts)], term_of: &[u32]) -> Vec<(u32, Counts)> {
    let mut terms: Vec<(u32, Counts)> = row.iter().map(|&(word, counts)| (term_of[word as usize], counts)).collect();
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1.add(next.1);
        }
        same
    });
    terms
}
