//! Changing several files of a site folder as one: all of them, or none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::folder::{PathKind, path_kind};
use super::write::{
    create_folder, hard_link, match_permissions, remove_empty_folder, remove_file, rename, write_new, write_out,
};
use crate::text::{SourcePath, clash_key};

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
    /// A link leads out of the site folder, to a file that is to hold something else as well, or would
    /// lead elsewhere once it is moved.
    #[error("{0} is reached through a link, and cannot be changed safely")]
    Linked(SourcePath),
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

/// One step of carrying out a set of changes; each can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// A new text takes the place of a file, of which `old` is a second name.
    Replace { new: PathBuf, path: PathBuf, old: PathBuf },
    /// A new file comes to be.
    Place { new: PathBuf, path: PathBuf },
    /// A file or folder gets another path.
    Move { from: PathBuf, to: PathBuf },
}

/// What was prepared.
#[derive(Debug, Default)]
struct Prepared {
    steps: Vec<Step>,
    /// Files that are not needed any more, whatever comes of it.
    spare: Vec<PathBuf>,
    /// Folders that were made, each after the one above it.
    folders: Vec<PathBuf>,
}

/// Makes all changes below `folder`, or none. First every file is looked at and every new text is
/// written beside its file, to the disk itself; only then do new texts take the place of old ones, one
/// step a file, so that at every moment, whatever happens, each file is there with its old or its new
/// text. What was there is kept until all is done. A link is followed to the file, which must lie in
/// the site folder.
///
/// # Errors
/// [`RewriteError`]; all files are as they were then, but for [`RewriteError::HalfDone`].
pub fn rewrite(folder: &Path, changes: &[FileChange]) -> Result<(), RewriteError> {
    let root = folder.canonicalize().map_err(DiskError::because("read", folder))?;
    let changes = followed(&root, changes)?;
    changes.iter().try_for_each(|change| look(&root, change))?;
    let mut prepared = Prepared::default();
    let ready = changes.iter().try_for_each(|change| prepared.add(&root, change));
    let outcome = ready.map_err(RewriteError::Disk).and_then(|()| carry_out(&prepared.steps));
    for path in &prepared.spare {
        let _ = remove_file(&lies_now(path, &prepared.steps, outcome.is_ok()));
    }
    match &outcome {
        Ok(()) => remove_emptied(&root, &prepared.steps),
        Err(_) => prepared.folders.iter().rev().for_each(|made| drop(remove_empty_folder(made))),
    }
    outcome
}

/// The changes with texts at the files that links lead to, each file once.
fn followed(root: &Path, changes: &[FileChange]) -> Result<Vec<FileChange>, RewriteError> {
    let mut texts: BTreeMap<SourcePath, String> = BTreeMap::new();
    let mut all = Vec::with_capacity(changes.len());
    for change in changes {
        let FileChange::Text { path, before, after } = change else {
            all.push(change.clone());
            continue;
        };
        let full = root.join(path.as_str());
        let real = full.canonicalize().map_err(DiskError::because("read", &full))?;
        let below = real.strip_prefix(root).ok().and_then(Path::to_str);
        let Some(below) = below else { return Err(RewriteError::Linked(path.clone())) };
        // A system that separates folders otherwise is asked by the path as it was given.
        let path = if real == full { path.clone() } else { SourcePath::new(below) };
        match texts.get(&path) {
            Some(known) if known == after => {}
            Some(_) => return Err(RewriteError::Linked(path)),
            None => {
                texts.insert(path.clone(), after.clone());
                all.push(FileChange::Text { path, before: before.clone(), after: after.clone() });
            }
        }
    }
    Ok(all)
}

