use std::collections::BTreeMap;

use jiff::civil::Date;

use super::frame::{Draft, translations};
use super::{Maker, body, cards, files, handout, lists, pathway};
use crate::library::{Item, ItemId, TaxonomyIndex, kind_route, language_prefix, taxonomy_route};
use crate::model::{CustomValue, Detail, Due, Kind, Reviewed};
use crate::syntax::Heading;
use crate::view::{
    BadgeView, Content, CustomView, DownloadView, EntryView, ImageView, PageView, PersonView, ReviewView, SourceView,
    TermGroup, TocItem, ToolView,
};

/// Entries under "related".
const RELATED: usize = 6;
/// Entries under "linked from".
const BACKLINKS: usize = 12;
/// Entries of each kind under a principle that they serve.
const SERVING: usize = 24;
/// Headings from which a text gets a table of contents.
const TOC_FROM: usize = 3;

/// The page of an entry; of the home text, the home page.
pub(super) fn page(maker: &Maker, id: ItemId) -> PageView {
    let item = maker.library().item(id);
    if item.entry.id.is_home() {
        return lists::home_page(maker, &item.entry.lang, Some(id));
    }
    let entry = entry(maker, id);
    let lang = &item.entry.lang;
    let kind = item.kind();
    let prefix = language_prefix(lang, maker.library().default_language());
    let way = match kind {
        Kind::Page => Vec::new(),
        kind => vec![(lists::kind_title(maker, lang, kind), kind_route(&prefix, kind))],
    };
    let og_image = entry.image.as_ref().map(|image| format!("{}{}", maker.config().base_url.origin, image.url));
    let draft = Draft {
        route: item.route.clone(),
        head_title: maker.head_titles.get(id.0 as usize).cloned().unwrap_or_default(),
        title: entry.title.clone(),
        description: entry.summary.clone(),
        lang: lang.clone(),
        translations: translations(maker, id),
        way,
        feeds: Vec::new(),
        section: if kind == Kind::Page { String::new() } else { kind.name().to_owned() },
        content: Content::Entry(Box::new(entry)),
    };
    let mut page = draft.finish(maker);
    page.sensitive = item.entry.common.sensitive.value;
    page.og_image = og_image;
    page
}

fn entry(maker: &Maker, id: ItemId) -> EntryView {
    let library = maker.library();
    let item = library.item(id);
    let (common, lang) = (&item.entry.common, &item.entry.lang);
    let card = cards::card(maker, id);
    let day = |date: Date| date.to_string();
    EntryView {
        id: item.entry.id.to_string(),
        kind: item.kind().name().to_owned(),
        title: card.title,
        summary: card.summary,
        minutes: item.minutes,
        words: item.entry.outline.words,
        toc: toc(&item.entry.outline.headings),
        terms: terms(maker, item),
        principles: item.principles.iter().map(|id| badge(maker, *id, item)).collect(),
        authors: common.authors.iter().map(|person| self::person(maker, &person.value, item)).collect(),
        date: common.date.as_ref().map(|date| day(date.value)),
        updated: common.updated.as_ref().map(|date| day(date.value)),
        review: review(maker, item),
        edit_url: maker
            .config()
            .edit_url
            .as_ref()
            .map_or(String::new(), |url| url.of(item.entry.path().as_str(), &common.title.value)),
        sources: sources(item),
        related: maker.cards(library.related(id, RELATED), lang),
        backlinks: backlinks(maker, item),
        places: item.places.iter().map(|place| pathway::place(maker, item, place)).collect(),
        image: image(maker, item),
        downloads: downloads(maker, item),
        was: maker.library().old_routes(id),
        state: card.state,
        custom: custom(maker, item),
        help_in_text: shows_help(item),
        tool: tool(item),
        order: card.order,
        statement: card.statement,
        served_by: served_by(maker, item),
        pathway: match &item.entry.detail {
            Detail::Pathway(detail) => Some(pathway::pathway(maker, id, item, detail)),
            Detail::Article | Detail::Principle(_) | Detail::Tool(_) | Detail::Page => None,
        },
        handout_url: handout::url(maker, item),
        body_view: body::body(maker, item),
    }
}

/// Whether the text itself shows the help lines.
pub(super) fn shows_help(item: &Item) -> bool {
    item.entry.outline.directives.iter().any(|directive| directive.name == "help")
}

/// Headings of the second level with those of the third below them.
fn toc(headings: &[Heading]) -> Vec<TocItem> {
    let mut items: Vec<TocItem> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level <= 3 && !heading.text.is_empty()) {
        let item = TocItem { id: heading.id.clone(), title: heading.text.clone(), children: Vec::new() };
        match items.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(item),
            _ => items.push(item),
        }
    }
    if headings.len() < TOC_FROM { Vec::new() } else { items }
}

fn terms(maker: &Maker, item: &Item) -> Vec<TermGroup> {
    let lang = &item.entry.lang;
    let prefix = language_prefix(lang, maker.library().default_language());
    let group = |(at, taxonomy): (usize, &TaxonomyIndex)| {
        let own = item.entry.common.terms.get(&taxonomy.name)?;
        let views = own.iter().filter_map(|term| lists::find_term(maker, lang, at, &term.value)).collect();
        Some(TermGroup {
            name: taxonomy.name.clone(),
            label: lists::taxonomy_label(maker, taxonomy, lang),
            url: maker.href(&taxonomy_route(&prefix, &taxonomy.name)),
            terms: views,
        })
    };
    maker.library().taxonomies(lang).iter().enumerate().filter_map(group).collect()
}

