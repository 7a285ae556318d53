//! Links to other sites, asked of a host of the test's own: what is said of them, how often and how
//! it is asked, and that nothing is asked unless it is wanted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

const DAY: &str = "2026-11-01";

/// Requests as they came: the first line and the head.
type Heard = Arc<Mutex<Vec<(String, String)>>>;

/// A host on a free port that answers as its paths say.
struct Host {
    port: u16,
    heard: Heard,
}

impl Host {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Heard::default();
        let mine = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = Arc::clone(&mine);
                // Who asks may go away at any time.
                thread::spawn(move || drop(answer(stream, &heard)));
            }
        });
        Self { port, heard }
    }

    /// How often each path was asked for since the last time, by method and path.
    fn asked(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (line, _) in self.heard.lock().unwrap().drain(..) {
            *counts.entry(line).or_default() += 1;
        }
        counts
    }
}

fn answer(mut stream: TcpStream, heard: &Heard) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let (method, rest) = first.split_once(' ').unwrap_or_default();
    let path = rest.split(' ').next().unwrap_or("").to_owned();
    heard.lock().unwrap().push((format!("{method} {path}"), head.join("\n").to_lowercase()));
    let status = |status: &str, more: &str| format!("HTTP/1.1 {status}\r\n{more}content-length: 0\r\n\r\n");
    let to = |code: &str, place: &str| status(code, &format!("location: {place}\r\n"));
    let is_head = method == "HEAD";
    let text = match path.as_str() {
        "/ok" => status("200 OK", "set-cookie: a=b\r\n"),
        "/gone" => status("410 Gone", ""),
        "/head-refused" | "/huge" if is_head => status("405 Method Not Allowed", ""),
        "/head-lies" if is_head => status("404 Not Found", ""),
        "/head-refused" | "/head-lies" => status("200 OK", ""),
        "/moved" => to("301 Moved Permanently", "/ok"),
        "/moved-to-the-door" => to("308 Permanent Redirect", "/"),
        "/" => status("200 OK", ""),
        "/moved-then-for-now" => to("301 Moved Permanently", "/step"),
        "/step" | "/for-now" => to("302 Found", "/ok"),
        "/moved-and-dead" => to("301 Moved Permanently", "/no-such-page"),
        "/circle" => to("302 Found", "/circle-2"),
        "/circle-2" => to("302 Found", "/circle"),
        "/itself" => to("301 Moved Permanently", "/itself"),
        "/to-a-script" => to("301 Moved Permanently", "javascript:alert(1)"),
        "/forbidden" => status("403 Forbidden", ""),
        "/broken" => status("500 Internal Server Error", ""),
        "/z-busy" => status("429 Too Many Requests", "retry-after: 3600\r\n"),
        "/garbage" => "\u{1}\u{2}not at all\r\n\r\n".to_owned(),
        "/slow" => {
            thread::sleep(Duration::from_secs(60));
            String::new()
        }
        "/huge" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                stream.write_all(&[b'x'; 65_536])?;
            }
        }
        "/huge-head" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                stream.write_all(b"x-more: and more and more and more and more and more and more\r\n")?;
            }
        }
        _ => status("404 Not Found", ""),
    };
    stream.write_all(text.as_bytes())
}

/// A site with one page of links, one a line, each with the path that it is of.
fn site(links: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: String| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "waypost.yaml",
        "title: T\nbase_url: https://library.example/\ncheck: {rules: {link-text-twice: off}}\n".to_owned(),
    );
    let body: String = links.iter().map(|url| format!("- See [the page]({url}).\n")).collect();
    write("content/articles/a.md", format!("---\ntitle: A\nsummary: S.\n---\n\n{body}"));
    folder
}

/// Messages of `check` about links: line, column and code, and the sentence.
fn check(site: &Path, today: &str, more: &[&str]) -> Vec<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.args(["check", "--notes", "--format", "json", "--today", today, "--site"]).arg(site).args(more);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let links = rows.filter(|row| row["code"].as_str().unwrap().starts_with("link-"));
    let row = |row: Value| {
        assert_eq!(row["file"], "content/articles/a.md");
        let place = format!("{}:{} {}", row["line"], row["column"], row["code"].as_str().unwrap());
        (place, row["message"].as_str().unwrap().to_owned())
    };
    links.map(row).collect()
}

