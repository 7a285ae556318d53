use std::collections::{BTreeMap, BTreeSet};

use super::Library;
use super::MadeBy;
use super::items::{Item, ItemId};
use super::links::percent_decoded;
use super::routes::slug_span;
use crate::diag::{Code, Diagnostic};
use crate::text::{SourcePath, Spanned, clash_key};

/// An old address and where it leads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old address as it was written: `/2019/05/old-name/`, `/?p=12`.
    pub from: String,
    /// The entry.
    pub to: ItemId,
}

/// All redirects by old address; an alias that is in use otherwise is complained about.
pub(super) fn redirects(items: &[Item], made: &BTreeMap<String, MadeBy>) -> (Vec<Redirect>, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let mut redirects = Vec::new();
    let routes: BTreeMap<String, &Item> = items.iter().map(|item| (address_key(&item.route), item)).collect();
    let made: BTreeMap<String, &MadeBy> = made.iter().map(|(route, by)| (address_key(route), by)).collect();
    let mut taken: BTreeMap<String, (&Item, crate::text::Span)> = BTreeMap::new();
    let mut by_path: Vec<(usize, &Item)> = items.iter().enumerate().collect();
    by_path.sort_by_key(|(_, item)| item.entry.path());
    let leads = Leads::new(&by_path, &routes);
    for (at, item) in by_path {
        for alias in &item.entry.common.aliases {
            let key = address_key(&alias.value);
            let clash = |message: String| Diagnostic::new(Code::AliasClash, item.entry.path(), alias.span, message);
            if let Some(owner) = routes.get(&key) {
                complaints.extend(leads.complaint(item, owner, alias));
            } else if let Some(by) = made.get(&key) {
                let message = format!("`{}` is the address of {}", alias.value, by.owner);
                complaints.push(clash(message).help("take the alias out"));
            } else if let Some((other, span)) = taken.get(&key) {
                let complaint = clash(format!("`{}` redirects to `{}` already", alias.value, other.entry.id));
                complaints
                    .push(complaint.and(other.entry.path(), *span, "the other alias").help("keep one of the two"));
            } else {
                taken.insert(key, (item, alias.span));
                redirects.push(Redirect { from: alias.value.clone(), to: ItemId(at as u32) });
            }
        }
    }
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    (redirects, complaints)
}

/// Addresses of entries that are aliases of others: each leads on from a page that is there.
struct Leads<'a> {
    /// By the path of the entry that has the address: the first entry, by path, that it would lead to.
    to: BTreeMap<&'a SourcePath, &'a Item>,
    /// Entries that lead in a circle, each with the first file of it by path.
    circles: BTreeMap<&'a SourcePath, &'a SourcePath>,
    /// Entries that old addresses lead to.
    with_old: BTreeSet<&'a SourcePath>,
}

