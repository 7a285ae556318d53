use jiff::civil::date;

use super::*;
use crate::diag::Diagnostic;
use crate::report::ExternalLink;
use crate::text::{SourcePath, Span};

const URL: &str = "https://a.example/old";

fn answers(answer: Answer) -> Answers {
    let mut answers = Answers::default();
    answers.put(URL.to_owned(), date(2026, 11, 1), answer);
    answers
}

fn kept(answer: Answer) -> Answers {
    Answers::read(&answers(answer).to_bytes())
}

#[test]
fn what_was_answered_is_believed_for_a_while() {
    let check = |answer: Answer, days: i32, expect: bool| {
        let today = date(2026, 11, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        assert_eq!(kept(answer.clone()).believed(URL, today).is_some(), expect, "{answer:?} after {days} days");
    };
    let moved = || Answer::Moved { to: "https://a.example/new".to_owned() };
    for days in [0, 6] {
        check(Answer::Alive, days, true);
        check(moved(), days, true);
    }
    // A day before: a clock was wrong.
    for days in [7, 400, -1] {
        check(Answer::Alive, days, false);
        check(moved(), days, false);
    }
    for answer in [Answer::Dead { why: Dead::NotFound }, Answer::Unknown { why: Unknown::Status(403) }] {
        check(answer.clone(), 0, true);
        check(answer, 1, false);
    }
    for why in [Unknown::Busy, Unknown::NotAsked, Unknown::Private] {
        check(Answer::Unknown { why }, 0, false);
    }
}

#[test]
fn what_was_kept_may_be_anything() {
    let good = answers(Answer::Dead { why: Dead::Gone }).to_bytes();
    let good = String::from_utf8(good).unwrap();
    assert_eq!(Answers::read(good.as_bytes()).len(), 1, "{good}");
    let check = |text: &str| assert!(Answers::read(text.as_bytes()).is_empty(), "{text}");
    for text in ["", "{}", "[]", "null", "\u{0}", "{\"version\":1}", "{\"version\":1,\"answers\":[]}"] {
        check(text);
    }
    check(&good.replace("\"version\":1", "\"version\":2"));
    check(&good.replace("2026-11-01", "2026-13-01"));
    check(&good.replace("dead", "deader"));
    check(&good.replace(URL, "javascript:alert(1)"));
    check(&good.replace(URL, "https://a.example/\\u001b[2J"));
    for to in ["javascript:alert(1)", "https://a.example/ x", "https://a.example/)[x](y", ""] {
        let moved = answers(Answer::Moved { to: "https://a.example/new".to_owned() }).to_bytes();
        let moved = String::from_utf8(moved).unwrap().replace("https://a.example/new", to);
        let read = Answers::read(moved.as_bytes());
        let said = complaints(&[link(URL)], &read);
        assert!(said.iter().all(|one| one.edits.is_empty()), "{to}: {said:?}");
    }
    let deep = "[".repeat(100_000);
    check(&deep);
}

fn link(url: &str) -> ExternalLink {
    ExternalLink {
        url: url.to_owned(),
        path: SourcePath::new("content/articles/a.md"),
        span: Span::new(10, 50),
        line: 2,
        target: Some(Span::new(14, 49)),
        text: "a".to_owned(),
    }
}

fn moved(from: &str, to: &str) -> Diagnostic {
    let mut answers = Answers::default();
    let asked = address::asked(from).unwrap();
    answers.put(asked.into(), date(2026, 11, 1), Answer::Moved { to: to.to_owned() });
    complaints(&[link(from)], &answers).remove(0)
}

#[test]
fn a_new_address_is_written_where_nothing_else_changes() {
    let check = |from: &str, to: &str, expect: Option<&str>| {
        let said = moved(from, to);
        let written = said.edits.first().map(|edit| edit.text.as_str());
        assert_eq!(written, expect, "{from} → {to}");
        assert!(said.help.is_some());
    };
    check("http://a.example/x", "https://www.a.example/y/", Some("https://www.a.example/y/"));
    check("https://a.example/x#part", "https://a.example/y?z=1", Some("https://a.example/y?z=1#part"));
    check("https://a.example/", "https://www.a.example/", Some("https://www.a.example/"));
    // What is lumped together, sold or made less secure is for people to look at.
    check("https://a.example/x", "https://a.example/", None);
    check("https://a.example/x", "https://casino.example/x", None);
    check("https://a.example/x", "http://a.example/y", None);
    // What could end an address early, or begin something else.
    check("https://a.example/x", "https://a.example/y)[z](w", None);
    check("https://a.example/x", "https://a.example/y'z", None);
    check("https://a.example/x", "https://a.example/*y*", None);
}

#[test]
fn what_is_dead_is_a_warning_and_the_rest_is_worth_knowing() {
    let check = |answer: Answer, expect: &str| {
        let said = complaints(&[link(URL)], &answers(answer));
        let lines: Vec<String> = said.iter().map(|one| format!("{}: {}", one.code.name(), one.message)).collect();
        assert_eq!(lines.join("\n"), expect);
    };
    check(Answer::Alive, "");
    check(Answer::Unknown { why: Unknown::NotAsked }, "");
    check(
        Answer::Dead { why: Dead::NotFound },
        "link-dead: this link leads to a page that is not there (404, asked 2026-11-01)",
    );
    check(
        Answer::Dead { why: Dead::NoHost },
        "link-dead: this link leads to a host that there is not (asked 2026-11-01)",
    );
    check(
        Answer::Moved { to: "https://a.example/new".to_owned() },
        "link-moved: the page behind this link has moved for good (asked 2026-11-01): https://a.example/new",
    );
    check(
        Answer::Unknown { why: Unknown::Status(403) },
        "link-unknown: nobody can say what is behind this link: its host answers 403 (asked 2026-11-01)",
    );
}
