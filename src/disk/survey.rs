//! What a folder holds, without following links and without opening a file. A site has a folder for
//! each page, so folders are shared out among threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::error::DiskError;

/// What a folder holds. Paths are relative and `/`-separated.
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

/// One thing in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// An ordinary file.
    File(FileFact),
    /// A folder.
    Folder,
    /// A link, a device, or something with a name that is not UTF-8.
    Other,
    /// A file that the system's file manager leaves wherever a folder is looked at.
    Clutter,
}

/// Lists everything below a folder but what `left_out` names by its path, and what is below that.
///
/// # Errors
/// When some part of it cannot be read: then nobody knows what is there.
pub fn survey(folder: &Path, left_out: &(dyn Fn(&str) -> bool + Sync)) -> Result<Survey, DiskError> {
    let see = |found: &mut Vec<(String, Item)>, path: &str, item| {
        if !left_out(path) {
            found.push((path.to_owned(), item));
            return true;
        }
        false
    };
    let mut found = look_through(folder, &see, &|all, more| all.extend(more))?;
    found.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let mut survey = Survey::default();
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for (path, item) in found {
        match item {
            Item::File(fact) => files.push((path, fact)),
            Item::Folder => folders.push(path),
            Item::Other => survey.others.push(path),
            Item::Clutter => survey.clutter.push(path),
        }
    }
    // Made from what is in order already, which is quicker than one by one.
    (survey.files, survey.folders) = (files.into_iter().collect(), folders.into_iter().collect());
    Ok(survey)
}

/// Shows everything below a folder, in no particular order, to `see`, which gathers what it wants to
/// know and says whether to look into a folder; what several threads gathered is put together by
/// `join`.
///
/// # Errors
/// When some part of it cannot be read.
pub fn look_through<T: Default + Send>(
    folder: &Path,
    see: &(impl Fn(&mut T, &str, Item) -> bool + Sync),
    join: &(impl Fn(&mut T, T) + Sync),
) -> Result<T, DiskError> {
    let mut gathered = T::default();
    listing::folder(&listing::open(folder)?, &Place { folder, prefix: "" }, see, join, &mut gathered)?;
    Ok(gathered)
}

/// A folder on the way down.
struct Place<'a> {
    /// Where everything began, for messages.
    folder: &'a Path,
    /// The folder's path below it, with a slash; nothing for the first one.
    prefix: &'a str,
}

impl Place<'_> {
    fn because(&self, error: impl Into<std::io::Error>) -> DiskError {
        DiskError::because("read", &self.folder.join(self.prefix))(error.into())
    }
}

/// Looks into inner folders on all cores, each by its own means.
fn inner<T: Default + Send>(
    names: &[String],
    into: &mut T,
    join: &(impl Fn(&mut T, T) + Sync),
    look: impl Fn(&str, &mut T) -> Result<(), DiskError> + Sync,
) -> Result<(), DiskError> {
    // Most folders hold one page and no folder, or few: not worth a thread's attention.
    if names.len() < 8 {
        return names.iter().try_for_each(|name| look(name, into));
    }
    let parts = names.par_iter().try_fold(T::default, |mut part, name| look(name, &mut part).map(|()| part));
    let below = parts.try_reduce(T::default, |mut all, part| {
        join(&mut all, part);
        Ok(all)
    })?;
    join(into, below);
    Ok(())
}

fn is_clutter(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Folders by their handles and names relative to these, which spares the system from walking the
/// whole path for each of tens of thousands of files.
#[cfg(target_os = "linux")]
mod listing {
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, openat, statat};

    use super::{DiskError, FileFact, Item, Place, inner, is_clutter};

    pub(super) fn open(folder: &Path) -> Result<OwnedFd, DiskError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        openat(CWD, folder, flags, Mode::empty()).map_err(|error| DiskError::because("read", folder)(error.into()))
    }

    pub(super) fn folder<T: Default + Send>(
        handle: &OwnedFd,
        place: &Place<'_>,
        see: &(impl Fn(&mut T, &str, Item) -> bool + Sync),
        join: &(impl Fn(&mut T, T) + Sync),
        into: &mut T,
    ) -> Result<(), DiskError> {
        let mut names = Vec::new();
        let mut path = place.prefix.to_owned();
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut entries = RawDir::new(handle, &mut room);
        while let Some(entry) = entries.next() {
            let entry = entry.map_err(|error| place.because(error))?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            path.truncate(place.prefix.len());
            path.push_str(&name.to_string_lossy());
            let (Ok(text), false) = (name.to_str(), matches!(entry.file_type(), FileType::Symlink)) else {
                see(into, &path, Item::Other);
                continue;
            };
            match item(handle, text, entry.file_type()).map_err(|error| place.because(error))? {
                Item::Folder if see(into, &path, Item::Folder) => names.push(text.to_owned()),
                Item::Folder => {}
                item => drop(see(into, &path, item)),
            }
        }
        inner(&names, into, join, |name, into| {
            let prefix = format!("{}{name}/", place.prefix);
            let place = Place { prefix: &prefix, ..*place };
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let below = openat(handle, name, flags, Mode::empty()).map_err(|error| place.because(error))?;
            folder(&below, &place, see, join, into)
        })
    }

    fn item(handle: &OwnedFd, name: &str, kind: FileType) -> io::Result<Item> {
        Ok(match kind {
            FileType::Directory => Item::Folder,
            FileType::RegularFile | FileType::Unknown if is_clutter(name) => Item::Clutter,
            FileType::RegularFile | FileType::Unknown => {
                let facts = statat(handle, name, AtFlags::SYMLINK_NOFOLLOW)?;
                match FileType::from_raw_mode(facts.st_mode) {
                    FileType::Directory => Item::Folder,
                    FileType::RegularFile => Item::File(FileFact {
                        size: u64::try_from(facts.st_size).unwrap_or_default(),
                        identity: Some((facts.st_dev, facts.st_ino)),
                    }),
                    _ => Item::Other,
                }
            }
            _ => Item::Other,
        })
    }
}

