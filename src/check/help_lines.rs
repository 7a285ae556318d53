//! A sensitive page always has help lines to show.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::Library;

pub(super) fn check(library: &Library, config: &Config, complaints: &mut Vec<Diagnostic>) {
    if !config.help_lines.is_empty() {
        return;
    }
    for item in library.items().iter().filter(|item| item.entry.common.sensitive.value) {
        let span = item.entry.common.sensitive.span;
        let message = "this page is marked sensitive, and waypost.yaml names no help lines for it to show";
        complaints.push(Diagnostic::new(Code::HelpLinesMissing, item.entry.path(), span, message).help(
            "add help_lines to waypost.yaml: - {country: US, name: 988 Suicide & Crisis Lifeline, call: \"988\"}",
        ));
    }
}
