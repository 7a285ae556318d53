//! The ledger of published addresses, held against the library.

use super::Built;
use crate::check;
use crate::diag::{Code, Diagnostic};
use crate::disk::{ContentFile, SITE_FILE, Site};
use crate::library::{Ledger, Library};
use crate::text::{SourcePath, Span};

/// Says what is wrong with the ledger, which of its addresses lead nowhere, and what is new.
/// That there is no ledger yet is told where checking was asked for, and not at each build.
pub(super) fn check(site: &Site, library: &Library, is_asked: bool, built: &mut Built) {
    let Some(source) = site.ledger.as_ref().and_then(ContentFile::text) else {
        built.diagnostics.extend((is_asked && site.ledger.is_none()).then(none_yet));
        return;
    };
    built.sources.insert(source.clone());
    let (ledger, complaints) = Ledger::read(source);
    built.diagnostics.extend(complaints);
    built.diagnostics.extend(check::reckon(library, &ledger).diagnostics(library, &ledger));
}

fn none_yet() -> Diagnostic {
    let message = "the library keeps no list of the addresses that it has published";
    Diagnostic::new(Code::PermalinkNew, &SourcePath::new(SITE_FILE), Span::default(), message)
        .help("once it is published, begin one, so that none of them ever dies: waypost check --accept")
}
