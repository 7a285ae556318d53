//! Run: the pipeline as one readable function.
//!
//! Invariant: incremental == clean, byte for byte.

mod accept;
mod begin;
mod claims;
mod files;
mod find;
mod index;
mod keep;
mod know;
mod ledger;
mod looked;
mod memo;
mod mend;
mod press;
mod receipt;
mod rename;
mod report;
mod settings;
mod sign;
mod snapshot;
mod word_lists;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check;
use crate::config::CheckSettings;
use crate::diag::{self, Code, Deny, Diagnostic, Severity, Silenced, Sources};
use crate::disk::{Site, Stopwatch};
use crate::external::{self, Answers};
use crate::library::{Item, Library};
use crate::outputs::{self, ManifestFile, Portable};
use crate::report::external_links;
use crate::syntax::{Silence, silences_in_yaml};
use crate::text::{OutputFile, SourceFile, SourcePath};
use files::{Files, Gather};
use know::{Dress, Known};
use looked::Facts;
use press::Press;
use settings::Settings;
use snapshot::Rendered;
use word_lists::WordLists;

/// What a build is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Include drafts, scheduled and expired entries, labelled.
    pub drafts: bool,
    /// Publish what can be published although there are errors.
    pub keep_going: bool,
    /// What counts as an error although it is none.
    pub deny: Deny,
    /// Use this address instead of the site file's `base_url`.
    pub base_url: Option<String>,
    /// The day the site is built for, when it was given (`--today`, `SOURCE_DATE_EPOCH`); else the
    /// current date in the site's time zone.
    pub today: Option<Date>,
    /// Only check: render nothing, make no outputs.
    pub check_only: bool,
    /// Gather the words for the search index while files are parsed: cheaper than later, and not
    /// wanted where the index may never be asked for.
    pub with_index: bool,
    /// Make the copy for a folder ([`outputs::Portable`]).
    pub portable: bool,
    /// Gather the links that lead elsewhere. None of them is followed.
    pub with_links: bool,
    /// What other sites answered, where they were asked.
    pub answers: Option<Arc<Answers>>,
}

/// What came of it.
#[derive(Default, Debug)]
pub struct Built {
    /// Every file of the site but the manifest, sorted by path; empty when only checking was asked
    /// for, or when there are errors (or anything that is denied) and not `keep_going`.
    pub outputs: Vec<OutputFile>,
    /// Files that are published already, as the memo says and as publishing has to make sure of.
    pub standing: Vec<ManifestFile>,
    /// What the outputs follow from, for the next build's memo.
    pub origins: Origins,
    /// Whether there are outputs to publish.
    pub publishable: bool,
    /// Everything that is wrong, as the site's settings weigh it, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was silenced where it stands, with a reason.
    pub silenced: Vec<Silenced>,
    /// What messages are silenced and weighed by, for those that come later.
    said: Arc<Said>,
    /// The files that messages quote.
    pub sources: Sources,
    /// Links that lead elsewhere, by file and place, where they were asked for.
    pub links: Vec<ExternalLink>,
    /// The day that everything is said of.
    pub today: Option<Date>,
    /// Counts and timings.
    pub stats: Stats,
    /// The next date on which the output would differ without any edit.
    pub next_change: Option<NextChange>,
}

