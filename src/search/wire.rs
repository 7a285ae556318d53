//! The spelling of the index: how numbers, names and sorted words become text that the script
//! reads and that compresses well. `search.js` holds the other half of every function here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::text::{Fingerprint, OutputFile};

/// Letters and digits of file names.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Length of a file's name without its folder and extension.
pub(super) const NAME: usize = 6;

/// Files below one folder, each named by the hash of its content.
pub(super) struct Files {
    folder: String,
    named: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// No files yet, below `folder`.
    pub(super) fn new(folder: impl Into<String>) -> Self {
        Self { folder: folder.into(), named: BTreeMap::new() }
    }

    /// Adds a file and gives the name that stands for it.
    pub(super) fn add(&mut self, bytes: Vec<u8>) -> String {
        let mut name = hash_name(&bytes, 0);
        let mut turn = 0;
        while self.named.get(&name).is_some_and(|have| *have != bytes) {
            turn += 1;
            name = hash_name(&bytes, turn);
        }
        self.named.insert(name.clone(), bytes);
        name
    }

    /// The files, by name.
    pub(super) fn into_outputs(self) -> impl Iterator<Item = OutputFile> {
        let folder = self.folder;
        self.named.into_iter().map(move |(name, bytes)| OutputFile::new(format!("{folder}/{name}.json"), bytes))
    }
}

/// A name of [`NAME`] letters and digits from the hash of some bytes; `turn` tells apart the rare
/// two contents with the same one.
pub(super) fn hash_name(bytes: &[u8], turn: u8) -> String {
    let mut hasher = crate::text::Hasher::new();
    let hash = hasher.part(Fingerprint::of(bytes).bytes()).part([turn]).finish();
    let mut number = hash.bytes().iter().take(8).fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    (0..NAME)
        .map(|_| {
            let digit = DIGITS[(number % 36) as usize];
            number /= 36;
            char::from(digit)
        })
        .collect()
}

/// Any value as JSON. The types written here cannot fail to be written.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Sorted words as one text: before each a capital letter, `A` for no units in common with the word
/// before it, `B` for one …, then what is new. Words hold no capital letters.
pub(super) struct FrontCoder {
    before: String,
    /// The text so far.
    pub(super) text: String,
}

impl FrontCoder {
    pub(super) fn new() -> Self {
        Self { before: String::new(), text: String::new() }
    }

    pub(super) fn push(&mut self, word: &str) {
        let (bytes, units) = shared(&self.before, word);
        self.text.push(char::from(b'A' + units));
        // cannot fail: the bytes shared with the word before end at a character
        self.text.push_str(&word[bytes..]);
        word.clone_into(&mut self.before);
    }
}

/// How much two words have in common at the start: bytes and UTF-16 units, at most 25 of these.
fn shared(before: &str, word: &str) -> (usize, u8) {
    let (mut bytes, mut units) = (0, 0);
    for (a, b) in before.chars().zip(word.chars()) {
        if a != b || units + a.len_utf16() > 25 {
            break;
        }
        bytes += a.len_utf8();
        units += a.len_utf16();
    }
    (bytes, units as u8)
}

/// One posting: the documents passed over since the last, in decimal (nothing for none), and the
/// impact as a letter (`a` is 1), a capital where the term stands in the title.
pub(super) fn push_posting(text: &mut String, gap: u32, level: u8, title: bool) {
    if gap > 0 {
        push_decimal(text, gap);
    }
    let first = if title { b'A' } else { b'a' };
    text.push(char::from(first + level.saturating_sub(1)));
}

