//! The preview's server among strangers: web pages that ask it for things, broken clients, slow ones,
//! too many at once, and a site folder with surprises.
//!
//! `hostile.json` holds raw requests and what may come back: `raw` (or `raw_hex`) is sent as it is, after
//! `{port}` and `{repeat:COUNT:TEXT}` have been filled in; `status` lists what is allowed (0: closed
//! without an answer); `contains` and `not_contains` look at head and body without regard to case.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::served::{Answer, Server, TODAY, connect, exchange, get, within};

const SITE: &str = "# qzxsecret-settings: only for whoever edits this file\n\
                    title: Test library\nbase_url: https://library.example/\nlanguage: en\n\
                    help_lines: [{name: Line, call: '988', country: US}]\n";
const FIRST: &str = "Plain words of the first";
const FIRST_PAGE: &str = "/articles/first/";

/// How soon a save, or the folder's return, must be seen.
const SEEN_WITHIN: Duration = Duration::from_secs(15);

/// A small site with a secret at every place that is not published.
struct TempSite(tempfile::TempDir);

impl TempSite {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().expect("a temporary folder"));
        site.write("waypost.yaml", SITE);
        site.write("content/articles/first.md", article("First", &format!("# qzxsecret-front\n{FIRST}.")));
        site.write("content/articles/unfinished.md", hidden("draft: true", "Unfinished words."));
        site.write("content/articles/bundle/index.md", entry("Bundle", "Words of a bundle."));
        site.write("content/articles/bundle/unused.txt", "qzxsecret-bundle");
        site.write("content/tools/tool.md", entry("Tool", "Do it, after [the first](articles/first)."));
        site.write("content/pages/about.md", entry("About", "About words."));
        site.write("static/plain.txt", "static words, long enough for a range\n");
        site.write(".git/config", "[remote] # qzxsecret-git\n");
        site.write(".git/HEAD", "ref: refs/heads/qzxsecret-head\n");
        site.write(".env", "KEY=qzxsecret-env\n");
        fs::write(site.0.path().join("outside.txt"), "qzxsecret-outside").expect("written");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../../outside.txt", site.root().join("static/outside.txt")).expect("linked");
        site
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
}

fn entry(title: &str, body: &str) -> String {
    hidden_or_not(title, "", body)
}

/// The first line of `body` is a comment of the front matter, which is never shown.
fn article(title: &str, body: &str) -> String {
    let (comment, body) = body.split_once('\n').expect("two lines");
    hidden_or_not(title, &format!("{comment}\n"), body)
}

fn hidden(field: &str, body: &str) -> String {
    hidden_or_not("Unfinished", &format!("{field}\n"), body)
}

fn hidden_or_not(title: &str, fields: &str, body: &str) -> String {
    format!("---\ntitle: \"{title}\"\nsummary: A summary.\n{fields}---\n{body}\n")
}

/// The page that everyone can ask for is answered, and in time.
#[track_caller]
fn assert_answers(server: &Server) {
    let answer = server.get(FIRST_PAGE);
    assert_eq!(answer.status, 200, "the server answers no more: {}", server.said());
    assert!(answer.text().contains(FIRST));
}

#[test]
fn what_a_hostile_request_gets() {
    let site = TempSite::new();
    let mut server = Server::start(&site.root(), &[]);
    let cases: Vec<Value> = serde_json::from_str(include_str!("hostile.json")).expect("JSON");
    assert!(cases.len() > 300);
    let next = AtomicUsize::new(0);
    let port = server.port;
    let faults: Vec<String> = thread::scope(|scope| {
        let work = || {
            let mut faults = Vec::new();
            while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                let found = faults_of(case, port);
                faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", case["name"])));
            }
            faults
        };
        let workers: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(server.is_running(), "{}", server.said());
    assert_answers(&server);
    assert!(!server.said().to_lowercase().contains("panicked"), "{}", server.said());
}

fn faults_of(case: &Value, port: u16) -> Vec<String> {
    let request = request_of(case, port);
    let answer = exchange(port, &request);
    let mut faults = general_faults(&answer, request.starts_with(b"HEAD "));
    let allowed: Vec<u64> = list(case, "status").iter().filter_map(Value::as_u64).collect();
    if !allowed.contains(&u64::from(answer.status)) {
        faults.push(format!("{} is not one of {allowed:?}", answer.status));
    }
    let all = String::from_utf8_lossy(&answer.bytes).to_lowercase();
    let said = |key| list(case, key).iter().filter_map(Value::as_str).map(str::to_lowercase);
    if answer.status != 0 {
        faults.extend(said("contains").filter(|words| !all.contains(words)).map(|words| format!("lacks {words:?}")));
    }
    faults.extend(said("not_contains").filter(|words| all.contains(words)).map(|words| format!("has {words:?}")));
    faults
}

fn list<'a>(case: &'a Value, key: &str) -> &'a [Value] {
    case[key].as_array().unwrap_or_else(|| panic!("{key} is no list: {case}"))
}

