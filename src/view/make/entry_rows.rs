use super::Maker;
use crate::model::Visibility;
use crate::view::{EntryRow, RowOf};

impl Maker {
    /// What scripts can look up: every published entry that has a page of its own, and every old
    /// address of one.
    pub fn entry_rows(&self) -> Vec<EntryRow> {
        let library = self.library();
        let shown = library.ids().filter(|(_, item)| item.visibility == Visibility::Published && item.is_listed());
        let rows = shown.flat_map(|(id, item)| {
            let is = RowOf::Entry {
                title: item.title().to_owned(),
                kind: item.kind().name().to_owned(),
                minutes: item.minutes,
                lang: item.entry.lang.to_string(),
            };
            let old = library.old_routes(id).into_iter();
            let moved = old.map(|route| EntryRow { route, is: RowOf::Moved(item.route.clone()) });
            moved.chain([EntryRow { route: item.route.clone(), is }]).collect::<Vec<_>>()
        });
        rows.collect()
    }
}
