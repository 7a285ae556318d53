//! `check --fix` on random sites: what was planted to be mended is mended, no other byte moves, no new
//! message comes, and a second time there is nothing to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use waypost::diag::{Diagnostic, Severity};
use waypost::disk::{FileChange, Site, rewrite};
use waypost::engine::{Built, Memo, Request, build, mend};

/// Lines of front matter as somebody wrote them, and mended.
const FRONT: &[(&str, &str)] = &[
    ("topics: [hope, rest, hope]\n", "topics: [hope, rest]\n"),
    ("topics:\n  - hope\n  - 'rest'\n  - hope\n", "topics:\n  - hope\n  - 'rest'\n"),
    ("topics:\n- hope\n- hope # twice\n", "topics:\n- hope\n- hope # twice\n"),
    ("Topics: [hope]\n", "topics: [hope]\n"),
    ("topics: [hope, Hope,\n  hope, rest]\n", "topics: [hope, rest]\n"),
    ("date: 2026-2-1\n", "date: 2026-02-01\n"),
    ("date: \"2026/02/01\" # first\n", "date: \"2026-02-01\" # first\n"),
    ("date: 01/02/2026\n", "date: 01/02/2026\n"),
    ("updatd: 2026-03-01\n", "updated: 2026-03-01\n"),
    // As the right key it would bring another message; and an entry that is held back would be published.
    ("updatd: 2026-3-1\n", "updatd: 2026-3-1\n"),
    ("draft: off\n", "draft: off\n"),
    ("sensitive: yes\n", "sensitive: true\n"),
    ("sensitive: \"No\"\n", "sensitive: false\n"),
    ("draft: perhaps\n", "draft: perhaps\n"),
    ("stage: begining\n", "stage: beginning\n"),
    ("stage: [midle, 'advancd']\n", "stage: [middle, 'advanced']\n"),
    ("stage: end\n", "stage: end\n"),
    ("aliases: [old/NAME/, /older/NAME/]\n", "aliases: [/old/NAME/, /older/NAME/]\n"),
    ("aliases: ['https://x.example/NAME']\n", "aliases: ['https://x.example/NAME']\n"),
    ("related: [tools/none]\n", "related: [tools/none]\n"),
    ("authors: [editor]\n", "authors: [editor]\n"),
    ("review: {date: 2026-8-19, by: editors}\n", "review: {date: 2026-08-19, by: editors}\n"),
];

/// Blocks of a body in the same way.
const BODY: &[(&str, &str)] = &[
    ("Plain words — é 😀.\n", "Plain words — é 😀.\n"),
    (":::qestion\nWhat now?\n:::\n", ":::question\nWhat now?\n:::\n"),
    (":::stroy A day\nIt was late.\n:::\n", ":::story A day\nIt was late.\n:::\n"),
    (":::unheard-of\nx\n:::\n", ":::unheard-of\nx\n:::\n"),
    ("One\u{b}two\u{c} and `a\u{7}b`.\n", "Onetwo and `ab`.\n"),
    ("# Top\n", "# Top\n"),
    ("See [this](articles/none).\n", "See [this](articles/none).\n"),
    ("```\n:::qestion\n```\n", "```\n:::qestion\n```\n"),
    ("<!-- waypost: allow heading-top: a song -->\n# Song\n", "<!-- waypost: allow heading-top: a song -->\n# Song\n"),
    ("![](none.png)\n", "![](none.png)\n"),
];

/// The keys of lines of front matter: no two of one entry may be the same field.
fn key(line: &str) -> &str {
    let key = line.split(':').next().unwrap_or("");
    match key {
        "Topics" => "topics",
        "updatd" => "updated",
        key => key,
    }
}

/// One file as it was written and as it should be.
fn file(number: usize, front: &[usize], body: &[usize], crlf: bool) -> (String, String, String) {
    let name = format!("entry-{number}");
    let mut used = std::collections::BTreeSet::new();
    let lines: Vec<_> =
        front.iter().filter_map(|at| FRONT.get(*at)).filter(|(line, _)| used.insert(key(line))).collect();
    let blocks: Vec<_> = body.iter().filter_map(|at| BODY.get(*at)).collect();
    let text = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
        let front: String = lines.iter().map(|line| pick(line)).collect();
        let body: Vec<&str> = blocks.iter().map(|block| pick(block)).collect();
        let text = format!("---\ntitle: Entry {number}\nsummary: A summary.\n{front}---\n\n{}", body.join("\n"));
        let text = text.replace("NAME", &name);
        if crlf { text.replace('\n', "\r\n") } else { text }
    };
    (format!("content/articles/{name}.md"), text(|pair| pair.0), text(|pair| pair.1))
}

