use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::error::DiskError;

/// What stands at a path; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// Nothing.
    Missing,
    /// A folder.
    Folder,
    /// An ordinary file.
    File,
    /// A link, a device or something else.
    Other,
}

/// Looks what stands at a path.
///
/// # Errors
/// When the system does not tell, for other reasons than that nothing is there.
pub fn path_kind(path: &Path) -> Result<PathKind, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(facts) if facts.is_dir() => Ok(PathKind::Folder),
        Ok(facts) if facts.is_file() => Ok(PathKind::File),
        Ok(_) => Ok(PathKind::Other),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(PathKind::Missing)
        }
        Err(error) => Err(DiskError::because("read", path)(error)),
    }
}

/// The folder that the command was started in.
///
/// # Errors
/// When it has been removed or may not be read.
pub fn current_folder() -> Result<PathBuf, DiskError> {
    std::env::current_dir().map_err(DiskError::because("read", Path::new(".")))
}

/// A variable of the environment; nothing where it is not set, empty, or no UTF-8.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A path made absolute without looking at the disk.
///
/// # Errors
/// When the path is empty or the current folder is gone.
pub fn absolute(path: &Path) -> Result<PathBuf, DiskError> {
    std::path::absolute(path).map_err(DiskError::because("read", path))
}

/// Where a path that may not exist yet really is: its longest existing part without links, and
/// the rest as it stands. `..` in the part that does not exist is taken back by name.
///
/// # Errors
/// When the existing part cannot be resolved: a link that leads nowhere or in a circle, or no
/// permission.
pub fn resolve(path: &Path) -> Result<PathBuf, DiskError> {
    let path = absolute(path)?;
    let mut real = PathBuf::new();
    let mut exists = true;
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => real.push(part),
        }
        if exists {
            match real.canonicalize() {
                Ok(canonical) => real = canonical,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if path_kind(&real)? != PathKind::Missing {
                        let nowhere = io::Error::other("it is a link to something that is not there");
                        return Err(DiskError::because("read", &real)(nowhere));
                    }
                    exists = false;
                }
                Err(error) => return Err(DiskError::because("read", &real)(error)),
            }
        }
    }
    Ok(real)
}

/// The name of something that a folder holds, the first in order; nothing where it is empty.
///
/// # Errors
/// What the system says.
pub fn any_entry(folder: &Path) -> Result<Option<String>, DiskError> {
    let because = || DiskError::because("read", folder);
    let mut first: Option<String> = None;
    for entry in fs::read_dir(folder).map_err(because())? {
        let name = entry.map_err(because())?.file_name().to_string_lossy().into_owned();
        first = Some(first.map_or_else(|| name.clone(), |first| first.min(name.clone())));
    }
    Ok(first)
}

/// Reads a whole file.
///
/// # Errors
/// What the system says.
pub fn read_file(path: &Path) -> Result<Vec<u8>, DiskError> {
    fs::read(path).map_err(DiskError::because("read", path))
}

/// What a folder holds, without following links. Paths are relative and `/`-separated.
#[derive(Debug, Default)]
pub struct Survey {
    /// Ordinary files.
    pub files: BTreeMap<String, FileFact>,
    /// Folders.
    pub folders: BTreeSet<String>,
    /// Links, devices, and names that are not UTF-8 (shown as well as can be).
    pub others: Vec<String>,
    /// Files that the system's file manager leaves wherever a folder is looked at.
    pub clutter: Vec<String>,
}

/// What the system tells about a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFact {
    /// Size in bytes.
    pub size: u64,
    /// Device and number of the file, the same for two names of one file; nothing where the
    /// system has no such number.
    pub identity: Option<(u64, u64)>,
}

impl FileFact {
    fn of(facts: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((facts.dev(), facts.ino()))
        };
        #[cfg(not(unix))]
        let identity = None;
        Self { size: facts.len(), identity }
    }
}

/// Lists everything below a folder.
///
/// # Errors
/// When some part of it cannot be read: then nobody knows what is there.
pub fn survey(folder: &Path) -> Result<Survey, DiskError> {
    let mut survey = Survey::default();
    for (name, item) in items(folder, "")? {
        match item {
            Item::File(fact) => drop(survey.files.insert(name, fact)),
            Item::Folder => drop(survey.folders.insert(name)),
            Item::Other => survey.others.push(name),
            Item::Clutter => survey.clutter.push(name),
        }
    }
    Ok(survey)
}

enum Item {
    File(FileFact),
    Folder,
    Other,
    Clutter,
}

/// What is in a folder and below. A site has a folder for each page, so folders are shared out
/// among threads.
fn items(folder: &Path, prefix: &str) -> Result<Vec<(String, Item)>, DiskError> {
    let because = || DiskError::because("read", folder);
    let mut found = Vec::new();
    let mut inner = Vec::new();
    for entry in fs::read_dir(folder).map_err(because())? {
        let entry = entry.map_err(because())?;
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else {
            found.push((format!("{prefix}{}", entry.file_name().to_string_lossy()), Item::Other));
            continue;
        };
        let kind = entry.file_type().map_err(because())?;
        let item = if kind.is_dir() {
            inner.push((entry.path(), format!("{name}/")));
            Item::Folder
        } else if !kind.is_file() {
            Item::Other
        } else if matches!(entry.file_name().to_str(), Some(".DS_Store" | "Thumbs.db" | "desktop.ini")) {
            Item::Clutter
        } else {
            Item::File(FileFact::of(&entry.metadata().map_err(because())?))
        };
        found.push((name, item));
    }
    let below: Result<Vec<_>, DiskError> = inner.par_iter().map(|(folder, prefix)| items(folder, prefix)).collect();
    found.extend(below?.into_iter().flatten());
    Ok(found)
}
