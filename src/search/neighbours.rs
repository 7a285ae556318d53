//! The documents most like each document, found within fixed bounds.

use rayon::prelude::*;

use super::Document;
use super::tuning::Tuning;
use super::vocabulary::Table;
use super::weights::Weigher;

/// A document's strongest terms with their weights, strongest first.
pub(super) type Strong = Vec<(u32, f32)>;

/// The strongest terms of every document, `tuning.given` of each.
pub(super) fn strongest(table: &Table, weigher: &Weigher, tuning: &Tuning) -> Vec<Strong> {
    (0..table.len())
        .into_par_iter()
        .map(|document| {
            let mut terms: Strong = table
                .row(document)
                .iter()
                .map(|&(term, counts)| (term, weigher.weight(document, term, counts)))
                .collect();
            let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            if terms.len() > tuning.given {
                terms.select_nth_unstable_by(tuning.given, order);
                terms.truncate(tuning.given);
            }
            terms.sort_unstable_by(order);
            terms.shrink_to_fit();
            terms
        })
        .collect()
}

/// For each document its neighbours with their likeness (cosine over strong terms, links counted
/// in), nearest first.
pub(super) fn neighbours(
    documents: &[Document<'_>],
    strong: &[Strong],
    terms: usize,
    tuning: &Tuning,
) -> Vec<Vec<(u32, f32)>> {
    let vectors: Vec<Strong> = strong
        .par_iter()
        .map(|terms| {
            let mut vector: Strong = terms.iter().copied().take(tuning.strong).collect();
            let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            vector.iter_mut().for_each(|(_, weight)| *weight /= norm);
            vector
        })
        .collect();
    let having = Having::new(&vectors, terms);
    let linked = linked(documents);
    (0..strong.len())
        .into_par_iter()
        .with_min_len(256)
        .map_init(
            || Scratch { likeness: vec![0.0; strong.len()], touched: Vec::new() },
            |scratch, document| nearest(document, &vectors, &having, &linked[document], tuning, scratch),
        )
        .collect()
}

struct Scratch {
    likeness: Vec<f32>,
    touched: Vec<u32>,
}

/// For each term the documents among whose strongest it is.
struct Having {
    starts: Vec<u32>,
    documents: Vec<(u32, f32)>,
}

impl Having {
    fn new(vectors: &[Strong], terms: usize) -> Self {
        let mut starts = vec![0u32; terms + 2];
        for (term, _) in vectors.iter().flatten() {
            starts[*term as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut documents = vec![(0, 0.0); vectors.iter().map(Vec::len).sum()];
        for (document, vector) in vectors.iter().enumerate() {
            for &(term, weight) in vector {
                let at = &mut starts[term as usize + 1];
                documents[*at as usize] = (document as u32, weight);
                *at += 1;
            }
        }
        Self { starts, documents }
    }

    fn of(&self, term: u32) -> &[(u32, f32)] {
        // cannot fail: one start a term and one past the last
        &self.documents[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }
}

/// Links in either direction, without repeats.
fn linked(documents: &[Document<'_>]) -> Vec<Vec<u32>> {
    let mut linked = vec![Vec::new(); documents.len()];
    for (from, document) in documents.iter().enumerate() {
        for &to in document.links.iter().filter(|&&to| to < documents.len() && to != from) {
            linked[from].push(to as u32);
            linked[to].push(from as u32);
        }
    }
    for list in &mut linked {
        list.sort_unstable();
        list.dedup();
    }
    linked
}

fn nearest(
    document: usize,
    vectors: &[Strong],
    having: &Having,
    linked: &[u32],
    tuning: &Tuning,
    scratch: &mut Scratch,
) -> Vec<(u32, f32)> {
    // The rarest terms tell most; once there are candidates enough, common terms only add to them.
    let mut terms: Vec<(usize, u32, f32)> =
        vectors[document].iter().map(|&(term, weight)| (having.of(term).len(), term, weight)).collect();
    terms.sort_unstable_by_key(|&(length, term, _)| (length, term));
    for (length, term, weight) in terms {
        if length > tuning.candidates * 8 {
            break;
        }
        let full = scratch.touched.len() >= tuning.candidates;
        for &(other, theirs) in having.of(term) {
            let likeness = &mut scratch.likeness[other as usize];
            if *likeness == 0.0 {
                if full {
                    continue;
                }
                scratch.touched.push(other);
            }
            *likeness += weight * theirs;
        }
    }
    for &other in linked {
        let likeness = &mut scratch.likeness[other as usize];
        if *likeness == 0.0 {
            scratch.touched.push(other);
        }
        *likeness += tuning.linked;
    }
    let mut near: Vec<(u32, f32)> = Vec::with_capacity(scratch.touched.len());
    for &other in &scratch.touched {
        let likeness = std::mem::take(&mut scratch.likeness[other as usize]);
        if other as usize != document {
            near.push((other, likeness));
        }
    }
    scratch.touched.clear();
    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if near.len() > tuning.neighbours {
        near.select_nth_unstable_by(tuning.neighbours, order);
        near.truncate(tuning.neighbours);
    }
    near.sort_unstable_by(order);
    near.shrink_to_fit();
    near
}
