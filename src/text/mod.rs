//! Ground: source files, positions in them, fingerprints of bytes, and output files.
//!
//! Invariant: a [`Span`] is a byte range inside one file; line and column are computed from it
//! when a message is shown, never stored.

mod counted;
mod edit;
mod fingerprint;
mod name;
mod source;

pub use counted::counted;
pub use edit::{Edit, edited};
pub use fingerprint::{Fingerprint, Hasher};
pub use name::{clash_key, folded, is_device_name, nfc, plain_letters, sort_key};
pub use source::{LineIndex, Position, SourceFile, SourcePath, Span, Spanned};

/// A file of the finished site, as a value: what it will be called and what it will hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, `/`-separated, without a leading slash: `tools/index.html`.
    pub path: String,
    /// The whole content.
    pub bytes: Vec<u8>,
}

impl OutputFile {
    /// An output file from anything that can be named and any bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}
