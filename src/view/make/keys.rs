use super::Maker;
use crate::library::{
    ItemId, a_z_route, handout_route, has_handout, kind_route, language_prefix, offline_route, paged_route,
    patchwork_route, taxonomy_route, term_route,
};
use crate::model::{Kind, Lang};

/// Names one page of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKey {
    /// An entry's own page; the home page where the entry is the home text.
    Item(ItemId),
    /// The home page of a language that has no home text.
    Home(Lang),
    /// A page of a kind's list, from 1.
    Kind {
        /// Language.
        lang: Lang,
        /// Kind.
        kind: Kind,
        /// Page of the list.
        page: usize,
    },
    /// The terms of a taxonomy, by its index in the site file.
    Taxonomy {
        /// Language.
        lang: Lang,
        /// Index of the taxonomy.
        taxonomy: usize,
    },
    /// A page of a term's entries, from 1.
    Term {
        /// Language.
        lang: Lang,
        /// Index of the taxonomy.
        taxonomy: usize,
        /// Index of the term among those in use.
        term: usize,
        /// Page of the list.
        page: usize,
    },
    /// The search page of a language.
    Search(Lang),
    /// One part of a language's A–Z.
    Az {
        /// Language.
        lang: Lang,
        /// Index of the part.
        letter: usize,
    },
    /// The page of a language where readers find what they have collected.
    Patchwork(Lang),
    /// The page of a language that stands for those that are not kept, when there is no network.
    Offline(Lang),
    /// `404.html`.
    NotFound,
    /// A pathway or a tool to be printed.
    Handout(ItemId),
}

impl PageKey {
    /// The language of a made page; nothing for those of an entry and for `404.html`.
    pub(super) fn lang(&self) -> Option<&Lang> {
        match self {
            PageKey::Home(lang) | PageKey::Search(lang) | PageKey::Patchwork(lang) | PageKey::Offline(lang) => {
                Some(lang)
            }
            PageKey::Kind { lang, .. }
            | PageKey::Taxonomy { lang, .. }
            | PageKey::Term { lang, .. }
            | PageKey::Az { lang, .. } => Some(lang),
            PageKey::Item(_) | PageKey::Handout(_) | PageKey::NotFound => None,
        }
    }
}

pub(super) fn all(maker: &Maker) -> Vec<PageKey> {
    let library = maker.library();
    let size = maker.config().page_size;
    let mut keys: Vec<PageKey> = Vec::new();
    for (id, item) in library.ids() {
        if item.entry.id.heads_list().is_none() {
            keys.push(PageKey::Item(id));
        }
        if has_handout(item) {
            keys.push(PageKey::Handout(id));
        }
    }
    for lang in library.languages() {
        let home = library.ids().any(|(_, item)| item.entry.id.is_home() && &item.entry.lang == lang);
        if !home {
            keys.push(PageKey::Home(lang.clone()));
        }
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page) {
            // A list that has nothing but an entry at its head is a page too.
            let least = usize::from(library.has_list(lang, kind));
            let pages = library.of_kind(lang, kind).count().div_ceil(size).max(least);
            keys.extend((1..=pages).map(|page| PageKey::Kind { lang: lang.clone(), kind, page }));
        }
        for (taxonomy, index) in library.taxonomies(lang).iter().enumerate() {
            if !index.terms.is_empty() {
                keys.push(PageKey::Taxonomy { lang: lang.clone(), taxonomy });
            }
            for (term, entries) in index.terms.iter().enumerate() {
                let pages = entries.items.len().div_ceil(size);
                keys.extend((1..=pages).map(|page| PageKey::Term { lang: lang.clone(), taxonomy, term, page }));
            }
        }
        keys.push(PageKey::Search(lang.clone()));
        keys.push(PageKey::Patchwork(lang.clone()));
        keys.push(PageKey::Offline(lang.clone()));
        keys.extend((0..library.a_z(lang).parts.len()).map(|letter| PageKey::Az { lang: lang.clone(), letter }));
    }
    keys.push(PageKey::NotFound);
    keys
}

pub(super) fn route(maker: &Maker, key: &PageKey) -> String {
    let library = maker.library();
    let prefix = |lang: &Lang| language_prefix(lang, library.default_language());
    match key {
        PageKey::Item(id) => library.item(*id).route.clone(),
        PageKey::Home(lang) => format!("{}/", prefix(lang)),
        PageKey::Kind { lang, kind, page } => paged_route(&kind_route(&prefix(lang), *kind), *page),
        PageKey::Taxonomy { lang, taxonomy } => {
            let name = library.taxonomies(lang).get(*taxonomy).map_or("", |index| index.name.as_str());
            taxonomy_route(&prefix(lang), name)
        }
        PageKey::Term { lang, taxonomy, term, page } => {
            let index = library.taxonomies(lang).get(*taxonomy);
            let names = index.and_then(|index| Some((index.name.as_str(), index.terms.get(*term)?.slug.as_str())));
            let (name, slug) = names.unwrap_or(("", ""));
            paged_route(&term_route(&prefix(lang), name, slug), *page)
        }
        PageKey::Search(lang) => format!("{}/search/", prefix(lang)),
        PageKey::Patchwork(lang) => patchwork_route(&prefix(lang)),
        PageKey::Offline(lang) => offline_route(&prefix(lang)),
        PageKey::Az { lang, letter } => {
            a_z_route(&prefix(lang), library.a_z(lang).parts.get(*letter).map_or("", |part| part.slug.as_str()))
        }
        PageKey::NotFound => "/404.html".to_owned(),
        PageKey::Handout(id) => handout_route(&library.item(*id).route),
    }
}
