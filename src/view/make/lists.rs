use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::frame::Draft;
use super::keys::{self, PageKey};
use super::{Maker, body};
use crate::library::{
    Item, ItemId, MOST_ON_SEARCH_PAGE, Part, TaxonomyIndex, TermIndex, a_z_route, kind_route, language_prefix,
    paged_route, search_folder, taxonomy_route, term_route,
};
use crate::model::{Detail, EntryId, Kind, Lang, Visibility};
use crate::view::{
    AzView, CardView, Content, FeedLink, HomeView, KindGroup, LetterView, ListView, MessageView, MinutesRow, MoreView,
    PageView, PagerView, SearchView, TaxonomyView, TermPageView, TermRow, TermView,
};

/// Cards in each of the home page's short lists.
const ON_HOME: usize = 6;
/// Pathways on the home page and on the search page.
const MOST_PATHWAYS: usize = 12;
/// Principles there.
const MOST_PRINCIPLES: usize = 24;
/// Terms of a taxonomy on the home page and on the search page.
const MOST_TERMS: usize = 24;

fn prefix(maker: &Maker, lang: &Lang) -> String {
    language_prefix(lang, maker.library().default_language())
}

pub(super) fn site_title<'a>(maker: &'a Maker, lang: &Lang) -> &'a str {
    maker.config().title.get(lang.as_str())
}

/// What a kind's list is called: the theme's word, or the title of the entry that heads it.
pub(super) fn kind_title(maker: &Maker, lang: &Lang, kind: Kind) -> String {
    let own = heading_entry(maker, lang, kind).map(|id| maker.library().item(id).title().to_owned());
    own.unwrap_or_else(|| maker.words(lang).get(&format!("kinds.{}.plural", kind.name())).to_owned())
}

fn heading_entry(maker: &Maker, lang: &Lang, kind: Kind) -> Option<ItemId> {
    let library = maker.library();
    let translations = library.translations(&EntryId::new(kind.folder()));
    translations.iter().copied().find(|id| &library.item(*id).entry.lang == lang)
}

/// What a taxonomy is called.
pub(super) fn taxonomy_label(maker: &Maker, taxonomy: &TaxonomyIndex, lang: &Lang) -> String {
    let given = taxonomy.label.get(lang.as_str());
    let word = maker.words(lang).get(&format!("taxonomies.{}", taxonomy.name));
    [given, word].into_iter().find(|text| !text.is_empty()).map_or_else(|| capitalised(&taxonomy.name), str::to_owned)
}

/// What a term is called.
pub(super) fn term_label(maker: &Maker, taxonomy: &str, term: &TermIndex, lang: &Lang) -> String {
    let given = term.label.get(lang.as_str());
    let word = maker.words(lang).get(&format!("{taxonomy}s.{}", term.key));
    [given, word].into_iter().find(|text| !text.is_empty()).unwrap_or(&term.key).to_owned()
}

