//! Changing several files of a site folder as one: all of them, or none.

use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::folder::{PathKind, path_kind};
use super::write::{create_folder, match_permissions, remove_file, rename, write_new};
use crate::text::SourcePath;

/// One file that is to be other than it is. Paths are relative to the site folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// The file's whole new text, and the text that it was worked out from: where the file holds
    /// anything else by now, nothing is done.
    Text {
        /// The file.
        path: SourcePath,
        /// What it held when it was read.
        before: String,
        /// What it shall hold.
        after: String,
    },
    /// A file that does not exist yet.
    New {
        /// The file.
        path: SourcePath,
        /// What it shall hold.
        text: String,
    },
    /// Another path for a file or folder; nothing may stand there. Done after all texts, so that
    /// a [`FileChange::Text`] names the path before.
    Move {
        /// Where it is.
        from: SourcePath,
        /// Where it shall be.
        to: SourcePath,
    },
}

/// Why a set of changes was not made. Nothing is changed then, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// Somebody else changed the file since it was read.
    #[error("{0} was changed by somebody else in the meantime")]
    Changed(SourcePath),
    /// The file may not be written.
    #[error("{0} may only be read, not written")]
    ReadOnly(SourcePath),
    /// Something stands where a file is to be.
    #[error("{0} exists already")]
    Exists(SourcePath),
    /// The machine refused, and everything is as it was.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The machine refused, and then refused to put back what had been done.
    #[error("{refused}; and it could not be put back: {undo}")]
    HalfDone {
        /// What was refused first.
        refused: DiskError,
        /// What was refused then, with the path that needs a look.
        undo: DiskError,
    },
}

/// One step of carrying out a set of changes, and so of taking it back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    from: PathBuf,
    to: PathBuf,
}

/// Makes all changes below `folder`, or none. First every file is looked at and every new text is
/// written beside its file; only then are files exchanged, and what was there is kept until all is
/// done.
///
/// # Errors
/// [`RewriteError`]; all files are as they were then, but for [`RewriteError::HalfDone`].
pub fn rewrite(folder: &Path, changes: &[FileChange]) -> Result<(), RewriteError> {
    changes.iter().try_for_each(|change| look(folder, change))?;
    let mut steps = Vec::new();
    let mut spare = Vec::new();
    let prepared = changes.iter().try_for_each(|change| prepare(folder, change, &mut steps, &mut spare));
    let outcome = prepared.map_err(RewriteError::Disk).and_then(|()| carry_out(&steps));
    // New texts that were not used, or old ones that are not needed any more.
    for path in spare {
        let _ = remove_file(&path);
    }
    outcome
}

/// Whether a change can be made as far as one can see without making it.
fn look(folder: &Path, change: &FileChange) -> Result<(), RewriteError> {
    let path = |name: &SourcePath| folder.join(name.as_str());
    let free = |name: &SourcePath| match path_kind(&path(name))? {
        PathKind::Missing => Ok(()),
        _ => Err(RewriteError::Exists(name.clone())),
    };
    match change {
        FileChange::Text { path: name, before, .. } => {
            may_change(&path(name), name)?;
            match std::fs::read(path(name)).map_err(DiskError::because("read", &path(name)))? {
                now if now == before.as_bytes() => Ok(()),
                _ => Err(RewriteError::Changed(name.clone())),
            }
        }
        FileChange::New { path: name, .. } => free(name),
        FileChange::Move { from, to } => {
            may_change(&path(from), from)?;
            free(to)
        }
    }
}

/// A file that is marked as not to be written stays, even where its folder would allow to put
/// another one in its place.
fn may_change(path: &Path, name: &SourcePath) -> Result<(), RewriteError> {
    let facts = std::fs::symlink_metadata(path).map_err(DiskError::because("read", path))?;
    if facts.permissions().readonly() { Err(RewriteError::ReadOnly(name.clone())) } else { Ok(()) }
}

/// Writes the new text beside its file, and notes the steps that bring it there.
fn prepare(
    folder: &Path,
    change: &FileChange,
    steps: &mut Vec<Step>,
    spare: &mut Vec<PathBuf>,
) -> Result<(), DiskError> {
    let (name, text) = match change {
        FileChange::Text { path, after, .. } => (path, after),
        FileChange::New { path, text } => (path, text),
        FileChange::Move { from, to } => {
            let (from, to) = (folder.join(from.as_str()), folder.join(to.as_str()));
            if let Some(above) = to.parent() {
                create_folder(above)?;
            }
            steps.push(Step { from, to });
            return Ok(());
        }
    };
    let path = folder.join(name.as_str());
    if let Some(above) = path.parent() {
        create_folder(above)?;
    }
    let mark = format!("{}-{}", super::unique(), steps.len());
    let new = path.with_file_name(format!(".{}.new-{mark}", name.file_name()));
    spare.push(new.clone());
    write_new(&new, text.as_bytes())?;
    if matches!(change, FileChange::Text { .. }) {
        match_permissions(&path, &new)?;
        let old = path.with_file_name(format!(".{}.old-{mark}", name.file_name()));
        spare.push(old.clone());
        steps.push(Step { from: path.clone(), to: old });
    }
    steps.push(Step { from: new, to: path });
    Ok(())
}

fn carry_out(steps: &[Step]) -> Result<(), RewriteError> {
    for (at, step) in steps.iter().enumerate() {
        let Err(refused) = rename(&step.from, &step.to) else { continue };
        let done = steps.get(..at).unwrap_or_default();
        return match done.iter().rev().try_for_each(|step| rename(&step.to, &step.from)) {
            Ok(()) => Err(RewriteError::Disk(refused)),
            Err(undo) => Err(RewriteError::HalfDone { refused, undo }),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, before: &str, after: &str) -> FileChange {
        FileChange::Text { path: SourcePath::new(path), before: before.to_owned(), after: after.to_owned() }
    }

    fn files(folder: &Path) -> Vec<(String, String)> {
        let mut found: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| {
                (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
            })
            .collect();
        found.sort();
        found
    }

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn all_is_changed_or_nothing() {
        let top = tempfile::tempdir().unwrap();
        for (name, text) in [("a", "1"), ("b", "2")] {
            std::fs::write(top.path().join(name), text).unwrap();
        }
        let moved = FileChange::Move { from: SourcePath::new("b"), to: SourcePath::new("c") };
        let more = FileChange::New { path: SourcePath::new("d"), text: "4".to_owned() };
        rewrite(top.path(), &[text("a", "1", "one"), text("b", "2", "two"), moved, more]).unwrap();
        let all = [pair("a", "one"), pair("c", "two"), pair("d", "4")];
        assert_eq!(files(top.path()), all);
        let stale = rewrite(top.path(), &[text("a", "one", "1"), text("c", "2", "3")]);
        assert!(matches!(stale, Err(RewriteError::Changed(path)) if path.as_str() == "c"));
        assert_eq!(files(top.path()), all);
    }
}
