//! From the library to outputs: views, pages, index, feeds, files.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Built;
use super::index::search_index;
use super::know::Known;
use crate::diag::{Code, Diagnostic};
use crate::disk::{Site, Stopwatch};
use crate::library::LinkTo;
use crate::model::Lang;
use crate::outputs::{self, Clash, Conflict, SitemapRow};
use crate::render::{self, Help, Highlighter};
use crate::syntax::image_size;
use crate::text::{OutputFile, SourcePath, Span};
use crate::theme::Renderer;
use crate::view::{Maker, Materials, PageKey, PageView, Words};

/// Who makes an output, for messages when two claim one path.
#[derive(Debug, Clone)]
enum Claim {
    /// A page or another file that Waypost makes, in words.
    Made(String),
    /// The page of an entry, by its file.
    Entry(SourcePath),
    /// A file of the site, copied.
    Copied(SourcePath),
    /// The page at an old address, by the alias that asks for it.
    Redirect(SourcePath, Span),
}

/// Finds files of the site and old addresses that would be published where something else is.
/// Entries that claim one address have been found with the library.
pub(super) fn clashes(site: &Site, known: &Known) -> Vec<Diagnostic> {
    let library = &known.library;
    let empty = |path: String| OutputFile::new(path, Vec::new());
    let mut claims: Vec<(OutputFile, Claim)> = Vec::new();
    // The home page and the head of a list stand where a made page would.
    let mut at_head = BTreeSet::new();
    for item in library.items() {
        claims.push((empty(output_path(&item.route)), Claim::Entry(item.entry.path().clone())));
        if !item.is_listed() {
            at_head.insert(item.route.as_str());
        }
    }
    for (route, by) in library.made().iter().filter(|(route, _)| !at_head.contains(route.as_str())) {
        claims.push((empty(output_path(route)), Claim::Made(by.owner.clone())));
    }
    let theme_file = || Claim::Made("a file of the theme".to_owned());
    claims.extend(known.theme.assets().iter().map(|file| (empty(file.path.clone()), theme_file())));
    if !library.redirects().is_empty() {
        claims.push((empty("_redirects".to_owned()), Claim::Made(REDIRECT_LIST.to_owned())));
    }
    claims.extend(redirect_claims(known).into_iter().map(|(path, claim)| (empty(path), claim)));
    claims.extend(copied_paths(site, known).into_iter().map(|(path, to)| (empty(to), Claim::Copied(path))));
    let (_, conflicts) = outputs::join(claims);
    let ours = |claim: &Claim| matches!(claim, Claim::Copied(_) | Claim::Redirect(..));
    conflicts.iter().filter(|found| ours(&found.dropped.1) || ours(&found.kept.1)).map(conflict).collect()
}

/// What `_redirects` is called in messages.
const REDIRECT_LIST: &str = "the list of redirects";

/// The output files of old addresses, each with the alias that asks for it.
fn redirect_claims(known: &Known) -> BTreeMap<String, Claim> {
    let claim = |redirect: &crate::library::Redirect| {
        let entry = &known.library.item(redirect.to).entry;
        let span = entry.common.aliases.iter().find(|alias| alias.value == redirect.from)?.span;
        Some((outputs::redirect_file(&redirect.from)?, Claim::Redirect(entry.path().clone(), span)))
    };
    known.library.redirects().iter().filter_map(claim).collect()
}

pub(super) fn materials<'a>(
    known: &'a Known,
    words: &'a BTreeMap<Lang, Words>,
    image_sizes: &'a BTreeMap<SourcePath, (u32, u32)>,
) -> Materials<'a> {
    Materials { library: &known.library, config: &known.read.config, words, files: &known.files, image_sizes }
}

/// The interface words of every language of the site.
pub(super) fn words(known: &Known) -> BTreeMap<Lang, Words> {
    let languages = known.library.languages().iter();
    languages.map(|lang| (lang.clone(), known.theme.words(lang.as_str()).flat())).collect()
}

