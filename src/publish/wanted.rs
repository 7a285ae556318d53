//! The tree that is wanted.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::look::{Kept, Published, records};
use super::target::Target;
use super::{Changes, PublishError, name};
use crate::outputs::{MANIFEST_PATH, Manifest, ManifestFile};
use crate::text::OutputFile;

/// A tree that is wanted.
pub(super) struct Wanted<'a> {
    /// Every file but the manifest.
    pub(super) manifest: Manifest,
    /// The manifest as a file.
    pub(super) manifest_file: OutputFile,
    /// The files whose bytes are at hand, by path; the others stand already.
    rendered: BTreeMap<&'a str, &'a OutputFile>,
}

impl<'a> Wanted<'a> {
    /// The tree of rendered and standing files, whose names must fit together.
    pub(super) fn new(outputs: &'a [OutputFile], standing: &[ManifestFile]) -> Result<Self, PublishError> {
        let paths = outputs.iter().map(|file| file.path.as_str()).chain(standing.iter().map(|file| file.path.as_str()));
        name::check_all(paths.collect())?;
        let mut records: Vec<ManifestFile> = outputs.par_iter().map(ManifestFile::of).collect();
        records.extend_from_slice(standing);
        let manifest = Manifest::from_records(records);
        let rendered = outputs.iter().map(|file| (file.path.as_str(), file)).collect();
        Ok(Self { manifest_file: manifest.to_file(), manifest, rendered })
    }

    /// The bytes of a file, where they are at hand.
    pub(super) fn bytes(&self, path: &str) -> Option<&'a [u8]> {
        self.rendered.get(path).map(|file| file.bytes.as_slice())
    }

    /// A file that should stand in the published tree and does not.
    pub(super) fn not_standing(&self, kept: &Kept<'_>) -> Option<&str> {
        if self.rendered.len() == self.manifest.files.len() {
            return None;
        }
        let mut paths = self.manifest.files.iter().map(|file| file.path.as_str());
        paths.find(|path| !self.rendered.contains_key(path) && !kept.contains_key(path))
    }

    /// A file whose name something has that is kept, and that name.
    pub(super) fn kept_in_the_way<'t>(&self, target: &'t Target) -> Option<(&str, &'t str)> {
        if !target.has_kept() {
            return None;
        }
        self.manifest.files.iter().find_map(|file| Some((file.path.as_str(), target.kept_in_the_way(&file.path)?)))
    }

    /// What publishing it in the place of `published` means.
    pub(super) fn changes(&self, published: &Published, kept: &Kept<'_>) -> Changes {
        let mut wanted = records(&self.manifest);
        let removed = published.files.keys().filter(|path| wanted.at(path).is_none() && *path != MANIFEST_PATH).count();
        let written = self.manifest.files.len() - kept.len();
        Changes { written, unchanged: kept.len(), removed, in_place: None }
    }

    /// Whether a file of an older tree is no longer wanted.
    pub(super) fn is_gone(&self, path: &str) -> bool {
        path != MANIFEST_PATH && self.manifest.get(path).is_none()
    }
}
