//! Facets: which documents have which value.

use std::collections::BTreeMap;

use super::document::{Document, Facet};

/// A value of a facet and the documents that have it.
pub(super) struct Value {
    pub(super) key: String,
    pub(super) label: String,
    /// Ascending.
    pub(super) documents: Vec<u32>,
}

/// The values of a facet that some document has, in the order in which they are shown.
pub(super) fn values(facet: &Facet, documents: &[Document<'_>]) -> Vec<Value> {
    let mut found: BTreeMap<&str, (&str, Vec<u32>)> = BTreeMap::new();
    let mut put = |key, label, at| {
        let documents = &mut found.entry(key).or_insert((label, Vec::new())).1;
        if documents.last() != Some(&at) {
            documents.push(at);
        }
    };
    for (document, at) in documents.iter().zip(0u32..) {
        match facet.name.as_str() {
            "kind" => put(&*document.kind, &*document.kind, at),
            "minutes" => {
                if let Some((key, label)) = bucket(facet, document.minutes) {
                    put(key, label, at);
                }
            }
            name => {
                for term in document.terms.iter().filter(|term| term.taxonomy == name) {
                    put(&term.key, &term.label, at);
                }
            }
        }
    }
    let mut values: Vec<(usize, Value)> = found
        .into_iter()
        .map(|(key, (label, documents))| {
            let place = facet.values.iter().position(|(known, _)| known == key);
            let label = place.and_then(|place| facet.values.get(place)).map_or(label, |(_, label)| label);
            (place.unwrap_or(usize::MAX), Value { key: key.to_owned(), label: label.to_owned(), documents })
        })
        .collect();
    values.sort_by(|(a, one), (b, two)| (a, &one.label, &one.key).cmp(&(b, &two.label, &two.key)));
    values.into_iter().map(|(_, value)| value).collect()
}

/// The value of `minutes` for an entry that takes this long: the first that is long enough.
fn bucket(facet: &Facet, minutes: u32) -> Option<(&str, &str)> {
    if minutes == 0 {
        return None;
    }
    let limit = |key: &str| key.parse().ok().filter(|limit| *limit > 0).unwrap_or(u32::MAX);
    let fitting = facet.values.iter().filter(|(key, _)| minutes <= limit(key));
    fitting.min_by_key(|(key, _)| limit(key)).map(|(key, label)| (key.as_str(), label.as_str()))
}
