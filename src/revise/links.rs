//! Links of bodies.

use std::collections::BTreeMap;

use super::fields::file_path;
use super::moves::Moves;
use super::paths::{encoded, folder, way};
use crate::library::{Item, ItemId, Library, LinkTo, join_path, percent_decoded};
use crate::model::{Address, EntryId};
use crate::syntax::{Link, destinations, has_unsafe_scheme, scheme};
use crate::text::{Edit, Span};

/// What links of bodies are mended with.
pub(super) struct LinkMender<'a> {
    pub(super) library: &'a Library,
    pub(super) moves: &'a Moves,
    /// New addresses of the items that get one.
    pub(super) routes: &'a BTreeMap<ItemId, String>,
}

impl LinkMender<'_> {
    /// The links of an item's body that lead to what moves, or that led from where it was, with their
    /// destinations written anew. Each link that could not be mended is given by its place.
    pub(super) fn in_body(&self, item: &Item) -> (Vec<Edit>, Vec<Span>) {
        let (mut edits, mut left) = (Vec::new(), Vec::new());
        let mut written: Option<BTreeMap<u32, Span>> = None;
        let targets: BTreeMap<u32, &LinkTo> = item.links.iter().map(|link| (link.at, &link.to)).collect();
        for link in &item.entry.outline.links {
            let Some(new) = targets.get(&link.span.start).and_then(|to| self.mended(item, link, to)) else { continue };
            let written = written.get_or_insert_with(|| {
                let all = destinations(&item.entry.source, item.entry.body);
                all.into_iter().map(|one| (one.link, one.span)).collect()
            });
            match written.get(&link.span.start) {
                Some(span) => edits.push(Edit::new(item.entry.path(), *span, new)),
                None => left.push(link.span),
            }
        }
        (edits, left)
    }

    /// The destination as it should be written now; nothing where it may stay.
    fn mended(&self, item: &Item, link: &Link, to: &LinkTo) -> Option<String> {
        let target = link.target.trim();
        if scheme(target).is_some() || has_unsafe_scheme(target) || target.starts_with("//") {
            return None;
        }
        let (path, rest) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
        if path.is_empty() {
            return None;
        }
        let new = match to {
            LinkTo::Item(id, _) if path.starts_with('/') => self.rooted(*id, path),
            LinkTo::Item(id, _) => self.named(item, *id, &percent_decoded(path)),
            LinkTo::File(..) | LinkTo::Media(_) => file_path(self.moves, item.entry.path(), &percent_decoded(path)),
            LinkTo::Here(_) | LinkTo::Made(..) | LinkTo::Elsewhere(_) | LinkTo::Film(..) | LinkTo::Nowhere => None,
        }?;
        Some(format!("{}{rest}", encoded(&new)))
    }

    /// A link by address, where that is the page's own.
    fn rooted(&self, id: ItemId, path: &str) -> Option<String> {
        let new = self.routes.get(&id)?;
        let with_slash = format!("{}/", percent_decoded(path).trim_end_matches('/'));
        let is_own = with_slash == self.library.item(id).route;
        is_own.then(|| if path.ends_with('/') { new.clone() } else { new.trim_end_matches('/').to_owned() })
    }

    /// A link by name, or by a path relative to the file.
    fn named(&self, item: &Item, id: ItemId, path: &str) -> Option<String> {
        let old_id = &self.library.item(id).entry.id;
        let new_id = self.moves.new_id(old_id);
        let here = item.entry.path().as_str();
        let plain = path.trim_end_matches('/');
        let plain = plain.strip_suffix(".md").unwrap_or(plain);
        let by_name = plain == old_id.as_str();
        let by_path = self.named_by_path(here, path).as_ref() == Some(old_id);
        // As links are read: a file's name is a path from here first, an id otherwise.
        if by_path && (path.ends_with(".md") || !by_name) {
            let file = join_path(folder(here), path.trim_end_matches('/'))?;
            let ending = file.strip_prefix("content/")?.strip_prefix(old_id.as_str()).unwrap_or("");
            let new_here = self.moves.new_path(here);
            if new_id == old_id && folder(&new_here) == folder(here) {
                return None;
            }
            let new = way(folder(&new_here), &format!("content/{new_id}{ending}"));
            let dot = if path.starts_with("./") && !new.starts_with("../") { "./" } else { "" };
            let slash = if path.ends_with('/') { "/" } else { "" };
            return Some(format!("{dot}{new}{slash}"));
        }
        let ending = path.strip_prefix(old_id.as_str())?;
        (new_id != old_id).then(|| format!("{new_id}{ending}"))
    }

    fn named_by_path(&self, here: &str, path: &str) -> Option<EntryId> {
        let joined = join_path(folder(here), path.trim_end_matches('/'))?;
        let file = if joined.ends_with(".md") { joined } else { format!("{joined}.md") };
        Address::of(&file, self.library.languages()).ok().map(|address| address.id)
    }
}
