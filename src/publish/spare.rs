//! The tree that is one version behind, brought up to date and put in the published one's place.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::PublishError;
use super::alongside::Alongside;
use super::look::{self, Kept, Published, records};
use super::name::parents;
use super::target::Target;
use super::wanted::Wanted;
use crate::disk::{self, DiskError, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFile};
use crate::text::{Fingerprint, OutputFile};

/// Puts right what a build left that died between the two renames of a disk without exchange.
pub(super) fn recover(target: &Target) -> Result<(), PublishError> {
    let aside = target.aside();
    if disk::path_kind(&aside)? == PathKind::Missing {
        return Ok(());
    }
    if disk::path_kind(target.folder())? == PathKind::Missing {
        disk::rename(&aside, target.folder())?;
    } else if disk::path_kind(&target.spare())? == PathKind::Missing {
        disk::rename(&aside, &target.spare())?;
    } else {
        set_aside(target, &aside)?;
    }
    Ok(())
}

/// Makes the spare hold the wanted tree, whatever it holds now.
pub(super) fn bring_up_to_date(
    target: &Target,
    found: Result<Published, PublishError>,
    wanted: &Wanted<'_>,
    kept: &Kept<'_>,
) -> Result<(), PublishError> {
    let folder = target.spare();
    let old = open(target, &folder, found)?;
    // From here on the spare may die half-way: its manifest must list the old files and the new.
    let mut listed = records(&old.manifest);
    if !wanted.manifest.files.iter().all(|file| listed.at(&file.path).is_some()) {
        place_manifest(target, &union(&old.manifest, &wanted.manifest).to_file())?;
    }
    clear(&folder, &old, wanted)?;
    let refresh = Refresh { target, folder: &folder, wanted, old: &old, kept };
    by_folder(refresh.stale()).par_iter().try_for_each(|(path, files)| {
        if !path.is_empty() && !old.folders.contains(*path) {
            disk::create_folder(&folder.join(path))?;
        }
        files.par_iter().try_for_each(|file| refresh.file(file))
    })?;
    Ok(place_manifest(target, &wanted.manifest_file)?)
}

/// The files of each folder. A folder is made right before its files: threads that make nothing but
/// folders, most of them in one, stand in each other's way.
fn by_folder(files: Vec<&ManifestFile>) -> Vec<(&str, Vec<&ManifestFile>)> {
    let mut folders: BTreeMap<&str, Vec<&ManifestFile>> = BTreeMap::new();
    for file in files {
        folders.entry(parents(&file.path).next().unwrap_or("")).or_default().push(file);
    }
    folders.into_iter().collect()
}

fn union(old: &Manifest, new: &Manifest) -> Manifest {
    Manifest::from_records(old.files.iter().chain(&new.files).cloned().collect())
}

/// The spare as it stands. One that is not as Waypost left it is set aside, not deleted: somebody
/// whose terminal stood in the published folder may have saved a file there.
fn open(target: &Target, folder: &Path, found: Result<Published, PublishError>) -> Result<Published, PublishError> {
    match found {
        Err(PublishError::Refused(_)) => {
            set_aside(target, folder)?;
            disk::create_folder(folder)?;
            look::spare(folder)
        }
        Ok(spare) => {
            disk::create_folder(folder)?;
            Ok(spare)
        }
        Err(error) => Err(error),
    }
}

fn set_aside(target: &Target, folder: &Path) -> Result<(), PublishError> {
    let mut number = 1;
    loop {
        let free = target.state().join(format!("set-aside-{number}"));
        if disk::path_kind(&free)? == PathKind::Missing {
            return Ok(disk::rename(folder, &free)?);
        }
        number += 1;
    }
}

fn place_manifest(target: &Target, manifest: &OutputFile) -> Result<(), DiskError> {
    let beside = target.state().join("manifest.new");
    disk::remove_file(&beside)?;
    disk::write_new(&beside, &manifest.bytes)?;
    disk::rename(&beside, &target.spare().join(MANIFEST_PATH))
}

/// Removes what the wanted tree does not have, before anything is made: a file may become a
/// folder, and a folder a file.
fn clear(folder: &Path, old: &Published, wanted: &Wanted<'_>) -> Result<(), DiskError> {
    let mut listed = records(&wanted.manifest);
    let is_gone = |path: &&String| listed.at(path).is_none() && *path != MANIFEST_PATH;
    let gone: Vec<_> = old.files.keys().filter(is_gone).chain(&old.clutter).chain(&old.leftovers).collect();
    gone.par_iter().try_for_each(|path| disk::remove_file(&folder.join(path)))?;
    // Backwards, a folder comes after those inside it.
    let mut empty = old.folders.iter().rev().filter(|path| !wanted.manifest.holds_folder(path));
    empty.try_for_each(|path| disk::remove_empty_folder(&folder.join(path)))
}

/// What is needed to make one file of the spare what it should be.
struct Refresh<'a> {
    target: &'a Target,
    /// The spare.
    folder: &'a Path,
    wanted: &'a Wanted<'a>,
    /// What the spare held.
    old: &'a Published,
    kept: &'a Kept<'a>,
}

impl Refresh<'_> {
    /// The files but those of which the spare has the published one, which is as wanted, under a
    /// second name.
    fn stale(&self) -> Vec<&ManifestFile> {
        let mut kept = Alongside::new(self.kept.iter().map(|(path, fact)| (*path, fact.identity)));
        let mut there = Alongside::new(self.old.files.iter().map(|(path, fact)| (path.as_str(), fact.identity)));
        let mut is_published = |path: &str| {
            let (kept, there) = (kept.at(path).flatten(), there.at(path).flatten());
            kept.is_some() && kept == there
        };
        self.wanted.manifest.files.iter().filter(|file| !is_published(&file.path)).collect()
    }

    fn file(&self, file: &ManifestFile) -> Result<(), PublishError> {
        let (place, kept) = (self.folder.join(&file.path), self.kept.contains_key(file.path.as_str()));
        let bytes = self.wanted.bytes(&file.path);
        if let Some(there) = self.old.files.get(&file.path) {
            if there.size == file.size && holds(&disk::read_file(&place)?, file, bytes) {
                return Ok(());
            }
            disk::remove_file(&place)?;
        }
        let published = self.target.folder().join(&file.path);
        // Some disks have no second names, or no more of them for this file.
        if kept && disk::hard_link(&published, &place).is_ok() {
            return Ok(());
        }
        match bytes {
            Some(bytes) => Ok(disk::write_new(&place, bytes)?),
            None => {
                let copy = disk::read_file(&published)?;
                if !holds(&copy, file, None) {
                    return Err(PublishError::NotStanding(file.path.clone()));
                }
                Ok(disk::write_new(&place, &copy)?)
            }
        }
    }
}

/// Whether these are the wanted bytes, which are compared where they are at hand.
fn holds(found: &[u8], file: &ManifestFile, wanted: Option<&[u8]>) -> bool {
    match wanted {
        Some(bytes) => found == bytes,
        None => Fingerprint::of(found) == file.hash,
    }
}
