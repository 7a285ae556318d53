use std::collections::BTreeMap;

use super::Maker;
use crate::library::{Item, ItemId, feed_route, kind_route, language_prefix, term_route};
use crate::model::{Kind, Lang, Visibility};
use crate::text::Spanned;
use crate::view::{
    CatalogueEntry, CatalogueStep, CatalogueTranslation, CatalogueView, FEED_LENGTH, FeedEntryView, FeedView,
};

/// Kinds that have a feed of their own.
const KINDS: [Kind; 4] = [Kind::Article, Kind::Principle, Kind::Tool, Kind::Pathway];

impl Maker {
    /// Every feed: the whole library, each kind, each term, in every language. Feeds without a
    /// dated entry are among them and come to nothing when they are written.
    pub fn feeds(&self) -> Vec<FeedView> {
        let library = self.library();
        let mut feeds = Vec::new();
        for lang in library.languages() {
            let prefix = language_prefix(lang, library.default_language());
            let site = self.config().title.get(lang.as_str());
            let whole: Vec<ItemId> =
                library.ids().filter(|(_, item)| &item.entry.lang == lang).map(|(id, _)| id).collect();
            feeds.push(self.feed(lang, site.to_owned(), &format!("{prefix}/"), &whole));
            for kind in KINDS {
                let items: Vec<ItemId> = library.of_kind(lang, kind).map(|(id, _)| id).collect();
                let title = format!("{} · {site}", super::lists::kind_title(self, lang, kind));
                feeds.push(self.feed(lang, title, &kind_route(&prefix, kind), &items));
            }
            for taxonomy in library.taxonomies(lang) {
                for term in &taxonomy.terms {
                    let title = format!("{} · {site}", super::lists::term_label(self, &taxonomy.name, term, lang));
                    feeds.push(self.feed(lang, title, &term_route(&prefix, &taxonomy.name, &term.slug), &term.items));
                }
            }
        }
        feeds
    }

    fn feed(&self, lang: &Lang, title: String, page: &str, items: &[ItemId]) -> FeedView {
        let base = &self.config().base_url;
        let changed = |item: &Item| {
            let common = &item.entry.common;
            common.updated.as_ref().map(|date| date.value).max(common.date.as_ref().map(|date| date.value))
        };
        let mut listed: Vec<&Item> =
            items.iter().map(|id| self.library().item(*id)).filter(|item| item.in_feeds()).collect();
        // Only what changed last has a place in a feed: views of the rest would be for nothing.
        listed.sort_by_key(|item| std::cmp::Reverse(changed(item)));
        let oldest = listed.get(FEED_LENGTH - 1).and_then(|item| changed(item));
        listed.retain(|item| changed(item) >= oldest);
        FeedView {
            route: feed_route(page),
            title,
            subtitle: self.config().tagline.get(lang.as_str()).to_owned(),
            page_url: base.absolute(page),
            feed_url: base.absolute(&feed_route(page)),
            lang: lang.to_string(),
            author: self.config().title.get(lang.as_str()).to_owned(),
            entries: listed.into_iter().map(|item| self.feed_entry(item)).collect(),
        }
    }

    fn feed_entry(&self, item: &Item) -> FeedEntryView {
        let common = &item.entry.common;
        let url = self.config().base_url.absolute(&item.route);
        let name = |key: &str| {
            let found = self.config().people.iter().find(|person| person.key.value == key);
            found.map_or(key, |person| person.name.get(item.entry.lang.as_str())).to_owned()
        };
        FeedEntryView {
            title: item.title().to_owned(),
            id: url.clone(),
            url,
            published: common.date.as_ref().map(|date| date.value),
            updated: common.updated.as_ref().or(common.date.as_ref()).map(|date| date.value),
            summary: common.summary.value.clone(),
            authors: common.authors.iter().map(|key| name(&key.value)).collect(),
            categories: common.terms.get("topics").into_iter().flatten().map(|term| term.value.clone()).collect(),
        }
    }

    /// The catalogue of all published entries.
    pub fn catalogue(&self) -> CatalogueView {
        let library = self.library();
        let base = &self.config().base_url;
        let published = library.items().iter().filter(|item| item.visibility == Visibility::Published);
        let listed = published.filter(|item| item.entry.id.heads_list().is_none());
        CatalogueView {
            title: self.config().title.get(library.default_language().as_str()).to_owned(),
            url: base.absolute("/"),
            languages: library.languages().iter().map(Lang::to_string).collect(),
            entries: listed.into_iter().map(|item| self.catalogue_entry(item)).collect(),
        }
    }

    /// Terms as the site spells them, each once.
    fn terms_as_indexed(&self, item: &Item, taxonomy: &str, terms: &[Spanned<String>]) -> Vec<String> {
        let index = self.library().taxonomies(&item.entry.lang).iter().find(|index| index.name == taxonomy);
        let mut keys: Vec<String> = Vec::new();
        for term in terms {
            let found = index.and_then(|index| index.find(&term.value));
            let key = found.map_or(&term.value, |(_, term)| &term.key);
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    fn catalogue_entry(&self, item: &Item) -> CatalogueEntry {
        let library = self.library();
        let base = &self.config().base_url;
        let common = &item.entry.common;
        let terms: BTreeMap<String, Vec<String>> =
            common.terms.iter().map(|(name, terms)| (name.clone(), self.terms_as_indexed(item, name, terms))).collect();
        let others = library.translations(&item.entry.id).iter().map(|id| library.item(*id));
        CatalogueEntry {
            id: item.entry.id.to_string(),
            kind: item.kind().name().to_owned(),
            lang: item.entry.lang.to_string(),
            title: item.title().to_owned(),
            summary: common.summary.value.clone(),
            url: base.absolute(&item.route),
            terms,
            principles: item.principles.iter().map(|id| library.item(*id).entry.id.to_string()).collect(),
            minutes: item.minutes,
            pathways: item
                .places
                .iter()
                .map(|place| CatalogueStep {
                    id: library.item(place.pathway).entry.id.to_string(),
                    step: place.step + 1,
                })
                .collect(),
            date: common.date.as_ref().map(|date| date.value.to_string()),
            updated: common.updated.as_ref().map(|date| date.value.to_string()),
            translations: others
                .filter(|other| other.entry.lang != item.entry.lang)
                .map(|other| CatalogueTranslation {
                    lang: other.entry.lang.to_string(),
                    url: base.absolute(&other.route),
                })
                .collect(),
        }
    }
}