/// Whether a change can be made as far as one can see without making it.
fn look(folder: &Path, change: &FileChange) -> Result<(), RewriteError> {
    let path = |name: &SourcePath| folder.join(name.as_str());
    match change {
        FileChange::Text { path: name, before, .. } => {
            may_change(&path(name), name)?;
            match std::fs::read(path(name)).map_err(DiskError::because("read", &path(name)))? {
                now if now == before.as_bytes() => Ok(()),
                _ => Err(RewriteError::Changed(name.clone())),
            }
        }
        FileChange::New { path: name, .. } => match path_kind(&path(name))? {
            PathKind::Missing => Ok(()),
            _ => Err(RewriteError::Exists(name.clone())),
        },
        FileChange::Move { from, to } => {
            may_change(&path(from), from)?;
            if leads_astray(&path(from), &path(to)) {
                return Err(RewriteError::Linked(from.clone()));
            }
            match path_kind(&path(to))? {
                PathKind::Missing => Ok(()),
                // Another spelling of its own name, where the system takes both for one.
                _ if clash_key(from.as_str()) == clash_key(to.as_str()) && is_one(&path(from), &path(to)) => Ok(()),
                _ => Err(RewriteError::Exists(to.clone())),
            }
        }
    }
}

/// Whether two paths lead to one file.
fn is_one(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let name = |path: &Path| std::fs::symlink_metadata(path).map(|facts| (facts.dev(), facts.ino())).ok();
        name(a).is_some() && name(a) == name(b)
    }
    #[cfg(not(unix))]
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Whether a link, or one inside a folder, would lead elsewhere once it is moved: one that names its
/// target by the way from where it lies.
fn leads_astray(from: &Path, to: &Path) -> bool {
    let links =
        walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok).filter(walkdir::DirEntry::path_is_symlink);
    links.into_iter().any(|link| {
        let Ok(target) = std::fs::read_link(link.path()) else { return true };
        let stays = link.path() == from && from.parent() == to.parent();
        let inside = link.path() != from && link.path().canonicalize().is_ok_and(|real| real.starts_with(from));
        target.is_relative() && !stays && !inside
    })
}

/// A file that is marked as not to be written stays, even where its folder would allow to put
/// another one in its place.
fn may_change(path: &Path, name: &SourcePath) -> Result<(), RewriteError> {
    let facts = std::fs::symlink_metadata(path).map_err(DiskError::because("read", path))?;
    if facts.permissions().readonly() { Err(RewriteError::ReadOnly(name.clone())) } else { Ok(()) }
}

impl Prepared {
    /// Writes the new text beside its file, and notes the step that brings it there.
    fn add(&mut self, root: &Path, change: &FileChange) -> Result<(), DiskError> {
        let (name, text) = match change {
            FileChange::Text { path, after, .. } => (path, after),
            FileChange::New { path, text } => (path, text),
            FileChange::Move { from, to } => {
                let (from, to) = (root.join(from.as_str()), root.join(to.as_str()));
                self.make_folder(&to)?;
                self.steps.push(Step::Move { from, to });
                return Ok(());
            }
        };
        let path = root.join(name.as_str());
        self.make_folder(&path)?;
        let mark = format!("{}-{}", super::unique(), self.steps.len());
        let beside = |what: &str| path.with_file_name(format!(".{what}-{mark}"));
        let (new, old) = (beside("new"), beside("old"));
        self.spare.push(new.clone());
        write_new(&new, text.as_bytes())?;
        write_out(&new)?;
        if !matches!(change, FileChange::Text { .. }) {
            self.steps.push(Step::Place { new, path });
            return Ok(());
        }
        match_permissions(&path, &new)?;
        self.spare.push(old.clone());
        if hard_link(&path, &old).is_err() {
            // Some disks have no second names.
            let bytes = std::fs::read(&path).map_err(DiskError::because("read", &path))?;
            write_new(&old, &bytes)?;
            match_permissions(&path, &old)?;
        }
        self.steps.push(Step::Replace { new, path, old });
        Ok(())
    }

    /// Makes the folder that a path lies in, and remembers which folders that brought.
    fn make_folder(&mut self, path: &Path) -> Result<(), DiskError> {
        let Some(folder) = path.parent() else { return Ok(()) };
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|above| !above.exists()).map(Path::to_path_buf).collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.folders.extend(missing.into_iter().rev());
        create_folder(folder)
    }
}

