//! The examples of every page of `waypost explain`: the wrong one gives the message, the right one
//! gives none. The convention is in `src/diag/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use waypost::diag::Code;

const TODAY: &str = "2026-11-01";

/// What is said only after other sites were asked, which no example can show.
const OF_THE_NET: &[Code] = &[Code::LinkDead, Code::LinkMoved, Code::LinkUnknown];

/// A fenced block of a page that is an example.
#[derive(Debug)]
struct Block {
    language: String,
    path: String,
    flags: BTreeSet<&'static str>,
    also: Vec<String>,
    times: usize,
    text: String,
}

/// The blocks of a page by their word: `wrong`, `right`, `wrong2` …
fn examples(page: &str) -> Result<BTreeMap<String, Vec<Block>>, String> {
    let mut found: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let info = line.trim_start_matches('`');
        let ticks = line.len() - info.len();
        if ticks < 3 {
            continue;
        }
        let end = "`".repeat(ticks);
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
        let mut words = info.split(' ');
        let language = words.next().unwrap_or("").to_owned();
        let Some(word) = words.next() else { continue };
        if !word.starts_with("wrong") && !word.starts_with("right") {
            return Err(format!("`{word}` is neither wrong nor right"));
        }
        let path = words.next().ok_or("a block names no file")?.to_owned();
        let (flags, also, times, text) = (BTreeSet::new(), Vec::new(), 1, text.join("\n") + "\n");
        let mut block = Block { language, path, flags, also, times, text };
        while let Some(flag) = words.next() {
            match flag {
                "whole" => _ = block.flags.insert("whole"),
                "bytes" => _ = block.flags.insert("bytes"),
                "link" => _ = block.flags.insert("link"),
                "also" => block.also.push(words.next().ok_or("also what?")?.to_owned()),
                "times" => block.times = words.next().and_then(|n| n.parse().ok()).ok_or("how many times?")?,
                other => return Err(format!("`{other}` says nothing about a block")),
            }
        }
        found.entry(word.to_owned()).or_default().push(block);
    }
    Ok(found)
}

/// Lines for the keys that a block of YAML lacks.
fn added(text: &str, usual: &[(&str, &str)]) -> String {
    let has = |key: &str| text.lines().any(|line| line.to_lowercase().starts_with(&format!("{key}:")));
    usual.iter().filter(|(key, _)| !has(key)).map(|(key, value)| format!("{key}: {value}\n")).collect()
}

fn front(path: &str, yaml: &str) -> String {
    let mut usual = vec![("title", "Riding out a craving"), ("summary", "A craving is strong, and it passes.")];
    if path.starts_with("content/pathways/") {
        usual.push(("stages", "[{title: Look around, steps: [articles/active-listening]}]"));
    }
    // A misspelt key is what the example is about.
    usual.retain(|(key, _)| !(*key == "title" && yaml.contains("titel:")));
    format!("---\n{}{yaml}---\n", added(yaml, &usual))
}

/// What a file of an example holds, made from its blocks.
fn content(path: &str, blocks: &[&Block]) -> Vec<u8> {
    let of = |yaml: bool| -> String {
        let of = blocks.iter().filter(|block| (block.language == "yaml") == yaml);
        of.map(|block| block.text.repeat(block.times)).collect()
    };
    let (yaml, rest) = (of(true), of(false));
    let is_whole = blocks.iter().any(|block| block.flags.contains("whole")) || rest.starts_with("---");
    let text = match path {
        "waypost.yaml" => {
            let people = "{editors: {name: Editorial team}, clinical-reviewer: {name: Clinical reviewer}}";
            let usual = [("title", "Open Water Library"), ("base_url", "https://library.example/"), ("people", people)];
            added(&yaml, &usual) + &yaml
        }
        _ if path.ends_with(".md") && !is_whole => {
            format!("{}\n{}", front(path, &yaml), if rest.is_empty() { "One step a week.\n" } else { &rest })
        }
        _ => yaml + &rest,
    };
    if blocks.iter().any(|block| block.flags.contains("bytes")) { bytes(&text) } else { text.into_bytes() }
}