/// What holds for every answer, whatever was asked.
fn general_faults(answer: &Answer, head_only: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, words: &str| {
        if wrong {
            faults.push(words.to_owned());
        }
    };
    let all = String::from_utf8_lossy(&answer.bytes).to_lowercase();
    fault(answer.hangs, "neither answered nor closed in time");
    fault(answer.status == 0 && !answer.bytes.is_empty(), "an answer without a status");
    fault(answer.status >= 500 && !matches!(answer.status, 501 | 505), "a failure of the server");
    fault(answer.status / 100 == 1, "an upgrade");
    fault(all.contains("qzxsecret"), "a secret");
    fault(answer.headers.iter().any(|(name, _)| name.starts_with("access-control-")), "a CORS header");
    fault(answer.header("set-cookie").is_some(), "a cookie");
    fault(head_only && !answer.body.is_empty(), "a body after HEAD");
    fault(
        answer.status == 405 && !answer.header("allow").is_some_and(|allow| allow.contains("GET")),
        "405 without Allow",
    );
    fault(answer.status == 304 && !answer.body.is_empty(), "a body after 304");
    // What the server's own reader refuses before a request exists has no body and no type.
    let ours = answer.header("content-type").is_some() || (200..400).contains(&answer.status);
    fault(ours && answer.header("x-content-type-options") != Some("nosniff"), "no nosniff");
    faults
}

fn request_of(case: &Value, port: u16) -> Vec<u8> {
    if let Some(hex) = case["raw_hex"].as_str() {
        let mut parts = hex.split("{port}").map(bytes_of);
        let first = parts.next().expect("a part");
        return parts.fold(first, |mut all, part| {
            all.extend(port.to_string().into_bytes());
            all.extend(part);
            all
        });
    }
    let raw = case["raw"].as_str().unwrap_or_else(|| panic!("nothing to send: {case}"));
    let mut rest = raw.replace("{port}", &port.to_string());
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once("{repeat:") {
        let (count, after) = after.split_once(':').expect("a count");
        let (text, after) = after.split_once('}').expect("an end");
        filled.push_str(before);
        filled.push_str(&text.repeat(count.parse().expect("a number")));
        rest = after.to_owned();
    }
    (filled + &rest).into_bytes()
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hex")).collect()
}

#[test]
fn a_page_knows_its_own_hash() {
    let site = TempSite::new();
    let server = Server::start(&site.root(), &[]);
    let page = server.get(FIRST_PAGE);
    let tag = page.header("etag").expect("an ETag").to_owned();
    let text = page.text();
    assert!(text.contains(&format!("data-version={tag}")), "{tag} is not in the page");
    assert_eq!(text.matches("/_waypost/live.js").count(), 1);
    let ask = |tag: &str, method: &str| {
        let head = format!("{method} {FIRST_PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", server.port);
        exchange(server.port, format!("{head}If-None-Match: {tag}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    for (asked, method) in [(tag.clone(), "GET"), (tag.clone(), "HEAD"), (format!("\"other\", {tag}"), "GET")] {
        let answer = ask(&asked, method);
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{method} {asked}");
    }
    site.write("content/articles/first.md", entry("First", "Other words."));
    let changed = within(SEEN_WITHIN, || Some(ask(&tag, "GET")).filter(|answer| answer.status == 200));
    let changed = changed.unwrap_or_else(|| panic!("the change is not seen: {}", server.said()));
    assert!(changed.text().contains("Other words.") && changed.header("etag") != Some(tag.as_str()));
}

/// How many connections this process may open beside those of other tests.
fn affordable(wanted: usize) -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3)).and_then(|soft| soft.parse::<usize>().ok());
    wanted.min(soft.unwrap_or(512) / 2)
}

/// Opens state streams; those that the server will not hold may be refused or closed, never left waiting.
fn open_streams(port: u16, count: usize) -> Vec<TcpStream> {
    let request = format!("GET /_waypost/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { continue };
        stream.set_read_timeout(Some(Duration::from_millis(100))).expect("set");
        stream.set_write_timeout(Some(Duration::from_secs(5))).expect("set");
        if stream.write_all(request.as_bytes()).is_ok() {
            streams.push(stream);
        }
    }
    streams
}

