//! The index as files. What each holds is documented at the head of `search.js`.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::document::{Document, Facet, Settings};
use super::impacts::{Impact, LEVELS};
use super::stem::{Terms, fold};
use super::synonyms::JOINT;
use super::vocabulary::{Vocabulary, script_order};
use super::wire::{Files, FrontCoder, cut_hash, cuts, hash_name, json, push_posting, runs};
use crate::text::OutputFile;

/// Characters of a term shard; some 3 kB when compressed.
const SHARD: usize = 6_500;
/// Shards up to which the root names each; beyond, it names lists of them.
const FLAT: usize = 600;
/// Shards that such a list names.
const LISTED: usize = 64;
/// Titles with a word, up to which it tells them apart.
const TELLING: usize = 100;
/// Documents in a block.
pub(super) const BLOCK: usize = 4;
/// Blocks that share a folder, so that the root needs to name one hash for all.
pub(super) const FOLDER: usize = 32;

/// Bytes of facets from which a file of them is full.
const FACET_BYTES: usize = 16_000;

/// `index.json`.
#[derive(Serialize)]
struct Root<'a> {
    format: u32,
    language: &'a str,
    stem: &'a str,
    count: usize,
    levels: Vec<u32>,
    /// What a word in the title adds: in longer queries, and in those of one or two words.
    titles: [u32; 2],
    kinds: Vec<&'a str>,
    terms: Ranges,
    blocks: String,
    words: Ranges,
    facets: Vec<FacetName<'a>>,
}

/// Files by range of words.
#[derive(Serialize)]
struct Ranges {
    /// 1 where the names are those of files, 2 where they are those of further ranges.
    depth: u8,
    /// The least text that sorts into each file but the first, spaces between.
    from: String,
    /// The names of the files, one after the other.
    names: String,
}

#[derive(Serialize)]
struct FacetName<'a> {
    name: &'a str,
    label: &'a str,
    file: String,
}

/// What the index says of a document, in its block.
type Entry<'a> = (&'a str, &'a str, &'a str, usize, u32);

/// Everything that is written.
pub(super) struct Parts<'a> {
    pub(super) settings: &'a Settings,
    pub(super) documents: &'a [Document<'a>],
    pub(super) vocabulary: &'a Vocabulary,
    /// By document.
    pub(super) impacts: Vec<Vec<Impact>>,
    /// Words that are never shown.
    pub(super) silent: BTreeSet<String>,
    /// Documents in the order of their numbers.
    pub(super) order: &'a [u32],
    /// What a word in the title adds (`Root::titles`).
    pub(super) titles: [u32; 2],
    /// What a level is worth, from level 1.
    pub(super) values: Vec<u32>,
}