fn capitalised(text: &str) -> String {
    let text = text.replace(['-', '_'], " ");
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn term_view(maker: &Maker, lang: &Lang, taxonomy: &TaxonomyIndex, term: &TermIndex) -> TermView {
    let route = term_route(&prefix(maker, lang), &taxonomy.name, &term.slug);
    TermView {
        key: term.key.clone(),
        label: term_label(maker, &taxonomy.name, term, lang),
        url: maker.href(&route),
        count: term.items.len(),
        feed_url: maker.feed_url(&route),
    }
}

/// The view of a term that an entry has.
pub(super) fn find_term(maker: &Maker, lang: &Lang, taxonomy: usize, key: &str) -> Option<TermView> {
    let index = maker.library().taxonomies(lang).get(taxonomy)?;
    let (_, term) = index.find(key)?;
    Some(term_view(maker, lang, index, term))
}

/// Terms of a taxonomy in their order, and where the rest is: those with the most entries where
/// there are too many to name all.
fn most_terms(maker: &Maker, lang: &Lang, name: &str) -> (Vec<TermView>, Option<MoreView>) {
    let index = maker.library().taxonomies(lang).iter().find(|taxonomy| taxonomy.name == name);
    let Some(index) = index else { return (Vec::new(), None) };
    let mut chosen: Vec<(usize, &TermIndex)> = index.terms.iter().enumerate().collect();
    chosen.sort_by_key(|(at, term)| (Reverse(term.items.len()), *at));
    chosen.truncate(MOST_TERMS);
    chosen.sort_by_key(|(at, _)| *at);
    let views = chosen.into_iter().map(|(_, term)| term_view(maker, lang, index, term)).collect();
    (views, more(maker, index.terms.len(), MOST_TERMS, &taxonomy_route(&prefix(maker, lang), &index.name)))
}

/// Where the whole of a list is that is shown up to `most`.
fn more(maker: &Maker, count: usize, most: usize, route: &str) -> Option<MoreView> {
    (count > most).then(|| MoreView { count, url: maker.href(route) })
}

/// What the browser's tab says of a page that is no entry's.
pub(super) fn made_head_title(maker: &Maker, key: &PageKey) -> String {
    let library = maker.library();
    let plain = |lang: &Lang, title: &str| format!("{title} · {}", site_title(maker, lang));
    let paged = |lang: &Lang, title: String, page: usize| {
        let number = maker.words(lang).fill("list.page", &[("n", &page.to_string())]);
        plain(lang, &if page > 1 { format!("{title}, {number}") } else { title })
    };
    match key {
        PageKey::Item(id) | PageKey::Handout(id) => library.item(*id).title().to_owned(),
        PageKey::Home(lang) if lang == library.default_language() => site_title(maker, lang).to_owned(),
        PageKey::Home(lang) => plain(lang, super::words::own_name(lang)),
        PageKey::Kind { lang, kind, page } => paged(lang, kind_title(maker, lang, *kind), *page),
        PageKey::Taxonomy { lang, taxonomy } => {
            let index = library.taxonomies(lang).get(*taxonomy);
            plain(lang, &index.map_or(String::new(), |index| taxonomy_label(maker, index, lang)))
        }
        PageKey::Term { lang, taxonomy, term, page } => {
            let index = library.taxonomies(lang).get(*taxonomy);
            let found = index.and_then(|index| Some((index, index.terms.get(*term)?)));
            let title = found.map_or(String::new(), |(index, term)| {
                format!("{}: {}", taxonomy_label(maker, index, lang), term_label(maker, &index.name, term, lang))
            });
            paged(lang, title, *page)
        }
        PageKey::Search(lang) => plain(lang, maker.words(lang).get("search.name")),
        PageKey::Offline(lang) => plain(lang, maker.words(lang).get("offline.title")),
        PageKey::Patchwork(lang) => plain(lang, maker.words(lang).get("patchwork.name")),
        PageKey::Az { lang, letter } => {
            let label = library.a_z(lang).parts.get(*letter).map_or("", |part| part.label.as_str());
            plain(lang, &format!("{}: {label}", maker.words(lang).get("view.a_z")))
        }
        PageKey::NotFound => {
            plain(library.default_language(), maker.words(library.default_language()).get("not_found.title"))
        }
    }
}

/// Routes of the same made page in other languages: those that have it.
pub(super) fn made_translations(
    maker: &Maker,
    lang: &Lang,
    find: impl Fn(&Lang) -> Option<String>,
) -> Vec<(Lang, String)> {
    let others = maker.library().languages().iter().filter(|other| *other != lang);
    others.filter_map(|other| Some((other.clone(), find(other)?))).collect()
}

/// The home page, with its text where there is one.
pub(super) fn home_page(maker: &Maker, lang: &Lang, id: Option<ItemId>) -> PageView {
    let item = id.map(|id| maker.library().item(id));
    let tagline = maker.config().tagline.get(lang.as_str());
    let title = item.map_or(site_title(maker, lang), |item| item.title()).to_owned();
    let summary = item.map_or(tagline, |item| &item.entry.common.summary.value).to_owned();
    let view = home(maker, lang, &title, &summary, item.map(|item| body::body(maker, item)));
    let head_title = id.and_then(|id| maker.head_titles.get(id.0 as usize).cloned());
    let draft = Draft {
        route: format!("{}/", prefix(maker, lang)),
        head_title: head_title.unwrap_or_else(|| maker.made_title(&PageKey::Home(lang.clone()))),
        title,
        description: if summary.is_empty() { site_title(maker, lang).to_owned() } else { summary },
        lang: lang.clone(),
        translations: made_translations(maker, lang, |other| Some(format!("{}/", prefix(maker, other)))),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Home(Box::new(view)),
    };
    let mut page = draft.finish(maker);
    page.sensitive = item.is_some_and(|item| item.entry.common.sensitive.value);
    page
}

fn home(maker: &Maker, lang: &Lang, title: &str, summary: &str, text: Option<crate::view::BodyView>) -> HomeView {
    let library = maker.library();
    let kinds = [Kind::Pathway, Kind::Tool, Kind::Article, Kind::Principle];
    let count = |kind: Kind| KindGroup {
        kind: kind.name().to_owned(),
        url: maker.href(&kind_route(&prefix(maker, lang), kind)),
        count: library.of_kind(lang, kind).count(),
        cards: Vec::new(),
    };
    let (pathways, more_pathways) = most_pathways(maker, lang);
    let (principles, more_principles) = most_principles(maker, lang);
    let (topics, more_topics) = most_terms(maker, lang, "topics");
    HomeView {
        title: title.to_owned(),
        summary: summary.to_owned(),
        pathways,
        more_pathways,
        map: super::country::map(maker, lang, &pathways_in_order(maker, lang)),
        principles,
        more_principles,
        short_tools: short_tools(maker, lang),
        latest: maker.cards(latest(maker, lang), lang),
        stages: most_terms(maker, lang, "stage").0,
        topics,
        more_topics,
        counts: kinds.map(count).into_iter().filter(|group| group.count > 0).collect(),
        body_view: text,
    }
}

/// The first pathways for a reader who has none yet, and where the rest is.
fn most_pathways(maker: &Maker, lang: &Lang) -> (Vec<CardView>, Option<MoreView>) {
    let all = pathways_in_order(maker, lang);
    let more = more(maker, all.len(), MOST_PATHWAYS, &kind_route(&prefix(maker, lang), Kind::Pathway));
    (maker.cards(all.into_iter().take(MOST_PATHWAYS), lang), more)
}

/// The first principles, and where the rest is.
fn most_principles(maker: &Maker, lang: &Lang) -> (Vec<CardView>, Option<MoreView>) {
    let all = in_list_order(maker, lang, Kind::Principle);
    let more = more(maker, all.len(), MOST_PRINCIPLES, &kind_route(&prefix(maker, lang), Kind::Principle));
    (maker.cards(all.iter().copied().take(MOST_PRINCIPLES), lang), more)
}

/// Pathways that nothing need come before first, of those the ones that lead on to most, then by title.
pub(super) fn pathways_in_order(maker: &Maker, lang: &Lang) -> Vec<ItemId> {
    let mut found: Vec<(bool, Reverse<usize>, &str, ItemId)> = maker
        .library()
        .of_kind(lang, Kind::Pathway)
        .map(|(id, item)| (!item.path.before.is_empty(), Reverse(item.path.after.len()), maker.sort_key(id), id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(.., id)| id).collect()
}

/// The shortest tools, by their minutes.
fn short_tools(maker: &Maker, lang: &Lang) -> Vec<MinutesRow> {
    let of_kind = maker.library().of_kind(lang, Kind::Tool);
    let mut tools: Vec<(u32, &str, ItemId)> =
        of_kind.map(|(id, item)| (item.minutes, maker.sort_key(id), id)).collect();
    tools.sort_unstable();
    tools.truncate(ON_HOME);
    let row = |tools: &[(u32, &str, ItemId)]| MinutesRow {
        minutes: tools.first().map_or(0, |(minutes, ..)| *minutes),
        cards: maker.cards(tools.iter().map(|(.., id)| *id), lang),
    };
    tools.chunk_by(|a, b| a.0 == b.0).map(row).collect()
}

fn latest(maker: &Maker, lang: &Lang) -> Vec<ItemId> {
    let dated = maker.library().ids().filter(|(_, item)| {
        &item.entry.lang == lang && item.kind() != Kind::Page && item.visibility == Visibility::Published
    });
    let mut found: Vec<_> = dated.filter_map(|(id, item)| Some((item.entry.common.date.as_ref()?.value, id))).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().take(ON_HOME).map(|(_, id)| id).collect()
}

/// Entries of every kind as its list has them: principles by their number, the others by title.
pub(super) fn kind_lists(maker: &Maker) -> BTreeMap<(Lang, Kind), Vec<ItemId>> {
    let mut lists: BTreeMap<(Lang, Kind), Vec<ItemId>> = BTreeMap::new();
    let order = |item: &Item| match &item.entry.detail {
        Detail::Principle(principle) => principle.order.unwrap_or(u32::MAX),
        Detail::Article | Detail::Tool(_) | Detail::Pathway(_) | Detail::Page => 0,
    };
    for lang in maker.library().languages() {
        for kind in Kind::ALL {
            let of_kind = maker.library().of_kind(lang, kind);
            let mut found: Vec<(u32, &str, ItemId)> =
                of_kind.map(|(id, item)| (order(item), maker.sort_key(id), id)).collect();
            found.sort_unstable();
            lists.insert((lang.clone(), kind), found.into_iter().map(|(_, _, id)| id).collect());
        }
    }
    lists
}

fn in_list_order<'m>(maker: &'m Maker, lang: &Lang, kind: Kind) -> &'m [ItemId] {
    maker.lists.get(&(lang.clone(), kind)).map_or(&[], Vec::as_slice)
}