fn carry_out(steps: &[Step]) -> Result<(), RewriteError> {
    for (at, step) in steps.iter().enumerate() {
        let done = match step {
            // Nobody knows the file beside it: what could not be written is the file itself.
            Step::Replace { new, path, .. } | Step::Place { new, path } => {
                rename(new, path).map_err(|error| error.of("written", path))
            }
            Step::Move { from, to } => rename(from, to),
        };
        let Err(refused) = done else { continue };
        return match steps.get(..at).unwrap_or_default().iter().rev().try_for_each(take_back) {
            Ok(()) => Err(RewriteError::Disk(refused)),
            Err(undo) => Err(RewriteError::HalfDone { refused, undo }),
        };
    }
    Ok(())
}

fn take_back(step: &Step) -> Result<(), DiskError> {
    match step {
        Step::Replace { path, old, .. } => rename(old, path),
        Step::Place { path, .. } => remove_file(path),
        Step::Move { from, to } => rename(to, from),
    }
}

/// Where a file lies once the folder that it was in may have been moved.
fn lies_now(path: &Path, steps: &[Step], is_done: bool) -> PathBuf {
    let moved = steps.iter().filter(|_| is_done).find_map(|step| match step {
        Step::Move { from, to } => path.strip_prefix(from).ok().map(|below| to.join(below)),
        Step::Replace { .. } | Step::Place { .. } => None,
    });
    moved.unwrap_or_else(|| path.to_path_buf())
}