#[test]
fn a_thousand_open_streams_leave_room_for_readers() {
    let site = TempSite::new();
    let mut server = Server::start(&site.root(), &[]);
    assert_answers(&server);
    #[cfg(target_os = "linux")]
    let before = server.descriptors();
    let streams = open_streams(server.port, affordable(1000));
    assert!(streams.len() >= 100, "only {} could be opened", streams.len());
    for address in [FIRST_PAGE, "/", "/plain.txt", "/_waypost/messages.json"] {
        let answer = server.get(address);
        assert_eq!(answer.status, 200, "{address} with {} streams open", streams.len());
    }
    // A save with all of them listening.
    site.write("content/articles/first.md", entry("First", &format!("{FIRST}, once more.")));
    let seen = within(SEEN_WITHIN, || server.get(FIRST_PAGE).text().contains("once more").then_some(()));
    assert!(seen.is_some(), "{}", server.said());
    drop(streams);
    #[cfg(target_os = "linux")]
    {
        let left = within(Duration::from_secs(30), || Some(server.descriptors()).filter(|now| *now <= before + 16));
        assert!(left.is_some(), "{before} descriptors before, {} after", server.descriptors());
    }
    assert!(server.is_running(), "{}", server.said());
    assert_answers(&server);
    assert_eq!(server.get("/_waypost/events").status, 200, "streams can be opened again");
}

#[test]
#[cfg(target_os = "linux")]
fn running_out_of_descriptors_ends_nothing() {
    let site = TempSite::new();
    let mut server = Server::start_with_descriptors(&site.root(), 128);
    assert_answers(&server);
    let streams = open_streams(server.port, affordable(400));
    assert!(server.is_running(), "{}", server.said());
    drop(streams);
    let back = within(Duration::from_secs(30), || {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
        let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
        stream.write_all(request.as_bytes()).ok()?;
        let mut start = [0; 12];
        stream.read_exact(&mut start).ok()?;
        start.ends_with(b" 200").then_some(())
    });
    assert!(back.is_some() && server.is_running(), "{}", server.said());
    assert_answers(&server);
}

/// A connection that sends its request byte by byte, or stops in the middle.
struct Slow {
    stream: TcpStream,
    sent: usize,
    stops_at: usize,
    closed: bool,
}

impl Slow {
    /// Sends one more byte and looks whether the server has closed.
    fn go_on(&mut self, request: &[u8]) {
        if self.closed {
            return;
        }
        let mut part = [0; 256];
        match self.stream.read(&mut part) {
            Ok(0) => self.closed = true,
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => self.closed = true,
        }
        if self.sent < self.stops_at {
            // The name of a header that goes on and on.
            let byte = request.get(self.sent).copied().unwrap_or(b'x');
            self.closed |= self.stream.write_all(&[byte]).is_err();
            self.sent += 1;
        }
    }
}

#[test]
fn slow_requests_are_given_up() {
    let site = TempSite::new();
    let server = Server::start(&site.root(), &[]);
    assert_answers(&server);
    let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Slow", server.port);
    let mut slow: Vec<Slow> = (0..affordable(200))
        .map(|number| {
            let stream = connect(server.port);
            stream.set_nonblocking(true).expect("set");
            let stops_at = if number % 4 == 0 { 20 } else { usize::MAX };
            Slow { stream, sent: 0, stops_at, closed: false }
        })
        .collect();
    let done = AtomicUsize::new(0);
    let open = thread::scope(|scope| {
        let others = scope.spawn(|| {
            let mut answered = 0;
            while done.load(Ordering::Relaxed) == 0 {
                let answer = get(server.port, FIRST_PAGE);
                assert_eq!(answer.status, 200, "while others are slow");
                answered += 1;
                thread::sleep(Duration::from_millis(100));
            }
            answered
        });
        let end = Instant::now() + Duration::from_secs(15);
        while Instant::now() < end && slow.iter().any(|one| !one.closed) {
            for one in &mut slow {
                one.go_on(request.as_bytes());
            }
            thread::sleep(Duration::from_millis(100));
        }
        done.store(1, Ordering::Relaxed);
        assert!(others.join().expect("no panic") > 0);
        slow.iter().filter(|one| !one.closed).count()
    });
    assert_eq!(open, 0, "slow connections are still open");
    assert_answers(&server);
}

