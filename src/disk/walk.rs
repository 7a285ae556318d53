use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::reason;
use super::fault::{Fault, NameFault};
use super::stamp::Stamp;
use crate::text::{SourcePath, is_device_name};

/// How many files and folders may be reached through links in one site; one behind three links
/// counts three times. Links into folders that hold links multiply, and thirty of them would
/// otherwise be a billion files.
const MOST_LINKED: usize = 100_000;

/// An ordinary file of the site.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: SourcePath,
    pub(super) stamp: Stamp,
}

impl Found {
    /// A fault, if some part of the path is a name that Windows keeps for devices.
    pub(super) fn device_name(&self) -> Option<Fault> {
        let device = self.path.as_str().split('/').any(is_device_name);
        device.then(|| Fault::NameInvalid { path: self.path.clone(), why: NameFault::Device })
    }
}

/// Walks folders of one site and gathers what is wrong on the way.
pub(super) struct Walker<'a> {
    root: &'a Path,
    /// The output folder and what is kept beside it.
    left_out: Vec<PathBuf>,
    linked: usize,
    /// The links that the walk has passed to where it is, the outermost first.
    passed: Vec<PathBuf>,
    pub(super) faults: Vec<Fault>,
}

enum Step {
    Take(Found),
    Pass,
    SkipFolder,
}

impl<'a> Walker<'a> {
    /// `root` is canonical.
    pub(super) fn new(root: &'a Path, out: Option<PathBuf>) -> Self {
        let mut left_out = Vec::new();
        if let Some(out) = out {
            if let Some(name) = out.file_name() {
                let mut state = OsStr::new(".").to_os_string();
                state.push(name);
                state.push(".waypost");
                left_out.push(out.with_file_name(state));
            }
            left_out.push(out);
        }
        Self { root, left_out, linked: 0, passed: Vec::new(), faults: Vec::new() }
    }

