//! In which order documents are numbered: like beside like, so that the results of a search share
//! blocks and gaps in postings are small.
//!
//! Only titles, headings, summaries and labels decide, never a body, so that editing a text moves
//! nothing. Documents gather around a term that they share and that few others have.

use super::Document;
use super::tuning::Tuning;
use super::vocabulary::Table;

/// Documents around one term are few enough not to be divided again.
const ENOUGH: usize = 16;

/// The documents' indexes in the order of their numbers.
pub(super) fn order(documents: &[Document<'_>], table: &Table, terms: usize, tuning: &Tuning) -> Vec<u32> {
    let facts: Vec<Vec<(u32, f32)>> = (0..table.len()).map(|document| facts(table, document)).collect();
    let mut all: Vec<u32> = (0..table.len() as u32).collect();
    all.sort_by(|&a, &b| documents[a as usize].url.cmp(&documents[b as usize].url));
    let mut gathering = Gathering { facts, size: vec![0; terms], tuning: tuning.clone() };
    let mut ordered = Vec::with_capacity(all.len());
    gathering.arrange(all, 0, &mut ordered);
    ordered
}

/// The terms of a document's title, headings, summary and labels, each with its share.
fn facts(table: &Table, document: usize) -> Vec<(u32, f32)> {
    table
        .row(document)
        .iter()
        .map(|&(term, counts)| {
            let share = 2 * counts.title.min(1) + counts.headings.min(1) + counts.summary.min(1) + counts.terms.min(1);
            (term, f32::from(share))
        })
        .filter(|(_, share)| *share > 0.0)
        .collect()
}

struct Gathering {
    facts: Vec<Vec<(u32, f32)>>,
    /// How many documents of those at hand have, or have chosen, each term.
    size: Vec<u32>,
    tuning: Tuning,
}

impl Gathering {
    fn arrange(&mut self, documents: Vec<u32>, depth: usize, ordered: &mut Vec<u32>) {
        if documents.len() <= ENOUGH || depth > 6 {
            ordered.extend(documents);
            return;
        }
        let mut touched: Vec<u32> = Vec::new();
        for &document in &documents {
            for &(term, _) in &self.facts[document as usize] {
                if self.size[term as usize] == 0 {
                    touched.push(term);
                }
                self.size[term as usize] += 1;
            }
        }
        touched.sort_unstable();
        let most = documents.len() as f32;
        let rarity: Vec<f32> = touched.iter().map(|&term| libm::logf(most / self.size[term as usize] as f32)).collect();
        let at = |term: u32| touched.binary_search(&term).unwrap_or(0);
        let mut chosen: Vec<Option<u32>> = vec![None; documents.len()];
        for _ in 0..self.tuning.rounds {
            for (document, chosen) in documents.iter().zip(&mut chosen) {
                let mut best = 0.0;
                for &(term, share) in &self.facts[*document as usize] {
                    let size = self.size[term as usize];
                    let score = share * rarity[at(term)] * libm::logf((size.min(self.tuning.group)) as f32);
                    if size > 1 && score > best {
                        (best, *chosen) = (score, Some(term));
                    }
                }
            }
            for &term in &touched {
                self.size[term as usize] = 0;
            }
            for term in chosen.iter().flatten() {
                self.size[*term as usize] += 1;
            }
        }
        for &term in &touched {
            self.size[term as usize] = 0;
        }
        let mut grouped: Vec<(u32, u32)> =
            documents.iter().zip(chosen).map(|(&document, chosen)| (chosen.unwrap_or(u32::MAX), document)).collect();
        grouped.sort_by_key(|(term, _)| *term);
        for group in grouped.chunk_by(|a, b| a.0 == b.0) {
            let documents = group.iter().map(|(_, document)| *document).collect();
            let whole = group.len() as f32 >= most * 0.9;
            self.arrange(documents, if whole { usize::MAX } else { depth + 1 }, ordered);
        }
    }
}