/// Renders every page and makes every other output.
pub(super) fn show(site: &Site, known: &Known, built: &mut Built, clock: &mut Stopwatch) -> Vec<OutputFile> {
    let copied = copied_files(site, known, built);
    let image_sizes = image_sizes(known, &copied);
    let words = words(known);
    let maker = Maker::new(materials(known, &words, &image_sizes));
    built.stats.phases.push(("views", clock.lap()));
    let base = &known.read.config.base_url;
    // Much of these others cannot be shared out among threads: pages fill the gaps.
    let ((pages, rows), (index, feeds, catalogue)) = rayon::join(
        || pages(known, &maker, &words, built),
        || {
            let index = search_index(known, &maker);
            let feeds = maker.feeds().iter().filter_map(outputs::feed).collect();
            (index, feeds, outputs::catalogue(&maker.catalogue(), base))
        },
    );
    built.stats.phases.push(("render", clock.lap()));
    let made = |files: Vec<OutputFile>, what: &str| {
        let what = what.to_owned();
        files.into_iter().map(move |file| (file, Claim::Made(what.clone())))
    };
    let mut claims: Vec<(OutputFile, Claim)> = Vec::new();
    claims.extend(pages);
    claims.extend(made(known.theme.assets().to_vec(), "a file of the theme"));
    claims.extend(made(index, "the search index"));
    claims.extend(made(feeds, "a feed"));
    claims.extend(made(outputs::sitemap(&rows, base), "the sitemap"));
    claims.extend(made(vec![outputs::robots(base)], "robots.txt"));
    claims.extend(made(catalogue.into(), "the catalogue"));
    let old = redirect_claims(known);
    let list = || Claim::Made(REDIRECT_LIST.to_owned());
    claims.extend(outputs::redirects(&redirects(known, &words), base).into_iter().map(|file| {
        let claim = old.get(&file.path).cloned().unwrap_or_else(list);
        (file, claim)
    }));
    claims.extend(copied);
    let paths: Vec<OutputFile> =
        claims.iter().map(|(file, _)| OutputFile::new(file.path.clone(), Vec::new())).collect();
    claims.extend(made(vec![outputs::headers(base, &outputs::lifetimes(&paths))], "the headers"));
    // The manifest is written when all else is; until then its name is kept free.
    claims.extend(made(vec![OutputFile::new(outputs::MANIFEST_PATH, "")], "the manifest"));
    let (mut files, conflicts) = outputs::join(claims);
    files.retain(|file| file.path != outputs::MANIFEST_PATH);
    // With `--keep-going`, what [`clashes`] and the library have said comes round again here.
    let place = |one: &Diagnostic| one.labels.first().map(|label| label.file.clone());
    let said: BTreeSet<_> = built.diagnostics.iter().filter(|one| is_clash(one.code)).map(place).collect();
    built.diagnostics.extend(conflicts.iter().map(conflict).filter(|one| !said.contains(&place(one))));
    built.stats.phases.push(("outputs", clock.lap()));
    files
}

fn is_clash(code: Code) -> bool {
    matches!(code, Code::AddressClash | Code::AliasClash | Code::SlugReserved)
}

/// Every page, and the sitemap's rows.
fn pages(
    known: &Known,
    maker: &Maker<'_>,
    words: &BTreeMap<Lang, Words>,
    built: &mut Built,
) -> (Vec<(OutputFile, Claim)>, Vec<SitemapRow>) {
    let highlighter = Highlighter::new();
    let stages: BTreeMap<&Lang, Stage> = maker
        .sites()
        .iter()
        .map(|(lang, site)| {
            let stage = Stage {
                renderer: known.theme.renderer(lang.as_str(), site),
                words: render::Words::new(words.get(lang).unwrap_or(&Words::empty()).texts()),
                help: Help { lines: site.help_lines.clone(), emergency: site.emergency.clone() },
            };
            (lang, stage)
        })
        .collect();
    let rendered: Vec<_> = maker
        .keys()
        .par_iter()
        .map(|key| {
            let page = maker.page(key);
            let stage = stages.get(&Lang::new(&page.lang));
            let bytes = stage.map_or(Ok(Vec::new()), |stage| stage.page(&page, &highlighter));
            (key, SitemapRow::of(&page), page.route, bytes)
        })
        .collect();
    let mut files = Vec::with_capacity(rendered.len());
    let mut rows = Vec::with_capacity(rendered.len());
    for (key, row, route, bytes) in rendered {
        match bytes {
            Ok(bytes) => {
                files.push((OutputFile::new(output_path(&route), bytes), claim(known, key, &route)));
                rows.extend(row);
                built.stats.rendered += 1;
            }
            Err(complaint) => built.diagnostics.push(complaint),
        }
    }
    (files, rows)
}

fn claim(known: &Known, key: &PageKey, route: &str) -> Claim {
    match key {
        PageKey::Item(id) => Claim::Entry(known.library.item(*id).entry.path().clone()),
        _ => Claim::Made(format!("the page {route}")),
    }
}

/// What the pages of one language are rendered with.
struct Stage {
    renderer: Renderer,
    words: render::Words,
    help: Help,
}

impl Stage {
    fn page(&self, page: &PageView, highlighter: &Highlighter) -> Result<Vec<u8>, Diagnostic> {
        let body = page.content.body().map(|body| render::body(body, &self.words, &self.help, highlighter).html);
        let mut out = Vec::with_capacity(16_384);
        self.renderer.page(page, body.as_deref().unwrap_or(""), &mut out)?;
        out.shrink_to_fit();
        Ok(out)
    }
}

