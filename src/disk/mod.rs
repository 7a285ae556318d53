//! Run: the only room that touches files, folders, the clock and the environment.
//!
//! Invariant: what it hands upward are values in an order that does not depend on the disk. What
//! is wrong with a file of the site is a [`Fault`], never an early end; what is wrong with the
//! machine (no permission, disk full) is a [`DiskError`].
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod clock;
mod error;
mod fault;
mod folder;
mod rewrite;
mod site;
mod stamp;
mod survey;
mod walk;
mod watch;
mod write;

pub use clock::{Stopwatch, peak_memory, source_date, today, unique};
pub use error::DiskError;
pub use fault::{Fault, NameFault};
pub use folder::{PathKind, absolute, any_entry, current_folder, path_kind, read_file, resolve, variable};
pub use rewrite::{FileChange, RewriteError, rewrite};
pub use site::{AssetFile, ContentFile, LARGEST_TEXT, LEDGER, SITE_FILE, Site, find_site};
pub use stamp::Stamp;
pub use survey::{FileFact, Item, Survey, look_through, survey};
pub use watch::{CannotWatch, Change, Watch, watch};
pub use write::{
    Lock, create_folder, exchange, hard_link, is_mount_point, is_other_device, match_permissions, remove_empty_folder,
    remove_file, rename, try_lock, write_new,
};

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod trouble;
