use std::cmp::Reverse;

use super::items::{ItemId, Library};
use super::links::LinkTo;

/// Entries of a term that are looked at, so that a term that everything has costs nothing.
const MOST_OF_A_TERM: usize = 64;
/// Weight of a link, either way.
const LINK: u32 = 600;
/// Weight of standing on one pathway; neighbours on it count twice.
const PATHWAY: u32 = 250;
/// Weight of a shared term, divided by how common the term is.
const TERM: u32 = 1_200;
/// Weight of a shared principle, likewise.
const PRINCIPLE: u32 = 600;

pub(super) fn related(library: &Library, id: ItemId, most: usize) -> Vec<ItemId> {
    let item = library.item(id);
    if !item.related.is_empty() {
        return item.related.clone();
    }
    let mut votes: Vec<(ItemId, u32)> = Vec::with_capacity(256);
    let mut add = |other: ItemId, score: u32| votes.push((other, score));
    for link in &item.links {
        if let LinkTo::Item(other, _) = link.to {
            add(other, LINK);
        }
    }
    for other in &item.backlinks {
        add(*other, LINK);
    }
    for place in &item.places {
        for (at, step) in library.item(place.pathway).path.steps.iter().enumerate() {
            let weight = if at.abs_diff(place.step) == 1 { 2 * PATHWAY } else { PATHWAY };
            for option in &step.options {
                add(*option, weight);
            }
        }
    }
    shared_terms(library, id, &mut add);
    votes.sort_unstable();
    let sums = votes.chunk_by(|a, b| a.0 == b.0).map(|votes| {
        let sum: u32 = votes.iter().map(|(_, score)| score).sum();
        (Reverse(sum), votes.first().map_or(id, |(other, _)| *other))
    });
    let mut ranked: Vec<(Reverse<u32>, ItemId)> = sums.collect();
    ranked.sort_unstable();
    let company = ranked.into_iter().map(|(_, other)| other).filter(|other| is_company(library, id, *other));
    company.take(most).collect()
}

fn shared_terms(library: &Library, id: ItemId, add: &mut impl FnMut(ItemId, u32)) {
    let item = library.item(id);
    for taxonomy in library.taxonomies(&item.entry.lang) {
        let Some(terms) = item.entry.common.terms.get(&taxonomy.name) else { continue };
        for term in terms {
            let Some((_, index)) = taxonomy.find(&term.value) else { continue };
            for other in nearby(&index.items, id) {
                add(other, rarity(TERM, index.items.len()));
            }
        }
    }
    for principle in &item.principles {
        add(*principle, rarity(PRINCIPLE, 1));
    }
}

/// The entries of a term around one of them in the library's order, at most [`MOST_OF_A_TERM`].
fn nearby(items: &[ItemId], id: ItemId) -> impl Iterator<Item = ItemId> + '_ {
    let here = items.partition_point(|other| *other < id);
    let start = here.saturating_sub(MOST_OF_A_TERM / 2).min(items.len().saturating_sub(MOST_OF_A_TERM));
    items.iter().copied().skip(start).take(MOST_OF_A_TERM)
}

/// A weight divided by the binary logarithm of how many entries share the reason.
fn rarity(weight: u32, count: usize) -> u32 {
    weight / (usize::BITS - count.leading_zeros()).max(1)
}

/// Whether another entry may stand under "related": same language or none of its own, no page of
/// the frame, no principle that the entry names anyway.
fn is_company(library: &Library, id: ItemId, other: ItemId) -> bool {
    let (item, candidate) = (library.item(id), library.item(other));
    let special = candidate.entry.id.is_home() || candidate.entry.id.heads_list().is_some();
    candidate.entry.id != item.entry.id
        && !special
        && candidate.entry.lang == item.entry.lang
        && candidate.kind() != crate::model::Kind::Page
        && !item.principles.contains(&other)
}
