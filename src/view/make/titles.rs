use std::collections::{BTreeMap, BTreeSet};

use super::{Maker, PageKey, lists, words};

/// What the browser's tab says of each item: its title and the site's, made unique where two pages
/// would say the same by adding the kind, the language, and at last the id.
pub(super) fn unique(maker: &Maker, made: &BTreeMap<PageKey, String>) -> Vec<String> {
    let library = maker.library();
    let mut taken: BTreeSet<String> = made.values().cloned().collect();
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

/// The same of every page that is no entry's. Two languages may call a list by one word; the later
/// one then says which language it is, and where even that is taken, its address.
pub(super) fn of_made_pages(maker: &Maker) -> BTreeMap<PageKey, String> {
    let mut taken = BTreeSet::new();
    let mut titles = BTreeMap::new();
    // A handout's follows from its entry's.
    for key in maker.keys.iter().filter(|key| !matches!(key, PageKey::Item(_) | PageKey::Handout(_))) {
        let title = lists::made_head_title(maker, key);
        let name = key.lang().map_or("", words::own_name);
        let wishes = [title.clone(), format!("{title} ({name})"), format!("{title} ({})", maker.route(key))];
        titles.insert(key.clone(), first_free(&mut taken, &wishes));
    }
    titles
}

fn first_free(taken: &mut BTreeSet<String>, wishes: &[String]) -> String {
    let free = wishes.iter().find(|wish| !taken.contains(*wish)).or(wishes.last()).cloned().unwrap_or_default();
    taken.insert(free.clone());
    free
}
