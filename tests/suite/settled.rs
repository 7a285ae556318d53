//! Levels, silences and `--deny` from outside: the same in `check` and `build`, and no word of them in
//! a page.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(site: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.args(words).args(["--today", "2026-11-01", "--site"]).arg(site).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn site(config: &str, body: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir_all(site.path().join("content/articles")).unwrap();
    write(site.path(), config, body);
    site
}

fn write(site: &Path, config: &str, body: &str) {
    fs::write(site.join("waypost.yaml"), format!("title: T\nbase_url: https://library.example/\n{config}")).unwrap();
    fs::write(site.join("content/articles/a.md"), format!("---\ntitle: A\nsummary: An article.\n---\n\n{body}"))
        .unwrap();
}

#[test]
fn a_level_holds_in_build_and_check_and_a_build_follows_when_it_changes() {
    let site = site("", "# Top\n");
    let status = |words: &[&str]| run(site.path(), words).status.code();
    assert_eq!([status(&["check"]), status(&["build"]), status(&["build"])], [Some(0); 3]);
    write(site.path(), "check: {rules: {heading-top: error}}\n", "# Top\n");
    assert_eq!([status(&["check"]), status(&["build"])], [Some(1); 2]);
    write(site.path(), "check: {rules: {heading-top: off}}\n", "# Top\n");
    for _ in 0..2 {
        let built = run(site.path(), &["build"]);
        assert!(built.status.success() && !said(&built).contains("heading-top"), "{}", said(&built));
    }
}

#[test]
fn what_is_denied_fails_a_build_that_would_change_nothing() {
    let site = site("", "# Top\n");
    let status = |words: &[&str]| run(site.path(), words).status.code();
    assert_eq!(status(&["build"]), Some(0));
    assert_eq!(status(&["build", "--deny", "warnings"]), Some(1));
    assert_eq!(status(&["build", "--deny", "image-alt"]), Some(0));
    assert_eq!(status(&["build", "--deny", "image-alt,off-pathway"]), Some(1));
    assert_eq!(status(&["build", "--deny", "heading-tap"]), Some(2));
    for _ in 0..2 {
        let built = run(site.path(), &["build", "--keep-going", "--deny", "unlinked"]);
        assert_eq!(built.status.code(), Some(1));
        assert!(said(&built).contains("note[unlinked]"), "{}", said(&built));
    }
}

#[test]
fn a_silence_is_in_no_page_and_is_counted() {
    let body =
        "<!-- waypost: allow heading-top: a song -->\n# Song\n\nWords <!-- waypost: allow unlinked: x --> here.\n";
    let site = site("", body);
    let checked = run(site.path(), &["check"]);
    assert!(said(&checked).contains("1 silenced with a reason"), "{}", said(&checked));
    assert!(said(&checked).contains("silence-unused"), "{}", said(&checked));
    let listed = run(site.path(), &["check", "--notes"]);
    assert!(said(&listed).contains("silenced: content/articles/a.md:7:1 heading-top: a song"), "{}", said(&listed));
    // A build does not run all rules, so it cannot tell what is silenced in vain.
    let built = run(site.path(), &["build"]);
    assert!(built.status.success() && !said(&built).contains("silence-unused"), "{}", said(&built));
    let mut files = vec![site.path().join("public")];
    let mut pages = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(14).any(|words| words == b"waypost: allow"), "{}", path.display());
        pages += 1;
    }
    assert!(pages > 10);
}
