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
const HEAD: &str = "waypost memo 1";

/// Files that are published, by what they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memo {
    /// Pages by output path: what the page follows from, and the file.
    pub(super) pages: BTreeMap<String, (Fingerprint, ManifestFile)>,
    /// Search indexes by language tag: what the index follows from, and its files.
    pub(super) indexes: BTreeMap<String, (Fingerprint, Vec<ManifestFile>)>,
}

/// What the files of one build follow from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Of each page, by output path.
    pub(super) pages: BTreeMap<String, Fingerprint>,
    /// Of each search index, by language tag, with the paths of its files.
    pub(super) indexes: BTreeMap<String, (Fingerprint, Vec<String>)>,
}

impl Memo {
    /// What to remember of a build whose files are those of the manifest.
    pub fn new(origins: Origins, manifest: &Manifest) -> Self {
        let page = |(path, from): (String, Fingerprint)| {
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
        let mut line = |first: &str, from: &Fingerprint, file: &ManifestFile| {
            let _ = writeln!(out, "{first}\t{}\t{}\t{}\t{}", from.hex(), file.hash.hex(), file.size, file.path);
        };
        for (from, file) in self.pages.values() {
            line("", from, file);
        }
        for (lang, (from, files)) in &self.indexes {
            files.iter().for_each(|file| line(lang, from, file));
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
    for line in lines {
        let mut parts = line.splitn(5, '\t');
        let mut next = || parts.next();
        let (lang, from) = (next()?, Fingerprint::from_hex(next()?)?);
        let (hash, size, path) = (Fingerprint::from_hex(next()?)?, next()?.parse().ok()?, next()?.to_owned());
        let file = ManifestFile { path, size, hash };
        if lang.is_empty() {
            memo.pages.insert(file.path.clone(), (from, file));
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
        let pages = ["index.html", "tools/a\u{fc} b/index.html"].map(|path| (path.to_owned(), (from, file(path))));
        let index = (from, vec![file("search/index.json"), file("search/a.json")]);
        Memo { pages: pages.into(), indexes: [("en".to_owned(), index)].into() }
    }

    #[test]
    fn it_is_read_back() {
        assert_eq!(Memo::parse(&memo().to_bytes()), memo());
        assert_eq!(Memo::parse(&Memo::default().to_bytes()), Memo::default());
    }

    #[test]
    fn what_is_cut_short_or_foreign_is_nothing() {
        let bytes = memo().to_bytes();
        for cut in 0..bytes.len() {
            // Whole lines are a smaller memo, which is one that remembers less.
            let less = Memo::parse(bytes.get(..cut).unwrap_or(&[]));
            assert!(less.pages.iter().all(|(path, page)| memo().pages.get(path) == Some(page)));
        }
        for bad in [&b"\xff\xfe"[..], b"", b"waypost memo 0\n", b"waypost memo 1\nx\n"] {
            assert_eq!(Memo::parse(bad), Memo::default());
        }
    }
}
