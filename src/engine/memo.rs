//! What one build remembers for the next: which pages and indexes follow from what, and what was
//! written for them.
//!
//! It is kept beside the output folder and may be deleted at any time. It can save work and can
//! never change a byte: a page is taken over only where everything that it follows from has the
//! same fingerprint, the program's own build among it, and where the published file is still what
//! the memo says (`publish` looks).

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::outputs::{Manifest, ManifestFile};
use crate::text::Fingerprint;

/// First line of the format; another one reads as nothing.
const HEAD: &str = "waypost memo 3";

/// Stands for what the page before loads; no address ends in a comma ([`crate::outputs::loads`]).
const SAME: &str = ",";

/// Files that are published, by what they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memo {
    /// Pages by output path: what the page follows from, and the file.
    pub(super) pages: BTreeMap<String, (Origin, ManifestFile)>,
    /// Search indexes by language tag: what the index follows from, and its files.
    pub(super) indexes: BTreeMap<String, (Fingerprint, Vec<ManifestFile>)>,
}

/// What a page follows from, and what is known of it without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) from: Fingerprint,
    /// What it loads ([`crate::outputs::loads`]).
    pub(super) loads: String,
}

/// What the files of one build follow from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Of each page, by output path.
    pub(super) pages: BTreeMap<String, Origin>,
    /// Of each search index, by language tag, with the paths of its files.
    pub(super) indexes: BTreeMap<String, (Fingerprint, Vec<String>)>,
}

impl Memo {
    /// What to remember of a build whose files are those of the manifest.
    pub fn new(origins: Origins, manifest: &Manifest) -> Self {
        let page = |(path, from): (String, Origin)| {
            let file = manifest.get(&path)?.clone();
            Some((path, (from, file)))
        };
        let index = |(lang, (from, paths)): (String, (Fingerprint, Vec<String>))| {
            let files: Option<Vec<ManifestFile>> = paths.iter().map(|path| manifest.get(path).cloned()).collect();
            Some((lang, (from, files?)))
        };
        Self {
            pages: origins.pages.into_iter().filter_map(page).collect(),
            indexes: origins.indexes.into_iter().filter_map(index).collect(),
        }
    }

    /// Reads a memo. One that is damaged in any way reads as an empty one.
    pub fn parse(bytes: &[u8]) -> Self {
        std::str::from_utf8(bytes).ok().and_then(read).unwrap_or_default()
    }

    /// The memo as bytes, for [`parse`](Self::parse).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{HEAD}\n");
        // Most pages load what the one before does.
        let mut last = "";
        let mut line = |first: &str, from: &Fingerprint, loads: &str, file: &ManifestFile| {
            let (from, hash) = (from.hex(), file.hash.hex());
            let _ = writeln!(out, "{first}\t{from}\t{hash}\t{}\t{loads}\t{}", file.size, file.path);
        };
        for (origin, file) in self.pages.values() {
            let loads = if origin.loads == last { SAME } else { &origin.loads };
            line("", &origin.from, loads, file);
            last = &origin.loads;
        }
        for (lang, (from, files)) in &self.indexes {
            files.iter().for_each(|file| line(lang, from, "", file));
        }
        out.into_bytes()
    }
}

fn read(text: &str) -> Option<Memo> {
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) || !text.ends_with('\n') {
        return None;
    }
    let mut memo = Memo::default();
    let mut last = "";
    for line in lines {
        let mut parts = line.splitn(6, '\t');
        let mut next = || parts.next();
        let (lang, from) = (next()?, Fingerprint::from_hex(next()?)?);
        let (hash, size) = (Fingerprint::from_hex(next()?)?, next()?.parse().ok()?);
        let (loads, path) = (next()?, next()?.to_owned());
        let file = ManifestFile { path, size, hash };
        if lang.is_empty() {
            last = if loads == SAME { last } else { loads };
            memo.pages.insert(file.path.clone(), (Origin { from, loads: last.to_owned() }, file));
        } else {
            let index = memo.indexes.entry(lang.to_owned()).or_insert_with(|| (from, Vec::new()));
            if index.0 != from {
                return None;
            }
            index.1.push(file);
        }
    }
    Some(memo)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memo() -> Memo {
        let from = Fingerprint::of("views");
        let file = |path: &str| ManifestFile { path: path.to_owned(), size: 3, hash: Fingerprint::of(path) };
        let pages = ["index.html", "tools/a\u{fc} b/index.html"]
            .map(|path| (path.to_owned(), (Origin { from, loads: "assets/a.css assets/b.js".to_owned() }, file(path))));
        let index = (from, vec![file("search/index.json"), file("search/a.json")]);
        Memo { pages: pages.into(), indexes: [("en".to_owned(), index)].into() }
    }

    #[test]
    fn it_is_read_back() {
        assert_eq!(Memo::parse(&memo().to_bytes()), memo());
        assert_eq!(Memo::parse(&Memo::default().to_bytes()), Memo::default());
    }

    #[test]
    fn a_file_of_any_name_is_loaded() {
        let mut odd = memo();
        for (loads, (origin, _)) in ["assets/a.css", "="].into_iter().zip(odd.pages.values_mut()) {
            origin.loads = loads.to_owned();
        }
        assert_eq!(Memo::parse(&odd.to_bytes()), odd);
    }

    #[test]
    fn what_is_cut_short_or_foreign_is_nothing() {
        let bytes = memo().to_bytes();
        for cut in 0..bytes.len() {
            // Whole lines are a smaller memo, which is one that remembers less.
            let less = Memo::parse(bytes.get(..cut).unwrap_or(&[]));
            assert!(less.pages.iter().all(|(path, page)| memo().pages.get(path) == Some(page)));
        }
        for bad in [&b"\xff\xfe"[..], b"", b"waypost memo 1\n", b"waypost memo 3\nx\n"] {
            assert_eq!(Memo::parse(bad), Memo::default());
        }
    }
}
