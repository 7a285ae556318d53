use super::*;

#[test]
fn every_embedded_template_compiles() {
    let mut tera = Tera::new();
    filters::register(&mut tera, &Arc::new(words::Words::none()));
    tera.register_filter("ticks", ticks);
    tera.register_filter("thousands", thousands);
    tera.add_raw_templates(templates()).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<String> = templates().into_iter().map(|(name, _)| name).collect();
    for name in ["base.html", "coverage.html", "desk.html", "frame.html", "handbook.html", "notice.html"] {
        assert!(names.iter().any(|known| known == name), "{name} is embedded");
    }
}

use crate::view::testing::read;
use crate::view::{CoverageQuery, DeskQuery, coverage_map, handbook};

const SITE: &str = "title: <b>Library</b>\nbase_url: https://library.example/base/\nlanguages: [en, ar]\n";

fn entry(title: &str, fields: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: About it.\n{fields}---\n\n{body}\n")
}

fn desk(files: &[(&str, &str)], query: &str) -> String {
    let site = read(SITE, files, "2026-11-01", true);
    let open = |path: &SourcePath, line: u32| Some(format!("editor://{path}:{line}"));
    let html = Preview::new().desk(&site.desk().view(&DeskQuery::parse(query), &open));
    String::from_utf8(html.unwrap()).unwrap()
}

