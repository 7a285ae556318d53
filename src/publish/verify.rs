//! A published copy against its manifest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::name::is_at_or_below;
use crate::disk::{self, DiskError, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFault};
use crate::text::Fingerprint;

/// What came of holding a folder against its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Files that are exactly as listed.
    pub exact: usize,
    /// What is not, sorted by path.
    pub differences: Vec<Difference>,
    /// Records of the manifest that were passed over: incomplete ones, and paths that lead out of
    /// the folder, which are never read.
    pub refused: usize,
}

impl Verified {
    /// Whether the folder holds what the manifest says, and nothing else.
    pub fn is_exact(&self) -> bool {
        self.differences.is_empty() && self.refused == 0
    }
}

/// A file that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Path below the folder, `/`-separated.
    pub path: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It holds other bytes, or is a link or a folder.
    Changed,
    /// It is not there.
    Missing,
    /// It is there and not listed.
    Foreign,
    /// It is there and cannot be read.
    Unreadable,
}

/// Why a folder cannot be held against its manifest.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no such folder.
    #[error("{} is not a folder", .0.display())]
    NotFolder(PathBuf),
    /// It has no manifest.
    #[error("{} holds no {MANIFEST_PATH}, so there is nothing to hold it against", .0.display())]
    NoManifest(PathBuf),
    /// Its manifest cannot be used.
    #[error("{fault} in {}", .folder.display())]
    Manifest {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        fault: ManifestFault,
    },
    /// The machine refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Reads every file of a folder and holds it against the folder's manifest. Links are not followed,
/// but for the folder itself. What `keep` names (paths below the folder), and what lies below that, may
/// be there without being listed; files of the system's file manager, too.
///
/// # Errors
/// A [`VerifyError`] where there is nothing to compare, or the folder cannot be listed.
pub fn verify(folder: &Path, keep: &[String]) -> Result<Verified, VerifyError> {
    let real = disk::resolve(folder)?;
    if disk::path_kind(&real)? != PathKind::Folder {
        return Err(VerifyError::NotFolder(folder.into()));
    }
    let survey = disk::survey(&real, &|_| false)?;
    if !survey.files.contains_key(MANIFEST_PATH) {
        return Err(VerifyError::NoManifest(folder.into()));
    }
    let manifest = Manifest::parse(&disk::read_file(&real.join(MANIFEST_PATH))?)
        .map_err(|fault| VerifyError::Manifest { folder: folder.into(), fault })?;
    let others: BTreeSet<&str> = survey.others.iter().map(String::as_str).collect();

    let listed = manifest.files.par_iter().filter_map(|file| {
        let path = file.path.as_str();
        let kind = match survey.files.get(path) {
            Some(fact) if fact.size != file.size => DifferenceKind::Changed,
            Some(_) => match disk::read_file(&real.join(path)) {
                Ok(bytes) if Fingerprint::of(&bytes) == file.hash => return None,
                Ok(_) => DifferenceKind::Changed,
                Err(_) => DifferenceKind::Unreadable,
            },
            None if survey.folders.contains(path) || others.contains(path) => DifferenceKind::Changed,
            None => DifferenceKind::Missing,
        };
        Some(Difference { path: file.path.clone(), kind })
    });
    let mut differences: Vec<Difference> = listed.collect();
    let exact = manifest.files.len() - differences.len();

    let is_kept = |path: &str| keep.iter().any(|kept| is_at_or_below(path, kept) || is_at_or_below(kept, path));
    let files = survey.files.keys().filter(|path| *path != MANIFEST_PATH);
    // A folder without files is not the site's either.
    let folders = survey.folders.iter().filter(|folder| !manifest.holds_folder(folder));
    let empty = folders.filter(|folder| !holds_any(&survey, folder));
    let strange =
        files.chain(&survey.others).chain(empty).filter(|path| manifest.get(path).is_none() && !is_kept(path));
    differences.extend(strange.map(|path| Difference { path: path.clone(), kind: DifferenceKind::Foreign }));
    differences.sort();
    Ok(Verified { exact, differences, refused: manifest.skipped })
}

/// Whether a folder holds anything that is a difference by itself.
fn holds_any(survey: &disk::Survey, folder: &str) -> bool {
    let inside = format!("{folder}/");
    let first = |path: &String| path.starts_with(&inside);
    survey.files.range(inside.clone()..).next().is_some_and(|(path, _)| first(path))
        || survey.folders.range(inside.clone()..).next().is_some_and(first)
        || survey.others.iter().any(first)
}
