//! Every way of saving that editors, tools and people have, against one preview that runs all the time.
//! What is served must follow; at the end it must be what `waypost build` writes, byte for byte.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::served::{Answer, Server, TODAY, get, within};

/// How soon a save must be seen, on a machine that is busy with other tests.
const SEEN_WITHIN: Duration = Duration::from_secs(8);

const SITE: &str = "title: Test library\nbase_url: https://library.example/\nlanguages: [en, es]\n\
                    help_lines: [{name: Line, call: '988', country: US}]\n";
const ARTICLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates/article.html"));
const UTILITIES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/assets/utilities.css"));
const FIRST: &str = "content/articles/first.md";
const PAGE: &str = "/articles/first/";
const STATES: &str = "/_waypost/events";

struct TempSite(tempfile::TempDir);

impl TempSite {
    fn new(settings: &str) -> Self {
        let site = Self(tempfile::tempdir().expect("a temporary folder"));
        site.write("waypost.yaml", settings);
        site.write(FIRST, entry("First", "Words of the beginning."));
        site.write("content/articles/second.md", entry("Second", "After [the first](articles/first)."));
        site.write("content/articles/cased.md", fields("Cased", "slug: cased\n", "Words in any case."));
        site.write("content/articles/draft.md", fields("Draft", "draft: true\n", "Words of a draft."));
        site.write("content/articles/later.md", fields("Later", "publish_on: 2027-01-01\n", "Words of later."));
        site.write("content/articles/folder/inside.md", entry("Inside", "Words inside."));
        site.write("content/articles/pictured/index.md", entry("Pictured", "![A picture](picture.png)"));
        site.write("content/articles/pictured/picture.png", picture(20, "picture-one"));
        site.write("content/tools/tool.md", entry("Tool", "Do it."));
        site.write("content/pages/marker.md", entry("Marker", "Marker none."));
        let pathway = "stages:\n  - title: One\n    steps: [articles/first, tools/tool]\n";
        site.write("content/pathways/way.md", fields("Way", pathway, "Words of a way."));
        site.write("static/note.txt", "static number one\n");
        site
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("renamed");
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("removed");
    }

    /// Saves the first article in place.
    fn save(&self, words: &str) {
        self.write(FIRST, entry("First", words));
    }
}

fn entry(title: &str, body: &str) -> String {
    fields(title, "", body)
}

fn fields(title: &str, fields: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: A summary.\n{fields}---\n{body}\n")
}

/// The head of a picture of this width, and words that are found again in what is served.
fn picture(width: u32, words: &str) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(10_u32.to_be_bytes());
    bytes.extend(b"\x08\x02\x00\x00\x00\x00\x00\x00\x00");
    bytes.extend(words.as_bytes());
    bytes
}

fn pause(milliseconds: u64) {
    sleep(Duration::from_millis(milliseconds));
}

/// What must be served after a step.
struct Seen {
    /// An address; `css of ADDRESS` and `picture of ADDRESS` are what that page refers to first.
    address: &'static str,
    status: u16,
    has: &'static str,
    lacks: &'static str,
}

fn sees(address: &'static str, has: &'static str) -> Seen {
    Seen { address, status: 200, has, lacks: "\u{0}" }
}

fn changed(address: &'static str, has: &'static str, lacks: &'static str) -> Seen {
    Seen { address, status: 200, has, lacks }
}

fn gone(address: &'static str) -> Seen {
    Seen { address, status: 404, has: "", lacks: "\u{0}" }
}

impl Seen {
    /// What is wrong with what is served now.
    fn fault(&self, port: u16) -> Option<String> {
        let answer = self.answer(port);
        let text = answer.text();
        let address = self.address;
        if answer.status != self.status {
            Some(format!("{address}: {} instead of {}", answer.status, self.status))
        } else if !text.contains(self.has) {
            Some(format!("{address}: lacks {:?}", self.has))
        } else if text.contains(self.lacks) {
            Some(format!("{address}: still has {:?}", self.lacks))
        } else {
            None
        }
    }

