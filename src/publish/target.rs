use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::name::is_at_or_below;
use super::{PublishError, look};
use crate::config::PublishSettings;
use crate::disk::{self, DiskError, PathKind};
use crate::outputs::{MANIFEST_PATH, ManifestFault};
use crate::text::clash_key;

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
    #[error(
        "{} is a work tree of its own ({kept}); to publish into it all the same, put this into waypost.yaml: \
         publish: {{mode: in-place, keep: [\"{}\"]}}",
        .folder.display(), .kept.trim_end_matches('/')
    )]
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
    settings: PublishSettings,
}

impl Target {
    /// Chooses the output folder of a site. A link is followed once, here; from then on the real
    /// folder is used. Touches nothing, and does not look at what the folder holds.
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
        match disk::path_kind(&folder)? {
            PathKind::Missing | PathKind::Folder => {}
            PathKind::File | PathKind::Other => return Err(Refusal::NotFolder(shown).into()),
        }
        Ok(Self { folder, state, shown, settings: PublishSettings::default() })
    }

    /// The same folder, brought up to date as the site file says.
    pub fn with(self, settings: PublishSettings) -> Self {
        Self { settings, ..self }
    }

    /// Looks at what the folder holds: whoever waits for a whole build should not learn only then that
    /// it was for nothing. A folder with a manifest is most likely Waypost's own; publishing looks
    /// closely.
    ///
    /// # Errors
    /// A [`Refusal`] where it holds somebody else's files.
    pub fn look(&self) -> Result<(), PublishError> {
        if disk::path_kind(&self.folder.join(MANIFEST_PATH))? != PathKind::File {
            look::published(self)?;
        }
        Ok(())
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

    /// Whether every update goes file by file.
    pub(super) fn is_in_place(&self) -> bool {
        self.settings.in_place
    }

    /// Whether a path is, or lies in, something that is kept.
    pub(super) fn keeps(&self, path: &str) -> bool {
        self.settings.keep.iter().any(|kept| is_at_or_below(path, kept))
    }

    /// Whether something that is kept lies below a folder.
    pub(super) fn keeps_below(&self, folder: &str) -> bool {
        self.settings.keep.iter().any(|kept| kept != folder && is_at_or_below(kept, folder))
    }

    /// The kept path that some system would take for this one, for something in it, or for a folder
    /// that it lies in.
    pub(super) fn kept_in_the_way(&self, path: &str) -> Option<&str> {
        let key = clash_key(path);
        let meets = |kept: &&String| {
            let kept = clash_key(kept);
            is_at_or_below(&key, &kept) || is_at_or_below(&kept, &key)
        };
        self.settings.keep.iter().find(meets).map(String::as_str)
    }

    /// Whether anything is there that is kept.
    pub(super) fn any_kept(&self) -> Result<bool, DiskError> {
        for kept in &self.settings.keep {
            if disk::path_kind(&self.folder.join(kept))? != PathKind::Missing {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether anything at all may be kept.
    pub(super) fn has_kept(&self) -> bool {
        !self.settings.keep.is_empty()
    }
}
