use super::*;
use crate::view::testing::{Site, read};

const SITE: &str = "title: T\nbase_url: https://library.example/\nlanguages: [en, es]\ntaxonomies:\n  audience: {closed: true, terms: {coaches: {label: Coaches}, families: {label: {en: Families, es: Familias}}}}\n";

fn entry(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nsummary: S.\n{more}---\nText.\n")
}

/// A site of two principles (hope first), and what is given: path and fields.
fn site(files: &[(&str, &str)]) -> Site {
    let mut texts = vec![
        ("principles/respect.md", entry("Respect", "order: 2\n")),
        ("principles/hope.md", entry("Hope", "order: 1\n")),
    ];
    texts.extend(files.iter().map(|(path, more)| (*path, entry(path, more))));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    read(SITE, &texts, "2026-11-01", false)
}

fn of(site: &Site, lang: &str) -> Coverage {
    coverage(&site.library, &site.config, &Lang::new(lang))
}

/// The holes of a site, in English.
fn check(files: &[(&str, &str)], expect: &[&str]) {
    let found = of(&site(files), "en");
    let sentences: Vec<&str> = found.holes.iter().map(|hole| hole.sentence.as_str()).collect();
    assert_eq!(sentences, expect);
    assert!(found.holes.is_sorted_by_key(|hole| hole.level), "{:?}", found.holes);
}

const BOTH: &str = "principles: [hope, respect]\n";

#[test]
fn what_is_missing_in_the_whole_is_not_said_of_its_parts() {
    let no_entries =
        ["Nothing serves “Hope”.", "Nothing serves “Respect”.", "There is no article, tool or pathway in the library."];
    check(&[], &no_entries);
    check(
        &[("articles/a.md", "principles: [hope]\n"), ("tools/t.md", "")],
        &[
            "Nothing serves “Respect”.",
            "There is no pathway in the library.",
            "No tool names a principle that it serves.",
        ],
    );
}

#[test]
fn what_states_no_stage_and_nobody_is_for_all() {
    let steps = "stages: [{title: One, steps: [articles/a]}]\n";
    check(&[("articles/a.md", BOTH), ("tools/t.md", BOTH), ("pathways/p.md", &format!("{BOTH}{steps}"))], &[]);
}

#[test]
fn holes_are_put_together_by_kind_and_stage() {
    let all = |more: &str| format!("{BOTH}stages: [{{title: One, steps: [articles/a]}}]\n{more}");
    let pathway = all("");
    // The only tool that serves respect is for the middle stage; hope has another one.
    check(
        &[
            ("articles/a.md", "principles: [hope]\n"),
            ("tools/t.md", &format!("{BOTH}stage: middle\n")),
            ("tools/u.md", "principles: [hope]\nstage: [beginning]\naudience: coaches\n"),
            ("pathways/p.md", &pathway),
        ],
        &[
            "No article serves “Respect”.",
            "No tool is for the advanced stage.",
            "No tool serves “Respect” at the beginning stage.",
        ],
    );
    let early = all("stage: beginning\n");
    check(
        &[
            ("articles/a.md", "principles: [hope]\nstage: [beginning, middle]\n"),
            ("articles/b.md", "stage: advanced\n"),
            ("tools/t.md", &format!("{BOTH}stage: [beginning, middle]\n")),
            ("pathways/p.md", &early),
        ],
        &[
            "No article serves “Respect”.",
            "No tool and no pathway is for the advanced stage.",
            "No pathway is for the middle stage.",
            "No article serves “Hope” at the advanced stage.",
        ],
    );
}

#[test]
fn holes_are_named_for_audiences() {
    let steps = "stages: [{title: One, steps: [articles/a]}]\n";
    check(
        &[
            ("articles/a.md", "principles: [hope]\naudience: [coaches, families]\n"),
            ("articles/b.md", "principles: [respect]\naudience: coaches\n"),
            ("tools/t.md", &format!("{BOTH}audience: coaches\n")),
            ("pathways/p.md", &format!("{BOTH}{steps}audience: coaches\n")),
        ],
        &["No tool and no pathway is for “Families”.", "Nothing that serves “Respect” is for “Families”."],
    );
}

