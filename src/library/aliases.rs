use std::collections::BTreeMap;

use super::Library;
use super::MadeBy;
use super::items::{Item, ItemId};
use super::links::percent_decoded;
use super::routes::slug_span;
use crate::diag::{Code, Diagnostic};
use crate::text::clash_key;

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
    for (at, item) in by_path {
        for alias in &item.entry.common.aliases {
            let key = address_key(&alias.value);
            let clash = |message: String| Diagnostic::new(Code::AliasClash, item.entry.path(), alias.span, message);
            if let Some(owner) = routes.get(&key) {
                let message = match std::ptr::eq(*owner, item) {
                    true => format!("`{}` is this entry's own address", alias.value),
                    false => format!("`{}` is the address of `{}`", alias.value, owner.entry.id),
                };
                let complaint = clash(message).help("take the alias out");
                complaints.push(complaint.and(owner.entry.path(), slug_span(owner), "the entry that has it"));
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
