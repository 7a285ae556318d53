use super::{Cell, Part, Report, Table};
use crate::model::{Due, Entry, EntryId, Lang, ReviewState, Reviewed, Today, Visibility, days};
use crate::text::{SourcePath, counted};

/// A content file, as this report and the calendars are told of it.
#[derive(Debug, Clone)]
pub struct Listed<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// The entry that it is or would be; nothing for a file that lies in no kind's folder.
    pub name: Option<(EntryId, Lang)>,
    /// The entry, where it can be read as one.
    pub entry: Option<&'a Entry>,
    /// Whether anything in the file is an error.
    pub has_errors: bool,
    /// Its page, where it has one today; absolute.
    pub url: Option<String>,
}

/// What becomes of a file, for sorting: what needs doing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Unreadable,
    Faulty,
    Changed,
    Overdue,
    Soon,
    Never,
    Newer,
    Unsigned,
    Signed,
}

impl Urgency {
    fn of(file: &Listed<'_>, state: Option<ReviewState>, today: Today) -> Self {
        let review = file.entry.and_then(|entry| entry.common.review.as_ref());
        // What lies in the future has not happened.
        let is_faulty = file.has_errors || review.is_some_and(|review| review.date.value > today.0);
        match state {
            None => Urgency::Unreadable,
            Some(_) if is_faulty => Urgency::Faulty,
            Some(ReviewState { words: Reviewed::Changed, .. }) => Urgency::Changed,
            Some(ReviewState { due: Due::Over(_), .. }) => Urgency::Overdue,
            Some(ReviewState { due: Due::Soon(_), .. }) => Urgency::Soon,
            Some(ReviewState { words: Reviewed::Never, .. }) => Urgency::Never,
            Some(ReviewState { words: Reviewed::Newer, .. }) => Urgency::Newer,
            Some(ReviewState { words: Reviewed::Unsigned, .. }) => Urgency::Unsigned,
            Some(ReviewState { words: Reviewed::Signed, .. }) => Urgency::Signed,
        }
    }

    /// In the column `state`, and above a table.
    fn name(self) -> &'static str {
        match self {
            Urgency::Unreadable => "cannot be read",
            Urgency::Faulty => "has errors",
            Urgency::Changed => "changed since review",
            Urgency::Overdue => "overdue",
            Urgency::Soon => "due soon",
            Urgency::Never => "never reviewed",
            Urgency::Newer => "signed by a newer Waypost",
            Urgency::Unsigned => "reviewed, not signed",
            Urgency::Signed => "signed",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Urgency::Unreadable => "Cannot be read",
            Urgency::Faulty => "Has errors",
            Urgency::Changed => "Changed since review",
            Urgency::Overdue => "Overdue",
            Urgency::Soon => "Due within 30 days",
            Urgency::Never => "Never reviewed",
            Urgency::Newer => "Signed by a newer Waypost",
            Urgency::Unsigned => "Reviewed, not signed",
            Urgency::Signed => "Signed and unchanged",
        }
    }
}

/// A row before it is one.
struct Row<'a> {
    urgency: Urgency,
    state: Option<ReviewState>,
    file: &'a Listed<'a>,
}