/// The file that answers for a route: `/tools/` is `tools/index.html`.
fn output_path(route: &str) -> String {
    let path = route.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Files of the site that are published as they are: all of `static/`, and those beside entries
/// that a published entry refers to.
fn copied_files(site: &Site, known: &Known, built: &mut Built) -> Vec<(OutputFile, Claim)> {
    let mut files = Vec::new();
    for (path, to) in copied_paths(site, known) {
        match site.read_bytes(&path) {
            Ok(bytes) => files.push((OutputFile::new(to, bytes), Claim::Copied(path))),
            Err(fault) => built.diagnostics.push(fault.diagnostic()),
        }
    }
    files
}

/// Which files those are, and the paths that they are published at.
fn copied_paths(site: &Site, known: &Known) -> Vec<(SourcePath, String)> {
    let below_static = site.static_files.iter().filter_map(|file| {
        let below = file.path.as_str().strip_prefix("static/")?;
        Some((file.path.clone(), below.to_owned()))
    });
    let beside =
        known.library.files().iter().map(|(path, route)| (path.clone(), route.trim_start_matches('/').to_owned()));
    below_static.chain(beside).collect()
}

/// Pixels of every picture that an entry shows.
fn image_sizes(known: &Known, copied: &[(OutputFile, Claim)]) -> BTreeMap<SourcePath, (u32, u32)> {
    let mut shown: Vec<&SourcePath> = Vec::new();
    for item in known.library.items() {
        shown.extend(&item.image);
        shown.extend(
            item.links.iter().filter_map(|link| if let LinkTo::File(path, _) = &link.to { Some(path) } else { None }),
        );
    }
    shown.sort();
    let is_shown = |path: &SourcePath| shown.binary_search(&path).is_ok();
    copied
        .iter()
        .filter_map(|(file, claim)| match claim {
            Claim::Copied(path) if is_shown(path) => Some((path.clone(), image_size(&file.bytes)?)),
            _ => None,
        })
        .collect()
}

fn redirects(known: &Known, words: &BTreeMap<Lang, Words>) -> Vec<outputs::Redirect> {
    let (library, config) = (&known.library, &known.read.config);
    let redirect = |redirect: &crate::library::Redirect| {
        let item = library.item(redirect.to);
        let lang = &item.entry.lang;
        outputs::Redirect {
            alias: redirect.from.clone(),
            url: config.base_url.href(&item.route),
            absolute_url: config.base_url.absolute(&item.route),
            title: item.title().to_owned(),
            lang: lang.to_string(),
            dir: lang.direction().to_owned(),
            moved: words.get(lang).map_or(String::new(), |words| words.get("view.moved").to_owned()),
            site_title: config.title.get(lang.as_str()).to_owned(),
        }
    };
    library.redirects().iter().map(redirect).collect()
}

fn conflict(conflict: &Conflict<Claim>) -> Diagnostic {
    let name = |(path, claim): &(String, Claim)| match claim {
        Claim::Made(what) => format!("{what} (/{path})"),
        Claim::Entry(source) => format!("the page of {source}"),
        Claim::Copied(source) => format!("the file {source}"),
        Claim::Redirect(source, _) => format!("the old address /{path} of {source}"),
    };
    let place = |(_, claim): &(String, Claim)| match claim {
        Claim::Copied(source) | Claim::Entry(source) => Some((source.clone(), Span::default())),
        Claim::Redirect(source, span) => Some((source.clone(), *span)),
        Claim::Made(_) => None,
    };
    let is_alias = |(_, claim): &(String, Claim)| matches!(claim, Claim::Redirect(..));
    // An old address gives way to whatever is there now.
    let (first, second) = match is_alias(&conflict.dropped) || !is_alias(&conflict.kept) {
        true => (&conflict.dropped, &conflict.kept),
        false => (&conflict.kept, &conflict.dropped),
    };
    let why = match conflict.clash {
        Clash::Same => "would be one file",
        Clash::Alike => "would be one file on many systems",
        Clash::FileAndFolder => "need one name for a file and for a folder",
    };
    let message = format!("{} and {} {why}", name(first), name(second));
    let (code, help) = match is_alias(first) {
        true => (Code::AliasClash, "take the alias out"),
        false => (Code::AddressClash, "give one of the two another name or address"),
    };
    let (dropped, kept) = (place(first), place(second));
    let site_file = || (SourcePath::new(crate::disk::SITE_FILE), Span::default());
    let (path, span) = dropped.clone().or_else(|| kept.clone()).unwrap_or_else(site_file);
    let complaint = Diagnostic::new(code, &path, span, message).help(help);
    match (dropped, kept) {
        (Some(_), Some((path, span))) => complaint.and(&path, span, "the other one"),
        _ => complaint,
    }
}
