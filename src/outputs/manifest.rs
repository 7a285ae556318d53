//! The manifest: every file of a published site with its size and hash, so that a copy can be
//! checked, and so that publishing knows which files are its own.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde::Deserialize;
use serde_json::Value;

use crate::text::{Fingerprint, OutputFile};

/// Where the manifest lies in the output folder.
pub const MANIFEST_PATH: &str = "waypost-manifest.json";
/// Raised when readers of the format have to change.
const FORMAT: u64 = 1;

/// What was published. Holds nothing that does not follow from the files: no date, no path of a
/// machine, no version of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// Every file but the manifest itself, sorted by path.
    pub files: Vec<ManifestFile>,
    /// Records that could not be used when the manifest was read; 0 for one that was made here.
    pub skipped: usize,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManifestFile {
    /// Path below the output folder, `/`-separated.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// BLAKE3 hash of its content.
    pub hash: Fingerprint,
}

/// A manifest as it is in all but damaged ones, which is much quicker to read than any JSON.
#[derive(Deserialize)]
struct Plain<'a> {
    format: u64,
    #[serde(borrow)]
    files: Vec<PlainFile<'a>>,
}

#[derive(Deserialize)]
struct PlainFile<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    size: u64,
    blake3: &'a str,
}

/// Why a manifest cannot be used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManifestFault {
    /// It is not JSON of the shape of a manifest.
    Unreadable,
    /// It is of a newer format than this program knows.
    Newer(u64),
}

impl fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ManifestFault::Unreadable => write!(f, "{MANIFEST_PATH} cannot be read"),
            ManifestFault::Newer(format) => {
                write!(f, "{MANIFEST_PATH} was written by a newer version (format {format})")
            }
        }
    }
}

impl std::error::Error for ManifestFault {}

impl ManifestFile {
    /// The record of a file.
    pub fn of(file: &OutputFile) -> Self {
        Self { path: file.path.clone(), size: file.bytes.len() as u64, hash: Fingerprint::of(&file.bytes) }
    }

    /// A file that may be old, new or gone at this moment; its hash is [`Fingerprint::UNKNOWN`].
    pub fn unsettled(path: &str) -> Self {
        Self { path: path.to_owned(), size: 0, hash: Fingerprint::UNKNOWN }
    }

    /// Whether it is such a record.
    pub fn is_unsettled(&self) -> bool {
        self.hash == Fingerprint::UNKNOWN
    }

    fn read(record: &Value) -> Option<Self> {
        let path = record.get("path")?.as_str()?;
        Self::checked(path.into(), record.get("size")?.as_u64()?, record.get("blake3")?.as_str()?)
    }

    fn checked(path: Cow<'_, str>, size: u64, blake3: &str) -> Option<Self> {
        let hash = Fingerprint::from_hex(blake3)?;
        is_inside(&path).then(|| Self { path: path.into_owned(), size, hash })
    }
}

impl Manifest {
    /// The manifest of these files, in any order; the manifest's own path is passed over.
    pub fn of(files: &[OutputFile]) -> Self {
        Self::from_records(files.iter().map(ManifestFile::of).collect())
    }

    /// The manifest of files whose records are already made (hashing may be shared out among
    /// threads).
    pub fn from_records(mut files: Vec<ManifestFile>) -> Self {
        files.retain(|file| file.path != MANIFEST_PATH);
        files.sort_unstable();
        files.dedup_by(|a, b| a.path == b.path);
        Self { files, skipped: 0 }
    }

    /// The record of a path.
    pub fn get(&self, path: &str) -> Option<&ManifestFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// Whether any file lies in a folder or below it.
    pub fn holds_folder(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let first = self.files.partition_point(|file| file.path < inside);
        self.files.get(first).is_some_and(|file| file.path.starts_with(&inside))
    }

    /// The manifest as a file: one record a line.
    pub fn to_file(&self) -> OutputFile {
        let mut text = format!("{{\"format\":{FORMAT},\"files\":[\n");
        for (at, file) in self.files.iter().enumerate() {
            let path = serde_json::to_string(&file.path).unwrap_or_default();
            let comma = if at == 0 { "" } else { ",\n" };
            let _ =
                write!(text, "{comma}{{\"path\":{path},\"size\":{},\"blake3\":\"{}\"}}", file.size, file.hash.hex());
        }
        text.push_str("\n]}\n");
        OutputFile::new(MANIFEST_PATH, text)
    }

