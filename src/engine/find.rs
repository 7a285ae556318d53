//! Searching the library as its readers will: for `waypost search` and for search tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::index::index_of;
use super::snapshot::Snapshot;
use super::{Built, Engine, Request};
use crate::diag::{Code, Diagnostic, nearest};
use crate::disk::{ContentFile, Site};
use crate::library::search_folder;
use crate::model::{EntryId, Lang};
use crate::search::{Answer, Found, Index, SearchTest, is_distress, read_search_tests};
use crate::syntax::parse;
use crate::text::OutputFile;

/// Results that a query gives at once, on the search page as here.
const AT_ONCE: usize = 10;

/// What a query finds in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The query.
    pub query: String,
    /// How many entries are found.
    pub total: usize,
    /// The first ten.
    pub first: Vec<Found>,
    /// Words that the index lacks, each with the words that stood in for it.
    pub corrections: Vec<(String, Vec<String>)>,
    /// Whether a quoted phrase stands in no entry, so that its words alone were looked for.
    pub unquoted: bool,
    /// Whether it sounds like distress, so that the help lines stand above the results.
    pub distress: bool,
}

/// Searches the library of one language (the default one where none is given). Gives no findings
/// where there is no library, no theme or no such language; why is in the diagnostics.
pub fn search(
    site: &Arc<Site>,
    request: &Request,
    lang: Option<&str>,
    queries: &[String],
) -> (Option<Vec<Finding>>, Built) {
    let moment = Engine::default().look(site, request);
    let mut built = moment.checked();
    let findings = moment.snapshot.as_deref().and_then(|snapshot| {
        let lang = lang.map_or_else(|| snapshot.library().default_language().clone(), Lang::new);
        let searcher = Searcher::new(snapshot, std::slice::from_ref(&lang));
        searcher.has(&lang).then(|| queries.iter().map(|query| searcher.finding(&lang, query)).collect())
    });
    crate::diag::sort(&mut built.diagnostics);
    (findings, built)
}

/// Indexes of some languages of a library.
struct Searcher<'a> {
    snapshot: &'a Snapshot,
    files: BTreeMap<Lang, Vec<OutputFile>>,
}

impl<'a> Searcher<'a> {
    fn new(snapshot: &'a Snapshot, languages: &[Lang]) -> Self {
        let there = languages.iter().filter(|lang| snapshot.library().languages().contains(lang));
        let files = there.map(|lang| (lang.clone(), index_of(&snapshot.press, &snapshot.files, lang))).collect();
        Self { snapshot, files }
    }

    fn has(&self, lang: &Lang) -> bool {
        self.files.contains_key(lang)
    }

    fn index(&self, lang: &Lang) -> Option<Index<'_>> {
        let folder = search_folder(lang, self.snapshot.library().default_language());
        Index::open(self.files.get(lang)?, &folder)
    }

    fn answer(&self, lang: &Lang, query: &str) -> (Answer, Vec<Found>) {
        let Some(index) = self.index(lang) else { return (Answer::default(), Vec::new()) };
        let answer = index.search(query, |found| self.texts(lang, &found.url));
        let first = answer.documents.iter().take(AT_ONCE).filter_map(|number| index.document(*number)).collect();
        (answer, first)
    }

    fn finding(&self, lang: &Lang, query: &str) -> Finding {
        let (answer, first) = self.answer(lang, query);
        let patterns = self.snapshot.config().search.distress_in(lang.as_str());
        Finding {
            query: query.to_owned(),
            total: answer.documents.len(),
            first,
            corrections: answer.corrections,
            unquoted: answer.unquoted,
            distress: is_distress(patterns.iter().map(String::as_str), query, lang.as_str()),
        }
    }

    /// The texts of an entry's paragraphs and headings, by the address that the index has for it.
    fn texts(&self, lang: &Lang, url: &str) -> Vec<String> {
        let base = &self.snapshot.config().base_url;
        let of_language = self.snapshot.library().items().iter().filter(|item| &item.entry.lang == lang);
        let found = of_language.into_iter().find(|item| base.href(&item.route) == url);
        let Some(item) = found else { return Vec::new() };
        let (parsed, _) = parse(&item.entry.source);
        let mut texts = Vec::new();
        for section in parsed.sections {
            texts.push(section.title);
            texts.extend(section.text.lines().map(str::to_owned));
        }
        texts
    }

    /// The address that the index has for an entry, where the entry has that language.
    fn url(&self, lang: &Lang, id: &EntryId) -> Option<String> {
        let library = self.snapshot.library();
        let item = library.item(library.find(id, lang)?);
        (&item.entry.lang == lang).then(|| self.snapshot.config().base_url.href(&item.route))
    }
}

