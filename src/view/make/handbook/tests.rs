use super::*;
use crate::config;
use crate::model::{Address, lower};
use crate::view::FieldView;
use crate::view::testing::{Site, read};

const SITE: &str = "title: Biblioteca\nbase_url: https://library.example/base/\nlanguages: [es, en]\n\
    people: {peer reviewers: {name: Pares}}\n\
    taxonomies:\n  topics:\n    closed: true\n    terms:\n      \"C#\": {label: {es: Do sostenido}}\n      housing: {description: Techo}\n  stage: {terms: [first steps, later]}\n\
    fields:\n  tools:\n    level: {type: choice, choices: [one two, easy], required: true}\n    before: {type: reference, kind: article}\n\
    \x20   cost: {type: number}\n    tried: {type: date}\n    \"on\": {type: text}\n";

fn site() -> Site {
    let entry =
        |title: &str| format!("---\ntitle: {title}\nsummary: S.\ntopics: [housing]\nregion: [north]\n---\nText.\n");
    let (article, tool) = (entry("Uno"), entry("\"Dos [x](javascript:y)\"").replace("region: [north]", "level: easy"));
    read(SITE, &[("articles/uno.md", &article), ("tools/dos.md", &tool)], "2026-11-01", true)
}

fn made(site: &Site) -> HandbookView {
    handbook(&site.library, &site.config, site.today, &mut |body| format!("<{}>", body.text()))
}

/// Whether front matter is accepted on that site.
fn check(config: &Config, kind: Kind, front: &str, body: &str) {
    let set = FieldSet::of(config);
    let source = SourceFile::new(format!("content/{}/x.md", kind.folder()), format!("---\n{front}---\n{body}"));
    let (parsed, mut complaints) = parse(&source);
    complaints.extend(lower(parsed, Address::of(source.path().as_str(), &set.languages).unwrap(), &set).1);
    assert_eq!(complaints, [], "{}", source.text());
}

#[test]
fn every_example_of_a_site_is_accepted_there() {
    for site_file in [SITE, "title: T\nbase_url: https://x.example/\npeople: {editors: {name: E}}\n"] {
        let config = config::read(&SourceFile::new("waypost.yaml", site_file)).0.unwrap();
        let site = if site_file == SITE { site() } else { read(site_file, &[], "2026-11-01", true) };
        let view = made(&site);
        for (kind, note) in Kind::ALL.into_iter().zip(&view.kinds) {
            let fields: Vec<&FieldView> = view.common.iter().chain(&note.own).chain(&note.custom).collect();
            let taxonomies = view.taxonomies.iter().map(|taxonomy| (taxonomy.name.as_str(), taxonomy.example.as_str()));
            let all = fields.iter().map(|field| (field.name.as_str(), field.example.as_str())).chain(taxonomies);
            for (name, example) in all {
                let others = fields.iter().filter(|field| field.required && field.name != name);
                let others: String = others.map(|field| format!("{}\n", field.example)).collect();
                check(&config, kind, &format!("{others}{example}\n"), "Text.\n");
            }
            let (_, rest) = note.template.split_once("---\n").unwrap();
            let (front, body) = rest.split_once("---\n").unwrap();
            check(&config, kind, front, body);
        }
    }
}

#[test]
fn the_site_speaks_for_itself() {
    let view = made(&site());
    let custom: Vec<String> = view.kinds[2]
        .custom
        .iter()
        .map(|field| {
            format!("{}{} | {} | {}", field.name, if field.required { "*" } else { "" }, field.takes, field.example)
        })
        .collect();
    snapbox::assert_data_eq!(
        custom.join("\n"),
        snapbox::str![[r#"
level* | one of these | level: "one two"
before | an article | before: articles/uno
cost | a number | cost: 5
tried | a day: year-month-day | tried: 2026-02-11
on | text | on: A few words
"#]]
    );
    let topics = view.taxonomies.iter().find(|taxonomy| taxonomy.name == "topics").unwrap();
    assert!(topics.closed);
    assert_eq!(topics.example, "topics: [\"C#\", housing]");
    assert_eq!((topics.terms[1].description.title.as_str(), topics.terms[1].count), ("Techo", 2));
    assert_eq!((view.site.lang.as_str(), view.languages[1].suffix.as_str()), ("es", ".en"));
    let people = view.common.iter().find(|field| field.name == "authors").unwrap();
    assert_eq!(people.example, "authors: [\"peer reviewers\"]");
}

#[test]
fn every_directive_has_an_example_that_is_one() {
    let written: Vec<&str> = samples::DIRECTIVES.iter().map(|(name, _)| *name).collect();
    assert_eq!(written, DIRECTIVES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let samples = samples::DIRECTIVES.iter().map(|(name, markdown)| (Some(*name), *markdown));
    for (name, markdown) in samples.chain(samples::MARKDOWN.iter().map(|sample| (None, sample.2))) {
        let (parsed, complaints) = parse(&SourceFile::new("a.md", format!("---\n---\n{markdown}\n")));
        assert_eq!(complaints, [], "{markdown}");
        let found: Vec<&str> = parsed.outline.directives.iter().map(|directive| directive.name.as_str()).collect();
        assert_eq!(found, name.into_iter().collect::<Vec<_>>(), "{markdown}");
    }
}

#[test]
fn every_code_is_explained_below_a_heading_of_the_handbook() {
    let view = made(&site());
    assert_eq!(view.codes.len(), Code::ALL.len());
    for code in &view.codes {
        assert!(!code.text.is_empty() && !code.text.starts_with('#'), "{}", code.name);
        assert_eq!(code.html, format!("<{}>", code.text), "{}", code.name);
    }
}

#[test]
fn links_in_examples_lead_into_the_library_or_nowhere() {
    let mut targets = Vec::new();
    let site = site();
    handbook(&site.library, &site.config, site.today, &mut |body| {
        targets.extend(body.targets.iter().map(|target| target.url.clone()));
        String::new()
    });
    assert_eq!(targets, ["/base/tools/dos/", "https://www.samhsa.gov/", "tel:988"]);
}