impl Parts<'_> {
    /// All files of the index, root last.
    pub(super) fn files(mut self) -> Vec<OutputFile> {
        let folder = self.settings.folder.trim_matches('/').to_owned();
        let mut outputs = Vec::new();
        let postings = self.postings();
        let terms = self.term_shards(&postings, &folder, &mut outputs);
        drop(postings);
        let words = self.word_lists(&folder, &mut outputs);
        let (kinds, blocks) = self.blocks(&folder, &mut outputs);
        let facets = self.facets(&folder, &mut outputs);
        let language = Terms::of(&self.settings.language);
        let root = Root {
            format: 1,
            language: &self.settings.language,
            stem: language.stemmer_name(),
            count: self.documents.len(),
            levels: self.values.clone(),
            titles: self.titles,
            kinds,
            terms,
            blocks,
            words,
            facets,
        };
        outputs.push(OutputFile::new(format!("{folder}/index.json"), json(&root)));
        outputs
    }

    /// The postings of every term, ready to be written.
    fn postings(&mut self) -> Vec<String> {
        let terms = self.vocabulary.terms.len();
        let impacts = std::mem::take(&mut self.impacts);
        let mut starts = vec![0usize; terms + 2];
        for impact in impacts.iter().flatten() {
            starts[impact.term as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        // Number, level and title of each posting in one word.
        let mut packed = vec![0u64; impacts.iter().map(Vec::len).sum()];
        for (number, &document) in self.order.iter().enumerate() {
            for impact in &impacts[document as usize] {
                let at = &mut starts[impact.term as usize + 1];
                packed[*at] = (number as u64) << 8 | u64::from(impact.level) << 1 | u64::from(impact.title);
                *at += 1;
            }
        }
        drop(impacts);
        (0..terms)
            .into_par_iter()
            .with_min_len(1024)
            .map(|term| {
                let (mut text, mut next) = (String::new(), 0);
                // cannot fail: one start a term and one past the last
                for &posting in &packed[starts[term]..starts[term + 1]] {
                    let number = (posting >> 8) as u32;
                    push_posting(&mut text, number - next, (posting >> 1 & 0x7f) as u8, posting & 1 == 1);
                    next = number + 1;
                }
                text
            })
            .collect()
    }

    /// The words of titles that are not the only one of their term, each below its term and with
    /// the documents that have it in their title: `model.ling` stands below `model`.
    fn title_words(&self) -> Vec<(String, String)> {
        let mut lists: Vec<(String, u32, usize)> = vec![Default::default(); self.vocabulary.words.len()];
        for (number, &document) in self.order.iter().enumerate() {
            for &word in &self.vocabulary.titles[document as usize] {
                let (text, next, count) = &mut lists[word as usize];
                push_posting(text, number as u32 - *next, 1, true);
                *next = number as u32 + 1;
                *count += 1;
            }
        }
        let words = self.vocabulary.words.iter().zip(lists);
        words
            .filter(|(_, (_, _, count))| (1..=TELLING).contains(count))
            .map(|((word, term), (text, ..))| {
                let term = &self.vocabulary.terms[*term as usize];
                let word = fold(word);
                let same = term.char_indices().zip(word.chars()).find(|((_, a), b)| a != b);
                let rest = word.get(same.map_or(term.len(), |((at, _), _)| at)..).unwrap_or("");
                (format!("{term}.{rest}"), text)
            })
            .collect()
    }

    fn term_shards(&self, postings: &[String], folder: &str, outputs: &mut Vec<OutputFile>) -> Ranges {
        let titles = self.title_words();
        let mut have: Vec<(&str, &str, u64)> = self
            .vocabulary
            .terms
            .iter()
            .zip(postings)
            .filter(|(_, list)| !list.is_empty())
            .map(|(term, list)| {
                // A phrase is never cut off from its first word, nor a word of titles from its term.
                let hash = if term.contains(JOINT) { u64::MAX } else { cut_hash(term) };
                (term.as_str(), list.as_str(), hash)
            })
            .collect();
        have.extend(titles.iter().map(|(key, list)| (key.as_str(), list.as_str(), u64::MAX)));
        have.par_sort_by(|a, b| script_order(a.0, b.0));
        have.dedup_by(|next, kept| next.0 == kept.0);
        let cuts = cuts(have.iter().map(|item| (4 + item.1.len(), item.2)), SHARD);
        let pieces: Vec<&[(&str, &str, u64)]> = pieces(&have, &cuts);
        let shards: Vec<Vec<u8>> = pieces
            .par_iter()
            .map(|piece| {
                let mut coder = FrontCoder::new();
                let mut lists = Vec::with_capacity(piece.len());
                for item in *piece {
                    coder.push(item.0);
                    lists.push(item.1);
                }
                json(&(coder.text, lists.join(" ")))
            })
            .collect();
        let bounds: Vec<&str> = bounds(&pieces, |item| item.0);
        ranges(&bounds, shards, &format!("{folder}/t"), outputs)
    }

    /// The words that a misspelt one may mean: sorted, with a digit each for how common it is (a
    /// letter from `A` for those that are never shown).
    fn word_lists(&self, folder: &str, outputs: &mut Vec<OutputFile>) -> Ranges {
        let words = &self.vocabulary.words;
        let word = |at: &usize| words[*at].0.as_str();
        let first = |at: &usize| word(at).chars().next();
        let have: Vec<usize> = (0..words.len()).collect();
        let mut pieces: Vec<&[usize]> = Vec::new();
        for letter in have.chunk_by(|a, b| first(a) == first(b)) {
            pieces.push(letter);
        }
        let lists: Vec<Vec<u8>> = pieces
            .par_iter()
            .map(|piece| {
                let mut coder = FrontCoder::new();
                let mut common = String::new();
                for at in *piece {
                    coder.push(word(at));
                    let documents = self.vocabulary.word_documents[*at];
                    let first = if self.silent.contains(word(at)) { b'A' } else { b'0' };
                    common.push(char::from(first + (documents.max(1).ilog2() as u8 / 2).min(9)));
                }
                json(&(coder.text, common))
            })
            .collect();
        let bounds: Vec<&str> = bounds(&pieces, word);
        ranges(&bounds, lists, &format!("{folder}/w"), outputs)
    }

    fn blocks(&self, folder: &str, outputs: &mut Vec<OutputFile>) -> (Vec<&str>, String) {
        let mut kinds: Vec<&str> = self.documents.iter().map(|document| document.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut names = String::new();
        for group in self.order.chunks(BLOCK * FOLDER) {
            let blocks: Vec<Vec<u8>> = group
                .chunks(BLOCK)
                .map(|block| {
                    let entries: Vec<Entry<'_>> = block
                        .iter()
                        .map(|&at| {
                            let document = &self.documents[at as usize];
                            let kind = kinds.binary_search(&document.kind.as_str()).unwrap_or(0);
                            (&*document.url, &*document.title, &*document.summary, kind, document.minutes)
                        })
                        .collect();
                    json(&entries)
                })
                .collect();
            let name = hash_name(&blocks.concat(), 0);
            for (at, block) in blocks.into_iter().enumerate() {
                outputs.push(OutputFile::new(format!("{folder}/d/{name}/{at}.json"), block));
            }
            names.push_str(&name);
        }
        (kinds, names)
    }

    /// Writes the facets, several to a file while they are small: a search shows them all.
    fn facets(&self, folder: &str, outputs: &mut Vec<OutputFile>) -> Vec<FacetName<'_>> {
        let mut files = Files::new(format!("{folder}/f"));
        let mut names: Vec<FacetName<'_>> = Vec::new();
        let mut open: Vec<(&Facet, String)> = Vec::new();
        let mut number_of = vec![0u32; self.order.len()];
        for (&at, number) in self.order.iter().zip(0u32..) {
            number_of[at as usize] = number;
        }
        for facet in &self.settings.facets {
            let values = super::facets::values(facet, self.documents);
            let sets: Vec<(&str, &str, String)> = values
                .iter()
                .map(|value| {
                    let mut numbers: Vec<u32> = value.documents.iter().map(|&at| number_of[at as usize]).collect();
                    numbers.sort_unstable();
                    (&*value.key, &*value.label, runs(numbers.into_iter()))
                })
                .collect();
            if !sets.is_empty() {
                open.push((facet, String::from_utf8_lossy(&json(&sets)).into_owned()));
            }
            if open.iter().map(|(_, sets)| sets.len()).sum::<usize>() > FACET_BYTES {
                close(&mut open, &mut files, &mut names);
            }
        }
        close(&mut open, &mut files, &mut names);
        outputs.extend(files.into_outputs());
        names
    }
}

/// Writes the facets gathered so far into one file: `{"<name>": [[key, label, documents], …], …}`.
fn close<'a>(open: &mut Vec<(&'a Facet, String)>, files: &mut Files, names: &mut Vec<FacetName<'a>>) {
    if open.is_empty() {
        return;
    }
    let members: Vec<String> =
        open.iter().map(|(facet, sets)| format!("{}:{sets}", serde_json::Value::from(facet.name.as_str()))).collect();
    let file = files.add(format!("{{{}}}", members.join(",")).into_bytes());
    names.extend(open.drain(..).map(|(facet, _)| FacetName {
        name: &facet.name,
        label: &facet.label,
        file: file.clone(),
    }));
}