/// Counts and timings of a build.
#[derive(Debug, Default, Clone)]
pub struct Stats {
    /// Source files read.
    pub sources: usize,
    /// Files parsed (not taken from a memo).
    pub parsed: usize,
    /// Pages rendered (not taken from a memo).
    pub rendered: usize,
    /// Output files.
    pub outputs: usize,
    /// Milliseconds by phase, in order; search indexes and feeds are made while pages render.
    pub phases: Vec<(&'static str, f64)>,
}

pub use crate::library::NextChange;
pub use crate::report::ExternalLink;
pub use crate::revise::Refusal;
pub use accept::{Accepted, accept};
pub use begin::{Begun, NewEntry, begin};
pub use find::{Finding, search};
pub use memo::{Memo, Origins};
pub use mend::{Mended, mend};
pub use receipt::{Receipt, inputs};
pub use rename::{NotRenamed, Renamed, rename};
pub use report::{WhichReport, calendars, look, report};
pub use sign::{Asked, Signed, sign};
pub use snapshot::Snapshot;

/// Comments that silence messages, by file, and the weight that the site gives to messages.
#[derive(Default, Debug)]
struct Said {
    silences: Vec<(SourcePath, Vec<Silence>)>,
    settings: CheckSettings,
}

impl Built {
    /// Adds what came up after the checks, silenced and weighed like the rest.
    pub fn also(&mut self, late: impl IntoIterator<Item = Diagnostic>) {
        let said = Arc::clone(&self.said);
        let settled = check::settle(late.into_iter().collect(), &said.silences, &said.settings, |_, _| false);
        self.diagnostics.extend(settled.diagnostics);
        self.silenced.extend(settled.silenced);
        diag::sort(&mut self.diagnostics);
    }
}

/// What was worked out for one moment of a site, so that the next moment costs what changed.
///
/// Three memos: files by their words, the library by the entries' facts, the theme by its files.
/// Each is a pure function of its key; nothing is ever brought up to date piece by piece. An edit of
/// running text changes no fact, so it costs parsing one file.
#[derive(Default)]
pub struct Engine {
    site: Option<Arc<Site>>,
    settings: Option<Arc<Settings>>,
    word_lists: Option<Arc<WordLists>>,
    files: Option<Arc<Files>>,
    known: Option<Arc<Known>>,
    dress: Option<Arc<Dress>>,
    press: Option<Arc<Press>>,
    facts: Facts,
    /// What was wrong with files that pages show.
    faults: Vec<Diagnostic>,
    rendered: Arc<Rendered>,
}

/// A site at one moment.
pub struct Moment {
    /// What can be served and built; nothing where the site file or the theme cannot be used.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Counts and timings so far.
    pub stats: Stats,
    site: Arc<Site>,
    source: Option<SourceFile>,
    settings: Result<Arc<Settings>, Vec<Diagnostic>>,
    word_lists: Option<Arc<WordLists>>,
    files: Arc<Files>,
    known: Option<Arc<Known>>,
    dress: Option<Arc<Dress>>,
    faults: Vec<Diagnostic>,
    check_only: bool,
    with_links: bool,
    answers: Option<Arc<Answers>>,
}

impl Engine {
    /// Works out a moment of a site, taking over all that is the same as in the one before.
    pub fn look(&mut self, site: &Arc<Site>, request: &Request) -> Moment {
        let mut clock = Stopwatch::start();
        let (source, settings) = settings::settings(site, request);
        let mut moment = Moment {
            snapshot: None,
            stats: Stats::default(),
            site: Arc::clone(site),
            source,
            settings: settings.map(|settings| self.same_settings(settings)),
            word_lists: None,
            files: Arc::default(),
            known: None,
            dress: None,
            faults: Vec::new(),
            check_only: request.check_only,
            with_links: request.with_links,
            answers: request.answers.clone(),
        };
        let Ok(settings) = moment.settings.clone() else { return moment };
        let word_lists = word_lists::word_lists(site, &settings, self.word_lists.as_ref());
        moment.word_lists = Some(Arc::clone(&word_lists));
        let same_words = self.word_lists.as_ref().is_some_and(|before| before.key == word_lists.key);
        let same_rules = same_words && self.settings.as_ref().is_some_and(|before| before.fields == settings.fields);
        let before = self.files.as_deref().filter(|_| same_rules);
        let digest = request.with_index || (request.check_only && find::has_tests(site));
        let gather = Gather { digest, trail: request.check_only };
        let (files, parsed) = files::read(site, &settings.fields, &word_lists, before, gather);
        let files = Arc::new(files);
        moment.stats = Stats { sources: files.len() + 1, parsed, ..Stats::default() };
        moment.stats.phases.push(("parse", clock.lap()));
        moment.files = Arc::clone(&files);
        let same_settings = self.settings.as_ref().is_some_and(|before| Arc::ptr_eq(before, &settings));
        let same_others = same_settings && self.site.as_ref().is_some_and(|before| before.is_of_one_reading(site));
        // An edit of running text leaves everything as it is but the texts.
        let before = self.press.as_ref().filter(|press| same_others && press.theme_is(self.dress.as_ref()));
        let press = match before.map(|press| (press, files.newer_texts(&press.known.built_from))) {
            Some((press, Some(_))) => {
                moment.known = Some(Arc::clone(&press.known));
                moment.dress = Some(Arc::clone(&press.dress));
                moment.faults.clone_from(&self.faults);
                Some(Arc::clone(press))
            }
            _ => self.press_anew(site, &settings, &files, same_others, &mut moment, &mut clock),
        };
        moment.stats.phases.push(("views", clock.lap()));
        if let Some(press) = &press {
            let texts = files.newer_texts(&press.known.built_from).unwrap_or_default();
            let rendered = Arc::clone(&self.rendered);
            let snapshot = Snapshot::new(Arc::clone(site), Arc::clone(press), Arc::clone(&files), texts, rendered);
            moment.snapshot = Some(Arc::new(snapshot));
        }
        self.site = Some(Arc::clone(site));
        self.settings = Some(settings);
        self.word_lists = Some(word_lists);
        self.files = Some(files);
        self.known.clone_from(&moment.known);
        self.dress.clone_from(&moment.dress);
        self.faults.clone_from(&moment.faults);
        self.press = press.or_else(|| self.press.take());
        moment
    }

