use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Cell, Part, Report, Table};
use crate::text::counted;

/// A word that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundWord {
    /// The language's tag.
    pub language: String,
    /// The word list's own word for it.
    pub word: String,
    /// As it stands in the text.
    pub written: String,
    /// The entry or file that it stands in.
    pub place: String,
}

/// A row of a word list that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWord {
    /// The language's tag.
    pub language: String,
    /// What is avoided.
    pub avoided: String,
    /// What is said instead, with `/` between forms.
    pub instead: Vec<String>,
    /// Why.
    pub because: String,
    /// Who says so.
    pub source: String,
    /// Whether the site's own list has it.
    pub own: bool,
}

/// What is avoided and found, by word, and the lists in force.
pub fn language(found: &[FoundWord], lists: &[ListedWord]) -> Report {
    let mut words: BTreeMap<(&str, &str), Vec<&FoundWord>> = BTreeMap::new();
    for one in found {
        words.entry((&one.language, &one.word)).or_default().push(one);
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|(name, places)| (std::cmp::Reverse(places.len()), *name));
    let rows = words.iter().map(|((language, word), all)| {
        let written: BTreeSet<String> = all.iter().map(|one| one.written.to_lowercase()).collect();
        let places: BTreeSet<&str> = all.iter().map(|one| one.place.as_str()).collect();
        vec![
            Cell::Text((*word).to_owned()),
            Cell::Text((*language).to_owned()),
            Cell::Number(all.len() as u64),
            Cell::Number(places.len() as u64),
            Cell::Text(written.into_iter().collect::<Vec<_>>().join(", ")),
            Cell::Text(places.into_iter().collect::<Vec<_>>().join(", ")),
        ]
    });
    let rows = Table::new(["word", "language", "found", "entries", "written", "where"], rows.collect());
    let listed = lists.iter().map(|row| {
        vec![
            Cell::Text(row.avoided.clone()),
            Cell::Text(row.language.clone()),
            Cell::Text(row.instead.join("; ")),
            Cell::Text(if row.own { "your list".to_owned() } else { row.source.clone() }),
        ]
    });
    let listed = Table::new(["avoided", "language", "instead", "source"], listed.collect());
    let places: BTreeSet<&str> = found.iter().map(|one| one.place.as_str()).collect();
    let told = match found.len() {
        0 => "No word was found that this library avoids.".to_owned(),
        count => {
            format!("Words found that this library avoids: {count}, in {}.", counted(places.len(), "file", "files"))
        }
    };
    let mut parts = vec![Part::Text(told)];
    if !found.is_empty() {
        parts.push(Part::Table(rows.clone()));
    }
    parts.extend([Part::Heading("The lists in force".to_owned()), Part::Table(listed)]);
    Report { parts, rows, object: Some(object(found, lists)) }
}

fn object(found: &[FoundWord], lists: &[ListedWord]) -> Value {
    let found = found
        .iter()
        .map(|one| json!({"word": one.word, "language": one.language, "written": one.written, "where": one.place}));
    let lists = lists.iter().map(|row| {
        json!({
            "avoided": row.avoided, "language": row.language, "instead": row.instead,
            "because": row.because, "source": row.source, "own": row.own,
        })
    });
    json!({"found": found.collect::<Vec<_>>(), "lists": lists.collect::<Vec<_>>()})
}
