//! Giving an entry another name, and making sure beforehand that nothing breaks by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::Files;
use super::settings::Settings;
use super::{Built, Engine, Request};
use crate::diag::{Code, Diagnostic};
use crate::disk::{ContentFile, FileChange, Site};
use crate::library::Ledger;
use crate::model::Reviewed;
use crate::revise::{self, Manuscript, Refusal, Revision};
use crate::text::{SourceFile, SourcePath};

/// What a rename comes to.
#[derive(Debug)]
pub struct Renamed {
    /// What changes, for telling.
    pub revision: Revision,
    /// The files' new texts and paths, all or none of which are to be brought about.
    pub changes: Vec<FileChange>,
}

/// Why nothing was renamed.
#[derive(Debug)]
pub enum NotRenamed {
    /// It cannot be done.
    Refused(Refusal),
    /// The site file or the theme cannot be used; why is in the diagnostics.
    NoLibrary(Box<Built>),
    /// The library would have mistakes that it has not now.
    Breaks(Box<Built>),
}

/// Works out what it takes to give an entry another name; writes nothing. The library is looked at as
/// it would be then, and where that brings a message which is not there now, nothing is renamed.
///
/// # Errors
/// [`NotRenamed`].
pub fn rename(site: &Arc<Site>, request: &Request, from: &str, to: &str) -> Result<Renamed, NotRenamed> {
    let all = Request { drafts: true, check_only: true, ..request.clone() };
    let mut engine = Engine::default();
    let moment = engine.look(site, &all);
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else {
        return Err(NotRenamed::NoLibrary(Box::new(moment.checked())));
    };
    // Nobody knows whether such a file names what moves.
    let unread: Vec<&str> = moment.unreadable().map(SourcePath::as_str).collect();
    if !unread.is_empty() {
        let message = format!("what cannot be read may name `{from}` too: {}", unread.join(", "));
        return Err(NotRenamed::Refused(Refusal::new(message).help("mend that first: waypost check")));
    }
    let ledger = site.ledger.as_ref().and_then(ContentFile::text).map(|source| Ledger::read(source).0);
    let manuscript = Manuscript {
        library: &known.library,
        config: &settings.config,
        custom: &settings.fields.custom,
        search_tests: site.search_tests.as_ref().and_then(ContentFile::text),
        ledger: ledger.as_ref(),
    };
    let mut revision = revise::rename(&manuscript, from, to).map_err(NotRenamed::Refused)?;
    sign_again(&moment.files, settings, &mut revision);
    let rewritten = site.with_new_texts(&revision.texts);
    let mut changes = rewritten.changes_since(site);
    let moved = revision.moves.iter().map(|(from, to)| FileChange::Move { from: from.clone(), to: to.clone() });
    changes.extend(moved);
    let after = Arc::new(rewritten.with_moves(&revision.moves));
    for drafts in [true, false] {
        breaks(&mut engine, site, &after, &Request { drafts, check_only: true, ..request.clone() })?;
    }
    Ok(Renamed { revision, changes })
}

/// A rename changes where links lead by name and not what they lead to, so words that were signed and
/// had not changed stay signed.
fn sign_again(files: &Files, settings: &Settings, revision: &mut Revision) {
    let is_signed = |path: &SourcePath| {
        files.get(path).and_then(|file| file.entry()).is_some_and(|entry| entry.reviewed() == Reviewed::Signed)
    };
    for (path, text) in revision.texts.iter_mut().filter(|(path, _)| is_signed(path)) {
        if let Some(signed) =
            super::sign::signed_again(&SourceFile::new(path.as_str(), text.as_str()), &settings.fields)
        {
            *text = signed;
        }
    }
}

/// Whether the library has more mistakes of any sort after than before.
fn breaks(engine: &mut Engine, before: &Arc<Site>, after: &Arc<Site>, request: &Request) -> Result<(), NotRenamed> {
    let mut look = |site: &Arc<Site>| engine.look(site, request).checked();
    let (old, mut new) = (look(before), look(after));
    let counts = |built: &Built| {
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        let counted = built.diagnostics.iter().filter(|one| one.code != Code::PermalinkNew);
        counted.for_each(|one| *counts.entry(one.code).or_default() += 1);
        counts
    };
    let (then, now) = (counts(&old), counts(&new));
    // A new name is a new address, which nobody has promised yet.
    let is_worse = |one: &Diagnostic| one.code != Code::PermalinkNew && now.get(&one.code) > then.get(&one.code);
    new.diagnostics.retain(|one| is_worse(one) && !old.diagnostics.iter().any(|known| known.message == one.message));
    if new.diagnostics.is_empty() { Ok(()) } else { Err(NotRenamed::Breaks(Box::new(new))) }
}
