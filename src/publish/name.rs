use std::fmt;

use rayon::prelude::*;

use super::PublishError;
use super::journal::MANIFEST_BESIDE;
use crate::outputs::MANIFEST_PATH;
use crate::text::is_device_name;

/// What is wrong with an output's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// It is empty, absolute, or has an empty part, `.` or `..`.
    Path,
    /// It holds a control character or a backslash.
    Character,
    /// Some part is a name that Windows keeps for devices.
    Device,
    /// Two outputs have it, or one has it as a file and another as a folder.
    Twice,
    /// The manifest has it.
    Manifest,
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NameFault::Path => "that is not a path inside the output folder",
            NameFault::Character => "that name cannot be used on every system",
            NameFault::Device => "Windows keeps that name for a device",
            NameFault::Twice => "two things would have that name",
            NameFault::Manifest => "that is the name of the list of all files",
        })
    }
}

/// What is wrong with one name by itself.
pub(super) fn check(path: &str) -> Option<NameFault> {
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return Some(NameFault::Character);
    }
    // A drive letter (`C:`) makes a path absolute on Windows.
    let drive = path.as_bytes().get(1) == Some(&b':');
    if drive || path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Some(NameFault::Path);
    }
    path.split('/').any(is_device_name).then_some(NameFault::Device)
}

/// The last defence before names become files: the rooms above have told the author about names
/// that content can cause.
pub(super) fn check_all(mut paths: Vec<&str>) -> Result<(), PublishError> {
    let fault = |path: &str, fault| Err(PublishError::Name { path: path.escape_debug().to_string(), fault });
    paths.par_sort_unstable();
    if let Some((path, wrong)) = paths.par_iter().find_map_first(|path| Some((path, check(path)?))) {
        return fault(path, wrong);
    }
    if let Some(path) = [MANIFEST_PATH, MANIFEST_BESIDE].into_iter().find(|path| paths.binary_search(path).is_ok()) {
        return fault(path, NameFault::Manifest);
    }
    let twice = paths.windows(2).find_map(|pair| pair.first().filter(|first| pair.last() == Some(first)));
    let clash =
        || paths.par_iter().find_map_first(|path| parents(path).find(|parent| paths.binary_search(parent).is_ok()));
    match twice.copied().or_else(clash) {
        Some(path) => fault(path, NameFault::Twice),
        None => Ok(()),
    }
}

/// Whether a path is a folder's own or lies in it.
pub(super) fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folders that a path lies in, the nearest first.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_names(paths: &[&str], expect: Option<NameFault>) {
        let found = match check_all(paths.to_vec()) {
            Ok(()) => None,
            Err(PublishError::Name { fault, .. }) => Some(fault),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(found, expect, "{paths:?}");
    }

    #[test]
    fn names_stay_inside_and_apart() {
        check_names(&["index.html", "a/index.html", "a/b/ü .txt", "_headers", ".well-known/x"], None);
        for path in ["", "/a", "a//b", "a/", "../a", "a/../b", "./a", "a/.", "C:/x"] {
            check_names(&[path], Some(NameFault::Path));
        }
        for path in ["a\0", "a\nb", "a\\b", "a\u{85}"] {
            check_names(&[path], Some(NameFault::Character));
        }
        check_names(&["a/NUL.html"], Some(NameFault::Device));
        check_names(&["lpt1/index.html"], Some(NameFault::Device));
        check_names(&["a", "a"], Some(NameFault::Twice));
        check_names(&["a/b", "a"], Some(NameFault::Twice));
        check_names(&["a/b/c/d", "a/b"], Some(NameFault::Twice));
        check_names(&["waypost-manifest.json"], Some(NameFault::Manifest));
        check_names(&["a", "waypost-manifest.json.new"], Some(NameFault::Manifest));
    }
}
