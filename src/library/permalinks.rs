//! What addresses the library promises to keep.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::address_key;
use super::items::{Item, ItemId, Library};
use super::links::percent_decoded;
use super::routes::{kind_route, language_prefix, taxonomy_route, term_route};
use crate::model::{Kind, Visibility};
use crate::text::SourcePath;

/// What stands at an address that was published once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A page: an entry's, or one that is made from the library.
    Published(Option<ItemId>),
    /// It leads on to an entry.
    Redirected(ItemId),
    /// Its entry says that its time is over or still to come, or cannot be read, which is reported
    /// where it is.
    Resting,
    /// Its entry, in this file, was made a draft.
    Draft(SourcePath),
    /// Nothing.
    Nothing,
}

/// Every address of the library that is a promise, today and in the past as far as its files tell.
///
/// Pages of entries, lists of kinds, taxonomies and their terms are promises. Further pages of a list
/// are none, since what they hold moves on; what stands beside a page and follows from its address
/// (handout, feed, list of what can be kept) is kept with it; search and the other pages that every
/// library has are always where they are.
#[derive(Debug, Clone, Default)]
pub struct Permalinks<'a> {
    published: BTreeMap<&'a str, Option<ItemId>>,
    made: BTreeSet<String>,
    old: BTreeMap<String, ItemId>,
    resting: BTreeMap<&'a str, Option<&'a SourcePath>>,
    /// Folders, as addresses, of files that could not be read: which address they had is not known.
    unknown: BTreeSet<String>,
}

impl<'a> Permalinks<'a> {
    /// Those of a library. What is in it only because drafts were asked for counts as not published.
    pub fn of(library: &'a Library) -> Self {
        let mut all = Self::default();
        let is_published = |item: &Item| item.visibility == Visibility::Published;
        for (id, item) in library.ids() {
            match item.visibility {
                Visibility::Published => drop(all.published.insert(&item.route, Some(id))),
                Visibility::Draft => {
                    let path = Some(item.entry.path()).filter(|_| !item.entry.damage.held);
                    all.resting.insert(&item.route, path);
                }
                Visibility::Scheduled(_) | Visibility::Expired(_) => drop(all.resting.insert(&item.route, None)),
            }
        }
        for hidden in &library.hidden_routes {
            all.resting.insert(&hidden.route, hidden.draft.as_ref());
        }
        all.unknown.clone_from(&library.unknown_folders);
        for redirect in library.redirects.iter().filter(|redirect| is_published(library.item(redirect.to))) {
            all.old.insert(address_key(&percent_decoded(&redirect.from)), redirect.to);
        }
        let some = |ids: &[ItemId]| ids.iter().any(|id| is_published(library.item(*id)));
        for lang in library.languages() {
            let prefix = language_prefix(lang, library.default_language());
            all.made.insert(format!("{prefix}/"));
            for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page) {
                if library.of_kind(lang, kind).any(|(_, item)| is_published(item)) {
                    all.made.insert(kind_route(&prefix, kind));
                }
            }
            for taxonomy in library.taxonomies(lang) {
                for term in taxonomy.terms.iter().filter(|term| some(&term.items)) {
                    all.made.insert(taxonomy_route(&prefix, &taxonomy.name));
                    all.made.insert(term_route(&prefix, &taxonomy.name, &term.slug));
                }
            }
        }
        all.made.retain(|route| !all.published.contains_key(route.as_str()));
        all
    }

    /// Pages of entries, by address.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, ItemId)> {
        self.published.iter().filter_map(|(route, id)| Some((*route, (*id)?)))
    }

    /// Pages that are made from the library, by address.
    pub fn made(&self) -> impl Iterator<Item = &str> {
        self.made.iter().map(String::as_str)
    }

    /// What stands at the address of a page.
    pub fn at(&self, page: &str) -> Standing {
        if let Some(id) = self.published.get(page) {
            return Standing::Published(*id);
        }
        if self.made.contains(page) {
            return Standing::Published(None);
        }
        if let Some(id) = self.old.get(&address_key(page)) {
            return Standing::Redirected(*id);
        }
        if let Some(draft) = self.resting.get(page) {
            return draft.map_or(Standing::Resting, |path| Standing::Draft(path.clone()));
        }
        let folder = page.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.unknown.contains(folder) { Standing::Resting } else { Standing::Nothing }
    }
}
