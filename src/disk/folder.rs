use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

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
