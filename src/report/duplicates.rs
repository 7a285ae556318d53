use serde_json::json;

use super::{Cell, Report, Table};
use crate::check::Repeat;
use crate::library::Library;
use crate::text::Span;

/// Words of a passage that are quoted.
const QUOTED: usize = 8;

/// Passages that stand in several entries, one row for each place, the longest passage first. The rows of one
/// passage have the same number.
pub fn duplicates(library: &Library, repeats: &[Repeat]) -> Report {
    let mut repeats: Vec<&Repeat> = repeats.iter().collect();
    repeats.sort_by_key(|repeat| {
        std::cmp::Reverse(repeat.words * (repeat.places.len() - usize::from(!repeat.places.is_empty())))
    });
    let mut rows = Vec::new();
    let mut object = Vec::new();
    for (number, repeat) in repeats.into_iter().enumerate() {
        let mut places = Vec::new();
        for (item, span) in &repeat.places {
            let entry = &library.item(*item).entry;
            let line = entry.source.position(span.start).line;
            let beginning = beginning(*span, entry.source.text());
            rows.push(vec![
                Cell::Number(number as u64 + 1),
                Cell::Number(repeat.words as u64),
                Cell::Text(entry.path().to_string()),
                Cell::Number(u64::from(line)),
                Cell::Text(beginning.clone()),
            ]);
            places.push(json!({"file": entry.path().as_str(), "line": line, "begins": beginning}));
        }
        object.push(json!({"words": repeat.words, "places": places}));
    }
    let table = Table::new(["passage", "words", "file", "line", "begins"], rows);
    Report { object: Some(json!({ "passages": object })), ..Report::from(table) }
}

fn beginning(span: Span, text: &str) -> String {
    span.of(text).split_whitespace().take(QUOTED).collect::<Vec<_>>().join(" ")
}
