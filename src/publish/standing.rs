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
    if disk::path_kind(&target.aside()).ok() != Some(PathKind::Missing) {
        return false;
    }
    let manifest = || disk::read_file(&target.folder().join(MANIFEST_PATH)).ok();
    let (manifest, seen) = rayon::join(
        || manifest().filter(|bytes| Fingerprint::of(bytes) == manifest_hash),
        || disk::look_through(target.folder(), &|seen, path, item| see(target, seen, path, item), &Seen::add),
    );
    match (manifest, seen) {
        (Some(manifest), Ok(seen)) => seen.is_all_of(target, &manifest).unwrap_or(false),
        _ => false,
    }
}

/// What one thread saw.
#[derive(Default)]
struct Seen {
    /// The paths of files, one after the other: one text costs less than one for each.
    paths: String,
    /// Where each path ends in `paths`, and the file's size.
    files: Vec<(usize, u64)>,
    /// How many folders there are.
    folders: usize,
    /// Folders that something kept lies in.
    above_kept: Vec<String>,
    /// Whether there was anything that Waypost does not make.
    strange: bool,
}

/// Notes one thing; says whether to look into it.
fn see(target: &Target, seen: &mut Seen, path: &str, item: Item) -> bool {
    if target.keeps(path) {
        return false;
    }
    match item {
        Item::Clutter => {}
        Item::Other => seen.strange = true,
        Item::Folder if target.keeps_below(path) => seen.above_kept.push(path.to_owned()),
        Item::Folder => seen.folders += 1,
        Item::File(fact) => {
            seen.paths.push_str(path);
            seen.files.push((seen.paths.len(), fact.size));
        }
    }
    true
}

impl Seen {
    fn add(&mut self, more: Self) {
        let before = self.paths.len();
        self.paths.push_str(&more.paths);
        self.files.extend(more.files.iter().map(|(end, size)| (before + end, *size)));
        self.folders += more.folders;
        self.above_kept.extend(more.above_kept);
        self.strange |= more.strange;
    }

    /// Whether this is what a manifest lists, and the manifest itself, and no more.
    fn is_all_of(&self, target: &Target, manifest: &[u8]) -> Option<bool> {
        let listed = Manifest::sizes(manifest)?;
        if self.strange || listed.len() + 1 != self.files.len() || listed.iter().any(|(path, _)| target.keeps(path)) {
            return None;
        }
        let mut sizes: HashMap<&str, u64> = listed.iter().map(|(path, size)| (&**path, *size)).collect();
        sizes.insert(MANIFEST_PATH, manifest.len() as u64);
        let mut start = 0;
        for (end, size) in &self.files {
            // Each is taken out: a file that is seen is not seen twice.
            if sizes.remove(self.paths.get(start..*end)?) != Some(*size) {
                return None;
            }
            start = *end;
        }
        // All files are there, so all their folders are; where there are more, some hold nothing.
        let folders = folders_of(listed.iter().map(|(path, _)| &**path));
        let above_kept = self.above_kept.iter().filter(|folder| {
            let inside = format!("{folder}/");
            listed.iter().any(|(path, _)| path.starts_with(&inside))
        });
        Some(self.folders + above_kept.count() == folders)
    }
}

/// How many folders these paths, which are in order, lie in.
fn folders_of<'a>(paths: impl Iterator<Item = &'a str>) -> usize {
    let mut count = 0;
    let mut last = "";
    for path in paths {
        let shared = path.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        count += path.bytes().skip(shared).filter(|byte| *byte == b'/').count();
        last = path;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::folders_of;

    #[test]
    fn folders_are_counted_once() {
        for (paths, count) in [
            (&["a", "b"][..], 0),
            (&["a/b"], 1),
            (&["a/b", "a/c", "ab/c", "b"], 2),
            (&["a/b/c", "a/b/d", "a/c/d", "a/d"], 3),
            (&["a-b/x", "a/b/x", "a/bc/x"], 4),
        ] {
            assert!(paths.is_sorted());
            assert_eq!(folders_of(paths.iter().copied()), count, "{paths:?}");
        }
    }
}
