//! Reading and changing the text of a site's files.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::site::{KINDS, RandomSite, pick};

/// How the line of a step begins.
pub(super) const STEP: &str = "      - ";

pub(super) fn text_of(site: &RandomSite, path: &str) -> Option<String> {
    site.files.get(path).and_then(|bytes| String::from_utf8(bytes.clone()).ok())
}

pub(super) fn change_text(site: &mut RandomSite, path: &str, change: impl FnOnce(&str) -> Option<String>) {
    if let Some(text) = text_of(site, path).as_deref().and_then(change) {
        site.files.insert(path.to_string(), text.into_bytes());
    }
}

/// Changes the `at`-th line that begins so, or takes it out.
pub(super) fn on_line(text: &str, at: u8, begin: &str, change: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    let lines: Vec<_> = text.lines().collect();
    let found: Vec<_> = (0..lines.len()).filter(|at| lines[*at].starts_with(begin)).collect();
    let chosen = pick(&found, at)?;
    let new = change(lines[chosen]);
    let mut result = String::new();
    for (number, line) in lines.iter().enumerate() {
        match (number == chosen, &new) {
            (false, _) => result += line,
            (true, Some(new)) => result += new,
            (true, None) => continue,
        }
        result.push('\n');
    }
    Some(result)
}

pub(super) fn with_line(text: &str, key: &str, value: Option<&str>) -> String {
    let begin = format!("{key}: ");
    let new = value.map(|value| format!("{begin}{value}"));
    match (on_line(text, 0, &begin, |_| new.clone()), new) {
        (Some(text), _) => text,
        (None, Some(new)) => format!("{text}{new}\n"),
        (None, None) => text.to_string(),
    }
}

/// The text with a front matter field put, changed or taken out; none if its front matter is broken.
pub(super) fn with_field(text: &str, key: &str, value: Option<&str>) -> Option<String> {
    let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    let (fields, stages) =
        front.split_once("\nstages:\n").map_or((front, None), |(fields, stages)| (fields, Some(stages)));
    let fields = with_line(&format!("{fields}\n"), key, value);
    let stages = stages.map(|stages| format!("stages:\n{stages}\n")).unwrap_or_default();
    Some(format!("---\n{fields}{stages}---\n{body}"))
}

pub(super) fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (front, _) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    front.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

pub(super) fn set_field(site: &mut RandomSite, entry: u8, key: &str, value: Option<String>) {
    if let Some(path) = pick(&entries(site), entry) {
        change_text(site, &path, |text| with_field(text, key, value.as_deref()));
    }
}

pub(super) fn set_field_of(site: &mut RandomSite, kind: &str, entry: u8, key: &str, value: String) {
    if let Some(path) = pick(&entries_of(site, kind), entry) {
        change_text(site, &path, |text| with_field(text, key, Some(&value)));
    }
}

pub(super) fn toggle_field(site: &mut RandomSite, entry: u8, key: &str) {
    if let Some(path) = pick(&entries(site), entry) {
        change_text(site, &path, |text| with_field(text, key, field(text, key).is_none().then_some("true")));
    }
}

pub(super) fn entries(site: &RandomSite) -> Vec<String> {
    site.files.keys().filter(|path| path.starts_with("content/") && path.ends_with(".md")).cloned().collect()
}

/// The entries of a kind, but for the one that heads its list.
pub(super) fn entries_of(site: &RandomSite, kind: &str) -> Vec<String> {
    let begin = format!("content/{kind}/");
    entries(site).into_iter().filter(|path| path.starts_with(&begin) && id_of(path).contains('/')).collect()
}

pub(super) fn ids_of(site: &RandomSite, kinds: &[&str]) -> Vec<String> {
    let ids: BTreeSet<_> = kinds.iter().flat_map(|kind| entries_of(site, kind)).map(|path| id_of(&path)).collect();
    ids.into_iter().collect()
}

pub(super) fn ids(site: &RandomSite) -> Vec<String> {
    ids_of(site, &KINDS)
}

pub(super) fn language_of(path: &str) -> Option<&str> {
    path.strip_suffix(".md")?.rsplit_once('.').map(|(_, language)| language)
}

pub(super) fn id_of(path: &str) -> String {
    let stem = path.trim_start_matches("content/").trim_end_matches(".md");
    let stem = stem.split('.').next().unwrap_or(stem);
    stem.strip_suffix("/index").unwrap_or(stem).to_string()
}

pub(super) fn declared(site: &RandomSite) -> Vec<String> {
    let text = text_of(site, "waypost.yaml").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("languages: [")).unwrap_or("en]");
    line.trim_end_matches(']').split(", ").map(str::to_string).collect()
}

/// Replaces an id where it stands whole.
pub(super) fn replace_id(text: &str, old: &str, new: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, from) = rest.split_at(at);
        let after = &from[old.len()..];
        let whole = !after.starts_with(|next: char| next.is_alphanumeric() || next == '/')
            && (!before.ends_with('/') || before.ends_with("../"));
        result += before;
        result += if whole { new } else { old };
        rest = after;
    }
    result + rest
}

/// The targets of all links and pictures in a text.
pub(super) fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// The text with those links made plain words whose targets are chosen.
pub(super) fn without_links(text: &str, mut chosen: impl FnMut(&str) -> bool) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, from) = rest.split_at(at);
        let Some((target, after)) = from[2..].split_once(')') else {
            break;
        };
        if chosen(target) {
            let words = before.rfind('[').unwrap_or(0);
            result += before[..words].trim_end_matches('!');
            result += before[words..].trim_start_matches('[');
        } else {
            let _ = write!(result, "{before}]({target})");
        }
        rest = after;
    }
    result + rest
}
