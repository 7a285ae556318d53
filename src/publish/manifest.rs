use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::name;
use crate::text::{Fingerprint, OutputFile};

/// The manifest's name in the output folder.
pub(super) const MANIFEST: &str = "waypost-manifest.json";

/// Every file of a published tree but the manifest itself, with the hash of its bytes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads a manifest; nothing where it is not one. Names that lead out of the folder make it
    /// none: what it lists may be removed.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let mut files = BTreeMap::new();
        for (path, hash) in value.get("files")?.as_object()? {
            if name::check(path).is_some() {
                return None;
            }
            files.insert(path.clone(), hash.as_str()?.to_owned());
        }
        Some(Self { files })
    }

    /// A manifest that lists the files of both.
    pub(super) fn union(mut self, other: &Self) -> Self {
        for (path, hash) in &other.files {
            self.files.entry(path.clone()).or_insert_with(|| hash.clone());
        }
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let files: Map<String, Value> = self.files.iter().map(|(path, hash)| (path.clone(), json!(hash))).collect();
        json!({ "files": files }).to_string().into_bytes()
    }
}

/// The manifest of some outputs.
pub(super) fn of(outputs: &[OutputFile]) -> OutputFile {
    let hashes: Vec<_> = outputs.par_iter().map(|file| Fingerprint::of(&file.bytes).hex()).collect();
    let files = outputs.iter().map(|file| file.path.clone()).zip(hashes).collect();
    OutputFile::new(MANIFEST, Manifest { files }.bytes())
}
