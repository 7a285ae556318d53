//! Views made up for unit tests, here and in the rooms below.

use serde_json::Value;

use super::*;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Sources, sort};
use crate::library::{FileSet, Ingredients, Library, build};
use crate::model::{Address, FieldSet, Lowered, Today, lower};
use crate::syntax::parse;
use crate::text::{SourceFile, SourcePath, Span};

/// A site made from texts.
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) library: Library,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) today: Today,
}

/// Reads a site of content files (path below `content/`, text) on a day, as the engine does.
pub(crate) fn read(site_file: &str, files: &[(&str, &str)], today: &str, with_hidden: bool) -> Site {
    let source = SourceFile::new("waypost.yaml", site_file);
    let (config, mut diagnostics) = config::read(&source);
    let config = config.unwrap();
    let fields = FieldSet::of(&config);
    let today = Today(today.parse().unwrap());
    let (mut entries, mut unreadable, mut sources) = (Vec::new(), Vec::new(), Sources::default());
    for (path, text) in files {
        let file = SourceFile::new(format!("content/{path}"), *text);
        sources.insert(file.clone());
        let (parsed, complaints) = parse(&file);
        diagnostics.extend(complaints);
        let address = match Address::of(file.path().as_str(), &fields.languages) {
            Ok(address) => address,
            Err(fault) => {
                diagnostics.push(fault.diagnostic(file.path()));
                continue;
            }
        };
        let (lowered, complaints) = lower(parsed, address, &fields);
        diagnostics.extend(complaints);
        match lowered {
            Lowered::Entry(entry) => entries.push(entry),
            Lowered::Unreadable { id, lang, .. } => unreadable.push((id, lang)),
        }
    }
    let (library, _, complaints) = build(Ingredients {
        entries,
        unreadable,
        languages: fields.languages.clone(),
        taxonomies: &config.taxonomies,
        custom: &fields.custom,
        files: &FileSet::new(),
        page_size: config.page_size,
        today,
        with_hidden,
    });
    diagnostics.extend(complaints);
    sort(&mut diagnostics);
    Site { config, library, sources, diagnostics, today }
}

impl Site {
    /// Its desk; nobody knows when files were written.
    pub(crate) fn desk(&self) -> Desk {
        Desk::new(&DeskMaterials {
            texts: &Texts::new(),
            library: &self.library,
            config: &self.config,
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            today: self.today,
            changed: &std::collections::BTreeMap::<SourcePath, jiff::civil::Date>::new(),
        })
    }
}

/// A site under `https://library.example/base/`, its title full of markup.
pub(crate) fn site() -> SiteView {
    SiteView {
        title: "Library <&>".into(),
        tagline: String::new(),
        lang: "en".into(),
        dir: "ltr".into(),
        home_url: "/base/".into(),
        root_url: "/base/".into(),
        search_url: "/base/search/".into(),
        patchwork_url: "/base/patchwork/".into(),
        keep_url: "/base/keep.json".into(),
        entry_shards: 1,
        safety_url: None,
        about_url: None,
        contact_url: None,
        nav: Vec::new(),
        pages: Vec::new(),
        taxonomies: Vec::new(),
        languages: Vec::new(),
        help_lines: Vec::new(),
        emergency: String::new(),
        exit_url: String::new(),
        exit_erase: false,
        footer: String::new(),
        home_question: String::new(),
        calls: Vec::new(),
        feed_url: None,
        logo_url: None,
        logo_width: 34,
        settings: Value::Null,
    }
}

/// A page at a route of that site.
pub(crate) fn page(route: &str, title: &str, content: Content) -> PageView {
    let url = format!("/base{route}");
    PageView {
        route: route.into(),
        absolute_url: format!("https://library.example{url}"),
        head_title: format!("{title} · Library"),
        title: title.into(),
        description: "What it is about.".into(),
        lang: "en".into(),
        dir: "ltr".into(),
        noindex: false,
        og_type: "article".into(),
        og_image: None,
        alternates: Vec::new(),
        languages: Vec::new(),
        crumbs: vec![
            Crumb { label: "Home".into(), url: "/base/".into() },
            Crumb { label: title.into(), url: url.clone() },
        ],
        feeds: Vec::new(),
        json_ld: String::new(),
        sensitive: false,
        section: String::new(),
        url,
        content,
    }
}

