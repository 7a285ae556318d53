use super::*;
use crate::view::{Content, MessageView, PageView, testing};

fn load(overrides: &[(&str, &str)], languages: &[&str]) -> Result<Theme, BrokenTheme> {
    let files: Vec<(String, Vec<u8>)> =
        overrides.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Theme::load(&ThemeSource { name: "mine", overrides: &files, languages, accent: None })
}

fn whole(overrides: &[(&str, &str)]) -> Theme {
    load(overrides, &["en", "es", "pl"]).map_err(|broken| broken.diagnostics).unwrap()
}

/// What is complained about: code, file, the text pointed at, message.
fn complaints(overrides: &[(&str, &str)], languages: &[&str]) -> Vec<String> {
    let broken = load(overrides, languages).err().map(|broken| (broken.diagnostics, broken.sources));
    let (diagnostics, sources) = broken.unwrap_or_default();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let label = &diagnostic.labels[0];
            let source = sources.iter().rev().find(|source| source.path() == &label.file);
            let quoted = source.map_or("?", |source| label.span.of(source.text()));
            format!("{} {} [{quoted}] {}", diagnostic.code.name(), label.file, diagnostic.message)
        })
        .collect()
}

fn check(overrides: &[(&str, &str)], languages: &[&str], expect: &[&str]) {
    assert_eq!(complaints(overrides, languages), expect);
}

fn not_found() -> PageView {
    testing::page("/404.html", "Not here", Content::NotFound(MessageView { pathways: Vec::new(), sources: Vec::new() }))
}