    /// The library and the theme of a moment whose facts, files or settings may all be new.
    fn press_anew(
        &mut self,
        site: &Site,
        settings: &Arc<Settings>,
        files: &Arc<Files>,
        same_others: bool,
        moment: &mut Moment,
        clock: &mut Stopwatch,
    ) -> Option<Arc<Press>> {
        let known = know::know(site, settings, files, self.known.as_ref());
        moment.known = Some(Arc::clone(&known));
        moment.stats.phases.push(("library", clock.lap()));
        let dress = match self.dress.as_ref().filter(|_| same_others) {
            Some(before) => Arc::clone(before),
            None => know::dress(site, settings, self.dress.as_ref()),
        };
        moment.dress = Some(Arc::clone(&dress));
        let (looked, faults) = self.facts.look(site, &known, settings);
        moment.faults = faults;
        Press::new(settings, &known, &dress, looked, self.press.as_ref())
    }

    /// The settings before, where nothing of them changed: what is made from them is then known to
    /// be the same at a glance.
    fn same_settings(&self, settings: Settings) -> Arc<Settings> {
        match self.settings.as_ref().filter(|before| before.key == settings.key) {
            Some(before) => Arc::clone(before),
            None => Arc::new(settings),
        }
    }
}

/// What is said only where other sites were asked.
const ASKED: [Code; 3] = [Code::LinkDead, Code::LinkMoved, Code::LinkUnknown];

impl Moment {
    /// Why there is no snapshot, in one sentence: the first thing that is wrong with the site file
    /// or the theme.
    pub fn broken(&self) -> String {
        let of_settings = self.settings.as_ref().err().into_iter().flatten();
        let of_theme = self.dress.iter().flat_map(|dress| &dress.complaints);
        let first = of_settings.chain(of_theme).find(|one| one.severity == Severity::Error);
        first.map_or_else(
            || "the site file cannot be read".to_owned(),
            |one| format!("{}: {}", one.place_text(), one.message),
        )
    }

    /// Content files that cannot be read as entries.
    pub fn unreadable(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.iter().filter(|file| file.entry().is_none()).map(|file| &file.path)
    }

    /// Everything that is wrong with the moment, but for what only shows when pages are rendered.
    /// The site's search tests are run where checking was all that was asked for.
    pub fn checked(&self) -> Built {
        let mut built = Built { stats: self.stats.clone(), ..Built::default() };
        for fault in &self.site.faults {
            if let Some(shown) = fault.source() {
                built.sources.insert(shown.clone());
            }
            built.diagnostics.push(fault.diagnostic());
        }
        self.source.iter().for_each(|source| built.sources.insert(source.clone()));
        match &self.settings {
            Ok(settings) => built.diagnostics.extend(settings.complaints.iter().cloned()),
            Err(complaints) => built.diagnostics.extend(complaints.iter().cloned()),
        }
        if let Some(word_lists) = &self.word_lists {
            word_lists.check(self.source.as_ref(), &mut built);
        }
        for file in self.files.iter() {
            file.source.iter().for_each(|source| built.sources.insert(source.clone()));
            built.diagnostics.extend(file.complaints.iter().cloned());
        }
        if let (Ok(settings), Some(known)) = (&self.settings, &self.known) {
            self.check_library(settings, known, &mut built);
            built.today = Some(settings.today.0);
            if self.with_links || self.answers.is_some() {
                built.links = external_links(&known.library, &settings.config);
            }
            if let Some(answers) = &self.answers {
                built.diagnostics.extend(external::complaints(&built.links, answers));
            }
        }
        if let Some(dress) = &self.dress {
            dress.sources.iter().for_each(|source| built.sources.insert(source.clone()));
            built.diagnostics.extend(dress.complaints.iter().cloned());
        }
        built.diagnostics.extend(self.faults.iter().cloned());
        if let Some(snapshot) = &self.snapshot {
            built.diagnostics.extend(claims::clashes(&self.site, &snapshot.press));
            if self.check_only {
                find::check(&self.site, snapshot, &mut built);
            }
        }
        self.settle(&mut built);
        built
    }

    /// Silences and weighs what was said, as the files and the settings ask.
    fn settle(&self, built: &mut Built) {
        let (Ok(settings), Some(known)) = (&self.settings, &self.known) else {
            return diag::sort(&mut built.diagnostics);
        };
        let of_content = self.files.iter().filter(|file| !file.silences.is_empty());
        let mut silences: Vec<_> = of_content.map(|file| (file.path.clone(), file.silences.clone())).collect();
        for source in built.sources.iter().filter(|source| source.path().as_str().ends_with(".yaml")) {
            let (found, complaints) = silences_in_yaml(source);
            silences.push((source.path().clone(), found));
            built.diagnostics.extend(complaints);
        }
        // Drafts are not held against the library, and searches are tried only where that was asked for.
        let entries: BTreeSet<&SourcePath> = match silences.is_empty() {
            true => BTreeSet::new(),
            false => known.library.items().iter().map(|item| item.entry.path()).collect(),
        };
        let is_whole = |path: &SourcePath, code: Code| {
            let tried = self.check_only && (self.answers.is_some() || !ASKED.contains(&code));
            tried && (path.as_str().ends_with(".yaml") || entries.contains(path))
        };
        let found = std::mem::take(&mut built.diagnostics);
        let settled = check::settle(found, &silences, &settings.config.check, is_whole);
        built.diagnostics = settled.diagnostics;
        built.silenced = settled.silenced;
        built.said = Arc::new(Said { silences, settings: settings.config.check.clone() });
    }

