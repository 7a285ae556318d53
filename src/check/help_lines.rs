//! A sensitive page, and a `:::help` block, always have help lines to show.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::Library;
use crate::text::{SourcePath, Span};

pub(super) fn check(library: &Library, config: &Config, complaints: &mut Vec<Diagnostic>) {
    if !config.help_lines.is_empty() {
        return;
    }
    for item in library.items() {
        let (sensitive, path) = (item.entry.common.sensitive, item.entry.path());
        if sensitive.value {
            let message = "this page is marked sensitive, and waypost.yaml names no help lines for it to show";
            complaints.push(missing(path, sensitive.span, message));
            continue;
        }
        for block in item.entry.outline.directives.iter().filter(|block| block.name == "help") {
            let message = "this block shows the help lines, and waypost.yaml names none";
            complaints.push(missing(path, block.span, message));
        }
    }
}

fn missing(path: &SourcePath, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::HelpLinesMissing, path, span, message)
        .help("add help_lines to waypost.yaml: - {country: US, name: 988 Suicide & Crisis Lifeline, call: \"988\"}")
}
