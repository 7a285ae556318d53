//! What a tree holds, and whether all of it is Waypost's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::PublishError;
use super::alongside::Alongside;
use super::journal;
use super::name::parents;
use super::target::{Refusal, Target};
use super::wanted::Wanted;
use crate::disk::{self, DiskError, FileFact, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFile};
use crate::text::Fingerprint;

/// How many files that are not Waypost's a message names.
const MOST_NAMED: usize = 5;

/// The files of the published tree that are as wanted, by path.
pub(super) type Kept<'a> = BTreeMap<&'a str, FileFact>;

/// A tree that Waypost wrote, as it is on disk. What the settings say is kept is not part of it.
#[derive(Debug)]
pub(super) struct Published {
    /// Missing or a folder.
    pub(super) kind: PathKind,
    /// What the manifest says.
    pub(super) manifest: Manifest,
    /// The manifest as it stands.
    pub(super) manifest_bytes: Option<Vec<u8>>,
    /// The files that are there, the manifest among them.
    pub(super) files: BTreeMap<String, FileFact>,
    /// The folders that are there.
    pub(super) folders: BTreeSet<String>,
    /// Files of the system's file manager.
    pub(super) clutter: Vec<String>,
    /// Whether an update in place was cut short: some files may be old, new or gone.
    pub(super) is_unsettled: bool,
    /// Half-written files of such an update.
    pub(super) leftovers: Vec<String>,
    /// Whether something is there that the settings say to keep.
    pub(super) has_kept: bool,
}

impl Published {
    fn nothing() -> Self {
        Self {
            kind: PathKind::Missing,
            manifest: Manifest::default(),
            manifest_bytes: None,
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            clutter: Vec::new(),
            is_unsettled: false,
            leftovers: Vec::new(),
            has_kept: false,
        }
    }

    /// The files that need not be written: the manifest says that they hold the wanted bytes, and
    /// they are there with the right length. Those of an update that was cut short are read.
    pub(super) fn trusted<'a>(&self, folder: &Path, wanted: &'a Wanted<'_>) -> Result<Kept<'a>, DiskError> {
        let mut trusted = Vec::with_capacity(wanted.manifest.files.len());
        let mut there = Alongside::new(self.files.iter().map(|(path, fact)| (path.as_str(), fact)));
        let mut listed = records(&self.manifest);
        for record in &wanted.manifest.files {
            let path = record.path.as_str();
            let Some(fact) = there.at(path).filter(|fact| fact.size == record.size) else { continue };
            let holds = match listed.at(path) {
                Some(listed) if listed.is_unsettled() => {
                    Fingerprint::of(disk::read_file(&folder.join(path))?) == record.hash
                }
                listed => listed == Some(record),
            };
            if holds {
                trusted.push((path, *fact));
            }
        }
        Ok(trusted.into_iter().collect())
    }

    /// Files that nobody listed.
    fn strange_files(&self) -> impl Iterator<Item = &String> {
        let mut listed = records(&self.manifest);
        self.files.keys().filter(move |path| listed.at(path).is_none() && *path != MANIFEST_PATH)
    }
}

/// The records of a manifest, for a walk alongside something else in order.
pub(super) fn records(manifest: &Manifest) -> Alongside<impl Iterator<Item = (&str, &ManifestFile)>> {
    Alongside::new(manifest.files.iter().map(|file| (file.path.as_str(), file)))
}

/// Looks at the published tree, and refuses it where it holds anything that is neither listed nor
/// kept.
pub(super) fn published(target: &Target) -> Result<Published, PublishError> {
    let left_out = |path: &str| target.keeps(path);
    let (mut tree, others) = tree(target.folder(), target.shown(), &left_out)?;
    tree.has_kept = target.has_kept() && target.any_kept()?;
    if target.has_kept() {
        // A file that is kept from now on may have been Waypost's once.
        tree.manifest.files.retain(|file| !target.keeps(&file.path));
    }
    let is_known = |folder: &str| tree.manifest.holds_folder(folder) || target.keeps_below(folder);
    refuse_foreign(&tree, &others, target.shown(), &is_known)?;
    Ok(tree)
}

/// Looks at the tree that is one version behind; it is refused like a published one.
pub(super) fn spare(folder: &Path) -> Result<Published, PublishError> {
    let (tree, others) = tree(folder, folder, &|_| false)?;
    refuse_foreign(&tree, &others, folder, &|folder| tree.manifest.holds_folder(folder))?;
    Ok(tree)
}

/// What a folder holds and what its manifest says, and what can be no file of Waypost's.
fn tree(
    folder: &Path,
    shown: &Path,
    left_out: &(dyn Fn(&str) -> bool + Sync),
) -> Result<(Published, Vec<String>), PublishError> {
    match disk::path_kind(folder)? {
        PathKind::Missing => return Ok((Published::nothing(), Vec::new())),
        PathKind::Folder => {}
        PathKind::File | PathKind::Other => return Err(Refusal::NotFolder(shown.into()).into()),
    }
    let survey = disk::survey(folder, left_out)?;
    let manifest_bytes = match survey.files.contains_key(MANIFEST_PATH) {
        true => Some(disk::read_file(&folder.join(MANIFEST_PATH))?),
        false => None,
    };
    let manifest = match &manifest_bytes {
        Some(bytes) => Manifest::parse(bytes).map_err(|fault| Refusal::Manifest { folder: shown.into(), fault })?,
        None => Manifest::default(),
    };
    let (mut files, folders, clutter) = (survey.files, survey.folders, survey.clutter);
    let is_unsettled = manifest.files.iter().any(ManifestFile::is_unsettled);
    let is_leftover = |path: &str| path == journal::MANIFEST_BESIDE || is_unsettled && journal::is_beside(path);
    let leftovers: Vec<String> = files.keys().filter(|path| is_leftover(path)).cloned().collect();
    files.retain(|path, _| !leftovers.contains(path));
    let found =
        Published { kind: PathKind::Folder, manifest, manifest_bytes, files, folders, clutter, ..Published::nothing() };
    Ok((Published { is_unsettled, leftovers, ..found }, survey.others))
}

fn refuse_foreign(
    tree: &Published,
    others: &[String],
    shown: &Path,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<(), Refusal> {
    let strange_folders = tree.folders.iter().filter(|path| !is_known(path));
    let strange = tree.strange_files().chain(strange_folders).chain(others);
    let foreign: BTreeSet<String> = strange.map(|path| outermost(path, is_known, &tree.folders)).collect();
    match foreign.is_empty() {
        true => Ok(()),
        false => Err(refusal(shown, foreign)),
    }
}

/// The outermost folder of a path that Waypost did not make, with a slash; else the path itself.
fn outermost(path: &str, is_known: &dyn Fn(&str) -> bool, folders: &BTreeSet<String>) -> String {
    let folder = parents(path).filter(|folder| !is_known(folder)).last();
    match folder.or_else(|| folders.get(path).map(String::as_str)) {
        Some(folder) => format!("{folder}/"),
        None => path.to_owned(),
    }
}

fn refusal(folder: &Path, foreign: BTreeSet<String>) -> Refusal {
    let mut names: Vec<String> = foreign.into_iter().collect();
    if let Some(kept) = names.iter().find(|name| matches!(name.as_str(), ".git/" | ".git" | ".hg/" | ".svn/")) {
        return Refusal::WorkTree { folder: folder.into(), kept: kept.clone() };
    }
    // What lies at the top says most about whose folder it is.
    names.sort_by_key(|name| name.trim_end_matches('/').matches('/').count());
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    Refusal::Foreign { folder: folder.into(), names, more }
}