/// Highest level's worth in the script's sums.
pub(super) fn level_values(power: f32) -> Vec<u32> {
    (1..=LEVELS)
        .map(|level| libm::roundf(1000.0 * libm::powf(f32::from(level) / f32::from(LEVELS), power)) as u32)
        .collect()
}

fn pieces<'a, T>(items: &'a [T], cuts: &[usize]) -> Vec<&'a [T]> {
    let ends = cuts.iter().copied().skip(1).chain([items.len()]);
    // cannot fail: the cuts ascend within the items
    cuts.iter().copied().zip(ends).map(|(start, end)| &items[start..end]).filter(|piece| !piece.is_empty()).collect()
}

/// The shortest text between the last word of each piece and the first of the next.
fn bounds<'a, T>(pieces: &[&[T]], word: impl Fn(&T) -> &'a str) -> Vec<&'a str> {
    pieces
        .windows(2)
        .map(|pair| {
            // cannot fail: windows of two
            let before = pair[0].last().map_or("", &word);
            // cannot fail: windows of two
            let first = pair[1].first().map_or("", &word);
            let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
            // cannot fail: ends at a character
            ends.map(|end| &first[..end]).find(|head| script_order(head, before).is_gt()).unwrap_or(first)
        })
        .collect()
}

/// Writes files that follow one another and says which words are in which.
fn ranges(bounds: &[&str], contents: Vec<Vec<u8>>, folder: &str, outputs: &mut Vec<OutputFile>) -> Ranges {
    let mut files = Files::new(folder);
    let mut names: Vec<String> = contents.into_iter().map(|bytes| files.add(bytes)).collect();
    let mut bounds = bounds.to_vec();
    let mut depth = 1;
    if names.len() > FLAT {
        depth = 2;
        let cuts = cuts(
            names.iter().enumerate().map(|(at, _)| (1, cut_hash(at.checked_sub(1).map_or("", |at| bounds[at])))),
            LISTED,
        );
        let listed: Vec<&[String]> = pieces(&names, &cuts);
        let mut lists = Vec::new();
        let mut upper = Vec::new();
        let mut at = 0;
        for list in listed {
            // cannot fail: one bound fewer than files, list by list
            let inner = &bounds[at..at + list.len() - 1];
            if at > 0 {
                upper.push(bounds[at - 1]);
            }
            lists.push(files.add(json(&Ranges { depth: 1, from: inner.join(" "), names: list.concat() })));
            at += list.len();
        }
        (names, bounds) = (lists, upper);
    }
    outputs.extend(files.into_outputs());
    Ranges { depth, from: bounds.join(" "), names: names.concat() }
}
