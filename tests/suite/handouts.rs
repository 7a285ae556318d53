//! Handouts: a pathway or a tool on one page to be printed, seen from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::whole::{TempSite, contains, entry, text, tree};

/// A text with all that has an id or leads to one, and two headings of one name.
const FULL: &str = "First.[^n]\n\n## Part\n\n[down](#part-1) [other](tools/x#part)\n\n:::question\nWhy?\n:::\n\n## Part\n\n### Deep\n\n\
                    [^n]: A note.\n";

const WAY: &str = "title: Way\nsummary: A way.\nreview: {date: 2026-01-02, by: editors}\nstages:\n  - title: Stage one\n    steps:\n\
                   \x20     - {step: articles/a, note: Noted.}\n      - {choose: [tools/x, articles/only], note: Either.}\n  \
                   - title: Stage two\n    steps:\n      - {step: principles/p, optional: true}\n";

fn way(more: &str) -> String {
    format!("---\n{WAY}{more}---\n{FULL}")
}

fn tool() -> String {
    format!("---\ntitle: Tool x\nsummary: A tool.\nminutes: 7\n---\n{FULL}")
}

fn site(more: &[(&str, &str)]) -> TempSite {
    let (way, tool, article) = (way(""), tool(), entry("", FULL));
    let mut files = vec![
        ("content/pathways/way.md", way.as_str()),
        ("content/tools/x.md", &tool),
        ("content/articles/a.md", &article),
        (
            "content/articles/only.md",
            "---\ntitle: Only\nsummary: O.\nslug: only\n---\nSee [the tool](tools/x), [the way](pathways/way) and [out](articles/z).\n",
        ),
        ("content/articles/z.md", "---\ntitle: Zed\nsummary: Z.\nslug: z\n---\nNot on the way.\n"),
        ("content/principles/p.md", "---\ntitle: Pee\nsummary: P.\nstatement: We listen.\n---\nPee text.\n"),
    ];
    files.extend(more);
    TempSite::new(&files)
}

/// Values of an attribute in the order of the page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Ids stand once, and links within the page lead to something. Gives the ids.
#[track_caller]
fn check_ids(page: &str) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for id in values(page, "id") {
        assert!(ids.insert(id), "{id} stands twice");
    }
    for to in values(page, "href").into_iter().filter_map(|to| to.strip_prefix('#')) {
        assert!(ids.contains(to), "#{to} leads nowhere");
    }
    for name in values(page, "aria-labelledby") {
        assert!(ids.contains(name), "named by {name}");
    }
    ids
}