/// Folders by their paths.
#[cfg(not(target_os = "linux"))]
mod listing {
    use std::fs::{self, Metadata};
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{DiskError, FileFact, Item, Place, inner, is_clutter};

    pub(super) fn open(folder: &Path) -> Result<PathBuf, DiskError> {
        Ok(folder.to_path_buf())
    }

    pub(super) fn folder<T: Default + Send>(
        folder_path: &Path,
        place: &Place<'_>,
        see: &(impl Fn(&mut T, &str, Item) -> bool + Sync),
        join: &(impl Fn(&mut T, T) + Sync),
        into: &mut T,
    ) -> Result<(), DiskError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder_path).map_err(|error| place.because(error))? {
            let entry = entry.map_err(|error| place.because(error))?;
            let name = entry.file_name();
            let path = format!("{}{}", place.prefix, name.to_string_lossy());
            let Some(text) = name.to_str() else {
                see(into, &path, Item::Other);
                continue;
            };
            match item(&entry, text).map_err(|error| place.because(error))? {
                Item::Folder if see(into, &path, Item::Folder) => names.push(text.to_owned()),
                Item::Folder => {}
                item => drop(see(into, &path, item)),
            }
        }
        inner(&names, into, join, |name, into| {
            let prefix = format!("{}{name}/", place.prefix);
            folder(&folder_path.join(name), &Place { prefix: &prefix, ..*place }, see, join, into)
        })
    }

    fn item(entry: &fs::DirEntry, name: &str) -> io::Result<Item> {
        let kind = entry.file_type()?;
        Ok(match () {
            () if kind.is_dir() => Item::Folder,
            () if !kind.is_file() => Item::Other,
            () if is_clutter(name) => Item::Clutter,
            () => Item::File(FileFact::of(&entry.metadata()?)),
        })
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
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn everything_below_is_seen_once() {
        let top = tempfile::tempdir().unwrap();
        for number in 0..40 {
            let folder = top.path().join(format!("a/{number:02}/deep"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("index.html"), "x".repeat(number)).unwrap();
        }
        for number in 0..300 {
            fs::write(top.path().join(format!("{}{number:03}", "long".repeat(40))), "").unwrap();
        }
        fs::create_dir_all(top.path().join(".git/objects")).unwrap();
        fs::write(top.path().join("a/.DS_Store"), "").unwrap();
        let found = survey(top.path(), &|path| path == ".git").unwrap();
        assert_eq!((found.files.len(), found.folders.len()), (340, 81));
        assert_eq!(found.files.get("a/07/deep/index.html").unwrap().size, 7);
        assert_eq!(found.clutter, ["a/.DS_Store"]);
        assert!(found.others.is_empty());
        assert!(survey(&top.path().join("nowhere"), &|_| false).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_others_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        let top = tempfile::tempdir().unwrap();
        fs::create_dir_all(top.path().join("tree/in")).unwrap();
        fs::create_dir_all(top.path().join("elsewhere")).unwrap();
        fs::write(top.path().join("elsewhere/x"), "").unwrap();
        symlink(top.path().join("elsewhere"), top.path().join("tree/in/link")).unwrap();
        symlink("nowhere", top.path().join("tree/dead")).unwrap();
        let tree = top.path().join("tree");
        fs::write(tree.join(std::ffi::OsStr::from_bytes(b"b\xff")), "").unwrap();
        let found = survey(&tree, &|_| false).unwrap();
        assert_eq!(found.others, ["b\u{fffd}", "dead", "in/link"]);
        assert!(found.files.is_empty());
        // A link that is given is followed, once.
        symlink(&tree, top.path().join("given")).unwrap();
        assert_eq!(survey(&top.path().join("given"), &|_| false).unwrap().folders.len(), 1);
    }
}
