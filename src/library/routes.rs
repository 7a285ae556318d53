//! Addresses below `base_url`: with a leading slash, not percent-encoded.

use std::collections::BTreeMap;

use super::ItemId;
use super::items::Item;
use super::terms::TaxonomyIndex;
use crate::diag::{Code, Diagnostic};
use crate::model::{Entry, Kind, Lang, default_slug};
use crate::text::{Span, clash_key};

/// `/es` for a language other than the default one, else empty.
pub fn language_prefix(lang: &Lang, default: &Lang) -> String {
    if lang == default { String::new() } else { format!("/{lang}") }
}

/// The list of a kind: `/tools/`.
pub fn kind_route(prefix: &str, kind: Kind) -> String {
    format!("{prefix}/{}/", kind.folder())
}

/// The overview of a taxonomy's terms: `/topics/`.
pub fn taxonomy_route(prefix: &str, taxonomy: &str) -> String {
    format!("{prefix}/{taxonomy}/")
}

/// The entries of a term: `/topics/housing/`.
pub fn term_route(prefix: &str, taxonomy: &str, slug: &str) -> String {
    format!("{prefix}/{taxonomy}/{slug}/")
}

/// A page of a list, from 1; the first is the list itself.
pub fn paged_route(list: &str, page: usize) -> String {
    if page <= 1 { list.to_owned() } else { format!("{list}page/{page}/") }
}

/// One part of the A–Z: `/a-z/s/`.
pub fn a_z_route(prefix: &str, letter: &str) -> String {
    format!("{prefix}/a-z/{letter}/")
}

/// The feed that stands beside a page: `/feed.xml`, `/tools/feed.xml`.
pub fn feed_route(page: &str) -> String {
    format!("{page}feed.xml")
}

/// The folder of the search page and its index: `search/`, `search/es/` for the index of others.
pub fn search_folder(lang: &Lang, default: &Lang) -> String {
    if lang == default { "search/".to_owned() } else { format!("search/{lang}/") }
}

/// The address of an entry. `slug` changes only the last part.
pub(super) fn entry_route(entry: &Entry, default: &Lang) -> String {
    let prefix = language_prefix(&entry.lang, default);
    if entry.id.is_home() {
        return format!("{prefix}/");
    }
    if let Some(kind) = entry.id.heads_list() {
        return kind_route(&prefix, kind);
    }
    let mut parts: Vec<&str> = entry.id.as_str().split('/').collect();
    parts.pop();
    let mut route = prefix;
    for (at, part) in parts.iter().enumerate() {
        if at == 0 && *part == Kind::Page.folder() {
            continue;
        }
        route.push('/');
        route.push_str(&default_slug(part));
    }
    format!("{route}/{}/", entry.common.slug.value)
}

/// Finds every address that two sources claim, or that belongs to a page Waypost makes itself.
pub(super) fn clashes(items: &[Item], taxonomies: &[Vec<TaxonomyIndex>], languages: &[Lang]) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    let made = made_routes(taxonomies, languages);
    let mut taken: BTreeMap<String, ItemId> = BTreeMap::new();
    let mut by_path: Vec<usize> = (0..items.len()).collect();
    by_path.sort_by_key(|&at| items[at].entry.path());
    for at in by_path {
        let item = &items[at];
        let key = clash_key(&item.route);
        if let Some(first) = taken.get(&key) {
            complaints.push(claimed_twice(item, &items[first.0 as usize]));
            continue;
        }
        let own_list = item.entry.id.heads_list().is_some() || item.entry.id.is_home();
        if let Some(owner) = made.get(&key).filter(|_| !own_list) {
            let is_own = owner.1;
            let owner = &owner.0;
            let message = format!("the address {} belongs to {owner}", item.route);
            let code = if is_own { Code::SlugReserved } else { Code::AddressClash };
            let complaint = Diagnostic::new(code, item.entry.path(), slug_span(item), message);
            complaints.push(complaint.help("give the entry another address: slug: …"));
        }
        taken.insert(key, ItemId(at as u32));
    }
    complaints
}

fn claimed_twice(item: &Item, first: &Item) -> Diagnostic {
    let same = item.route == first.route;
    let message = match same {
        true => format!("two files have the address {}", item.route),
        false => format!("{} and {} are one address for many servers and readers", item.route, first.route),
    };
    Diagnostic::new(Code::AddressClash, item.entry.path(), slug_span(item), message)
        .and(first.entry.path(), slug_span(first), "the other one")
        .help("give one of the two another address: slug: …")
}

/// The slug's value, or the file's first line where none is given.
pub(super) fn slug_span(item: &Item) -> Span {
    let span = item.entry.common.slug.span;
    if span.start == span.end { Span::default() } else { span }
}

/// Addresses of pages that are made from the library as a whole, with their owners in words and
/// whether they are reserved whatever the library holds.
fn made_routes(taxonomies: &[Vec<TaxonomyIndex>], languages: &[Lang]) -> BTreeMap<String, (String, bool)> {
    let mut made = BTreeMap::new();
    let Some(default) = languages.first() else { return made };
    for (lang, indexes) in languages.iter().zip(taxonomies) {
        let prefix = language_prefix(lang, default);
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page) {
            made.insert(clash_key(&kind_route(&prefix, kind)), (format!("the list of {}", kind.folder()), false));
        }
        for (route, owner) in
            [("/search/", "the search page"), ("/a-z/", "the list from A to Z"), ("/assets/", "the theme's files")]
        {
            made.insert(clash_key(&format!("{prefix}{route}")), (owner.to_owned(), true));
        }
        if !prefix.is_empty() {
            made.insert(clash_key(&format!("{prefix}/")), (format!("the home page in `{lang}`"), false));
        }
        for index in indexes {
            let overview = format!("the terms of `{}`", index.name);
            made.insert(clash_key(&taxonomy_route(&prefix, &index.name)), (overview, false));
            for term in &index.terms {
                let route = term_route(&prefix, &index.name, &term.slug);
                made.insert(clash_key(&route), (format!("the entries of `{}`", term.key), false));
            }
        }
    }
    made
}
