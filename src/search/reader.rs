//! Reads an index back from its files, as the script does (`search.js`): the other half of `wire`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::{BLOCK, FOLDER};
use super::synonyms::JOINT;
use super::vocabulary::script_order;
use super::wire::NAME;
use crate::text::OutputFile;

/// Ranges of one word that are looked at beyond the first, as in the script.
const FURTHER: usize = 2;

/// `index.json`, as far as a search needs it.
#[derive(Debug, Deserialize)]
pub(super) struct Root {
    pub(super) language: String,
    pub(super) count: usize,
    pub(super) levels: Vec<u32>,
    pub(super) titles: Vec<u32>,
    kinds: Vec<String>,
    pub(super) terms: Ranges,
    blocks: String,
    pub(super) words: Ranges,
}

/// Files by range of words (`files::Ranges`).
#[derive(Debug, Deserialize)]
pub(super) struct Ranges {
    depth: u8,
    from: String,
    names: String,
}

/// What the index says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What a link to it says.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Its kind's name in code.
    pub kind: String,
    /// Minutes that it takes; 0 where that is not known.
    pub minutes: u32,
}

/// Postings of one term: document number, level from 1, and whether it stands in the title.
pub(super) type Postings = Vec<(u32, u8, bool)>;

/// An index, read from the files that [`super::build`] made.
pub struct Index<'a> {
    folder: String,
    files: BTreeMap<&'a str, &'a [u8]>,
    pub(super) root: Root,
}

impl<'a> Index<'a> {
    /// Opens the index in a folder of the output (`search`, `search/es`); nothing where there is
    /// none or its root cannot be read.
    pub fn open(files: &'a [OutputFile], folder: &str) -> Option<Self> {
        let folder = folder.trim_matches('/').to_owned();
        let below = |file: &'a OutputFile| {
            Some((file.path.strip_prefix(folder.as_str())?.strip_prefix('/')?, file.bytes.as_ref()))
        };
        let files: BTreeMap<&str, &[u8]> = files.iter().filter_map(below).collect();
        let root = serde_json::from_slice(files.get("index.json")?).ok()?;
        Some(Self { folder, files, root })
    }

    /// The folder of the index in the output.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    fn json<T: for<'d> Deserialize<'d>>(&self, path: &str) -> Option<T> {
        serde_json::from_slice(self.files.get(path)?).ok()
    }

    /// The contents of the files that may hold words which begin with `word`, the first alone if
    /// `one`: words, and what belongs to them.
    pub(super) fn range(&self, folder: &str, ranges: &Ranges, word: &str, one: bool) -> Vec<(Vec<String>, String)> {
        let from: Vec<&str> = if ranges.from.is_empty() { Vec::new() } else { ranges.from.split(' ').collect() };
        let first = from.partition_point(|bound| script_order(bound, word).is_le());
        let mut last = first;
        while !one && last < first + FURTHER && from.get(last).is_some_and(|bound| bound.starts_with(word)) {
            last += 1;
        }
        let mut parts = Vec::new();
        for at in first..=last {
            let Some(name) = ranges.names.get(at * NAME..(at + 1) * NAME) else { continue };
            let path = format!("{folder}/{name}.json");
            if ranges.depth > 1 {
                if let Some(inner) = self.json::<Ranges>(&path) {
                    parts.extend(self.range(folder, &inner, word, one));
                }
            } else if let Some((words, more)) = self.json::<(String, String)>(&path) {
                parts.push((unfold(&words), more));
            }
        }
        parts
    }

    /// The postings of a term; nothing where the index does not know it.
    pub(super) fn postings(&self, term: &str) -> Option<Postings> {
        self.postings_with(term, "").map(|(postings, _)| postings)
    }

    /// The postings of a term, and those of another key that stands beside it.
    pub(super) fn postings_with(&self, term: &str, beside: &str) -> Option<(Postings, Postings)> {
        let (words, more) = self.range("t", &self.root.terms, term, true).into_iter().next()?;
        let lists: Vec<&str> = more.split(' ').collect();
        let of = |key: &str| {
            let at = words.iter().position(|word| word == key)?;
            Some(postings(lists.get(at).copied().unwrap_or("")))
        };
        Some((of(term)?, of(beside).unwrap_or_default()))
    }

    /// The terms of phrases that begin with a stem: all of its stems, joined.
    pub(super) fn phrases(&self, first: &str) -> Vec<String> {
        let beginning = format!("{first}{JOINT}");
        let shard = self.range("t", &self.root.terms, first, true).into_iter().next();
        let words = shard.map_or(Vec::new(), |(words, _)| words);
        words.into_iter().filter(|word| word.starts_with(&beginning)).collect()
    }

    /// A document by its number.
    pub fn document(&self, number: u32) -> Option<Found> {
        let number = number as usize;
        let group = number / (BLOCK * FOLDER);
        let folder = self.root.blocks.get(group * NAME..(group + 1) * NAME)?;
        let path = format!("d/{folder}/{}.json", number / BLOCK % FOLDER);
        let block: Vec<(String, String, String, usize, u32)> = self.json(&path)?;
        let (url, title, summary, kind, minutes) = block.into_iter().nth(number % BLOCK)?;
        Some(Found { url, title, summary, kind: self.root.kinds.get(kind).cloned().unwrap_or_default(), minutes })
    }
}

/// Sorted words from one text (`wire::FrontCoder`).
fn unfold(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let starts: Vec<usize> = text.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at).collect();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let shared = usize::from(text.as_bytes().get(start).map_or(0, |letter| letter - b'A'));
        let before = words.last().map_or("", String::as_str);
        let mut units = 0;
        let kept: String = before
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= shared
            })
            .collect();
        words.push(kept + text.get(start + 1..end).unwrap_or(""));
    }
    words
}

fn postings(text: &str) -> Postings {
    let (mut list, mut next, mut gap) = (Vec::new(), 0u32, 0u32);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => gap = gap.saturating_mul(10).saturating_add(u32::from(byte - b'0')),
            _ => {
                let (first, title) = if byte < b'a' { (b'A', true) } else { (b'a', false) };
                next = next.saturating_add(gap);
                list.push((next, byte.saturating_sub(first) + 1, title));
                next = next.saturating_add(1);
                gap = 0;
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::wire::{FrontCoder, push_posting};
    use super::*;

    #[test]
    fn words_come_back() {
        let words = ["add", "addict", "address", "béa", "béb", "𐐀a", "𐐀b"];
        let mut coder = FrontCoder::new();
        words.iter().for_each(|word| coder.push(word));
        assert_eq!(unfold(&coder.text), words);
    }

    #[test]
    fn postings_come_back() {
        let mut text = String::new();
        push_posting(&mut text, 3, 1, false);
        push_posting(&mut text, 0, 15, true);
        push_posting(&mut text, 120, 7, false);
        assert_eq!(postings(&text), [(3, 1, false), (4, 15, true), (125, 7, false)]);
    }
}
