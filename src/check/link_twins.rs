//! Notes on links of one page that have the same words and lead to different places.

use std::collections::BTreeMap;

use super::plain::folded;
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::{Item, Library, LinkTo};
use crate::syntax::{Link, LinkForm};

pub(super) fn check(library: &Library, _: &Config, complaints: &mut Vec<Diagnostic>) {
    for item in library.items() {
        let mut known: BTreeMap<String, (&Link, &LinkTo)> = BTreeMap::new();
        for (link, to) in links(item) {
            let words = folded(&link.text);
            if words.is_empty() {
                continue;
            }
            let Some((first, place)) = known.get(&words) else {
                known.insert(words, (link, to));
                continue;
            };
            if !is_same(place, to) {
                let path = item.entry.path();
                let message = "this link has the words of another one and leads elsewhere";
                complaints.push(
                    Diagnostic::new(Code::LinkTextTwice, path, link.span, message)
                        .and(path, first.span, "the same words")
                        .help("say in one of them what sets its target apart: lists of links have no sentences around them"),
                );
            }
        }
    }
}

/// Links with words of their own, in the order of the text, and where they lead.
fn links(item: &Item) -> impl Iterator<Item = (&Link, &LinkTo)> {
    let all = item.entry.outline.links.iter().zip(item.links.iter().map(|resolved| &resolved.to));
    all.filter(|(link, to)| link.form == LinkForm::Link && **to != LinkTo::Nowhere)
}

/// Whether two links lead to one page; where on it does not count.
fn is_same(one: &LinkTo, other: &LinkTo) -> bool {
    match (one, other) {
        (LinkTo::Item(one, _), LinkTo::Item(other, _)) => one == other,
        (LinkTo::Here(_), LinkTo::Here(_)) => true,
        (LinkTo::File(one, _), LinkTo::File(other, _)) => one == other,
        (one, other) => one == other,
    }
}
