use super::frame::Draft;
use super::{Maker, PageKey, keys, lists};
use crate::model::Lang;
use crate::view::{Content, MessageView, PageView};

/// The page that stands for those that are not kept on the device, when there is no network.
pub(super) fn page(maker: &Maker, lang: &Lang) -> PageView {
    let key = PageKey::Offline(lang.clone());
    let other = |lang: &Lang| Some(keys::route(maker, &PageKey::Offline(lang.clone())));
    Draft {
        route: keys::route(maker, &key),
        head_title: maker.made_title(&key),
        title: maker.words(lang).get("offline.title").to_owned(),
        description: maker.words(lang).fill("view.offline_description", &[("site", lists::site_title(maker, lang))]),
        lang: lang.clone(),
        translations: lists::made_translations(maker, lang, other),
        way: Vec::new(),
        feeds: Vec::new(),
        section: String::new(),
        content: Content::Offline(MessageView { pathways: Vec::new(), sources: Vec::new() }),
    }
    .finish(maker)
}
