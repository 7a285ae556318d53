use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::config;
use crate::diag::{Code, Diagnostic};
use crate::library::{FileSet, Ingredients, build};
use crate::model::{Address, Entry, FieldSet, Lowered, Today, lower};
use crate::syntax::parse;
use crate::text::SourceFile;

const SITE: &str = "title: T\nbase_url: https://x.example/\npeople: {editors: {name: Editorial team}}\n";

/// Lowers front matter of a kind; gives the complaints and the text, so that messages can be read.
fn lowered(kind: Kind, front: &str) -> (Option<Arc<Entry>>, Vec<Diagnostic>) {
    file(kind, "a", &format!("---\n{front}---\n\nText.\n"))
}

fn file(kind: Kind, slug: &str, text: &str) -> (Option<Arc<Entry>>, Vec<Diagnostic>) {
    let set = FieldSet::of(&config::read(&SourceFile::new("waypost.yaml", SITE)).0.unwrap());
    let source = SourceFile::new(format!("content/{}/{slug}.md", kind.folder()), text);
    let (parsed, mut complaints) = parse(&source);
    let address = Address::of(source.path().as_str(), &set.languages).unwrap();
    let (lowered, more) = lower(parsed, address, &set);
    complaints.extend(more);
    let entry = if let Lowered::Entry(entry) = lowered { Some(entry) } else { None };
    (entry, complaints)
}

/// Fields of a kind that have the required ones and these lines.
fn with(kind: Kind, lines: &str) -> String {
    let all = COMMON_FIELDS.iter().chain(own_fields(kind));
    let key = |line: &str| line.split(':').next().unwrap_or("").to_owned();
    let given: Vec<String> = lines.lines().map(key).collect();
    let required = all.filter(|field| field.required && !given.iter().any(|key| key == field.name));
    let required: String = required.map(|field| format!("{}\n", field.example)).collect();
    format!("{required}{lines}\n")
}

#[track_caller]
fn check(kind: Kind, front: &str, expect: Option<Code>) {
    let (_, complaints) = lowered(kind, front);
    let codes: Vec<Code> = complaints.iter().map(|complaint| complaint.code).collect();
    let expected: Vec<Code> = expect.into_iter().collect();
    assert_eq!(codes, expected, "{}:\n{front}{complaints:#?}", kind.name());
}

/// All fields of a kind, each with the names of the groups that it stands in, and front matter
/// where `{}` is its place.
fn all_fields(kind: Kind) -> Vec<(FieldNote, String, String)> {
    let mut found = Vec::new();
    let all = COMMON_FIELDS.iter().chain(own_fields(kind));
    let mut open: Vec<(FieldNote, String, String)> =
        all.map(|field| (*field, String::new(), "{}".to_owned())).collect();
    while let Some((field, path, place)) = open.pop() {
        let (inner, is_list) = match field.shape {
            Shape::Group(inner) => (inner, false),
            Shape::List(inner, _) => (inner, true),
            _ => (&[][..], false),
        };
        for one in inner {
            let alternative = one.instead_of.is_some();
            let others = inner.iter().filter(|other| other.required && other.name != one.name && !alternative);
            let others: String = others.map(|other| format!(", {}", other.example)).collect();
            let group = format!("{{{{}}{others}}}").replace("{{}", "{{}");
            let group = if is_list { format!("[{group}]") } else { group };
            let inside = place.replacen("{}", &format!("{}: {group}", field.name), 1);
            open.push((*one, format!("{path}{}.", field.name), inside));
        }
        found.push((field, path, place));
    }
    found
}

#[test]
fn every_example_is_accepted_where_it_belongs() {
    for kind in Kind::ALL {
        for (field, _, place) in all_fields(kind) {
            let key = field.example.split(':').next();
            assert_eq!(key, Some(field.name), "the example of `{}` sets it", field.name);
            check(kind, &with(kind, &place.replacen("{}", field.example, 1)), None);
        }
    }
}

/// The fields that lowering knows in the group at a place, as it names them when one is unknown.
fn known(kind: Kind, place: &str) -> Vec<String> {
    let (_, complaints) = lowered(kind, &with(kind, &place.replacen("{}", "zzqqzzqqzz: 1", 1)));
    let unknown = complaints.iter().find(|complaint| complaint.code == Code::UnknownKey);
    let help = unknown.and_then(|unknown| unknown.help.clone()).unwrap_or_else(|| panic!("{place} {complaints:?}"));
    let mut known: Vec<String> =
        help.strip_prefix("the fields are: ").unwrap().split(", ").map(str::to_owned).collect();
    known.sort();
    known.dedup();
    known
}

#[test]
fn the_table_has_the_fields_that_lowering_reads_and_no_other() {
    for kind in Kind::ALL {
        let mut groups: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
        for (field, path, place) in all_fields(kind) {
            let (somewhere, names) = groups.entry(path).or_default();
            *somewhere = place;
            names.push(field.name.to_owned());
        }
        for (path, (place, mut names)) in groups {
            if path.is_empty() {
                names.extend(["topics", "audience", "stage"].map(str::to_owned));
            }
            names.sort();
            assert_eq!(known(kind, &place), names, "{} {path}", kind.name());
        }
    }
}

#[test]
fn required_is_what_is_missed() {
    for kind in Kind::ALL {
        check(kind, &with(kind, "date: 2026-01-01"), None);
        for field in COMMON_FIELDS.iter().chain(own_fields(kind)).filter(|field| field.required) {
            let front: String =
                with(kind, "").lines().filter(|line| !line.starts_with(field.name)).map(|l| format!("{l}\n")).collect();
            check(kind, &front, Some(Code::MissingField));
        }
    }
    for group in
        ["review: {by: editors}", "image: {src: a.jpg}", "image: {alt: A}", "sources: [{accessed: 2026-01-01}]"]
    {
        check(Kind::Article, &with(Kind::Article, group), Some(Code::MissingField));
    }
    check(Kind::Pathway, &with(Kind::Pathway, "stages: [{steps: [tools/a]}]"), Some(Code::MissingField));
    check(Kind::Pathway, &with(Kind::Pathway, "stages: [{title: A}]"), Some(Code::MissingField));
}