    fn answer(&self, port: u16) -> Answer {
        let (before, address) = match self.address.split_once(" of ") {
            Some(("css", address)) => ("<link rel=\"stylesheet\" href=\"", address),
            Some((_, address)) => ("<img ", address),
            None => return get(port, self.address),
        };
        let page = get(port, address);
        let text = page.text();
        let rest = text.split_once(before).map_or("", |(_, rest)| rest);
        let rest = if before == "<img " { rest.split_once("src=\"").map_or("", |(_, rest)| rest) } else { rest };
        match rest.split_once('"') {
            Some((target, _)) if target.starts_with('/') => get(port, target),
            Some((target, _)) => get(port, &format!("{address}{target}")),
            None => page,
        }
    }
}

/// One way of saving.
struct Step {
    name: &'static str,
    save: fn(&TempSite),
    seen: Vec<Seen>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// It will be seen.
    Changes,
    /// It holds before and after: looked at when a later save of another page has been seen.
    Holds,
    /// Only the system's own watching can tell: size and time are the same.
    ChangesWhenWatched,
}

fn changes(name: &'static str, seen: Vec<Seen>, save: fn(&TempSite)) -> Step {
    Step { name, save, seen, kind: Kind::Changes }
}

fn holds(name: &'static str, seen: Vec<Seen>, save: fn(&TempSite)) -> Step {
    Step { name, save, seen, kind: Kind::Holds }
}

