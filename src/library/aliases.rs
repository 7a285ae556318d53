use std::collections::BTreeMap;

use super::MadeBy;
use super::items::{Item, ItemId};
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
    let routes: BTreeMap<String, &Item> = items.iter().map(|item| (key(&item.route), item)).collect();
    let made: BTreeMap<String, &MadeBy> = made.iter().map(|(route, by)| (key(route), by)).collect();
    let mut taken: BTreeMap<String, (&Item, crate::text::Span)> = BTreeMap::new();
    let mut by_path: Vec<(usize, &Item)> = items.iter().enumerate().collect();
    by_path.sort_by_key(|(_, item)| item.entry.path());
    for (at, item) in by_path {
        for alias in &item.entry.common.aliases {
            let key = key(&alias.value);
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

/// What two spellings of an address share: case, form and closing slash aside.
fn key(address: &str) -> String {
    clash_key(address.strip_suffix("/index.html").unwrap_or(address).trim_end_matches('/'))
}
