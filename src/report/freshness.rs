use super::{Cell, Table};
use crate::library::Library;
use crate::model::Today;

/// Every entry, one row each, with the state of its review.
pub fn freshness(library: &Library, today: Today) -> Table {
    let rows = library.items().iter().map(|item| {
        let review = item.entry.common.review.as_ref();
        let due = review.and_then(|review| review.due());
        let state = match (review, due) {
            (None, _) => "never reviewed",
            (_, Some(due)) if due < today.0 => "overdue",
            _ => "reviewed",
        };
        vec![
            Cell::Text(item.entry.id.to_string()),
            Cell::Text(item.entry.lang.to_string()),
            Cell::Text(state.to_owned()),
            Cell::maybe(review.map(|review| review.date.value)),
            Cell::maybe(due),
        ]
    });
    Table::new(["entry", "language", "state", "reviewed", "due"], rows.collect())
}