/// An entry with most of its fields filled.
pub(crate) fn entry(kind: &str, id: &str, title: &str) -> EntryView {
    let term = |key: &str, label: &str| TermView {
        key: key.into(),
        label: label.into(),
        url: String::new(),
        count: 1,
        feed_url: None,
    };
    let group = |name: &str, term: TermView| TermGroup {
        name: name.into(),
        label: String::new(),
        url: String::new(),
        terms: vec![term],
    };
    let tool = ToolView { minutes: 10, formats: vec!["exercise".into()], settings: Vec::new(), materials: Vec::new() };
    EntryView {
        id: id.into(),
        kind: kind.into(),
        title: title.into(),
        summary: "A summary.".into(),
        minutes: 10,
        words: 900,
        toc: Vec::new(),
        terms: vec![group("topics", term("cravings", "Cravings")), group("stage", term("beginning", "beginning"))],
        principles: vec![BadgeView { order: 1, title: "Hope".into(), url: "/base/hope/".into(), lang: String::new() }],
        authors: vec![PersonView { name: "Editorial team".into(), url: String::new() }],
        date: Some("2026-02-11".into()),
        updated: Some("2026-08-19".into()),
        review: Some(ReviewView {
            date: "2026-08-19".into(),
            by: "Clinical reviewer".into(),
            due: None,
            overdue: false,
            changed: false,
        }),
        edit_url: String::new(),
        sources: Vec::new(),
        related: Vec::new(),
        backlinks: Vec::new(),
        places: Vec::new(),
        image: None,
        downloads: Vec::new(),
        was: Vec::new(),
        state: String::new(),
        custom: Default::default(),
        help_in_text: false,
        tool: (kind == "tool").then_some(tool),
        order: 0,
        statement: String::new(),
        served_by: Vec::new(),
        pathway: None,
        handout_url: None,
        body_view: body(),
    }
}

/// A pathway of one stage: a step, and a choice of two.
pub(crate) fn pathway() -> PathwayView {
    let step = |number, options: Vec<CardView>| StepView {
        number,
        is_choice: options.len() > 1,
        routes: options.iter().map(|card| card.url.clone()).collect(),
        options,
        note: String::new(),
        optional: false,
        minutes: 10,
    };
    let steps = vec![step(1, vec![card("tools/a", "A")]), step(2, vec![card("tools/b", "B"), card("tools/c", "C")])];
    let stage =
        StageView { number: 1, title: "One".into(), summary: String::new(), minutes: 25, optional_minutes: 0, steps };
    PathwayView {
        blaze: BlazeView { shape: "disc", colour: 1 },
        audience_text: String::new(),
        outcomes: vec!["Know what helps.".into()],
        minutes: 25,
        optional_minutes: 0,
        step_count: 2,
        optional_count: 0,
        scale: Vec::new(),
        stages: vec![stage],
        map: None,
        before: Vec::new(),
        after: Vec::new(),
        keep_url: "/base/pathways/x/keep.json".into(),
        start: None,
        on: "wp-on-p".into(),
        progress: ProgressView { route: "/pathways/x/".into(), steps: Vec::new(), was: Default::default() },
    }
}

/// The home page's content, empty.
pub(crate) fn home() -> Content {
    Content::Home(Box::new(HomeView {
        title: String::new(),
        summary: String::new(),
        pathways: Vec::new(),
        more_pathways: None,
        map: None,
        principles: Vec::new(),
        more_principles: None,
        short_tools: Vec::new(),
        latest: Vec::new(),
        stages: Vec::new(),
        topics: Vec::new(),
        more_topics: None,
        counts: Vec::new(),
        body_view: None,
    }))
}

fn card(id: &str, title: &str) -> CardView {
    CardView {
        id: id.into(),
        kind: "tool".into(),
        title: title.into(),
        summary: String::new(),
        url: format!("/base/{id}/"),
        lang: String::new(),
        minutes: 10,
        stages: Vec::new(),
        on: Vec::new(),
        blaze: None,
        steps: 0,
        scale: Vec::new(),
        order: 0,
        statement: String::new(),
        state: String::new(),
    }
}

fn body() -> BodyView {
    BodyView {
        source: SourceFile::new("content/x.md", ""),
        span: Span::default(),
        heading_ids: Vec::new(),
        has_html: false,
        targets: Vec::new(),
        lang: "en".into(),
        setting: Setting::default(),
    }
}
