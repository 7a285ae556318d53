//! Makes views from the library: everything resolved, sorted and labelled for one language.

mod begin;
mod body;
mod cards;
mod country;
mod desk;
mod entry;
mod entry_rows;
mod feeds;
mod files;
mod frame;
mod handbook;
mod handout;
mod keys;
mod lists;
mod offline;
mod patchwork;
mod pathway;
mod progress;
mod titles;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{CardView, LanguageView, PageView, SiteView, json_ld};
use crate::config::Config;
use crate::library::{FileSet, ItemId, Library, feed_route};
use crate::model::{Entry, Kind, Lang};
use crate::text::{SourcePath, sort_key};

pub use begin::{Begin, begun, first_steps};
pub use desk::{Desk, DeskMaterials, Opener, coverage_map};
pub use handbook::handbook;
pub use keys::PageKey;
pub use words::Words;

/// A taxonomy in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyLabels {
    /// The key in front matter.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Its terms in use: key and what people call it.
    pub terms: Vec<(String, String)>,
}

/// What views are made from, shared with whoever else needs it.
#[derive(Clone)]
pub struct Materials {
    /// The library.
    pub library: Arc<Library>,
    /// The site file.
    pub config: Arc<Config>,
    /// Interface words by language, every language of the site among them.
    pub words: Arc<BTreeMap<Lang, Words>>,
    /// Files of the site that are not entries, for sizes of downloads.
    pub files: Arc<FileSet>,
    /// Pixels of the images that are files of the site.
    pub image_sizes: Arc<BTreeMap<SourcePath, (u32, u32)>>,
    /// What is said in films and recordings, by the file that it lies in.
    pub transcripts: Arc<BTreeMap<SourcePath, Arc<str>>>,
}

/// Entries whose text is newer than the library's, by file. Their facts ([`Entry::facts`]) are
/// those that the library knows, so nothing but their own pages differs.
pub type Texts = BTreeMap<SourcePath, Arc<Entry>>;

/// Makes the views of one library.
pub struct Maker {
    materials: Materials,
    cards: Vec<CardView>,
    /// What the browser's tab says of each item.
    head_titles: Vec<String>,
    /// What it says of every page that is no item's.
    made_titles: BTreeMap<PageKey, String>,
    sites: BTreeMap<Lang, SiteView>,
    keys: Vec<PageKey>,
    /// Entries of each language and kind as their list has them.
    lists: BTreeMap<(Lang, Kind), Vec<ItemId>>,
    /// Entries of each term as its list has them, by language, taxonomy and term.
    term_lists: BTreeMap<(Lang, usize, usize), Vec<ItemId>>,
    /// The key by which each item's title is sorted.
    sort_keys: Vec<String>,
}

impl Maker {
    /// Prepares what all pages share: cards, titles and the frame of each language.
    pub fn new(materials: Materials) -> Self {
        let mut maker = Self {
            materials,
            cards: Vec::new(),
            head_titles: Vec::new(),
            made_titles: BTreeMap::new(),
            sites: BTreeMap::new(),
            keys: Vec::new(),
            lists: BTreeMap::new(),
            term_lists: BTreeMap::new(),
            sort_keys: Vec::new(),
        };
        maker.sort_keys = maker.library().items().par_iter().map(|item| sort_key(item.title())).collect();
        maker.keys = keys::all(&maker);
        maker.lists = lists::kind_lists(&maker);
        maker.term_lists = lists::term_lists(&maker);
        maker.cards = cards::all(&maker);
        maker.made_titles = titles::of_made_pages(&maker);
        maker.head_titles = titles::unique(&maker, &maker.made_titles);
        maker.sites =
            maker.library().languages().iter().map(|lang| (lang.clone(), frame::site(&maker, lang))).collect();
        maker
    }

    fn sort_key(&self, id: ItemId) -> &str {
        self.sort_keys.get(id.0 as usize).map_or("", String::as_str)
    }

    /// Every page of the site, in an order that depends on the library alone.
    pub fn keys(&self) -> &[PageKey] {
        &self.keys
    }

    /// The frame of a language's pages.
    pub fn site(&self, lang: &Lang) -> &SiteView {
        self.sites.get(lang).unwrap_or_else(|| &self.sites[self.library().default_language()])
    }

    /// The frames of all languages.
    pub fn sites(&self) -> &BTreeMap<Lang, SiteView> {
        &self.sites
    }

