use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// How long after its last change a file's stamp is sure to differ at the next change: disks count
/// time in steps of up to two seconds (FAT).
const STEP: Duration = Duration::from_secs(2);

/// What the system says of a file without opening it. While it stays the same, and the file was
/// settled when it was read, so does what the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    /// When its words were last changed; anybody may set it.
    modified: Option<SystemTime>,
    /// When it was last changed in any way (seconds and nanoseconds), and which file it is (device
    /// and number), where the system says so. Programs that set `modified` back cannot set these.
    changed: Option<(i64, i64, u64, u64)>,
}

impl Stamp {
    pub(super) fn of(facts: &Metadata) -> Self {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            Some((facts.ctime(), facts.ctime_nsec(), facts.dev(), facts.ino()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Self { size: facts.len(), modified: facts.modified().ok(), changed }
    }

    /// Size in bytes.
    pub(super) fn size(self) -> u64 {
        self.size
    }

    /// Whether the file had been left alone for a while at that moment, so that a later change must
    /// show in the stamp. Never so where clocks disagree.
    pub(super) fn is_settled(&self, at: SystemTime) -> bool {
        let Some(limit) = at.checked_sub(STEP) else { return false };
        let changed = self.changed.map(|(seconds, _, _, _)| {
            SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or(0) + 1)
        });
        self.modified.is_some_and(|modified| modified < limit) && changed.is_none_or(|changed| changed < limit)
    }

    /// The day (in UTC) of the last change of the file's words.
    pub(super) fn changed_on(&self) -> Option<jiff::civil::Date> {
        let stamp = jiff::Timestamp::try_from(self.modified?).ok()?;
        Some(jiff::tz::TimeZone::UTC.to_datetime(stamp).date())
    }

    /// The stamp as text, for memos that outlive the process; nothing where the system says too
    /// little to rely on it.
    pub fn text(&self) -> Option<String> {
        let (seconds, nanoseconds, device, number) = self.changed?;
        let modified = self.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
        Some(format!("{} {modified} {seconds}.{nanoseconds} {device}:{number}", self.size))
    }
}
