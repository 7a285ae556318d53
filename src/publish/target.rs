use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::PublishError;
use super::name::parents;
use crate::disk::{self, FileFact, PathKind};
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFault};

/// How many files that are not Waypost's a message names.
const MOST_NAMED: usize = 5;

/// Why a folder is not one to publish into.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is the site folder or holds it.
    #[error("{} holds the site itself, and everything in an output folder is replaced; choose another with --out", .0.display())]
    HoldsSite(PathBuf),
    /// It lies where the sources are.
    #[error("{} lies in {part}/, among the sources; choose another folder with --out", .folder.display())]
    InSources {
        /// The folder.
        folder: PathBuf,
        /// The part of the site that it lies in.
        part: &'static str,
    },
    /// It is a file.
    #[error("{} is not a folder; choose another name with --out", .0.display())]
    NotFolder(PathBuf),
    /// It holds things that Waypost did not write.
    #[error("{} holds files that Waypost did not write: {}; move them away, or choose another folder with --out", .folder.display(), list(.names, *.more))]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// Up to five of them.
        names: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// It is under version control.
    #[error("{} is a work tree of its own ({kept}), which cannot be published into yet; publish into an empty folder and copy it there", .folder.display())]
    WorkTree {
        /// The folder.
        folder: PathBuf,
        /// What shows it.
        kept: String,
    },
    /// Its list of files cannot be used, so nobody knows whose the files are.
    #[error("{fault} in {}, so it is not known which files are Waypost's; move the folder away, or choose another with --out", .folder.display())]
    Manifest {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with the list.
        fault: ManifestFault,
    },
    /// What is kept beside it is not a folder.
    #[error("{} is in the way: Waypost keeps its notes about the output folder there", .0.display())]
    StateInTheWay(PathBuf),
}

fn list(names: &[String], more: usize) -> String {
    let names = names.iter().map(|name| name.escape_debug().to_string()).collect::<Vec<_>>().join(", ");
    if more == 0 { names } else { format!("{names} and {more} more") }
}

/// An output folder that is safe to publish into.
#[derive(Debug, Clone)]
pub struct Target {
    folder: PathBuf,
    state: PathBuf,
    shown: PathBuf,
}

impl Target {
    /// Chooses the output folder of a site. A link is followed once, here; from then on the real
    /// folder is used. Touches nothing.
    ///
    /// # Errors
    /// A [`Refusal`] where the folder would endanger the site or somebody else's files.
    pub fn choose(out: &Path, site: &Path) -> Result<Self, PublishError> {
        let shown = out.to_path_buf();
        let (folder, site) = (disk::resolve(out)?, disk::resolve(site)?);
        let Some(name) = folder.file_name().filter(|_| !site.starts_with(&folder)) else {
            return Err(Refusal::HoldsSite(shown).into());
        };
        for part in ["content", "static", "themes", "src", ".git"] {
            // A part may itself be a link to elsewhere in the site.
            let real = disk::resolve(&site.join(part))?;
            if folder.starts_with(&real) || real.starts_with(&folder) {
                return Err(Refusal::InSources { folder: shown, part }.into());
            }
        }
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(".waypost");
        let state = folder.with_file_name(beside);
        match disk::path_kind(&state)? {
            PathKind::Missing | PathKind::Folder => {}
            PathKind::File | PathKind::Other => return Err(Refusal::StateInTheWay(state).into()),
        }
        // Whoever waits for a whole build should not learn only then that it was for nothing. A
        // folder with a manifest is most likely Waypost's: publishing looks closely.
        if disk::path_kind(&folder.join(MANIFEST_PATH))? != PathKind::File {
            inspect(&folder, &shown)?;
        }
        Ok(Self { folder, state, shown })
    }

    /// The output folder, absolute and without links.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The output folder as it was given, for messages.
    pub fn shown(&self) -> &Path {
        &self.shown
    }

    /// The folder beside it for what outlives a build: `.<out>.waypost`.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// The tree that is one version behind.
    pub(super) fn spare(&self) -> PathBuf {
        self.state.join("spare")
    }

    /// Where the published tree is for an instant, on disks that cannot exchange folders.
    pub(super) fn aside(&self) -> PathBuf {
        self.state.join("outgoing")
    }
}

/// A tree that Waypost wrote, as it is on disk.
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
}

impl Published {
    /// The files that need not be written: the manifest says that they hold the wanted bytes, and
    /// they are there with the right length.
    pub(super) fn trusted<'a>(&self, wanted: &'a Manifest) -> BTreeMap<&'a str, FileFact> {
        let mut trusted = BTreeMap::new();
        for record in &wanted.files {
            if let Some(fact) = self.files.get(&record.path)
                && fact.size == record.size
                && self.manifest.get(&record.path) == Some(record)
            {
                trusted.insert(record.path.as_str(), *fact);
            }
        }
        trusted
    }
}

/// Looks at a tree, and refuses it where it holds anything that its manifest does not list. In
/// messages it is called `shown`.
pub(super) fn inspect(folder: &Path, shown: &Path) -> Result<Published, PublishError> {
    let kind = disk::path_kind(folder)?;
    match kind {
        PathKind::Missing => return Ok(Published::nothing(kind)),
        PathKind::Folder => {}
        PathKind::File | PathKind::Other => return Err(Refusal::NotFolder(shown.into()).into()),
    }
    let survey = disk::survey(folder)?;
    let manifest_bytes = match survey.files.contains_key(MANIFEST_PATH) {
        true => Some(disk::read_file(&folder.join(MANIFEST_PATH))?),
        false => None,
    };
    let manifest = match &manifest_bytes {
        Some(bytes) => Manifest::parse(bytes).map_err(|fault| Refusal::Manifest { folder: shown.into(), fault })?,
        None => Manifest::default(),
    };
    let known: BTreeSet<&str> = manifest.files.iter().flat_map(|file| parents(&file.path)).collect();
    let strange_files = survey.files.keys().filter(|path| *path != MANIFEST_PATH && manifest.get(path).is_none());
    let strange_folders = survey.folders.iter().filter(|path| !known.contains(path.as_str()));
    let strange = strange_files.chain(strange_folders).chain(&survey.others);
    let foreign: BTreeSet<String> = strange.map(|path| outermost(path, &known, &survey.folders)).collect();
    if !foreign.is_empty() {
        return Err(refuse_foreign(shown, foreign).into());
    }
    let (files, folders, clutter) = (survey.files, survey.folders, survey.clutter);
    Ok(Published { kind, manifest, manifest_bytes, files, folders, clutter })
}

impl Published {
    fn nothing(kind: PathKind) -> Self {
        Self {
            kind,
            manifest: Manifest::default(),
            manifest_bytes: None,
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            clutter: Vec::new(),
        }
    }
}

/// The outermost folder of a path that Waypost did not make, with a slash; else the path itself.
fn outermost(path: &str, known: &BTreeSet<&str>, folders: &BTreeSet<String>) -> String {
    let folder = parents(path).filter(|folder| !known.contains(folder)).last();
    match folder.or_else(|| folders.get(path).map(String::as_str)) {
        Some(folder) => format!("{folder}/"),
        None => path.to_owned(),
    }
}

fn refuse_foreign(folder: &Path, foreign: BTreeSet<String>) -> Refusal {
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

/// Whether a failure means that the tree is not as Waypost left it (and not that the disk fails).
pub(super) fn is_refusal(error: &PublishError) -> bool {
    matches!(error, PublishError::Refused(_))
}
