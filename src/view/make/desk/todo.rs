//! What needs doing first.

use jiff::civil::Date;

use super::Opener;
use super::rows::{Row, State};
use crate::view::{DeskQuery, DeskState, LONGEST_SHOWN, Titled, TodoRow, TodoView};

/// Entries of a group that are shown.
const SHOWN: usize = 5;
/// Characters of their titles that are shown.
const TITLE: usize = 80;

/// Errors, words that changed after their review, reviews that are overdue, drafts, and what is published next.
pub(super) fn todo(rows: &[Row], open: &Opener<'_>) -> Vec<TodoView> {
    let changed = |row: &Row| row.changed;
    let starts = |row: &Row| if let State::Scheduled(date) = row.state { Some(date) } else { None };
    let groups = [
        group(rows, open, DeskState::Errors, |_| None, |row| std::cmp::Reverse(row.messages.tally.errors)),
        group(rows, open, DeskState::Reworded, |row| row.reworded, |row| row.reworded),
        group(rows, open, DeskState::Overdue, |row| row.overdue, |row| row.overdue),
        group(rows, open, DeskState::Draft, changed, |row| std::cmp::Reverse(row.changed)),
        group(rows, open, DeskState::Scheduled, starts, starts),
    ];
    groups.into_iter().flatten().collect()
}

fn group<K: Ord>(
    rows: &[Row],
    open: &Opener<'_>,
    state: DeskState,
    date: impl Fn(&Row) -> Option<Date>,
    order: impl Fn(&Row) -> K,
) -> Option<TodoView> {
    let mut found: Vec<&Row> = rows.iter().filter(|row| row.is(state)).collect();
    found.sort_by(|a, b| (order(a), &a.sort_key, &a.path).cmp(&(order(b), &b.sort_key, &b.path)));
    let view = |row: &&Row| {
        let worst = row.messages.first.first().filter(|_| state == DeskState::Errors);
        let line = worst.map_or(1, |said| said.line);
        TodoRow {
            title: Titled { title: super::shortened(&row.title, TITLE), ..row.title() },
            url: row.url.clone().or_else(|| open(&row.path, line)),
            date: date(row).map(|date| date.to_string()),
            message: worst.map_or(String::new(), |said| super::shortened(&said.message, LONGEST_SHOWN)),
        }
    };
    let url = DeskQuery { state: Some(state), ..DeskQuery::default() }.url();
    (!found.is_empty()).then(|| TodoView {
        key: state.name(),
        count: found.len(),
        url,
        rows: found.iter().take(SHOWN).map(view).collect(),
    })
}
