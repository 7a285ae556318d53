//! Reviews from outside: signing, what pages, search, reports and calendars then say, on any day.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use icalendar::Component;
use serde_json::Value;

use crate::whole::{SITE, TempSite, text};

const BY: &str = "review: {date: 2026-01-02, by: editors, every: 1 year}\n";

fn entry(title: &str, front: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: About it.\n{front}---\n\n{body}\n")
}

fn run(root: &Path, today: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.args(words).arg("--site").arg(root).args(["--today", today]);
    command.env_remove("SOURCE_DATE_EPOCH").output().expect("the program starts")
}

#[track_caller]
fn review(site: &TempSite, today: &str, words: &[&str]) -> String {
    let output = run(&site.root(), today, &[&["review"], words].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).expect("text")
}

#[track_caller]
fn refused(site: &TempSite, words: &[&str]) -> String {
    let output = run(&site.root(), "2026-11-01", &[&["review"], words].concat());
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).expect("text")
}

fn read(site: &TempSite, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).expect("a file")
}

fn json_ld(page: &str) -> String {
    let begin = page.find("application/ld+json").expect("a description");
    page.get(begin..).and_then(|rest| rest.split("</script>").next()).expect("its end").to_owned()
}

#[test]
fn a_signature_moves_no_other_byte() {
    let check = |before: &str, after: &str| {
        let site = TempSite::new(&[("content/articles/a.md", before)]);
        review(&site, "2026-11-01", &["articles/a", "--by", "editors"]);
        let now = read(&site, "content/articles/a.md");
        let signature = now.split("w1:").nth(1).and_then(|rest| rest.get(..64)).expect("a signature");
        assert_eq!(now, after.replace("SIGNED", &format!("w1:{signature}")));
    };
    check(
        "---\ntitle: A\nsummary: B.\nreview: {date: 2026-01-02, by: \"editors\"} # x\n---\n\nText. \n",
        "---\ntitle: A\nsummary: B.\nreview: {date: 2026-11-01, by: \"editors\", signed: SIGNED} # x\n---\n\nText. \n",
    );
    check(
        "---\r\ntitle: A\r\nreview:\r\n    date: 2026-01-02 # yearly\r\nsummary: B.\r\n---\r\nText.\r\n",
        "---\r\ntitle: A\r\nreview:\r\n    date: 2026-11-01 # yearly\r\n    by: editors\r\n    signed: SIGNED\r\n\
         summary: B.\r\n---\r\nText.\r\n",
    );
}

