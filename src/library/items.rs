use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::links::ResolvedLink;
use super::places::{Place, Route};
use super::routes::{kind_route, language_prefix};
use super::terms::TaxonomyIndex;
use super::{AToZ, MadeBy, Redirect, related};
use crate::model::{Entry, EntryId, Kind, Lang, Today, Visibility};
use crate::text::SourcePath;

/// Index of an item in [`Library::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

/// A published entry in one language, with its place in the library.
#[derive(Debug, Clone)]
pub struct Item {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Address below `base_url`, with a leading and a closing slash, not percent-encoded.
    pub route: String,
    /// Published, or in a preview whatever else it is.
    pub visibility: Visibility,
    /// Minutes it takes: its own, or for a pathway the sum of its steps.
    pub minutes: u32,
    /// What the links of its body lead to, in order of their start.
    pub links: Vec<ResolvedLink>,
    /// Items whose bodies link here, in order, each once.
    pub backlinks: Vec<ItemId>,
    /// How many references of any sort (links, fields, steps) lead here from other entries.
    pub mentions: u32,
    /// Where it stands on pathways, in the pathways' order.
    pub places: Vec<Place>,
    /// Principles that it serves, in its own order.
    pub principles: Vec<ItemId>,
    /// A principle's entries: those that serve it, in the library's order.
    pub serving: Vec<ItemId>,
    /// Entries it names as related.
    pub related: Vec<ItemId>,
    /// A pathway's steps; empty for other kinds.
    pub path: Route,
    /// File of its image, when it is a file of the site.
    pub image: Option<SourcePath>,
    /// Files it offers, beside `common.downloads`.
    pub downloads: Vec<Option<SourcePath>>,
    /// Entries that custom reference fields lead to.
    pub custom: BTreeMap<String, ItemId>,
}

impl Item {
    /// The entry's kind.
    pub fn kind(&self) -> Kind {
        self.entry.kind()
    }

    /// Whether lists of all entries have it: not the home page, nor an entry that heads a kind's list.
    pub fn is_listed(&self) -> bool {
        !self.entry.id.is_home() && self.entry.id.heads_list().is_none()
    }

    /// Whether feeds have it.
    pub fn in_feeds(&self) -> bool {
        self.entry.common.date.is_some() && self.visibility == Visibility::Published && self.kind() != Kind::Page
    }

    /// The page's name.
    pub fn title(&self) -> &str {
        &self.entry.common.title.value
    }
}

/// Why an entry that exists is not in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It is a draft, scheduled or expired.
    NotPublished(Visibility),
    /// Its file cannot be read as an entry, which is reported there.
    Unreadable,
}

/// The address of an entry that is not published today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HiddenRoute {
    pub(super) route: String,
    /// Its file, where it is a draft.
    pub(super) draft: Option<SourcePath>,
}

/// A file of the site that is not an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Path below the site folder.
    pub path: SourcePath,
    /// Bytes.
    pub size: u64,
}

/// The most addresses that a file `/entries/<n>.json` holds, as a rule.
const IN_SHARD: usize = 100;

/// Files beside entries (below `content/`) and below `static/`, by path below the site folder.
pub type FileSet = BTreeMap<String, SiteFile>;

/// The library.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub(super) items: Vec<Item>,
    /// For looking up alone: every reference of every entry asks it.
    pub(super) index: HashMap<EntryId, Vec<ItemId>>,
    pub(super) hidden: BTreeMap<EntryId, Vec<(Lang, Hidden)>>,
    /// Addresses of hidden entries that could be read.
    pub(super) hidden_routes: Vec<HiddenRoute>,
    /// Folders, as the beginning of addresses, of entries that could not be read.
    pub(super) unknown_folders: BTreeSet<String>,
    pub(super) languages: Vec<Lang>,
    pub(super) taxonomies: Vec<Vec<TaxonomyIndex>>,
    pub(super) pathways: Vec<EntryId>,
    pub(super) redirects: Vec<Redirect>,
    pub(super) files: BTreeMap<SourcePath, String>,
    pub(super) a_z: Vec<AToZ>,
    pub(super) made: BTreeMap<String, MadeBy>,
    pub(super) today: Today,
}