/// `\xE9` as that byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut out = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        out.push(u8::from_str_radix(digits, 16).unwrap());
        out.extend(rest.as_bytes());
    }
    out
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => _ = fs::copy(entry.path(), &to).unwrap(),
        }
    }
}

/// The messages about a library with an example in it.
fn messages(blocks: &[Block]) -> Result<Vec<Value>, String> {
    let site = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/explained"), site.path());
    let paths: BTreeSet<&str> = blocks.iter().map(|block| block.path.as_str()).collect();
    for path in paths {
        let blocks: Vec<&Block> = blocks.iter().filter(|block| block.path == path).collect();
        let to = site.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&to);
        match blocks.iter().find(|block| block.flags.contains("link")) {
            #[cfg(unix)]
            Some(link) => std::os::unix::fs::symlink(link.text.trim(), &to).unwrap(),
            _ => fs::write(&to, content(path, &blocks)).unwrap(),
        }
    }
    let mut check = Command::new(env!("CARGO_BIN_EXE_waypost"));
    check.args(["check", "--notes", "--format", "json", "--today", TODAY, "--site"]).arg(site.path());
    let output = check.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let parsed: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    match parsed {
        Ok(parsed) if output.status.code() != Some(2) => Ok(parsed),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

fn text<'a>(message: &'a Value, key: &str) -> &'a str {
    message.get(key).and_then(Value::as_str).unwrap_or("")
}

/// What is not as a page says; empty when all is.
fn faults(code: Code) -> Vec<String> {
    let name = code.name();
    let examples = match examples(code.explanation()) {
        Ok(examples) => examples,
        Err(why) => return vec![format!("{name}: {why}")],
    };
    let mut faults = Vec::new();
    for word in ["wrong", "right"].into_iter().filter(|word| !examples.contains_key(*word)) {
        faults.push(format!("{name}: has no {word} example"));
    }
    for (word, blocks) in &examples {
        let said = match messages(blocks) {
            Ok(said) => said,
            Err(why) => {
                faults.push(format!("{name}, {word}: {why}"));
                continue;
            }
        };
        let is_own = |one: &&Value| {
            let file = text(one, "file");
            text(one, "code") == name
                && (text(one, "severity") != "note" || blocks.iter().any(|block| block.path == file))
        };
        let also: Vec<&String> = blocks.iter().flat_map(|block| &block.also).collect();
        let wanted = word.starts_with("wrong");
        if said.iter().any(|one| is_own(&one)) != wanted {
            faults.push(format!(
                "{name}, {word}: {}",
                if wanted { "the message is not given" } else { "the message is given" }
            ));
        }
        for other in said.iter().filter(|one| text(one, "severity") != "note" && !is_own(one)) {
            if !also.iter().any(|code| *code == text(other, "code")) {
                let (code, file, message) = (text(other, "code"), text(other, "file"), text(other, "message"));
                faults.push(format!("{name}, {word}: also {code} in {file}: {message}"));
            }
        }
        for code in also {
            if !said.iter().any(|one| text(one, "code") == code) {
                faults.push(format!("{name}, {word}: no {code}, which is said to come too"));
            }
        }
    }
    faults
}

#[test]
fn every_example_is_what_its_page_says() {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(code) = Code::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            let faults = if OF_THE_NET.contains(code) { Vec::new() } else { faults(*code) };
            found.lock().unwrap().extend(faults);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let mut found = found.into_inner().unwrap();
    found.sort();
    let pages: BTreeSet<&str> = found.iter().filter_map(|fault| fault.split([':', ',']).next()).collect();
    assert!(found.is_empty(), "{} of {} pages\n{}", pages.len(), Code::ALL.len(), found.join("\n"));
}