/// Every content file, one row each, with the state of its review: what needs doing first, and of
/// that what is due first. `days` are those until the review is due; less than 0 once it is overdue.
pub fn freshness(files: &[Listed<'_>], today: Today) -> Report {
    let row = |file| {
        let file: &Listed<'_> = file;
        let state = file.entry.map(|entry| entry.review_state(today));
        Row { urgency: Urgency::of(file, state, today), state, file }
    };
    let mut rows: Vec<Row<'_>> = files.iter().map(row).collect();
    rows.sort_by_key(|row| (row.urgency, row.due().is_none(), row.due(), row.file.path));
    let columns =
        ["entry", "language", "title", "state", "reviewed", "by", "every", "due", "days", "published", "file"];
    let cells = rows.iter().map(|row| row.cells(today)).collect();
    Report { parts: parts(&rows, today), rows: Table::new(columns, cells), object: None }
}

impl Row<'_> {
    fn due(&self) -> Option<jiff::civil::Date> {
        self.state.and_then(|state| state.due.date())
    }

    fn days(&self, today: Today) -> Cell {
        self.due().map_or(Cell::Nothing, |due| Cell::Days(days(today.0, due)))
    }

    fn cells(&self, today: Today) -> Vec<Cell> {
        let review = self.file.entry.and_then(|entry| entry.common.review.as_ref());
        let (id, lang) = self.file.name.clone().unzip();
        vec![
            Cell::maybe(id),
            Cell::maybe(lang),
            Cell::maybe(self.file.entry.map(|entry| &entry.common.title.value)),
            Cell::Text(self.urgency.name().to_owned()),
            Cell::maybe(review.map(|review| review.date.value)),
            Cell::maybe(review.and_then(|review| review.by.as_ref()).map(|by| &by.value)),
            Cell::maybe(review.and_then(|review| review.every.as_ref()).map(|every| every.value)),
            Cell::maybe(self.due()),
            self.days(today),
            Cell::Text(self.published(today).to_owned()),
            Cell::Text(self.file.path.to_string()),
        ]
    }

    fn published(&self, today: Today) -> &'static str {
        match self.file.entry.map(|entry| entry.visibility(today)) {
            None => "no",
            Some(Visibility::Published) => "yes",
            Some(Visibility::Draft) => "draft",
            Some(Visibility::Scheduled(_)) => "scheduled",
            Some(Visibility::Expired(_)) => "expired",
        }
    }

    /// For people, who know their entries: fewer columns.
    fn shown(&self, today: Today, languages: bool) -> Vec<Cell> {
        let review = self.file.entry.and_then(|entry| entry.common.review.as_ref());
        let (id, lang) = self.file.name.clone().unzip();
        let title = self.file.entry.map_or("", |entry| entry.common.title.value.as_str());
        let title = match self.published(today) {
            "yes" | "no" => title.to_owned(),
            other => format!("{title} ({other})"),
        };
        let name = id.map_or_else(|| self.file.path.to_string(), |id| id.to_string());
        let mut cells = vec![Cell::Text(name)];
        cells.extend(languages.then(|| Cell::maybe(lang)));
        cells.extend([
            Cell::maybe(review.map(|review| review.date.value)),
            Cell::maybe(self.due()),
            self.days(today),
            Cell::maybe(review.and_then(|review| review.by.as_ref()).map(|by| &by.value)),
            Cell::Text(title),
        ]);
        cells
    }
}

fn parts(rows: &[Row<'_>], today: Today) -> Vec<Part> {
    let mut parts = Vec::new();
    let first = rows.iter().find_map(|row| row.file.name.as_ref().map(|(_, lang)| lang));
    let languages = rows.iter().any(|row| row.file.name.as_ref().is_some_and(|(_, lang)| Some(lang) != first));
    let mut said = Vec::new();
    for group in rows.chunk_by(|one, next| one.urgency == next.urgency) {
        let Some(urgency) = group.first().map(|row| row.urgency) else { continue };
        parts.push(Part::Heading(urgency.heading().to_owned()));
        let columns = ["entry", "language", "reviewed", "due", "days", "by", "title"];
        let columns = columns.into_iter().filter(|name| languages || *name != "language");
        let cells = group.iter().map(|row| row.shown(today, languages)).collect();
        parts.push(Part::Table(Table::new(columns, cells)));
        said.push(format!("{} {}", group.len(), urgency.name()));
    }
    let total = rows.len();
    parts.push(Part::Text(match said.is_empty() {
        true => "There are no entries yet.".to_owned(),
        false => format!("{} on {}: {}.", counted(total, "entry", "entries"), today.0, said.join(", ")),
    }));
    parts
}
