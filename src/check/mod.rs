//! Know: rules over the whole library, one file a rule.
//!
//! Invariant: rules only read; a new one touches one list. A rule that needs a later stage lives in
//! that stage's room and returns diagnostics that the engine gathers.

mod help_lines;
mod language;
mod link_twins;
mod plain;
mod repeated;
mod permalinks;
mod reviews;
mod safety_page;
mod settle;
mod unconnected;

pub use language::{Finder, Finding, config_findings, findings};
pub use permalinks::{Lost, NewAddresses, Reckoning, Remedy, reckon};
pub use plain::{ListedWords, check_entry};
pub use repeated::{Repeat, WordTrail, repeats, repeats_found};
pub use unconnected::{is_off_pathway, is_unlinked, lacks_tools};

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::library::Library;
pub use reviews::of_day;

pub use settle::{Settled, settle};

/// A rule: reads the library and says what is wrong.
type Rule = fn(&Library, &Config, &mut Vec<Diagnostic>);

/// Every rule, in the order of the harm that it prevents.
const RULES: &[Rule] = &[help_lines::check, safety_page::check, unconnected::check, link_twins::check];

/// Runs every rule.
pub fn check(library: &Library, config: &Config) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    for rule in RULES {
        rule(library, config, &mut complaints);
    }
    complaints
}