/// What programs do when one file is saved.
fn ways_of_one_file() -> Vec<Step> {
    vec![
        changes("written in place", vec![sees(PAGE, "Words in place.")], |site| site.save("Words in place.")),
        changes("truncated, written a moment later", vec![sees(PAGE, "Words after a truncation.")], |site| {
            let mut file = File::create(site.path(FIRST)).expect("truncated");
            pause(30);
            file.write_all(entry("First", "Words after a truncation.").as_bytes()).expect("written");
        }),
        changes("written in pieces", vec![sees(PAGE, "The last piece.")], |site| {
            let text = entry("First", "The first piece.\n\nThe middle piece.\n\nThe last piece.");
            let mut file = File::create(site.path(FIRST)).expect("truncated");
            for piece in text.as_bytes().chunks(25) {
                file.write_all(piece).expect("written");
                file.sync_data().expect("on the disk");
                pause(15);
            }
        }),
        changes("temporary file, renamed over it", vec![sees(PAGE, "Words renamed over it.")], |site| {
            site.write("content/articles/.first.md.tmp", entry("First", "Words renamed over it."));
            site.rename("content/articles/.first.md.tmp", FIRST);
        }),
        changes("temporary file from outside, renamed over it", vec![sees(PAGE, "Words from outside.")], |site| {
            let outside = site.0.path().join("outside.md");
            fs::write(&outside, entry("First", "Words from outside.")).expect("written");
            fs::rename(outside, site.path(FIRST)).expect("renamed");
        }),
        changes("Vim: swap, probe and backup", vec![sees(PAGE, "Words from Vim."), gone("/articles/4913/")], |site| {
            site.write("content/articles/.first.md.swp", b"b0VIM 9.0\0\0");
            site.write("content/articles/4913", "");
            site.remove("content/articles/4913");
            site.rename(FIRST, "content/articles/first.md~");
            pause(20);
            site.save("Words from Vim.");
            site.remove("content/articles/first.md~");
            site.remove("content/articles/.first.md.swp");
        }),
        #[cfg(unix)]
        changes("Emacs: lock link and auto-save", vec![sees(PAGE, "Words from Emacs.")], |site| {
            let lock = site.path("content/articles/.#first.md");
            std::os::unix::fs::symlink("someone@somewhere.4242:1764579600", &lock).expect("linked");
            site.write("content/articles/#first.md#", entry("First", "Words not saved yet."));
            pause(50);
            site.rename(FIRST, "content/articles/first.md~");
            site.save("Words from Emacs.");
            site.remove("content/articles/#first.md#");
            fs::remove_file(lock).expect("removed");
        }),
        changes("JetBrains: new and old beside it", vec![sees(PAGE, "Words from JetBrains.")], |site| {
            site.write("content/articles/first.md___jb_tmp___", entry("First", "Words from JetBrains."));
            site.rename(FIRST, "content/articles/first.md___jb_old___");
            site.rename("content/articles/first.md___jb_tmp___", FIRST);
            site.remove("content/articles/first.md___jb_old___");
        }),
        changes("Gedit: output stream, renamed over it", vec![sees(PAGE, "Words from Gedit.")], |site| {
            site.write("content/articles/.goutputstream-A1B2C3", entry("First", "Words from Gedit."));
            site.rename("content/articles/.goutputstream-A1B2C3", FIRST);
        }),
        changes("Kate and office: swap files that stay a while", vec![sees(PAGE, "Words from Kate.")], |site| {
            site.write("content/articles/.first.md.kate-swp", b"\0\x01\x02");
            site.write("content/articles/~$first.md", b"\0owner");
            site.save("Words from Kate.");
            pause(50);
            site.remove("content/articles/.first.md.kate-swp");
            site.remove("content/articles/~$first.md");
        }),
        changes("deleted, made anew a moment later", vec![sees(PAGE, "Words made anew.")], |site| {
            site.remove(FIRST);
            pause(100);
            site.save("Words made anew.");
        }),
        changes("deleted, made anew much later", vec![sees(PAGE, "Words made much later.")], |site| {
            site.remove(FIRST);
            pause(1500);
            site.save("Words made much later.");
        }),
        changes("appended", vec![sees(PAGE, "Words made much later."), sees(PAGE, "Words at the end.")], |site| {
            let mut file = OpenOptions::new().append(true).open(site.path(FIRST)).expect("opened");
            file.write_all(b"\nWords at the end.\n").expect("written");
        }),
        changes("a byte changed inside", vec![changed(PAGE, "Words at the END.", "Words at the end.")], |site| {
            use std::io::{Seek, SeekFrom};
            let mut file = OpenOptions::new().write(true).open(site.path(FIRST)).expect("opened");
            file.seek(SeekFrom::End(-5)).expect("there");
            file.write_all(b"END.\n").expect("written");
        }),
        changes("line ends of Windows", vec![changed(PAGE, "Words with CRLF.", "Words at the END.")], |site| {
            site.write(FIRST, entry("First", "Words with CRLF.").replace('\n', "\r\n"));
        }),
        changes("a byte order mark", vec![sees(PAGE, "Words behind a mark.")], |site| {
            site.write(FIRST, format!("\u{feff}{}", entry("First", "Words behind a mark.")));
        }),
        changes(
            "two saves, 5 ms apart",
            vec![changed(PAGE, "The later of two saves.", "The earlier of two saves.")],
            |site| {
                site.save("The earlier of two saves.");
                pause(5);
                site.save("The later of two saves.");
            },
        ),
        changes("a save every 10 ms for a second", vec![sees(PAGE, "Save number 99.")], |site| {
            for number in 0..100 {
                site.save(&format!("Save number {number}."));
                pause(10);
            }
        }),
        changes("a time in the past", vec![sees(PAGE, "Words of the past.")], |site| {
            site.save("Words of the past.");
            set_back(&site.path(FIRST), 86_400);
        }),
        changes("a time in the future", vec![sees(PAGE, "Words of the future, saved.")], |site| {
            site.save("Words of the future, saved.");
            let ahead = std::time::SystemTime::now() + Duration::from_secs(86_400);
            OpenOptions::new().write(true).open(site.path(FIRST)).expect("opened").set_modified(ahead).expect("set");
        }),
        changes("saved after a time in the future", vec![sees(PAGE, "Words of this very day.")], |site| {
            site.save("Words of this very day.");
        }),
        changes("same size", vec![sees(PAGE, "Words of that very day.")], |site| site.save("Words of that very day.")),
        changes(
            "an older version of the same size and an older time",
            vec![changed(PAGE, "Words of this very day.", "Words of that very day.")],
            |site| {
                site.write("content/articles/.restored", entry("First", "Words of this very day."));
                set_back(&site.path("content/articles/.restored"), 3600);
                site.rename("content/articles/.restored", FIRST);
            },
        ),
        Step {
            name: "same size and the very same time",
            save: |site| {
                let time = fs::metadata(site.path(FIRST)).expect("there").modified().expect("a time");
                let mut file = File::create(site.path(FIRST)).expect("truncated");
                file.write_all(entry("First", "Words of same very day.").as_bytes()).expect("written");
                file.set_modified(time).expect("set");
            },
            seen: vec![sees(PAGE, "Words of same very day.")],
            kind: Kind::ChangesWhenWatched,
        },
        changes("saved once more", vec![sees(PAGE, "Words saved once more.")], |site| {
            site.save("Words saved once more.");
        }),
        holds("touched, not changed", vec![sees(PAGE, "Words saved once more.")], |site| {
            let now = std::time::SystemTime::now();
            OpenOptions::new().write(true).open(site.path(FIRST)).expect("opened").set_modified(now).expect("set");
        }),
        #[cfg(unix)]
        holds("permissions only", vec![sees(PAGE, "Words saved once more.")], |site| {
            use std::os::unix::fs::PermissionsExt;
            for mode in [0o600, 0o644] {
                fs::set_permissions(site.path(FIRST), fs::Permissions::from_mode(mode)).expect("set");
                pause(50);
            }
        }),
        holds(
            "other programs' files that stay",
            vec![
                sees(PAGE, "Words saved once more."),
                gone("/articles/first.md~/"),
                gone("/articles/.first.md.swp"),
                changed("/articles/", "First", "Words not saved yet"),
            ],
            |site| {
                for name in ["first.md~", ".first.md.swp", "#first.md#", "first.md.bak", "first.md.orig", ".DS_Store"] {
                    site.write(&format!("content/articles/{name}"), entry("Words not saved yet", "Never shown."));
                }
            },
        ),
    ]
}

