//! The desk: rows of all entries, narrowed, sorted and cut into pages as a query asks.

mod coverage;
#[cfg(test)]
mod coverage_tests;
mod rows;
#[cfg(test)]
mod tests;
mod todo;

pub use coverage::coverage_map;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::rows::{On, Row, Said, State, rows};
use super::Texts;
use super::words::own_name;
use crate::config::Config;
use crate::diag::{Diagnostic, Sources, Tally};
use crate::library::Library;
use crate::model::{Kind, Lang, Today};
use crate::report::{ANY, Axis, AxisTerm, coverage};
use crate::text::{SourcePath, folded};
use crate::view::{
    CellChoice, ChoiceView, ColumnView, DeskColumn, DeskMessage, DeskPlace, DeskQuery, DeskRow, DeskState, DeskView,
    HANDBOOK_URL, LONGEST_SHOWN, PagerView, SourceLink, TallyView, Titled,
};

/// Rows of a page.
const PAGE: usize = 100;
/// Messages about other files that the desk shows.
const ELSEWHERE: usize = 5;

/// What the desk is made from.
pub struct DeskMaterials<'a> {
    /// The library: with what is held back, or without.
    pub library: &'a Library,
    /// The site file.
    pub config: &'a Config,
    /// Every content file that could be read, and whatever else messages point at.
    pub sources: &'a Sources,
    /// Entries whose text is newer than the library's.
    pub texts: &'a Texts,
    /// What is wrong.
    pub diagnostics: &'a [Diagnostic],
    /// The day.
    pub today: Today,
    /// When files were last written, for entries that do not say when they changed; may be empty.
    pub changed: &'a BTreeMap<SourcePath, Date>,
}

/// What opens a line of a file in the editor; nothing where no editor is set.
pub type Opener<'a> = dyn Fn(&SourcePath, u32) -> Option<String> + 'a;

/// The desk of one state of a site. Made once for it (some milliseconds for 10,000 entries), then
/// asked as often as somebody types.
#[derive(Debug, Clone)]
pub struct Desk {
    rows: Vec<Row>,
    elsewhere: Vec<Said>,
    site: Titled,
    home_url: String,
    today: Date,
    messages: TallyView,
    languages: Vec<Lang>,
    /// What principles, stages and audiences are called, by the name in the address and the key there.
    names: BTreeMap<(&'static str, String), Titled>,
}

impl Desk {
    /// Gathers what the desk knows.
    pub fn new(materials: &DeskMaterials<'_>) -> Self {
        let (rows, elsewhere) = rows(materials);
        let lang = materials.library.default_language();
        let tally = Tally::of(materials.diagnostics);
        let declared = materials.library.languages().iter();
        let known: BTreeSet<&Lang> = declared.clone().collect();
        let others: BTreeSet<&Lang> = rows.iter().map(|row| &row.lang).filter(|lang| !known.contains(lang)).collect();
        Self {
            site: titled(materials.config.title.get(lang.as_str()), lang),
            home_url: materials.config.base_url.href("/"),
            today: materials.today.0,
            messages: TallyView { errors: tally.errors, warnings: tally.warnings, notes: tally.notes },
            languages: declared.chain(others).cloned().collect(),
            names: names(materials.library, materials.config),
            rows,
            elsewhere,
        }
    }

    /// One page of the desk.
    pub fn view(&self, query: &DeskQuery, open: &Opener<'_>) -> DeskView {
        let found = self.found(query);
        let pages = found.len().div_ceil(PAGE).max(1);
        let page = query.page.clamp(1, pages);
        let first = (page - 1) * PAGE;
        let rows: Vec<DeskRow> = found.iter().skip(first).take(PAGE).map(|row| row.view(open)).collect();
        DeskView {
            site: self.site.clone(),
            home_url: self.home_url.clone(),
            today: self.today.to_string(),
            total: self.rows.len(),
            messages: self.messages,
            todo: todo::todo(&self.rows, open),
            elsewhere: self.elsewhere.iter().take(ELSEWHERE).map(|said| said.view(open)).collect(),
            elsewhere_more: self.elsewhere.len().saturating_sub(ELSEWHERE),
            q: query.q.clone(),
            sort: if query.url().contains("sort=") { query.order() } else { String::new() },
            turned: query.turned,
            kinds: self.kinds(query),
            states: self.states(query),
            languages: self.language_choices(query),
            narrowed: *query
                != DeskQuery { sort: query.sort, turned: query.turned, page: query.page, ..DeskQuery::default() },
            cell: self.cell(query),
            found: found.len(),
            first: if rows.is_empty() { 0 } else { first + 1 },
            last: first + rows.len(),
            columns: DeskColumn::ALL.iter().map(|column| self::column(*column, query)).collect(),
            pager: pager(query, page, pages),
            rows,
        }
    }

