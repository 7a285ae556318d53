//! What an update in place is about to change, noted before the first change: so the next build knows
//! which files may be old, new, gone or half-written, if this one does not live to finish.

use serde_json::Value;

use super::target::Target;
use super::{memo, name};
use crate::disk::{self, DiskError, PathKind};
use crate::outputs::MANIFEST_PATH;

/// The name that a journal is sealed by.
const NAME: &str = "journal";

/// The paths of one update.
#[derive(Debug)]
pub(super) enum Journal {
    /// Every file that is written or removed, in order; the manifest is not among them.
    Paths(Vec<String>),
    /// There was an update, and what it changed is not known.
    Damaged,
}

/// The journal of an update that was cut short.
pub(super) fn read(target: &Target) -> Result<Option<Journal>, DiskError> {
    let place = target.journal();
    if disk::path_kind(&place)? == PathKind::Missing {
        return Ok(None);
    }
    let text = memo::unseal(NAME, disk::read_file(&place)?);
    let Some(paths) = text.and_then(|text| serde_json::from_slice::<Vec<Value>>(&text).ok()) else {
        return Ok(Some(Journal::Damaged));
    };
    let usable = |path: &&str| name::check(path).is_none() && *path != MANIFEST_PATH;
    Ok(Some(Journal::Paths(paths.iter().filter_map(Value::as_str).filter(usable).map(str::to_owned).collect())))
}

/// Notes the paths.
pub(super) fn write(target: &Target, paths: &[&str]) -> Result<(), DiskError> {
    let text = serde_json::to_vec(paths).unwrap_or_default();
    let beside = target.state().join("journal.new");
    disk::remove_file(&beside)?;
    disk::write_new(&beside, &memo::seal(NAME, &text))?;
    disk::rename(&beside, &target.journal())
}

/// Strikes the journal out: the update is done.
pub(super) fn remove(target: &Target) -> Result<(), DiskError> {
    disk::remove_file(&target.journal())
}

/// Where new bytes stand until they are whole: beside the file, so that both are on one disk. The name
/// is short and has a number, since one made from the file's own could be too long.
pub(super) fn beside(path: &str, number: usize) -> String {
    let folder = name::parents(path).next().map_or(String::new(), |folder| format!("{folder}/"));
    format!("{folder}.waypost-{number}.new")
}

/// Whether a path is such a place.
pub(super) fn is_beside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let number = name.strip_prefix(".waypost-").and_then(|rest| rest.strip_suffix(".new"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