/// Mistakes, and how they are mended.
fn mistakes() -> Vec<Step> {
    vec![
        changes("before the mistakes", vec![sees(PAGE, "The last good words.")], |site| {
            site.save("The last good words.");
        }),
        holds("front matter that does not end", vec![changed(PAGE, "The last good words.", "Bad words.")], |site| {
            site.write(FIRST, "---\ntitle: First\nsummary: A summary.\n\nBad words.\n");
        }),
        changes("marked as kept", vec![sees(PAGE, "data-kept=\"content/articles/first.md\"")], |_| {}),
        holds("bytes that are no text", vec![changed(PAGE, "The last good words.", "Bad words.")], |site| {
            site.write(FIRST, b"---\ntitle: First\nsummary: A summary.\n---\nBad words. \xff\xfe\n");
        }),
        holds("emptied", vec![sees(PAGE, "The last good words.")], |site| site.write(FIRST, "")),
        changes(
            "another entry renamed meanwhile",
            vec![gone("/articles/folder/inside/"), sees("/articles/folder/within/", "Words inside.")],
            |site| {
                site.rename("content/articles/folder/inside.md", "content/articles/folder/within.md");
            },
        ),
        changes(
            "and back",
            vec![sees("/articles/folder/inside/", "Words inside."), gone("/articles/folder/within/")],
            |site| {
                site.rename("content/articles/folder/within.md", "content/articles/folder/inside.md");
            },
        ),
        changes("mended", vec![changed(PAGE, "Mended words.", "data-kept")], |site| site.save("Mended words.")),
        holds("front matter that is no YAML", vec![sees(PAGE, "")], |site| {
            site.write(FIRST, "---\ntitle: [First\nsummary: {A\n---\nWords behind it.\n");
        }),
        changes("mended again", vec![changed(PAGE, "Mended words, again.", "data-kept")], |site| {
            site.save("Mended words, again.");
        }),
        changes("a field that is wrong leaves the page", vec![sees(PAGE, "Words beside it.")], |site| {
            site.write(FIRST, fields("First", "sumary: x\nstage: nowhere\n", "Words beside it."));
        }),
        changes("a reference that is missing", vec![sees(PAGE, "lost words")], |site| {
            site.save("See the [lost words](articles/nowhere).");
        }),
        changes(
            "the reference's target appears",
            vec![sees(PAGE, "href=\"/articles/nowhere/\""), sees("/articles/nowhere/", "Here after all.")],
            |site| site.write("content/articles/nowhere.md", entry("Nowhere", "Here after all.")),
        ),
        changes(
            "and goes",
            vec![gone("/articles/nowhere/"), changed(PAGE, "lost words", "/articles/nowhere/")],
            |site| {
                site.remove("content/articles/nowhere.md");
            },
        ),
        changes("a file that is broken from its birth", vec![sees(PAGE, "Words beside a birth.")], |site| {
            site.write("content/articles/born.md", "---\ntitle: Born");
            site.save("Words beside a birth.");
        }),
        changes("it is finished", vec![sees("/articles/born/", "Born words.")], |site| {
            site.write("content/articles/born.md", entry("Born", "Born words."));
        }),
        changes("it is deleted", vec![gone("/articles/born/")], |site| site.remove("content/articles/born.md")),
    ]
}

