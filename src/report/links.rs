//! Every link of the library that leads elsewhere.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Part, Report, Table};
use crate::config::Config;
use crate::library::{Item, Library, LinkTo};
use crate::syntax::{Link, LinkForm, destinations, spaced};
use crate::text::{SourceFile, SourcePath, Span, counted};

/// A link to the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalLink {
    /// The address, as it was meant: what the writing stood for is resolved.
    pub url: String,
    /// The file.
    pub path: SourcePath,
    /// Where in the file: the whole link, or in a field its value.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
    /// Where the address itself stands, where it stands there letter for letter.
    pub target: Option<Span>,
    /// What the link says.
    pub text: String,
}

/// All of them, by file and place: in texts, in `sources`, and in the site file.
pub fn external_links(library: &Library, config: &Config) -> Vec<ExternalLink> {
    let mut links = Vec::new();
    for item in library.items() {
        of_text(item, &mut links);
        of_fields(item, &mut links);
    }
    of_site_file(config, &mut links);
    links.sort_by(|a, b| (&a.path, a.span, &a.url).cmp(&(&b.path, b.span, &b.url)));
    links
}

/// The links as a report. `last` says what an address answered last, in one or two words, and when.
pub fn links(links: &[ExternalLink], last: impl Fn(&str) -> Option<(&'static str, String)>) -> Report {
    let urls: BTreeSet<&str> = links.iter().map(|link| link.url.as_str()).collect();
    let told = format!(
        "{} to {} of other sites.",
        counted(links.len(), "link", "links"),
        counted(urls.len(), "address", "addresses")
    );
    let mut parts = vec![Part::Text(told)];
    for of_file in links.chunk_by(|a, b| a.path == b.path) {
        let line = |link: &ExternalLink| {
            let last = last(&link.url).map_or_else(String::new, |(state, on)| format!("; {state} on {on}"));
            format!("line {}: {} “{}”{last}", link.line, link.url, link.text)
        };
        parts.extend(of_file.first().map(|link| Part::Heading(link.path.to_string())));
        parts.push(Part::List(of_file.iter().map(line).collect()));
    }
    let row = |link: &ExternalLink| {
        let last = last(&link.url);
        vec![
            Cell::Text(link.url.clone()),
            Cell::Text(link.path.to_string()),
            Cell::Number(u64::from(link.line)),
            Cell::Text(link.text.clone()),
            Cell::maybe(last.as_ref().map(|(state, _)| state)),
            Cell::maybe(last.as_ref().map(|(_, on)| on)),
        ]
    };
    let rows = Table::new(["url", "file", "line", "text", "last", "asked"], links.iter().map(row).collect());
    Report { parts, rows, object: None }
}

fn is_of_the_web(url: &str) -> bool {
    let start = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    start("https://") || start("http://")
}

fn of_text(item: &Item, out: &mut Vec<ExternalLink>) {
    let source = &item.entry.source;
    let places = OnceCell::new();
    for (link, resolved) in item.entry.outline.links.iter().zip(&item.links) {
        let url = match &resolved.to {
            LinkTo::Elsewhere(url) | LinkTo::Film(_, url) => url,
            _ => continue,
        };
        if is_of_the_web(url) {
            let places: &BTreeMap<u32, Span> = places.get_or_init(|| {
                destinations(source, item.entry.body).iter().map(|place| (place.link, place.span)).collect()
            });
            let target = places.get(&link.span.start).copied().or_else(|| by_itself(source.text(), link));
            out.push(external(source, url, link.span, target, &link.text));
        }
    }
}

fn external(source: &SourceFile, url: &str, span: Span, target: Option<Span>, text: &str) -> ExternalLink {
    ExternalLink {
        url: url.to_owned(),
        path: source.path().clone(),
        span,
        line: source.position(span.start).line,
        target,
        text: spaced(text),
    }
}

/// Where an address stands that is a link by itself, in angle brackets or without.
fn by_itself(text: &str, link: &Link) -> Option<Span> {
    let whole = link.span.of(text);
    let inner = whole.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let start = link.span.start as usize + usize::from(inner.is_some());
    let is_it = link.form == LinkForm::Auto && inner.unwrap_or(whole) == link.target;
    is_it.then(|| Span::new(start, start + link.target.len()))
}

/// Addresses in fields: of sources, and whatever else has one.
fn of_fields(item: &Item, out: &mut Vec<ExternalLink>) {
    let (entry, mut seen) = (&item.entry, BTreeSet::new());
    let front = Span::new(0, entry.body.start as usize);
    for note in &entry.common.sources {
        if let Some(url) = note.url.as_deref().filter(|url| seen.insert((*url).to_owned())) {
            of_field(&entry.source, front, url, &note.title, out);
        }
    }
}

/// A field's address at each place where it stands letter for letter; else at the head of the file.
fn of_field(source: &SourceFile, within: Span, url: &str, text: &str, out: &mut Vec<ExternalLink>) {
    let part = within.of(source.text());
    let ends = |at: usize| {
        let next = part.get(at..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '}' | ']'))
    };
    let before = out.len();
    for (at, _) in part.match_indices(url).filter(|(at, _)| ends(at + url.len())) {
        let start = within.start as usize + at;
        let span = Span::new(start, start + url.len());
        out.push(external(source, url, span, Some(span), text));
    }
    if out.len() == before {
        out.push(external(source, url, Span::default(), None, text));
    }
}

fn of_site_file(config: &Config, out: &mut Vec<ExternalLink>) {
    let lang = config.languages.first().map_or("", |lang| lang.value.as_str());
    let mut found: Vec<(&str, &str)> = Vec::new();
    for person in &config.people {
        found.extend(person.url.as_deref().map(|url| (url, person.name.get(lang))));
    }
    for line in &config.help_lines {
        let urls = line.url.iter().chain(&line.chat);
        found.extend(urls.map(|url| (url.as_str(), line.name.get(lang))));
    }
    found.extend(config.theme.calls.iter().map(|call| (call.url.value.as_str(), call.label.get(lang))));
    // The usual way out stands nowhere: it is ours.
    let exit = config.quick_exit.url.as_str();
    found.extend(config.source.text().contains(exit).then_some((exit, "quick exit")));
    let mut seen = BTreeSet::new();
    let whole = Span::new(0, config.source.text().len());
    for (url, text) in found.into_iter().filter(|(url, _)| is_of_the_web(url)) {
        if seen.insert(url) {
            of_field(&config.source, whole, url, text, out);
        }
    }
}