/// Whether a site has search tests, for which the index must be made.
pub(super) fn has_tests(site: &Site) -> bool {
    site.search_tests.is_some()
}

/// Runs the site's search tests.
pub(super) fn check(site: &Site, snapshot: &Snapshot, built: &mut Built) {
    let Some(source) = site.search_tests.as_ref().and_then(ContentFile::text) else { return };
    built.sources.insert(source.clone());
    let (tests, complaints) = read_search_tests(source);
    built.diagnostics.extend(complaints);
    let default = snapshot.library().default_language();
    let lang = |test: &SearchTest| test.lang.as_ref().map_or(default.clone(), |lang| Lang::new(&lang.value));
    let mut languages: Vec<Lang> = tests.iter().map(lang).collect();
    languages.sort();
    languages.dedup();
    let searcher = Searcher::new(snapshot, &languages);
    let found: Vec<Vec<Diagnostic>> =
        tests.par_iter().map(|test| run(source.path(), test, &lang(test), &searcher)).collect();
    built.diagnostics.extend(found.into_iter().flatten());
}

fn run(path: &crate::text::SourcePath, test: &SearchTest, lang: &Lang, searcher: &Searcher<'_>) -> Vec<Diagnostic> {
    if let Some(tag) = test.lang.as_ref().filter(|_| !searcher.has(lang)) {
        let message = format!("this library is not in the language `{}`", tag.value);
        let languages: Vec<&str> = searcher.snapshot.library().languages().iter().map(Lang::as_str).collect();
        let help = format!("its languages are: {}", languages.join(", "));
        return vec![Diagnostic::new(Code::LanguageUndeclared, path, tag.span, message).help(help)];
    }
    let mut complaints = Vec::new();
    let mut urls = Vec::new();
    for id in &test.entries {
        match searcher.url(lang, &id.value) {
            Some(url) => urls.push(url),
            None => complaints.push(missing(path, id, lang, searcher)),
        }
    }
    if !complaints.is_empty() {
        return complaints;
    }
    let (_, first) = searcher.answer(lang, &test.query.value);
    let place = first.iter().position(|found| urls.contains(&found.url));
    if place.is_some_and(|place| place < test.within as usize) {
        return Vec::new();
    }
    let ids: Vec<String> = test.entries.iter().map(|id| format!("`{}`", id.value)).collect();
    let where_it_is = match place {
        Some(place) => format!("at place {}", place + 1),
        None => "not among the first ten".to_owned(),
    };
    let message = format!("{} is {where_it_is} for this query, not within the first {}", ids.join(" or "), test.within);
    let titles: Vec<&str> = first.iter().take(test.within as usize).map(|found| found.title.as_str()).collect();
    let found =
        if titles.is_empty() { "nothing is found".to_owned() } else { format!("found: {}", titles.join(" · ")) };
    let help =
        format!("{found}; put words that people use into its title or summary, or add a synonym in waypost.yaml");
    vec![Diagnostic::new(Code::SearchTest, path, test.query.span, message).help(help)]
}

fn missing(
    path: &crate::text::SourcePath,
    id: &crate::text::Spanned<EntryId>,
    lang: &Lang,
    searcher: &Searcher<'_>,
) -> Diagnostic {
    let library = searcher.snapshot.library();
    let message = match library.translations(&id.value).is_empty() {
        true => format!("there is no published entry `{}`", id.value),
        false => format!("`{}` is not there in the language `{lang}`", id.value),
    };
    let complaint = Diagnostic::new(Code::ReferenceMissing, path, id.span, message);
    let ids = library.items().iter().map(|item| item.entry.id.as_str());
    match nearest(id.value.as_str(), ids).filter(|near| *near != id.value.as_str()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint,
    }
}
