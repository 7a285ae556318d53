//! The list of all entries from A to Z, cut into pages once one page would be too long.

use super::items::{Item, ItemId};
use crate::model::Lang;
use crate::text::sort_key;

/// Entries up to which the search page lists everything; beyond it links to the parts.
pub const MOST_ON_SEARCH_PAGE: usize = 200;
/// Entries of one part.
const MOST_A_PART: usize = 500;
/// Parts, as long as letters are what makes them many: a script of thousands of signs would
/// otherwise have a page for each.
const MOST_PARTS: usize = 60;

/// The A–Z of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AToZ {
    /// Every entry by title but the home page and those that head a kind's list.
    pub items: Vec<ItemId>,
    /// Its parts; none where the search page lists everything itself.
    pub parts: Vec<Part>,
}

/// One page of an A–Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called: `S`, `S 2`, `一 – 丁`.
    pub label: String,
    /// Its part of the address.
    pub slug: String,
    /// Its entries, by title.
    pub items: Vec<ItemId>,
}

/// The A–Z of every language, in the languages' order. Titles are compared by [`sort_key`].
pub(super) fn of_languages(items: &[Item], languages: &[Lang]) -> Vec<AToZ> {
    languages.iter().map(|lang| of_language(items, lang)).collect()
}

fn of_language(items: &[Item], lang: &Lang) -> AToZ {
    let listed = items.iter().zip(0u32..).filter(|(item, _)| &item.entry.lang == lang && item.is_listed());
    let mut titles: Vec<(String, ItemId)> = listed.map(|(item, at)| (sort_key(item.title()), ItemId(at))).collect();
    titles.sort_unstable();
    let parts = if titles.len() > MOST_ON_SEARCH_PAGE { parts(&titles) } else { Vec::new() };
    AToZ { items: titles.into_iter().map(|(_, id)| id).collect(), parts }
}

fn parts(titles: &[(String, ItemId)]) -> Vec<Part> {
    let mut letters: Vec<Part> = Vec::new();
    for (title, id) in titles {
        let label = letter(title);
        match letters.iter_mut().rev().find(|part| part.label == label) {
            Some(part) => part.items.push(*id),
            None => letters.push(Part { slug: slug(&label), label, items: vec![*id] }),
        }
    }
    if letters.len() > MOST_PARTS {
        letters = gathered(letters);
    }
    letters.into_iter().flat_map(cut).collect()
}

fn letter(title: &str) -> String {
    let first = title.chars().next().filter(|c| c.is_alphabetic());
    first.map_or("#".to_owned(), |first| first.to_uppercase().collect())
}

fn slug(label: &str) -> String {
    if label == "#" { "0-9".to_owned() } else { label.to_lowercase() }
}

/// Puts letters that follow one another into one part as long as they are fewer than it can hold.
fn gathered(letters: Vec<Part>) -> Vec<Part> {
    let mut parts: Vec<(Part, String)> = Vec::new();
    for letter in letters {
        match parts.last_mut() {
            Some((part, last)) if part.items.len() + letter.items.len() <= MOST_A_PART => {
                part.items.extend(letter.items);
                *last = letter.label;
            }
            _ => parts.push((letter.clone(), letter.label)),
        }
    }
    let named = |(mut part, last): (Part, String)| {
        if part.label != last {
            part.label = format!("{} – {last}", part.label);
        }
        part
    };
    parts.into_iter().map(named).collect()
}

/// Cuts a part with too many entries into numbered ones.
fn cut(part: Part) -> Vec<Part> {
    if part.items.len() <= MOST_A_PART {
        return vec![part];
    }
    let piece = |(at, items): (usize, &[ItemId])| Part {
        label: format!("{} {}", part.label, at + 1),
        slug: if at == 0 { part.slug.clone() } else { format!("{}-{}", part.slug, at + 1) },
        items: items.to_vec(),
    };
    part.items.chunks(MOST_A_PART).enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts as `label slug count` of entries whose sort keys are given.
    fn check(titles: impl Iterator<Item = String>, expected: &[&str]) {
        let mut titles: Vec<(String, ItemId)> = titles.zip(0..).map(|(title, at)| (title, ItemId(at))).collect();
        titles.sort();
        let found: Vec<String> =
            parts(&titles).iter().map(|part| format!("{} {} {}", part.label, part.slug, part.items.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn letters_are_parts_and_long_ones_are_cut() {
        let titles = (0..1200).map(|n| format!("s{n}")).chain((0..3).map(|n| format!("{n}")));
        check(titles, &["# 0-9 3", "S 1 s 500", "S 2 s-2 500", "S 3 s-3 200"]);
    }

    #[test]
    fn a_script_of_many_signs_does_not_have_a_page_for_each() {
        let signs = (0x4e00u32..0x4e00 + 2000).filter_map(char::from_u32).map(|sign| sign.to_string());
        check(signs, &["一 – 俳 一 500", "俴 – 凧 俴 500", "凨 – 叛 凨 500", "叜 – 嗏 叜 500"]);
    }
}
