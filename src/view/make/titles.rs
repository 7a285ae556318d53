use std::collections::BTreeSet;

use super::{Maker, PageKey, lists};

/// What the browser's tab says of each item: its title and the site's, made unique where two pages
/// would say the same by adding the kind, the language, and at last the id.
pub(super) fn unique(maker: &Maker<'_>) -> Vec<String> {
    let library = maker.library();
    let mut taken: BTreeSet<String> = maker
        .keys
        .iter()
        .filter(|key| !matches!(key, PageKey::Item(_)))
        .map(|key| lists::made_head_title(maker, key))
        .collect();
    let mut titles = Vec::with_capacity(library.items().len());
    for item in library.items() {
        let (lang, title) = (&item.entry.lang, item.title());
        let site = maker.config().title.get(lang.as_str());
        if item.entry.id.is_home() {
            let tagline = maker.config().tagline.get(lang.as_str());
            let wishes = [site.to_owned(), format!("{site}: {tagline}"), format!("{site} ({lang})")];
            titles.push(first_free(&mut taken, &wishes));
            continue;
        }
        let kind = maker.words(lang).get(&format!("kinds.{}.name", item.kind().name())).to_owned();
        let kind = if kind.is_empty() { item.kind().name().to_owned() } else { kind };
        let wishes = [
            format!("{title} · {site}"),
            format!("{title} ({kind}) · {site}"),
            format!("{title} ({kind}, {lang}) · {site}"),
            format!("{title} ({}, {lang}) · {site}", item.entry.id),
        ];
        titles.push(first_free(&mut taken, &wishes));
    }
    titles
}

fn first_free(taken: &mut BTreeSet<String>, wishes: &[String]) -> String {
    let free = wishes.iter().find(|wish| !taken.contains(*wish)).or(wishes.last()).cloned().unwrap_or_default();
    taken.insert(free.clone());
    free
}
