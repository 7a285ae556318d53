use super::frame::Draft;
use super::{Maker, PageKey, keys, lists};
use crate::model::Lang;
use crate::view::{Content, PageView, PatchworkView};

/// Pathways that are named where nothing has been collected yet.
const MOST_PATHWAYS: usize = 3;

/// The page of what a reader has collected.
pub(super) fn page(maker: &Maker, lang: &Lang) -> PageView {
    let key = PageKey::Patchwork(lang.clone());
    let other = |lang: &Lang| Some(keys::route(maker, &PageKey::Patchwork(lang.clone())));
    let pathways = lists::pathways_in_order(maker, lang).into_iter().take(MOST_PATHWAYS);
    Draft {
        route: keys::route(maker, &key),
        head_title: maker.made_title(&key),
        title: maker.words(lang).get("patchwork.name").to_owned(),
        description: maker.words(lang).fill("view.patchwork_description", &[("site", lists::site_title(maker, lang))]),
        lang: lang.clone(),
        translations: lists::made_translations(maker, lang, other),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Patchwork(PatchworkView { pathways: maker.cards(pathways, lang) }),
    }
    .finish(maker)
}
