use std::time::Instant;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};

/// Today's date in an IANA time zone (`Europe/Madrid`), or in UTC where none is given. A zone
/// that is not known counts as UTC: the site file's reader has complained about it. Zones come
/// from the table inside the binary, so that every machine has the same.
pub fn today(timezone: Option<&str>) -> Date {
    let zone = timezone.and_then(|name| TimeZoneDatabase::bundled().get(name).ok()).unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(zone).date()
}

/// The date that `SOURCE_DATE_EPOCH` sets (seconds since 1970, read as UTC), for builds that can
/// be repeated: see <https://reproducible-builds.org/specs/source-date-epoch/>. Nothing where the
/// variable is not set or empty.
///
/// # Errors
/// The variable's text, where it is not a number of seconds within the calendar.
pub fn source_date() -> Result<Option<Date>, String> {
    match std::env::var_os("SOURCE_DATE_EPOCH") {
        None => Ok(None),
        Some(value) if value.is_empty() => Ok(None),
        Some(value) => {
            let text = value.to_string_lossy().into_owned();
            epoch_date(&text).map(Some).ok_or(text)
        }
    }
}

fn epoch_date(seconds: &str) -> Option<Date> {
    let stamp = Timestamp::from_second(seconds.trim().parse().ok()?).ok()?;
    Some(Zoned::new(stamp, TimeZone::UTC).date())
}

/// Measures how long things take, for `--stats`. What it measures never reaches an output.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    started: Instant,
    lap: Instant,
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        let now = Instant::now();
        Self { started: now, lap: now }
    }

    /// Milliseconds since the start or the last lap.
    pub fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let took = now.duration_since(self.lap).as_secs_f64() * 1000.0;
        self.lap = now;
        took
    }

    /// Milliseconds since the start.
    pub fn total(&self) -> f64 {
        self.started.elapsed().as_secs_f64() * 1000.0
    }
}

/// A name that no other run of the program has had: for telling one server from the next. It never
/// reaches an output.
pub fn unique() -> String {
    let age = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", age.as_nanos())
}

/// The most memory this process has held so far, in bytes; nothing where the system does not
/// tell (`VmHWM` of `/proc/self/status`, so on Linux only).
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn epochs_are_utc_dates() {
        assert_eq!(epoch_date("0"), Some(date(1970, 1, 1)));
        assert_eq!(epoch_date("1796083199"), Some(date(2026, 11, 30)));
        assert_eq!(epoch_date("1796083200"), Some(date(2026, 12, 1)));
        assert_eq!(epoch_date("yesterday"), None);
        assert_eq!(epoch_date("99999999999999999"), None);
    }

    #[test]
    fn zones_are_within_a_day_of_utc() {
        let utc = today(None);
        assert_eq!(today(Some("Nowhere/Atlantis")).max(utc), today(None));
        let (west, east) = (today(Some("Pacific/Pago_Pago")), today(Some("Pacific/Kiritimati")));
        // 25 hours apart: never the same day.
        assert!(west < east, "{west} {east}");
    }
}
