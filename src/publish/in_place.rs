//! The published tree, changed file by file: for a folder that cannot change places with another, and
//! for one that holds files of somebody else's.
//!
//! Invariant: every file is whole at every moment, old or new, and whatever a build leaves that dies
//! half-way is made right by the next one. A page may point to a style or a picture that it needs, so
//! those come first, and nothing is removed before the pages that no longer need it are there.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::look::{Kept, Published};
use super::name::parents;
use super::target::Target;
use super::wanted::Wanted;
use super::{PublishError, journal};
use crate::disk::{self, DiskError};
use crate::outputs::MANIFEST_PATH;

/// Brings the published tree to the wanted one.
pub(super) fn update(
    target: &Target,
    wanted: &Wanted<'_>,
    published: &Published,
    kept: &Kept<'_>,
) -> Result<(), PublishError> {
    let update = Update { target, wanted, published };
    published.leftovers.par_iter().try_for_each(|path| update.remove(path))?;
    let written: Vec<&str> =
        wanted.manifest.files.iter().map(|file| file.path.as_str()).filter(|path| !kept.contains_key(path)).collect();
    let gone: Vec<&str> = published.files.keys().map(String::as_str).filter(|path| wanted.is_gone(path)).collect();
    if !written.is_empty() || !gone.is_empty() {
        let changing: BTreeSet<&str> = written.iter().chain(&gone).copied().collect();
        update.write(MANIFEST_PATH, &journal::note(&published.manifest, &changing).bytes, 0)?;
        update.write_all(&written)?;
    }
    // Even where no file is gone: an update that was cut short may have left empty folders.
    update.remove_all(&gone)?;
    Ok(update.write(MANIFEST_PATH, &wanted.manifest_file.bytes, 0)?)
}

struct Update<'a> {
    target: &'a Target,
    wanted: &'a Wanted<'a>,
    published: &'a Published,
}

impl Update<'_> {
    fn write_all(&self, written: &[&str]) -> Result<(), DiskError> {
        let mut numbered: Vec<(usize, &str)> = written.iter().copied().enumerate().collect();
        numbered.sort_by_key(|(_, path)| turn(path));
        for turn in numbered.chunk_by(|(_, a), (_, b)| turn(a) == turn(b)) {
            turn.iter().try_for_each(|(_, path)| self.make_way(path))?;
            turn.par_iter().try_for_each(|(number, path)| match self.wanted.bytes(path) {
                Some(bytes) => self.write(path, bytes, *number),
                // A file without bytes stands already, or nothing would have been begun.
                None => Ok(()),
            })?;
        }
        Ok(())
    }

    /// Takes away what stands where a file shall be, or a folder for it: a file may become a folder,
    /// and a folder a file.
    fn make_way(&self, path: &str) -> Result<(), DiskError> {
        for folder in parents(path).filter(|folder| self.published.files.contains_key(*folder)) {
            self.remove(folder)?;
        }
        if self.published.folders.contains(path) {
            let inside = format!("{path}/");
            let is_inside = |name: &&String| name.starts_with(&inside);
            let files = self.published.files.range(inside.clone()..).map(|(name, _)| name).take_while(is_inside);
            let clutter = self.published.clutter.iter().filter(is_inside);
            files.chain(clutter).try_for_each(|name| self.remove(name))?;
            let folders = self.published.folders.range(inside.clone()..).take_while(is_inside).collect::<Vec<_>>();
            folders.into_iter().rev().try_for_each(|name| self.remove_folder(name))?;
            self.remove_folder(path)?;
        }
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8], number: usize) -> Result<(), DiskError> {
        let (place, beside) =
            (self.target.folder().join(path), self.target.folder().join(journal::beside(path, number)));
        if let Some(folder) = parents(path).next().filter(|folder| !self.published.folders.contains(*folder)) {
            disk::create_folder(&self.target.folder().join(folder))?;
        }
        disk::write_new(&beside, bytes)?;
        disk::rename(&beside, &place).inspect_err(|_| drop(disk::remove_file(&beside)))
    }

    fn remove(&self, path: &str) -> Result<(), DiskError> {
        disk::remove_file(&self.target.folder().join(path))
    }

    fn remove_folder(&self, path: &str) -> Result<(), DiskError> {
        disk::remove_empty_folder(&self.target.folder().join(path))
    }

    /// Removes what is gone, and the folders that nothing needs any more, the inner ones first.
    fn remove_all(&self, gone: &[&str]) -> Result<(), DiskError> {
        gone.par_iter().filter(|path| !self.gave_way(path)).try_for_each(|path| self.remove(path))?;
        let is_needed = |folder: &str| self.wanted.manifest.holds_folder(folder) || self.target.keeps_below(folder);
        let is_empty = |folder: &&str| !is_needed(folder) && !self.gave_way(folder);
        let is_in_one = |path: &&String| parents(path).next().as_ref().is_some_and(is_empty);
        self.published.clutter.iter().filter(is_in_one).try_for_each(|path| self.remove(path))?;
        // Backwards, a folder comes after those inside it.
        let mut empty = self.published.folders.iter().rev().map(String::as_str).filter(is_empty);
        empty.try_for_each(|folder| self.remove_folder(folder))
    }

    /// Whether something of the old tree was taken away to make way: a folder or a file of the new
    /// one stands there now, or above.
    fn gave_way(&self, path: &str) -> bool {
        let is_file = |path: &str| self.wanted.manifest.get(path).is_some();
        self.wanted.manifest.holds_folder(path) && self.published.files.contains_key(path)
            || is_file(path)
            || parents(path).any(is_file)
    }
}

/// When a file's turn comes: what pages need, everything else, the pages.
pub(super) fn turn(path: &str) -> u8 {
    match () {
        () if path.ends_with(".html") => 2,
        () if path.starts_with("assets/") => 0,
        () => 1,
    }
}
