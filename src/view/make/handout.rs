use std::collections::BTreeMap;

use super::frame::{Draft, translations};
use super::{Maker, Texts, body, cards, entry, lists, pathway};
use crate::library::{Item, ItemId, handout_route, has_handout, kind_route, language_prefix};
use crate::model::{Detail, Kind, Lang};
use crate::view::{Content, HandoutView, PageView, PartView, Setting};

/// Where each entry of a handout stands on it, by item: the prefix of its ids.
pub(super) type Anchors = BTreeMap<ItemId, String>;

/// The handout of a pathway or a tool.
pub(super) fn page(maker: &Maker, id: ItemId, texts: &Texts) -> PageView {
    let library = maker.library();
    let item = library.item(id);
    let (lang, kind) = (&item.entry.lang, item.kind());
    let prefix = language_prefix(lang, library.default_language());
    let name = maker.words(lang).get("handout.name").to_owned();
    let title = maker.head_titles.get(id.0 as usize).map_or("", String::as_str);
    let others = translations(maker, id).into_iter().filter(|(_, route)| !route.is_empty());
    let mut page = Draft {
        route: handout_route(&item.route),
        head_title: format!("{name}: {title}"),
        title: item.title().to_owned(),
        description: item.entry.common.summary.value.clone(),
        lang: lang.clone(),
        translations: others.map(|(lang, route)| (lang, handout_route(&route))).collect(),
        way: vec![
            (lists::kind_title(maker, lang, kind), kind_route(&prefix, kind)),
            (item.title().to_owned(), item.route.clone()),
        ],
        feeds: Vec::new(),
        section: kind.name().to_owned(),
        content: Content::Handout(Box::new(handout(maker, id, texts))),
    }
    .finish(maker);
    if let Some(own) = page.crumbs.last_mut() {
        own.label = name;
    }
    page.sensitive = item.entry.common.sensitive.value;
    page
}

/// The address of an item's handout, where it has one.
pub(super) fn url(maker: &Maker, item: &Item) -> Option<String> {
    has_handout(item).then(|| maker.href(&handout_route(&item.route)))
}

fn handout(maker: &Maker, id: ItemId, texts: &Texts) -> HandoutView {
    let item = maker.library().item(id);
    let anchors = anchors(item, id);
    let part = Parts { maker, texts, lang: &item.entry.lang, anchors: &anchors };
    let mut at = 0;
    let mut steps = Vec::with_capacity(item.path.steps.len());
    for (number, step) in (1..).zip(&item.path.steps) {
        let mut options = Vec::with_capacity(step.options.len());
        for (option, id) in step.options.iter().enumerate() {
            at += 1;
            let anchor = anchor(number, step.is_choice, option);
            // Below the stage and the step, and in a choice below the option.
            options.push(part.view(*id, at, anchor, if step.is_choice { 3 } else { 2 }));
        }
        steps.push(options);
    }
    HandoutView {
        whole: part.view(id, 0, String::new(), 0),
        pathway: match &item.entry.detail {
            Detail::Pathway(detail) => Some(pathway::without_map(maker, id, item, detail)),
            Detail::Article | Detail::Principle(_) | Detail::Tool(_) | Detail::Page => None,
        },
        steps,
    }
}

/// `wp-3`, or `wp-3b` for the second option of a choice.
fn anchor(step: usize, is_choice: bool, option: usize) -> String {
    match u8::try_from(option) {
        Ok(option @ 0..26) if is_choice => format!("wp-{step}{}", char::from(b'a' + option)),
        _ if is_choice => format!("wp-{step}-{}", option + 1),
        _ => format!("wp-{step}"),
    }
}

/// Every entry on the handout; of one that stands there twice, which is a mistake, the first place.
fn anchors(item: &Item, own: ItemId) -> Anchors {
    let mut anchors = Anchors::from([(own, String::new())]);
    for (number, step) in (1..).zip(&item.path.steps) {
        for (option, id) in step.options.iter().enumerate() {
            anchors.entry(*id).or_insert_with(|| anchor(number, step.is_choice, option));
        }
    }
    anchors
}

/// What the parts of one handout are made with.
struct Parts<'a> {
    maker: &'a Maker,
    texts: &'a Texts,
    /// The page's language.
    lang: &'a Lang,
    anchors: &'a Anchors,
}

impl Parts<'_> {
    fn view(&self, id: ItemId, at: usize, anchor: String, lower: u8) -> PartView {
        let maker = self.maker;
        let item = maker.library().item(id);
        let common = &item.entry.common;
        let base = &maker.config().base_url;
        let statement = match &item.entry.detail {
            Detail::Principle(principle) => principle.statement.clone(),
            Detail::Article | Detail::Tool(_) | Detail::Pathway(_) | Detail::Page => None,
        };
        let newer = self.texts.get(item.entry.path()).map_or(&item.entry, |entry| entry);
        let prefix = if anchor.is_empty() { String::new() } else { format!("{anchor}-") };
        PartView {
            at,
            anchor,
            kind: item.kind().name().to_owned(),
            title: item.title().to_owned(),
            summary: statement.unwrap_or_else(|| common.summary.value.clone()),
            url: base.href(&item.route),
            absolute_url: base.absolute(&item.route),
            lang: maker.foreign(id, self.lang),
            dir: item.entry.lang.direction().to_owned(),
            minutes: item.minutes,
            tool: (item.kind() == Kind::Tool).then(|| entry::tool(item)).flatten(),
            image: entry::image(maker, item),
            review: entry::review(maker, item),
            updated: common.updated.as_ref().or(common.date.as_ref()).map(|date| date.value.to_string()),
            help_in_text: entry::shows_help(item),
            sources: entry::sources(item),
            state: cards::state(item.visibility).to_owned(),
            body_view: body::of_part(maker, item, newer, Setting { prefix, lower, is_for_paper: true }, self.anchors),
        }
    }
}