impl<'a> Leads<'a> {
    fn new(by_path: &[(usize, &'a Item)], routes: &BTreeMap<String, &'a Item>) -> Self {
        let (mut to, mut with_old) = (BTreeMap::new(), BTreeSet::new());
        for (_, item) in by_path {
            for alias in &item.entry.common.aliases {
                match routes.get(&address_key(&alias.value)) {
                    Some(owner) if !std::ptr::eq(*owner, *item) => drop(to.entry(owner.entry.path()).or_insert(*item)),
                    Some(_) => {}
                    None => drop(with_old.insert(item.entry.path())),
                }
            }
        }
        let circles = circles(&to);
        Self { to, circles, with_old }
    }

    /// What to say of an alias that is an entry's address. A circle is told once, in its first file.
    fn complaint(&self, item: &Item, owner: &Item, alias: &Spanned<String>) -> Option<Diagnostic> {
        let complaint = |code: Code, message: String| Diagnostic::new(code, item.entry.path(), alias.span, message);
        let (here, there) = (item.entry.path(), owner.entry.path());
        if std::ptr::eq(item, owner) {
            let message = format!("`{}` is this entry's own address, and would lead to itself", alias.value);
            return Some(complaint(Code::RedirectLoop, message).help("take the alias out"));
        }
        let led = self.to.get(there).is_some_and(|to| std::ptr::eq(*to, item));
        if led
            && let (Some(first), Some(circle)) = (self.circles.get(here), self.circles.get(there))
            && first == circle
        {
            let message = format!("`{}` is the address of `{}`, which leads back here", alias.value, owner.entry.id);
            let complaint =
                complaint(Code::RedirectLoop, message).and(there, slug_span(owner), "the entry that has it");
            return (*first == here).then(|| complaint.help("keep one of the pages' aliases, and take out the others"));
        }
        let (code, message) = match self.with_old.contains(there) {
            true => {
                let id = &owner.entry.id;
                let message = format!("`{}` is the address of `{id}`, which old addresses lead to", alias.value);
                (Code::RedirectChain, message)
            }
            false => (Code::AliasClash, format!("`{}` is the address of `{}`", alias.value, owner.entry.id)),
        };
        Some(complaint(code, message).and(there, slug_span(owner), "the entry that has it").help("take the alias out"))
    }
}

/// The circles of a graph in which one edge at most leads on from anywhere: each member with the first
/// one by path.
fn circles<'a>(to: &BTreeMap<&'a SourcePath, &'a Item>) -> BTreeMap<&'a SourcePath, &'a SourcePath> {
    let mut circles = BTreeMap::new();
    let mut seen: BTreeSet<&SourcePath> = BTreeSet::new();
    for start in to.keys() {
        let mut way: Vec<&SourcePath> = Vec::new();
        let mut at = *start;
        while seen.insert(at) {
            way.push(at);
            match to.get(at) {
                Some(next) => at = next.entry.path(),
                None => break,
            }
        }
        let Some(from) = way.iter().position(|known| *known == at).filter(|_| to.contains_key(at)) else { continue };
        let circle = way.get(from..).unwrap_or_default();
        if let Some(first) = circle.iter().min() {
            circles.extend(circle.iter().map(|member| (*member, *first)));
        }
    }
    circles
}

impl Library {
    /// Addresses at which the page of an entry once stood, as routes: what a reader may have kept.
    pub fn old_routes(&self, id: ItemId) -> Vec<String> {
        let leads_here = |alias: &str| {
            let at = self.redirects.binary_search_by(|redirect| redirect.from.as_str().cmp(alias));
            at.ok().and_then(|at| self.redirects.get(at)).is_some_and(|redirect| redirect.to == id)
        };
        let aliases = self.item(id).entry.common.aliases.iter().map(|alias| alias.value.as_str());
        aliases.filter(|alias| leads_here(alias)).filter_map(route_of).collect()
    }
}

/// An alias as the route that a page of this site would have; nothing for what is none: a query, a file.
fn route_of(alias: &str) -> Option<String> {
    let alias = alias.split('#').next().unwrap_or("");
    if alias.contains('?') || alias.ends_with(".html") || alias.ends_with(".htm") {
        return None;
    }
    let path = percent_decoded(alias);
    let path = path.trim_matches('/');
    let odd = |part: &str| matches!(part, "" | "." | "..") || part.contains(|c: char| c.is_control() || c == '\\');
    (!path.split('/').any(odd)).then(|| format!("/{path}/"))
}

/// What two spellings of an address share: case, form and closing slash aside.
pub fn address_key(address: &str) -> String {
    clash_key(address.strip_suffix("/index.html").unwrap_or(address).trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::route_of;

    fn check(alias: &str, expect: Option<&str>) {
        assert_eq!(route_of(alias).as_deref(), expect, "{alias}");
    }

    #[test]
    fn old_addresses_of_pages_are_routes() {
        check("/2019/05/old/", Some("/2019/05/old/"));
        check("/old", Some("/old/"));
        check("/caf%C3%A9/#top", Some("/café/"));
        check("/old.php", Some("/old.php/"));
        for none in ["", "/", "/?p=12", "/old.html", "/old.htm", "/a/../b/", "/%2e%2e/b", "/a//b", "/a%5Cb/"] {
            check(none, None);
        }
    }
}
