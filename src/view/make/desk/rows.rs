//! From files to the rows of the desk.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::DeskMaterials;
use crate::config::Taxonomy;
use crate::diag::{Diagnostic, Severity};
use crate::library::{Item, Library, term_slug};
use crate::model::{Address, Due, Entry, FieldSet, Kind, Lang, Lowered, NoAddress, Reviewed, Visibility, lower};
use crate::report::{ANY, SERVING_KINDS};
use crate::syntax::parse;
use crate::text::{SourceFile, SourcePath, folded, sort_key};
use crate::view::{DeskQuery, TallyView};

/// Messages of an entry that its row shows.
const MESSAGES: usize = 3;

/// Whether an entry can be read, by whom and when; what needs doing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// It cannot be read as an entry.
    Unreadable,
    /// Another file is this entry.
    Double,
    Draft,
    Scheduled(Date),
    Expired(Date),
    Published,
}

/// A message and where it points.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) path: SourcePath,
    pub(super) line: u32,
}

/// The messages of one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Messages {
    pub(super) tally: TallyView,
    /// The first few, errors first.
    pub(super) first: Vec<Said>,
}

/// A pathway and the step of it that an entry is.
#[derive(Debug, Clone)]
pub(super) struct On {
    pub(super) title: String,
    pub(super) lang: Lang,
    pub(super) url: String,
    pub(super) step: usize,
    pub(super) steps: usize,
}

/// What an entry serves, at which stage and for whom, as the map of coverage counts it.
#[derive(Debug, Clone, Default)]
pub(super) struct Serves {
    /// Ids of principles.
    principles: Vec<String>,
    /// Slugs of terms.
    stages: Vec<String>,
    audiences: Vec<String>,
}

impl Serves {
    fn of(library: &Library, item: &Item) -> Self {
        if !item.is_listed() || !SERVING_KINDS.contains(&item.kind()) {
            return Self::default();
        }
        let terms = |taxonomy: &str| {
            let terms = item.entry.common.terms.get(taxonomy).into_iter().flatten();
            terms.map(|term| term_slug(&term.value)).collect()
        };
        Self {
            principles: item.principles.iter().map(|id| library.item(*id).entry.id.to_string()).collect(),
            stages: terms("stage"),
            audiences: terms("audience"),
        }
    }

    /// Whether it is in the cell that a query names.
    pub(super) fn fits(&self, query: &DeskQuery) -> bool {
        let states = |stated: &[String], wanted: &String| match wanted.as_str() {
            "" => true,
            ANY => stated.is_empty(),
            _ => stated.contains(wanted),
        };
        (query.principle.is_empty() || self.principles.contains(&query.principle))
            && states(&self.stages, &query.stage)
            && states(&self.audiences, &query.audience)
    }
}

/// All that the desk knows of one file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) path: SourcePath,
    pub(super) title: String,
    pub(super) kind: Option<Kind>,
    pub(super) lang: Lang,
    pub(super) url: Option<String>,
    pub(super) state: State,
    pub(super) overdue: Option<Date>,
    /// When the words were signed that have changed since.
    pub(super) reworded: Option<Date>,
    pub(super) messages: Messages,
    pub(super) places: Vec<On>,
    pub(super) words: u32,
    pub(super) minutes: u32,
    pub(super) changed: Option<Date>,
    /// What it serves, at which stage and for whom.
    pub(super) serves: Serves,
    /// The key by which it is sorted by title.
    pub(super) sort_key: String,
    /// Everything by which it can be found, marks and case aside.
    pub(super) text: String,
}

