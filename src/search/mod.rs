//! Show: tokeniser, stemmer, inverted index, wire format.
//!
//! Invariant: same library, same bytes; the format is documented beside the script that reads it.

use crate::syntax::PlainSection;
use crate::text::OutputFile;

/// The words of one entry, counted. Stands in until the index lands.
#[derive(Debug, Clone, Default)]
pub struct Digest;

impl Digest {
    /// Digests an entry's own text.
    pub fn of(_title: &str, _summary: &str, _sections: &[PlainSection], _language: &str) -> Self {
        Self
    }
}

/// An entry as the index sees it.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Document<'a> {
    pub url: String,
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub minutes: u32,
    pub terms: Vec<Term>,
    pub links: Vec<usize>,
    pub digest: Option<&'a Digest>,
}

/// A taxonomy term of an entry.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Term {
    pub taxonomy: String,
    pub key: String,
    pub label: String,
}

/// What an index needs besides the documents.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Settings {
    pub language: String,
    pub folder: String,
    pub facets: Vec<Facet>,
}

/// A way to narrow results down.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Facet {
    pub name: String,
    pub label: String,
    pub values: Vec<(String, String)>,
}

/// The files of an index.
pub fn build(_settings: &Settings, _documents: &[Document<'_>]) -> Vec<OutputFile> {
    Vec::new()
}
