use super::Maker;
use crate::library::{Item, LinkTo, ResolvedLink};
use crate::text::SourcePath;
use crate::view::{BodyView, Target, TargetKind};

/// The text of an entry with its links resolved.
pub(super) fn body(maker: &Maker<'_>, item: &Item) -> BodyView {
    let entry = &item.entry;
    BodyView {
        source: entry.source.clone(),
        span: entry.body,
        heading_ids: entry.outline.headings.iter().map(|heading| heading.id.clone()).collect(),
        has_html: entry.outline.has_html,
        targets: targets(maker, item),
        lang: entry.lang.to_string(),
    }
}

fn targets(maker: &Maker<'_>, item: &Item) -> Vec<Target> {
    let mut targets: Vec<Target> = item.links.iter().filter_map(|link| target(maker, item, link)).collect();
    targets.sort_by_key(|target| target.at);
    targets
}

fn target(maker: &Maker<'_>, item: &Item, link: &ResolvedLink) -> Option<Target> {
    let plain = |url: String, kind: TargetKind| Some(Target { at: link.at, url, kind, lang: String::new() });
    match &link.to {
        LinkTo::Item(id, heading) => {
            let other = maker.library().item(*id);
            let anchor = heading.as_ref().map_or(String::new(), |id| fragment(id));
            let url = maker.href(&other.route) + &anchor;
            Some(Target { at: link.at, url, kind: TargetKind::Page, lang: maker.foreign(*id, &item.entry.lang) })
        }
        LinkTo::Here(id) => plain(fragment(id), TargetKind::Page),
        LinkTo::Made(route, rest) => plain(maker.href(route) + rest, TargetKind::Page),
        LinkTo::File(path, rest) => {
            let size = maker.materials.image_sizes.get(path).copied();
            plain(file_url(maker, path) + rest, TargetKind::File { size })
        }
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
pub(super) fn file_url(maker: &Maker<'_>, path: &SourcePath) -> String {
    let published = maker.library().files().get(path);
    let route = match (published, path.as_str().strip_prefix("static")) {
        (Some(route), _) => route.as_str(),
        (None, Some(below)) => below,
        (None, None) => path.as_str(),
    };
    maker.href(route)
}
