use std::collections::BTreeMap;

use super::handout::Anchors;
use super::{Maker, Texts, files};
use crate::library::{Item, LinkTo};
use crate::model::Entry;
use crate::syntax::Link;
use crate::text::SourcePath;
use crate::view::{BodyView, Content, Setting, Target, TargetKind};

/// The text of an entry with its links resolved.
pub(super) fn body(maker: &Maker, item: &Item) -> BodyView {
    body_of(maker, item, &item.entry)
}

/// The text of `entry`, which is the item's own or a newer one with the same links.
fn body_of(maker: &Maker, item: &Item, entry: &Entry) -> BodyView {
    BodyView {
        source: entry.source.clone(),
        span: entry.body,
        heading_ids: entry.outline.headings.iter().map(|heading| heading.id.clone()).collect(),
        has_html: entry.outline.has_html,
        targets: targets(maker, item, entry),
        lang: entry.lang.to_string(),
        setting: Setting::default(),
    }
}

/// The text of an entry as one of several on a page: its ids begin with the setting's prefix, and its
/// links to what stands on the same page lead there.
pub(super) fn of_part(maker: &Maker, item: &Item, entry: &Entry, setting: Setting, anchors: &Anchors) -> BodyView {
    let mut body = body_of(maker, item, entry);
    for id in &mut body.heading_ids {
        id.insert_str(0, &setting.prefix);
    }
    let places: BTreeMap<u32, &LinkTo> =
        entry.outline.links.iter().map(|link| link.span.start).zip(item.links.iter().map(|link| &link.to)).collect();
    for target in &mut body.targets {
        match places.get(&target.at) {
            Some(LinkTo::Here(id)) => target.url = fragment(&format!("{}{id}", setting.prefix)),
            Some(LinkTo::Item(id, heading)) => {
                if let Some(anchor) = anchors.get(id) {
                    target.url = fragment(&place(anchor, heading.as_deref()));
                    target.lang.clear();
                }
            }
            _ => {}
        }
    }
    body.setting = setting;
    body
}

/// The id of a part of a page, or of a heading in it. The entry that the page is of begins with the page.
fn place(anchor: &str, heading: Option<&str>) -> String {
    match (anchor, heading) {
        ("", None) => "wp-main".to_owned(),
        ("", Some(heading)) => heading.to_owned(),
        (anchor, None) => anchor.to_owned(),
        (anchor, Some(heading)) => format!("{anchor}-{heading}"),
    }
}

/// Puts the newer text of an entry in the place of the library's, where there is one.
pub(super) fn renew(maker: &Maker, content: &mut Content, texts: &Texts) {
    let bodies = content.bodies();
    let Some(entry) = bodies.first().and_then(|body| texts.get(body.source.path())) else { return };
    let library = maker.library();
    let Some(item) = library.find(&entry.id, &entry.lang).map(|id| library.item(id)) else { return };
    let body = body_of(maker, item, entry);
    match content {
        Content::Entry(view) => {
            view.words = entry.outline.words;
            view.body_view = body;
        }
        Content::Home(view) => view.body_view = Some(body),
        Content::List(view) => view.body_view = Some(body),
        // A handout has been made with the newer texts.
        Content::Handout(_) => {}
        Content::Taxonomy(_)
        | Content::Term(_)
        | Content::Search(_)
        | Content::Az(_)
        | Content::Patchwork(_)
        | Content::Offline(_)
        | Content::NotFound(_) => {}
    }
}

fn targets(maker: &Maker, item: &Item, entry: &Entry) -> Vec<Target> {
    let links = item.links.iter().zip(&entry.outline.links);
    let mut targets: Vec<Target> = links.filter_map(|(to, link)| target(maker, item, &to.to, link)).collect();
    targets.sort_by_key(|target| target.at);
    targets
}

fn target(maker: &Maker, item: &Item, to: &LinkTo, link: &Link) -> Option<Target> {
    let (at, lang) = (link.span.start, &item.entry.lang);
    let plain = |url: String, kind: TargetKind| Some(Target { at, url, kind, lang: String::new() });
    match to {
        LinkTo::Item(id, heading) => {
            let other = maker.library().item(*id);
            let anchor = heading.as_ref().map_or(String::new(), |id| fragment(id));
            let url = maker.href(&other.route) + &anchor;
            Some(Target { at, url, kind: TargetKind::Page, lang: maker.foreign(*id, lang) })
        }
        LinkTo::Here(id) => plain(fragment(id), TargetKind::Page),
        LinkTo::Made(route, rest) => plain(maker.href(route) + rest, TargetKind::Page),
        LinkTo::File(path, rest) => {
            let size = maker.materials.image_sizes.get(path).copied();
            let note = files::link_note(maker, link, path, lang);
            plain(file_url(maker, path) + rest, TargetKind::File { size, note })
        }
        LinkTo::Media(media) => {
            plain(file_url(maker, &media.file), TargetKind::Media(Box::new(files::player(maker, media, lang))))
        }
        LinkTo::Film(film, url) => plain(url.clone(), TargetKind::Film(film.clone())),
        LinkTo::Elsewhere(url) => plain(url.clone(), TargetKind::Elsewhere),
        LinkTo::Nowhere => None,
    }
}

/// `#id`, encoded for an address.
fn fragment(id: &str) -> String {
    let mut out = String::from("#");
    for c in id.chars() {
        match c {
            '"' | '<' | '>' | '`' | '#' | '%' | '\\' | '^' | '{' | '}' | '|' | ' ' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Where a file of the site is published.
pub(super) fn file_url(maker: &Maker, path: &SourcePath) -> String {
    let published = maker.library().files().get(path);
    let route = match (published, path.as_str().strip_prefix("static")) {
        (Some(route), _) => route.as_str(),
        (None, Some(below)) => below,
        (None, None) => path.as_str(),
    };
    maker.href(route)
}