    /// Reads a manifest that may have been damaged or tampered with. Keys it does not know are
    /// passed over; a record that is incomplete, or whose path leads out of the folder, is counted
    /// in `skipped` and otherwise as if it were not there, which is safe: a file that is not listed
    /// is never replaced or deleted as one of ours.
    ///
    /// # Errors
    /// When the whole is no manifest, or one of a newer format.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestFault> {
        if let Ok(Plain { format: FORMAT, files }) = serde_json::from_slice(bytes) {
            return Ok(Self::checked(
                files.len(),
                files.into_iter().map(|file| ManifestFile::checked(file.path, file.size, file.blake3)),
            ));
        }
        let whole: Value = serde_json::from_slice(bytes).map_err(|_| ManifestFault::Unreadable)?;
        let format = whole.get("format").and_then(Value::as_u64).ok_or(ManifestFault::Unreadable)?;
        if format > FORMAT {
            return Err(ManifestFault::Newer(format));
        }
        let records = whole.get("files").and_then(Value::as_array).ok_or(ManifestFault::Unreadable)?;
        Ok(Self::checked(records.len(), records.iter().map(ManifestFile::read)))
    }

    /// The paths and sizes of a manifest that is known to be whole, in order: quicker than
    /// [`Manifest::parse`]. Nothing where the bytes are no manifest of this format, or out of order.
    pub fn sizes(bytes: &[u8]) -> Option<Vec<(Cow<'_, str>, u64)>> {
        let plain: Plain<'_> = serde_json::from_slice(bytes).ok().filter(|plain: &Plain<'_>| plain.format == FORMAT)?;
        let sizes: Vec<_> = plain.files.into_iter().map(|file| (file.path, file.size)).collect();
        sizes.is_sorted_by(|(a, _), (b, _)| a < b).then_some(sizes)
    }

    fn checked(count: usize, records: impl Iterator<Item = Option<ManifestFile>>) -> Self {
        let manifest = Self::from_records(records.flatten().collect());
        Self { skipped: count - manifest.files.len(), ..manifest }
    }
}

/// Whether a path stays inside the folder that it is joined to, on any system.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    let drive = path.get(1..2) == Some(":");
    !path.contains(['\\', '\0']) && !drive && path.split('/').all(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn files() -> Vec<OutputFile> {
        vec![OutputFile::new("b/index.html", "b"), OutputFile::new("a.css", ""), OutputFile::new(MANIFEST_PATH, "x")]
    }

    #[test]
    fn what_is_written_is_read_back() {
        let manifest = Manifest::of(&files());
        let paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.css", "b/index.html"]);
        let file = manifest.to_file();
        assert_eq!(Manifest::parse(&file.bytes), Ok(manifest.clone()));
        assert_eq!(manifest.get("b/index.html").unwrap().size, 1);
        assert_eq!(manifest.get("c"), None);
        let sizes = Manifest::sizes(&file.bytes).unwrap();
        assert_eq!(sizes, [("a.css".into(), 0), ("b/index.html".into(), 1)]);
        assert_eq!(Manifest::sizes(b"{}"), None);
        assert!(manifest.holds_folder("b") && !manifest.holds_folder("a") && !manifest.holds_folder("a.css"));
        let mut turned = files();
        turned.reverse();
        assert_eq!(Manifest::of(&turned).to_file(), file);
        assert_eq!(Manifest::parse(&Manifest::default().to_file().bytes), Ok(Manifest::default()));
    }

    #[test]
    fn damage_is_named_or_passed_over() {
        for bad in ["", "{", "[]", "{}", "{\"format\":1}", "{\"format\":\"1\",\"files\":[]}", "{\"files\":[]}"] {
            assert_eq!(Manifest::parse(bad.as_bytes()), Err(ManifestFault::Unreadable), "{bad}");
        }
        assert_eq!(Manifest::parse(b"{\"format\":7,\"files\":[]}"), Err(ManifestFault::Newer(7)));
        let hash = Fingerprint::of("").hex();
        for path in ["../x", "/etc/passwd", "a/../../x", "a\\..\\x", "C:/x", "", "a//b", "a/\\u0000"] {
            let text = format!("{{\"format\":1,\"files\":[{{\"path\":{path:?},\"size\":0,\"blake3\":\"{hash}\"}},7]}}");
            let text = text.replace("\\\\u0000", "\\u0000");
            let read = Manifest::parse(text.as_bytes()).unwrap();
            assert_eq!((read.files.len(), read.skipped), (0, 2), "{path}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(mut bytes in Just(Manifest::of(&files()).to_file().bytes), at in any::<prop::sample::Index>(), byte: u8) {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = Manifest::parse(&bytes);
            let _ = Manifest::parse(&bytes[..at]);
        }
    }
}