/// Entries of every term as its list has them: by kind, then by title.
pub(super) fn term_lists(maker: &Maker) -> BTreeMap<(Lang, usize, usize), Vec<ItemId>> {
    let library = maker.library();
    let mut lists = BTreeMap::new();
    for lang in library.languages() {
        for (taxonomy, index) in library.taxonomies(lang).iter().enumerate() {
            for (term, entries) in index.terms.iter().enumerate() {
                let row = |id: &ItemId| {
                    let kind = IN_A_TERM.iter().position(|kind| *kind == library.item(*id).kind());
                    (kind, maker.sort_key(*id), *id)
                };
                let mut found: Vec<_> = entries.items.iter().map(row).collect();
                found.sort_unstable();
                lists.insert((lang.clone(), taxonomy, term), found.into_iter().map(|(_, _, id)| id).collect());
            }
        }
    }
    lists
}

/// One page of a list: its part of the items, and where in the list it is.
fn part(maker: &Maker, items: &[ItemId], list: &str, page: usize) -> (Vec<ItemId>, PagerView) {
    let size = maker.config().page_size;
    let pages = items.len().div_ceil(size).max(1);
    let url = |page: usize| maker.href(&paged_route(list, page));
    let pager = PagerView {
        page,
        pages,
        previous_url: (page > 1).then(|| url(page - 1)),
        next_url: (page < pages).then(|| url(page + 1)),
        urls: (1..=pages).map(url).collect(),
    };
    let shown = items.iter().copied().skip((page - 1) * size).take(size).collect();
    (shown, pager)
}

