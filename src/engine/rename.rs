//! Giving an entry another name, and making sure beforehand that nothing breaks by it.

use std::collections::{BTreeMap, BTreeSet};
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
        let request = Request { drafts, check_only: true, ..request.clone() };
        breaks(&mut engine, site, &after, &revision.moves, &request)?;
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

/// What a message is known by when its file, its entry and its words may all have another name after: its
/// code, and the files that it names.
type Name = (Code, BTreeSet<SourcePath>);

/// Whether there is a message after that there was not before; `moves` are the new paths of files.
fn breaks(
    engine: &mut Engine,
    before: &Arc<Site>,
    after: &Arc<Site>,
    moves: &[(SourcePath, SourcePath)],
    request: &Request,
) -> Result<(), NotRenamed> {
    let mut look = |site: &Arc<Site>| engine.look(site, request).checked();
    let (old, mut new) = (look(before), look(after));
    new.diagnostics = news(&old.diagnostics, new.diagnostics, moves);
    if new.diagnostics.is_empty() { Ok(()) } else { Err(NotRenamed::Breaks(Box::new(new))) }
}

/// The messages that there are more of than before.
fn news(old: &[Diagnostic], new: Vec<Diagnostic>, moves: &[(SourcePath, SourcePath)]) -> Vec<Diagnostic> {
    let (then, now) = (counts(old, |path| moved(moves, path)), counts(&new, SourcePath::clone));
    let is_new = |one: &Diagnostic| {
        let name = name(one, &SourcePath::clone);
        now.get(&name) > then.get(&name) && !is_told_once(one.code, &then, &now)
    };
    // A new name is a new address, which nobody has promised yet.
    new.into_iter().filter(|one| one.code != Code::PermalinkNew && is_new(one)).collect()
}

fn name(one: &Diagnostic, path: &impl Fn(&SourcePath) -> SourcePath) -> Name {
    (one.code, one.labels.iter().map(|label| path(&label.file)).collect())
}

fn counts(messages: &[Diagnostic], path: impl Fn(&SourcePath) -> SourcePath) -> BTreeMap<Name, usize> {
    let mut counts = BTreeMap::new();
    messages.iter().for_each(|one| *counts.entry(name(one, &path)).or_default() += 1);
    counts
}

/// Whether a message that is told at the first of several files by path has only come to another of them.
fn is_told_once(code: Code, then: &BTreeMap<Name, usize>, now: &BTreeMap<Name, usize>) -> bool {
    let all = |counts: &BTreeMap<Name, usize>| -> usize {
        counts.iter().filter(|((one, _), _)| *one == code).map(|(_, count)| count).sum()
    };
    TOLD_ONCE.contains(&code) && all(now) <= all(then)
}

/// Messages that are told at the first of several files by path, without naming the others.
const TOLD_ONCE: [Code; 5] =
    [Code::PathwayCycle, Code::RedirectLoop, Code::RedirectChain, Code::SafetyPageMissing, Code::PassageRepeated];

/// The path that a file has after the moves, of itself or of a folder above it.
fn moved(moves: &[(SourcePath, SourcePath)], path: &SourcePath) -> SourcePath {
    moves.iter().fold(path.clone(), |path, (from, to)| {
        let rest = path.as_str().strip_prefix(from.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        rest.map_or(path.clone(), |rest| SourcePath::new(format!("{to}{rest}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn message(code: Code, files: &[&str]) -> Diagnostic {
        let paths: Vec<SourcePath> = files.iter().map(SourcePath::new).collect();
        let first = Diagnostic::new(code, &paths[0], Span::default(), "so it is");
        paths.iter().skip(1).fold(first, |one, path| one.and(path, Span::default(), "the other one"))
    }

    fn check(old: &[(Code, &[&str])], new: &[(Code, &[&str])], expected: usize) {
        let moves = [(SourcePath::new("a"), SourcePath::new("c/a"))];
        let all = |list: &[(Code, &[&str])]| list.iter().map(|(code, files)| message(*code, files)).collect::<Vec<_>>();
        assert_eq!(news(&all(old), all(new), &moves).len(), expected, "{old:?} {new:?}");
    }

    #[test]
    fn one_mistake_is_not_traded_for_another() {
        use Code::{AddressClash, ImageAlt, PathwayCycle, PermalinkNew};
        check(&[(ImageAlt, &["a"])], &[(ImageAlt, &["c/a"])], 0);
        check(&[(ImageAlt, &["a/x.md"])], &[(ImageAlt, &["c/a/x.md"])], 0);
        check(&[(ImageAlt, &["ab"])], &[(ImageAlt, &["c/ab"])], 1);
        check(&[(AddressClash, &["b", "a"])], &[(AddressClash, &["c/a", "b"])], 0);
        check(&[(AddressClash, &["b", "a"])], &[(AddressClash, &["c/a", "d"])], 1);
        check(&[(ImageAlt, &["b"])], &[(ImageAlt, &["b"]), (ImageAlt, &["b"])], 2);
        check(&[(PathwayCycle, &["a"])], &[(PathwayCycle, &["b"])], 0);
        check(&[], &[(PathwayCycle, &["b"]), (PermalinkNew, &["b"])], 1);
    }
}
