//! Whole sites through the program: what is published, what is not, and that it is always the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const TODAY: &str = "2026-11-01";
pub(crate) const SITE: &str = "title: Test library\nbase_url: https://library.example/\nlanguages: [en, es]\n\
                    people: {editors: Editorial team}\n\
                    help_lines: [{name: Line, call: '988', country: US}]\n";

/// A site in a temporary folder, with room for outputs beside it.
pub(crate) struct TempSite(tempfile::TempDir);

impl TempSite {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().expect("a temporary folder"));
        site.write("waypost.yaml", SITE);
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.0.path().join("site")
    }

    pub(crate) fn out(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Builds into `out` with more arguments.
    pub(crate) fn build(&self, out: &str, more: &[&str]) -> Output {
        waypost(&self.root(), &self.out(out), more)
    }

    /// Builds, which must succeed, and reads the tree.
    #[track_caller]
    pub(crate) fn tree(&self, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let output = self.build("public", more);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        tree(&self.out("public"))
    }
}

fn waypost(root: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.arg("build").arg("--site").arg(root).arg("--out").arg(out);
    if !more.contains(&"--today") {
        command.args(["--today", TODAY]);
    }
    command.args(more).env_remove("SOURCE_DATE_EPOCH").output().expect("the program starts")
}

/// Every file of a folder by its path below it.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

pub(crate) fn text(tree: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    let names: Vec<&String> = tree.keys().collect();
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path} in {names:?}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

