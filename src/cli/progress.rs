use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What is quicker than this needs no line of its own.
const PATIENCE: Duration = Duration::from_millis(500);
const BEAT: Duration = Duration::from_millis(200);

/// A line on the terminal that says that work goes on, until it is dropped. Shows nothing where
/// stderr is not a terminal.
pub(super) struct Progress {
    /// Dropped first: that is what ends the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts; `what` is as in `Building the site`.
    pub(super) fn start(what: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { stop: None, thread: None };
        }
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            let (mut elapsed, mut wait) = (PATIENCE, PATIENCE);
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(io::stderr(), "\r{what} … {:.0} s", elapsed.as_secs_f64());
                (elapsed, wait) = (elapsed + BEAT, BEAT);
            }
            if elapsed > PATIENCE {
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
