use std::collections::{BTreeMap, HashMap};

use super::ItemId;
use super::items::Item;
use crate::config::{Localized, Taxonomy};
use crate::diag::{Code, Diagnostic};
use crate::model::{Lang, default_slug, term_spelling};
use crate::text::{SourcePath, Span};

/// A taxonomy in one language, with its terms in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyIndex {
    /// The key in front matter.
    pub name: String,
    /// What people call it; empty for the theme's word.
    pub label: Localized,
    /// Terms that entries have: listed ones in the site file's order, then the others by slug.
    pub terms: Vec<TermIndex>,
    /// Positions in `terms` by slug.
    by_slug: BTreeMap<String, usize>,
}

impl TaxonomyIndex {
    /// A term as some entry writes it, with its position in `terms`.
    pub fn find(&self, key: &str) -> Option<(usize, &TermIndex)> {
        let at = *self.by_slug.get(&term_slug(key))?;
        Some((at, self.terms.get(at)?))
    }
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

/// Terms that are written differently and would have one address: `C++` and `C#`. Capitals, spaces
/// and hyphens do not make two terms.
pub(super) fn clashes(items: &[Item], taxonomies: &[Taxonomy], languages: &[Lang]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, String), (String, &SourcePath, Span, &str)> = BTreeMap::new();
    let mut complaints = Vec::new();
    let mut by_path: Vec<&Item> = items.iter().filter(|item| languages.contains(&item.entry.lang)).collect();
    by_path.sort_by_key(|item| item.entry.path());
    let mut spellings: HashMap<&str, (String, String)> = HashMap::new();
    for taxonomy in taxonomies.iter().filter(|taxonomy| !taxonomy.closed) {
        let name = taxonomy.name.value.as_str();
        for item in &by_path {
            for term in item.entry.common.terms.get(name).into_iter().flatten() {
                let value = term.value.as_str();
                let spelled = || (term_slug(value), term_spelling(value));
                let (slug, spelling) = spellings.entry(value).or_insert_with(spelled);
                let here = || (spelling.clone(), item.entry.path(), term.span, value);
                let (first, path, span, written) = known.entry((name, slug.clone())).or_insert_with(here);
                if first != spelling {
                    let message = format!("`{}` and `{written}` would have one address: /{name}/{slug}/", term.value);
                    let complaint = Diagnostic::new(Code::AddressClash, item.entry.path(), term.span, message)
                        .and(path, *span, "the other term")
                        .help("spell them alike, or tell them apart by a letter or a digit: `c`, `c-plus-plus`");
                    complaints.push(complaint);
                }
            }
        }
    }
    complaints
}

/// Terms by slug: the first spelling that was met, and the entries.
type Slugs = BTreeMap<String, (String, Vec<ItemId>)>;

/// Indexes the terms of every language, in the languages' order.
pub(super) fn index(items: &[Item], taxonomies: &[Taxonomy], languages: &[Lang]) -> Vec<Vec<TaxonomyIndex>> {
    let mut slug_of: HashMap<&str, String> = HashMap::new();
    let mut found: BTreeMap<(usize, &str), Slugs> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(lang) = languages.iter().position(|lang| *lang == item.entry.lang) else { continue };
        for (taxonomy, terms) in &item.entry.common.terms {
            let slugs = found.entry((lang, taxonomy.as_str())).or_default();
            for term in terms {
                let slug = slug_of.entry(&term.value).or_insert_with(|| term_slug(&term.value));
                if !slugs.contains_key(slug) {
                    slugs.insert(slug.clone(), (term.value.clone(), Vec::new()));
                }
                let Some((_, ids)) = slugs.get_mut(slug) else { continue };
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
            let terms = ordered(taxonomy, slugs);
            let by_slug = terms.iter().enumerate().map(|(at, term)| (term.slug.clone(), at)).collect();
            TaxonomyIndex { name: taxonomy.name.value.clone(), label: taxonomy.label.clone(), terms, by_slug }
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