pub(crate) fn entry(fields: &str, body: &str) -> String {
    format!("---\ntitle: A title\nsummary: A summary.\n{fields}---\n{body}\n")
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder's files in the given order, so that the file system may list them otherwise.
fn copy(from: &Path, to: &Path, backwards: bool) {
    let mut files: Vec<_> = tree(from).into_iter().collect();
    if backwards {
        files.reverse();
    }
    for (path, bytes) in files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let settings = [
        ("one", "UTC", "C", "1", false),
        ("quite/another place", "Pacific/Kiritimati", "tr_TR.UTF-8", "2", true),
        ("Dritter Ort", "America/Anchorage", "ar_EG.UTF-8", "7", false),
    ];
    let mut trees = Vec::new();
    for (place, zone, locale, threads, backwards) in settings {
        let root = temp.path().join(place);
        copy(&repository().join("content"), &root.join("content"), backwards);
        fs::copy(repository().join("waypost.yaml"), root.join("waypost.yaml")).expect("copied");
        let out = root.join("public");
        let output = Command::new(env!("CARGO_BIN_EXE_waypost"))
            .args(["build", "--today", TODAY, "--site"])
            .arg(&root)
            .arg("--out")
            .arg(&out)
            .envs([("TZ", zone), ("LANG", locale), ("LC_ALL", locale), ("RAYON_NUM_THREADS", threads)])
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        trees.push(tree(&out));
    }
    assert!(trees[0].len() > 100);
    for other in &trees[1..] {
        let differing: Vec<&String> =
            trees[0].iter().filter(|(path, bytes)| other.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
        assert!(differing.is_empty() && trees[0].len() == other.len(), "{differing:?}");
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let site = TempSite::new(&[("content/articles/a.md", &entry("", "Text."))]);
    site.tree(&[]);
    let before = fs::metadata(site.out("public/index.html")).expect("there").modified().expect("a time");
    let output = site.build("public", &["--stats", "json"]);
    let stats: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((stats["written"].as_u64(), stats["removed"].as_u64()), (Some(0), Some(0)), "{stats}");
    assert_eq!(stats["unchanged"], stats["outputs"]);
    assert_eq!(fs::metadata(site.out("public/index.html")).expect("there").modified().expect("a time"), before);
}

#[test]
fn nothing_of_a_hidden_entry_is_published() {
    let words = "qzxdraftword";
    let hidden = |field: &str| {
        format!(
            "---\ntitle: Qzxdraftword title\nsummary: Qzxdraftword summary.\nslug: qzxdraftword\n{field}\ntopics: [qzxdraftword]\n\
             aliases: [/qzxdraftword-old/]\nimage: {{src: qzxdraftword.png, alt: Qzxdraftword}}\n\
             downloads: [qzxdraftword.pdf]\n---\nQzxdraftword body with [a link](articles/seen).\n"
        )
    };
    for (field, today) in [("draft: true", TODAY), ("publish_on: 2026-11-02", TODAY), ("expires_on: 2026-11-01", TODAY)]
    {
        let site = TempSite::new(&[
            ("content/articles/seen.md", &entry("", "Seen.")),
            ("content/articles/hidden/index.md", &hidden(field)),
            ("content/articles/hidden/qzxdraftword.png", "png"),
            ("content/articles/hidden/qzxdraftword.pdf", "pdf"),
        ]);
        let found: Vec<String> = site
            .tree(&["--today", today])
            .into_iter()
            .filter(|(path, bytes)| path.contains(words) || contains(bytes, words))
            .map(|(path, _)| path)
            .collect();
        assert!(found.is_empty(), "{field}: {found:?}");
        let preview = site.tree(&["--today", today, "--drafts"]);
        assert!(preview.contains_key("articles/qzxdraftword/index.html"), "{field}");
    }
}

pub(crate) fn contains(bytes: &[u8], words: &str) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(words)
}

#[test]
fn dates_decide_and_the_next_change_is_named() {
    let site = TempSite::new(&[
        ("content/articles/soon.md", &entry("publish_on: 2026-11-05\n", "Text.")),
        ("content/articles/now.md", &entry("slug: now\nexpires_on: 2026-12-24\n", "Text.")),
    ]);
    let stats = |today: &str| -> Value {
        let output = site.build("public", &["--today", today, "--stats", "json"]);
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let next = |today: &str| stats(today)["next_change"]["date"].as_str().map(str::to_owned);
    assert_eq!(next("2026-11-01").as_deref(), Some("2026-11-05"));
    assert_eq!(next("2026-11-05").as_deref(), Some("2026-12-24"));
    assert!(site.out("public/articles/soon/index.html").exists());
    assert_eq!(next("2026-12-24"), None);
    assert!(!site.out("public/articles/now/index.html").exists(), "what has expired leaves the output");
}

#[test]
fn a_failed_build_changes_nothing() {
    let site = TempSite::new(&[("content/articles/a.md", &entry("", "Text."))]);
    let before = site.tree(&[]);
    site.write("content/articles/b.md", entry("", "[gone](articles/nowhere)"));
    let output = site.build("public", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(tree(&site.out("public")), before);
    let output = site.build("public", &["--keep-going"]);
    assert_eq!(output.status.code(), Some(1), "it is published, and still an error");
    let page = text(&tree(&site.out("public")), "articles/b/index.html");
    assert!(page.contains("<p>gone</p>"), "an unresolved reference becomes plain text");
}

#[test]
fn what_was_meant_to_be_held_back_is_not_published() {
    let fields = ["draft: yes", "Draft: true", "drafts: true", "publish-on: 2027-01-01", "expire_on: 2020-01-01"];
    for field in fields {
        let held = entry(&format!("topics: [plum]\n{field}\n"), "Plum words.");
        let site = TempSite::new(&[
            ("content/articles/plum.md", held.as_str()),
            ("content/articles/b.md", &entry("slug: b\n", "See [it](articles/plum).")),
        ]);
        assert_eq!(site.build("public", &["--keep-going"]).status.code(), Some(1), "{field}");
        for (path, bytes) in tree(&site.out("public")) {
            let content = String::from_utf8_lossy(&bytes).to_lowercase();
            assert!(!path.contains("plum") && !content.contains("plum"), "{field}: {path}");
        }
    }
}

#[test]
fn everything_stands_below_the_path_of_base_url() {
    let site = TempSite::new(&[
        ("content/articles/a.md", &entry("date: 2026-01-01\naliases: [/old/]\ntopics: [x]\n", "[b](articles/b)")),
        (
            "content/articles/b.md",
            &entry("slug: b\ntopics: [x]\n", "![](/p.png) [top](/articles/)").replace("![]", "![A]"),
        ),
        ("static/p.png", "png"),
    ]);
    let tree = site.tree(&["--base-url", "https://elsewhere.example/sub/dir/"]);
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for attribute in ["href=\"/", "src=\"/", "action=\"/", "data-index=\"/"] {
            for (at, _) in page.match_indices(attribute) {
                let rest = &page[at + attribute.len() - 1..];
                assert!(rest.starts_with("/sub/dir/"), "{path}: {}", &rest[..rest.len().min(60)]);
            }
        }
        assert!(!page.contains("library.example"), "{path}");
    }
    assert!(text(&tree, "sitemap.xml").contains("https://elsewhere.example/sub/dir/articles/a/"));
    assert!(text(&tree, "old/index.html").contains("/sub/dir/articles/a/"));
}

#[test]
fn languages_have_their_own_addresses_and_fall_back() {
    let site = TempSite::new(&[
        ("content/articles/a.md", &entry("", "English.")),
        ("content/articles/a.es.md", &entry("slug: el-a\n", "[b](articles/b)")),
        ("content/articles/b.md", &entry("slug: b\n", "Only English.")),
    ]);
    let tree = site.tree(&[]);
    let spanish = text(&tree, "es/articles/el-a/index.html");
    assert!(spanish.contains("<html lang=\"es\""));
    assert!(spanish.contains("href=\"/articles/b/\" lang=\"en\" hreflang=\"en\"") || spanish.contains("lang=\"en\""));
    assert!(spanish.contains("hreflang=\"x-default\""));
    assert!(text(&tree, "articles/a/index.html").contains("https://library.example/es/articles/el-a/"));
}

#[test]
fn pathways_sum_choose_and_name_places() {
    let pathway = "---\ntitle: Way\nsummary: A way.\nstages:\n  - title: One\n    steps:\n      - articles/a\n      \
                   - {choose: [tools/x, tools/y], note: Either.}\n      - {step: tools/z, optional: true}\n---\n";
    let tool = |minutes: u32| format!("---\ntitle: Tool {minutes}\nsummary: T.\nminutes: {minutes}\n---\nDo it.\n");
    let site = TempSite::new(&[
        ("content/pathways/way.md", pathway),
        ("content/articles/a.md", &entry("", "One word.")),
        ("content/tools/x.md", &tool(10)),
        ("content/tools/y.md", &tool(20)),
        ("content/tools/z.md", &tool(7)),
    ]);
    let tree = site.tree(&[]);
    let catalogue: Value = serde_json::from_slice(&tree["library.json"]).expect("JSON");
    let find = |id: &str| {
        let entries = catalogue["entries"].as_array().expect("entries");
        entries.iter().find(|entry| entry["id"] == id).cloned().unwrap_or_default()
    };
    // 1 to read, the higher middle of 10 and 20, and the optional 7.
    assert_eq!(find("pathways/way")["minutes"], 28);
    assert_eq!(find("tools/y")["pathways"][0]["step"], 2);
    assert_eq!(find("tools/z")["pathways"][0]["step"], 3);
    assert!(text(&tree, "tools/z/index.html").contains("/tools/x/"), "the step before");
}

#[test]
fn what_a_reader_kept_is_found_where_it_moved() {
    let site = TempSite::new(&[
        (
            "content/tools/x.md",
            "---\ntitle: X\nsummary: About x.\nminutes: 10\naliases: [/2019/caf%C3%A9, \"/?p=12\", /old.html]\n---\nBody.\n",
        ),
        (
            "content/tools/hidden.md",
            "---\ntitle: Hidden\nsummary: Not yet.\nminutes: 5\ndraft: true\naliases: [/was-hidden/]\n---\nBody.\n",
        ),
        (
            "content/pathways/p.md",
            "---\ntitle: P\nsummary: A way.\naliases: [/way/]\nstages: [{title: One, steps: [tools/x]}]\n---\n",
        ),
    ]);
    let output = site.build("public", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = tree(&site.out("public"));
    let rows: Value = serde_json::from_str(&text(&tree, "entries/0.json")).unwrap();
    assert_eq!(rows["/tools/x/"], serde_json::json!(["X", "tool", 10, "en"]));
    assert_eq!(rows["/2019/café/"], "/tools/x/");
    assert_eq!(rows["/way/"], "/pathways/p/");
    assert_eq!(rows.as_object().unwrap().len(), 4, "no draft, no query, no file: {rows}");
    for page in ["pathways/p/index.html", "tools/x/index.html"] {
        let was =
            "data-was=\"{&quot;/2019/café/&quot;:&quot;/tools/x/&quot;,&quot;/way/&quot;:&quot;/pathways/p/&quot;}\"";
        assert!(text(&tree, page).contains(was), "{page}");
    }
}

#[test]
fn hostile_words_are_harmless_everywhere() {
    let title = "</script><script>alert(1)</script>\u{2028}{{ 1234567 * 9 }}{% raw %} ]]> \\\"'&amp;";
    let yaml = title.replace('\\', "\\\\").replace('"', "\\\"");
    let page =
        format!("---\ntitle: \"{yaml}\"\nsummary: \"{yaml}\"\ndate: 2026-01-01\ntopics: [\"{yaml}\"]\n---\n{title}\n");
    let site = TempSite::new(&[("content/articles/a.md", page.as_str())]);
    let output = site.build("public", &["--keep-going"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    for (path, bytes) in tree(&site.out("public")) {
        let content = String::from_utf8_lossy(&bytes);
        if path.ends_with(".html") {
            assert!(!content.contains("<script>"), "{path}");
            assert!(!content.contains("11111103"), "{path}: a template was run");
        }
        if path.ends_with(".json") {
            serde_json::from_str::<Value>(&content).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if path.ends_with("feed.xml") {
            feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

#[test]
fn feeds_parse_and_have_entries_and_authors() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let out = temp.path().join("public");
    let output = waypost(&repository(), &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut feeds = 0;
    for (path, bytes) in tree(&out).into_iter().filter(|(path, _)| path.ends_with("feed.xml")) {
        let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(!feed.entries.is_empty() && !feed.authors.is_empty(), "{path}");
        assert!(feed.entries.iter().all(|entry| entry.updated.is_some()), "{path}");
        feeds += 1;
    }
    assert!(feeds > 10, "{feeds}");
}

#[test]
fn an_emptied_library_still_builds() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    for sample in [false, true] {
        let root = temp.path().join(format!("new/{sample}"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        command.arg("new").arg(&root);
        if sample {
            command.arg("--sample");
        }
        assert!(command.output().expect("starts").status.success());
        let out = temp.path().join("out");
        let full = waypost(&root, &out, &["--deny", "warnings"]);
        assert_eq!(full.status.code(), Some(0), "{}", String::from_utf8_lossy(&full.stderr));
        fs::remove_dir_all(root.join("content")).expect("removed");
        // What the site file calls to must be there.
        let settings = fs::read_to_string(root.join("waypost.yaml")).expect("settings");
        let without_calls = settings.split("\n  calls:").next().unwrap_or_default();
        fs::write(root.join("waypost.yaml"), format!("{without_calls}\n")).expect("written");
        let empty = waypost(&root, &temp.path().join("empty"), &[]);
        assert_eq!(empty.status.code(), Some(0), "{}", String::from_utf8_lossy(&empty.stderr));
        fs::remove_dir_all(temp.path().join("empty")).expect("removed");
        fs::remove_dir_all(&out).expect("removed");
    }
}

#[test]
fn addresses_in_the_site_file_keep_their_queries() {
    let site = TempSite::new(&[]);
    let settings = "theme:\n  calls:\n    - {label: Time, url: \"/search?q=a:b#wp-main\"}\n";
    site.write("waypost.yaml", SITE.replace("https://library.example/", "https://library.example/a/") + settings);
    let files = site.tree(&[]);
    let home = String::from_utf8_lossy(&files["index.html"]);
    assert!(home.contains("href=\"/a/search/?q=a:b#wp-main\""), "{home}");
}
