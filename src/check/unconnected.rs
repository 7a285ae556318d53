//! Notes on entries that a reader can hardly come upon, and on principles and pathways that lead to
//! nothing. `report coverage` lists the same entries.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::library::{Item, Library};
use crate::model::{EntryId, Kind};
use crate::text::Span;

/// Whether an entry that pathways are made of is a step of none.
pub fn is_off_pathway(item: &Item) -> bool {
    matches!(item.kind(), Kind::Article | Kind::Tool) && item.places.is_empty()
}

/// Whether nothing links to an entry, names it, or has it as a step. Pathways are where readers begin,
/// and pages are linked from the frame.
pub fn is_unlinked(item: &Item) -> bool {
    matches!(item.kind(), Kind::Article | Kind::Tool | Kind::Principle) && item.mentions == 0
}

/// Whether a pathway has steps, and none of them is a tool or a choice that has one.
pub fn lacks_tools(library: &Library, item: &Item) -> bool {
    let mut options = item.path.steps.iter().flat_map(|step| &step.options).peekable();
    item.kind() == Kind::Pathway && options.peek().is_some() && options.all(|id| library.item(*id).kind() != Kind::Tool)
}

/// Principles that some entry serves, in whatever language.
fn served(library: &Library) -> BTreeSet<&EntryId> {
    let principles = library.items().iter().flat_map(|item| &item.principles);
    principles.map(|id| &library.item(*id).entry.id).collect()
}

pub(super) fn check(library: &Library, _: &Config, complaints: &mut Vec<Diagnostic>) {
    let served = served(library);
    // Said once of an entry that there is in several languages.
    let is_first = |item: &Item| {
        let first = library.translations(&item.entry.id).first();
        first.is_some_and(|first| library.item(*first).entry.lang == item.entry.lang)
    };
    for item in library.items() {
        let note = |code, message: &str| Diagnostic::new(code, item.entry.path(), Span::default(), message);
        if is_off_pathway(item) {
            complaints.push(
                note(Code::OffPathway, "this entry is a step of no pathway")
                    .help("add it to a pathway where a reader would need it"),
            );
        }
        if is_unlinked(item) {
            complaints.push(
                note(Code::Unlinked, "nothing links to this entry")
                    .help("link to it from an entry on the same subject"),
            );
        }
        if lacks_tools(library, item) {
            complaints.push(
                note(Code::PathwayWithoutTools, "this pathway has no tool among its steps")
                    .help("add something to do where a reader would want to try what they have read"),
            );
        }
        let is_principle = item.kind() == Kind::Principle && item.is_listed();
        if is_principle && !served.contains(&item.entry.id) && is_first(item) {
            let example = format!(
                "name it in the entries that do: principles: [{}]",
                item.entry.id.as_str().trim_start_matches("principles/")
            );
            complaints.push(note(Code::PrincipleUnserved, "no entry serves this principle").help(example));
        }
    }
}