/// The feed of a list, where it has a dated entry.
fn list_feed(maker: &Maker, lang: &Lang, title: &str, list: &str) -> Vec<FeedLink> {
    let title = format!("{title} · {}", site_title(maker, lang));
    maker.feed_url(list).map(|url| FeedLink { title, url }).into_iter().collect()
}

/// One page of a kind's list.
pub(super) fn kind_page(maker: &Maker, lang: &Lang, kind: Kind, page: usize) -> PageView {
    let items = in_list_order(maker, lang, kind);
    let list = kind_route(&prefix(maker, lang), kind);
    let (shown, pager) = part(maker, items, &list, page);
    let head = heading_entry(maker, lang, kind).map(|id| maker.library().item(id));
    let title = kind_title(maker, lang, kind);
    let summary = head.map_or(String::new(), |item| item.entry.common.summary.value.clone());
    let description = match summary.is_empty() {
        true => maker.words(lang).get(&format!("kinds.{}.lead", kind.name())).to_owned(),
        false => summary.clone(),
    };
    let key = PageKey::Kind { lang: lang.clone(), kind, page };
    let found = |other: &Lang| maker.library().has_list(other, kind).then(|| kind_route(&prefix(maker, other), kind));
    Draft {
        route: paged_route(&list, page),
        head_title: maker.made_title(&key),
        description: numbered(maker, lang, description, page),
        lang: lang.clone(),
        translations: if page == 1 { made_translations(maker, lang, found) } else { Vec::new() },
        way: if page > 1 { vec![(title.clone(), list.clone())] } else { Vec::new() },
        feeds: list_feed(maker, lang, &title, &list),
        section: kind.name().to_owned(),
        content: Content::List(ListView {
            kind: kind.name().to_owned(),
            title: head.map_or(String::new(), |item| item.title().to_owned()),
            summary,
            cards: maker.cards(shown, lang),
            total: items.len(),
            pager,
            body_view: head.filter(|_| page == 1).map(|item| body::body(maker, item)),
        }),
        title: paged_title(maker, lang, title, page),
    }
    .finish(maker)
}