    /// The rows that a query asks for, sorted.
    fn found(&self, query: &DeskQuery) -> Vec<&Row> {
        let words: Vec<String> = query.q.split_whitespace().map(folded).collect();
        let fits = |row: &&Row| {
            query.kind.is_none_or(|kind| row.kind == Some(kind))
                && query.state.is_none_or(|state| row.is(state))
                && (query.lang.is_empty() || row.lang.as_str() == query.lang)
                && row.serves.fits(query)
                && words.iter().all(|word| row.text.contains(word.as_str()))
        };
        let mut found: Vec<&Row> = self.rows.iter().filter(fits).collect();
        found.sort_by(|a, b| {
            let order = compare(query.sort, a, b);
            let order = if query.turned { order.reverse() } else { order };
            order.then_with(|| (&a.sort_key, &a.path).cmp(&(&b.sort_key, &b.path)))
        });
        found
    }

    /// The choices that came from the map of coverage.
    fn cell(&self, query: &DeskQuery) -> Vec<CellChoice> {
        let without = |name: &str| {
            let mut without = DeskQuery { page: 1, ..query.clone() };
            match name {
                "principle" => without.principle.clear(),
                "stage" => without.stage.clear(),
                _ => without.audience.clear(),
            }
            without.url()
        };
        let chosen = [("principle", &query.principle), ("stage", &query.stage), ("audience", &query.audience)];
        let choice = |(name, key): (&'static str, &String)| {
            let written = if key == ANY { "" } else { key.as_str() };
            let label = self.names.get(&(name, key.clone())).cloned();
            CellChoice {
                name,
                key: key.clone(),
                label: label.unwrap_or_else(|| titled(written, &Lang::new("en"))),
                without_url: without(name),
            }
        };
        chosen.into_iter().filter(|(_, key)| !key.is_empty()).map(choice).collect()
    }

    fn choice(&self, key: &str, label: &str, query: DeskQuery, chosen: bool) -> ChoiceView {
        let only = DeskQuery { q: String::new(), page: 1, ..query };
        let count = self.rows.iter().filter(|row| {
            only.kind.is_none_or(|kind| row.kind == Some(kind))
                && only.state.is_none_or(|state| row.is(state))
                && (only.lang.is_empty() || row.lang.as_str() == only.lang)
        });
        ChoiceView { key: key.to_owned(), label: label.to_owned(), count: count.count(), url: only.url(), chosen }
    }

    fn kinds(&self, query: &DeskQuery) -> Vec<ChoiceView> {
        let choice = |kind: Kind| {
            let only = DeskQuery { kind: Some(kind), ..DeskQuery::default() };
            self.choice(kind.name(), "", only, query.kind == Some(kind))
        };
        Kind::ALL.into_iter().map(choice).collect()
    }

    fn states(&self, query: &DeskQuery) -> Vec<ChoiceView> {
        let choice = |state: &DeskState| {
            let only = DeskQuery { state: Some(*state), ..DeskQuery::default() };
            self.choice(state.name(), "", only, query.state == Some(*state))
        };
        DeskState::ALL.iter().map(choice).collect()
    }

    fn language_choices(&self, query: &DeskQuery) -> Vec<ChoiceView> {
        let choice = |lang: &Lang| {
            let only = DeskQuery { lang: lang.to_string(), ..DeskQuery::default() };
            self.choice(lang.as_str(), own_name(lang), only, query.lang == lang.as_str())
        };
        self.languages.iter().map(choice).collect()
    }
}

/// What principles, stages and audiences are called, in the site's own language.
fn names(library: &Library, config: &Config) -> BTreeMap<(&'static str, String), Titled> {
    let lang = library.default_language();
    let found = coverage(library, config, lang);
    let of_axis = |name: &'static str, axis: &Axis| {
        let one = |term: &AxisTerm| ((name, term.slug.clone()), titled(&term.label, lang));
        axis.terms.iter().map(one).collect::<Vec<_>>()
    };
    let principles = found.principles.iter();
    let mut names: BTreeMap<_, _> =
        principles.map(|one| (("principle", one.id.to_string()), titled(&one.title, &one.lang))).collect();
    names.extend(of_axis("stage", &found.stages));
    names.extend(of_axis("audience", &found.audiences));
    names
}

fn column(column: DeskColumn, query: &DeskQuery) -> ColumnView {
    let is_sorted = query.sort == column;
    let turned = is_sorted && !query.turned;
    // "The longest first" is a falling order.
    let falls = matches!(column, DeskColumn::Messages | DeskColumn::Words | DeskColumn::Changed);
    let sorted = match (is_sorted, falls != query.turned) {
        (false, _) => "",
        (true, true) => "descending",
        (true, false) => "ascending",
    };
    let wanted = DeskQuery { sort: column, turned, page: 1, ..query.clone() };
    ColumnView { key: column.name(), url: wanted.url(), sorted }
}

