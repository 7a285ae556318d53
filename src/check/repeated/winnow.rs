use std::ops::Range;

use rayon::prelude::*;

use super::trail::BREAK;
use super::{FEWEST, SHINGLE, WINDOW};

/// A run of words that two texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Number of the earlier text.
    pub(super) first: u32,
    /// Words there.
    pub(super) first_at: Range<usize>,
    /// Number of the later text.
    pub(super) other: u32,
    /// Words there.
    pub(super) other_at: Range<usize>,
}

/// A hash that was kept: itself, its text, and its first word there.
type Print = (u64, u32, u32);

/// Runs of [`FEWEST`] and more words that texts share, each as long as it goes, with the earliest text that
/// has one; in the order of the first text and the place there.
pub(super) fn matches(texts: &[&[u32]]) -> Vec<Match> {
    let mut prints: Vec<Print> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, words)| prints(words).into_iter().map(move |(hash, at)| (hash, number as u32, at)))
        .collect();
    prints.par_sort_unstable();
    let mut shared: Vec<(u32, u32, i64, u32)> = Vec::new();
    for same in prints.chunk_by(|one, next| one.0 == next.0) {
        let Some(&(_, first, first_at)) = same.first() else { continue };
        let mut last = first;
        for &(_, other, other_at) in same {
            // Of a text that has it several times, the first place tells all that there is to tell.
            if other != last {
                last = other;
                shared.push((first, other, i64::from(other_at) - i64::from(first_at), first_at));
            }
        }
    }
    drop(prints);
    shared.par_sort_unstable();
    let runs = shared.chunk_by(|one, next| (one.0, one.1, one.2) == (next.0, next.1, next.2));
    let mut found: Vec<Match> = runs.flat_map(|run| followed(texts, run)).collect();
    without_contained(&mut found);
    found.sort_by_key(|one| (one.first, one.first_at.start, one.first_at.end, one.other, one.other_at.start));
    found
}

/// Follows what two texts share at one distance in both directions; of what is part of a run that was found
/// already nothing comes.
fn followed(texts: &[&[u32]], run: &[(u32, u32, i64, u32)]) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for &(first, other, distance, at) in run {
        let at = at as usize;
        if found.last().is_some_and(|last| last.first_at.contains(&at)) {
            continue;
        }
        let (Some(here), Some(there)) = (texts.get(first as usize), texts.get(other as usize)) else { continue };
        let beyond = |at: usize| usize::try_from(at as i64 + distance).ok();
        let same = |at: usize| {
            let word = here.get(at).copied().filter(|word| *word != BREAK);
            word.is_some() && beyond(at).and_then(|at| there.get(at).copied()) == word
        };
        let start = (0..at).rev().take_while(|at| same(*at)).last().unwrap_or(at);
        let end = (at..here.len()).find(|at| !same(*at)).unwrap_or(here.len());
        if end.saturating_sub(start) < FEWEST {
            continue;
        }
        let (Some(other_start), Some(other_end)) = (beyond(start), beyond(end)) else { continue };
        found.push(Match { first, first_at: start..end, other, other_at: other_start..other_end });
    }
    found
}

/// Leaves out what a text shares with one text and, as part of a longer run, with another.
fn without_contained(found: &mut Vec<Match>) {
    found.sort_by_key(|one| (one.other, one.other_at.start, std::cmp::Reverse(one.other_at.end), one.first));
    let mut reached = (u32::MAX, 0);
    found.retain(|one| {
        let is_new = one.other != reached.0 || one.other_at.end > reached.1;
        if is_new {
            reached = (one.other, one.other_at.end);
        }
        is_new
    });
}

/// The hashes of a text that are kept, each with its first word.
fn prints(words: &[u32]) -> Vec<(u64, u32)> {
    let mut kept = Vec::with_capacity(words.len() / 12);
    let mut start = 0;
    for part in words.split(|word| *word == BREAK) {
        if part.len() >= FEWEST {
            winnow(part, start, &mut kept);
        }
        start += part.len() + 1;
    }
    kept
}

/// What the hash of a shingle is a polynomial in (an odd number without a pattern: the golden ratio's).
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Keeps the smallest hash of each window, of equal ones the last (section 3.1 of the paper).
fn winnow(words: &[u32], start: usize, kept: &mut Vec<(u64, u32)>) {
    let hashes = shingles(words);
    let mut smallest: Option<usize> = None;
    for end in WINDOW..=hashes.len() {
        let window = end - WINDOW;
        let last = end - 1;
        let value = |at: usize| hashes.get(at).copied().unwrap_or(u64::MAX);
        let next = match smallest {
            Some(at) if at >= window && value(last) > value(at) => continue,
            Some(at) if at >= window => last,
            _ => (window..end).min_by_key(|at| (value(*at), std::cmp::Reverse(*at))).unwrap_or(last),
        };
        smallest = Some(next);
        kept.push((value(next), (start + next) as u32));
    }
}

/// The hash of each run of [`SHINGLE`] words, rolled on from the one before.
fn shingles(words: &[u32]) -> Vec<u64> {
    let leaving = (1..SHINGLE).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0_u64;
    let mut hashes = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if let Some(old) = at.checked_sub(SHINGLE).and_then(|old| words.get(old)) {
            hash = hash.wrapping_sub(u64::from(*old).wrapping_mul(leaving));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(*word));
        if at + 1 >= SHINGLE {
            // Mixed, so that which is smallest does not hang on the last word.
            hashes.push((hash ^ (hash >> 31)).wrapping_mul(BASE).rotate_left(29));
        }
    }
    hashes
}