fn badge(maker: &Maker, id: ItemId, item: &Item) -> BadgeView {
    let card = maker.card(id, &item.entry.lang);
    BadgeView { order: card.order, title: card.title, url: card.url, lang: card.lang }
}

fn person(maker: &Maker, key: &str, item: &Item) -> PersonView {
    let found = maker.config().people.iter().find(|person| person.key.value == key);
    PersonView {
        name: found.map_or(key, |person| person.name.get(item.entry.lang.as_str())).to_owned(),
        url: found.and_then(|person| person.url.clone()).unwrap_or_default(),
    }
}

pub(super) fn review(maker: &Maker, item: &Item) -> Option<ReviewView> {
    let review = item.entry.common.review.as_ref()?;
    // Whether words have changed is a fact, so it holds for a newer text too.
    let state = item.entry.review_state(maker.library().today());
    Some(ReviewView {
        date: review.date.value.to_string(),
        by: review.by.as_ref().map_or(String::new(), |by| person(maker, &by.value, item).name),
        due: state.due.date().map(|date| date.to_string()),
        overdue: matches!(state.due, Due::Over(_)),
        changed: state.words == Reviewed::Changed,
    })
}

pub(super) fn sources(item: &Item) -> Vec<SourceView> {
    let view = |source: &crate::model::SourceNote| SourceView {
        title: source.title.clone(),
        url: source.url.clone().unwrap_or_default(),
        accessed: source.accessed.as_ref().map(|date| date.value.to_string()),
    };
    item.entry.common.sources.iter().map(view).collect()
}

/// Entries of the same language that link here, by title.
fn backlinks(maker: &Maker, item: &Item) -> Vec<crate::view::CardView> {
    let library = maker.library();
    let same = item.backlinks.iter().copied().filter(|id| library.item(*id).entry.lang == item.entry.lang);
    let listed = same.filter(|id| !library.item(*id).entry.id.is_home());
    let mut found: Vec<(&str, ItemId)> = listed.map(|id| (maker.sort_key(id), id)).collect();
    found.sort();
    maker.cards(found.into_iter().take(BACKLINKS).map(|(_, id)| id), &item.entry.lang)
}

pub(super) fn image(maker: &Maker, item: &Item) -> Option<ImageView> {
    let path = item.image.as_ref()?;
    let given = item.entry.common.image.as_ref()?;
    let size = maker.materials.image_sizes.get(path);
    Some(ImageView {
        url: body::file_url(maker, path),
        alt: given.alt.value.clone(),
        width: size.map(|(width, _)| *width),
        height: size.map(|(_, height)| *height),
    })
}

fn downloads(maker: &Maker, item: &Item) -> Vec<DownloadView> {
    let given = item.entry.common.downloads.iter().zip(&item.downloads);
    given
        .filter_map(|(download, path)| {
            let path = path.as_ref()?;
            let name = path.file_name();
            Some(DownloadView {
                title: download.title.clone().unwrap_or_else(|| name.to_owned()),
                url: body::file_url(maker, path),
                file_type: files::file_type(name),
                bytes: maker.materials.files.get(path.as_str()).map_or(0, |file| file.size),
            })
        })
        .collect()
}

fn custom(maker: &Maker, item: &Item) -> BTreeMap<String, CustomView> {
    let plain = |text: String| CustomView { text, url: String::new() };
    let view = |(name, value): (&String, &CustomValue)| {
        let view = match value {
            CustomValue::Text(text) => plain(text.clone()),
            CustomValue::Number(number) => plain(number.to_string()),
            CustomValue::Date(date) => plain(date.to_string()),
            CustomValue::Reference(reference) => match item.custom.get(name) {
                Some(id) => {
                    let card = maker.card(*id, &item.entry.lang);
                    CustomView { text: card.title, url: card.url }
                }
                None => plain(reference.value.written.clone()),
            },
        };
        (name.clone(), view)
    };
    item.entry.common.custom.iter().map(view).collect()
}

pub(super) fn tool(item: &Item) -> Option<ToolView> {
    let Detail::Tool(tool) = &item.entry.detail else { return None };
    Some(ToolView {
        minutes: item.minutes,
        formats: tool.formats.clone(),
        settings: tool.settings.clone(),
        materials: tool.materials.clone(),
    })
}

/// Entries that serve a principle, by kind.
fn served_by(maker: &Maker, item: &Item) -> Vec<crate::view::KindGroup> {
    if item.kind() != Kind::Principle {
        return Vec::new();
    }
    let library = maker.library();
    let lang = &item.entry.lang;
    let prefix = language_prefix(lang, library.default_language());
    let kinds = [Kind::Pathway, Kind::Tool, Kind::Article, Kind::Page];
    let group = |kind: Kind| {
        let serving = || item.serving.iter().copied().filter(|id| library.item(*id).kind() == kind);
        let cards = maker.cards(serving().take(SERVING), lang);
        let url = if kind == Kind::Page { String::new() } else { maker.href(&kind_route(&prefix, kind)) };
        crate::view::KindGroup { kind: kind.name().to_owned(), url, count: serving().count(), cards }
    };
    kinds.into_iter().map(group).filter(|group| group.count > 0).collect()
}