    /// One page, complete; its text is taken from `texts` where that has a newer one.
    pub fn page(&self, key: &PageKey, texts: &Texts) -> PageView {
        let mut page = match key {
            PageKey::Item(id) => entry::page(self, *id),
            PageKey::Home(lang) => lists::home_page(self, lang, None),
            PageKey::Kind { lang, kind, page } => lists::kind_page(self, lang, *kind, *page),
            PageKey::Taxonomy { lang, taxonomy } => lists::taxonomy_page(self, lang, *taxonomy),
            PageKey::Term { lang, taxonomy, term, page } => lists::term_page(self, lang, *taxonomy, *term, *page),
            PageKey::Search(lang) => lists::search_page(self, lang),
            PageKey::Offline(lang) => offline::page(self, lang),
            PageKey::Patchwork(lang) => patchwork::page(self, lang),
            PageKey::Az { lang, letter } => lists::az_page(self, lang, *letter),
            PageKey::NotFound => lists::not_found(self),
            PageKey::Handout(id) => handout::page(self, *id, texts),
        };
        body::renew(self, &mut page.content, texts);
        page.json_ld = json_ld(self.site(&Lang::new(&page.lang)), &page);
        page
    }

    /// The address of a page below `base_url`.
    pub fn route(&self, key: &PageKey) -> String {
        keys::route(self, key)
    }

    /// An entry as it stands in a list of its own language.
    pub fn card_of(&self, id: ItemId) -> CardView {
        let lang = &self.library().item(id).entry.lang;
        self.card(id, lang)
    }

    /// The terms of an entry as (taxonomy, key, label).
    pub fn terms_of(&self, id: ItemId) -> Vec<(String, String, String)> {
        let item = self.library().item(id);
        let mut terms = Vec::new();
        for (at, taxonomy) in self.library().taxonomies(&item.entry.lang).iter().enumerate() {
            let own = item.entry.common.terms.get(&taxonomy.name).into_iter().flatten();
            let views = own.filter_map(|term| lists::find_term(self, &item.entry.lang, at, &term.value));
            terms.extend(views.map(|view| (taxonomy.name.clone(), view.key, view.label)));
        }
        terms
    }

    /// The taxonomies in use.
    pub fn facets_of(&self, lang: &Lang) -> Vec<TaxonomyLabels> {
        let used = self.library().taxonomies(lang).iter().filter(|taxonomy| !taxonomy.terms.is_empty());
        let facet = |taxonomy: &crate::library::TaxonomyIndex| {
            let terms = taxonomy.terms.iter();
            let labels = terms.map(|term| (term.key.clone(), lists::term_label(self, &taxonomy.name, term, lang)));
            TaxonomyLabels {
                name: taxonomy.name.clone(),
                label: lists::taxonomy_label(self, taxonomy, lang),
                terms: labels.collect(),
            }
        };
        used.map(facet).collect()
    }

    /// An interface word.
    pub fn word(&self, lang: &Lang, key: &str) -> String {
        self.words(lang).get(key).to_owned()
    }

    /// The library that the views are of.
    pub fn library(&self) -> &Library {
        &self.materials.library
    }

    /// The site file.
    pub fn config(&self) -> &Config {
        &self.materials.config
    }

    fn words(&self, lang: &Lang) -> &Words {
        static EMPTY: Words = Words::empty();
        self.materials.words.get(lang).unwrap_or(&EMPTY)
    }

    fn made_title(&self, key: &PageKey) -> String {
        self.made_titles.get(key).cloned().unwrap_or_default()
    }

    /// The address of the feed beside a page, where there is one.
    fn feed_url(&self, page: &str) -> Option<String> {
        let route = feed_route(page);
        self.library().made().contains_key(&route).then(|| self.href(&route))
    }

    fn href(&self, route: &str) -> String {
        self.config().base_url.href(route)
    }

    fn card(&self, id: ItemId, lang: &Lang) -> CardView {
        let mut card = self.cards.get(id.0 as usize).cloned().unwrap_or_else(|| cards::card(self, id));
        card.lang = self.foreign(id, lang);
        card
    }

    fn cards(&self, ids: impl IntoIterator<Item = ItemId>, lang: &Lang) -> Vec<CardView> {
        ids.into_iter().map(|id| self.card(id, lang)).collect()
    }

    /// The language tag of an item where it is not that of the page.
    fn foreign(&self, id: ItemId, lang: &Lang) -> String {
        let own = &self.library().item(id).entry.lang;
        if own == lang { String::new() } else { own.to_string() }
    }

    /// Other languages of the site and where they lead from here: `to` gives the route in a language.
    fn switch(&self, lang: &Lang, to: impl Fn(&Lang) -> Option<String>) -> Vec<LanguageView> {
        let default = self.library().default_language();
        let view = |other: &Lang| {
            let home = format!("{}/", crate::library::language_prefix(other, default));
            LanguageView {
                lang: other.to_string(),
                dir: other.direction().to_owned(),
                name: words::own_name(other).to_owned(),
                url: self.href(&to(other).unwrap_or(home)),
                current: other == lang,
            }
        };
        self.library().languages().iter().map(view).collect()
    }
}
