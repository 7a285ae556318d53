use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::name::parents;
use super::target::{self, Published, Target};
use super::{Changes, PublishError};
use crate::disk::{self, DiskError, FileFact, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest};
use crate::text::OutputFile;

/// The files of the published tree that are as wanted, by path.
pub(super) type Kept<'a> = BTreeMap<&'a str, FileFact>;

/// A tree that is wanted.
pub(super) struct Wanted<'a> {
    /// Every file but the manifest, by path.
    pub(super) files: BTreeMap<&'a str, &'a OutputFile>,
    /// Its manifest as a value.
    pub(super) manifest: Manifest,
    /// Its manifest as a file.
    pub(super) manifest_file: OutputFile,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(outputs: &'a [OutputFile], manifest: Manifest) -> Self {
        let files = outputs.iter().map(|file| (file.path.as_str(), file)).collect();
        Self { files, manifest_file: manifest.to_file(), manifest }
    }

    /// What publishing it in the place of `published` means.
    pub(super) fn changes(&self, published: &Published, kept: &Kept<'_>) -> Changes {
        let removed = published.files.keys().filter(|path| self.is_gone(path)).count();
        Changes { written: self.files.len() - kept.len(), unchanged: kept.len(), removed }
    }

    /// Whether a file of an older tree is no longer wanted.
    fn is_gone(&self, path: &str) -> bool {
        path != MANIFEST_PATH && !self.files.contains_key(path)
    }
}

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
pub(super) fn bring_up_to_date(target: &Target, wanted: &Wanted<'_>, kept: &Kept<'_>) -> Result<(), PublishError> {
    let folder = target.spare();
    let old = open(target, &folder)?;
    // From here on the spare may die half-way: its manifest lists the old files and the new.
    place_manifest(target, &union(&old.manifest, &wanted.manifest).to_file())?;
    let folders: BTreeSet<&str> = wanted.files.keys().flat_map(|path| parents(path)).collect();
    clear(&folder, &old, wanted, &folders)?;
    let refresh = Refresh { target, folder: &folder, old: &old, kept };
    by_folder(wanted).par_iter().try_for_each(|(path, files)| {
        if !path.is_empty() && !old.folders.contains(*path) {
            disk::create_folder(&folder.join(path))?;
        }
        files.par_iter().try_for_each(|file| refresh.file(file))
    })?;
    Ok(place_manifest(target, &wanted.manifest_file)?)
}

/// The files of each folder. A folder is made right before its files: threads that make nothing but
/// folders, most of them in one, stand in each other's way.
fn by_folder<'a>(wanted: &Wanted<'a>) -> Vec<(&'a str, Vec<&'a OutputFile>)> {
    let mut folders: BTreeMap<&str, Vec<&OutputFile>> = BTreeMap::new();
    for (&path, &file) in &wanted.files {
        folders.entry(parents(path).next().unwrap_or("")).or_default().push(file);
    }
    folders.into_iter().collect()
}

fn union(old: &Manifest, new: &Manifest) -> Manifest {
    Manifest::from_records(old.files.iter().chain(&new.files).cloned().collect())
}

/// The spare as it stands. One that is not as Waypost left it is set aside, not deleted: somebody
/// whose terminal stood in the published folder may have saved a file there.
fn open(target: &Target, folder: &Path) -> Result<Published, PublishError> {
    match target::inspect(folder, folder) {
        Err(error) if target::is_refusal(&error) => {
            set_aside(target, folder)?;
            disk::create_folder(folder)?;
            target::inspect(folder, folder)
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
fn clear(folder: &Path, old: &Published, wanted: &Wanted<'_>, folders: &BTreeSet<&str>) -> Result<(), DiskError> {
    let gone: Vec<_> = old.files.keys().filter(|path| wanted.is_gone(path)).chain(&old.clutter).collect();
    gone.par_iter().try_for_each(|path| disk::remove_file(&folder.join(path)))?;
    // Backwards, a folder comes after those inside it.
    let mut empty = old.folders.iter().rev().filter(|path| !folders.contains(path.as_str()));
    empty.try_for_each(|path| disk::remove_empty_folder(&folder.join(path)))
}

/// What is needed to make one file of the spare what it should be.
struct Refresh<'a> {
    target: &'a Target,
    /// The spare.
    folder: &'a Path,
    /// What the spare held.
    old: &'a Published,
    kept: &'a Kept<'a>,
}

impl Refresh<'_> {
    fn file(&self, file: &OutputFile) -> Result<(), DiskError> {
        let (path, place) = (file.path.as_str(), self.folder.join(&file.path));
        let kept = self.kept.get(path);
        if let Some(there) = self.old.files.get(path) {
            let is_published = kept.is_some_and(|kept| kept.identity.is_some() && kept.identity == there.identity);
            if is_published || holds(&place, *there, &file.bytes)? {
                return Ok(());
            }
            disk::remove_file(&place)?;
        }
        // Some disks have no second names, or no more of them for this file.
        if kept.is_some() && disk::hard_link(&self.target.folder().join(path), &place).is_ok() {
            return Ok(());
        }
        disk::write_new(&place, &file.bytes)
    }
}

fn holds(place: &Path, fact: FileFact, bytes: &[u8]) -> Result<bool, DiskError> {
    Ok(fact.size == bytes.len() as u64 && disk::read_file(place)? == bytes)
}
