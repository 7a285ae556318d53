//! `waypost check --accept`: the one writer of `waypost.permalinks`.

use std::path::Path;

use super::Status;
use super::args::CheckArgs;
use super::check;
use super::terminal::{Failure, counted, say};
use crate::disk::{self, LEDGER};
use crate::engine::Accepted;
use crate::text;

/// New addresses that are listed one by one.
const MOST_LISTED: usize = 20;

/// Writes what was worked out, says what that was, and what is still wrong.
pub(super) fn run(args: &CheckArgs, folder: &Path, accepted: Accepted) -> Result<Status, Failure> {
    disk::rewrite(folder, &accepted.changes)?;
    for (path, address) in &accepted.aliases {
        say(&format!("{path}: aliases: {address}"));
    }
    for (path, address) in &accepted.headings {
        let id = address.split_once('#').map_or("", |(_, id)| id);
        say(&format!("{path}: {{#{id}}}"));
    }
    if accepted.changes.is_empty() {
        say(&format!("{LEDGER} holds every published address already"));
    } else {
        for address in accepted.added.iter().take(MOST_LISTED) {
            say(&format!("{LEDGER}: {address}"));
        }
        let more = accepted.added.len().saturating_sub(MOST_LISTED);
        if more > 0 {
            say(&format!("{LEDGER}: and {more} more"));
        }
        let files = counted(accepted.changes.len(), "file");
        let added = text::counted(accepted.added.len(), "address", "addresses");
        say(&format!("{added} added, {files} written"));
    }
    check::tell(args, folder, &accepted.built)
}

/// Says that nothing was accepted; what is in the way follows.
pub(super) fn refuse() {
    say("Nothing was accepted: while an address is in doubt, nobody can say which ones are kept. Mend this first:");
}
