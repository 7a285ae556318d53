//! A preview that runs, and requests to it that always come to an end.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) const TODAY: &str = "2026-12-01";

/// How long an answer may take, on a machine that is busy with other tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// `waypost serve` on a free port; ended when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    /// Serves a site folder, and waits until the address has been printed.
    #[track_caller]
    pub(crate) fn start(site: &Path, more: &[&str]) -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_waypost")), site, more)
    }

    /// The same with at most `descriptors` open files.
    #[cfg(target_os = "linux")]
    #[track_caller]
    pub(crate) fn start_with_descriptors(site: &Path, descriptors: u32) -> Self {
        let mut command = Command::new("sh");
        let script = format!("ulimit -n {descriptors} && exec \"$0\" \"$@\"");
        command.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_waypost"));
        Self::run(command, site, &[])
    }

    #[track_caller]
    fn run(mut command: Command, site: &Path, more: &[&str]) -> Self {
        command.arg("serve").arg("--site").arg(site).args(["--port", "0", "--today", TODAY]).args(more);
        command.env_remove("SOURCE_DATE_EPOCH");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stderr = child.stderr.take().expect("a pipe");
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        // Read to the end: a full pipe would stop the server.
        thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut part) {
                heard.lock().expect("no panic").extend_from_slice(&part[..length]);
            }
        });
        let mut server = Self { child, port: 0, said };
        let found = within(Duration::from_secs(60), || {
            assert!(server.child.try_wait().expect("a state").is_none(), "it ended: {}", server.said());
            port_in(&server.said())
        });
        server.port = found.unwrap_or_else(|| panic!("no address was printed: {}", server.said()));
        server
    }

    /// What the server has printed for people so far.
    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.said.lock().expect("no panic")).into_owned()
    }

    /// True until the process has ended.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a state").is_none()
    }

    /// How many files and connections the process holds open.
    #[cfg(target_os = "linux")]
    pub(crate) fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).map_or(0, Iterator::count)
    }

    /// Asks for an address as a program would that is no browser.
    #[track_caller]
    pub(crate) fn get(&self, address: &str) -> Answer {
        get(self.port, address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn port_in(said: &str) -> Option<u16> {
    let (_, rest) = said.split_once("http://127.0.0.1:")?;
    rest.split_once('/')?.0.parse().ok()
}

/// Tries every 20 ms until there is something, or time is up.
pub(crate) fn within<T>(limit: Duration, mut attempt: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        if let Some(found) = attempt() {
            return Some(found);
        }
        if Instant::now() >= end {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// What came back for one request.
pub(crate) struct Answer {
    /// 0 when the connection was closed without an answer.
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Everything that was received, on one connection.
    pub(crate) bytes: Vec<u8>,
    /// Neither answered nor closed when patience ended.
    pub(crate) hangs: bool,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn read(bytes: Vec<u8>, closed: bool, body_follows: bool) -> Self {
        let mut answer = Self { status: 0, headers: Vec::new(), body: Vec::new(), bytes, hangs: false };
        let Some(end) = answer.bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            answer.hangs = !closed;
            return answer;
        };
        let head = String::from_utf8_lossy(&answer.bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        answer.status = status.unwrap_or(0);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            answer.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
        let rest = answer.bytes[end + 4..].to_vec();
        let length = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
        answer.body = if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            match chunks(&rest) {
                Some(body) => body,
                None if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")) => rest,
                None => {
                    answer.hangs = body_follows && !closed;
                    rest
                }
            }
        } else {
            answer.hangs = body_follows && !closed && answer.status != 304 && rest.len() < length.unwrap_or(0);
            rest
        };
        answer
    }
}

/// The bytes of a chunked body, if its end is there.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = std::str::from_utf8(&rest[..line]).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(line + 2..line + 2 + length)?);
        rest = rest.get(line + 4 + length..)?;
    }
}

/// Asks a local server for an address.
#[track_caller]
pub(crate) fn get(port: u16, address: &str) -> Answer {
    let request = format!("GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    exchange(port, request.as_bytes())
}

/// A connection whose every operation is bounded.
#[track_caller]
pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = within(PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok()).expect("the server accepts");
    stream.set_read_timeout(Some(Duration::from_millis(100))).expect("set");
    stream.set_write_timeout(Some(Duration::from_secs(5))).expect("set");
    stream
}

/// Sends bytes and reads what comes back until the connection is closed, a stream has sent its
/// first event, an answer is whole and nothing follows it, or patience ends.
#[track_caller]
pub(crate) fn exchange(port: u16, request: &[u8]) -> Answer {
    let mut stream = connect(port);
    // A server may answer and close before it has read everything: then writing fails, reading does not.
    let _ = stream.write_all(request);
    let closes = String::from_utf8_lossy(request).to_ascii_lowercase().contains("connection: close");
    let body_follows = !request.starts_with(b"HEAD ");
    let end = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    let mut quiet = 0;
    loop {
        match stream.read(&mut part) {
            Ok(0) => return Answer::read(bytes, true, body_follows),
            Ok(length) => {
                bytes.extend_from_slice(&part[..length]);
                quiet = 0;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => quiet += 1,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Answer::read(bytes, true, body_follows),
        }
        if Instant::now() >= end {
            return Answer::read(bytes, false, body_follows);
        }
        if quiet >= 2 && !bytes.is_empty() {
            let answer = Answer::read(bytes.clone(), false, body_follows);
            let streams = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream"));
            if !answer.hangs && answer.status != 0 && (streams || !closes) {
                return answer;
            }
        }
    }
}
