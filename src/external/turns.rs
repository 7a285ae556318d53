//! When a host may be asked again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use url::Url;

use super::address::is_private_host;
use crate::disk::Stopwatch;

/// Milliseconds between the beginnings of two requests to one host.
const PAUSE: f64 = 1_000.0;

/// Turns of all hosts, and the time that there is for all of them.
pub(super) struct Turns {
    clock: Stopwatch,
    /// Milliseconds since the start at which a host may next be asked.
    next: Mutex<BTreeMap<String, f64>>,
    /// Milliseconds after which nobody is asked any more.
    end: f64,
}

impl Turns {
    pub(super) fn new(all: Duration) -> Self {
        Self { clock: Stopwatch::start(), next: Mutex::new(BTreeMap::new()), end: all.as_secs_f64() * 1_000.0 }
    }

    /// Waits for the turn of an address's host. Whether it came: not where the time for all is up.
    pub(super) fn wait(&self, url: &Url) -> bool {
        let now = self.clock.total();
        // A machine of one's own needs no rest.
        if is_private_host(url) {
            return now < self.end;
        }
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let place = next.entry(url.host_str().unwrap_or("").to_owned()).or_insert(now);
            let turn = place.max(now);
            *place = turn + PAUSE;
            turn
        };
        if turn >= self.end {
            return false;
        }
        thread::sleep(Duration::from_secs_f64((turn - now).max(0.0) / 1_000.0));
        true
    }
}
