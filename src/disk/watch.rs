use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify_debouncer_full::notify::event::ModifyKind;
use notify_debouncer_full::notify::{self, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use super::site::{LEDGER, LEXICONS, SEARCH_TESTS, SITE_FILE};
use super::walk::is_left_out;
use crate::text::SourcePath;

/// How long a file has to be left alone before its change is told, so that the many events of one
/// save are one.
const QUIET: Duration = Duration::from_millis(16);
/// How often that is looked after.
const BEAT: Duration = Duration::from_millis(4);
/// The folders of a site that sources lie in.
const FOLDERS: [&str; 4] = ["content", "static", "themes", LEXICONS];

/// What may have changed in a site folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These files. They may also be new, gone, or as they were.
    Files(BTreeSet<SourcePath>),
    /// Nobody knows what: folders came, went or were renamed, or the system lost count.
    Anything,
}

/// Watches a site folder until it is dropped.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, NoCache>,
    root: PathBuf,
    /// The folder and those of [`FOLDERS`] that are watched, each with what the system calls it.
    watched: Vec<(PathBuf, Option<(u64, u64)>)>,
    /// Whether one of them came or went: another folder may be called the same by the system too.
    is_stale: Arc<AtomicBool>,
}

/// Why a folder cannot be watched, in words that follow "cannot be watched:".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CannotWatch(String);

/// Watches a site folder; `told` hears of every change. The output folder is not among what is watched,
/// nor is anything that is never part of a site.
///
/// # Errors
/// Where the system has no means for it, or no more of them.
pub fn watch(root: &Path, told: impl Fn(Change) + Send + 'static) -> Result<Watch, CannotWatch> {
    let top = root.to_path_buf();
    let is_stale = Arc::new(AtomicBool::new(false));
    let stale = Arc::clone(&is_stale);
    let tell = move |result: DebounceEventResult| {
        let is_top = |path: &PathBuf| path == &top || FOLDERS.iter().any(|name| *path == top.join(name));
        let came_or_went = |kind: &EventKind| {
            matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
        };
        let events = result.iter().flatten();
        if events.into_iter().any(|event| came_or_went(&event.kind) && event.paths.iter().any(is_top)) {
            stale.store(true, Ordering::Relaxed);
        }
        if let Some(change) = change(&top, result) {
            told(change);
        }
    };
    let config = notify::Config::default().with_follow_symlinks(true);
    let debouncer = new_debouncer_opt::<_, RecommendedWatcher, NoCache>(QUIET, Some(BEAT), tell, NoCache, config)
        .map_err(|error| cannot(&error))?;
    let mut watch = Watch { debouncer, root: root.to_path_buf(), watched: Vec::new(), is_stale };
    watch.renew()?;
    Ok(watch)
}

impl Watch {
    /// Watches what is new at the top of the site, and what has come back under an old name; says
    /// whether there was anything of that sort.
    ///
    /// # Errors
    /// As for [`watch`].
    pub fn renew(&mut self) -> Result<bool, CannotWatch> {
        let folders = FOLDERS.iter().map(|name| (self.root.join(name), RecursiveMode::Recursive));
        let wanted = [(self.root.clone(), RecursiveMode::NonRecursive)].into_iter().chain(folders);
        let is_stale = self.is_stale.swap(false, Ordering::Relaxed);
        let mut renewed = is_stale;
        let mut watched = Vec::new();
        for (path, mode) in wanted {
            let identity = identity(&path);
            let before = self.watched.iter().find(|(known, _)| *known == path);
            match (identity, before) {
                (None, before) => renewed |= before.is_some(),
                (Some(now), Some((_, Some(known)))) if now == *known && !is_stale => watched.push((path, Some(now))),
                (Some(now), _) => {
                    let _ = self.debouncer.unwatch(&path);
                    match self.debouncer.watch(&path, mode) {
                        Ok(()) => watched.push((path, Some(now))),
                        Err(error) if is_gone(&error) => {}
                        Err(error) => return Err(cannot(&error)),
                    }
                    renewed = true;
                }
            }
        }
        self.watched = watched;
        Ok(renewed)
    }
}

/// What the system calls a folder: another one of the same name is another folder.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let facts = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((facts.dev(), facts.ino()))
    }
    #[cfg(not(unix))]
    {
        use std::time::UNIX_EPOCH;
        let created = facts.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Some((0, created.map_or(0, |age| u64::try_from(age.as_nanos()).unwrap_or(u64::MAX))))
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn cannot(error: &notify::Error) -> CannotWatch {
    CannotWatch(match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches as many folders as it can".to_owned(),
        ErrorKind::Io(error) => super::error::reason(error),
        _ => error.to_string().to_lowercase(),
    })
}

/// What a batch of events says, as far as it concerns the site.
fn change(root: &Path, result: DebounceEventResult) -> Option<Change> {
    let Ok(events) = result else { return Some(Change::Anything) };
    let mut files = BTreeSet::new();
    for event in events {
        if event.need_rescan() {
            return Some(Change::Anything);
        }
        if matches!(event.kind, EventKind::Access(_)) {
            continue;
        }
        for path in &event.paths {
            match place(root, path) {
                Place::Elsewhere => {}
                Place::File(file) if matches!(event.kind, EventKind::Modify(_)) => drop(files.insert(file)),
                // What came or went may have been a folder, and may be again by now.
                Place::File(file) if path.extension().is_some_and(|suffix| suffix == "md") => drop(files.insert(file)),
                Place::File(_) | Place::Unknown => return Some(Change::Anything),
            }
        }
    }
    (!files.is_empty()).then_some(Change::Files(files))
}

enum Place {
    File(SourcePath),
    /// Part of the site, and no more is known.
    Unknown,
    /// No part of the site.
    Elsewhere,
}

fn place(root: &Path, path: &Path) -> Place {
    let Ok(below) = path.strip_prefix(root) else { return Place::Elsewhere };
    let mut parts = Vec::new();
    for part in below.components() {
        let in_static = parts.first().is_some_and(|first: &String| first == "static");
        if is_left_out(part.as_os_str(), in_static) {
            return Place::Elsewhere;
        }
        match part.as_os_str().to_str() {
            Some(name) => parts.push(name.to_owned()),
            None => return Place::Unknown,
        }
    }
    match parts.as_slice() {
        [] => Place::Unknown,
        [name] if [SITE_FILE, SEARCH_TESTS, LEDGER].contains(&name.as_str()) => Place::Unknown,
        [name, rest @ ..] if FOLDERS.contains(&name.as_str()) => {
            if rest.is_empty() {
                Place::Unknown
            } else {
                Place::File(SourcePath::new(parts.join("/")))
            }
        }
        _ => Place::Elsewhere,
    }
}
