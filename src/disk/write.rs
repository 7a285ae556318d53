use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use super::error::DiskError;
#[cfg(test)]
use super::trouble::{Operation, leaves_half, meet};

/// In tests, the disk may fail before any operation.
macro_rules! before {
    ($operation:ident) => {{
        #[cfg(test)]
        let met = meet(Operation::$operation);
        #[cfg(not(test))]
        let met = io::Result::Ok(());
        met
    }};
}

/// Makes a folder and those above it; one that exists is fine.
///
/// # Errors
/// What the system says.
pub fn create_folder(path: &Path) -> Result<(), DiskError> {
    let create = || {
        before!(CreateFolder)?;
        fs::create_dir_all(path)
    };
    create().map_err(DiskError::because("made", path))
}

/// Writes a file that does not exist yet. A file or link that stands there is an error: nothing
/// is ever written through a link or into a file that has a second name.
///
/// # Errors
/// What the system says; what was begun is taken away again, as far as possible.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let room = before!(Write);
    #[cfg(test)]
    if room.is_err() && !leaves_half() {
        return room.map_err(DiskError::because("written", path));
    }
    let open = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = open.map_err(DiskError::because("written", path))?;
    let written = match room {
        Ok(()) => file.write_all(bytes),
        Err(error) => file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default()).and(Err(error)),
    };
    written.map_err(|error| {
        let _ = remove_file(path);
        DiskError::because("written", path)(error)
    })
}

/// Sees to it that a file's bytes are on the disk, so that a power cut after it took another's place
/// cannot leave an empty one. Disks that know no such thing are taken at their word.
///
/// # Errors
/// What the system says.
pub(super) fn write_out(path: &Path) -> Result<(), DiskError> {
    let written = before!(Write).and_then(|()| File::open(path)?.sync_all());
    match written {
        Err(error) if is_unsupported(&error) => Ok(()),
        written => written.map_err(DiskError::because("written", path)),
    }
}

/// Gives a file a second name.
///
/// # Errors
/// What the system says; some disks have no second names.
pub fn hard_link(from: &Path, to: &Path) -> Result<(), DiskError> {
    before!(Link).and_then(|()| fs::hard_link(from, to)).map_err(DiskError::because("linked", to))
}

/// Removes a file or a link; one that is gone is fine.
///
/// # Errors
/// What the system says.
pub fn remove_file(path: &Path) -> Result<(), DiskError> {
    match before!(Remove).and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DiskError::because("removed", path)(error)),
        _ => Ok(()),
    }
}

/// Removes a folder that holds nothing; one that is gone, or that holds something, is fine.
///
/// # Errors
/// What the system says otherwise.
pub fn remove_empty_folder(path: &Path) -> Result<(), DiskError> {
    match before!(Remove).and_then(|()| fs::remove_dir(path)) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {
            Err(DiskError::because("removed", path)(error))
        }
        _ => Ok(()),
    }
}

/// Gives a file or folder another path on the same disk.
///
/// # Errors
/// What the system says.
pub fn rename(from: &Path, to: &Path) -> Result<(), DiskError> {
    before!(Rename).and_then(|()| fs::rename(from, to)).map_err(DiskError::because("renamed", from))
}

/// Lets two folders change places. In one step where the system can (`renameat2` with
/// `RENAME_EXCHANGE` on Linux, `renamex_np` on macOS), so that both are there at every moment;
/// elsewhere by way of `aside`, a free path on the same disk: whoever finds `aside` and no
/// `first` renames it back.
///
/// # Errors
/// What the system says; both folders are then where they were.
pub fn exchange(first: &Path, second: &Path, aside: &Path) -> Result<(), DiskError> {
    match before!(Exchange).and_then(|()| exchange_at_once(first, second)) {
        Ok(()) => Ok(()),
        Err(error) if is_unsupported(&error) => exchange_by_renames(first, second, aside),
        Err(error) => Err(DiskError::because("exchanged", first)(error)),
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_at_once(first: &Path, second: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, first, CWD, second, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_at_once(_first: &Path, _second: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The system has no exchange, or this disk has none.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

fn exchange_by_renames(first: &Path, second: &Path, aside: &Path) -> Result<(), DiskError> {
    rename(first, aside)?;
    if let Err(error) = rename(second, first) {
        rename(aside, first)?;
        return Err(error);
    }
    rename(aside, second)
}

/// Whether an error says that two paths are not on one disk, as at a mount point.
pub fn is_other_device(error: &DiskError) -> bool {
    matches!(error.kind(), io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy)
}

/// Whether a folder is where another disk, or another part of this one, was attached: such a folder
/// cannot be renamed. Where the system does not tell, no.
pub fn is_mount_point(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        if let Ok(facts) = statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
            && facts.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
        {
            return facts.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        }
    }
    #[cfg(unix)]
    let device = |path: &Path| {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map(|facts| facts.dev()).ok()
    };
    #[cfg(not(unix))]
    let device = |_: &Path| Some(());
    folder.parent().is_some_and(|above| device(above) != device(folder))
}

/// Gives one folder the permissions of another.
///
/// # Errors
/// What the system says.
pub fn match_permissions(from: &Path, to: &Path) -> Result<(), DiskError> {
    let wanted = fs::metadata(from).map_err(DiskError::because("read", from))?.permissions();
    let have = fs::metadata(to).map_err(DiskError::because("read", to))?.permissions();
    if wanted == have {
        return Ok(());
    }
    before!(Permissions).and_then(|()| fs::set_permissions(to, wanted)).map_err(DiskError::because("written", to))
}

/// Held while one process works on an output folder; the system frees it when the process ends,
/// however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "holding it open is what locks")] File);

/// Takes the lock kept in a file, which is made where it is missing. Nothing when another process
/// holds it.
///
/// # Errors
/// What the system says.
pub fn try_lock(path: &Path) -> Result<Option<Lock>, DiskError> {
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = open.map_err(DiskError::because("opened", path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        // Some network disks have no locks: better an unguarded build than none.
        Err(TryLockError::Error(error)) if is_unsupported(&error) => Ok(Some(Lock(file))),
        Err(TryLockError::Error(error)) => Err(DiskError::because("locked", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_change_places_both_ways() {
        for change_places in [
            |a: &Path, b: &Path, c: &Path| exchange(a, b, c).unwrap(),
            |a: &Path, b: &Path, c: &Path| exchange_by_renames(a, b, c).unwrap(),
        ] {
            let top = tempfile::tempdir().unwrap();
            let (a, b, aside) = (top.path().join("a"), top.path().join("b"), top.path().join("aside"));
            for (folder, text) in [(&a, "old"), (&b, "new")] {
                create_folder(folder).unwrap();
                write_new(&folder.join("x"), text.as_bytes()).unwrap();
            }
            change_places(&a, &b, &aside);
            assert_eq!(fs::read(a.join("x")).unwrap(), b"new");
            assert_eq!(fs::read(b.join("x")).unwrap(), b"old");
            assert!(!aside.exists());
        }
    }

    #[test]
    fn nothing_is_written_over_or_through() {
        let top = tempfile::tempdir().unwrap();
        let file = top.path().join("x");
        write_new(&file, b"one").unwrap();
        assert_eq!(write_new(&file, b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"one");
    }

    #[test]
    fn one_process_holds_the_lock() {
        let top = tempfile::tempdir().unwrap();
        let path = top.path().join("lock");
        let held = try_lock(&path).unwrap();
        assert!(held.is_some());
        assert!(try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }
}
