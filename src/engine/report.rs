//! Reports on the whole library.

use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::disk::Site;
use crate::report::{self, Report};

/// Which report is asked for, and what it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichReport {
    /// Every entry with the state of its review.
    Freshness,
}

/// Makes a report. None where there is no library to report on; why is in the diagnostics.
pub fn report(site: &Arc<Site>, request: &Request, which: &WhichReport) -> (Option<Report>, Built) {
    let moment = Engine::default().look(site, request);
    let built = moment.checked();
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else { return (None, built) };
    let library = &known.library;
    let report = match which {
        WhichReport::Freshness => report::freshness(library, settings.today).into(),
    };
    (Some(report), built)
}
