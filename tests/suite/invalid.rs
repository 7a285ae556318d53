//! Broken sites and what `check` says about them, to the line and column; unusual sites about
//! which it says nothing. The conventions are in `tests/sites/invalid/README.md`.

#![allow(clippy::expect_used, clippy::disallowed_methods)] // tests fail by panicking, on real files

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use waypost::diag::{Code, Severity};

/// The day on which every case is checked.
const TODAY: &str = "2026-11-01";

/// What no folder in a checkout can show; the tests below make them.
const GENERATED: &[Code] = &[
    Code::AccentFitted,
    Code::FileTooLarge,
    Code::LinkDead,
    Code::LinkMoved,
    Code::LinkUnknown,
    Code::OffPathway,
    Code::PathwayWithoutTools,
    Code::PermalinkNew,
    Code::PrincipleUnserved,
    Code::ReviewOverdue,
    Code::SafetyPageMissing,
    Code::Unlinked,
    Code::WordMissing,
];

/// Notes that the cases list like errors and warnings: those on the words of a text, which follow from it
/// alone. Other notes are on the library as a whole, and would stand in every case.
const LISTED_NOTES: &[Code] = &[
    Code::AllCapitals,
    Code::HeadingLong,
    Code::HeadingTwice,
    Code::ImageAltLong,
    Code::LinkTextTwice,
    Code::PassageRepeated,
    Code::TableColumn,
];

/// One message, reduced to what the cases compare.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    file: String,
    line: u64,
    column: u64,
    code: String,
    severity: String,
}

impl Row {
    fn read(value: &Value) -> Row {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let number = |key: &str| value.get(key).and_then(Value::as_u64).unwrap_or(0);
        Row {
            file: text("file"),
            line: number("line"),
            column: number("column"),
            code: text("code"),
            severity: text("severity"),
        }
    }

    fn shown(&self) -> String {
        format!("{}:{}:{} {} ({})", self.file, self.line, self.column, self.code, self.severity)
    }
}

fn check(site: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waypost"))
        .args(["check", "--format", "json", "--today", TODAY, "--site"])
        .arg(site)
        .args(more)
        .output()
        .expect("the program starts")
}

/// The objects that `check` printed, one a line.
fn objects(output: &Output) -> Result<Vec<Value>, String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let parsed: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    parsed.map_err(|error| format!("what it printed is not JSON: {error}\n{text}"))
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(kind);
    let entries = fs::read_dir(&folder).expect("the folder of cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn expected(case: &Path) -> Vec<Value> {
    let path = case.join("expected.jsonl");
    let Ok(text) = fs::read_to_string(&path) else { return Vec::new() };
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .collect()
}