/// Entries and folders that come, go and move.
fn moves() -> Vec<Step> {
    vec![
        changes(
            "a title, on its page and its list",
            vec![sees(PAGE, "Retitled"), sees("/articles/", "Retitled")],
            |site| {
                site.write(FIRST, entry("Retitled", "Words under a title."));
            },
        ),
        changes("an entry renamed", vec![gone("/articles/second/"), sees("/articles/third/", "After")], |site| {
            site.rename("content/articles/second.md", "content/articles/third.md");
        }),
        changes(
            "a slug",
            vec![gone("/articles/third/"), sees("/articles/fourth/", "After"), sees("/articles/", "/articles/fourth/")],
            |site| site.write("content/articles/third.md", fields("Third", "slug: fourth\n", "After all.")),
        ),
        changes("an old address", vec![sees("/old-third/", "/articles/fourth/")], |site| {
            let more = "slug: fourth\naliases: [/old-third/]\n";
            site.write("content/articles/third.md", fields("Third", more, "After all."));
        }),
        changes(
            "a name in another case",
            vec![
                sees("/articles/cased/", "Words in any case."),
                sees("/_waypost/source.json?page=/articles/cased/", "content/articles/Cased.md"),
            ],
            |site| site.rename("content/articles/cased.md", "content/articles/Cased.md"),
        ),
        changes("saved under that name", vec![sees("/articles/cased/", "Words in their case.")], |site| {
            let text = fields("Cased", "slug: cased\n", "Words in their case.");
            site.write("content/articles/Cased.md", text);
        }),
        changes(
            "a folder moved",
            vec![gone("/articles/folder/inside/"), sees("/articles/moved/inside/", "Words inside.")],
            |site| site.rename("content/articles/folder", "content/articles/moved"),
        ),
        changes("saved in the moved folder", vec![sees("/articles/moved/inside/", "Saved inside.")], |site| {
            site.write("content/articles/moved/inside.md", entry("Inside", "Saved inside."));
        }),
        changes("a new folder, filled at once", vec![sees("/articles/a/b/c/", "Deep words.")], |site| {
            site.write("content/articles/a/b/c.md", entry("Deep", "Deep words."));
        }),
        changes("a new folder, filled later", vec![sees("/articles/slow/late/", "Late words.")], |site| {
            fs::create_dir_all(site.path("content/articles/slow")).expect("made");
            pause(1200);
            site.write("content/articles/slow/late.md", entry("Late", "Late words."));
        }),
        changes("a folder from outside", vec![sees("/articles/arrived/one/", "Arrived words.")], |site| {
            let outside = site.0.path().join("arriving");
            fs::create_dir_all(&outside).expect("made");
            fs::write(outside.join("one.md"), entry("One", "Arrived words.")).expect("written");
            fs::rename(outside, site.path("content/articles/arrived")).expect("renamed");
        }),
        changes("saved in what arrived", vec![sees("/articles/arrived/one/", "Saved after arrival.")], |site| {
            site.write("content/articles/arrived/one.md", entry("One", "Saved after arrival."));
        }),
        changes(
            "a folder removed and made anew at once",
            vec![sees("/articles/arrived/one/", "Made anew at once.")],
            |site| {
                fs::remove_dir_all(site.path("content/articles/arrived")).expect("removed");
                site.write("content/articles/arrived/one.md", entry("One", "Made anew at once."));
            },
        ),
        changes(
            "saved in what was made anew",
            vec![sees("/articles/arrived/one/", "Saved in the new folder.")],
            |site| {
                site.write("content/articles/arrived/one.md", entry("One", "Saved in the new folder."));
            },
        ),
        changes("a folder that leaves", vec![gone("/articles/arrived/one/")], |site| {
            fs::rename(site.path("content/articles/arrived"), site.0.path().join("left")).expect("renamed");
        }),
        changes("a folder removed", vec![gone("/articles/a/b/c/"), gone("/articles/slow/late/")], |site| {
            fs::remove_dir_all(site.path("content/articles/a")).expect("removed");
            fs::remove_dir_all(site.path("content/articles/slow")).expect("removed");
        }),
        changes(
            "500 files at once",
            vec![
                sees("/articles/many/n-000/", "Words number 0."),
                sees("/articles/many/n-499/", "Words number 499."),
                sees("/sitemap.xml", "/articles/many/n-250/"),
            ],
            |site| {
                for number in 0..500 {
                    let text = entry(&format!("N {number}"), &format!("Words number {number}."));
                    site.write(&format!("content/articles/many/n-{number:03}.md"), text);
                }
            },
        ),
        changes(
            "500 files saved at once",
            vec![sees("/articles/many/n-000/", "Again 0."), sees("/articles/many/n-499/", "Again 499.")],
            |site| {
                for number in 0..500 {
                    let text = entry(&format!("N {number}"), &format!("Again {number}."));
                    site.write(&format!("content/articles/many/n-{number:03}.md"), text);
                }
            },
        ),
        changes(
            "500 files removed at once",
            vec![
                gone("/articles/many/n-000/"),
                gone("/articles/many/n-499/"),
                changed("/sitemap.xml", "/tools/tool/", "/many/"),
            ],
            |site| fs::remove_dir_all(site.path("content/articles/many")).expect("removed"),
        ),
        changes(
            "a translation added",
            vec![sees("/es/articles/first/", "Palabras primeras."), sees(PAGE, "hreflang=\"es\"")],
            |site| site.write("content/articles/first.es.md", entry("Primero", "Palabras primeras.")),
        ),
        changes(
            "a translation removed and made anew",
            vec![sees("/es/articles/first/", "Palabras segundas.")],
            |site| {
                site.remove("content/articles/first.es.md");
                pause(100);
                site.write("content/articles/first.es.md", entry("Primero", "Palabras segundas."));
            },
        ),
        changes("a step moved on a pathway", vec![sees("/pathways/way/", "/articles/fourth/")], |site| {
            let stages = "stages:\n  - title: One\n    steps: [tools/tool, articles/third, articles/first]\n";
            site.write("content/pathways/way.md", fields("Way", stages, "Words of a way."));
        }),
    ]
}