#[test]
fn bounds_are_those_that_lowering_keeps() {
    let text = |length: usize| format!("\"{}\"", "x".repeat(length));
    for kind in Kind::ALL {
        for (field, _, place) in all_fields(kind) {
            let set = |value: &str| with(kind, &place.replacen("{}", &format!("{}: {value}", field.name), 1));
            match field.shape {
                Shape::Text(Some(most)) => {
                    check(kind, &set(&text(most)), None);
                    check(kind, &set(&text(most + 1)), Some(Code::TextTooLong));
                }
                Shape::Text(None) => {
                    check(kind, &set(&text(5_000)), None);
                    check(kind, &set("[a, b]"), Some(Code::WrongType));
                }
                Shape::Number(least, most) => {
                    check(kind, &set(&least.to_string()), None);
                    check(kind, &set(&most.to_string()), None);
                    check(kind, &set(&(most + 1).to_string()), Some(Code::NumberRange));
                    check(kind, &set(&(least - 1).to_string()), Some(Code::NumberRange));
                }
                Shape::Choices(choices) => {
                    check(kind, &set(&format!("[{}]", choices.join(", "))), None);
                    check(kind, &set(choices[0]), None);
                    check(kind, &set("neither-nor"), Some(Code::ChoiceUnknown));
                }
                Shape::Flag => check(kind, &set("\"true\""), Some(Code::WrongType)),
                Shape::Date => check(kind, &set("yesterday"), Some(Code::DateInvalid)),
                Shape::Interval => check(kind, &set("often"), Some(Code::IntervalInvalid)),
                Shape::Signature => check(kind, &set("w1:3f9c1a2b"), Some(Code::SignatureInvalid)),
                Shape::WebAddress => check(kind, &set("somewhere"), Some(Code::UrlInvalid)),
                Shape::Slug => check(kind, &set("a b"), Some(Code::SlugInvalid)),
                Shape::Addresses => check(kind, &set("somewhere"), Some(Code::AliasInvalid)),
                Shape::Person | Shape::People => check(kind, &set("nobody"), Some(Code::PersonUnknown)),
                Shape::Group(_) => check(kind, &set("text"), Some(Code::WrongType)),
                Shape::List(_, None) => check(kind, &set("[text]"), Some(Code::WrongType)),
                Shape::List(_, Some(_)) => check(kind, &set("[text]"), None),
                Shape::Texts => check(kind, &set("[a, b]"), None),
                Shape::Description => check(kind, &set("\"\""), None),
                Shape::File => check(kind, &set("https://x.example/a.jpg"), Some(Code::RemoteMedia)),
                Shape::Alternatives(_) => check(kind, &set("[tools/a]"), Some(Code::ChoiceTooSmall)),
                Shape::Reference(kinds) | Shape::References(kinds) => {
                    let wrong = Kind::ALL.into_iter().find(|kind| !kinds.is_empty() && !kinds.contains(kind));
                    let written = wrong.map_or("tools/a".to_owned(), |kind| format!("{}/a", kind.folder()));
                    check(kind, &set(&written), wrong.map(|_| Code::ReferenceKind));
                }
            }
        }
    }
}

#[test]
fn a_title_cannot_break_out_of_its_line() {
    let words = TemplateWords { title: "a\n---\nb: \u{0}\"#", ..TemplateWords::default() };
    assert!(template(Kind::Page, &words).starts_with("---\ntitle: \"a --- b: \\\"#\"\nsummary:"));
}

#[test]
fn templates_build_and_name_what_they_are_given() {
    let words = TemplateWords {
        title: "A \"new\": entry",
        topic: Some("housing"),
        stage: Some("beginning"),
        person: Some("editors"),
        principle: Some("new"),
        order: Some("4"),
        today: "2026-11-01",
        article: "articles/new",
        tool: "tools/new",
    };
    let bare = TemplateWords { topic: None, stage: None, person: None, principle: None, title: "no", ..words };
    let plain = TemplateWords { title: "What to do - and when", ..bare };
    for words in [words, bare, plain] {
        let mut entries = Vec::new();
        for kind in Kind::ALL {
            let text = template(kind, &words);
            assert!(!text.contains("{t") && !text.contains("{s") && text.ends_with("\n"), "{text}");
            let (entry, complaints) = file(kind, "new", &text);
            assert_eq!(complaints, [], "{text}");
            let entry = entry.unwrap();
            assert_eq!(entry.common.title.value, words.title);
            assert!(entry.is_draft(), "a new entry is not published by itself");
            assert_eq!(entry.common.authors.len(), usize::from(words.person.is_some() && kind != Kind::Page));
            entries.push(entry);
        }
        let config = config::read(&SourceFile::new("waypost.yaml", SITE)).0.unwrap();
        let set = FieldSet::of(&config);
        let (library, _, complaints) = build(Ingredients {
            entries,
            unreadable: Vec::new(),
            languages: set.languages.clone(),
            taxonomies: &config.taxonomies,
            custom: &set.custom,
            files: &FileSet::new(),
            page_size: 30,
            today: Today("2026-11-01".parse().unwrap()),
            with_hidden: true,
        });
        assert_eq!((library.items().len(), complaints), (5, Vec::new()));
    }
}
