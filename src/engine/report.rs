//! Reports on the whole library.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::{File, Files};
use super::{Built, Engine, Moment, Request};
use crate::check::{self, Finding};
use crate::config::Config;
use crate::diag::Severity;
use crate::disk::Site;
use crate::library::{Item, Library};
use crate::model::Lang;
use crate::report::{self, FoundWord, Listed, ListedWord, Report};
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
pub(super) fn listed<'a>(files: &'a Files, library: &Library, config: &Config) -> Vec<Listed<'a>> {
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
    files.iter().map(listed).collect()
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
            let listed = listed(&moment.files, library, &settings.config);
            Some(report::freshness(&listed, settings.today))
        }
        WhichReport::Language => Some(words(&moment)),
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

/// What was found in each file and in the site file, and every row of the lists.
fn words(moment: &Moment) -> Report {
    let Some(wording) = &moment.wording else { return report::language(&[], &[]) };
    let found_word = |one: &Finding, language: &str, place: &str| FoundWord {
        language: language.to_owned(),
        word: one.row.clone(),
        written: one.written.clone(),
        place: place.to_owned(),
    };
    let mut found = Vec::new();
    for file in moment.files.iter() {
        let Some(entry) = file.entry() else { continue };
        let id = entry.id.to_string();
        found.extend(file.wording.iter().map(|one| found_word(one, entry.lang.as_str(), &id)));
    }
    found.extend(wording.in_config.iter().map(|(lang, one)| found_word(one, lang, crate::disk::SITE_FILE)));
    let lists = wording.finders().flat_map(|(lang, finder)| {
        finder.lexicon().rows.iter().map(|row| ListedWord {
            language: lang.to_string(),
            avoided: row.called.join(", "),
            instead: row.say.iter().map(|say| row_choice(say)).collect(),
            because: row.because.clone(),
            source: row.source.clone(),
            own: row.place.is_some(),
        })
    });
    report::language(&found, &lists.collect::<Vec<_>>())
}

/// An alternative as a list shows it: `person with …` of `[person|people] with …`.
fn row_choice(say: &str) -> String {
    say.split('[').enumerate().fold(String::new(), |mut out, (at, part)| {
        match part.split_once(']').filter(|_| at > 0) {
            Some((inside, rest)) => {
                out.push_str(inside.split('|').next().unwrap_or(inside));
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
        out
    })
}