fn page(theme: &Theme, lang: &str, page: &PageView, body: &str) -> String {
    let mut out = Vec::new();
    theme.renderer(lang, &testing::site()).page(page, &[body.to_owned()], &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_default_theme_speaks_two_languages_and_falls_back_to_english() {
    let theme = whole(&[]);
    assert_eq!(theme.words("es").get("body.reflection"), "Tómese un momento");
    assert_eq!(theme.words("es").get("dates.months.11"), "diciembre");
    assert_eq!(theme.words("pl").lang(), "en");
    assert_eq!(theme.words("en").get("no.such.word"), "");
    let mut polish = not_found();
    polish.lang = "pl".into();
    let html = page(&theme, "pl", &polish, "");
    assert!(html.contains("<html lang=\"pl\""), "{html}");
    assert!(html.contains("aria-label=\"Shortcuts\" lang=\"en\" dir=\"ltr\""), "{html}");
}

#[test]
fn every_kind_of_page_renders_with_little_and_with_much() {
    let theme = whole(&[]);
    for kind in ["article", "principle", "tool", "pathway", "page"] {
        let mut entry = testing::entry(kind, "x/y", "A & B");
        entry.pathway = (kind == "pathway").then(testing::pathway);
        let view = testing::page("/x/y/", "A & B", Content::Entry(Box::new(entry)));
        let html = page(&theme, "en", &view, "<p id=\"mine\">Body</p>");
        assert!(html.contains("<p id=\"mine\">Body</p>"), "{html}");
        assert_eq!(html.matches("<h1>A &amp; B</h1>").count(), 1, "{html}");
        assert!(html.contains("<link rel=\"canonical\" href=\"https://library.example/base/x/y/\">"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }
    let html = page(&theme, "es", &testing::page("/", "Library", testing::home()), "");
    assert!(html.contains("¿Dónde se encuentra hoy?"), "{html}");
}

#[test]
fn what_views_say_is_escaped() {
    let mut view = not_found();
    view.title = "<script>alert(1)</script>".into();
    view.crumbs[1].label = "\"><img src=x>".into();
    let html = page(&whole(&[]), "en", &view, "");
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x>"), "{html}");
}

#[test]
fn an_override_replaces_one_file_or_changes_one_block() {
    let theme = whole(&[
        (
            "templates/404.html",
            "{% extends \"default/404.html\" %}{% block content %}Ours. {{ super() }}{% endblock %}",
        ),
        ("components/exit/exit.html", "{% component exit(@site) %}<p>Own exit</p>{% endcomponent exit %}"),
    ]);
    let html = page(&theme, "en", &not_found(), "");
    assert!(
        html.contains("Ours. ") && html.contains("<h1>Not here</h1>") && html.contains("<p>Own exit</p>"),
        "{html}"
    );
    let spelt = whole(&[("templates/404.html", "{% extends \"default/templates/404.html\" %}")]);
    assert!(page(&spelt, "en", &not_found(), "").contains("<h1>Not here</h1>"));
    assert_ne!(theme.fingerprint(), whole(&[]).fingerprint());
}

#[test]
fn words_can_be_changed_one_by_one_and_not_forgotten() {
    let own = whole(&[("i18n/es.yaml", "extends: default\nleave: Fuera\nminutes: {other: \"{n}'\"}\n")]);
    assert_eq!(own.words("es").get("leave"), "Fuera");
    assert_eq!(own.words("es").get("minutes.one"), "");
    assert_eq!(own.words("es").get("skip"), "Ir al contenido");

    check(
        &[
            ("i18n/en.yaml", "extends: default\nours: {cup: Cup}\n"),
            ("i18n/es.yaml", "extends: default\nleave: Fuera\n"),
        ],
        &["en", "es"],
        &["word-missing themes/mine/i18n/es.yaml [extends] The interface word `ours` is missing."],
    );
    check(
        &[("i18n/pl.yaml", "extends: english\n")],
        &["pl"],
        &[
            "theme-file themes/mine/i18n/pl.yaml [english] `extends` can only say `default`: the default theme's file of \
           the same path.",
        ],
    );
    let missing = complaints(&[("i18n/fr.yaml", "skip: Aller à la page\nbody: {help: Parler}\n")], &["fr-CA"]);
    assert!(missing.len() > 20 && missing.iter().all(|text| text.starts_with("word-missing themes/mine/i18n/fr.yaml")));
    let deep = "word-missing themes/mine/i18n/fr.yaml [help] The interface word `body.story` is missing.";
    assert!(missing.iter().any(|text| text == deep), "{missing:#?}");
}

#[test]
fn a_word_fills_in_only_what_it_is_given() {
    check(
        &[(
            "i18n/es.yaml",
            "extends: default\nlist: {page_of: \"Página {m} de {total}\"}\nminutes: {other: \"{n} min {x}\"}\n",
        )],
        &["es"],
        &[
            "theme-file themes/mine/i18n/es.yaml [\"Página {m} de {total}\"] The word `list.page_of` has no `{m}` to fill in.",
            "theme-file themes/mine/i18n/es.yaml [{other: \"{n} min {x}\"}] The word `minutes` has no `{x}` to fill in.",
        ],
    );
}

#[test]
fn a_mistake_in_what_pages_share_is_told_by_every_page() {
    let theme = whole(&[("templates/shared/help.html", "{{ page.title }}")]);
    let error = theme.renderer("en", &testing::site()).page(&not_found(), &[], &mut Vec::new()).unwrap_err();
    assert_eq!(error.labels[0].file.as_str(), "themes/mine/templates/shared/help.html");
}

#[test]
fn all_template_errors_come_at_once() {
    check(
        &[
            ("templates/404.html", "{% extends \"base.html\" %}\n{% block content %}{{ oh | shout }}{% endblock %}"),
            ("templates/a-z.html", "{% extends \"base.html\" %}{% if %}"),
            ("templates/list.html", "{% extends \"bose.html\" %}"),
            ("templates/term.html", "{% include \"gone.html\" %}{{ <crums /> }}"),
        ],
        &["en"],
        &[
            "template-error themes/mine/templates/404.html [shout] There is no filter `shout`.",
            "template-error themes/mine/templates/a-z.html [%}] Found `%}` but expected one of: integer, float, string, \
             bool, ident, `-`, `not`, `<`, `{`, `[` or `(`.",
            "template-error themes/mine/templates/list.html [bose.html] There is no template `bose.html`.",
            "template-error themes/mine/templates/term.html [\"gone.html\"] There is no template `gone.html`.",
            "template-error themes/mine/templates/term.html [<crums />] There is no component `crums`.",
        ],
    );
    check(
        &[("templates/one.html", "{% extends \"two.html\" %}"), ("templates/two.html", "{% extends \"one.html\" %}")],
        &["en"],
        &[
            "template-error themes/mine/templates/one.html [two.html] The template leads back to itself: two.html, one.html.",
        ],
    );
    check(
        &[
            ("components/a.html", "{% component own() %}{% endcomponent %}"),
            ("components/b.html", "{% component own() %}{% endcomponent %}"),
        ],
        &["en"],
        &["template-error themes/mine/components/b.html [own] The component `own` is defined twice."],
    );
}

#[test]
fn an_undefined_value_is_an_error_with_its_place() {
    let text = "{% extends \"base.html\" %}\n{% block content %}{{ page.subtitle }}{% endblock %}";
    let theme = whole(&[("templates/404.html", text)]);
    let error = theme.renderer("en", &testing::site()).page(&not_found(), &[], &mut Vec::new()).unwrap_err();
    assert_eq!(error.labels[0].file.as_str(), "themes/mine/templates/404.html");
    assert_eq!(error.labels[0].span.of(text), "subtitle");
    assert!(error.message.starts_with("Field `subtitle` is not defined."), "{}", error.message);
}

#[test]
fn theme_yaml_is_checked() {
    check(
        &[("theme.yaml", "nme: x\nstyles: site.css\nscripts: [components/serch/search.js, {a: b}]\n")],
        &["en"],
        &[
            "theme-file themes/mine/theme.yaml [nme] `nme` is not a key of theme.yaml.",
            "theme-file themes/mine/theme.yaml [site.css] This is a list of files of the theme.",
            "theme-file themes/mine/theme.yaml [{a: b}] This is the path of a file below the theme's folder.",
            "theme-file themes/mine/theme.yaml [components/serch/search.js] The theme has no file `components/serch/search.js`.",
        ],
    );
    check(
        &[("theme.yaml", "- x\n")],
        &["en"],
        &["theme-file themes/mine/theme.yaml [- x] A file of the theme holds a group \
        of fields, and this is a list."],
    );
}

#[test]
fn assets_are_named_by_what_they_hold() {
    let theme = whole(&[
        ("theme.yaml", "extends: default\nstyles: [assets/own.css]\nscripts: [components/x/x.js]\n"),
        ("assets/own.css", "/* ours */\n.a { background: url(\"bird.svg\") }\n"),
        ("assets/bird.svg", "<svg/>"),
        ("components/x/x.js", "// ours\n  let a = 1;\n"),
    ]);
    let bird = theme.asset_url("assets/bird.svg", "/base/").unwrap();
    assert!(bird.starts_with("/base/assets/bird.") && bird.ends_with(".svg"), "{bird}");
    let sheet = theme.asset_url("site.css", "/").unwrap();
    let sheet = theme.assets().iter().find(|file| format!("/{}", file.path) == sheet).unwrap();
    let sheet = String::from_utf8(sheet.bytes.clone()).unwrap();
    let own = format!(".a{{background:url({})}}", bird.rsplit('/').next().unwrap());
    assert!(sheet.ends_with(&own), "{sheet}");
    // How heavy a page may be is measured in tests/browser/pages.test.js.
    assert!(!sheet.contains("/*") && !sheet.contains('\n') && !sheet.contains("  "));
    let script = theme.asset_url("components/x/x.js", "/").unwrap();
    let script = theme.assets().iter().find(|file| format!("/{}", file.path) == script).unwrap();
    assert_eq!(script.bytes, b"let a = 1;\n");
}

#[test]
fn an_accent_changes_the_band_and_the_links() {
    let source = ThemeSource { languages: &["en"], accent: Some(Accent::Hue(250)), ..ThemeSource::default() };
    let theme = Theme::load(&source).map_err(|broken| broken.diagnostics).unwrap();
    let sheet = theme.assets().iter().find(|file| file.path.starts_with("assets/site.")).unwrap();
    let sheet = String::from_utf8(sheet.bytes.clone()).unwrap();
    assert!(sheet.contains("@layer tokens{:root{--accent:#"), "{sheet}");
}

#[test]
fn a_text_file_that_is_not_utf_8_is_complained_about() {
    let files = [("templates/404.html".to_owned(), b"a\xff".to_vec())];
    let source = ThemeSource { name: "mine", overrides: &files, languages: &["en"], accent: None };
    let broken = Theme::load(&source).err().unwrap();
    assert_eq!(broken.diagnostics.len(), 1);
    assert_eq!(broken.diagnostics[0].labels[0].file.as_str(), "themes/mine/templates/404.html");
}