fn compare(column: DeskColumn, a: &Row, b: &Row) -> Ordering {
    let worst = |row: &Row| (row.messages.tally.errors, row.messages.tally.warnings, row.messages.tally.notes);
    match column {
        DeskColumn::Title => a.sort_key.cmp(&b.sort_key),
        DeskColumn::Kind => a.kind.cmp(&b.kind),
        DeskColumn::State => (a.rank(), a.overdue).cmp(&(b.rank(), b.overdue)),
        DeskColumn::Messages => worst(b).cmp(&worst(a)),
        DeskColumn::Words => (b.words, b.minutes).cmp(&(a.words, a.minutes)),
        DeskColumn::Changed => b.changed.cmp(&a.changed),
    }
}

fn pager(query: &DeskQuery, page: usize, pages: usize) -> PagerView {
    let url = |page: usize| DeskQuery { page, ..query.clone() }.url();
    PagerView {
        page,
        pages,
        previous_url: (page > 1).then(|| url(page - 1)),
        next_url: (page < pages).then(|| url(page + 1)),
        urls: (1..=pages).map(url).collect(),
    }
}

impl Row {
    /// Whether it is in a state by which the desk can be narrowed.
    fn is(&self, state: DeskState) -> bool {
        match state {
            DeskState::Errors => self.messages.tally.errors > 0,
            DeskState::Warnings => self.messages.tally.warnings > 0,
            DeskState::Reworded => self.reworded.is_some(),
            DeskState::Overdue => self.overdue.is_some(),
            DeskState::Published => self.state == State::Published,
            DeskState::Draft => self.state == State::Draft,
            DeskState::Scheduled => matches!(self.state, State::Scheduled(_)),
            DeskState::Expired => matches!(self.state, State::Expired(_)),
            DeskState::Unreadable => matches!(self.state, State::Unreadable | State::Double),
        }
    }

    /// Its place when what needs doing comes first.
    fn rank(&self) -> (bool, State) {
        let waits = self.overdue.is_some() || self.reworded.is_some();
        (!waits && self.state == State::Published, self.state)
    }

    fn title(&self) -> Titled {
        titled(&self.title, &self.lang)
    }

    fn source(&self, open: &Opener<'_>) -> SourceLink {
        source(&self.path, 1, open)
    }

    fn view(&self, open: &Opener<'_>) -> DeskRow {
        let (state, on) = match self.state {
            State::Published => ("published", None),
            State::Draft => ("draft", None),
            State::Scheduled(date) => ("scheduled", Some(date)),
            State::Expired(date) => ("expired", Some(date)),
            State::Unreadable => ("unreadable", None),
            State::Double => ("double", None),
        };
        let tally = self.messages.tally;
        let day = |date: Date| date.to_string();
        DeskRow {
            title: self.title(),
            url: self.url.clone(),
            kind: self.kind.map_or("", Kind::name),
            lang: self.lang.to_string(),
            language: own_name(&self.lang).to_owned(),
            state,
            on: on.map(day),
            overdue: self.overdue.map(day),
            reworded: self.reworded.is_some(),
            messages: tally,
            first: self.messages.first.iter().map(|said| said.view(open)).collect(),
            more: (tally.errors + tally.warnings + tally.notes).saturating_sub(self.messages.first.len()),
            places: self.places.iter().map(On::view).collect(),
            words: self.words,
            minutes: self.minutes,
            changed: self.changed.map(day),
            source: self.source(open),
        }
    }
}

impl On {
    fn view(&self) -> DeskPlace {
        DeskPlace { title: titled(&self.title, &self.lang), url: self.url.clone(), step: self.step, steps: self.steps }
    }
}

impl Said {
    fn view(&self, open: &Opener<'_>) -> DeskMessage {
        DeskMessage {
            severity: self.severity.name(),
            code: self.code,
            about: format!("{HANDBOOK_URL}#{}", self.code),
            message: shortened(&self.message, 2 * LONGEST_SHOWN),
            source: source(&self.path, self.line, open),
        }
    }
}

fn source(path: &SourcePath, line: u32, open: &Opener<'_>) -> SourceLink {
    SourceLink { file: path.to_string(), line, open: open(path, line) }
}

/// The desk speaks English: other languages are named, so that they are read out as what they are.
pub(in crate::view::make) fn titled(title: &str, lang: &Lang) -> Titled {
    let is_own = lang.primary() == "en";
    Titled {
        title: shortened(title, LONGEST_SHOWN),
        lang: if is_own { String::new() } else { lang.to_string() },
        dir: if is_own { "" } else { lang.direction() },
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
        None => text.to_owned(),
    }
}