/// Everything that is no entry.
fn other_files() -> Vec<Step> {
    vec![
        changes("waypost.yaml changed", vec![sees("/", "Renamed library"), sees(PAGE, "Renamed library")], |site| {
            site.write("waypost.yaml", SITE.replace("Test library", "Renamed library"));
        }),
        changes(
            "waypost.yaml broken",
            vec![changed(STATES, "\"broken\":\"", "\"broken\":null"), sees("/", "Renamed library")],
            |site| {
                site.write("waypost.yaml", "title: [Broken\nbase_url: {\n");
            },
        ),
        changes("waypost.yaml mended", vec![sees(STATES, "\"broken\":null"), sees("/", "Mended library")], |site| {
            site.write("waypost.yaml", SITE.replace("Test library", "Mended library"));
        }),
        changes("waypost.yaml renamed over", vec![changed("/", "Third library", "Mended library")], |site| {
            site.write(".waypost.yaml.tmp", SITE.replace("Test library", "Third library"));
            site.rename(".waypost.yaml.tmp", "waypost.yaml");
        }),
        changes(
            "waypost.yaml deleted: the last good site",
            vec![changed(STATES, "\"broken\":\"", "\"broken\":null"), sees("/", "Third library")],
            |site| {
                site.remove("waypost.yaml");
            },
        ),
        changes("waypost.yaml back", vec![sees(STATES, "\"broken\":null"), sees("/", "Fourth library")], |site| {
            site.write("waypost.yaml", SITE.replace("Test library", "Fourth library"));
        }),
        changes(
            "a template of one's own",
            vec![sees(PAGE, "<p>Template one</p>"), sees("/tools/tool/", "Do it.")],
            |site| {
                site.write("themes/default/templates/article.html", template("<p>Template one</p>"));
            },
        ),
        changes("the template changed", vec![changed(PAGE, "<p>Template two</p>", "<p>Template one</p>")], |site| {
            site.write("themes/default/templates/article.html", template("<p>Template two</p>"));
        }),
        changes(
            "the template broken",
            vec![changed(STATES, "\"broken\":\"", "\"broken\":null"), sees(PAGE, "<p>Template two</p>")],
            |site| {
                site.write("themes/default/templates/article.html", template("{% if %}{{ nothing"));
            },
        ),
        changes(
            "the whole site is kept meanwhile",
            vec![changed(PAGE, "<p>Template two</p>", "Saved while broken.")],
            |site| {
                site.save("Saved while broken.");
                pause(1500);
            },
        ),
        changes(
            "the template mended",
            vec![
                sees(STATES, "\"broken\":null"),
                sees(PAGE, "<p>Template four</p>"),
                sees(PAGE, "Saved while broken."),
            ],
            |site| {
                site.write("themes/default/templates/article.html", template("<p>Template four</p>"));
            },
        ),
        changes(
            "the template broken and deleted",
            vec![sees(STATES, "\"broken\":null"), changed(PAGE, "Saved while broken.", "<p>Template")],
            |site| {
                site.write("themes/default/templates/article.html", template("{% for %}"));
                pause(700);
                site.remove("themes/default/templates/article.html");
            },
        ),
        changes("the whole theme deleted", vec![sees(PAGE, "Saved while broken.")], |site| {
            fs::remove_dir_all(site.path("themes")).expect("removed");
        }),
        changes("a style of one's own", vec![sees("css of /", "qzx-one")], |site| {
            site.write("themes/default/assets/utilities.css", format!("{UTILITIES}\n.qzx-one {{ color: red; }}\n"));
        }),
        changes(
            "the style changed",
            vec![changed("css of /", "qzx-two", "qzx-one"), changed("css of /articles/first/", "qzx-two", "qzx-one")],
            |site| {
                site.write("themes/default/assets/utilities.css", format!("{UTILITIES}\n.qzx-two {{ color: red; }}\n"));
            },
        ),
        changes("the style deleted", vec![changed("css of /", "{", "qzx-")], |site| {
            site.remove("themes/default/assets/utilities.css");
        }),
        changes("a static file added", vec![sees("/new/added.txt", "added words")], |site| {
            site.write("static/new/added.txt", "added words");
        }),
        changes("a static file of the same size", vec![sees("/note.txt", "static number two")], |site| {
            site.write("static/note.txt", "static number two\n");
        }),
        changes("a static file replaced by a rename", vec![sees("/note.txt", "static number six")], |site| {
            site.write("static/.note.txt.tmp", "static number six\n");
            site.rename("static/.note.txt.tmp", "static/note.txt");
        }),
        changes("a static file removed", vec![gone("/new/added.txt")], |site| site.remove("static/new/added.txt")),
        changes(
            "a picture replaced",
            vec![
                changed("picture of /articles/pictured/", "picture-two", "picture-one"),
                sees("/articles/pictured/", "width=\"30\""),
            ],
            |site| site.write("content/articles/pictured/picture.png", picture(30, "picture-two")),
        ),
        changes(
            "a picture of the same size",
            vec![changed("picture of /articles/pictured/", "picture-six", "picture-two")],
            |site| {
                site.write("content/articles/pictured/picture.png", picture(30, "picture-six"));
            },
        ),
    ]
}