#[test]
fn links_are_asked_once_and_what_came_of_it_is_said_at_each() {
    let host = Host::start();
    let here = |path: &str| format!("http://127.0.0.1:{}{path}", host.port);
    let expect = [
        ("/ok", ""),
        ("/ok#part", ""),
        ("/no-such-page", "link-dead"),
        ("/no-such-page", "link-dead"),
        ("/gone", "link-dead"),
        ("/head-refused", ""),
        ("/head-lies", ""),
        ("/moved", "link-moved"),
        ("/moved-to-the-door", "link-moved"),
        ("/moved-then-for-now", "link-moved"),
        ("/for-now", ""),
        ("/moved-and-dead", "link-dead"),
        ("/circle", "link-unknown"),
        ("/itself", "link-unknown"),
        ("/to-a-script", "link-unknown"),
        ("/forbidden", "link-unknown"),
        ("/broken", "link-unknown"),
        ("/garbage", "link-unknown"),
        ("/huge", ""),
        ("/huge-head", "link-unknown"),
    ];
    let mut links: Vec<String> = expect.iter().map(|(path, _)| here(path)).collect();
    // By another name it is another host, so that its slowness and its pause hold up nobody else.
    let other = |path: &str| format!("http://localhost:{}{path}", host.port);
    links.extend([other("/slow"), other("/z-busy"), other("/z-busy-2")]);
    let site = site(&links);
    // The links begin in line 6, behind `- See `.
    let place = |at: usize, code: &str| format!("{}:7 {code}", at + 6);
    let said = expect.iter().enumerate().filter(|(_, (_, code))| !code.is_empty());
    let mut wanted: Vec<String> = said.map(|(at, (_, code))| place(at, code)).collect();
    wanted.extend((expect.len()..links.len()).map(|at| place(at, "link-unknown")));

    assert_eq!(check(site.path(), DAY, &[]), [], "nothing is asked where nobody wants it");
    assert!(host.asked().is_empty());
    let private = check(site.path(), DAY, &["--external"]);
    assert!(host.asked().is_empty(), "nor of a machine of one's own");
    assert_eq!(private.len(), links.len());
    assert!(private.iter().all(|(_, message)| message.contains("private network")), "{private:?}");

    let found = check(site.path(), DAY, &["--external", "--allow-private"]);
    assert_eq!(found.iter().map(|(place, _)| place.clone()).collect::<Vec<_>>(), wanted, "{found:#?}");
    let message = |path: &str| {
        let at = expect.iter().position(|(known, _)| *known == path).unwrap();
        let line = format!("{}:", at + 6);
        found.iter().find(|(place, _)| place.starts_with(&line)).unwrap().1.clone()
    };
    assert!(message("/gone").contains("410, asked 2026-11-01"), "{}", message("/gone"));
    assert!(message("/moved").ends_with(&here("/ok")), "{}", message("/moved"));
    assert!(message("/moved-then-for-now").ends_with(&here("/step")), "{}", message("/moved-then-for-now"));
    let heads = host.heard.lock().unwrap().iter().map(|(_, head)| head.clone()).collect::<Vec<_>>();
    for head in heads {
        assert!(head.contains("user-agent: waypost/"), "{head}");
        assert!(!head.contains("cookie:") && !head.contains("referer:"), "{head}");
    }
    let asked = host.asked();
    assert_eq!(asked.get("HEAD /no-such-page").copied(), Some(2), "by itself, and where a redirect leads: {asked:?}");
    assert_eq!(asked.get("HEAD /head-refused"), Some(&1));
    assert_eq!(asked.get("GET /head-refused"), Some(&1));
    assert!(!asked.contains_key("GET /moved"), "{asked:?}");
    assert_eq!(asked.get("HEAD /z-busy"), Some(&1));
    assert!(!asked.contains_key("HEAD /z-busy-2"), "who asks for a pause gets one: {asked:?}");
}

#[test]
fn answers_are_kept_and_doubted_in_time() {
    let host = Host::start();
    let links = ["/ok", "/moved", "/gone"].map(|path| format!("http://127.0.0.1:{}{path}", host.port));
    let site = site(&links);
    let external = ["--external", "--allow-private"];
    let first = check(site.path(), DAY, &external);
    assert_eq!(host.asked().len(), 4, "{first:?}");
    assert_eq!(check(site.path(), DAY, &external), first);
    assert!(host.asked().is_empty(), "a second time nobody is asked");
    let later = check(site.path(), "2026-11-02", &external);
    let asked = host.asked();
    assert!(asked.keys().all(|line| line.ends_with("/gone")) && !asked.is_empty(), "{asked:?}");
    assert_eq!(later.len(), first.len());
    check(site.path(), "2026-11-08", &external);
    assert_eq!(host.asked().len(), 4, "after a week all are asked again");
    // Nothing but what can be thrown away is written.
    let kept = site.path().join(".public.waypost");
    assert!(!site.path().join("public").exists());
    for damage in [&b"not at all"[..], b""] {
        for file in fs::read_dir(&kept).unwrap() {
            fs::write(file.unwrap().path(), damage).unwrap();
        }
        assert_eq!(check(site.path(), "2026-11-08", &external).len(), first.len());
        assert_eq!(host.asked().len(), 4);
    }
    fs::remove_dir_all(&kept).unwrap();
    fs::write(&kept, "in the way").unwrap();
    assert_eq!(check(site.path(), "2026-11-08", &external).len(), first.len());
}

#[test]
fn a_machine_that_is_not_on_the_net_says_nothing_of_links() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let site = site(&[format!("http://127.0.0.1:{port}/a"), format!("http://127.0.0.1:{port}/b")]);
    assert_eq!(check(site.path(), DAY, &["--external", "--allow-private"]), []);
}

#[test]
fn a_build_and_the_reports_ask_nothing() {
    let host = Host::start();
    let site = site(&[format!("http://127.0.0.1:{}/moved", host.port)]);
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        let output = command.args(more).args(["--today", DAY, "--site"]).arg(site.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{more:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["build"]);
    let row = run(&["report", "links", "--format", "json"]);
    assert!(row.contains("\"line\":6") && row.contains("\"last\":null"), "{row}");
    assert!(host.asked().is_empty());
    check(site.path(), DAY, &["--external", "--allow-private"]);
    host.asked();
    let row = run(&["report", "links", "--format", "json"]);
    assert!(row.contains("\"last\":\"moved\"") && row.contains("\"asked\":\"2026-11-01\""), "{row}");
    assert!(host.asked().is_empty());
}

#[test]
fn a_moved_address_is_mended_in_its_definition_and_not_in_code() {
    let host = Host::start();
    let here = |path: &str| format!("http://127.0.0.1:{}{path}", host.port);
    let site = site(&[here("/ok")]);
    let text = |address: &str| {
        format!(
            "---\ntitle: X\nsummary: X.\n---\n\n```text\n[study]: {}\n```\n\nSee the [study].\n\n[study]: {address}\n",
            here("/moved")
        )
    };
    let file = site.path().join("content/articles/x.md");
    fs::write(&file, text(&here("/moved"))).unwrap();
    check(site.path(), DAY, &["--external", "--allow-private", "--fix", "--yes"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text(&here("/ok")));
}
