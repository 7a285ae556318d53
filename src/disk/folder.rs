use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

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
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(PathKind::Missing),
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
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_path_buf();
            let source = error.into_io_error().unwrap_or_else(|| io::Error::other("links lead in a circle"));
            DiskError::Io { action: "read", path, source }
        })?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let Some(name) = slashed(relative) else {
            survey.others.push(relative.to_string_lossy().into_owned());
            continue;
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            survey.folders.insert(name);
        } else if !kind.is_file() {
            survey.others.push(name);
        } else if matches!(entry.file_name().to_str(), Some(".DS_Store" | "Thumbs.db" | "desktop.ini")) {
            survey.clutter.push(name);
        } else {
            let facts = entry.metadata().map_err(|error| {
                let source = error.into_io_error().unwrap_or_else(|| io::Error::other("it is gone"));
                DiskError::Io { action: "read", path: entry.path().to_path_buf(), source }
            })?;
            survey.files.insert(name, FileFact::of(&facts));
        }
    }
    Ok(survey)
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