#[test]
fn those_who_do_not_read_hold_up_nobody() {
    let site = TempSite::new();
    let mut server = Server::start(&site.root(), &[]);
    let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port).repeat(2000);
    let deaf: Vec<TcpStream> = (0..affordable(50))
        .map(|_| {
            let mut stream = connect(server.port);
            stream.set_nonblocking(true).expect("set");
            let _ = stream.write(request.as_bytes());
            stream
        })
        .collect();
    for _ in 0..5 {
        assert_answers(&server);
    }
    drop(deaf);
    assert!(server.is_running(), "{}", server.said());
}

#[test]
fn a_taken_port_is_named_with_a_free_one() {
    let site = TempSite::new();
    let server = Server::start(&site.root(), &[]);
    let port = server.port.to_string();
    let mut second = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .args(["serve", "--today", TODAY, "--port", &port, "--site"])
        .arg(site.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let status = within(Duration::from_secs(60), || second.try_wait().expect("a state"));
    if status.is_none() {
        let _ = second.kill();
    }
    let output = second.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(status.and_then(|status| status.code()), Some(2), "{said}");
    let numbers = said.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let others: Vec<u16> = numbers.filter(|number| *number >= 1024 && *number != server.port).collect();
    let free = others.iter().any(|number| TcpListener::bind(("127.0.0.1", *number)).is_ok());
    assert!(said.contains(&port) && free, "no free port is named: {said}");
    assert_answers(&server);
}

#[test]
fn a_folder_that_goes_away_may_come_back() {
    for more in [&[][..], &["--poll"]] {
        let site = TempSite::new();
        let mut server = Server::start(&site.root(), more);
        assert_answers(&server);
        let away = site.0.path().join("site-away");
        fs::rename(site.root(), &away).expect("renamed");
        // Long enough for the watcher to notice, and for a poll.
        for _ in 0..15 {
            assert_answers(&server);
            assert_eq!(server.get("/").status, 200);
            thread::sleep(Duration::from_millis(200));
        }
        fs::rename(&away, site.root()).expect("renamed back");
        assert_answers(&server);
        site.write("content/articles/first.md", entry("First", "Words after the return."));
        site.write("content/articles/second.md", entry("Second", "Born after the return."));
        for (address, words) in
            [(FIRST_PAGE, "Words after the return."), ("/articles/second/", "Born after the return.")]
        {
            let seen = within(SEEN_WITHIN, || server.get(address).text().contains(words).then_some(()));
            assert!(seen.is_some(), "{more:?} {address}: {}", server.said());
        }
        assert!(server.is_running(), "{}", server.said());
    }
}

/// Makes `path` something that is there and cannot be read: not even by root, who reads everything else.
#[cfg(unix)]
fn make_unreadable(path: &Path, way: usize) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::remove_file(path);
    match way {
        0 => std::os::unix::fs::symlink("nowhere/at-all.md", path).expect("linked"),
        1 => fs::create_dir(path).expect("made"),
        2 => std::os::unix::fs::symlink(path.file_name().expect("a name"), path).expect("linked to itself"),
        _ => {
            fs::write(path, entry("Locked", "Locked words.")).expect("written");
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("set");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_spoils_no_other() {
    for way in 0..4 {
        let site = TempSite::new();
        let path = site.root().join("content/articles/locked.md");
        make_unreadable(&path, way);
        let mut server = Server::start(&site.root(), &[]);
        assert_answers(&server);
        assert_eq!(server.get("/articles/").status, 200, "way {way}");
        if path.is_dir() {
            fs::remove_dir(&path).expect("removed");
        } else {
            fs::remove_file(&path).expect("removed");
        }
        site.write("content/articles/locked.md", entry("Locked", "Readable now."));
        let sees = |words: &str| {
            let found = || server.get("/articles/locked/").text().contains(words).then_some(());
            within(SEEN_WITHIN, found).unwrap_or_else(|| panic!("way {way}: no {words:?}: {}", server.said()));
        };
        sees("Readable now.");
        // And once more, under the eyes of the watcher.
        make_unreadable(&path, way);
        thread::sleep(Duration::from_millis(500));
        assert_answers(&server);
        let answer = server.get("/articles/locked/");
        assert!(matches!(answer.status, 200 | 404), "way {way}: {}", answer.status);
        if path.is_dir() {
            fs::remove_dir(&path).expect("removed");
        } else {
            fs::remove_file(&path).expect("removed");
        }
        site.write("content/articles/locked.md", entry("Locked", "Readable again."));
        sees("Readable again.");
        assert!(server.is_running(), "way {way}: {}", server.said());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn odd_names_are_only_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = TempSite::new();
    let long = "l".repeat(200);
    let mut names: Vec<&[u8]> = vec![
        b"two words",
        b"-dash",
        b"--help",
        b"CAPITALS",
        b"dots...",
        b".hidden",
        b"#lock#",
        b".#link",
        b"quote's \"double\" <b>&amp;",
        b"per%2fcent%00",
        b"new\nline",
        b"tab\tbell\x07",
        b"back\\slash",
        b"question?mark=1",
        b"con",
        b"nul",
        b"\xff\xfe not text",
        b"a:b",
        b"*star*",
        b"$(touch planted)",
        b"file~",
        b"4913",
    ];
    let plain = ["\u{fc}nd s\u{f6}", "u\u{308}nd", "\u{1f30a}", "\u{202e}dm.elif", "\u{200b}"];
    names.extend(plain.iter().map(|name| name.as_bytes()));
    names.push(long.as_bytes());
    for (number, name) in names.iter().enumerate() {
        let file = [name, b".md".as_slice()].concat();
        let path = site.root().join("content/articles").join(OsStr::from_bytes(&file));
        fs::write(path, entry(&format!("Odd {number}"), "Odd words.")).expect("written");
        let path = site.root().join("static").join(OsStr::from_bytes(&[name, b".txt".as_slice()].concat()));
        fs::write(path, "odd static").expect("written");
    }
    let mut server = Server::start(&site.root(), &[]);
    assert_answers(&server);
    let sitemap = server.get("/sitemap.xml").text();
    let addresses: Vec<String> = sitemap
        .split("<loc>https://library.example")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(|address| address.replace("&amp;", "&").replace("&apos;", "'").replace("&#39;", "'"))
        .collect();
    assert!(addresses.iter().any(|address| address == FIRST_PAGE), "{addresses:?}");
    let mut faults = Vec::new();
    for address in &addresses {
        assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address:?} needs escapes");
        let answer = server.get(address);
        if answer.status != 200 {
            faults.push(format!("{address} is in the sitemap: {}", answer.status));
        }
        faults.extend(general_faults(&answer, false).into_iter().map(|fault| format!("{address}: {fault}")));
    }
    for address in ["/two%20words.txt", "/%C3%BCnd%20s%C3%B6.txt", "/back%5Cslash.txt", "/a:b.txt"] {
        let answer = server.get(address);
        if !matches!(answer.status, 200 | 400 | 404) {
            faults.push(format!("{address}: {}", answer.status));
        }
        faults.extend(general_faults(&answer, false).into_iter().map(|fault| format!("{address}: {fault}")));
    }
    for address in ["/_waypost/messages.json", "/_waypost/desk/", "/_waypost/events"] {
        let answer = server.get(address);
        assert_eq!(answer.status, 200, "{address}");
        assert!(!answer.text().contains("<b>&amp;.md"), "{address} shows a name as markup");
    }
    assert!(!site.root().join("planted").exists());
    site.write("content/articles/two words.md", entry("Two words", "Odd words, saved again."));
    let page = addresses.iter().find(|address| address.contains("two") && address.contains("words"));
    if let Some(page) = page {
        let seen = within(SEEN_WITHIN, || server.get(page).text().contains("saved again").then_some(()));
        assert!(seen.is_some(), "{page}: {}", server.said());
    }
    assert!(server.is_running(), "{}", server.said());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_preview_writes_nothing_into_the_site() {
    let site = TempSite::new();
    let names = |folder: &Path| {
        let mut found = Vec::new();
        let mut open = vec![folder.to_owned()];
        while let Some(at) = open.pop() {
            for entry in fs::read_dir(at).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path.clone());
                }
                found.push(path);
            }
        }
        found.sort();
        found
    };
    let before = names(site.0.path());
    let server = Server::start(&site.root(), &[]);
    for address in ["/", FIRST_PAGE, "/_waypost/desk/", "/_waypost/handbook/", "/_waypost/messages.json"] {
        assert_eq!(server.get(address).status, 200, "{address}");
    }
    site.write("content/articles/first.md", entry("First", "Saved words."));
    let seen = within(SEEN_WITHIN, || server.get(FIRST_PAGE).text().contains("Saved words.").then_some(()));
    assert!(seen.is_some(), "{}", server.said());
    assert_eq!(names(site.0.path()), before);
}
