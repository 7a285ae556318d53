//! What an update in place notes before its first change, so that the next build knows which files may
//! be old, new, gone or half-written if this one does not live to finish.
//!
//! The note is the tree's own manifest: everything that will change is in it without a hash, the rest
//! as before. So it is where the tree is, whatever becomes of the folder beside it, and the manifest
//! that is written last strikes it out in the same step.

use std::collections::BTreeSet;

use super::name;
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFile};
use crate::text::OutputFile;

/// Where a new manifest stands until it is whole. Since there is no note yet when the first one is
/// written, this name is Waypost's at all times.
pub(super) const MANIFEST_BESIDE: &str = "waypost-manifest.json.new";

/// The manifest of a tree in which these paths are about to change, beside those that an update which
/// was cut short has left.
pub(super) fn note(manifest: &Manifest, changing: &BTreeSet<&str>) -> OutputFile {
    let stays = manifest.files.iter().filter(|file| !changing.contains(file.path.as_str())).cloned();
    Manifest::from_records(stays.chain(changing.iter().map(|path| ManifestFile::unsettled(path))).collect()).to_file()
}

/// Where new bytes stand until they are whole: beside the file, so that both are on one disk. The name
/// is short and has a number, since one made from the file's own could be too long.
pub(super) fn beside(path: &str, number: usize) -> String {
    if path == MANIFEST_PATH {
        return MANIFEST_BESIDE.to_owned();
    }
    let folder = name::parents(path).next().map_or(String::new(), |folder| format!("{folder}/"));
    format!("{folder}.waypost-{number}.new")
}

/// Whether a path is such a place.
pub(super) fn is_beside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let number = name.strip_prefix(".waypost-").and_then(|rest| rest.strip_suffix(".new"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
