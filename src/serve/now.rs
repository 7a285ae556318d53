use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Sources, Tally};
use crate::engine::Snapshot;
use crate::text::SourcePath;

/// What is served at a moment. Replaced whole, so that no request sees half of a change.
#[derive(Clone, Default)]
pub(super) struct Now {
    /// Whether the library has been read at all.
    pub(super) is_ready: bool,
    /// Grows when any page may have changed.
    pub(super) generation: u64,
    /// The last good state of the site.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Pages whose own file cannot be read as an entry, in their last good version, by path.
    pub(super) kept: Arc<BTreeMap<String, Kept>>,
    /// Why the whole site is kept at its last good state, in one sentence.
    pub(super) broken: Option<String>,
    pub(super) checked: Arc<Checked>,
}

/// The last good version of a page.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) bytes: Arc<[u8]>,
    /// The file that cannot be read.
    pub(super) source: SourcePath,
}

/// What is wrong with the site.
#[derive(Default)]
pub(super) struct Checked {
    /// Grows when the messages change.
    pub(super) number: u64,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: Sources,
    pub(super) tally: Tally,
    /// What the program did wrong, where it broke off.
    pub(super) bug: Option<String>,
}

impl Now {
    /// The state as the event stream tells it: see `themes/preview/live/`.
    pub(super) fn event(&self, server: &str) -> String {
        let tally = self.checked.tally;
        serde_json::json!({
            "server": server,
            "generation": self.generation,
            "messages": self.checked.number,
            "errors": tally.errors + usize::from(self.checked.bug.is_some()),
            "warnings": tally.warnings,
            "notes": tally.notes,
            "broken": self.broken,
        })
        .to_string()
    }
}
