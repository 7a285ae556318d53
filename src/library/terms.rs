use std::collections::BTreeMap;

use super::ItemId;
use super::items::Item;
use crate::config::{Localized, Taxonomy};
use crate::model::{Lang, default_slug};

/// A taxonomy in one language, with its terms in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyIndex {
    /// The key in front matter.
    pub name: String,
    /// What people call it; empty for the theme's word.
    pub label: Localized,
    /// Terms that entries have: listed ones in the site file's order, then the others by slug.
    pub terms: Vec<TermIndex>,
}

/// A term in one language, with its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermIndex {
    /// As it is written (the site file's spelling, else the first entry's).
    pub key: String,
    /// Its part of the address.
    pub slug: String,
    /// What people call it; empty for the key itself.
    pub label: Localized,
    /// What the site file says of it.
    pub description: Localized,
    /// Entries that have it, in the library's order.
    pub items: Vec<ItemId>,
}

/// A term's part of an address: lower case, so that `Housing` and `housing` are one term.
pub fn term_slug(key: &str) -> String {
    let slug = default_slug(key).to_lowercase();
    if slug.is_empty() { "term".to_owned() } else { slug }
}

/// Terms by slug: the first spelling that was met, and the entries.
type Slugs = BTreeMap<String, (String, Vec<ItemId>)>;

/// Indexes the terms of every language, in the languages' order.
pub(super) fn index(items: &[Item], taxonomies: &[Taxonomy], languages: &[Lang]) -> Vec<Vec<TaxonomyIndex>> {
    let mut found: BTreeMap<(usize, &str), Slugs> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(lang) = languages.iter().position(|lang| *lang == item.entry.lang) else { continue };
        for (taxonomy, terms) in &item.entry.common.terms {
            let slugs = found.entry((lang, taxonomy.as_str())).or_default();
            for term in terms {
                let (_, ids) = slugs.entry(term_slug(&term.value)).or_insert_with(|| (term.value.clone(), Vec::new()));
                let id = ItemId(at as u32);
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
    }
    let of_language = |lang: usize| {
        let one = |taxonomy: &Taxonomy| {
            let slugs = found.get(&(lang, taxonomy.name.value.as_str())).cloned().unwrap_or_default();
            TaxonomyIndex {
                name: taxonomy.name.value.clone(),
                label: taxonomy.label.clone(),
                terms: ordered(taxonomy, slugs),
            }
        };
        taxonomies.iter().map(one).collect()
    };
    (0..languages.len()).map(of_language).collect()
}

fn ordered(taxonomy: &Taxonomy, mut slugs: Slugs) -> Vec<TermIndex> {
    let mut terms = Vec::new();
    for listed in &taxonomy.terms {
        let slug = term_slug(&listed.key.value);
        if let Some((_, items)) = slugs.remove(&slug) {
            let (label, description) = (listed.label.clone(), listed.description.clone());
            terms.push(TermIndex { key: listed.key.value.clone(), slug, label, description, items });
        }
    }
    terms.extend(slugs.into_iter().map(|(slug, (key, items))| TermIndex {
        key,
        slug,
        label: Localized::default(),
        description: Localized::default(),
        items,
    }));
    terms
}
