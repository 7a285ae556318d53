//! Places of this site that `waypost.yaml` names.

use super::items::{FileSet, Hidden, Library};
use crate::diag::{Code, Diagnostic, nearest};
use crate::model::{EntryId, Lang, Visibility};
use crate::text::{SourcePath, Spanned};

/// An address of the site file as a place and what stands behind it: `?query`, `#fragment`.
fn parted(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

impl Library {
    /// Where an address of the site file leads for a reader of `lang`, below `base_url`, and its
    /// query and fragment as they are written: an entry's id, perhaps with a heading, or a place that
    /// begins with `/`. Nothing where it is no place of this site, or none that there is.
    pub fn site_route(&self, address: &str, lang: &Lang) -> Option<(String, String)> {
        let (place, rest) = parted(address);
        let rest = if rest == "#" { String::new() } else { rest.to_owned() };
        if place.starts_with('/') {
            // A page's address ends in a slash.
            let page = format!("{place}/");
            let is_page = self.made.contains_key(&page) || self.items.iter().any(|item| item.route == page);
            return (!place.starts_with("//")).then(|| (if is_page { page } else { place.to_owned() }, rest));
        }
        let id = self.find(&EntryId::new(place.trim_end_matches('/')), lang)?;
        Some((self.item(id).route.clone(), rest))
    }

    /// Complains where an address of the site file names a place of this site that is not there.
    pub fn check_site_route(
        &self,
        files: &FileSet,
        path: &SourcePath,
        address: &Spanned<String>,
    ) -> Option<Diagnostic> {
        let text = address.value.as_str();
        let (place, heading) = text.split_once('#').unwrap_or((text, ""));
        let complaint = |code: Code, message: String| Diagnostic::new(code, path, address.span, message);
        if place.starts_with('/') {
            return (!self.is_there(files, place)).then(|| {
                let routes =
                    self.items.iter().map(|item| item.route.as_str()).chain(self.made.keys().map(String::as_str));
                complaint(Code::ReferenceMissing, format!("there is nothing at `{place}` on this site"))
                    .help("name an entry by its id, pages/events; a file lies in static/")
                    .did_you_mean(place, routes)
            });
        }
        if text.contains(':') {
            return None;
        }
        let id = EntryId::new(place.trim_end_matches('/'));
        let Some(item) = self.find(&id, self.default_language()) else { return self.no_entry(&id, complaint) };
        let headings = &self.item(item).entry.outline.headings;
        if heading.is_empty() || headings.iter().any(|known| known.id == heading) {
            return None;
        }
        let message = format!("`{id}` has no heading `#{heading}`");
        let near = headings.iter().map(|known| known.id.as_str());
        Some(complaint(Code::ReferenceHeading, message).did_you_mean(heading, near))
    }

    fn no_entry(&self, id: &EntryId, complaint: impl Fn(Code, String) -> Diagnostic) -> Option<Diagnostic> {
        match self.hidden.get(id).and_then(|hidden| hidden.first()) {
            Some((_, Hidden::Unreadable)) => return None,
            Some((_, Hidden::NotPublished(visibility))) => {
                let why = if *visibility == Visibility::Draft { "a draft" } else { "not published today" };
                let complaint = complaint(Code::ReferenceUnpublished, format!("`{id}` is {why}"));
                return Some(complaint.help("publish it, or take the call out until it is"));
            }
            None => {}
        }
        let ids = || self.items.iter().map(|item| item.entry.id.as_str());
        let same_name = || ids().filter(|known| known.rsplit('/').next() == Some(id.as_str())).min();
        let complaint = complaint(Code::ReferenceMissing, format!("there is no entry `{id}`"));
        Some(match nearest(id.as_str(), ids()).or_else(same_name) {
            Some(near) => complaint.help(format!("did you mean `{near}`?")),
            None => {
                complaint.help("name an entry by its id, pages/events, or begin an address elsewhere with https://")
            }
        })
    }

    /// Whether a page or a file stands at a place.
    fn is_there(&self, files: &FileSet, place: &str) -> bool {
        let place = place.split('?').next().unwrap_or(place);
        let with_slash = if place.ends_with('/') { place.to_owned() } else { format!("{place}/") };
        let is_route = |route: &str| route == place || route == with_slash;
        files.contains_key(&format!("static{place}"))
            || self.made.keys().any(|route| is_route(route))
            || self.items.iter().any(|item| is_route(&item.route))
            || self.redirects.iter().any(|redirect| is_route(&redirect.from))
    }
}