/// What is wrong with a case, in lines for people; empty when nothing is.
fn differences(case: &Path) -> String {
    let output = check(&case.join("site"), &["--notes"]);
    let mut report = String::new();
    let given = match objects(&output) {
        Ok(given) => given.into_iter().filter(is_listed).collect::<Vec<Value>>(),
        Err(error) => return format!("  {error}\n  {}\n", String::from_utf8_lossy(&output.stderr)),
    };
    let wanted = expected(case);
    compare(&given, &wanted, &mut report);
    let has_error = wanted.iter().any(|row| row.get("severity").and_then(Value::as_str) == Some("error"));
    let status = output.status.code();
    if status != Some(i32::from(has_error)) {
        let _ = writeln!(report, "  exit status {status:?}, not {}", i32::from(has_error));
        if given.is_empty() {
            let _ = writeln!(report, "  {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    report
}

/// Whether the cases list a message.
fn is_listed(message: &Value) -> bool {
    let row = Row::read(message);
    row.severity != "note" || LISTED_NOTES.iter().any(|code| code.name() == row.code)
}

fn compare(given: &[Value], wanted: &[Value], report: &mut String) {
    let rows: Vec<Row> = given.iter().map(Row::read).collect();
    if !rows.is_sorted_by_key(|row| (row.file.clone(), row.line, row.column)) {
        report.push_str("  not sorted by file and place\n");
    }
    let mut left: Vec<(Row, &Value)> = rows.into_iter().zip(given).collect();
    for row in wanted {
        let wish = Row::read(row);
        match left.iter().position(|(row, _)| *row == wish) {
            Some(at) => {
                let (_, found) = left.remove(at);
                details(&wish, row, found, report);
            }
            None => {
                let _ = writeln!(report, "  - {}", wish.shown());
            }
        }
    }
    for (row, value) in left {
        let message = value.get("message").and_then(Value::as_str).unwrap_or("");
        let _ = writeln!(report, "  + {}: {message}", row.shown());
    }
}

/// The second label and the words of the help, where a case asks for them.
fn details(row: &Row, wanted: &Value, found: &Value, report: &mut String) {
    if let Some(label) = wanted.get("label") {
        let labels = found.get("labels").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_there =
            labels.iter().any(|given| given.get("file") == label.get("file") && given.get("line") == label.get("line"));
        if !is_there {
            let _ = writeln!(report, "  {}: wanted a label at {label}, found {labels:?}", row.shown());
        }
    }
    if let Some(words) = wanted.get("help_contains").and_then(Value::as_str) {
        let help = found.get("help").and_then(Value::as_str).unwrap_or("");
        if !help.contains(words) {
            let _ = writeln!(report, "  {}: wanted {words} in the help, found {help:?}", row.shown());
        }
    }
}

/// Runs every case of a folder, several at a time, and reports all that differ at once.
fn run(kind: &str) {
    let cases = cases(kind);
    assert!(!cases.is_empty(), "there are cases");
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let report = differences(case);
                    if !report.is_empty() {
                        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
                        failures.lock().expect("no thread has failed").push(format!("{name}\n{report}"));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread has failed");
    failures.sort();
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} of {} cases differ (- wanted, + given)\n\n{}",
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn every_broken_site_is_explained_at_its_place() {
    run("invalid");
}

#[test]
fn unusual_sites_pass_without_a_word() {
    run("valid");
}

#[test]
fn every_code_has_a_case() {
    let shown: BTreeSet<String> =
        cases("invalid").iter().flat_map(|case| expected(case)).map(|row| Row::read(&row).code).collect();
    let without: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !GENERATED.contains(code) && !shown.contains(code.name()))
        .map(|code| code.name())
        .collect();
    assert!(without.is_empty(), "no case in tests/sites/invalid for: {}", without.join(", "));
    let unknown: Vec<_> = shown.iter().filter(|name| Code::from_name(name).is_none()).collect();
    assert!(unknown.is_empty(), "cases for codes that do not exist: {unknown:?}");
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let page = code.explanation();
        let name = code.name();
        assert!(page.starts_with(&format!("# {name}\n\n")), "{name}: begins with its name");
        assert!(
            page.len() > 300 && page.lines().any(|line| line.starts_with("```")),
            "{name}: explains with an example"
        );
        assert!(page.ends_with('\n') && !page.contains('\t'), "{name}: ends with a line end, has no tabs");
    }
}

#[test]
fn explanations_list_what_the_code_lists() {
    let page = Code::HtmlRemoved.explanation();
    let words: BTreeSet<&str> = page.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    for element in waypost::syntax::ALLOWED_ELEMENTS {
        assert!(words.contains(element), "html-removed: {element}");
    }
    for (name, _) in waypost::syntax::DIRECTIVES {
        assert!(Code::DirectiveUnknown.explanation().contains(&format!("`{name}`")), "directive-unknown: {name}");
    }
}

// What no folder can hold.

const SITE: &str = "title: T\nbase_url: https://library.example/\nlanguage: en\n";

/// A site of generated files in a temporary folder.
struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Site {
        let site = Site(tempfile::tempdir().expect("a temporary folder"));
        site.write("waypost.yaml", SITE);
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Codes with line and column, in at most a minute (a guard against hanging, not a measurement).
    #[track_caller]
    fn says(&self) -> Vec<(String, u64, u64)> {
        let begin = Instant::now();
        let output = check(self.path(), &[]);
        let taken = begin.elapsed();
        assert!(taken < Duration::from_secs(60), "took {taken:?}");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{:?}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        let objects = objects(&output).expect("JSON");
        objects.iter().map(Row::read).map(|row| (row.code, row.line, row.column)).collect()
    }

    /// Builds it whatever is wrong, in at most a minute (a guard against hanging, not a measurement).
    #[track_caller]
    fn builds(&self) {
        let begin = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_waypost"))
            .args(["build", "--keep-going", "--today", TODAY, "--site"])
            .arg(self.path())
            .arg("--out")
            .arg(self.path().join("public"))
            .output()
            .expect("the program starts");
        let taken = begin.elapsed();
        assert!(taken < Duration::from_secs(60), "building took {taken:?}");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{:?}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(self.path().join("public/index.html").is_file(), "there is a site");
    }
}

fn entry(body: &str) -> String {
    format!("---\ntitle: A\nsummary: A page.\n---\n{body}\n")
}

fn one(code: Code, line: u64, column: u64) -> Vec<(String, u64, u64)> {
    vec![(code.name().to_owned(), line, column)]
}

#[test]
fn a_file_too_large_is_refused() {
    let site = Site::new(&[("content/articles/a.md", &entry(&"word ".repeat(12_000_000)))]);
    assert_eq!(site.says(), one(Code::FileTooLarge, 1, 1));
}

#[test]
fn a_long_line_is_read() {
    let site = Site::new(&[("content/articles/a.md", &entry(&"word ".repeat(1_000_000)))]);
    assert_eq!(site.says(), []);
}

#[test]
fn deep_nesting_costs_nothing() {
    let many = 100_000;
    for (opening, faults) in [(">", true), ("[", false), ("*", false), ("![", false), ("> - ", true)] {
        let site = Site::new(&[("content/articles/a.md", &entry(&format!("{} x", opening.repeat(many))))]);
        let codes: Vec<String> = site.says().into_iter().map(|(code, ..)| code).collect();
        let wanted: &[&str] = if faults { &["nesting-too-deep"] } else { &[] };
        assert_eq!(codes, wanted, "{opening}");
        site.builds();
    }
    let list: String = (0..2_000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    let site = Site::new(&[("content/articles/a.md", &entry(&list))]);
    assert_eq!(site.says().len(), 1);
    site.builds();
}

#[test]
fn pathways_that_all_lead_to_each_other_are_soon_read() {
    let site = Site::new(&[("content/articles/a.md", &entry("Words."))]);
    for this in 0..250 {
        let others: Vec<String> = (0..250).filter(|other| *other != this).map(|other| format!("p{other}")).collect();
        let front = format!("title: P{this}\nsummary: A page.\nnext: [{}]\n", others.join(", "));
        let pathway = format!("---\n{front}stages: [{{title: One, steps: [articles/a]}}]\n---\n");
        site.write(&format!("content/pathways/p{this}.md"), &pathway);
    }
    let codes: Vec<String> = site.says().into_iter().map(|(code, ..)| code).collect();
    assert!(codes.len() > 20 && codes.iter().all(|code| code == "pathway-cycle"), "{}", codes.len());
}

/// Bodies on which a careless parser takes the square of their length.
#[test]
fn repetition_costs_no_more_than_its_length() {
    let many = 20_000;
    let pieces = [
        "\"",
        "`` ` ",
        "[a](",
        "](",
        "[^",
        "**a *",
        "[x][",
        "<a href=\"",
        "[a]: ",
        "x[^1] ",
        "|a|\n|-|\n",
        "<b>",
        "_a_ ",
        "## x\n\n",
        "<!--",
        "- [ ] ",
        "{#a} ",
        ":::say\n",
        "[a](#b) ",
        "\\",
        "&#x26;",
    ];
    let films = ["![a](a.mp4)\n\n", "<video><source src=\"a.mp4\"></video>\n\n", "<source src=\"a.mp4\"> "];
    for piece in pieces.into_iter().chain(films) {
        let site = Site::new(&[
            ("content/articles/a/index.md", &entry(&piece.repeat(many))),
            ("content/articles/a/a.mp4", ""),
        ]);
        site.says();
        site.builds();
    }
}

#[test]
fn deep_yaml_costs_nothing() {
    let many = 100_000;
    for (opening, closing) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
        let text = format!(
            "---\ntitle: A\nsummary: A page.\ntopics:\n  {}x{}\n---\n",
            opening.repeat(many),
            closing.repeat(many)
        );
        let site = Site::new(&[("content/articles/a.md", &text)]);
        let said = site.says();
        assert!(
            matches!(said.as_slice(), [(code, 5, _)] if code == "yaml-too-deep" || code == "yaml-syntax"),
            "{opening}: {said:?}"
        );
    }
}

#[test]
fn a_slug_of_a_megabyte_is_refused() {
    let text = format!("---\ntitle: A\nsummary: A page.\nslug: {}\n---\n", "x".repeat(1_000_000));
    let site = Site::new(&[("content/articles/a.md", &text)]);
    assert_eq!(site.says(), one(Code::SlugInvalid, 4, 7));
}

#[test]
fn twin_file_names_clash() {
    for (first, second) in [("Note.md", "note.md"), ("cafe\u{301}.md", "caf\u{e9}.md")] {
        let site = Site::new(&[]);
        for name in [first, second] {
            site.write(&format!("content/articles/{name}"), &entry(""));
        }
        let kept = fs::read_dir(site.path().join("content/articles")).expect("a folder").count();
        if kept == 2 {
            assert_eq!(site.says(), one(Code::AddressClash, 1, 1), "{first} and {second}");
        }
    }
}

#[cfg(unix)]
#[test]
fn names_that_other_systems_cannot_hold() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::new(&[("content/articles/con.md", &entry(""))]);
    assert_eq!(site.says(), one(Code::SlugReserved, 1, 1));
    let site = Site::new(&[("content/articles/a.md", &entry(""))]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    if fs::write(site.path().join("content/articles").join(name), entry("")).is_ok() {
        let codes: Vec<String> = site.says().into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["file-name-invalid"]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new(&[("content/articles/a.md", &entry(""))]);
    let path = site.path().join("content/articles/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("set");
    if fs::read(&path).is_err() {
        assert_eq!(site.says(), one(Code::FileUnreadable, 1, 1));
    }
}

#[test]
fn a_word_that_a_language_lacks_is_named() {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n/en.yaml");
    let words = fs::read_to_string(words).expect("the English words");
    let is_plain =
        |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && !line.ends_with(':') && !line.contains('{');
    let (first, dropped) = {
        let mut plain = words.lines().filter(is_plain);
        (plain.next().expect("a first word"), plain.next().expect("a word"))
    };
    let site = Site::new(&[
        ("waypost.yaml", &SITE.replace("language: en", "languages: [en, fr]\ntheme: {name: ours}")),
        ("themes/ours/i18n/fr.yaml", &words.replace(&format!("\n{dropped}\n"), "\n")),
        ("content/articles/a.md", &entry("")),
    ]);
    let line = words.lines().position(|line| line == first).expect("its line") as u64 + 1;
    assert_eq!(site.says(), one(Code::WordMissing, line, 1), "without {dropped}");
}

#[test]
fn notes_are_shown_when_asked_for_and_never_count() {
    let site = Site::new(&[("content/articles/a.md", &entry(""))]);
    let codes = |more: &[&str]| {
        let output = check(site.path(), more);
        assert_eq!(output.status.code(), Some(0), "{more:?}");
        let rows: Vec<Row> = objects(&output).expect("JSON").iter().map(Row::read).collect();
        assert!(rows.iter().all(|row| row.severity == Severity::Note.name()));
        rows.into_iter().map(|row| row.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), [""; 0]);
    let notes = ["off-pathway", "unlinked", "permalink-new"];
    assert_eq!(codes(&["--notes"]), notes);
    assert_eq!(codes(&["--deny", "warnings", "--notes"]), notes);
}

#[test]
fn addresses_that_are_new_are_told_once_an_entry() {
    let site = Site::new(&[
        ("content/articles/a.md", &entry("## One\n\n## Two\n")),
        ("content/articles/b.md", &entry("")),
        ("waypost.permalinks", "/articles/b/\n/articles/gone/ gone: it ended\n/articles/b/#x gone: it ended\n"),
    ]);
    let told = || {
        let rows: Vec<Value> = objects(&check(site.path(), &["--notes"])).expect("JSON");
        let of_ledger = rows.iter().filter(|row| row.get("code").and_then(Value::as_str) == Some("permalink-new"));
        of_ledger
            .map(|row| (Row::read(row).shown(), row.get("message").unwrap().as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let found: Vec<(String, String)> = told();
    let shown: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        shown,
        [
            (
                "content/articles/a.md:1:1 permalink-new (note)",
                "`/articles/a/` and 2 more are not yet in waypost.permalinks"
            ),
            ("waypost.permalinks:1:1 permalink-new (note)", "`/` is not yet here"),
            ("waypost.permalinks:1:1 permalink-new (note)", "`/articles/` is not yet here"),
        ]
    );
}

#[test]
fn principles_and_pathways_that_lead_to_nothing_are_noted() {
    let entry = |fields: &str| format!("---\ntitle: A\nsummary: A page.\n{fields}---\n");
    let pathway = |step: &str| entry(&format!("stages: [{{title: One, steps: [articles/a{step}]}}]\n"));
    let notes = |principles: &str, step: &str| {
        let files = [
            ("content/principles/hope.md", entry("")),
            ("content/articles/a.md", entry(principles)),
            ("content/tools/t.md", entry("")),
            ("content/pathways/p.md", pathway(step)),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let output = check(Site::new(&files).path(), &["--notes"]);
        let rows: Vec<Row> = objects(&output).expect("JSON").iter().map(Row::read).collect();
        let wanted = [Code::PrincipleUnserved.name(), Code::PathwayWithoutTools.name()];
        let found = rows.into_iter().filter(|row| wanted.contains(&row.code.as_str()));
        found.map(|row| row.shown()).collect::<Vec<_>>()
    };
    let both = [
        "content/pathways/p.md:1:1 pathway-without-tools (note)",
        "content/principles/hope.md:1:1 principle-unserved (note)",
    ];
    assert_eq!(notes("", ""), both);
    assert_eq!(notes("principles: [hope]\n", ", tools/t"), [""; 0]);
}

#[test]
fn overdue_reviews_are_noted_from_the_day_after() {
    let says = |due: &str| {
        let review = format!("review: {{date: 2025-{due}, every: 1 year}}");
        let text = format!("---\ntitle: A\nsummary: A page.\n{review}\n---\n");
        let output = check(Site::new(&[("content/articles/a.md", &text)]).path(), &["--notes"]);
        let rows = objects(&output).expect("JSON").iter().map(Row::read).map(|row| row.shown()).collect::<Vec<_>>();
        rows.into_iter().filter(|row| row.contains("review")).collect::<Vec<_>>()
    };
    assert_eq!(says("11-01"), [""; 0]);
    assert_eq!(says("10-31"), ["content/articles/a.md:4:35 review-overdue (note)"]);
}

#[test]
fn sensitive_pages_ask_for_a_safety_page() {
    let settings = "title: Library\nbase_url: https://library.example/\nhelp_lines: [{name: Line, call: \"1\"}]\n";
    let page = "---\ntitle: A\nsummary: A page.\nsensitive: true\n---\n";
    let says = |more: &[(&str, &str)]| {
        let files = [&[("waypost.yaml", settings), ("content/pages/about.md", page)], more].concat();
        let output = check(Site::new(&files).path(), &["--notes"]);
        objects(&output).expect("JSON").iter().map(Row::read).map(|row| row.shown()).collect::<Vec<_>>()
    };
    let first_ledger = "waypost.yaml:1:1 permalink-new (note)";
    assert_eq!(says(&[]), ["content/pages/about.md:4:12 safety-page-missing (note)", first_ledger]);
    assert_eq!(says(&[("content/pages/safety.md", &entry(""))]), [first_ledger]);
}

#[test]
fn an_accent_says_what_became_of_it() {
    let site = Site::new(&[]);
    site.write("waypost.yaml", &format!("{SITE}theme: {{accent: \"#7a1f5c\"}}\n"));
    assert_eq!(site.says(), []);
    let given = objects(&check(site.path(), &["--notes"])).expect("JSON");
    let note = || given.iter().find(|row| Row::read(row).code == Code::AccentFitted.name());
    let row = note().map(Row::read).expect("a note");
    assert_eq!((row.line, row.column), (4, 17));
    let message = note().and_then(|row| row.get("message")).and_then(Value::as_str).unwrap_or("");
    assert!(message.matches('#').count() == 3 && message.contains("for links by night"), "{message}");
}

#[test]
fn warnings_count_when_denied() {
    let site = Site::new(&[("content/articles/a.md", &entry("# Top"))]);
    assert_eq!(check(site.path(), &[]).status.code(), Some(0));
    assert_eq!(check(site.path(), &["--deny", "warnings"]).status.code(), Some(1));
}

#[test]
fn output_never_lands_on_the_content() {
    let site = Site::new(&[("site/waypost.yaml", SITE), ("site/content/articles/a.md", &entry(""))]);
    let root = site.path().join("site");
    for out in ["content", "content/articles", "content/new", ".", "..", "static", "themes"] {
        let output = Command::new(env!("CARGO_BIN_EXE_waypost"))
            .args(["build", "--today", TODAY, "--site"])
            .arg(&root)
            .arg("--out")
            .arg(root.join(out))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{out}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stderr.is_empty(), "{out}: says why");
        let mut left: Vec<_> =
            fs::read_dir(&root).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
        left.sort();
        assert_eq!(left, ["content", "waypost.yaml"], "{out}");
    }
}
