//! Run: the pipeline as one readable function.
//!
//! Invariant: incremental == clean, byte for byte.

use jiff::civil::Date;

use crate::diag::{Diagnostic, Sources};
use crate::text::OutputFile;

/// What a build is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Include drafts, scheduled and expired entries, labelled.
    pub drafts: bool,
    /// Publish what can be published although there are errors.
    pub keep_going: bool,
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
    /// Every file of the site but the manifest, sorted by path; empty when there are errors (and
    /// not `keep_going`) or when only checking was asked for.
    pub outputs: Vec<OutputFile>,
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
    /// Milliseconds by phase, in order.
    pub phases: Vec<(&'static str, f64)>,
}

/// Why the site will differ on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextChange {
    /// The day.
    pub date: Date,
    /// What happens, in words: `tools/x is published`, `review of articles/y falls due`.
    pub why: String,
}
