//! Reports on the whole library.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::{File, Files};
use super::{Built, Engine, Request};
use crate::check;
use crate::config::Config;
use crate::diag::Severity;
use crate::disk::{Fault, Site};
use crate::library::{Item, Library};
use crate::model::{Address, Lang};
use crate::report::{self, Listed, Report};
use crate::text::{OutputFile, SourcePath};

/// Which report is asked for, and what it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichReport {
    /// Which principles are served by what, at which stage and for whom.
    Coverage {
        /// The language whose entries are counted; the site's default one where none is given.
        lang: Option<String>,
    },
    /// Every entry with the state of its review.
    Freshness,
    /// Words that the library avoids and has, and the lists in force.
    Language,
    /// Every entry, the hardest to read first.
    Readability,
    /// Passages that stand in several entries.
    Duplicates,
}

/// Makes a calendar of due reviews for each reviewer: file names with their contents. None where there
/// is no library; why is in the diagnostics.
pub fn calendars(site: &Arc<Site>, request: &Request) -> (Option<Vec<OutputFile>>, Built) {
    let moment = Engine::default().look(site, request);
    let made = moment.snapshot.as_ref().map(|snapshot| snapshot.calendars());
    (made, moment.checked())
}

/// The content files, as reports on all of them are told.
pub(super) fn listed<'a>(site: &'a Site, files: &'a Files, library: &Library, config: &Config) -> Vec<Listed<'a>> {
    let routes: BTreeMap<&SourcePath, &str> =
        library.items().iter().map(|item| (item.entry.path(), item.route.as_str())).collect();
    let listed = |file: &'a Arc<File>| {
        let entry = file.entry();
        Listed {
            path: &file.path,
            name: entry.map(|entry| (entry.id.clone(), entry.lang.clone())).or_else(|| file.unreadable()),
            entry: entry.map(|entry| &**entry),
            has_errors: file.complaints.iter().any(|complaint| complaint.severity == Severity::Error),
            url: routes.get(&file.path).map(|route| config.base_url.absolute(route)),
        }
    };
    // A link that leads nowhere is no file, and yet a name that somebody waits for.
    let is_lost = |path: &&SourcePath| {
        path.as_str().starts_with("content/") && path.as_str().ends_with(".md") && files.get(path).is_none()
    };
    let lost = |path: &'a SourcePath| {
        let address = Address::of(path.as_str(), library.languages()).ok();
        let name = address.map(|address| (address.id, address.lang));
        Listed { path, name, entry: None, has_errors: true, url: None }
    };
    let lost = site.faults.iter().map(Fault::path).filter(is_lost).map(lost);
    files.iter().map(listed).chain(lost).collect()
}

/// Makes a report. None where there is no library to report on; why is in the diagnostics. None too
/// where a language is asked for that is not the library's, which nothing says but that.
pub fn report(site: &Arc<Site>, request: &Request, which: &WhichReport) -> (Option<Report>, Built) {
    // The words of texts are gathered with checking.
    let request = Request { check_only: *which == WhichReport::Duplicates, ..request.clone() };
    let moment = Engine::default().look(site, &request);
    let built = moment.checked();
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else { return (None, built) };
    let library = &known.library;
    let report = match which {
        WhichReport::Coverage { lang } => language(library, lang.as_deref())
            .map(|lang| report::coverage(library, &settings.config, &lang).report(library)),
        WhichReport::Readability => Some(report::readability(library)),
        WhichReport::Duplicates => {
            let trail = |item: &Item| moment.files.get(item.entry.path())?.trail();
            Some(report::duplicates(library, &check::repeats(library, trail)))
        }
        WhichReport::Freshness => {
            let listed = listed(&moment.site, &moment.files, library, &settings.config);
            Some(report::freshness(&listed, settings.today))
        }
        WhichReport::Language => moment.word_lists.as_ref().map(|word_lists| word_lists.report(&moment.files)),
    };
    (report, built)
}

/// Reads a library, and what was asked for of it ([`Request::with_links`]), without making anything.
pub fn look(site: &Arc<Site>, request: &Request) -> Built {
    Engine::default().look(site, request).checked()
}

/// The language of that tag, or the library's first one.
fn language(library: &Library, tag: Option<&str>) -> Option<Lang> {
    let Some(tag) = tag else { return Some(library.default_language().clone()) };
    library.languages().iter().find(|lang| lang.as_str() == tag).cloned()
}