/// A row for every entry of the site, in the order of their paths, and the messages that are about
/// other files.
pub(super) fn rows(materials: &DeskMaterials<'_>) -> (Vec<Row>, Vec<Said>) {
    let (mut messages, elsewhere) = messages(materials);
    let labels = Labels::of(&materials.config.taxonomies);
    let mut rows: BTreeMap<SourcePath, Row> = BTreeMap::new();
    for item in materials.library.items() {
        let path = item.entry.path().clone();
        let said = messages.remove(&path).unwrap_or_default();
        rows.insert(path, of_item(materials, &labels, item, said));
    }
    let set = FieldSet::of(materials.config);
    let files = materials.sources.iter().filter(|file| is_content(file.path()));
    for file in files {
        if !rows.contains_key(file.path()) {
            let said = messages.remove(file.path()).unwrap_or_default();
            rows.insert(file.path().clone(), of_file(materials, &labels, &set, file, said));
        }
    }
    // Files that could not be read at all are known by what was said of them.
    for (path, said) in messages {
        let (kind, lang) = place(&path, &set.languages);
        let row = unreadable(materials, path.clone(), kind, lang, said);
        rows.entry(path).or_insert(row);
    }
    (rows.into_values().collect(), elsewhere)
}

fn is_content(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && path.as_str().ends_with(".md")
}

/// Messages by file, and those about files that are no entries; errors first, else in their order.
fn messages(materials: &DeskMaterials<'_>) -> (BTreeMap<SourcePath, Messages>, Vec<Said>) {
    let mut by_severity: Vec<&Diagnostic> = materials.diagnostics.iter().collect();
    by_severity.sort_by_key(|diagnostic| diagnostic.severity);
    let mut messages: BTreeMap<SourcePath, Messages> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for diagnostic in by_severity {
        let Some(label) = diagnostic.labels.first() else { continue };
        let said = |line| Said {
            severity: diagnostic.severity,
            code: diagnostic.code.name(),
            message: diagnostic.message.clone(),
            path: label.file.clone(),
            line,
        };
        // Finding lines takes reading the file, and most messages stand at its beginning.
        let line = || match label.span.start {
            0 => 1,
            start => materials.sources.get(&label.file).map_or(1, |file| file.position(start).line),
        };
        if !is_content(&label.file) {
            if diagnostic.severity != Severity::Note {
                elsewhere.push(said(line()));
            }
            continue;
        }
        let own = messages.entry(label.file.clone()).or_default();
        own.tally.add(diagnostic.severity);
        if own.first.len() < MESSAGES {
            own.first.push(said(line()));
        }
    }
    (messages, elsewhere)
}

impl TallyView {
    /// Counts one more.
    pub(super) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

/// What terms are called, for looking entries up by them.
struct Labels<'a>(BTreeMap<(&'a str, &'a str), &'a crate::config::Localized>);

impl<'a> Labels<'a> {
    fn of(taxonomies: &'a [Taxonomy]) -> Self {
        let mut labels = BTreeMap::new();
        for taxonomy in taxonomies {
            for term in &taxonomy.terms {
                labels.insert((taxonomy.name.value.as_str(), term.key.value.as_str()), &term.label);
            }
        }
        Self(labels)
    }

    fn get(&self, taxonomy: &str, term: &str, lang: &Lang) -> &str {
        self.0.get(&(taxonomy, term)).map_or("", |label| label.get(lang.as_str()))
    }
}

fn of_item(materials: &DeskMaterials<'_>, labels: &Labels<'_>, item: &Item, messages: Messages) -> Row {
    let entry = materials.texts.get(item.entry.path()).unwrap_or(&item.entry);
    let mut row = of_entry(materials, labels, entry, state(item.visibility), messages);
    row.url = Some(materials.config.base_url.href(&item.route));
    row.minutes = item.minutes;
    row.serves = Serves::of(materials.library, item);
    let library = materials.library;
    let on = |place: &crate::library::Place| {
        let pathway = library.item(place.pathway);
        On {
            title: pathway.title().to_owned(),
            lang: pathway.entry.lang.clone(),
            url: materials.config.base_url.href(&pathway.route),
            step: place.step + 1,
            steps: pathway.path.steps.len(),
        }
    };
    row.places = item.places.iter().map(on).collect();
    row
}

fn state(visibility: Visibility) -> State {
    match visibility {
        Visibility::Published => State::Published,
        Visibility::Draft => State::Draft,
        Visibility::Scheduled(date) => State::Scheduled(date),
        Visibility::Expired(date) => State::Expired(date),
    }
}

