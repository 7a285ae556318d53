//! What stands at addresses that are no entry's: everything that Waypost makes from the library as
//! a whole. Links may lead there, and no entry and no old address may take its place.

use std::collections::BTreeMap;

use super::items::Library;
use super::routes::{
    a_z_route, entry_shard_route, feed_route, handout_route, has_handout, keep_route, kind_route, language_prefix,
    offline_route, paged_route, patchwork_route, search_folder, taxonomy_route, term_route,
};
use crate::model::{Kind, Lang};
use crate::text::clash_key;

/// What makes an address that is no entry's, and whom it belongs to in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeBy {
    /// `the list of tools`, `the sitemap`.
    pub owner: String,
    /// Whether the address is kept free whatever the library holds.
    pub reserved: bool,
}

/// Files that every site has, and what they are.
const FILES: [(&str, &str); 8] = [
    ("/404.html", "the page for addresses that lead nowhere"),
    ("/sitemap.xml", "the sitemap"),
    ("/robots.txt", "robots.txt"),
    ("/library.json", "the catalogue"),
    ("/library.schema.json", "the catalogue's schema"),
    ("/_headers", "the list of headers"),
    ("/waypost-manifest.json", "the manifest"),
    ("/worker.js", "the script that shows kept pages"),
];

/// All of it by route. Pages end in a slash, files do not.
pub(super) fn made(library: &Library, page_size: usize) -> BTreeMap<String, MadeBy> {
    let mut made = Made { routes: BTreeMap::new(), page_size };
    for (route, owner) in FILES {
        made.put(route, owner, true);
    }
    for shard in 0..library.entry_shards() {
        made.put(entry_shard_route(shard), "the list of entries that scripts read", true);
    }
    for lang in library.languages() {
        of_language(library, lang, &mut made);
    }
    made.routes
}

struct Made {
    routes: BTreeMap<String, MadeBy>,
    page_size: usize,
}

impl Made {
    fn put(&mut self, route: impl Into<String>, owner: impl Into<String>, reserved: bool) {
        self.routes.insert(route.into(), MadeBy { owner: owner.into(), reserved });
    }

    /// A list on as many pages as it needs, and its feed.
    fn list(&mut self, route: &str, owner: &str, entries: usize, with_feed: bool) {
        for page in 1..=entries.div_ceil(self.page_size.max(1)).max(1) {
            self.put(paged_route(route, page), owner, false);
        }
        if with_feed {
            self.put(feed_route(route), format!("the feed of {owner}"), false);
        }
    }
}

fn of_language(library: &Library, lang: &Lang, made: &mut Made) {
    let default = library.default_language();
    let prefix = language_prefix(lang, default);
    let items = || library.items.iter().filter(|item| &item.entry.lang == lang);
    made.put(format!("{prefix}/"), format!("the home page in `{lang}`"), false);
    if items().any(|item| item.in_feeds()) {
        made.put(feed_route(&format!("{prefix}/")), "the feed of the library", false);
    }
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page) {
        let of_kind = || items().filter(|item| item.kind() == kind && item.is_listed());
        let has_head = items().any(|item| item.entry.id.heads_list() == Some(kind));
        if has_head || of_kind().next().is_some() {
            let owner = format!("the list of {}", kind.folder());
            made.list(&kind_route(&prefix, kind), &owner, of_kind().count(), of_kind().any(|item| item.in_feeds()));
        }
    }
    for item in items().filter(|item| has_handout(item)) {
        made.put(handout_route(&item.route), format!("the handout of {}", item.entry.id), false);
    }
    for taxonomy in library.taxonomies(lang).iter().filter(|taxonomy| !taxonomy.terms.is_empty()) {
        made.put(taxonomy_route(&prefix, &taxonomy.name), format!("the terms of `{}`", taxonomy.name), false);
        for term in &taxonomy.terms {
            let dated = term.items.iter().any(|id| library.item(*id).in_feeds());
            let owner = format!("the entries of `{}`", term.key);
            made.list(&term_route(&prefix, &taxonomy.name, &term.slug), &owner, term.items.len(), dated);
        }
    }
    made.put(format!("{prefix}/search/"), "the search page", true);
    made.put(offline_route(&prefix), "the page for reading without a network", true);
    made.put(keep_route(&format!("{prefix}/")), "the list of what can be kept on a device", true);
    for item in items().filter(|item| item.kind() == Kind::Pathway && item.is_listed()) {
        made.put(keep_route(&item.route), "the list of what can be kept of a pathway", true);
    }
    made.put(patchwork_route(&prefix), "the page of the reader's patchwork", true);
    made.put(format!("/{}index.json", search_folder(lang, default)), "the search index", true);
    for part in &library.a_z(lang).parts {
        made.put(a_z_route(&prefix, &part.slug), "the list from A to Z", true);
    }
}

/// The owners of all addresses by what two spellings of one share, for finding clashes. Kinds'
/// lists, `a-z` and `assets` are in it too where the library has none yet.
pub(super) fn owners<'a>(library: &'a Library, none: &'a [MadeBy; 2]) -> BTreeMap<String, &'a MadeBy> {
    let mut owners: BTreeMap<String, &MadeBy> = BTreeMap::new();
    let [a_z, assets] = none;
    owners.insert("/assets".to_owned(), assets);
    for lang in library.languages() {
        let prefix = language_prefix(lang, library.default_language());
        owners.insert(clash_key(&format!("{prefix}/a-z")), a_z);
    }
    owners.extend(library.made.iter().map(|(route, owner)| (clash_key(route.trim_end_matches('/')), owner)));
    owners
}
