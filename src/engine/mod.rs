//! Run: the pipeline as one readable function.
//!
//! Invariant: incremental == clean, byte for byte.

mod find;
mod index;
mod know;
mod read;
mod show;

use jiff::civil::Date;

use crate::diag::{self, Diagnostic, Severity, Sources};
use crate::disk::{Site, Stopwatch};
use crate::text::OutputFile;

/// What a build is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Include drafts, scheduled and expired entries, labelled.
    pub drafts: bool,
    /// Publish what can be published although there are errors.
    pub keep_going: bool,
    /// Count warnings as errors.
    pub deny_warnings: bool,
    /// Use this address instead of the site file's `base_url`.
    pub base_url: Option<String>,
    /// The day the site is built for, when it was given (`--today`, `SOURCE_DATE_EPOCH`); else the
    /// current date in the site's time zone.
    pub today: Option<Date>,
    /// Only check: render nothing, make no outputs.
    pub check_only: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Built {
    /// Every file of the site but the manifest, sorted by path; empty when only checking was asked
    /// for, or when there are errors (or warnings that are denied) and not `keep_going`.
    pub outputs: Vec<OutputFile>,
    /// Whether there are outputs to publish.
    pub publishable: bool,
    /// Everything that is wrong, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that messages quote.
    pub sources: Sources,
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
pub use find::{Finding, search};

/// Builds a site: read → know → show. Never fails: what is wrong is in the diagnostics.
pub fn build(site: &Site, request: &Request) -> Built {
    let mut clock = Stopwatch::start();
    let mut built = Built::default();
    let found = read::read(site, request, &mut built);
    built.stats.phases.push(("parse", clock.lap()));
    let known = know::know(site, found, &mut built);
    if let Some(known) = &known {
        built.diagnostics.extend(show::clashes(site, known));
        if request.check_only {
            find::check(site, known, &mut built);
        }
    }
    built.stats.phases.push(("library", clock.lap()));
    if let Some(known) = known
        && !request.check_only
        && (request.keep_going || !stops(&built.diagnostics, request))
    {
        let outputs = show::show(site, &known, &mut built, &mut clock);
        if request.keep_going || !stops(&built.diagnostics, request) {
            built.stats.outputs = outputs.len();
            built.outputs = outputs;
            built.publishable = true;
        }
        // Freeing a large library takes a while, and nothing waits for it.
        rayon::spawn(move || drop(known));
    }
    diag::sort(&mut built.diagnostics);
    built
}

/// Whether what is wrong keeps the site from being published.
fn stops(diagnostics: &[Diagnostic], request: &Request) -> bool {
    diagnostics.iter().any(|diagnostic| match diagnostic.severity {
        Severity::Error => true,
        Severity::Warning => request.deny_warnings,
        Severity::Note => false,
    })
}
