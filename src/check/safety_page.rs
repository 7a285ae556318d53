//! A note where sensitive pages stand in a library that has no page on reading it safely.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::Library;
use crate::model::SAFETY_PAGE;

pub(super) fn check(library: &Library, _: &Config, complaints: &mut Vec<Diagnostic>) {
    if library.items().iter().any(|item| item.entry.id.as_str() == SAFETY_PAGE) {
        return;
    }
    if let Some(item) = library.items().iter().find(|item| item.entry.common.sensitive.value) {
        let message = "this page is marked sensitive, and the library has no safety page";
        complaints.push(
            Diagnostic::new(Code::SafetyPageMissing, item.entry.path(), item.entry.common.sensitive.span, message)
                .help("write content/pages/safety.md: how to leave, what stays in the history, what is kept"),
        );
    }
}
