//! Reports on the whole library.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::{File, Files};
use super::{Built, Engine, Request};
use crate::config::Config;
use crate::diag::Severity;
use crate::disk::Site;
use crate::library::Library;
use crate::report::{self, Listed, Report};
use crate::text::{OutputFile, SourcePath};

/// Which report is asked for, and what it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichReport {
    /// Every entry with the state of its review.
    Freshness,
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

/// Makes a report. None where there is no library to report on; why is in the diagnostics.
pub fn report(site: &Arc<Site>, request: &Request, which: &WhichReport) -> (Option<Report>, Built) {
    let moment = Engine::default().look(site, request);
    let built = moment.checked();
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else { return (None, built) };
    let report = match which {
        WhichReport::Freshness => {
            report::freshness(&listed(&moment.files, &known.library, &settings.config), settings.today)
        }
    };
    (Some(report), built)
}
