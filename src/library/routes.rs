//! Addresses below `base_url`: with a leading slash, not percent-encoded.

use std::collections::BTreeMap;

use super::ItemId;
use super::items::{Item, Library};
use super::made::{MadeBy, owners};
use crate::diag::{Code, Diagnostic};
use crate::model::{Entry, EntryId, Kind, Lang, default_slug};
use crate::text::{Span, clash_key, is_device_name};

/// Endings of what Waypost makes as a file where an entry would have a folder.
const FILE_ENDINGS: [&str; 6] = [".html", ".js", ".json", ".txt", ".xml", "_headers"];

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

/// The page where readers find what they have collected.
pub fn patchwork_route(prefix: &str) -> String {
    format!("{prefix}/patchwork/")
}

/// The page that stands for those that are not kept on the device, when there is no network.
pub fn offline_route(prefix: &str) -> String {
    format!("{prefix}/offline/")
}

/// What has to be kept on a device so that a pathway, or with a home page's route a language's whole
/// library, can be read there.
pub fn keep_route(page: &str) -> String {
    format!("{page}keep.json")
}

/// A file of what scripts can look up of entries, by its number.
pub fn entry_shard_route(shard: usize) -> String {
    format!("/entries/{shard}.json")
}

/// The feed that stands beside a page: `/feed.xml`, `/tools/feed.xml`.
pub fn feed_route(page: &str) -> String {
    format!("{page}feed.xml")
}

/// The page of an entry that is made to be printed: `/tools/urge-surfing/handout/`.
pub fn handout_route(entry: &str) -> String {
    format!("{entry}handout/")
}

/// Whether an entry has such a page: a pathway or a tool.
pub fn has_handout(item: &Item) -> bool {
    matches!(item.kind(), Kind::Pathway | Kind::Tool) && item.is_listed()
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
    let folder = folder_route(&entry.id, &entry.lang, default);
    format!("{folder}/{}/", or_unnamed(&entry.common.slug.value))
}

/// The address that an entry would have under another name.
pub fn entry_address(entry: &Entry, id: &EntryId, default: &Lang) -> String {
    let folder = folder_route(id, &entry.lang, default);
    let given = &entry.common.slug;
    let usual = default_slug(id.as_str().rsplit('/').next().unwrap_or(""));
    let slug = if given.span.start == given.span.end { usual } else { given.value.clone() };
    format!("{folder}/{}/", or_unnamed(&slug))
}

/// The address of the folder that an entry's file lies in, without a slash at its end.
pub(super) fn folder_route(id: &EntryId, lang: &Lang, default: &Lang) -> String {
    let mut parts: Vec<&str> = id.as_str().split('/').collect();
    parts.pop();
    let mut route = language_prefix(lang, default);
    for (at, part) in parts.iter().enumerate() {
        if at == 0 && *part == Kind::Page.folder() {
            continue;
        }
        route.push('/');
        route.push_str(or_unnamed(&default_slug(part)));
    }
    route
}

/// A part of an address. Of a name that gives none, or one that Windows keeps for a device, which is
/// complained about where the entry is read, one that can be published all the same.
fn or_unnamed(slug: &str) -> &str {
    if slug.is_empty() || is_device_name(slug) { "unnamed" } else { slug }
}

/// Finds every address that two entries claim, or that belongs to something Waypost makes itself.
pub(super) fn clashes(library: &Library) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    let kept_free =
        ["the list from A to Z", "the theme's files"].map(|owner| MadeBy { owner: owner.to_owned(), reserved: true });
    let made = owners(library, &kept_free);
    let items = &library.items;
    let mut taken: BTreeMap<String, ItemId> = BTreeMap::new();
    let mut by_path: Vec<usize> = (0..items.len()).collect();
    by_path.sort_by_key(|&at| items[at].entry.path());
    for at in by_path {
        let item = &items[at];
        // A name that gives no address is complained about where the entry is read.
        let slug = item.entry.common.slug.value.as_str();
        if or_unnamed(slug) != slug && item.is_listed() {
            continue;
        }
        let key = clash_key(item.route.trim_end_matches('/'));
        if let Some(first) = taken.get(&key) {
            complaints.push(claimed_twice(item, &items[first.0 as usize]));
            continue;
        }
        if item.is_listed()
            && let Some(owner) = made.get(&key).copied().or_else(|| file_above(&key, &made))
        {
            let message = format!("the address {} belongs to {}", item.route, owner.owner);
            let code = if owner.reserved { Code::SlugReserved } else { Code::AddressClash };
            let complaint = Diagnostic::new(code, item.entry.path(), slug_span(item), message);
            complaints.push(complaint.help("give the entry another address: slug: …"));
        }
        taken.insert(key, ItemId(at as u32));
    }
    complaints
}

/// Whoever makes a file where an address needs a folder: `/404.html` for `/404.html/x`.
fn file_above<'a>(key: &str, made: &BTreeMap<String, &'a MadeBy>) -> Option<&'a MadeBy> {
    let mut folders = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
    folders
        .find_map(|folder| made.get(folder).filter(|_| FILE_ENDINGS.iter().any(|end| folder.ends_with(end))).copied())
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