#[test]
fn an_entry_is_named_by_id_file_or_address_and_all_are_signed_or_none() {
    let files = [
        ("content/articles/a.md", entry("A", BY, "Text.")),
        ("content/articles/a.es.md", entry("A es", "", "Texto.")),
        ("content/tools/t.md", entry("T", "slug: other\n", "Text.")),
        ("content/tools/draft.md", entry("Draft", "draft: true\n", "Text.")),
        ("content/tools/wrong.md", entry("Wrong", "", "[x](tools/none)")),
        ("content/tools/bare.md", "No front matter.\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = TempSite::new(&files);
    let all = || files.iter().map(|(path, _)| ((*path).to_owned(), read(&site, path))).collect::<BTreeMap<_, _>>();
    let before = all();
    for (names, said) in [
        (vec!["articles/a", "tools/draft"], "tools/draft is a draft, and a draft cannot be signed"),
        (vec!["articles/a", "tools/wrong"], "content/tools/wrong.md has an error, so it cannot be signed"),
        (vec!["articles/a", "tools/bare"], "content/tools/bare.md cannot be read as an entry"),
        (vec!["articles/a", "articles/b"], "there is no entry `articles/b`"),
        (vec!["articles/a", "--lang", "fr"], "articles/a is not there in the language `fr`"),
        (vec!["content/articles/a.es.md", "--lang", "en"], "is in the language `es`, not `en`"),
    ] {
        let told = refused(&site, &[names.as_slice(), &["--by", "editors"]].concat());
        assert!(told.contains(said), "{told}");
        assert_eq!(all(), before);
    }
    assert!(refused(&site, &["articles/a", "--by", "editor"]).contains("did you mean `editors`?"));
    assert!(refused(&site, &["article/a", "--by", "editors"]).contains("did you mean `articles/a`?"));
    review(&site, "2026-11-01", &["articles/a", "--by", "editors", "--dry-run"]);
    assert_eq!(all(), before);

    let both = ["/articles/a/", "https://library.example/tools/other/", "--by", "editors"];
    let told = review(&site, "2026-11-01", &both);
    assert!(told.contains("content/articles/a.md") && told.contains("2 files changed"), "{told}");
    assert!(!read(&site, "content/articles/a.es.md").contains("w1:"));
    review(&site, "2026-11-01", &["articles/a", "--lang", "es", "--by", "editors", "--every", "6 months"]);
    assert!(read(&site, "content/articles/a.es.md").contains("every: 6 months"));
    let told = review(&site, "2026-11-01", &["articles/a", "--by", "editors"]);
    assert!(told.contains("Signed already") && told.contains("Its other languages (es)"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_leaves_all_unsigned() {
    use std::os::unix::fs::PermissionsExt;
    let (a, b) = (entry("A", "", "Text."), entry("B", "", "Text."));
    let site = TempSite::new(&[("content/articles/a.md", &a), ("content/articles/b.md", &b)]);
    let path = site.root().join("content/articles/b.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
    assert!(refused(&site, &["articles/a", "articles/b", "--by", "editors"]).contains("nothing was signed"));
    assert_eq!(read(&site, "content/articles/a.md"), a);
}

/// A site with a signed article on a pathway, and the article's text.
fn signed() -> (TempSite, String) {
    let site = TempSite::new(&[
        ("content/articles/a.md", &entry("A", "", "Some *words*.")),
        ("content/pathways/p.md", &entry("P", "stages: [{title: One, steps: [articles/a]}]\n", "Text.")),
    ]);
    review(&site, "2026-01-02", &["articles/a", "--by", "editors", "--every", "1 year"]);
    let text = read(&site, "content/articles/a.md");
    (site, text)
}

#[test]
fn page_and_json_ld_agree_on_any_day() {
    let (site, words) = signed();
    let check = |today: &str, overdue: bool, changed: bool| {
        let tree = site.tree(&["--today", today]);
        let page = text(&tree, "articles/a/index.html");
        let handout = text(&tree, "pathways/p/handout/index.html");
        let described = json_ld(&page);
        for shown in [&page, &handout] {
            assert!(shown.contains("Last reviewed 2 January 2026 by Editorial team."), "{today}");
            assert_eq!(shown.contains("This review has been overdue since 2 January 2027."), overdue, "{today}");
            assert_eq!(shown.contains("The words changed after this review."), changed, "{today}");
        }
        assert_eq!(page.contains("Next review due January 2027."), !overdue);
        assert_eq!(page.contains("<span>Reviewed January 2026</span>"), !changed);
        assert_eq!(described.contains("\"lastReviewed\":\"2026-01-02\""), !changed, "{described}");
        assert_eq!(described.contains("reviewedBy"), !changed, "{described}");
    };
    check("2026-11-01", false, false);
    check("2027-01-02", false, false);
    check("2027-01-03", true, false);
    site.write("content/articles/a.md", words.replace("Some *words*", "__Some__ words"));
    check("2026-11-01", false, false);
    site.write("content/articles/a.md", words.replace("Some *words*", "Other words"));
    check("2026-11-01", false, true);
    check("2027-01-03", true, true);
}

#[test]
fn the_day_on_which_a_page_says_that_it_is_overdue_is_foretold() {
    let (site, _) = signed();
    let output = site.build("public", &["--today", "2026-11-01"]);
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(told.contains("2027-01-03") && told.contains("the review of content/articles/a.md is overdue"), "{told}");
}

#[test]
fn overdue_entries_stand_lower_where_the_site_file_says_so() {
    let overdue = "review: {date: 2025-01-01, every: 1 year}\n";
    let (a, b) = (entry("Sleep", overdue, "Sleep well at night."), entry("Sleep", "", "Sleep well at night."));
    let found = |search: &str| {
        let site = TempSite::new(&[("content/articles/a.md", &a), ("content/articles/b.md", &b)]);
        site.write("waypost.yaml", format!("{SITE}{search}"));
        let output = run(&site.root(), "2026-11-01", &["search", "sleep", "--format", "json"]);
        let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let results = value["results"].as_array().expect("results");
        results.iter().map(|one| one["url"].as_str().expect("an address").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["/articles/a/", "/articles/b/"]);
    assert_eq!(found("search: {overdue: as-others}\n"), ["/articles/a/", "/articles/b/"]);
    assert_eq!(found("search: {overdue: lower}\n"), ["/articles/b/", "/articles/a/"]);
}

#[test]
fn every_file_has_a_row_with_its_state() {
    let (site, words) = signed();
    let add = |path: &str, front: &str| site.write(path, entry("X", front, "Text."));
    site.write("content/articles/changed.md", words.replace("Some", "Other"));
    add("content/articles/overdue.md", "review: {date: 2025-01-01, by: editors, every: 1 year}\n");
    add("content/articles/soon.md", "review: {date: 2025-11-20, by: editors, every: 1 year}\n");
    add("content/articles/never.md", "");
    add("content/articles/never.es.md", "");
    add("content/articles/plain.md", "review: {date: 2026-01-01}\n");
    add("content/articles/newer.md", "review: {date: 2026-01-01, signed: \"w7:abc\"}\n");
    add("content/articles/draft.md", "draft: true\n");
    add("content/articles/later.md", "publish_on: 2027-01-01\n");
    add("content/articles/gone.md", "expires_on: 2026-01-01\n");
    add("content/articles/wrong.md", "dat: 2026-01-01\n");
    site.write("content/articles/bare.md", "No front matter.\n");
    site.write("content/articles/bytes.md", [0xff_u8, 0xfe]);
    site.write("content/blog/post.md", entry("Post", "", ""));
    let output = run(&site.root(), "2026-11-01", &["report", "freshness", "--format", "json"]);
    let rows = String::from_utf8(output.stdout).expect("text");
    let shown = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let word = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        format!("{} | {} | {} | {}", word("file"), word("state"), word("published"), row["days"])
    };
    let shown: Vec<String> = rows.lines().map(shown).collect();
    let expect = "\
content/articles/bare.md | cannot be read | no | null
content/articles/bytes.md | cannot be read | no | null
content/blog/post.md | cannot be read | no | null
content/articles/wrong.md | has errors | yes | null
content/articles/changed.md | changed since review | yes | 62
content/articles/overdue.md | overdue | yes | -304
content/articles/soon.md | due soon | yes | 19
content/articles/draft.md | never reviewed | draft | null
content/articles/gone.md | never reviewed | expired | null
content/articles/later.md | never reviewed | scheduled | null
content/articles/never.es.md | never reviewed | yes | null
content/articles/never.md | never reviewed | yes | null
content/pathways/p.md | never reviewed | yes | null
content/articles/newer.md | signed by a newer Waypost | yes | null
content/articles/plain.md | reviewed, not signed | yes | null
content/articles/a.md | signed | yes | 62";
    assert_eq!(shown.join("\n"), expect);
}

#[test]
fn calendars_are_what_a_calendar_program_reads() {
    let (site, _) = signed();
    let long = "A title, with; signs — and so long that its line has to be folded: é é é é é é é é é é é é é é é";
    site.write("content/articles/long.md", entry(&format!("'{long}'"), BY, "Text."));
    site.write("content/articles/draft.md", entry("Draft", &format!("draft: true\n{BY}"), "Text."));
    let to = site.out("calendars");
    let write =
        || run(&site.root(), "2026-11-01", &["report", "freshness", "--calendar", to.to_str().expect("a path")]);
    let output = write();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let first = fs::read_to_string(to.join("editors.ics")).expect("a calendar");
    assert!(first.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{first}");
    let calendar: icalendar::Calendar = first.parse().expect("a calendar");
    let told = |event: &icalendar::Event| {
        let day = event.get_start().map(|day| format!("{day:?}")).unwrap_or_default();
        (event.get_uid().unwrap_or("").to_owned(), event.get_summary().unwrap_or("").to_owned(), day)
    };
    let shown: Vec<_> = calendar.components.iter().filter_map(|one| one.as_event()).map(told).collect();
    let [(uid, summary, day), (_, other, _)] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!((uid.as_str(), summary.as_str()), ("articles/a.en@library.example", "Review: A"));
    assert!(day.contains("2027-01-02"), "{day}");
    assert_eq!(other, &format!("Review: {long}"));

    // Again: the same bytes. What is not Waypost's is left alone.
    write();
    assert_eq!(fs::read_to_string(to.join("editors.ics")).expect("a calendar"), first);
    fs::write(to.join("editors.ics"), "mine").expect("written");
    assert_eq!(write().status.code(), Some(2));
    assert_eq!(fs::read_to_string(to.join("editors.ics")).expect("a file"), "mine");
}

#[test]
fn renaming_an_entry_keeps_signatures_that_hold() {
    let (a, b) = (entry("A", "", "See [b](articles/b)."), entry("B", "", "See [a](articles/a)."));
    let site = TempSite::new(&[("content/articles/a.md", &a), ("content/articles/b.md", &b)]);
    review(&site, "2026-01-02", &["articles/a", "articles/b", "--by", "editors"]);
    let output = run(&site.root(), "2026-11-01", &["rename", "articles/b", "articles/c"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(read(&site, "content/articles/a.md").contains("articles/c"));
    let output = run(&site.root(), "2026-11-01", &["report", "freshness", "--format", "csv"]);
    let rows = String::from_utf8(output.stdout).expect("text");
    assert_eq!(rows.matches(",signed,").count(), 2, "{rows}");
}

/// What the sample shows as reviewed was signed, and nobody has changed it since. To sign it again after
/// a change that was read through: `waypost review FILE --by PERSON`.
#[test]
fn the_sample_is_signed_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = run(root, "2026-12-01", &["report", "freshness", "--format", "json"]);
    let rows = String::from_utf8(output.stdout).expect("text");
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let is_due = |row: &&Value| row["by"].is_string() && !matches!(row["state"].as_str(), Some("signed" | "due soon"));
    let due: Vec<String> = rows.iter().filter(is_due).map(|row| format!("{}: {}", row["file"], row["state"])).collect();
    assert!(rows.len() > 60 && due.is_empty(), "{}", due.join("\n"));
}
