//! Notes on entries that a reader can hardly come upon: on no pathway, or linked by nothing.

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::Library;
use crate::model::Kind;
use crate::text::Span;

pub(super) fn check(library: &Library, _: &Config, complaints: &mut Vec<Diagnostic>) {
    for item in library.items() {
        let note = |code, message: &str| Diagnostic::new(code, item.entry.path(), Span::default(), message);
        if matches!(item.kind(), Kind::Article | Kind::Tool) && item.places.is_empty() {
            complaints.push(
                note(Code::OffPathway, "this entry is a step of no pathway")
                    .help("add it to a pathway where a reader would need it"),
            );
        }
        // Pathways are where readers begin, pages are linked from the frame.
        if matches!(item.kind(), Kind::Article | Kind::Tool | Kind::Principle) && item.mentions == 0 {
            complaints.push(
                note(Code::Unlinked, "nothing links to this entry")
                    .help("link to it from an entry on the same subject"),
            );
        }
    }
}