#[test]
fn one_language_is_counted_and_what_is_published() {
    let site = site(&[
        ("articles/a.md", BOTH),
        ("articles/a.es.md", "principles: [hope]\n"),
        ("articles/draft.md", "principles: [hope]\ndraft: true\n"),
        ("articles/later.md", "principles: [hope]\npublish_on: 2027-01-01\n"),
        ("articles/index.md", "principles: [hope]\n"),
        ("pages/about.md", "principles: [hope]\n"),
    ]);
    let count = |lang: &str, principle: usize| {
        of(&site, lang).entries(Cut { principle: Some(principle), ..Cut::default() }).len()
    };
    assert_eq!([count("en", 0), count("en", 1), count("es", 0), count("es", 1)], [1, 1, 1, 0]);
    let spanish = of(&site, "es");
    assert_eq!(spanish.principles.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Hope", "Respect"]);
    assert_eq!(
        spanish.audiences.terms.iter().map(|term| term.label.as_str()).collect::<Vec<_>>(),
        ["Coaches", "Familias"]
    );
}

#[test]
fn a_cut_has_each_entry_once() {
    let site = site(&[
        ("articles/a.md", &format!("{BOTH}stage: [beginning, middle]\naudience: [coaches, families]\n")),
        ("tools/t.md", &format!("{BOTH}audience: coaches\n")),
    ]);
    let found = of(&site, "en");
    let count = |cut: Cut| found.entries(cut).len();
    assert_eq!(count(Cut::default()), 2);
    assert_eq!(count(Cut { kind: Some(0), ..Cut::default() }), 1);
    assert_eq!(count(Cut { stage: found.stages.find("beginning"), ..Cut::default() }), 1);
    assert_eq!(count(Cut { stage: found.stages.find(ANY), ..Cut::default() }), 1);
    assert_eq!(count(Cut { audience: found.audiences.find("coaches"), principle: Some(1), ..Cut::default() }), 2);
    assert_eq!(count(Cut { stage: found.stages.find("advanced"), ..Cut::default() }), 0);
}

#[test]
fn programs_get_every_place_and_every_list() {
    let site = site(&[
        ("articles/a.md", &format!("{BOTH}stage: beginning\naudience: coaches\n")),
        ("pathways/p.md", "stages: [{title: One, steps: [articles/a]}]\n"),
    ]);
    let report = of(&site, "en").report(&site.library);
    // 2 principles, 3 kinds, 3 stages and any, 2 audiences and any.
    assert_eq!(report.rows.rows.len(), 2 * 3 * 4 * 3);
    let csv = report.to_csv();
    assert!(csv.starts_with("principle,kind,stage,audience,count,entries\r\n"), "{csv}");
    assert!(csv.contains("principles/hope,article,beginning,coaches,1,articles/a\r\n"), "{csv}");
    assert!(csv.contains("principles/respect,tool,,,0,\r\n"), "{csv}");
    let object = report.object.unwrap();
    let ids = |key: &str| object[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(object["cells"].as_array().unwrap().len(), 72);
    assert_eq!(object["cells"][0]["entries"], serde_json::json!(["articles/a"]));
    assert_eq!(ids("pathways_without_tools"), ["pathways/p"]);
    assert_eq!(ids("without_principle"), ["pathways/p"]);
    assert_eq!(ids("articles_without_links"), ["articles/a"]);
    assert_eq!(ids("orphans"), [""; 0]);
    assert_eq!(ids("without_stage"), ["pathways/p"]);
}

#[test]
fn terms_that_entries_made_up_leave_no_holes() {
    let site_file = "title: T\nbase_url: https://library.example/\n";
    let files = [
        ("principles/hope.md", entry("Hope", "")),
        ("principles/respect.md", entry("Respect", "")),
        ("articles/a.md", entry("A", "principles: [hope]\naudience: [Night shift]\n")),
        ("articles/b.md", entry("B", "principles: [respect]\naudience: coaches\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = read(site_file, &files, "2026-11-01", false);
    let found = of(&site, "en");
    assert_eq!(found.audiences.terms.len(), 2);
    assert!(found.holes.iter().all(|hole| hole.level != Level::Audience), "{:?}", found.holes);
}
