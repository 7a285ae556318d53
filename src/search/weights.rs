//! How much a term says about a document: BM25F over title, headings, summary, body and labels.

use super::digest::Counts;
use super::tuning::Tuning;
use super::vocabulary::Table;

/// Weighs the terms of a table's documents. Everything that comes from the whole collection is
/// rounded coarsely, so that a small edit of one document leaves the others' weights alone.
pub(super) struct Weigher {
    inverse: Vec<f32>,
    having: Vec<u32>,
    norms: Vec<Norms>,
    tuning: Tuning,
}

/// A document's factors for length: what one occurrence in a field counts.
#[derive(Clone, Copy)]
struct Norms {
    title: f32,
    headings: f32,
    body: f32,
}

impl Weigher {
    /// Reads the collection's figures from the table. `function` are the numbers of terms that
    /// count less.
    pub(super) fn new(table: &Table, terms: usize, function: &[u32], tuning: &Tuning) -> Self {
        let mut having = vec![0u32; terms];
        let mut lengths = Vec::with_capacity(table.len());
        for document in 0..table.len() {
            let mut length = [0u32; 3];
            for (term, counts) in table.row(document) {
                having[*term as usize] += 1;
                // cannot fail: three lengths, three means
                length[0] += u32::from(counts.title);
                // cannot fail: three lengths, three means
                length[1] += u32::from(counts.headings);
                // cannot fail: three lengths, three means
                length[2] += u32::from(counts.body) + u32::from(counts.summary);
            }
            lengths.push(length);
        }
        let documents = coarse(table.len() as f32, 1.25);
        let mut inverse: Vec<f32> = having
            .iter()
            .map(|&having| {
                let having = coarse(having as f32, 1.08).min(documents);
                libm::logf(1.0 + (documents - having + 0.5) / (having + 0.5))
            })
            .collect();
        for term in function {
            if let Some(inverse) = inverse.get_mut(*term as usize) {
                *inverse *= tuning.function;
            }
        }
        let mean = |field: usize| {
            let filled = lengths.iter().filter(|length| length[field] > 0).count().max(1);
            let total: u64 = lengths.iter().map(|length| u64::from(length[field])).sum();
            coarse((total as f32 / filled as f32).max(1.0), 1.1)
        };
        let means = [mean(0), mean(1), mean(2)];
        let norm = |length: u32, mean: f32, part: f32| 1.0 / (1.0 - part + part * coarse(length as f32, 1.1) / mean);
        let norms = lengths
            .iter()
            .map(|length| Norms {
                // cannot fail: three lengths, three means
                title: tuning.title * norm(length[0], means[0], tuning.title_b),
                // cannot fail: three lengths, three means
                headings: tuning.headings * norm(length[1], means[1], tuning.body_b),
                // cannot fail: three lengths, three means
                body: norm(length[2], means[2], tuning.body_b),
            })
            .collect();
        Self { inverse, having, norms, tuning: tuning.clone() }
    }

    /// The weight of a term in a document that has it, from 0 to [`Self::most`].
    pub(super) fn weight(&self, document: usize, term: u32, counts: Counts) -> f32 {
        let norms = self.norms[document];
        let frequency = f32::from(counts.title) * norms.title
            + f32::from(counts.headings) * norms.headings
            + (f32::from(counts.body) + f32::from(counts.summary) * self.tuning.summary) * norms.body
            + f32::from(counts.terms) * self.tuning.terms;
        self.inverse[term as usize] * frequency / (self.tuning.k1 + frequency)
    }

    /// How many documents have a term.
    pub(super) fn having(&self, term: u32) -> u32 {
        self.having.get(term as usize).copied().unwrap_or(0)
    }

    /// How much a term tells: the rarer, the more.
    pub(super) fn telling(&self, term: u32) -> f32 {
        self.inverse.get(term as usize).copied().unwrap_or(0.0)
    }

    /// What no weight in this collection exceeds.
    pub(super) fn most(&self) -> f32 {
        // Terms that no document has are those of synonyms, and weigh nothing.
        let had = self.inverse.iter().zip(&self.having).filter(|(_, having)| **having > 0);
        had.map(|(inverse, _)| *inverse).fold(1.0, f32::max)
    }
}

/// A figure rounded to a power of `step`.
pub(super) fn coarse(figure: f32, step: f32) -> f32 {
    if figure <= 1.0 {
        return figure;
    }
    libm::powf(step, libm::roundf(libm::logf(figure) / libm::logf(step)))
}