/// The parts of a page that hold a text, for looking at what is around it.
#[track_caller]
fn check(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

#[test]
fn the_desk_shows_what_needs_doing_and_every_entry() {
    let files = [
        ("articles/a.md", entry("Plain", "date: 2026-10-01\n", &"word ".repeat(1_200))),
        ("articles/b.md", entry("Later", "publish_on: 2026-12-24\n", "Text.")),
        ("articles/c.md", entry("Old", "review: {date: 2025-01-01, every: 1 year}\n", "[x](tools/gone)")),
        ("articles/d.ar.md", entry("مرحبا", "draft: true\n", "Text.")),
        ("pathways/e.md", entry("Way", "stages: [{title: One, steps: [articles/b, articles/a]}]\n", "Text.")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let html = desk(&files, "");
    check(&html, "5 entries on 1 November 2026. The library cannot be published while there are errors.");
    check(&html, "<h2 id=\"todo-errors\">One entry has errors</h2>");
    check(
        &html,
        "<a href=\"/base/articles/c/\"><bdi>Old</bdi></a> <span class=\"meta\"><bdi>there is no entry <code>tools/gone</code></bdi></span>",
    );
    check(&html, "<h2 id=\"todo-overdue\">One review is overdue</h2>");
    check(&html, "since <time datetime=\"2026-01-01\">1 January 2026</time>");
    check(&html, "<h2 id=\"todo-draft\">One draft</h2>");
    check(&html, "<h2 id=\"todo-scheduled\">One entry waits for its day</h2>");
    check(&html, "<bdi lang=\"ar\" dir=\"rtl\">مرحبا</bdi>");
    check(
        &html,
        "<a href=\"editor://content/articles/c.md:7\">Line 7</a> · <a href=\"/_waypost/handbook/#reference-missing\">",
    );
    check(&html, "<a href=\"/base/pathways/e/\"><bdi>Way</bdi></a>, step 2 of 2");
    check(&html, "1,200 <span class=\"meta\">6 minutes</span>");
    check(
        &html,
        "<th role=\"columnheader\" scope=\"col\" aria-sort=\"descending\"><a href=\"/_waypost/desk/?sort=-changed#entries\">Last changed</a></th>",
    );
    check(&html, "Published on <time datetime=\"2026-12-24\">24 December 2026</time>");
    assert!(html.ends_with("</footer>\n</body>\n</html>\n"), "the server's tag is the server's to put in");
    check(&desk(&files, "state=errors"), "<details open><summary>");
    check(&desk(&files, "q=nothing+like+it"), "No entry fits. <a href=\"/_waypost/desk/#entries\">Show all 5</a>");
    check(&desk(&[], ""), "There are no entries yet.");
}

#[test]
fn nothing_hostile_leaves_its_place() {
    let long = "x".repeat(10_000);
    let files = [
        ("articles/a.md", entry("\"<script>alert(1)</script>`<img src=x onerror=y>`\"", "", "Text.")),
        ("articles/b.md", entry("\"\u{202e}gnp.exe\"", "", "Text.")),
        ("articles/c.md", entry(&long, "\"<b>`</b>\": 1\n", "Text.")),
        ("articles/<i>.md", entry("Italic", "", "[a](<tools/`\"<u>>)")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let queries =
        ["", "q=%00", "page=-1", "kind=%3Cscript%3E", "q=%22%3E%3Cscript%3E&sort=-title", "state=errors&lang=%22%3E"];
    for query in queries {
        let html = desk(&files, query);
        for bad in ["<script>", "<img", "<b>", "<i>", "<u>", "onerror=y>\"", "xxxxxxxxxx".repeat(20).as_str()] {
            assert!(!html.contains(bad), "{query}: {bad}");
        }
        assert_eq!(html.matches("<script").count(), 1, "{query}");
    }
    let html = desk(&files, &format!("q={}", "%3Cb%3E".repeat(20_000)));
    assert!(html.len() < 100_000 && !html.contains("<b>"));
}

#[test]
fn pages_carry_no_inline_script_or_style() {
    let site = read(SITE, &[("tools/a.md", &entry("A", "", "Text."))], "2026-11-01", true);
    let preview = Preview::new();
    let view = handbook(&site.library, &site.config, site.today, &mut |body| format!("<p>[{}]</p>", body.lang));
    let notice = NoticeView { title: "Nothing here".into(), words: vec!["No `<x>`.".into()], home_url: None };
    let pages = [
        preview.desk(&site.desk().view(&DeskQuery::default(), &|_, _| None)),
        preview.handbook(&view),
        preview.notice(&notice),
    ];
    for page in pages {
        let html = String::from_utf8(page.unwrap()).unwrap();
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"), "{html}");
        for bad in [" style=", "<style", " onclick", "javascript:", "http-equiv=\"refresh\""] {
            assert!(!html.contains(bad), "{bad}");
        }
        let scripts = html.matches("<script").count();
        assert_eq!(scripts, html.matches("<script src=\"/_waypost/desk.js\" defer></script>").count());
        check(&html, "<meta http-equiv=\"Content-Security-Policy\"");
        check(&html, "href=\"/_waypost/preview.css\"");
    }
}

#[test]
fn the_handbook_has_a_place_for_every_code_and_ids_that_differ() {
    let site = read(SITE, &[("tools/a.md", &entry("A", "", "Text."))], "2026-11-01", true);
    let view = handbook(&site.library, &site.config, site.today, &mut |_| "<p id=\"wp-b1\">x</p>".into());
    let html = String::from_utf8(Preview::new().handbook(&view).unwrap()).unwrap();
    for code in Code::ALL {
        check(&html, &format!("<h3 id=\"{}\">", code.name()));
    }
    // Every text counts its blocks from 1.
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn a_notice_says_one_thing() {
    let notice = NoticeView {
        title: "Nothing here".into(),
        words: vec!["There is no page at `/x/<y>`.".into()],
        home_url: Some("/base/".into()),
    };
    let html = String::from_utf8(Preview::new().notice(&notice).unwrap()).unwrap();
    check(&html, "<h1>Nothing here</h1>\n<p>There is no page at <code>/x/&lt;y&gt;</code>.</p>");
    check(&html, "<a href=\"/base/\">Look at the library</a>");
    let html = String::from_utf8(Preview::new().notice(&NoticeView { home_url: None, ..notice }).unwrap()).unwrap();
    assert!(!html.contains("<nav"));
}

#[test]
fn scripts_are_joined_in_the_order_of_the_list_and_licences_stay() {
    assert_eq!(scripts("live: [vendor/b.js, live/a.js]\nother: 1\n"), ["vendor/b.js", "live/a.js"]);
    assert_eq!(scripts("live: no\n"), [""; 0]);
    assert_eq!(scripts(": ["), [""; 0]);
    let parts = ["/*! BSD */\n// gone\nlet b = 1", "/* gone */\nlet a = 2;\n"];
    assert_eq!(joined(parts.into_iter()), "/*! BSD */\nlet b = 1\nlet a = 2;\n");
}

#[test]
fn every_file_that_the_preview_lists_is_embedded() {
    for path in scripts(embedded(LIST).unwrap_or("")).iter().map(String::as_str).chain(["preview.css", "desk.js"]) {
        assert!(embedded(path).is_some(), "{path}");
    }
    let preview = Preview::new();
    let file = |path: &str| preview.files().iter().find(|file| file.path == path).unwrap();
    assert!(file("desk.js").bytes.len() <= 3_000, "the desk's script is small: {}", file("desk.js").bytes.len());
    assert!(file("icon.svg").bytes.starts_with(b"<svg"));
    assert!(!String::from_utf8_lossy(&file("preview.css").bytes).contains("/*"));
}

#[test]
fn backticks_in_pairs_are_code() {
    let shown = |text: &str| {
        let mut tera = Tera::new();
        tera.register_filter("ticks", ticks);
        tera.add_raw_template("a.html", "{{ text | ticks }}").unwrap();
        let mut context = Context::new();
        context.insert_value("text", Value::from(text));
        tera.render("a.html", &context).unwrap()
    };
    assert_eq!(shown("a `b<` c"), "a <code>b&lt;</code> c");
    assert_eq!(shown("`"), "`");
    assert_eq!(shown("a `b` `c"), "a <code>b</code> `c");
    assert_eq!(shown(""), "");
}

#[test]
fn the_map_of_coverage_says_every_number() {
    let files = [
        ("principles/hope.md", entry("Hope & <b>", "order: 1\n", "Text.")),
        ("articles/a.md", entry("Plain", "principles: [hope]\nstage: beginning\n", "Text.")),
        ("tools/b.md", entry("Tool", "", "Text.")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = read(SITE, &files, "2026-11-01", true);
    let view = coverage_map(&site.library, &site.config, site.today, &CoverageQuery::default());
    let html = String::from_utf8(Preview::new().coverage(&view).unwrap()).unwrap();
    check(&html, "2 published articles, tools and pathways, and the principle of this library.");
    check(&html, "<bdi>Hope &amp; &lt;b&gt;</bdi>");
    check(&html, "<td role=\"cell\" class=\"heat h0 hole\"><span>0</span></td>");
    check(&html, "<bdi>No tool names a principle that it serves.</bdi>");
    check(
        &html,
        "<h3 id=\"loose-without_principle\">Entries that name no principle <span class=\"meta\">1</span></h3>",
    );
}