/// Removes folders that hold nothing any more now that a file was moved out of them.
fn remove_emptied(root: &Path, steps: &[Step]) {
    let moved = steps.iter().filter_map(|step| if let Step::Move { from, .. } = step { from.parent() } else { None });
    for folder in moved {
        // `content` and the folders of the kinds stay.
        let below = |folder: &&Path| folder.strip_prefix(root).is_ok_and(|below| below.components().count() > 2);
        for above in folder.ancestors().take_while(below) {
            if remove_empty_folder(above).is_err() || above.exists() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::trouble::{Manner, Trouble, with};

    fn text(path: &str, before: &str, after: &str) -> FileChange {
        FileChange::Text { path: SourcePath::new(path), before: before.to_owned(), after: after.to_owned() }
    }

    fn moved(from: &str, to: &str) -> FileChange {
        FileChange::Move { from: SourcePath::new(from), to: SourcePath::new(to) }
    }

    /// All files and folders below, with what files hold.
    fn tree(folder: &Path) -> BTreeMap<String, Option<String>> {
        let found = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
        let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        found.map(|file| (name(file.path()), std::fs::read_to_string(file.path()).ok())).collect()
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let top = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = top.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        top
    }

    const BEFORE: [(&str, &str); 4] =
        [("content/a/x/a.md", "1"), ("content/a/b.md", "2"), ("content/a/f/c.md", "3"), ("l", "4")];

    fn everything() -> Vec<FileChange> {
        let new = FileChange::New { path: SourcePath::new("content/n/d.md"), text: "5".to_owned() };
        let texts = [
            text("content/a/x/a.md", "1", "one"),
            text("content/a/b.md", "2", "two"),
            text("content/a/f/c.md", "3", "three"),
            text("l", "4", "four"),
        ];
        let moves = [moved("content/a/x/a.md", "content/a/y/z/a.md"), moved("content/a/f", "content/a/g")];
        texts.into_iter().chain([new]).chain(moves).collect()
    }

    #[test]
    fn all_is_changed() {
        let top = folder(&BEFORE);
        rewrite(top.path(), &everything()).unwrap();
        let expected = folder(&[
            ("content/a/y/z/a.md", "one"),
            ("content/a/b.md", "two"),
            ("content/a/g/c.md", "three"),
            ("l", "four"),
            ("content/n/d.md", "5"),
        ]);
        assert_eq!(tree(top.path()), tree(expected.path()));
    }

    #[test]
    fn whatever_fails_all_is_as_it_was() {
        for manner in [Manner::default(), Manner { no_links: true, ..Manner::default() }] {
            let count = with(Trouble::None, 0, manner, || rewrite(folder(&BEFORE).path(), &everything())).1.len();
            assert!(count > 20, "{count}");
            for trouble in [Trouble::FullOnce, Trouble::Full, Trouble::Broken] {
                for at in 0..count {
                    let top = folder(&BEFORE);
                    let before = tree(top.path());
                    let (outcome, _) = with(trouble, at, manner, || rewrite(top.path(), &everything()));
                    match outcome {
                        Err(RewriteError::HalfDone { .. }) => panic!("{trouble:?} {at}: half done"),
                        Err(_) => assert_eq!(tree(top.path()), before, "{trouble:?} {at}"),
                        // What fails then is only tidying up, or a second name that a copy stands in for.
                        Ok(()) => assert!(tree(top.path()).contains_key("content/a/y/z/a.md"), "{trouble:?} {at}"),
                    }
                }
            }
        }
    }

    #[test]
    fn no_file_is_lost_when_the_process_dies() {
        let count =
            with(Trouble::None, 0, Manner::default(), || rewrite(folder(&BEFORE).path(), &everything())).1.len();
        for at in 0..count {
            let top = folder(&BEFORE);
            let _ = with(Trouble::Killed, at, Manner::default(), || rewrite(top.path(), &everything()));
            let tree = tree(top.path());
            let is = |name: &str, texts: [&str; 2]| {
                tree.get(name).is_some_and(|text| texts.contains(&text.as_deref().unwrap_or("")))
            };
            assert!(is("content/a/x/a.md", ["1", "one"]) || is("content/a/y/z/a.md", ["one", "one"]), "{at}: {tree:?}");
            assert!(is("content/a/b.md", ["2", "two"]) && is("l", ["4", "four"]), "{at}: {tree:?}");
            assert!(
                is("content/a/f/c.md", ["3", "three"]) || is("content/a/g/c.md", ["three", "three"]),
                "{at}: {tree:?}"
            );
        }
    }

    /// Nothing is done, and the reason is told.
    fn refused(top: &Path, changes: &[FileChange], why: impl Fn(&RewriteError) -> bool) {
        let before = tree(top);
        let error = rewrite(top, changes).unwrap_err();
        assert!(why(&error), "{error:?}");
        assert_eq!(tree(top), before);
    }

    #[test]
    fn what_is_not_as_expected_is_left_alone() {
        let top = folder(&BEFORE);
        let ok = text("l", "4", "four");
        refused(
            top.path(),
            &[ok.clone(), text("content/a/b.md", "stale", "3")],
            |error| matches!(error, RewriteError::Changed(path) if path.as_str() == "content/a/b.md"),
        );
        refused(top.path(), &[ok.clone(), moved("l", "content/a/b.md")], |error| {
            matches!(error, RewriteError::Exists(_))
        });
        let new = FileChange::New { path: SourcePath::new("l"), text: String::new() };
        refused(top.path(), &[new], |error| matches!(error, RewriteError::Exists(_)));
        refused(top.path(), &[ok.clone(), text("missing", "", "")], |error| matches!(error, RewriteError::Disk(_)));
        let file = top.path().join("content/a/b.md");
        let mut permissions = std::fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&file, permissions).unwrap();
        refused(
            top.path(),
            &[ok, text("content/a/b.md", "2", "two")],
            |error| matches!(error, RewriteError::ReadOnly(path) if path.as_str() == "content/a/b.md"),
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let top = folder(&BEFORE);
        let file = top.path().join("content/a/b.md");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("../b.md", top.path().join("content/a/x/link.md")).unwrap();
        rewrite(top.path(), &[text("content/a/x/link.md", "2", "two")]).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(top.path().join("content/a/x/link.md").is_symlink());
        let is_linked = |error: &RewriteError| matches!(error, RewriteError::Linked(_));
        let twice = [text("content/a/x/link.md", "two", "2"), text("content/a/b.md", "two", "three")];
        refused(top.path(), &twice, is_linked);
        refused(top.path(), &[moved("content/a/x/link.md", "content/link.md")], is_linked);
        refused(top.path(), &[moved("content/a/x", "content/y")], is_linked);
        rewrite(top.path(), &[moved("content/a/x/link.md", "content/a/x/other.md")]).unwrap();
        assert_eq!(std::fs::read_to_string(top.path().join("content/a/x/other.md")).unwrap(), "two");
        let outside = folder(&[("o.md", "o")]);
        symlink(outside.path().join("o.md"), top.path().join("o.md")).unwrap();
        refused(top.path(), &[text("o.md", "o", "p")], is_linked);
    }
}
