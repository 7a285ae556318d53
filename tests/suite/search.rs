//! Searching from the command line: what readers of every language find, and what a query may be.

#![allow(clippy::expect_used, clippy::disallowed_methods)] // tests fail by panicking, on real files

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What the queries find in a site of `tests/sites/valid`, one answer a query.
fn search(site: &str, lang: &str, queries: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/valid").join(site).join("site");
    let mut child = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .args(["search", "-", "--format", "json", "--today", "2026-11-01", "--lang", lang, "--site"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(queries.join("\n").as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn first(answer: &Value) -> &str {
    answer["results"][0]["url"].as_str().unwrap_or("")
}

#[test]
fn languages_without_a_stemmer_find() {
    let cases = [
        ("pl", "zasnac", "/articles/sleep/"),
        ("pl", "ŹDŹBŁO", "/articles/craving/"),
        ("pl", "rodzina rodziną", "/articles/family/"),
        ("ar", "نوم", "/ar/articles/sleep/"),
        ("ar", "تنفس", "/ar/articles/craving/"),
        ("ar", "النَّوْم", "/ar/articles/sleep/"),
        ("zh", "睡不着", "/zh/articles/sleep/"),
        ("zh", "渴求", "/zh/articles/craving/"),
        ("ja", "眠れない", "/ja/articles/sleep/"),
        ("ja", "回復", "/ja/articles/craving/"),
    ];
    for (lang, query, url) in cases {
        let answers = search("languages-without-a-stemmer", lang, &[query]);
        assert_eq!(answers.iter().map(first).collect::<Vec<_>>(), [url], "{lang}: {query}");
    }
}

#[test]
fn any_query_is_answered() {
    let long = "sleep ".repeat(2_000);
    let queries = [
        "",
        " ",
        "a",
        "the and of",
        "?!… — «»",
        "😀😀",
        "e\u{301}\u{301}\u{301}",
        "\u{202e}abc",
        "<b>sleep</b>",
        "{{ 7 * 7 }}",
        "\"",
        "\"\"",
        "\"sleep",
        "“sleep",
        "__proto__",
        "constructor",
        "../../etc",
        "%00",
        "_",
        "A_B",
        long.as_str(),
    ];
    for lang in ["pl", "ar", "zh", "ja"] {
        assert_eq!(search("languages-without-a-stemmer", lang, &queries).len(), queries.len(), "{lang}");
    }
}
