//! Passages that stand in two entries of one language.
//!
//! Found by winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document
//! Fingerprinting", SIGMOD 2003): every shingle of [`SHINGLE`] words has a hash, and of every [`WINDOW`]
//! shingles in a row the smallest is kept. Two texts that share [`FEWEST`] words in a row share one that is
//! kept, wherever these words stand; one in thirteen is. What is shared is then followed word by word in both
//! directions. The time is that of sorting what is kept.

mod trail;
mod winnow;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic};
use crate::library::{Item, ItemId, Library};
use crate::model::Lang;
use crate::syntax::parse;
use crate::text::Span;

pub use trail::WordTrail;
use trail::places;
use winnow::{Match, matches};

/// Words of a passage from which on it counts.
const FEWEST: usize = 40;
/// Words that are hashed together.
const SHINGLE: usize = 16;
/// Hashes in a row of which one is kept.
const WINDOW: usize = FEWEST + 1 - SHINGLE;
/// Entries up to which each repetition is told by itself.
const FEW: usize = 4;

/// A passage that stands in several entries of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// How many words it has, at the least.
    pub words: usize,
    /// Where it stands, in the library's order: two places, or all of them where it stands in more than four
    /// entries.
    pub places: Vec<(ItemId, Span)>,
}

/// Finds the passages that stand in several entries of one language; `trail` gives an entry's words. Words
/// in block quotations are left out: they are somebody else's. In the order of the place at which a passage
/// is told.
pub fn repeats<'t>(library: &Library, trail: impl Fn(&Item) -> Option<&'t WordTrail> + Sync) -> Vec<Repeat> {
    let found: Vec<Vec<Match>> = library.languages().iter().map(|lang| of_language(library, lang, &trail)).collect();
    let groups: Vec<Vec<(ItemId, Range<usize>)>> = found.into_iter().flat_map(grouped).collect();
    let spans = spans(library, &groups);
    let repeat = |group: Vec<(ItemId, Range<usize>)>| {
        let words = group.iter().map(|(_, range)| range.len()).min().unwrap_or(0);
        let place = |(item, range): (ItemId, Range<usize>)| {
            let span = spans.get(&(item, range.start, range.end)).copied().unwrap_or_default();
            (item, span)
        };
        Repeat { words, places: group.into_iter().map(place).collect() }
    };
    groups.into_iter().map(repeat).collect()
}

/// The matches among the entries of one language, text numbers turned into items.
fn of_language<'t>(
    library: &Library,
    lang: &Lang,
    trail: &(impl Fn(&Item) -> Option<&'t WordTrail> + Sync),
) -> Vec<Match> {
    let texts: Vec<(ItemId, &WordTrail)> = library
        .ids()
        .filter(|(_, item)| &item.entry.lang == lang)
        .filter_map(|(id, item)| Some((id, trail(item)?)))
        .collect();
    let trails: Vec<&[u32]> = texts.iter().map(|(_, trail)| trail.words()).collect();
    let item = |number: u32| texts.get(number as usize).map_or(0, |(id, _)| id.0);
    let found = matches(&trails).into_iter();
    found.map(|one| Match { first: item(one.first), other: item(one.other), ..one }).collect()
}

/// Puts together what stands in more entries than [`FEW`]; everything else is a pair. Matches come in the
/// order of their first text and the place there.
fn grouped(found: Vec<Match>) -> Vec<Vec<(ItemId, Range<usize>)>> {
    let mut clusters: Vec<Vec<Match>> = Vec::new();
    for one in found {
        let near = |start: usize, end: usize| start.abs_diff(end) <= FEWEST / 2;
        match clusters.last_mut() {
            Some(cluster)
                if cluster.first().is_some_and(|first| {
                    first.first == one.first
                        && near(first.first_at.start, one.first_at.start)
                        && near(first.first_at.end, one.first_at.end)
                }) =>
            {
                cluster.push(one);
            }
            _ => clusters.push(vec![one]),
        }
    }
    let mut groups = Vec::new();
    for cluster in clusters {
        let pair =
            |one: &Match| vec![(ItemId(one.first), one.first_at.clone()), (ItemId(one.other), one.other_at.clone())];
        if cluster.len() < FEW {
            groups.extend(cluster.iter().map(pair));
            continue;
        }
        let mut group: Vec<(ItemId, Range<usize>)> = cluster.first().map(pair).unwrap_or_default();
        group.extend(cluster.iter().skip(1).map(|one| (ItemId(one.other), one.other_at.clone())));
        groups.push(group);
    }
    groups
}

/// Where ranges of words stand in their files, by item and range.
fn spans(library: &Library, groups: &[Vec<(ItemId, Range<usize>)>]) -> BTreeMap<(ItemId, usize, usize), Span> {
    let mut wanted: BTreeMap<ItemId, Vec<&Range<usize>>> = BTreeMap::new();
    for (item, range) in groups.iter().flatten() {
        wanted.entry(*item).or_default().push(range);
    }
    let wanted: Vec<(ItemId, Vec<&Range<usize>>)> = wanted.into_iter().collect();
    let found = wanted.into_par_iter().flat_map_iter(|(item, ranges)| {
        let (parsed, _) = parse(&library.item(item).entry.source);
        let places = places(&parsed.passages);
        let span = move |range: &Range<usize>| {
            let start = places.get(range.start).map_or(0, |span: &Span| span.start);
            let end = range.end.checked_sub(1).and_then(|last| places.get(last)).map_or(start, |span| span.end);
            ((item, range.start, range.end), Span::new(start as usize, end as usize))
        };
        ranges.into_iter().map(span)
    });
    found.collect()
}

/// What there is to say of repeated passages: a note at each place but the first, or one for a passage that
/// stands in many entries.
pub fn repeats_found(library: &Library, repeats: &[Repeat]) -> Vec<Diagnostic> {
    repeats.iter().filter_map(|repeat| note(library, repeat)).collect()
}

fn note(library: &Library, repeat: &Repeat) -> Option<Diagnostic> {
    let path = |item: &ItemId| library.item(*item).entry.path();
    let words = repeat.words;
    if let [(first, first_span), (other, span)] = repeat.places.as_slice() {
        let message = format!("{words} words from here on stand in {} too", library.item(*first).entry.id);
        let note = Diagnostic::new(Code::PassageRepeated, path(other), *span, message);
        let help = "keep them in one entry and link to it from the other, so that there is one text to keep true";
        return Some(note.and(path(first), *first_span, "the same words").help(help));
    }
    let (first, span) = repeat.places.first()?;
    let message = format!("{words} words from here on stand in {} entries", repeat.places.len());
    let mut note = Diagnostic::new(Code::PassageRepeated, path(first), *span, message);
    for (item, span) in repeat.places.iter().skip(1).take(FEW - 1) {
        note = note.and(path(item), *span, "the same words");
    }
    Some(note.help("keep them in one entry and link to it; `waypost report duplicates` lists every place"))
}

#[cfg(test)]
mod tests;
