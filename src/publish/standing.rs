//! Whether there is anything to do at all.

use std::collections::HashMap;

use super::target::Target;
use crate::disk::{self, Item, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest};
use crate::text::Fingerprint;

/// Whether the published tree is the one whose manifest has that hash, as far as can be told without
/// reading its files: every one is there with its size, nothing else is (but what is kept, and what
/// the system's file manager leaves), and no earlier build was cut short. Whatever cannot be found
/// out is a no. Changes nothing and takes no lock.
pub fn is_standing(target: &Target, manifest_hash: Fingerprint) -> bool {
    let unfinished = [target.journal(), target.aside()];
    if unfinished.iter().any(|path| disk::path_kind(path).ok() != Some(PathKind::Missing)) {
        return false;
    }
    let Ok(bytes) = disk::read_file(&target.folder().join(MANIFEST_PATH)) else { return false };
    if Fingerprint::of(&bytes) != manifest_hash {
        return false;
    }
    let Ok(manifest) = Manifest::parse(&bytes) else { return false };
    let kept = |path: &str| target.keeps(path);
    if manifest.skipped > 0 || manifest.files.iter().any(|file| kept(&file.path)) {
        return false;
    }
    let mut sizes: HashMap<&str, u64> = manifest.files.iter().map(|file| (file.path.as_str(), file.size)).collect();
    sizes.insert(MANIFEST_PATH, bytes.len() as u64);
    let see = |seen: &mut Seen, path: &str, item: Item| {
        if kept(path) {
            return false;
        }
        match item {
            Item::Clutter => {}
            Item::Folder => {
                let known = manifest.holds_folder(path) || target.keeps_below(path);
                seen.strange |= !known;
                return known;
            }
            Item::File(fact) if sizes.get(path) == Some(&fact.size) => seen.files += 1,
            Item::File(_) | Item::Other => seen.strange = true,
        }
        false
    };
    let join = |all: &mut Seen, part: Seen| {
        all.files += part.files;
        all.strange |= part.strange;
    };
    match disk::look_through(target.folder(), &see, &join) {
        Ok(seen) => !seen.strange && seen.files == sizes.len(),
        Err(_) => false,
    }
}

/// What one thread saw.
#[derive(Default)]
struct Seen {
    /// Files that are as listed.
    files: usize,
    /// Whether there was anything else.
    strange: bool,
}
