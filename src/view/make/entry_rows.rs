use super::Maker;
use crate::model::Visibility;
use crate::view::{EntryRow, RowOf};

impl Maker {
    /// What scripts can look up: every published entry that has a page of its own, and every old
    /// address of one as it was written.
    pub fn entry_rows(&self) -> Vec<EntryRow> {
        let library = self.library();
        let is_shown = |item: &crate::library::Item| item.visibility == Visibility::Published && item.is_listed();
        let entries = library.items().iter().filter(|item| is_shown(item)).map(|item| EntryRow {
            route: item.route.clone(),
            is: RowOf::Entry {
                title: item.title().to_owned(),
                kind: item.kind().name().to_owned(),
                minutes: item.minutes,
                lang: item.entry.lang.to_string(),
            },
        });
        let moved = library.redirects().iter().filter(|redirect| is_shown(library.item(redirect.to)));
        let moved = moved.map(|redirect| EntryRow {
            route: redirect.from.clone(),
            is: RowOf::Moved(library.item(redirect.to).route.clone()),
        });
        entries.chain(moved).collect()
    }
}
