//! What has to be kept on a device so that a pathway, or the whole library, can be read there
//! without a network: `keep.json`, which the site's worker goes by
//! (`components/offline/worker.js`).
//!
//! | Field | Is |
//! |---|---|
//! | `format` | 1 |
//! | `version` | changes when any of the files does |
//! | `title`, `lang` | what it is called, and in which language |
//! | `page` | address of the page to begin with, below the site's root, encoded |
//! | `offline` | the same of the page that stands for those that are not kept |
//! | `pages`, `bytes` | how many pages, and how many bytes in all |
//! | `files` | `[address, hash]` of each file; the last field, since it is as long as the library |

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::redirects::decode;
use crate::config::BaseUrl;
use crate::text::{Fingerprint, Hasher, OutputFile};

/// Digits of a file's hash and of a version.
const DIGITS: usize = 16;
/// Endings of what a page leads to and does not need: pages, feeds, and data, which is listed where it
/// is wanted.
const NOT_LOADED: [&str; 4] = [".html", ".htm", ".json", ".xml"];

/// Something that a reader may keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Output path of the list: `pathways/x/keep.json`.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// Its language's tag.
    pub lang: String,
    /// Output path of the page to begin with.
    pub page: String,
    /// Output path of the page that stands for those that are not kept.
    pub offline: String,
    /// Output paths of all pages and data; what pages need beside is found out.
    pub files: BTreeSet<String>,
}

/// What is known of a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How many bytes it has.
    pub size: u64,
    /// The hash of its bytes.
    pub hash: Fingerprint,
    /// What it loads, as [`loads`] says.
    pub loads: String,
}

/// Writes a list. `known` has every file that any list may need; what it lacks is left out.
pub fn keep(keep: &Keep, known: &BTreeMap<String, Kept>, base: &BaseUrl) -> OutputFile {
    let mut files: BTreeMap<&str, &Kept> = BTreeMap::new();
    let mut waiting: Vec<&str> = keep.files.iter().map(String::as_str).collect();
    while let Some(path) = waiting.pop() {
        if let Some((path, kept)) = known.get_key_value(path)
            && files.insert(path, kept).is_none()
        {
            let loaded = kept.loads.split(' ').filter_map(decode);
            waiting.extend(loaded.filter_map(|path| known.get_key_value(&path)).map(|(path, _)| path.as_str()));
        }
    }
    let mut version = Hasher::new();
    version.part(&keep.title).part(&keep.lang);
    for (path, kept) in &files {
        version.part(path).part(kept.hash.bytes());
    }
    let list = List {
        format: 1,
        version: version.finish().short(DIGITS),
        title: &keep.title,
        lang: &keep.lang,
        page: address(&keep.page, base),
        offline: address(&keep.offline, base),
        pages: files.keys().filter(|path| path.ends_with(".html")).count(),
        bytes: files.values().map(|kept| kept.size).sum(),
        files: files.iter().map(|(path, kept)| (address(path, base), kept.hash.short(DIGITS))).collect(),
    };
    // Cannot fail: plain data always serialises.
    let text = serde_json::to_string(&list).unwrap_or_default();
    OutputFile::new(keep.path.clone(), text + "\n")
}

/// The fields in the order in which they are written: `components/offline/keep.js` reads no further
/// than it must.
#[derive(Serialize)]
struct List<'a> {
    format: u8,
    version: String,
    title: &'a str,
    lang: &'a str,
    page: String,
    offline: String,
    pages: usize,
    bytes: u64,
    files: Vec<(String, String)>,
}

/// The address of an output file below the site's root: a folder's for its `index.html`.
fn address(path: &str, base: &BaseUrl) -> String {
    let route = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let url = base.href(&format!("/{}", route.unwrap_or(path)));
    url.get(base.path.len()..).unwrap_or("").to_owned()
}

