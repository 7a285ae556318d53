//! What is read without a network: lists of what may be kept on a device, and the portable copy.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::whole::{SITE, TempSite, tree};

const BASE: &str = "https://library.example/a/";

fn entry(title: &str, fields: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: A summary of {title}.\n{fields}---\n{body}\n")
}

fn site() -> TempSite {
    let site = TempSite::new(&[
        ("content/articles/one.md", &entry("One", "", "![A leaf](leaf.png) [a sheet](sheet.pdf) [two](tools/two)")),
        ("content/articles/leaf.png", "no picture, but a file"),
        ("content/articles/sheet.pdf", "%PDF"),
        ("content/articles/one.es.md", &entry("Uno", "", "Hola.")),
        ("content/tools/two.md", &entry("Two", "minutes: 5\n", "Do.")),
        ("content/articles/three.md", &entry("Three", "", "On no pathway.")),
        ("content/pages/safety.md", &entry("Safety", "", "Safe.")),
        (
            "content/pathways/way.md",
            &entry("The way", "stages: [{title: S, steps: [articles/one, tools/two]}]\n", "Go."),
        ),
    ]);
    site.write("waypost.yaml", SITE.replace("https://library.example/", BASE));
    site
}

/// The lists of a tree: path to value.
fn lists(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, Value> {
    let lists = files.iter().filter(|(path, _)| path.ends_with("keep.json"));
    lists.map(|(path, bytes)| (path.as_str(), serde_json::from_slice(bytes).expect("JSON"))).collect()
}

fn addresses(list: &Value) -> Vec<&str> {
    list["files"].as_array().expect("files").iter().map(|row| row[0].as_str().expect("an address")).collect()
}

#[test]
fn a_list_names_all_that_a_pathway_needs_and_nothing_else() {
    let files = site().tree(&[]);
    let lists = lists(&files);
    assert_eq!(lists.keys().copied().collect::<Vec<_>>(), ["es/keep.json", "keep.json", "pathways/way/keep.json"]);
    let way = &lists["pathways/way/keep.json"];
    let own: Vec<&str> = addresses(way).into_iter().filter(|address| !address.starts_with("assets/")).collect();
    let expect = [
        "articles/leaf.png",
        "articles/one/",
        "articles/sheet.pdf",
        "offline/",
        "pathways/way/handout/",
        "pathways/way/",
        "safety/",
        "tools/two/",
    ];
    assert_eq!(own, expect);
    assert_eq!((&way["title"], &way["page"]), (&Value::from("The way"), &Value::from("pathways/way/")));
    for (path, list) in &lists {
        let mut bytes = 0;
        for row in list["files"].as_array().expect("files") {
            let address = row[0].as_str().expect("an address");
            let file = if address.is_empty() || address.ends_with('/') {
                format!("{address}index.html")
            } else {
                address.to_owned()
            };
            let found = files.get(&file).unwrap_or_else(|| panic!("{path}: {file}"));
            assert_eq!(row[1], blake3::hash(found).to_hex()[..16], "{path}: {file}");
            bytes += found.len();
        }
        assert_eq!(list["bytes"], bytes, "{path}");
    }
    let whole = addresses(&lists["keep.json"]);
    for address in ["", "articles/three/", "search/index.json", "search/", "patchwork/", "offline/"] {
        assert!(whole.contains(&address), "{address}: {whole:?}");
    }
    assert!(!whole.iter().any(|address| address.starts_with("es/") || address.ends_with("404.html")), "{whole:?}");
    let headers = String::from_utf8_lossy(&files["_headers"]);
    assert!(headers.contains("/a/worker.js\n  Cache-Control: no-cache\n"), "{headers}");
    assert!(files.contains_key("worker.js"));
}

#[test]
fn a_list_changes_with_a_file_of_it_and_no_page_changes_with_a_list() {
    let site = site();
    let before = site.tree(&[]);
    site.write("content/articles/three.md", entry("Three", "", "Otherwise."));
    let after = site.tree(&[]);
    assert_eq!(before["pathways/way/keep.json"], after["pathways/way/keep.json"]);
    assert_ne!(before["keep.json"], after["keep.json"]);
    site.write("content/articles/leaf.png", "another picture");
    let picture = site.tree(&[]);
    assert_ne!(after["pathways/way/keep.json"], picture["pathways/way/keep.json"]);
    assert_eq!(after["articles/one/index.html"], picture["articles/one/index.html"]);
    assert_eq!(site.build("clean", &[]).status.code(), Some(0));
    assert_eq!(picture, tree(&site.out("clean")), "as a clean build has it");
}

#[test]
fn nothing_takes_the_place_of_what_is_read_off_the_net() {
    for (path, text) in [
        ("content/pages/offline.md", entry("Away", "", "x")),
        ("content/articles/four.md", entry("Four", "aliases: [/worker.js]\n", "x")),
        ("static/keep.json", "{}".to_owned()),
        ("static/pathways/way/keep.json", "{}".to_owned()),
    ] {
        let site = site();
        site.write(path, text);
        let output = site.build("public", &[]);
        assert_eq!(output.status.code(), Some(1), "{path}");
    }
}

#[test]
fn the_portable_copy_is_made_beside_the_site_and_is_verified() {
    let site = site();
    let public = site.tree(&[]);
    let build = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        command.args(["build", "--portable", "--today", "2026-11-01", "--site"]).arg(site.root()).args(more);
        let output = command.env_remove("SOURCE_DATE_EPOCH").output().expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    build(&[]);
    let portable = site.root().join("portable");
    let first = tree(&portable);
    let verified = |folder: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_waypost")).arg("verify").arg(folder).output();
        output.expect("the program starts").status.code()
    };
    assert_eq!(verified(&portable), Some(0));
    let home = String::from_utf8_lossy(&first["articles/one/index.html"]);
    assert!(home.contains("href=\"../../tools/two/index.html\"") && !home.contains("href=\"/"), "{home}");
    assert!(first.contains_key("search/index.json.js") && first.contains_key("articles/one/index.html.js"));
    assert!(!first.contains_key("worker.js") && !first.contains_key("offline/index.html"));
    // Once more, and into the site's own folder and back: neither takes anything over from the other.
    build(&[]);
    assert_eq!(tree(&portable), first);
    let out = site.out("public");
    build(&["--out", out.to_str().expect("a name")]);
    assert_eq!(tree(&out), first);
    assert_eq!(site.tree(&[]), public);
}