    /// All ordinary files below one folder of the site, sorted by the bytes of their paths.
    /// Nothing where the folder does not exist.
    pub(super) fn walk(&mut self, folder: &str) -> Vec<Found> {
        let top = self.root.join(folder);
        match fs::symlink_metadata(&top) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => {
                self.faults.push(Fault::Unreadable { path: SourcePath::new(folder), reason: reason(&error) });
                return Vec::new();
            }
            Ok(facts) if facts.is_symlink() => {
                if let Some(fault) = self.link_fault(&top, &SourcePath::new(folder)) {
                    self.faults.push(fault);
                    return Vec::new();
                }
            }
            Ok(_) => {}
        }
        let mut files = Vec::new();
        let mut entries = WalkDir::new(&top).min_depth(1).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry.map_err(|error| self.walk_fault(&error)) {
                Ok(entry) => match self.step(&entry, folder == "static") {
                    Step::Take(found) => files.push(found),
                    Step::Pass => {}
                    Step::SkipFolder if entry.file_type().is_dir() => entries.skip_current_dir(),
                    Step::SkipFolder => {}
                },
                Err(fault) => self.faults.extend(fault),
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// One file at the top of the site; nothing where it does not exist.
    pub(super) fn single(&self, name: &str) -> Option<Result<Found, Fault>> {
        let (full, path) = (self.root.join(name), SourcePath::new(name));
        let facts = fs::symlink_metadata(&full).ok()?;
        if facts.is_symlink()
            && let Some(fault) = self.link_fault(&full, &path)
        {
            return Some(Err(fault));
        }
        Some(match fs::metadata(&full) {
            Ok(facts) if facts.is_file() => Ok(Found { path, stamp: Stamp::of(&facts) }),
            Ok(_) => Err(Fault::Unreadable { path, reason: NOT_ORDINARY.to_owned() }),
            Err(error) => Err(Fault::Unreadable { path, reason: reason(&error) }),
        })
    }

    fn step(&mut self, entry: &DirEntry, published_as_is: bool) -> Step {
        if is_left_out(entry.file_name(), published_as_is) || self.left_out.iter().any(|path| path == entry.path()) {
            return Step::SkipFolder;
        }
        let (path, fault) = self.name(entry.path());
        if let Some(why) = fault {
            self.faults.push(Fault::NameInvalid { path, why });
            return Step::SkipFolder;
        }
        if entry.path_is_symlink()
            && let Some(fault) = self.link_fault(entry.path(), &path)
        {
            self.faults.push(fault);
            return Step::SkipFolder;
        }
        if !self.within_bounds(entry, &path) {
            return Step::SkipFolder;
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            return Step::Pass;
        }
        if !kind.is_file() {
            self.faults.push(Fault::Unreadable { path, reason: NOT_ORDINARY.to_owned() });
            return Step::Pass;
        }
        match entry.metadata() {
            Ok(facts) => Step::Take(Found { path, stamp: Stamp::of(&facts) }),
            Err(error) => {
                let reason = error.io_error().map_or_else(String::new, reason);
                self.faults.push(Fault::Unreadable { path, reason });
                Step::Pass
            }
        }
    }

    /// Counts what is reached through links, and says once where it becomes too much.
    fn within_bounds(&mut self, entry: &DirEntry, path: &SourcePath) -> bool {
        while self.passed.pop_if(|link| !entry.path().starts_with(link)).is_some() {}
        if entry.path_is_symlink() {
            self.passed.push(entry.path().to_path_buf());
        }
        if self.passed.is_empty() {
            return true;
        }
        let before = self.linked;
        self.linked += self.passed.len();
        if before <= MOST_LINKED && self.linked > MOST_LINKED {
            self.faults.push(Fault::SymlinkLoop { path: path.clone() });
        }
        self.linked <= MOST_LINKED
    }

    /// The path relative to the site folder, as messages show it, and what is wrong with the name.
    fn name(&self, full: &Path) -> (SourcePath, Option<NameFault>) {
        let relative = full.strip_prefix(self.root).unwrap_or(full);
        let mut text = String::new();
        let mut fault = None;
        for part in relative.components() {
            let part = part.as_os_str();
            let shown = part.to_string_lossy();
            fault = fault.or(match part.to_str() {
                None => Some(NameFault::NotUtf8),
                Some(name) if name.chars().any(char::is_control) => Some(NameFault::Control),
                Some(name) if name.contains('\\') => Some(NameFault::Backslash),
                Some(_) => None,
            });
            if !text.is_empty() {
                text.push('/');
            }
            text.extend(shown.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }));
        }
        (SourcePath::new(text), fault)
    }

    /// What is wrong with following a link, if anything is.
    fn link_fault(&self, link: &Path, path: &SourcePath) -> Option<Fault> {
        let path = path.clone();
        match link.canonicalize() {
            // What lies in static/ is published as it is: a link from there to the sources would
            // publish drafts.
            Ok(target)
                if path.as_str().starts_with("static/")
                    && (target == self.root || target.starts_with(self.root.join("content"))) =>
            {
                Some(Fault::SymlinkToSources { path })
            }
            Ok(target) if target.starts_with(self.root) => None,
            Ok(_) => Some(Fault::SymlinkOutside { path }),
            Err(error) => Some(broken_link(&error, path)),
        }
    }

    fn walk_fault(&self, error: &walkdir::Error) -> Option<Fault> {
        let full = error.path()?;
        if full.file_name().is_some_and(|name| is_left_out(name, false)) {
            return None;
        }
        let (path, name_fault) = self.name(full);
        if let Some(why) = name_fault {
            return Some(Fault::NameInvalid { path, why });
        }
        if error.loop_ancestor().is_some() {
            return Some(Fault::SymlinkLoop { path });
        }
        let cause = error.io_error()?;
        if full.is_symlink() {
            return Some(broken_link(cause, path));
        }
        Some(Fault::Unreadable { path, reason: reason(cause) })
    }
}

/// The standard library has no stable name for this error.
fn is_link_loop(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    return false;
}

const NOT_ORDINARY: &str = "it is not an ordinary file";

fn broken_link(error: &io::Error, path: SourcePath) -> Fault {
    match error.kind() {
        _ if is_link_loop(error) => Fault::SymlinkLoop { path },
        io::ErrorKind::NotFound => {
            Fault::Unreadable { path, reason: "it is a link to something that is not there".to_owned() }
        }
        _ => Fault::Unreadable { path, reason: reason(error) },
    }
}

/// Names that are never part of a site: hidden ones, what editors and systems leave behind, and
/// installed packages. In `static/` the hidden names that web servers look for are kept.
pub(super) fn is_left_out(name: &OsStr, published_as_is: bool) -> bool {
    let bytes = name.as_encoded_bytes();
    if bytes.starts_with(b".") {
        return !(published_as_is && matches!(bytes, b".well-known" | b".htaccess" | b".nojekyll"));
    }
    bytes.ends_with(b"~")
        || [b".swp".as_slice(), b".swo", b".swx"].iter().any(|end| bytes.ends_with(end))
        || (bytes.len() > 1 && bytes.starts_with(b"#") && bytes.ends_with(b"#"))
        || bytes.ends_with(b"___jb_tmp___")
        || bytes.ends_with(b"___jb_old___")
        || [b"thumbs.db".as_slice(), b"desktop.ini", b"node_modules"]
            .iter()
            .any(|known| bytes.eq_ignore_ascii_case(known))
}