/// What a page or a style sheet loads from its own site, or offers as a file: addresses below the
/// root as they are written, each once, in order, with blanks between; one line, and none ends in a comma.
///
/// Any value of an attribute that begins with the site's root counts, so this may name more than is
/// loaded; never less, since everything that Waypost writes into a page begins so.
pub fn loads(path: &str, bytes: &[u8], base: &BaseUrl) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return String::new() };
    let mut found: BTreeSet<&str> = BTreeSet::new();
    if path.ends_with(".css") {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named = text.split("url(").skip(1).filter_map(|after| after.split(')').next());
        let beside =
            named.map(|address| address.trim_matches(['"', '\'', ' '])).filter(|name| !name.contains([':', '/', '#']));
        return beside.map(|name| format!("{folder}/{name}")).collect::<Vec<_>>().join(" ");
    }
    let begin = format!("=\"{}", base.path);
    for (at, _) in text.match_indices(&begin) {
        let value = text.get(at + 2..).and_then(|rest| rest.split('"').next()).unwrap_or("");
        // Words of an author's may begin so too, with line ends in them. Names of files may hold commas.
        for address in value.split(|c: char| c.is_whitespace() || c.is_control()) {
            let Some(below) = address.trim_end_matches(',').strip_prefix(base.path.as_str()) else { continue };
            let below = below.split(['?', '#', '&']).next().unwrap_or("");
            let is_page = below.is_empty() || below.ends_with('/') || NOT_LOADED.iter().any(|end| below.ends_with(end));
            if !is_page {
                found.insert(below);
            }
        }
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn base() -> BaseUrl {
        BaseUrl { origin: "https://library.example".into(), path: "/base/".into() }
    }

    #[test]
    fn a_page_loads_what_it_names_and_no_pages() {
        let html = r#"<link href="/base/assets/site.css"><a href="/base/tools/">x</a><a href="/base/feed.xml">
            <img srcset="/base/a%20b.png 1x, /base/c.png 2x" src="/base/a%20b.png"><p data-x="/base/assets/x.js?y">
            <a href="https://elsewhere.example/base/d.pdf"><a href="/base/e.pdf#page=2" download>"#;
        assert_eq!(loads("index.html", html.as_bytes(), &base()), "a%20b.png assets/site.css assets/x.js c.png e.pdf");
        let css = b"a{b:url(x.1a.woff2)}c{d:url('y.svg')}e{f:url(data:x)}";
        assert_eq!(loads("assets/site.css", css, &base()), "assets/x.1a.woff2 assets/y.svg");
    }

    #[test]
    fn what_is_loaded_is_one_line() {
        let html = "<img alt=\"/base/a\tb\n/base/c.png\r/base/= /base/,\" src=\"/base/d,e.png\" srcset=\"/base/f,g.png, /base/h.png 2x\">";
        assert_eq!(loads("index.html", html.as_bytes(), &base()), "= a c.png d,e.png f,g.png h.png");
    }

    fn kept(text: &str, loads: &str) -> Kept {
        Kept { size: text.len() as u64, hash: Fingerprint::of(text), loads: loads.to_owned() }
    }

    fn list(known: &[(&str, Kept)]) -> serde_json::Value {
        let files = ["gone/index.html", "pathways/\u{e9}/index.html", "index.html"].map(str::to_owned);
        let one = Keep {
            path: "pathways/\u{e9}/keep.json".into(),
            title: "A way".into(),
            lang: "en".into(),
            page: "pathways/\u{e9}/index.html".into(),
            offline: "offline/index.html".into(),
            files: files.into(),
        };
        let known = known.iter().map(|(path, kept)| ((*path).to_owned(), kept.clone())).collect();
        serde_json::from_slice(&keep(&one, &known, &base()).bytes).unwrap()
    }

    #[test]
    fn a_list_has_what_is_there_with_all_that_it_needs() {
        let known = |css: &str| {
            [
                ("assets/a.css", kept(css, "assets/b.svg")),
                ("assets/b.svg", kept("svg", "")),
                ("index.html", kept("home", "assets/a.css missing.png")),
                ("other/index.html", kept("other", "")),
                ("pathways/\u{e9}/index.html", kept("way", "assets/a.css")),
            ]
        };
        let found = list(&known("css"));
        let files: Vec<&str> = found["files"].as_array().unwrap().iter().map(|row| row[0].as_str().unwrap()).collect();
        assert_eq!(files, ["assets/a.css", "assets/b.svg", "", "pathways/%C3%A9/"]);
        assert_eq!((&found["pages"], &found["bytes"]), (&json!(2), &json!(13)));
        assert_eq!((&found["page"], &found["offline"]), (&json!("pathways/%C3%A9/"), &json!("offline/")));
        assert_ne!(found["version"], list(&known("other css"))["version"]);
    }
}