fn paged_title(maker: &Maker, lang: &Lang, title: String, page: usize) -> String {
    match page {
        1 => title,
        page => format!("{title}, {}", maker.words(lang).fill("list.page", &[("n", &page.to_string())])),
    }
}

fn numbered(maker: &Maker, lang: &Lang, text: String, page: usize) -> String {
    match page {
        1 => text,
        page => format!("{text} ({})", maker.words(lang).fill("list.page", &[("n", &page.to_string())])),
    }
}

/// The overview of a taxonomy.
pub(super) fn taxonomy_page(maker: &Maker, lang: &Lang, taxonomy: usize) -> PageView {
    let Some(index) = maker.library().taxonomies(lang).get(taxonomy) else { return not_found(maker) };
    let label = taxonomy_label(maker, index, lang);
    let row = |term: &TermIndex| TermRow {
        term: term_view(maker, lang, index, term),
        description: term.description.get(lang.as_str()).to_owned(),
    };
    let found = |other: &Lang| {
        let there = maker.library().taxonomies(other).get(taxonomy).filter(|index| !index.terms.is_empty());
        there.map(|index| taxonomy_route(&prefix(maker, other), &index.name))
    };
    Draft {
        route: taxonomy_route(&prefix(maker, lang), &index.name),
        head_title: maker.made_title(&PageKey::Taxonomy { lang: lang.clone(), taxonomy }),
        title: label.clone(),
        description: maker
            .words(lang)
            .fill("view.taxonomy_description", &[("taxonomy", &label), ("site", site_title(maker, lang))]),
        lang: lang.clone(),
        translations: made_translations(maker, lang, found),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Taxonomy(TaxonomyView {
            name: index.name.clone(),
            label,
            terms: index.terms.iter().map(row).collect(),
        }),
    }
    .finish(maker)
}

/// Kinds in a term's list, in order.
const IN_A_TERM: [Kind; 5] = [Kind::Pathway, Kind::Tool, Kind::Article, Kind::Principle, Kind::Page];

/// One page of a term's entries.
pub(super) fn term_page(maker: &Maker, lang: &Lang, taxonomy: usize, term: usize, page: usize) -> PageView {
    let library = maker.library();
    let found = library.taxonomies(lang).get(taxonomy).and_then(|index| Some((index, index.terms.get(term)?)));
    let Some((index, entries)) = found else { return not_found(maker) };
    let view = term_view(maker, lang, index, entries);
    let items = maker.term_lists.get(&(lang.clone(), taxonomy, term)).map_or(&[][..], Vec::as_slice);
    let list = term_route(&prefix(maker, lang), &index.name, &entries.slug);
    let (shown, pager) = part(maker, items, &list, page);
    let label = taxonomy_label(maker, index, lang);
    let overview = taxonomy_route(&prefix(maker, lang), &index.name);
    let own = entries.description.get(lang.as_str());
    let values = [("term", view.label.as_str()), ("taxonomy", &label), ("site", site_title(maker, lang))];
    let description =
        if own.is_empty() { maker.words(lang).fill("view.term_description", &values) } else { own.to_owned() };
    let elsewhere = |other: &Lang| {
        let index = library.taxonomies(other).get(taxonomy)?;
        index.find(&entries.key)?;
        Some(term_route(&prefix(maker, other), &index.name, &entries.slug))
    };
    let mut way = vec![(label.clone(), overview.clone())];
    if page > 1 {
        way.push((view.label.clone(), list.clone()));
    }
    Draft {
        route: paged_route(&list, page),
        head_title: maker.made_title(&PageKey::Term { lang: lang.clone(), taxonomy, term, page }),
        title: paged_title(maker, lang, view.label.clone(), page),
        description: numbered(maker, lang, description, page),
        lang: lang.clone(),
        translations: if page == 1 { made_translations(maker, lang, elsewhere) } else { Vec::new() },
        way,
        feeds: list_feed(maker, lang, &view.label, &list),
        section: String::new(),
        content: Content::Term(TermPageView {
            taxonomy: index.name.clone(),
            taxonomy_label: label,
            taxonomy_url: maker.href(&overview),
            description: own.to_owned(),
            cards: maker.cards(shown, lang),
            total: items.len(),
            pager,
            term: view,
        }),
    }
    .finish(maker)
}

