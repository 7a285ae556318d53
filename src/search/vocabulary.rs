//! All words of an index: from digests to numbered terms, sorted, with the counts of each document.

use std::cmp::Ordering;
use std::collections::HashMap;

use rayon::prelude::*;

use super::digest::{BuildWordHasher, Counts};
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
#[derive(Default)]
struct Gathered {
    words: Vec<String>,
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

    let mut words: Vec<(&str, u32)> = Vec::new();
    for chunk in &gathered {
        words.extend(chunk.words.iter().map(String::as_str).zip(chunk.documents.iter().copied()));
    }
    words.par_sort_unstable_by(|a, b| script_order(a.0, b.0));
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });

    let stems: Vec<String> = words.par_iter().map(|(word, _)| terms.term(word).into_owned()).collect();
    let mut sorted: Vec<String> = stems.iter().chain(extra).cloned().collect();
    sorted.par_sort_unstable_by(|a, b| script_order(a, b));
    sorted.dedup();

    let number = |term: &str| sorted.binary_search_by(|have| script_order(have, term)).unwrap_or(0) as u32;
    let term_of_word: Vec<u32> = stems.par_iter().map(|stem| number(stem)).collect();
    let rows: Vec<Vec<(u32, Counts)>> = gathered
        .par_iter()
        .flat_map_iter(|chunk| {
            let term_of: Vec<u32> = chunk
                .words
                .iter()
                .map(|word| {
                    let at = words.binary_search_by(|have| script_order(have.0, word)).unwrap_or(0);
                    term_of_word[at]
                })
                .collect();
            chunk.rows.iter().map(move |row| merge(row, &term_of))
        })
        .collect();

    let mut table = Table { starts: vec![0], cells: Vec::with_capacity(rows.iter().map(Vec::len).sum()) };
    for row in rows {
        table.cells.extend(row);
        table.starts.push(table.cells.len());
    }
    let vocabulary = Vocabulary {
        words: words.iter().zip(&term_of_word).map(|((word, _), term)| ((*word).to_owned(), *term)).collect(),
        word_documents: words.iter().map(|(_, documents)| *documents).collect(),
        terms: sorted,
    };
    (vocabulary, table)
}

fn gather_chunk(chunk: &[Document<'_>], language: &str) -> Gathered {
    let mut known: HashMap<Box<str>, u32, BuildWordHasher> = HashMap::default();
    let mut gathered = Gathered::default();
    let empty = Digest::default();
    for document in chunk {
        let digest = document.digest.unwrap_or(&empty);
        let mut row = Vec::with_capacity(512);
        let mut put = |word: &str, counts: Counts, gathered: &mut Gathered| {
            let at = match known.get(word) {
                Some(&at) => at,
                None => {
                    let at = gathered.words.len() as u32;
                    known.insert(word.into(), at);
                    gathered.words.push(word.to_owned());
                    gathered.documents.push(0);
                    at
                }
            };
            gathered.documents[at as usize] += 1;
            row.push((at, counts));
        };
        for (word, counts) in digest.words() {
            put(word, counts, &mut gathered);
        }
        for term in &document.terms {
            each_word(&term.label, language, |word| {
                put(word, Counts { terms: 1, ..Counts::default() }, &mut gathered);
            });
        }
        gathered.rows.push(row);
    }
    gathered
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
