//! What a document scores for a term: its own weights mixed with its neighbours', in few levels.

use rayon::prelude::*;

use super::neighbours::Strong;
use super::tuning::Tuning;
use super::vocabulary::Table;
use super::weights::Weigher;

/// How many levels an impact has, from 1.
pub(super) const LEVELS: u8 = 15;

/// A term's impact on one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Impact {
    pub(super) term: u32,
    /// 1 to [`LEVELS`].
    pub(super) level: u8,
    /// Whether the term stands in the title.
    pub(super) title: bool,
}

/// Weights to levels.
pub(super) struct Scale {
    least: [f32; LEVELS as usize],
}

impl Scale {
    /// The scale on which `most` is the highest level; `power` over 1 tells small weights apart
    /// better than great ones.
    pub(super) fn new(most: f32, power: f32) -> Self {
        let mut least = [0.0; LEVELS as usize];
        for (below, least) in least.iter_mut().enumerate() {
            *least = most * libm::powf((below as f32 + 0.5) / f32::from(LEVELS), power);
        }
        Self { least }
    }

    /// The level of a weight; 0 is nothing.
    pub(super) fn level(&self, weight: f32) -> u8 {
        self.least.partition_point(|least| *least <= weight) as u8
    }
}

/// What a document's own weights are mixed with, by document.
pub(super) struct Mixing<'a> {
    /// The strongest terms of each.
    pub(super) strong: &'a [Strong],
    /// The neighbours of each, with their likeness.
    pub(super) near: &'a [Vec<(u32, f32)>],
    /// Those that are to stand lower.
    pub(super) lowered: &'a [bool],
}

/// The impacts of every document, by term number.
pub(super) fn impacts(
    table: &Table,
    weigher: &Weigher,
    mixing: &Mixing<'_>,
    terms: usize,
    tuning: &Tuning,
) -> Vec<Vec<Impact>> {
    let most = weigher.most();
    let scale = Scale::new(most, tuning.power);
    (0..table.len())
        .into_par_iter()
        .with_min_len(256)
        .map_init(
            || (vec![0.0f32; terms], Vec::<u32>::new()),
            |(mixed, touched), document| {
                let near = &mixing.near[document];
                // It is lowered, not hidden: what it is found by it stays found by.
                let lowered = if mixing.lowered[document] { tuning.lowered } else { 1.0 };
                let level = |weight: f32| scale.level(weight * lowered).max(scale.level(weight).min(1));
                let total: f32 = near.iter().map(|(_, likeness)| likeness).sum();
                for &(other, likeness) in near {
                    let share = tuning.mixed * likeness / total;
                    for &(term, weight) in &mixing.strong[other as usize] {
                        let sum = &mut mixed[term as usize];
                        if *sum == 0.0 {
                            touched.push(term);
                        }
                        *sum += share * weight;
                    }
                }
                let own = if near.is_empty() { 1.0 } else { 1.0 - tuning.mixed };
                let mut found = Vec::with_capacity(table.row(document).len() + tuning.expansions);
                for &(term, counts) in table.row(document) {
                    let weight =
                        own * weigher.weight(document, term, counts) + std::mem::take(&mut mixed[term as usize]);
                    found.push(Impact { term, level: level(weight), title: counts.title > 0 });
                }
                let mut expansions: Vec<(u32, f32)> = Vec::new();
                for &term in touched.iter() {
                    let weight = std::mem::take(&mut mixed[term as usize]);
                    if weight > tuning.floor * most && scale.level(weight) > 0 {
                        expansions.push((term, weight));
                    }
                }
                touched.clear();
                let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
                if expansions.len() > tuning.expansions {
                    expansions.select_nth_unstable_by(tuning.expansions, order);
                    expansions.truncate(tuning.expansions);
                }
                found.extend(expansions.iter().map(|&(term, weight)| Impact {
                    term,
                    level: level(weight),
                    title: false,
                }));
                found.retain(|impact| impact.level > 0);
                found.sort_unstable_by_key(|impact| impact.term);
                found.shrink_to_fit();
                found
            },
        )
        .collect()
}