fn template(words: &str) -> String {
    let (before, after) = ARTICLE.split_once("{{ entry.body }}").expect("the body");
    format!("{before}{words}\n{{{{ entry.body }}}}{after}")
}

fn set_back(path: &Path, seconds: u64) {
    let time = std::time::SystemTime::now() - Duration::from_secs(seconds);
    OpenOptions::new().write(true).open(path).expect("opened").set_modified(time).expect("set");
}

/// Takes every step, and says what was not seen.
fn take(steps: &[Step], site: &TempSite, server: &mut Server, watched: bool) -> Vec<String> {
    let port = server.port;
    let mut faults = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        if step.kind == Kind::ChangesWhenWatched && !watched {
            continue;
        }
        (step.save)(site);
        if step.kind == Kind::Holds {
            let words = format!("Marker {number} after {}.", step.name.len());
            site.write("content/pages/marker.md", entry("Marker", &words));
            if within(SEEN_WITHIN, || get(port, "/marker/").text().contains(&words).then_some(())).is_none() {
                faults.push(format!("{}: a later save of another page is not seen", step.name));
            }
            faults.extend(step.seen.iter().filter_map(|seen| seen.fault(port)).map(|f| format!("{}: {f}", step.name)));
            continue;
        }
        let mut last = Vec::new();
        let seen = within(SEEN_WITHIN, || {
            last = step.seen.iter().filter_map(|seen| seen.fault(port)).collect();
            last.is_empty().then_some(())
        });
        if seen.is_none() {
            faults.push(format!("{}: {}", step.name, last.join("; ")));
        }
        assert!(server.is_running(), "{}: the server ended: {}", step.name, server.said());
    }
    faults
}

