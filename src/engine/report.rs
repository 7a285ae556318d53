//! Reports on the whole library.

use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::diag;
use crate::disk::Site;
use crate::report::{self, Table};

/// Which report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Every entry with the state of its review.
    Freshness,
}

/// Makes a report. None where there is no library to report on; why is in the diagnostics.
pub fn report(site: &Arc<Site>, request: &Request, which: Report) -> (Option<Table>, Built) {
    let moment = Engine::default().look(site, request);
    let mut built = moment.checked();
    diag::sort(&mut built.diagnostics);
    let table = match (&moment.settings, &moment.known) {
        (Ok(settings), Some(known)) => Some(match which {
            Report::Freshness => report::freshness(&known.library, settings.today),
        }),
        _ => None,
    };
    (table, built)
}