impl Library {
    /// All items, by id and then by language in the site file's order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// All items with their indexes.
    pub fn ids(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items.iter().enumerate().map(|(at, item)| (ItemId(at as u32), item))
    }

    /// The item of an index that this library gave.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// The day that it is of.
    pub fn today(&self) -> Today {
        self.today
    }

    /// Languages of the site, the default one first.
    pub fn languages(&self) -> &[Lang] {
        &self.languages
    }

    /// The language of pages that state none.
    pub fn default_language(&self) -> &Lang {
        // cannot fail: a site file without languages has `en` (config::read).
        &self.languages[0]
    }

    /// Why files of an entry are not in the library.
    pub fn hidden_as(&self, id: &EntryId) -> impl Iterator<Item = Hidden> {
        self.hidden.get(id).into_iter().flatten().map(|(_, why)| *why)
    }

    /// All translations of an entry, in the site file's order of languages.
    pub fn translations(&self, id: &EntryId) -> &[ItemId] {
        self.index.get(id).map_or(&[], Vec::as_slice)
    }

    /// The entry for a reader of `lang`: in that language, else in the default one, else in any.
    pub fn find(&self, id: &EntryId, lang: &Lang) -> Option<ItemId> {
        let translations = self.translations(id);
        if let [only] = translations {
            return Some(*only);
        }
        let in_language = |lang: &Lang| translations.iter().copied().find(|item| &self.item(*item).entry.lang == lang);
        in_language(lang).or_else(|| in_language(self.default_language())).or_else(|| translations.first().copied())
    }

    /// Items of one language and kind, in the library's order. The home page and the entries that
    /// head a kind's list are not among them.
    pub fn of_kind<'a>(&'a self, lang: &'a Lang, kind: Kind) -> impl Iterator<Item = (ItemId, &'a Item)> {
        self.ids().filter(move |(_, item)| item.kind() == kind && &item.entry.lang == lang && item.is_listed())
    }

    /// Whether a language has a list of a kind: entries of it, or one that heads the list.
    pub fn has_list(&self, lang: &Lang, kind: Kind) -> bool {
        kind != Kind::Page && self.made.contains_key(&kind_route(&language_prefix(lang, self.default_language()), kind))
    }

    /// Into how many files `/entries/<n>.json` the addresses of entries are sorted: a power of two, so
    /// that each holds between 50 and 100 of them, old addresses among them.
    pub fn entry_shards(&self) -> usize {
        let addresses: usize = self.items.iter().map(|item| 1 + item.entry.common.aliases.len()).sum();
        addresses.div_ceil(IN_SHARD).max(1).next_power_of_two()
    }

    /// The A–Z of one language.
    pub fn a_z(&self, lang: &Lang) -> &AToZ {
        static NONE: AToZ = AToZ { items: Vec::new(), parts: Vec::new() };
        let at = self.languages.iter().position(|known| known == lang);
        at.and_then(|at| self.a_z.get(at)).unwrap_or(&NONE)
    }

    /// Everything at an address that is no entry's, by route (`/tools/`, `/topics/housing/page/2/`,
    /// `/feed.xml`), and what it is.
    pub fn made(&self) -> &BTreeMap<String, MadeBy> {
        &self.made
    }

    /// Taxonomies of one language, in the site file's order, with their terms in use.
    pub fn taxonomies(&self, lang: &Lang) -> &[TaxonomyIndex] {
        let at = self.languages.iter().position(|known| known == lang);
        at.and_then(|at| self.taxonomies.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Position of a pathway among all pathways of the library (by id), which decides its blaze.
    pub fn pathway_number(&self, id: &EntryId) -> usize {
        self.pathways.binary_search(id).unwrap_or(0)
    }

    /// Old addresses and where they lead now, by old address.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// Files that published entries refer to, with their routes (`/articles/x/map.png`), by path.
    /// Files below `static/` are not among them: those are all published.
    pub fn files(&self) -> &BTreeMap<SourcePath, String> {
        &self.files
    }

    /// Entries to go on with from an item: those it names, else up to `most` nearest to it by links,
    /// shared pathways and shared terms. Costs about a microsecond a shared term's entry.
    pub fn related(&self, id: ItemId, most: usize) -> Vec<ItemId> {
        related::related(self, id, most)
    }
}