#[test]
fn a_handout_has_every_text_with_ids_of_its_own() {
    let tree = site(&[]).tree(&[]);
    let page = text(&tree, "pathways/way/handout/index.html");
    let ids = check_ids(&page);
    let of_each = ["part", "wp-1-part", "wp-1-part-1", "wp-1-wp-fn-1", "wp-2a-part", "wp-2a-wp-b1", "wp-2b", "wp-3"];
    for id in of_each {
        assert!(ids.contains(id), "{id} is missing in {ids:?}");
    }
    for words in [
        "Noted.",
        "Either.",
        "Stage one",
        "Stage two",
        "Pee text.",
        "We listen.",
        "Last reviewed 2 January 2026 by Editorial team.",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // Headings of a text stand below the step's title, and in a choice below the option's.
    assert!(page.contains("<h4 id=\"wp-1-part\"") && page.contains("<h5 id=\"wp-1-deep\""));
    assert!(page.contains("<h5 id=\"wp-2a-part\"") && page.contains("<h2 id=\"part\""));
    // Links within a text stay in it; those between steps lead to the step on the same page.
    assert!(page.contains("<a href=\"#wp-1-part-1\">down</a> <a href=\"#wp-2a-part\">other</a>"));
    assert!(page.contains(
        "<a href=\"#wp-2a\">the tool</a>, <a href=\"#wp-main\">the way</a> and <a href=\"/articles/z/\">out</a>"
    ));
    let tool = text(&tree, "tools/x/handout/index.html");
    assert!(check_ids(&tool).contains("wp-fn-1"));
    assert!(tool.contains("<a href=\"#part-1\">down</a> <a href=\"#part\">other</a>"));
    assert!(!tree.contains_key("articles/a/handout/index.html"));
}

#[test]
fn nothing_but_its_entry_leads_to_a_handout() {
    let tree = site(&[]).tree(&[]);
    assert!(text(&tree, "tools/x/handout/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    let naming: Vec<&String> =
        tree.iter().filter(|(_, bytes)| contains(bytes, "/handout/")).map(|(path, _)| path).collect();
    let expected = [
        "pathways/way/handout/index.html",
        "pathways/way/index.html",
        "tools/x/handout/index.html",
        "tools/x/index.html",
        "waypost-manifest.json",
    ];
    // Neither sitemap nor feeds, catalogue or index; what a reader keeps on the device has handouts too.
    let may = |path: &str| expected.contains(&path) || path.starts_with("assets/") || path.ends_with("keep.json");
    assert!(naming.iter().all(|path| may(path)), "{naming:?}");
    assert!(expected.iter().all(|path| tree.contains_key(*path)));
}

#[test]
fn the_code_on_a_handout_is_the_address_of_its_entry() {
    let tree = site(&[]).tree(&["--base-url", "https://elsewhere.example/sub/"]);
    for of in ["pathways/way", "tools/x"] {
        let page = text(&tree, &format!("{of}/handout/index.html"));
        let (_, code) = page.split_once("<svg class=\"qr\" viewBox=\"0 0 ").expect("a code");
        let size: usize = code.split_once(' ').expect("a size").0.parse().expect("a number");
        let (path, _) = code.split_once("<path d=\"").expect("a path").1.split_once('"').expect("its end");
        let mut dark = BTreeSet::new();
        for run in path.split('M').skip(1) {
            let numbers: Vec<usize> = run.split([' ', 'h', 'v']).filter_map(|part| part.parse().ok()).collect();
            dark.extend((0..numbers[2]).map(|step| (numbers[0] + step, numbers[1])));
        }
        let pixel = |x: usize, y: usize| if dark.contains(&(x / 4, y / 4)) { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * 4, size * 4, pixel);
        let address = format!("https://elsewhere.example/sub/{of}/");
        assert_eq!(image.detect_grids()[0].decode().expect("it reads").1, address);
        assert!(page.contains(&format!("Read it again at <bdi dir=\"ltr\">{address}</bdi>")));
    }
}

#[test]
fn a_step_that_is_not_published_is_not_on_the_handout() {
    let secret = "---\ntitle: Qzxsecret\nsummary: Qzxsecret.\nHELD\n---\nQzxsecret words.\n";
    for held in ["draft: true", "publish_on: 2027-01-01", "expires_on: 2026-01-01"] {
        let hidden = secret.replace("HELD", held);
        let way = "---\ntitle: Way\nsummary: A way.\nstages:\n  - title: One\n    steps:\n      - articles/z\n      - articles/secret\n      \
                   - choose: [tools/x, articles/other-secret, articles/a]\n---\n";
        let files = [
            ("content/articles/secret.md", hidden.as_str()),
            ("content/articles/other-secret.md", hidden.as_str()),
            ("content/pathways/other.md", way),
        ];
        let site = site(&files);
        assert_eq!(
            site.build("public", &["--keep-going"]).status.code(),
            Some(1),
            "a step that is held back is a mistake"
        );
        let tree = tree(&site.out("public"));
        let page = text(&tree, "pathways/other/handout/index.html");
        check_ids(&page);
        assert!(page.contains("Not on the way."));
        for (path, bytes) in &tree {
            assert!(!contains(bytes, "qzxsecret"), "{held}: {path}");
        }
        let preview = site.tree(&["--drafts"]);
        assert!(text(&preview, "pathways/other/handout/index.html").contains("Qzxsecret words."), "{held}");
    }
}

#[test]
fn languages_have_handouts_of_their_own() {
    let spanish = format!("---\n{}---\nTexto.\n", WAY.replace("title: Way", "title: Camino"));
    let article = entry("", "En español.[^n]\n\n[^n]: Nota.\n");
    let tree = site(&[("content/pathways/way.es.md", &spanish), ("content/articles/a.es.md", &article)]).tree(&[]);
    let page = text(&tree, "es/pathways/way/handout/index.html");
    check_ids(&page);
    assert!(page.contains("<html lang=\"es\"") && page.contains("En español."));
    // A step that is not translated is in its own language, words that rendering adds included.
    assert!(page.contains("id=\"wp-2a\" lang=\"en\" dir=\"ltr\""), "{page}");
    assert!(page.contains("aria-label=\"Note 1\"") && page.contains("aria-label=\"Nota 1\""));
    assert!(
        page.contains("href=\"/pathways/way/handout/\" lang=\"en\""),
        "the language switch leads to the other handout"
    );
    assert!(!page.contains("rel=\"alternate\" hreflang"));
}

#[test]
fn an_address_that_a_handout_needs_is_its_own() {
    let entry = "---\ntitle: H\nsummary: H.\n---\nH.\n";
    let clashes = [
        (
            "content/tools/x/handout.md",
            entry,
            "address-clash",
            "the address /tools/x/handout/ belongs to the handout of tools/x",
        ),
        (
            "content/articles/b.md",
            "---\ntitle: B\nsummary: B.\naliases: [/tools/x/handout/]\n---\nB.\n",
            "alias-clash",
            "the handout of tools/x",
        ),
        ("static/tools/x/handout/index.html", "x", "address-clash", "the handout of tools/x"),
        ("static/tools/x/Handout/index.html", "x", "address-clash", "the handout of tools/x"),
    ];
    for (path, content, code, message) in clashes {
        let output = site(&[(path, content)]).build("public", &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(said.contains(code) && said.contains(message), "{path}: {said}");
    }
    // A link to it is one like any other.
    let tree =
        site(&[("content/articles/b.md", "---\ntitle: B\nsummary: B.\nslug: b\n---\n[Paper](/tools/x/handout/)\n")])
            .tree(&[]);
    assert!(text(&tree, "articles/b/index.html").contains("<a href=\"/tools/x/handout/\">Paper</a>"));
}

#[test]
fn an_edit_of_a_step_renders_the_handouts_that_hold_it() {
    let site = site(&[]);
    site.tree(&[]);
    let rendered = |path: &str, words: &str| {
        let file = site.root().join(path);
        let text = fs::read_to_string(&file).expect("there").replace("First.", words).replace("Not on", words);
        fs::write(&file, text).expect("written");
        let output = site.build("public", &["--stats", "json"]);
        let stats: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        stats["rendered"].as_u64().expect("a number")
    };
    // Its own page and the pathway's handout; a tool has one of its own; and an article on no pathway none.
    assert_eq!(rendered("content/articles/a.md", "Fresh."), 2);
    assert_eq!(rendered("content/tools/x.md", "Green."), 3);
    assert_eq!(rendered("content/articles/z.md", "Off on"), 1);
    let tree = tree(&site.out("public"));
    let page = text(&tree, "pathways/way/handout/index.html");
    assert!(page.contains("Fresh.") && page.contains("Green."));
}

#[test]
fn awkward_entries_have_whole_handouts() {
    let long = "Ἀwordwithoutbreak".repeat(20);
    let mut stages = String::new();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for n in 1..=40 {
        stages.push_str(&format!("  - title: \"{long} {n}\"\n    steps: [articles/s{n}]\n"));
        files.insert(
            format!("content/articles/s{n}.md"),
            format!("---\ntitle: \"S {n} {long}\"\nsummary: S.\n---\n{FULL}\n![gone](gone-{n}.png)\n"),
        );
    }
    files.insert(
        "content/pathways/long.md".to_owned(),
        format!("---\ntitle: \"{long}\"\nsummary: L.\nstages:\n{stages}---\n"),
    );
    // Every field that may be missing is.
    files.insert("content/tools/bare.md".to_owned(), "---\ntitle: Bare\nsummary: B.\n---\n".to_owned());
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = site(&files);
    site.build("public", &["--keep-going"]);
    let tree = tree(&site.out("public"));
    let page = text(&tree, "pathways/long/handout/index.html");
    assert!(check_ids(&page).contains("wp-40-part"));
    assert_eq!(page.matches("<section class=\"part\"").count(), 40);
    assert!(page.contains("gone"), "a picture that is missing is its words");
    assert!(text(&tree, "tools/bare/handout/index.html").contains("<h1>Bare</h1>"));
}