const CONFIG: (&str, &str) = (
    "title: T\nbase_url: https://library.example/\npeople: {editors: {name: E}}\nhelp_lines: [{country: US, name: H, call: \"988\"}]\nlanguages: [en, en]\ncheck:\n  rules: {unlinkd: note}\n",
    "title: T\nbase_url: https://library.example/\npeople: {editors: {name: E}}\nhelp_lines: [{country: US, name: H, call: \"988\"}]\nlanguages: [en]\ncheck:\n  rules: {unlinked: note}\n",
);

fn read(folder: &Path) -> Arc<Site> {
    Arc::new(Site::read(folder, &folder.join("public")).unwrap())
}

fn request() -> Request {
    Request { check_only: true, today: Some("2026-11-01".parse().unwrap()), ..Request::default() }
}

/// Messages by all but where in the file they stand, and how often each is there.
fn counted<'a>(messages: impl IntoIterator<Item = &'a Diagnostic>) -> BTreeMap<(String, String, String), usize> {
    let mut counts = BTreeMap::new();
    for one in messages {
        let name = (one.place_text().to_owned(), one.code.name().to_owned(), one.message.clone());
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn no_more_than(after: &Built, before: &Built) -> Result<(), TestCaseError> {
    let counts = counted(&before.diagnostics);
    for (name, count) in counted(&after.diagnostics) {
        prop_assert!(count <= counts.get(&name).copied().unwrap_or(0), "a new message: {name:?}");
    }
    let left = counted(&after.diagnostics);
    let weighty = counted(before.diagnostics.iter().filter(|one| one.severity != Severity::Note));
    let gone = weighty.iter().filter(|(name, count)| left.get(*name).copied().unwrap_or(0) < **count);
    let mendable = counted(before.diagnostics.iter().filter(|one| !one.edits.is_empty()));
    for (name, _) in gone {
        prop_assert!(mendable.contains_key(name), "it vanished and nobody mended it: {name:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_can_be_mended_is_mended_and_nothing_else_moves(
        entries in prop::collection::vec(
            (prop::collection::vec(0..FRONT.len(), 0..5), prop::collection::vec(0..BODY.len(), 0..5), any::<bool>()),
            1..5,
        ),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut expected = vec![("waypost.yaml".to_owned(), CONFIG.1.to_owned())];
        fs::create_dir_all(folder.path().join("content/articles")).unwrap();
        fs::create_dir_all(folder.path().join("content/pages")).unwrap();
        let safety = "---\ntitle: Reading safely\nsummary: How to leave.\n---\n";
        fs::write(folder.path().join("content/pages/safety.md"), safety).unwrap();
        fs::write(folder.path().join("waypost.yaml"), CONFIG.0).unwrap();
        for (number, (front, body, crlf)) in entries.iter().enumerate() {
            let (path, written, mended) = file(number, front, body, *crlf);
            fs::write(folder.path().join(&path), written).unwrap();
            expected.push((path, mended));
        }
        let site = read(folder.path());
        let before = build(&site, &request(), &Memo::default());
        let mended = mend(&site, &request());
        for (path, _) in &expected {
            let still = fs::read_to_string(folder.path().join(path)).unwrap();
            prop_assert_eq!(site.texts().find(|file| file.path().as_str() == path).unwrap().text(), still);
        }
        rewrite(folder.path(), &mended.changes).unwrap();
        for (path, text) in &expected {
            prop_assert_eq!(&fs::read_to_string(folder.path().join(path)).unwrap(), text, "{}", path);
        }
        let site = read(folder.path());
        let after = build(&site, &request(), &Memo::default());
        prop_assert_eq!(&after.diagnostics, &mended.built.diagnostics);
        no_more_than(&after, &before)?;
        let again = mend(&site, &request());
        prop_assert_eq!((again.changes, again.mended), (Vec::<FileChange>::new(), 0));
    }
}

/// A site of one article, mended: its text then, and how many messages were mended.
fn one(written: &str) -> (String, usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content/articles")).unwrap();
    fs::write(folder.path().join("waypost.yaml"), "title: T\nbase_url: https://library.example/\n").unwrap();
    let path = folder.path().join("content/articles/a.md");
    fs::write(&path, written).unwrap();
    let mended = mend(&read(folder.path()), &request());
    rewrite(folder.path(), &mended.changes).unwrap();
    (fs::read_to_string(path).unwrap(), mended.mended)
}

#[test]
fn an_edit_that_would_bring_a_new_message_is_not_made() {
    // The misspelt key holds the entry back; as the right one it would say that its value is no date.
    let text = "---\ntitle: A\nsummary: An article.\nexpires_onn: never\ndate: 2026-2-1\n---\n\nx\n";
    let (after, mended) = one(text);
    assert_eq!((after.as_str(), mended), (text.replace("2026-2-1", "2026-02-01").as_str(), 1));
    let text = "---\ntitle: A\nsummary: An article.\nsensitive: yes\n---\n\nx\n";
    assert_eq!(one(text), (text.to_owned(), 0), "the library has no help lines");
}