    fn check_library(&self, settings: &Settings, known: &Known, built: &mut Built) {
        // What came up when the library was built points into the texts of that time.
        if self.files.newer_texts(&known.built_from).is_none_or(|newer| !newer.is_empty()) {
            let (library, next_change, complaints) = know::build(settings, &self.files, &known.files);
            built.diagnostics.extend(complaints);
            self.check_entries(&library, settings, built);
            built.next_change = next_change;
        } else {
            built.diagnostics.extend(known.complaints.iter().cloned());
            self.check_entries(&known.library, settings, built);
            built.next_change = known.next_change.clone();
        }
        let entries = self.files.iter().filter_map(|file| file.entry());
        built.diagnostics.extend(entries.flat_map(|entry| check::of_day(entry, settings.today)));
        built.diagnostics.extend(know::check_settings(settings, &known.library, &known.files));
    }

    /// The rules over the whole library; those that take their time only where checking is all.
    fn check_entries(&self, library: &Library, settings: &Settings, built: &mut Built) {
        built.diagnostics.extend(check::check(library, &settings.config));
        ledger::check(&self.site, library, self.check_only, built);
        if self.check_only {
            let trail = |item: &Item| self.files.get(item.entry.path())?.trail();
            built.diagnostics.extend(check::repeats_found(library, &check::repeats(library, trail)));
        }
    }
}

/// Builds a site: read → know → show. Never fails: what is wrong is in the diagnostics. Pages and
/// indexes that the memo knows to be published already are not made again.
pub fn build(site: &Arc<Site>, request: &Request, memo: &Memo) -> Built {
    let request = Request { with_index: !request.check_only, ..request.clone() };
    let mut clock = Stopwatch::start();
    let moment = Engine::default().look(site, &request);
    clock.lap();
    let mut built = moment.checked();
    built.stats.phases.push(("check", clock.lap()));
    if let Some(snapshot) = &moment.snapshot
        && !request.check_only
        && (request.keep_going || !stops(&built.diagnostics, &request))
    {
        // The copy for a folder is made from the bytes of the whole site.
        let nothing = Memo::default();
        let mut outputs = snapshot.outputs(if request.portable { &nothing } else { memo });
        if request.portable {
            outputs = portable(snapshot, outputs);
        }
        built.stats.rendered = outputs.rendered;
        built.stats.phases.extend(outputs.phases);
        // With `keep_going`, what the checks have said of addresses comes round again here.
        let place = |one: &Diagnostic| one.labels.first().map(|label| label.file.clone());
        let said: BTreeSet<_> = built.diagnostics.iter().filter(|one| is_clash(one)).map(place).collect();
        let news = outputs.complaints.into_iter().filter(|one| !is_clash(one) || !said.contains(&place(one)));
        built.also(news);
        if request.keep_going || !stops(&built.diagnostics, &request) {
            built.stats.outputs = outputs.files.len() + outputs.standing.len();
            built.outputs = outputs.files;
            built.standing = outputs.standing;
            built.origins = outputs.origins;
            built.publishable = true;
        }
    }
    diag::sort(&mut built.diagnostics);
    // Freeing a large library takes a while, and nothing waits for it.
    rayon::spawn(move || drop(moment));
    built
}

/// The files of the copy for a folder.
fn portable(snapshot: &Snapshot, outputs: snapshot::Outputs) -> snapshot::Outputs {
    let copy = Portable::new(&outputs.files, snapshot.library().languages(), &snapshot.config().base_url);
    let files = outputs.files.par_iter().flat_map_iter(|file| copy.copy(file)).map(|file| (file, ()));
    let (files, _) = outputs::join(files.collect());
    let files = files.into_iter().map(|(file, ())| file).collect();
    snapshot::Outputs { files, origins: Origins::default(), ..outputs }
}

fn is_clash(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, Code::AddressClash | Code::AliasClash | Code::SlugReserved)
}

/// Whether what is wrong keeps the site from being published.
fn stops(diagnostics: &[Diagnostic], request: &Request) -> bool {
    diagnostics.iter().any(|diagnostic| request.deny.stops(diagnostic))
}