fn of_entry(
    materials: &DeskMaterials<'_>,
    labels: &Labels<'_>,
    entry: &Entry,
    state: State,
    messages: Messages,
) -> Row {
    let common = &entry.common;
    let review = entry.review_state(materials.today);
    // Nobody reads what has expired.
    let is_over = matches!(state, State::Expired(_));
    let signed_on = common.review.as_ref().map(|review| review.date.value);
    let written = common.updated.as_ref().or(common.date.as_ref()).map(|date| date.value);
    let mut text = folded(&common.title.value);
    let mut add = |part: &str| {
        text.push('\n');
        text.push_str(&folded(part));
    };
    add(entry.path().as_str());
    add(&common.summary.value);
    for (taxonomy, terms) in &common.terms {
        for term in terms {
            add(&term.value);
            add(labels.get(taxonomy, &term.value, &entry.lang));
        }
    }
    Row {
        path: entry.path().clone(),
        title: common.title.value.clone(),
        kind: Some(entry.kind()),
        lang: entry.lang.clone(),
        url: None,
        state,
        overdue: if let Due::Over(date) = review.due { Some(date) } else { None }.filter(|_| !is_over),
        reworded: signed_on.filter(|_| review.words == Reviewed::Changed && !is_over),
        messages,
        places: Vec::new(),
        words: entry.outline.words.saturating_add(entry.outline.dense_characters.div_ceil(2)),
        minutes: entry.own_minutes(),
        serves: Serves::default(),
        changed: written.or_else(|| materials.changed.get(entry.path()).copied()),
        sort_key: sort_key(&common.title.value),
        text,
    }
}

/// The row of a file that the library has no item for: held back, a second file of one entry, or
/// unreadable. It is read again, which is rare.
fn of_file(
    materials: &DeskMaterials<'_>,
    labels: &Labels<'_>,
    set: &FieldSet,
    file: &SourceFile,
    messages: Messages,
) -> Row {
    let address = Address::of(file.path().as_str(), &set.languages);
    let (kind, lang) = place(file.path(), &set.languages);
    let Ok(address) = address else {
        return unreadable(materials, file.path().clone(), kind, lang, messages);
    };
    match lower(parse(file).0, address, set).0 {
        Lowered::Unreadable { path, .. } => unreadable(materials, path, kind, lang, messages),
        Lowered::Entry(entry) => {
            let twins = materials.library.translations(&entry.id).iter().map(|id| materials.library.item(*id));
            let state = match state(entry.visibility(materials.today)) {
                _ if twins.into_iter().any(|twin| twin.entry.lang == entry.lang) => State::Double,
                State::Published => State::Unreadable,
                state => state,
            };
            of_entry(materials, labels, &entry, state, messages)
        }
    }
}

/// Kind and language as far as a path says them.
fn place(path: &SourcePath, languages: &[Lang]) -> (Option<Kind>, Lang) {
    let usual = || languages.first().cloned().unwrap_or_else(|| Lang::new("en"));
    match Address::of(path.as_str(), languages) {
        Ok(address) => (Some(address.kind), address.lang),
        Err(NoAddress::Language(tag)) => {
            let kind = path.as_str().split('/').nth(1).and_then(Kind::from_folder);
            (kind, Lang::new(tag))
        }
        Err(_) => (None, usual()),
    }
}

fn unreadable(
    materials: &DeskMaterials<'_>,
    path: SourcePath,
    kind: Option<Kind>,
    lang: Lang,
    messages: Messages,
) -> Row {
    let title = path.file_name().to_owned();
    Row {
        kind,
        lang,
        url: None,
        state: State::Unreadable,
        overdue: None,
        reworded: None,
        messages,
        places: Vec::new(),
        words: 0,
        minutes: 0,
        changed: materials.changed.get(&path).copied(),
        serves: Serves::default(),
        sort_key: sort_key(&title),
        text: folded(path.as_str()),
        title,
        path,
    }
}
