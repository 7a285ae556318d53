use super::{MOST_A_LETTER, MOST_ON_SEARCH_PAGE, Maker};
use crate::library::{ItemId, a_z_route, kind_route, language_prefix, paged_route, taxonomy_route, term_route};
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
    /// `404.html`.
    NotFound,
}

/// One part of the A–Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) label: String,
    pub(super) slug: String,
    pub(super) items: Vec<ItemId>,
}

pub(super) fn all(maker: &Maker<'_>) -> Vec<PageKey> {
    let library = maker.library();
    let size = maker.config().page_size;
    let mut keys: Vec<PageKey> = Vec::new();
    for (id, item) in library.ids() {
        if item.entry.id.heads_list().is_none() {
            keys.push(PageKey::Item(id));
        }
    }
    for lang in library.languages() {
        let home = library.ids().any(|(_, item)| item.entry.id.is_home() && &item.entry.lang == lang);
        if !home {
            keys.push(PageKey::Home(lang.clone()));
        }
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page) {
            let count = library.of_kind(lang, kind).count();
            let pages = if count == 0 { 0 } else { count.div_ceil(size) };
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
        keys.extend((0..maker.letters(lang).len()).map(|letter| PageKey::Az { lang: lang.clone(), letter }));
    }
    keys.push(PageKey::NotFound);
    keys
}

/// Everything that the search page and the A–Z list: all entries of a language by title.
pub(super) fn by_title(maker: &Maker<'_>, lang: &Lang) -> Vec<ItemId> {
    let library = maker.library();
    let listed = library.ids().filter(|(_, item)| {
        &item.entry.lang == lang && !item.entry.id.is_home() && item.entry.id.heads_list().is_none()
    });
    let mut items: Vec<(&str, ItemId)> = listed.map(|(id, _)| (maker.sort_key(id), id)).collect();
    items.sort_unstable();
    items.into_iter().map(|(_, id)| id).collect()
}

/// The parts of a language's A–Z; none where the search page lists everything itself.
pub(super) fn letters(maker: &Maker<'_>, lang: &Lang) -> Vec<Letter> {
    let items = by_title(maker, lang);
    if items.len() <= MOST_ON_SEARCH_PAGE {
        return Vec::new();
    }
    let first = |id: &ItemId| {
        maker
            .sort_key(*id)
            .chars()
            .next()
            .filter(|c| c.is_alphabetic())
            .map_or("#".to_owned(), |c| c.to_uppercase().collect())
    };
    let mut letters: Vec<Letter> = Vec::new();
    for id in items {
        let label: String = first(&id);
        match letters.last_mut() {
            Some(letter) if letter.label == label => letter.items.push(id),
            _ => match letters.iter_mut().find(|letter| letter.label == label) {
                Some(letter) => letter.items.push(id),
                None => letters.push(Letter { slug: slug_of(&label), label, items: vec![id] }),
            },
        }
    }
    letters.into_iter().flat_map(split).collect()
}

fn slug_of(label: &str) -> String {
    if label == "#" { "0-9".to_owned() } else { label.to_lowercase() }
}

/// Cuts a letter with too many entries into numbered parts.
fn split(letter: Letter) -> Vec<Letter> {
    if letter.items.len() <= MOST_A_LETTER {
        return vec![letter];
    }
    let part = |(at, items): (usize, &[ItemId])| Letter {
        label: format!("{} {}", letter.label, at + 1),
        slug: if at == 0 { letter.slug.clone() } else { format!("{}-{}", letter.slug, at + 1) },
        items: items.to_vec(),
    };
    letter.items.chunks(MOST_A_LETTER).enumerate().map(part).collect()
}

pub(super) fn route(maker: &Maker<'_>, key: &PageKey) -> String {
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
        PageKey::Az { lang, letter } => {
            a_z_route(&prefix(lang), maker.letters(lang).get(*letter).map_or("", |letter| letter.slug.as_str()))
        }
        PageKey::NotFound => "/404.html".to_owned(),
    }
}