/// Every file that a build of the site writes, held against what is served.
fn differences(site: &TempSite, server: &Server, below: &str, drafts: bool) -> Vec<String> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut build = Command::new(env!("CARGO_BIN_EXE_waypost"));
    build.args(["build", "--keep-going", "--today", TODAY, "--site"]).arg(site.root());
    build.arg("--out").arg(out.path().join("public")).env_remove("SOURCE_DATE_EPOCH");
    if drafts {
        build.arg("--drafts");
    }
    let output = build.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
    let public = out.path().join("public");
    let mut found = Vec::new();
    let mut pages = 0;
    for path in files_of(&public) {
        let name = path.strip_prefix(&public).expect("below").to_string_lossy().into_owned();
        if name == "waypost-manifest.json" {
            continue;
        }
        let expected = fs::read(&path).expect("readable");
        let name_served = name.strip_suffix("index.html").unwrap_or(&name);
        let answer = get(server.port, &format!("{below}{}", escaped(name_served)));
        if answer.status != 200 && name != "404.html" {
            found.push(format!("{name}: {}", answer.status));
            continue;
        }
        let served = if name.ends_with(".html") {
            pages += 1;
            without_script(&answer.body).unwrap_or_else(|| {
                found.push(format!("{name}: not one script"));
                answer.body.clone()
            })
        } else {
            answer.body
        };
        // A preview keeps nothing: of all files this one is another.
        if name == "worker.js" {
            if !String::from_utf8_lossy(&served).contains("registration.unregister()") {
                found.push(format!("{name}: it does not end itself"));
            }
            continue;
        }
        if served != expected {
            found.push(format!("{name}: {}", first_difference(&served, &expected)));
        }
    }
    assert!(pages >= 10, "{pages} pages: {said}");
    found
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn escaped(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The page without the preview's tag, of which there is exactly one.
fn without_script(page: &[u8]) -> Option<Vec<u8>> {
    let page = std::str::from_utf8(page).ok()?;
    let (before, rest) = page.split_once("<script src=\"/_waypost/live.js\"")?;
    let (_, after) = rest.split_once("></script>")?;
    (!after.contains("/_waypost/live.js")).then(|| format!("{before}{after}").into_bytes())
}

fn first_difference(served: &[u8], expected: &[u8]) -> String {
    let at = served.iter().zip(expected).take_while(|(one, other)| one == other).count();
    let near = |bytes: &[u8]| {
        let part = bytes.get(at.saturating_sub(30)..bytes.len().min(at + 50)).unwrap_or_default();
        String::from_utf8_lossy(part).into_owned()
    };
    format!("at byte {at}: {:?} served, {:?} built", near(served), near(expected))
}

fn every_way_of_saving(watched: bool) {
    let site = TempSite::new(SITE);
    let mut server = Server::start(&site.root(), if watched { &[] } else { &["--poll"] });
    let mut faults = Vec::new();
    for steps in [ways_of_one_file(), mistakes(), moves(), other_files()] {
        faults.extend(take(&steps, &site, &mut server, watched));
    }
    // The last save has been seen; what else it changes may take a moment.
    let mut last = Vec::new();
    let same = within(SEEN_WITHIN, || {
        last = differences(&site, &server, "/", true);
        last.is_empty().then_some(())
    });
    if same.is_none() {
        faults.extend(last);
    }
    assert!(faults.is_empty(), "{} faults\n{}\n{}", faults.len(), faults.join("\n"), server.said());
}

#[test]
fn every_way_of_saving_is_seen() {
    every_way_of_saving(true);
}

#[test]
fn every_way_of_saving_is_seen_by_polling() {
    every_way_of_saving(false);
}

#[test]
fn below_a_path_and_without_drafts_it_is_the_built_site_too() {
    for (more, below, drafts) in [(&["--no-drafts"][..], "/", false), (&[], "/sub/dir/", true)] {
        let base = format!("https://library.example{below}");
        let site = TempSite::new(&SITE.replace("https://library.example/", &base));
        let server = Server::start(&site.root(), more);
        let faults = differences(&site, &server, below, drafts);
        assert!(faults.is_empty(), "{below}\n{}", faults.join("\n"));
        let draft = server.get(&format!("{below}articles/draft/"));
        assert_eq!(draft.status, if drafts { 200 } else { 404 });
        if below != "/" {
            let answer = server.get("/");
            let location = answer.header("location").unwrap_or_default();
            assert!((300..400).contains(&answer.status) && location.ends_with(below), "{} {location}", answer.status);
        }
    }
}
