use std::collections::BTreeMap;

use super::*;
use crate::diag::Code;
use crate::text::Span;
use crate::view::testing::{Site, read};

const SITE: &str = "title: Library\nbase_url: https://library.example/base/\nlanguages: [en, es, ar]\n\
    taxonomies:\n  topics:\n    terms:\n      cravings: {label: {en: Riding a wave, es: Antojos}}\n";

/// An entry with these lines of front matter and this text.
fn entry(title: &str, fields: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: About it.\n{fields}---\n\n{body}\n")
}

/// A library with an entry in every state, on 1 November 2026.
fn site(with_hidden: bool) -> Site {
    let words = "word ".repeat(250);
    let files = [
        ("articles/plain.md", entry("Plain", "date: 2026-02-01\nupdated: 2026-10-01\ntopics: [cravings]\n", &words)),
        ("articles/plain.es.md", entry("Sencillo", "date: 2026-03-01\n", "Dos palabras.")),
        ("articles/kanji.md", entry("回復", "", "回復コーチング")),
        ("articles/overdue.md", entry("Éowyn’s overdue page", "review: {date: 2025-06-01, every: 1 year}\n", "Text.")),
        ("articles/draft.md", entry("Draft", "draft: true\n", "See [nothing](articles/none).")),
        ("articles/later.md", entry("Later", "publish_on: 2026-12-01\n", "Text.")),
        ("articles/over.md", entry("Over", "expires_on: 2026-05-01\n", "Text.")),
        ("articles/broken.md", "No front matter.\n".to_owned()),
        (
            "articles/wrong.md",
            entry("Wrong", "dat: 2026-01-01\n", "## A\n\n#### B\n\n[x](articles/none)\n\n[y](articles/gone)"),
        ),
        ("articles/french.fr.md", entry("Une page", "", "Texte.")),
        ("blog/post.md", entry("Post", "", "Text.")),
        ("tools/breathe.md", entry("Breathe", "minutes: 5\n", "Text.")),
        ("tools/breathe/index.md", entry("Breathe again", "", "Text.")),
        (
            "pathways/way.md",
            entry("The way", "stages: [{title: One, steps: [articles/plain, tools/breathe]}]\n", "Text."),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    read(SITE, &files, "2026-11-01", with_hidden)
}

fn open(path: &SourcePath, line: u32) -> Option<String> {
    Some(format!("edit:{path}:{line}"))
}

fn titles(desk: &Desk, query: &str) -> String {
    let view = desk.view(&DeskQuery::parse(query), &open);
    assert_eq!(view.found, view.rows.len());
    view.rows.iter().map(|row| row.title.title.as_str()).collect::<Vec<_>>().join(", ")
}

fn check(query: &str, expect: &str) {
    assert_eq!(titles(&site(true).desk(), query), expect, "{query}");
}

/// One line a row.
fn table(view: &DeskView) -> String {
    let line = |row: &DeskRow| {
        let said = row.first.iter().map(|said| format!(" {}:{}", said.code, said.source.line));
        let places = row.places.iter().map(|on| format!(" {} {}/{}", on.title.title, on.step, on.steps));
        let tally = row.messages;
        format!(
            "{} | {} {} | {} {} {} | {}e {}w {}n{} |{} | {} words, {} min | {} | {}\n",
            row.title.title,
            row.kind,
            row.lang,
            row.state,
            row.on.as_deref().unwrap_or("-"),
            row.overdue.as_deref().unwrap_or("-"),
            tally.errors,
            tally.warnings,
            tally.notes,
            said.collect::<String>(),
            places.collect::<String>(),
            row.words,
            row.minutes,
            row.changed.as_deref().unwrap_or("-"),
            row.url.as_deref().unwrap_or(&row.source.file),
        )
    };
    view.rows.iter().map(line).collect()
}

#[test]
fn every_file_has_a_row_whatever_its_state() {
    let view = site(true).desk().view(&DeskQuery::parse("sort=title"), &open);
    snapbox::assert_data_eq!(
        table(&view),
        snapbox::str![[r#"
Breathe | tool en | published - - | 0e 0w 0n | The way 2/2 | 1 words, 5 min | - | /base/tools/breathe/
Breathe again | tool en | double - - | 1e 0w 0n address-clash:1 | | 1 words, 1 min | - | content/tools/breathe/index.md
broken.md | article en | unreadable - - | 1e 0w 0n front-matter-missing:1 | | 0 words, 0 min | - | content/articles/broken.md
Draft | article en | draft - - | 1e 0w 0n reference-missing:7 | | 2 words, 1 min | - | /base/articles/draft/
Éowyn’s overdue page | article en | published - 2026-06-01 | 0e 0w 0n | | 1 words, 1 min | - | /base/articles/overdue/
french.fr.md | article fr | unreadable - - | 1e 0w 0n language-undeclared:1 | | 0 words, 0 min | - | content/articles/french.fr.md
Later | article en | scheduled 2026-12-01 - | 0e 0w 0n | | 1 words, 1 min | - | /base/articles/later/
Over | article en | expired 2026-05-01 - | 0e 0w 0n | | 1 words, 1 min | - | /base/articles/over/
Plain | article en | published - - | 0e 0w 0n | The way 1/2 | 250 words, 2 min | 2026-10-01 | /base/articles/plain/
post.md |  en | unreadable - - | 1e 0w 0n folder-unknown:1 | | 0 words, 0 min | - | content/blog/post.md
Sencillo | article es | published - - | 0e 0w 0n | The way 1/2 | 2 words, 1 min | 2026-03-01 | /base/es/articles/plain/
The way | pathway en | published - - | 0e 0w 0n | | 1 words, 7 min | - | /base/pathways/way/
Wrong | article en | published - - | 3e 1w 0n unknown-key:4 reference-missing:11 reference-missing:13 | | 4 words, 1 min | - | /base/articles/wrong/
回復 | article en | published - - | 0e 0w 0n | | 4 words, 1 min | - | /base/articles/kanji/

"#]]
    );
    assert_eq!((view.total, view.found, view.first, view.last), (14, 14, 1, 14));
}

#[test]
fn what_is_held_back_has_a_row_without_a_page() {
    let states = |with_hidden| {
        let view = site(with_hidden).desk().view(&DeskQuery::parse("sort=title"), &open);
        let states = view.rows.iter().map(|row| (row.title.title.clone(), row.state, row.on.clone()));
        (states.collect::<Vec<_>>(), view.rows)
    };
    let ((with, _), (without, rows)) = (states(true), states(false));
    assert_eq!(with, without);
    for row in rows.iter().filter(|row| matches!(row.state, "draft" | "scheduled" | "expired")) {
        assert_eq!(row.url, None, "{}", row.title.title);
    }
}

#[test]
fn words_are_looked_for_in_titles_paths_summaries_and_terms() {
    check("q=eowyn+OVERDUE", "Éowyn’s overdue page");
    check("q=%C3%A9OWYN", "Éowyn’s overdue page");
    check("q=tools%2F", "Breathe, Breathe again");
    check("q=riding+wave", "Plain");
    check("q=cravings+plain.md", "Plain");
    check("q=%E5%BE%A9", "回復");
    check("q=no-such-thing", "");
    check("q=%00&kind=pathway", "The way");
}

#[test]
fn the_table_can_be_narrowed() {
    check("kind=tool", "Breathe, Breathe again");
    check("lang=es", "Sencillo");
    check("lang=fr", "french.fr.md");
    check("lang=zz", "");
    check("state=draft", "Draft");
    check("state=scheduled", "Later");
    check("state=expired", "Over");
    check("state=overdue", "Éowyn’s overdue page");
    check("state=unreadable&sort=title", "Breathe again, broken.md, french.fr.md, post.md");
    check("state=errors&kind=article&sort=-title", "Wrong, french.fr.md, Draft, broken.md");
    check("state=warnings", "Wrong");
    check("state=published&kind=article&lang=en&sort=title", "Éowyn’s overdue page, Plain, Wrong, 回復");
    check("kind=cat&state=cat&q=plain", "Plain, Sencillo");
}

#[test]
fn every_column_sorts_both_ways() {
    let desk = site(true).desk();
    let (_, first) = ("", |query: &str| titles(&desk, query).split(", ").next().unwrap_or("").to_owned());
    for (query, expect) in [
        ("", "Plain"),
        ("sort=-changed", "Breathe"),
        ("sort=title", "Breathe"),
        ("sort=-title", "回復"),
        ("sort=kind", "post.md"),
        ("sort=-kind", "The way"),
        ("sort=state", "broken.md"),
        ("sort=messages", "Wrong"),
        ("sort=words", "Plain"),
    ] {
        assert_eq!(first(query), expect, "{query}");
    }
    let columns = |query: &str| {
        let view = desk.view(&DeskQuery::parse(query), &open);
        let sorted = view.columns.iter().find(|column| !column.sorted.is_empty()).unwrap();
        format!("{} {} {}", sorted.key, sorted.sorted, sorted.url)
    };
    assert_eq!(columns(""), "changed descending /_waypost/desk/?sort=-changed");
    assert_eq!(columns("sort=-changed"), "changed ascending /_waypost/desk/");
    assert_eq!(columns("sort=title&q=a"), "title ascending /_waypost/desk/?q=a&sort=-title");
}

#[test]
fn what_needs_doing_comes_first() {
    let view = site(true).desk().view(&DeskQuery::default(), &open);
    let groups = view.todo.iter().map(|group| {
        let rows = group.rows.iter().map(|row| {
            let date = row.date.as_deref().unwrap_or("-");
            format!("\n  {} {date} {} {}", row.title.title, row.message, row.url.as_deref().unwrap_or("-"))
        });
        format!("{} {} {}{}\n", group.key, group.count, group.url, rows.collect::<String>())
    });
    snapbox::assert_data_eq!(
        groups.collect::<String>(),
        snapbox::str![[r#"
errors 6 /_waypost/desk/?state=errors
  Wrong - the front matter has no field `dat` /base/articles/wrong/
  Breathe again - content/tools/breathe.md is the entry `tools/breathe` already edit:content/tools/breathe/index.md:1
  broken.md - the file does not begin with front matter edit:content/articles/broken.md:1
  Draft - there is no entry `articles/none` /base/articles/draft/
  french.fr.md - the file's name ends in `.fr`, a language that waypost.yaml does not declare edit:content/articles/french.fr.md:1
overdue 1 /_waypost/desk/?state=overdue
  Éowyn’s overdue page 2026-06-01  /base/articles/overdue/
draft 1 /_waypost/desk/?state=draft
  Draft -  /base/articles/draft/
scheduled 1 /_waypost/desk/?state=scheduled
  Later 2026-12-01  /base/articles/later/

"#]]
    );
}

#[test]
fn choices_say_what_they_would_give() {
    let view = site(true).desk().view(&DeskQuery::parse("kind=tool&q=x"), &open);
    let shown = |choices: &[ChoiceView]| {
        let shown = choices
            .iter()
            .map(|choice| format!("{}{} {}", if choice.chosen { "*" } else { "" }, choice.key, choice.count));
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(shown(&view.kinds), "article 10, principle 0, *tool 2, pathway 1, page 0");
    assert_eq!(shown(&view.languages), "en 12, es 1, ar 0, fr 1");
    assert_eq!(view.kinds[2].url, "/_waypost/desk/?kind=tool");
    assert!(view.narrowed);
}

#[test]
fn a_long_table_has_pages() {
    let files: Vec<(String, String)> =
        (0..250).map(|n| (format!("articles/a{n:03}.md"), entry(&format!("A{n:03}"), "", "Text."))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let desk = read(SITE, &files, "2026-11-01", true).desk();
    let shown = |query: &str| {
        let view = desk.view(&DeskQuery::parse(query), &open);
        let first = view.rows.first().map_or("", |row| row.title.title.as_str()).to_owned();
        (first, view.first, view.last, view.pager.page, view.pager.next_url)
    };
    let next = |page: usize| Some(format!("/_waypost/desk/?q=a&page={page}"));
    assert_eq!(shown("q=a"), ("A000".to_owned(), 1, 100, 1, next(2)));
    assert_eq!(shown("q=a&page=2"), ("A100".to_owned(), 101, 200, 2, next(3)));
    assert_eq!(shown("q=a&page=3"), ("A200".to_owned(), 201, 250, 3, None));
    assert_eq!(shown("q=a&page=4000"), ("A200".to_owned(), 201, 250, 3, None));
    assert_eq!(shown("q=a&page=-1").3, 1);
    assert_eq!(shown("q=none").1, 0);
}

#[test]
fn messages_about_other_files_are_not_lost() {
    let mut site = site(true);
    let path = SourcePath::new("waypost.yaml");
    site.diagnostics.push(Diagnostic::new(Code::UnknownKey, &path, Span::default(), "no such key"));
    // A file that could not even be read as text.
    let path = SourcePath::new("content/tools/latin.md");
    site.diagnostics.push(Diagnostic::new(Code::NotUtf8, &path, Span::default(), "not UTF-8"));
    let view = site.desk().view(&DeskQuery::parse("q=latin"), &open);
    assert_eq!(view.elsewhere.iter().map(|said| said.source.file.as_str()).collect::<Vec<_>>(), ["waypost.yaml"]);
    assert_eq!((view.rows[0].kind, view.rows[0].state, view.rows[0].first.len()), ("tool", "unreadable", 1));
}

#[test]
fn a_library_without_entries_has_a_desk() {
    let view = read("title: Empty\nbase_url: https://x.example/\n", &[], "2026-11-01", true)
        .desk()
        .view(&DeskQuery::parse("page=7"), &|_, _| None);
    assert_eq!((view.total, view.found, view.first, view.last, view.pager.page), (0, 0, 0, 0, 1));
    assert!(view.todo.is_empty() && view.rows.is_empty());
}

#[test]
fn titles_are_shown_at_a_bearable_length_and_in_their_language() {
    let long = "x".repeat(10_000);
    let files = [
        ("articles/long.md", entry(&long, "", "Text.")),
        ("articles/turned.ar.md", entry("\"\u{202e}مرحبا <script>alert(1)</script>\"", "", "Text.")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let view = read(SITE, &files, "2026-11-01", true).desk().view(&DeskQuery::parse("sort=title"), &open);
    let title = |at: usize| view.rows[at].title.clone();
    assert_eq!(title(0).title.chars().count(), LONGEST_SHOWN + 1);
    assert_eq!((title(0).lang.as_str(), title(0).dir), ("", ""));
    assert_eq!((title(1).lang.as_str(), title(1).dir), ("ar", "rtl"));
}

#[test]
fn a_file_says_when_it_was_written_where_its_front_matter_does_not() {
    let site = site(true);
    let day: Date = "2026-10-31".parse().unwrap();
    let changed: BTreeMap<SourcePath, Date> =
        ["plain", "broken", "over"].map(|name| (SourcePath::new(format!("content/articles/{name}.md")), day)).into();
    let materials = DeskMaterials {
        texts: &Texts::new(),
        library: &site.library,
        config: &site.config,
        sources: &site.sources,
        diagnostics: &site.diagnostics,
        today: site.today,
        changed: &changed,
    };
    assert_eq!(
        titles(&Desk::new(&materials), "lang=en").split(", ").take(3).collect::<Vec<_>>(),
        ["broken.md", "Over", "Plain"]
    );
}
