//! Who claims which path of the site, and what to say when two claim one.

use std::collections::{BTreeMap, BTreeSet};

use super::press::{Press, output_path};
use crate::diag::{Code, Diagnostic};
use crate::disk::Site;
use crate::outputs::{self, Clash, Conflict};
use crate::text::{OutputFile, SourcePath, Span};
use crate::view::PageKey;

/// Who makes an output, for messages when two claim one path.
#[derive(Debug, Clone)]
pub(super) enum Claim {
    /// A page or another file that Waypost makes, in words.
    Made(String),
    /// The page of an entry, by its file.
    Entry(SourcePath),
    /// A file of the site, copied.
    Copied(SourcePath),
    /// The page at an old address, by the alias that asks for it.
    Redirect(SourcePath, Span),
}

/// Finds files of the site and old addresses that would be published where something else is.
/// Entries that claim one address have been found with the library.
pub(super) fn clashes(site: &Site, press: &Press) -> Vec<Diagnostic> {
    let library = &press.known.library;
    let empty = |path: String| OutputFile::new(path, Vec::new());
    let mut claims: Vec<(OutputFile, Claim)> = Vec::new();
    // The home page and the head of a list stand where a made page would.
    let mut at_head = BTreeSet::new();
    for item in library.items() {
        claims.push((empty(output_path(&item.route)), Claim::Entry(item.entry.path().clone())));
        if !item.is_listed() {
            at_head.insert(item.route.as_str());
        }
    }
    for (route, by) in library.made().iter().filter(|(route, _)| !at_head.contains(route.as_str())) {
        claims.push((empty(output_path(route)), Claim::Made(by.owner.clone())));
    }
    let theme_file = || Claim::Made("a file of the theme".to_owned());
    claims.extend(press.theme.assets().iter().map(|file| (empty(file.path.clone()), theme_file())));
    if !library.redirects().is_empty() {
        claims.push((empty("_redirects".to_owned()), Claim::Made(REDIRECT_LIST.to_owned())));
    }
    claims.extend(redirect_claims(press).into_iter().map(|(path, claim)| (empty(path), claim)));
    claims.extend(copied_paths(site, press).into_iter().map(|(path, to)| (empty(to), Claim::Copied(path))));
    let (_, conflicts) = outputs::join(claims);
    let ours = |claim: &Claim| matches!(claim, Claim::Copied(_) | Claim::Redirect(..));
    conflicts.iter().filter(|found| ours(&found.dropped.1) || ours(&found.kept.1)).map(conflict).collect()
}

/// What `_redirects` is called in messages.
pub(super) const REDIRECT_LIST: &str = "the list of redirects";

/// The output files of old addresses, each with the alias that asks for it.
pub(super) fn redirect_claims(press: &Press) -> BTreeMap<String, Claim> {
    let claim = |redirect: &crate::library::Redirect| {
        let entry = &press.known.library.item(redirect.to).entry;
        let span = entry.common.aliases.iter().find(|alias| alias.value == redirect.from)?.span;
        Some((outputs::redirect_file(&redirect.from)?, Claim::Redirect(entry.path().clone(), span)))
    };
    press.known.library.redirects().iter().filter_map(claim).collect()
}

/// Which files of the site are published as they are, and where: all of `static/`, and those beside
/// entries that a published entry refers to.
pub(super) fn copied_paths(site: &Site, press: &Press) -> Vec<(SourcePath, String)> {
    let below_static = site.static_files.iter().filter_map(|file| {
        let below = file.path.as_str().strip_prefix("static/")?;
        Some((file.path.clone(), below.to_owned()))
    });
    let files = press.known.library.files().iter();
    let beside = files.map(|(path, route)| (path.clone(), route.trim_start_matches('/').to_owned()));
    below_static.chain(beside).collect()
}

/// The claim of a page.
pub(super) fn page_claim(press: &Press, key: &PageKey, route: &str) -> Claim {
    match key {
        PageKey::Item(id) => Claim::Entry(press.known.library.item(*id).entry.path().clone()),
        PageKey::Handout(id) => Claim::Made(format!("the handout of {}", press.known.library.item(*id).entry.path())),
        _ => Claim::Made(format!("the page {route}")),
    }
}

/// What to say about a conflict.
pub(super) fn conflict(conflict: &Conflict<Claim>) -> Diagnostic {
    let name = |(path, claim): &(String, Claim)| match claim {
        Claim::Made(what) => format!("{what} (/{path})"),
        Claim::Entry(source) => format!("the page of {source}"),
        Claim::Copied(source) => format!("the file {source}"),
        Claim::Redirect(source, _) => format!("the old address /{path} of {source}"),
    };
    let place = |(_, claim): &(String, Claim)| match claim {
        Claim::Copied(source) | Claim::Entry(source) => Some((source.clone(), Span::default())),
        Claim::Redirect(source, span) => Some((source.clone(), *span)),
        Claim::Made(_) => None,
    };
    let is_alias = |(_, claim): &(String, Claim)| matches!(claim, Claim::Redirect(..));
    // An old address gives way to whatever is there now.
    let (first, second) = match is_alias(&conflict.dropped) || !is_alias(&conflict.kept) {
        true => (&conflict.dropped, &conflict.kept),
        false => (&conflict.kept, &conflict.dropped),
    };
    let why = match conflict.clash {
        Clash::Same => "would be one file",
        Clash::Alike => "would be one file on many systems",
        Clash::FileAndFolder => "need one name for a file and for a folder",
    };
    let message = format!("{} and {} {why}", name(first), name(second));
    let (code, help) = match is_alias(first) {
        true => (Code::AliasClash, "take the alias out"),
        false => (Code::AddressClash, "give one of the two another name or address"),
    };
    let (dropped, kept) = (place(first), place(second));
    let site_file = || (SourcePath::new(crate::disk::SITE_FILE), Span::default());
    let (path, span) = dropped.clone().or_else(|| kept.clone()).unwrap_or_else(site_file);
    let complaint = Diagnostic::new(code, &path, span, message).help(help);
    match (dropped, kept) {
        (Some(_), Some((path, span))) => complaint.and(&path, span, "the other one"),
        _ => complaint,
    }
}