fn push_decimal(text: &mut String, number: u32) {
    if number >= 10 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A set of numbers as the lengths of its runs: absent, present, absent … in base 36, separated by
/// spaces.
pub(super) fn runs(sorted: impl Iterator<Item = u32>) -> String {
    let (mut text, mut next, mut run) = (String::new(), 0, 0u32);
    let mut from = 0;
    let mut put = |number: u32| {
        if !text.is_empty() {
            text.push(' ');
        }
        push_base36(&mut text, number);
    };
    for number in sorted {
        if number != next || run == 0 {
            if run > 0 {
                put(run);
                from = next;
            }
            put(number - from);
            run = 0;
        }
        run += 1;
        next = number + 1;
    }
    if run > 0 {
        put(run);
    }
    text
}

fn push_base36(text: &mut String, number: u32) {
    if number >= 36 {
        push_base36(text, number / 36);
    }
    text.push(char::from(DIGITS[(number % 36) as usize]));
}

/// Cuts a row of items into stretches of about `target` in size, so that a change in one place
/// moves no cut far from it: each cut is where, within a window, the item's hash is least.
pub(super) fn cuts(items: impl Iterator<Item = (usize, u64)>, target: usize) -> Vec<usize> {
    let (least, most) = (target * 2 / 3, target * 4 / 3);
    let mut cuts = vec![0];
    // Items since the last cut: their number, hash, and the size of all before them.
    let mut open: Vec<(usize, u64, usize)> = Vec::new();
    let mut size = 0;
    for (at, (cost, hash)) in items.enumerate() {
        while size + cost > most && !open.is_empty() {
            let best = open.iter().skip(1).filter(|item| item.2 >= least).min_by_key(|item| item.1);
            let (cut, before) = best.map_or((at, size), |item| (item.0, item.2));
            cuts.push(cut);
            open.retain(|item| item.0 >= cut);
            open.iter_mut().for_each(|item| item.2 -= before);
            size -= before;
        }
        open.push((at, hash, size));
        size += cost;
    }
    cuts
}

/// The hash by which [`cuts`] chooses.
pub(super) fn cut_hash(word: &str) -> u64 {
    Fingerprint::of(word).bytes().iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sorted_words_share_their_beginnings() {
        let mut coder = FrontCoder::new();
        ["add", "addict", "address", "béa", "béb"].iter().for_each(|word| coder.push(word));
        assert_eq!(coder.text, "AaddDictDressAbéaCb");
    }

    #[test]
    fn postings_are_gaps_and_letters() {
        let mut text = String::new();
        push_posting(&mut text, 0, 1, false);
        push_posting(&mut text, 120, 15, true);
        assert_eq!(text, "a120O");
    }

    #[test]
    fn sets_are_runs() {
        assert_eq!(runs([].into_iter()), "");
        assert_eq!(runs([0, 1, 2, 40].into_iter()), "0 3 11 1");
        assert_eq!(runs([5].into_iter()), "5 1");
    }

    #[test]
    fn equal_contents_share_a_name_and_others_never_do() {
        let mut files = Files::new("search/t");
        let (a, b) = (files.add(b"1".to_vec()), files.add(b"2".to_vec()));
        assert_eq!(a, files.add(b"1".to_vec()));
        assert!(a != b && a.len() == NAME);
        assert_eq!(files.into_outputs().count(), 2);
    }

    proptest! {
        #[test]
        fn cuts_ascend_and_pieces_are_of_fair_size(costs in prop::collection::vec(1usize..300, 1..200)) {
            let cuts = cuts(costs.iter().enumerate().map(|(at, &cost)| (cost, cut_hash(&at.to_string()))), 600);
            prop_assert!(cuts.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(cuts[0], 0);
            for piece in cuts.windows(2) {
                let size: usize = costs[piece[0]..piece[1]].iter().sum();
                prop_assert!((400..=800).contains(&size));
            }
        }

        #[test]
        fn runs_hold_every_number(numbers in prop::collection::btree_set(0u32..500, 0..60)) {
            let text = runs(numbers.iter().copied());
            let mut back = Vec::new();
            let mut at = 0;
            for (turn, length) in text.split(' ').filter(|part| !part.is_empty()).enumerate() {
                let length = u32::from_str_radix(length, 36).unwrap();
                if turn % 2 == 1 { back.extend(at..at + length); }
                at += length;
            }
            prop_assert_eq!(back, numbers.into_iter().collect::<Vec<_>>());
        }
    }
}
