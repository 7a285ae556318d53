//! Reports on the whole library.

use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::check;
use crate::disk::Site;
use crate::library::Item;
use crate::report::{self, Report};

/// Which report is asked for, and what it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichReport {
    /// Every entry with the state of its review.
    Freshness,
    /// Every entry, the hardest to read first.
    Readability,
    /// Passages that stand in several entries.
    Duplicates,
}

/// Makes a report. None where there is no library to report on; why is in the diagnostics.
pub fn report(site: &Arc<Site>, request: &Request, which: &WhichReport) -> (Option<Report>, Built) {
    // The words of texts are gathered with checking.
    let request = Request { check_only: *which == WhichReport::Duplicates, ..request.clone() };
    let moment = Engine::default().look(site, &request);
    let built = moment.checked();
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else { return (None, built) };
    let library = &known.library;
    let report = match which {
        WhichReport::Freshness => report::freshness(library, settings.today).into(),
        WhichReport::Readability => report::readability(library),
        WhichReport::Duplicates => {
            let trail = |item: &Item| moment.files.get(item.entry.path())?.trail();
            report::duplicates(library, &check::repeats(library, trail))
        }
    };
    (Some(report), built)
}
