use std::io;
use std::path::{Path, PathBuf};

/// Something the machine refused: disk full, no permission, a folder that is gone.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// One operation on one path failed.
    #[error("{} could not be {action}: {}", .path.display(), reason(.source))]
    Io {
        /// What was tried, as it follows "could not be": `read`, `written` …
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DiskError {
    /// Joins an error of the system with what was tried, for `map_err`.
    pub(crate) fn because(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }

    /// The same refusal, told of another path.
    pub(crate) fn of(self, action: &'static str, path: &Path) -> Self {
        let Self::Io { source, .. } = self;
        Self::Io { action, path: path.to_path_buf(), source }
    }

    /// What the system said.
    pub fn kind(&self) -> io::ErrorKind {
        let Self::Io { source, .. } = self;
        source.kind()
    }
}

/// What an error of the system means, in plain words and without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission was denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is not a folder".to_owned(),
        io::ErrorKind::InvalidFilename => "the name is not one that this disk takes".to_owned(),
        _ => {
            let text = error.to_string();
            let plain = text.split(" (os error").next().unwrap_or(&text);
            plain.to_lowercase()
        }
    }
}
