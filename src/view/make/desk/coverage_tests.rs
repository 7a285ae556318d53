use crate::view::testing::{Site, read};
use crate::view::{CoverageQuery, CoverageView, DeskQuery, coverage_map};

const SITE: &str = "title: T\nbase_url: https://library.example/base/\nlanguages: [en, es]\n";

fn entry(title: &str, more: &str) -> String {
    format!("---\ntitle: \"{title}\"\nsummary: S.\n{more}---\nText.\n")
}

fn site() -> Site {
    let files = [
        ("principles/hope.md", entry("Hope <b>", "order: 1\n")),
        ("principles/respect.md", entry("Respect", "order: 2\n")),
        ("articles/a.md", entry("A", "principles: [hope]\nstage: beginning\naudience: Coaches\n")),
        ("articles/b.md", entry("B", "principles: [hope, respect]\nstage: [beginning, middle]\naudience: coaches\n")),
        ("articles/c.md", entry("C", "principles: [hope]\n")),
        ("articles/c.es.md", entry("C, en español", "principles: [hope]\nstage: advanced\n")),
        ("articles/draft.md", entry("Draft", "principles: [hope]\ndraft: true\n")),
        ("articles/index.md", entry("All articles", "principles: [hope]\n")),
        ("tools/t.md", entry("T", "principles: [hope]\nstage: middle\naudience: [coaches, Night shift]\n")),
        ("pages/about.md", entry("About", "principles: [hope]\n")),
        ("pathways/p.md", entry("P", "principles: [respect]\nstages: [{title: One, steps: [articles/a]}]\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    read(SITE, &files, "2026-11-01", true)
}

fn map(site: &Site, query: &str) -> CoverageView {
    coverage_map(&site.library, &site.config, site.today, &CoverageQuery::parse(query))
}

fn counts(view: &CoverageView, row: usize) -> Vec<usize> {
    view.rows[row].cells.iter().map(|cell| cell.count).collect()
}

#[test]
fn the_map_counts_what_the_desk_then_shows() {
    let site = site();
    let desk = site.desk();
    let queries = ["", "by=audience", "by=kind", "by=kind&stage=*", "kind=article&audience=coaches", "lang=es"];
    for query in queries {
        let view = map(&site, query);
        let cells = view.rows.iter().flat_map(|row| &row.cells);
        for cell in cells {
            let Some(url) = &cell.url else {
                assert_eq!(cell.count, 0, "{query}");
                continue;
            };
            let (_, asked) = url.split_once('?').unwrap();
            let shown = desk.view(&DeskQuery::parse(asked), &|_, _| None);
            assert_eq!(shown.found, cell.count, "{query}: {url}");
            assert!(shown.narrowed && shown.cell.iter().any(|one| one.name == "principle"), "{url}");
        }
    }
}

#[test]
fn columns_are_all_then_terms_then_any() {
    let site = site();
    let view = map(&site, "");
    assert_eq!(counts(&view, 0), [4, 2, 2, 0, 1]);
    assert_eq!(counts(&view, 1), [2, 1, 1, 0, 1]);
    // What is for any fills the hole at the advanced stage; of tools there is none for it.
    assert!(view.rows.iter().flat_map(|row| &row.cells).all(|cell| !cell.hole));
    let tools = map(&site, "kind=tool");
    assert_eq!(counts(&tools, 0), [1, 0, 1, 0]);
    let holes: Vec<bool> = tools.rows[0].cells.iter().map(|cell| cell.hole).collect();
    assert_eq!(holes, [false, true, false, true]);
    // Two spellings of a term are one column.
    let audience = map(&site, "by=audience");
    assert_eq!(audience.columns.len(), 4);
    assert_eq!(counts(&audience, 0), [4, 3, 1, 1]);
}

#[test]
fn a_query_may_be_anything() {
    let site = site();
    let usual = map(&site, "");
    for query in ["by=cats&kind=page&stage=none&audience=%00&lang=xx", "stage=beginning", "by", "%", "kind=principle"] {
        let view = map(&site, query);
        assert_eq!(view.rows, usual.rows, "{query}");
        assert!(!view.narrowed, "{query}");
    }
    assert_eq!(map(&site, &"x".repeat(100_000)).rows, usual.rows);
    let spanish = map(&site, "lang=es");
    assert_eq!((spanish.total, counts(&spanish, 0)), (1, vec![1, 0, 0, 1]));
}
