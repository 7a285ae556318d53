//! Run: brings a folder to what a build made.
//!
//! Invariant: whoever looks at the output folder sees the old site or the new one, never a mix,
//! whenever the build dies; and no file is deleted that Waypost did not write.
//!
//! Two trees take turns. The *spare*, kept in `.<out>.waypost/` beside the output folder, is one
//! version behind. It is brought up to date (files that did not change become second names of the
//! published ones, the others are written), and then the two folders change places in one step.
//! So a small change costs little, and nothing has to be deleted in the published tree. A folder that
//! cannot change places (a mount point), or that holds files of somebody else's which the settings say
//! to keep, is changed file by file instead: see `in_place.rs`.
//!
//! Traps that shape the code: a file with two names must never be opened for writing, so files
//! are removed and made anew; a build may die anywhere, so the spare's manifest names every file
//! that may be in it *before* the first is written; and what is in the spare is only believed
//! where it is another name of a published file, else it is read and compared.

mod alongside;
mod in_place;
mod journal;
mod look;
mod memo;
mod name;
mod spare;
mod standing;
mod target;
mod verify;
mod wanted;

use std::path::PathBuf;

use crate::disk::{self, DiskError, PathKind};
use crate::outputs::{Manifest, ManifestFile};
use crate::text::{Fingerprint, OutputFile};

use look::Published;
pub use name::NameFault;
pub use standing::is_standing;
pub use target::{Refusal, Target};
pub use verify::{Difference, DifferenceKind, Verified, VerifyError, verify};
use wanted::Wanted;

/// What publishing did, in files; the manifest itself is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Files that are new or different.
    pub written: usize,
    /// Files that are as they were; they were not touched.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Why the folder was changed file by file; nothing where two whole folders changed places, or
    /// where nothing had to be done.
    pub in_place: Option<InPlace>,
}

/// Why an output folder is changed file by file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlace {
    /// The settings say so.
    Asked,
    /// It holds something that the settings say to keep.
    Kept,
    /// It is a mount point, or cannot be renamed for a like reason.
    MountPoint,
    /// An earlier build did so and was cut short.
    CutShort,
}

/// Why nothing was published. The output folder is as it was; where it is changed file by file, the
/// next build completes what was begun.
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
    /// An output's name is taken by something that the settings say to keep.
    #[error(
        "the site would hold a file called `{path}`, and `publish:` in waypost.yaml says to keep `{kept}`; \
         take one of the two away"
    )]
    Kept {
        /// The name.
        path: String,
        /// What is kept.
        kept: String,
    },
    /// A file that was said to stand in the published tree does not: all of them have to be given.
    #[error("`{0}` is not in the output folder as it was")]
    NotStanding(String),
    /// The machine refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Brings the target to `outputs` and `standing`, which together are every file of the site but the
/// manifest. Standing files are those that the caller knows without their bytes: they must be in the
/// published tree already, listed in its manifest with that hash and there with that size.
///
/// # Errors
/// A [`PublishError`]; the published tree is then as it was. Where a standing file does not stand,
/// that is [`PublishError::NotStanding`]: the caller gives all files as outputs instead.
pub fn publish(target: &Target, outputs: &[OutputFile], standing: &[ManifestFile]) -> Result<Changes, PublishError> {
    publish_and(target, outputs, standing, |_, _| ())
}

/// As [`publish`]; and while no other build can publish there, `then` learns the manifest of what is
/// published now and the manifest's own hash.
///
/// # Errors
/// As for [`publish`].
pub fn publish_and(
    target: &Target,
    outputs: &[OutputFile],
    standing: &[ManifestFile],
    then: impl FnOnce(&Manifest, Fingerprint),
) -> Result<Changes, PublishError> {
    let wanted = Wanted::new(outputs, standing)?;
    if let Some((path, kept)) = wanted.kept_in_the_way(target) {
        return Err(PublishError::Kept { path: path.to_owned(), kept: kept.to_owned() });
    }

    disk::create_folder(target.state())?;
    let lock =
        disk::try_lock(&target.state().join("lock"))?.ok_or_else(|| PublishError::Busy(target.shown().into()))?;
    let changes = bring(target, &wanted, standing)?;
    then(&wanted.manifest, Fingerprint::of(&wanted.manifest_file.bytes));
    drop(lock);
    Ok(changes)
}

/// Brings the target, which is locked, to what is wanted.
fn bring(target: &Target, wanted: &Wanted<'_>, standing: &[ManifestFile]) -> Result<Changes, PublishError> {
    spare::recover(target)?;
    // Whoever names standing files knows that there is something to do, so the spare will be needed.
    let look_at_spare = || look::spare(&target.spare());
    let (published, spare) = match standing.is_empty() || target.is_in_place() {
        true => (look::published(target), None),
        false => rayon::join(|| look::published(target), || Some(look_at_spare())),
    };
    let published = published?;

    let kept = published.trusted(target.folder(), wanted)?;
    if let Some(path) = wanted.not_standing(&kept) {
        return Err(PublishError::NotStanding(path.to_owned()));
    }
    let changes = wanted.changes(&published, &kept);
    let same_manifest = published.manifest_bytes.as_deref() == Some(wanted.manifest_file.bytes.as_slice());
    let nothing_to_do = changes.written == 0 && changes.removed == 0 && same_manifest;
    if nothing_to_do && published.leftovers.is_empty() {
        return Ok(changes);
    }
    let mut in_place = why_in_place(target, &published);
    if in_place.is_none() {
        spare::bring_up_to_date(target, spare.unwrap_or_else(look_at_spare), wanted, &kept)?;
        match show(target, &published) {
            Err(error) if disk::is_other_device(&error) => in_place = Some(InPlace::MountPoint),
            shown => shown?,
        }
    }
    if in_place.is_some() {
        in_place::update(target, wanted, &published, &kept)?;
    }
    Ok(Changes { in_place, ..changes })
}

/// Why the folder has to be changed file by file, if it has.
fn why_in_place(target: &Target, published: &Published) -> Option<InPlace> {
    match () {
        // A new folder comes into being as a whole, and nobody holds it yet.
        () if published.kind == PathKind::Missing => None,
        () if published.is_unsettled => Some(InPlace::CutShort),
        () if published.has_kept => Some(InPlace::Kept),
        () if target.is_in_place() => Some(InPlace::Asked),
        () if disk::is_mount_point(target.folder()) => Some(InPlace::MountPoint),
        () => None,
    }
}

/// Puts the spare, now complete, where the published tree was.
fn show(target: &Target, published: &Published) -> Result<(), DiskError> {
    let (folder, spare) = (target.folder(), target.spare());
    if published.kind == PathKind::Missing {
        return disk::rename(&spare, folder);
    }
    disk::match_permissions(folder, &spare)?;
    disk::exchange(folder, &spare, &target.aside())
}

#[cfg(test)]
mod tests;