/// The search page.
pub(super) fn search_page(maker: &Maker, lang: &Lang) -> PageView {
    let items = &maker.library().a_z(lang).items;
    let (pathways, more_pathways) = most_pathways(maker, lang);
    let (principles, more_principles) = most_principles(maker, lang);
    let (topics, more_topics) = most_terms(maker, lang, "topics");
    let index = format!("/{}index.json", search_folder(lang, maker.library().default_language()));
    let view = SearchView {
        index_url: maker.href(&index),
        total: items.len(),
        entries: if items.len() <= MOST_ON_SEARCH_PAGE { maker.cards(items.iter().copied(), lang) } else { Vec::new() },
        letters: letter_views(maker, lang, None),
        topics,
        more_topics,
        stages: most_terms(maker, lang, "stage").0,
        pathways,
        more_pathways,
        principles,
        more_principles,
        distress: maker.config().search.distress_in(lang.as_str()),
    };
    let key = PageKey::Search(lang.clone());
    Draft {
        route: keys::route(maker, &key),
        head_title: maker.made_title(&key),
        title: maker.words(lang).get("search.name").to_owned(),
        description: maker.words(lang).fill("view.search_description", &[("site", site_title(maker, lang))]),
        lang: lang.clone(),
        translations: made_translations(maker, lang, |other| Some(keys::route(maker, &PageKey::Search(other.clone())))),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Search(view),
    }
    .finish(maker)
}

fn letter_views(maker: &Maker, lang: &Lang, current: Option<usize>) -> Vec<LetterView> {
    let view = |(at, letter): (usize, &Part)| LetterView {
        label: letter.label.clone(),
        url: maker.href(&a_z_route(&prefix(maker, lang), &letter.slug)),
        count: letter.items.len(),
        current: Some(at) == current,
    };
    maker.library().a_z(lang).parts.iter().enumerate().map(view).collect()
}

/// One part of the A–Z.
pub(super) fn az_page(maker: &Maker, lang: &Lang, at: usize) -> PageView {
    let Some(letter) = maker.library().a_z(lang).parts.get(at) else { return not_found(maker) };
    let key = PageKey::Az { lang: lang.clone(), letter: at };
    let values = [("letter", letter.label.as_str()), ("site", site_title(maker, lang))];
    let search = keys::route(maker, &PageKey::Search(lang.clone()));
    Draft {
        route: a_z_route(&prefix(maker, lang), &letter.slug),
        head_title: maker.made_title(&key),
        title: format!("{}: {}", maker.words(lang).get("view.a_z"), letter.label),
        description: maker.words(lang).fill("view.letter_description", &values),
        lang: lang.clone(),
        translations: Vec::new(),
        way: vec![(maker.words(lang).get("search.name").to_owned(), search)],
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Az(AzView {
            letter: letter.label.clone(),
            entries: maker.cards(letter.items.iter().copied(), lang),
            letters: letter_views(maker, lang, Some(at)),
        }),
    }
    .finish(maker)
}

/// The page for addresses that lead nowhere.
pub(super) fn not_found(maker: &Maker) -> PageView {
    let lang = maker.library().default_language();
    let pathways = pathways_in_order(maker, lang);
    Draft {
        route: "/404.html".to_owned(),
        head_title: maker.made_title(&PageKey::NotFound),
        title: maker.words(lang).get("not_found.title").to_owned(),
        description: maker.words(lang).get("not_found.title").to_owned(),
        lang: lang.clone(),
        translations: Vec::new(),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::NotFound(MessageView {
            pathways: maker.cards(pathways.into_iter().take(3), lang),
            sources: Vec::new(),
        }),
    }
    .finish(maker)
}
