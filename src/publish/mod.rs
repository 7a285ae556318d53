//! Run: brings a folder to what a build made.
//!
//! Invariant: whoever looks at the output folder sees the old site or the new one, never a mix,
//! whenever the build dies; and no file is deleted that Waypost did not write.
//!
//! Two trees take turns. The *spare*, kept in `.<out>.waypost/` beside the output folder, is one
//! version behind. It is brought up to date (files that did not change become second names of the
//! published ones, the others are written), and then the two folders change places in one step.
//! So a small change costs little, and nothing has to be deleted in the published tree.
//!
//! Traps that shape the code: a file with two names must never be opened for writing, so files
//! are removed and made anew; a build may die anywhere, so the spare's manifest names every file
//! that may be in it *before* the first is written; and what is in the spare is only believed
//! where it is another name of a published file, else it is read and compared.

mod name;
mod spare;
mod target;

use std::path::PathBuf;

use rayon::prelude::*;

use crate::disk::{self, DiskError, PathKind};
use crate::outputs::{Manifest, ManifestFile};
use crate::text::OutputFile;

pub use name::NameFault;
use spare::Wanted;
pub use target::{Refusal, Target};

/// What publishing did, in files; the manifest itself is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Files that are new or different.
    pub written: usize,
    /// Files that are as they were; they were not touched.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// Why nothing was published. The output folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder is not one to publish into.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another build holds the lock.
    #[error("another build is publishing into {} at this moment; try again when it is done", .0.display())]
    Busy(PathBuf),
    /// An output's name would leave the folder or cannot be a file name everywhere.
    #[error("the site would hold a file called `{path}`, and {fault}")]
    Name {
        /// The name.
        path: String,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// The folder and what lies beside it are on two disks.
    #[error(
        "{} is a mount point, so it cannot be exchanged in one step; give a folder inside it, such as {}",
        .0.display(), .0.join("site").display()
    )]
    MountPoint(PathBuf),
    /// The machine refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Brings the target to `outputs`, which hold every file of the site but the manifest.
///
/// # Errors
/// A [`PublishError`]; the published tree is then as it was.
pub fn publish(target: &Target, outputs: &[OutputFile]) -> Result<Changes, PublishError> {
    name::check_all(outputs)?;
    let wanted = Wanted::new(outputs, Manifest::from_records(outputs.par_iter().map(ManifestFile::of).collect()));

    disk::create_folder(target.state())?;
    let _lock =
        disk::try_lock(&target.state().join("lock"))?.ok_or_else(|| PublishError::Busy(target.shown().into()))?;
    spare::recover(target)?;
    let published = target::inspect(target.folder(), target.shown())?;

    let kept = published.trusted(&wanted.manifest);
    let changes = wanted.changes(&published, &kept);
    let same_manifest = published.manifest_bytes.as_deref() == Some(wanted.manifest_file.bytes.as_slice());
    if changes.written == 0 && changes.removed == 0 && same_manifest {
        return Ok(changes);
    }
    spare::bring_up_to_date(target, &wanted, &kept)?;
    show(target, &published)?;
    Ok(changes)
}

/// Puts the spare, now complete, where the published tree was.
fn show(target: &Target, published: &target::Published) -> Result<(), PublishError> {
    let (folder, spare) = (target.folder(), target.spare());
    let shown = match published.kind {
        PathKind::Missing => disk::rename(&spare, folder),
        _ => {
            disk::match_permissions(folder, &spare)?;
            disk::exchange(folder, &spare, &target.aside())
        }
    };
    shown.map_err(|error| match disk::is_other_device(&error) {
        true => PublishError::MountPoint(target.shown().into()),
        false => error.into(),
    })
}

#[cfg(test)]
mod tests;
