//! One moment of a site: any of its files on demand, or all of them.
//!
//! `build` asks for all and the preview for one; both go through the same functions, so the page in
//! the preview is the page that is published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::claims::{Claim, REDIRECT_LIST, conflict, copied_paths, page_claim, redirect_claims};
use super::files::Files;
use super::index::{index_key, index_of};
use super::keep::{self, Pages};
use super::memo::{Memo, Origin, Origins};
use super::press::{Press, output_path};
use crate::diag::{Diagnostic, Sources};
use crate::disk::{Site, Stopwatch};
use crate::library::search_folder;
use crate::model::Lang;
use crate::outputs::{self, Conflict, MANIFEST_PATH, Manifest, ManifestFile, SitemapRow};
use crate::report::calendars;
use crate::text::{Fingerprint, OutputFile, SourcePath};
use crate::view::{PageKey, Texts};

/// Pages that the preview keeps rendered.
const MOST_RENDERED: usize = 400;

/// One moment of a site.
pub struct Snapshot {
    pub(super) site: Arc<Site>,
    pub(super) press: Arc<Press>,
    pub(super) files: Arc<Files>,
    /// Entries whose text is newer than the library's.
    pub(super) texts: Texts,
    answers: OnceLock<BTreeMap<String, Answer>>,
    indexes: BTreeMap<Lang, OnceLock<Arc<Vec<OutputFile>>>>,
    of_all: OnceLock<Vec<OutputFile>>,
    rendered: Arc<Rendered>,
}

/// What stands at a path of the site.
#[derive(Debug, Clone)]
enum Answer {
    Page(PageKey),
    Asset(usize),
    Copied(SourcePath),
    Redirect,
    Made,
}

/// Bytes of pages by path, with what they follow from.
type RenderedPages = BTreeMap<String, (Fingerprint, Arc<[u8]>)>;

/// Search indexes by language, with what they follow from.
type KeptIndexes = BTreeMap<Lang, (Fingerprint, Arc<Vec<OutputFile>>)>;

/// Pages that were rendered on demand, each with what it followed from.
#[derive(Default)]
pub(super) struct Rendered {
    pages: Mutex<RenderedPages>,
    /// The search index of each language, with what it follows from.
    indexes: Mutex<KeptIndexes>,
    count: std::sync::atomic::AtomicUsize,
}

/// All files of a moment.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    /// Files with their bytes, sorted by path; no manifest.
    pub(super) files: Vec<OutputFile>,
    /// Files that are published already, by the memo; sorted by path.
    pub(super) standing: Vec<ManifestFile>,
    pub(super) origins: Origins,
    /// Pages by language, for what a reader may keep.
    pub(super) pages: Pages,
    pub(super) complaints: Vec<Diagnostic>,
    pub(super) rendered: usize,
    pub(super) phases: Vec<(&'static str, f64)>,
}

/// One page, made or known.
struct Page {
    row: Option<SitemapRow>,
    claim: Claim,
    lang: Lang,
    origin: Origin,
    /// The file; without its bytes where it is published already, as the record says.
    file: Result<(OutputFile, Option<ManifestFile>), Diagnostic>,
}

/// A language's index: what it follows from, and its files, those that are published already without
/// their bytes.
type IndexFiles = (Lang, Fingerprint, Vec<(OutputFile, Option<ManifestFile>)>);

/// A claim, and for a file that is not made because it is published already, its record.
type Marked = (Claim, Option<ManifestFile>);

impl Snapshot {
    pub(super) fn new(
        site: Arc<Site>,
        press: Arc<Press>,
        files: Arc<Files>,
        texts: Texts,
        rendered: Arc<Rendered>,
    ) -> Self {
        let languages = press.known.library.languages().iter();
        let indexes = languages.map(|lang| (lang.clone(), OnceLock::new())).collect();
        Self { site, press, files, texts, answers: OnceLock::new(), indexes, of_all: OnceLock::new(), rendered }
    }

    /// The file at a path of the site (`tools/index.html`, `assets/…`, `search/index.json`,
    /// `waypost-manifest.json`); nothing where there is none.
    ///
    /// # Errors
    /// Why the file cannot be made.
    pub fn file(&self, path: &str) -> Result<Option<Arc<[u8]>>, Diagnostic> {
        let found = |file: Option<&OutputFile>| Ok(file.map(|file| Arc::from(file.bytes.as_slice())));
        let at = |files: &[OutputFile]| files.iter().find(|file| file.path == path).cloned();
        match self.answers().get(path) {
            Some(Answer::Page(key)) => self.page(path, key).map(Some),
            Some(Answer::Asset(at)) => found(self.press.theme.assets().get(*at)),
            Some(Answer::Copied(source)) => {
                self.site.read_bytes(source).map(|bytes| Some(Arc::from(bytes))).map_err(|fault| fault.diagnostic())
            }
            Some(Answer::Redirect) => found(at(&self.press.redirects()).as_ref()),
            Some(Answer::Made) | None => {
                let base = &self.press.settings.config.base_url;
                match path {
                    "sitemap.xml" => found(at(self.press.sitemap()).as_ref()),
                    "robots.txt" => found(Some(&outputs::robots(base))),
                    "worker.js" => found(self.press.theme.worker()),
                    "_headers" | MANIFEST_PATH => self.of_all(path),
                    _ if keep::is_list(path) => self.of_all(path),
                    _ if path.starts_with("sitemap") => found(at(self.press.sitemap()).as_ref()),
                    _ => match self.in_index(path) {
                        Some(file) => found(Some(file)),
                        None => found(at(self.press.listings()).as_ref()),
                    },
                }
            }
        }
    }

    /// The key and the source file of the entry whose page stands at a path.
    pub fn source_of(&self, path: &str) -> Option<&crate::model::Entry> {
        let Some(Answer::Page(key)) = self.answers().get(path) else { return None };
        let library = &self.press.known.library;
        let entry = match key {
            PageKey::Item(id) | PageKey::Handout(id) => &library.item(*id).entry,
            PageKey::Kind { lang, kind, page: 1 } => {
                let heads = |item: &&crate::library::Item| {
                    item.entry.id.heads_list() == Some(*kind) && &item.entry.lang == lang
                };
                &library.items().iter().find(heads)?.entry
            }
            _ => return None,
        };
        Some(self.texts.get(entry.path()).unwrap_or(entry))
    }

    /// The path of the page of an entry, by its source file.
    pub fn page_of(&self, source: &SourcePath) -> Option<String> {
        let items = self.press.known.library.items().iter();
        let item = items.into_iter().find(|item| item.entry.path() == source)?;
        Some(output_path(&item.route))
    }

    /// Whether there is a file at a path, as far as that is known without making it.
    pub fn has(&self, path: &str) -> bool {
        self.answers().contains_key(path)
    }

    /// Renders one page of every sort in every language with this theme, once; gives the first thing
    /// that is wrong with a template.
    pub fn prove(&self) -> Option<Diagnostic> {
        let sort = |key: &PageKey| match key {
            PageKey::Item(id) => {
                let item = self.press.known.library.item(*id);
                (item.kind() as usize, item.entry.lang.to_string())
            }
            PageKey::Home(lang) => (10, lang.to_string()),
            PageKey::Kind { lang, .. } => (11, lang.to_string()),
            PageKey::Taxonomy { lang, .. } => (12, lang.to_string()),
            PageKey::Term { lang, .. } => (13, lang.to_string()),
            PageKey::Search(lang) => (14, lang.to_string()),
            PageKey::Az { lang, .. } => (15, lang.to_string()),
            PageKey::Patchwork(lang) => (16, lang.to_string()),
            PageKey::Offline(lang) => (17, lang.to_string()),
            PageKey::NotFound => (18, String::new()),
            PageKey::Handout(id) => {
                let item = self.press.known.library.item(*id);
                (20 + item.kind() as usize, item.entry.lang.to_string())
            }
        };
        if self.press.dress.proven.get().is_some() {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut keys = self.press.maker.keys().iter().filter(|key| seen.insert(sort(key)));
        let fault = keys.find_map(|key| self.press.render(&self.press.view(key, &self.texts).0).err());
        if fault.is_none() {
            self.press.dress.proven.get_or_init(|| ());
        }
        fault
    }

    /// The library of the moment.
    pub fn library(&self) -> &crate::library::Library {
        &self.press.known.library
    }

    /// The site file of the moment.
    pub fn config(&self) -> &crate::config::Config {
        &self.press.settings.config
    }

    /// The day of the moment.
    pub fn today(&self) -> crate::model::Today {
        self.press.settings.today
    }

    /// The HTML of a body that is no page's.
    pub fn sample(&self, body: &crate::view::BodyView) -> String {
        self.press.sample(body)
    }

    /// The files that the entries are read from.
    pub fn sources(&self) -> Sources {
        self.files.iter().filter_map(|file| file.source.clone()).collect()
    }

    /// Entries whose text is newer than the library's.
    pub fn newer_texts(&self) -> &Texts {
        &self.texts
    }

    /// A calendar of due reviews for each reviewer: file names with their contents.
    pub fn calendars(&self) -> Vec<OutputFile> {
        let listed = super::report::listed(&self.site, &self.files, self.library(), self.config());
        calendars(&listed, self.config(), self.today())
    }

    /// When each content file was last changed, as far as the system says so.
    pub fn changed(&self) -> BTreeMap<SourcePath, jiff::civil::Date> {
        let files = self.files.iter();
        files.filter_map(|file| Some((file.path.clone(), self.site.changed(&file.path)?))).collect()
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.press.maker.keys().len()
    }

    /// How many pages were rendered on demand, by this moment and those before it.
    pub fn rendered(&self) -> usize {
        self.rendered.count.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// One page, rendered anew only where what it follows from has changed.
    fn page(&self, path: &str, key: &PageKey) -> Result<Arc<[u8]>, Diagnostic> {
        let (view, from) = self.press.view(key, &self.texts);
        let pages = || self.rendered.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = pages().get(path).filter(|(known, _)| *known == from) {
            return Ok(Arc::clone(bytes));
        }
        let bytes: Arc<[u8]> = Arc::from(self.press.render(&view)?);
        self.rendered.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut pages = pages();
        if pages.len() >= MOST_RENDERED {
            pages.clear();
        }
        pages.insert(path.to_owned(), (from, Arc::clone(&bytes)));
        Ok(bytes)
    }

    /// A file that follows from all others: the headers, the manifest, a list of what can be kept. Made
    /// once, since it takes the whole site.
    fn of_all(&self, path: &str) -> Result<Option<Arc<[u8]>>, Diagnostic> {
        let files = self.of_all.get_or_init(|| {
            let outputs = self.outputs(&Memo::default());
            let manifest = Manifest::of(&outputs.files).to_file();
            let of_all = |file: &OutputFile| file.path == "_headers" || keep::is_list(&file.path);
            outputs.files.into_iter().filter(of_all).chain([manifest]).collect()
        });
        let file = files.iter().find(|file| file.path == path);
        Ok(file.map(|file| Arc::from(file.bytes.as_slice())))
    }

    fn in_index(&self, path: &str) -> Option<&OutputFile> {
        let default = self.press.known.library.default_language();
        // The folder of another language lies inside the default one's.
        let languages = self.indexes.keys().filter(|lang| path.starts_with(&search_folder(lang, default)));
        let lang = languages.max_by_key(|lang| search_folder(lang, default).len())?;
        let files = self.index(lang);
        files.iter().find(|file| file.path == path)
    }

    /// The search index of a language, made when it is first asked for.
    pub(super) fn index(&self, lang: &Lang) -> &[OutputFile] {
        let made = || {
            let from = index_key(&self.press, &self.files, lang);
            let kept = || self.rendered.indexes.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, files)) = kept().get(lang).filter(|(known, _)| *known == from) {
                return Arc::clone(files);
            }
            let files = Arc::new(index_of(&self.press, &self.files, lang));
            kept().insert(lang.clone(), (from, Arc::clone(&files)));
            files
        };
        self.indexes.get(lang).map_or(&[], |index| index.get_or_init(made).as_slice())
    }

    fn answers(&self) -> &BTreeMap<String, Answer> {
        self.answers.get_or_init(|| {
            let mut claims: Vec<(OutputFile, Answer)> = Vec::new();
            let mut claim = |path: String, answer| claims.push((OutputFile::new(path, Vec::new()), answer));
            let press = &self.press;
            for key in press.maker.keys() {
                claim(output_path(&press.maker.route(key)), Answer::Page(key.clone()));
            }
            for (at, file) in press.theme.assets().iter().enumerate() {
                claim(file.path.clone(), Answer::Asset(at));
            }
            let made = press.known.library.made().keys().filter(|route| !route.ends_with('/'));
            made.filter(|route| *route != "/404.html").for_each(|route| claim(output_path(route), Answer::Made));
            if !press.known.library.redirects().is_empty() {
                claim("_redirects".to_owned(), Answer::Redirect);
            }
            redirect_claims(press).into_keys().for_each(|path| claim(path, Answer::Redirect));
            for (path, to) in copied_paths(&self.site, press) {
                claim(to, Answer::Copied(path));
            }
            outputs::join(claims).0.into_iter().map(|(file, answer)| (file.path, answer)).collect()
        })
    }

    /// Every file of the site. What the memo knows to be published already is not made again.
    pub(super) fn outputs(&self, memo: &Memo) -> Outputs {
        let mut clock = Stopwatch::start();
        let mut made = Outputs::default();
        let copied = self.copied(&mut made);
        // Much of these others cannot be shared out among threads: pages fill the gaps.
        let (pages, (indexes, listings)) = rayon::join(
            || self.press.maker.keys().par_iter().map(|key| self.made_page(key, memo)).collect::<Vec<_>>(),
            || (self.all_indexes(memo), self.press.listings().to_vec()),
        );
        made.phases.push(("render", clock.lap()));
        let claims = self.claims(pages, indexes, listings, copied, &mut made);
        let (files, conflicts) = outputs::join(claims);
        made.complaints.extend(conflicts.iter().map(|found| conflict(&unmarked(found))));
        for (file, (_, standing)) in files {
            match standing {
                Some(record) => made.standing.push(record),
                // The manifest is written when all else is; until then its name is kept free.
                None if file.path == MANIFEST_PATH => {}
                None => made.files.push(file),
            }
        }
        keep::fill(&self.press, &mut made);
        made.phases.push(("outputs", clock.lap()));
        made
    }

    fn made_page(&self, key: &PageKey, memo: &Memo) -> Page {
        let (view, from) = self.press.view(key, &self.texts);
        let path = output_path(&view.route);
        let standing = memo.pages.get(&path).filter(|(known, _)| known.from == from);
        let bytes = if standing.is_some() { Ok(Vec::new()) } else { self.press.render(&view) };
        let loads = match (standing, &bytes) {
            (Some((known, _)), _) => known.loads.clone(),
            (None, Ok(bytes)) => outputs::loads(&path, bytes, &self.press.settings.config.base_url),
            (None, Err(_)) => String::new(),
        };
        let standing = standing.map(|(_, file)| file.clone());
        Page {
            row: SitemapRow::of(&view),
            claim: page_claim(&self.press, key, &view.route),
            lang: Lang::new(&view.lang),
            origin: Origin { from, loads },
            file: bytes.map(|bytes| (OutputFile::new(path, bytes), standing)),
        }
    }

    /// The files of every language's index, and what each index follows from.
    fn all_indexes(&self, memo: &Memo) -> Vec<IndexFiles> {
        let languages = self.press.known.library.languages().iter();
        let index = |lang: &Lang| {
            let from = index_key(&self.press, &self.files, lang);
            let known = memo.indexes.get(lang.as_str()).filter(|(known, _)| *known == from);
            let files = match known {
                Some((_, files)) => files
                    .iter()
                    .map(|file| (OutputFile::new(file.path.clone(), Vec::new()), Some(file.clone())))
                    .collect(),
                None => index_of(&self.press, &self.files, lang).into_iter().map(|file| (file, None)).collect(),
            };
            (lang.clone(), from, files)
        };
        languages.map(index).collect()
    }

    /// Files of the site that are published as they are.
    fn copied(&self, made: &mut Outputs) -> Vec<(OutputFile, Claim)> {
        let mut files = Vec::new();
        for (path, to) in copied_paths(&self.site, &self.press) {
            match self.site.read_bytes(&path) {
                Ok(bytes) => files.push((OutputFile::new(to, bytes), Claim::Copied(path))),
                Err(fault) => made.complaints.push(fault.diagnostic()),
            }
        }
        files
    }

    /// The claims of all makers, by weight.
    fn claims(
        &self,
        pages: Vec<Page>,
        indexes: Vec<IndexFiles>,
        listings: Vec<OutputFile>,
        copied: Vec<(OutputFile, Claim)>,
        made: &mut Outputs,
    ) -> Vec<(OutputFile, Marked)> {
        let press = &self.press;
        let base = &press.settings.config.base_url;
        let mut claims: Vec<(OutputFile, Marked)> = Vec::new();
        let named = |files: Vec<OutputFile>, what: &str| {
            let what = what.to_owned();
            files.into_iter().map(move |file| (file, (Claim::Made(what.clone()), None)))
        };
        let mut rows = Vec::with_capacity(pages.len());
        for page in pages {
            match page.file {
                Ok((file, standing)) => {
                    made.rendered += usize::from(standing.is_none());
                    // Of two pages at one path the first is kept.
                    made.origins.pages.entry(file.path.clone()).or_insert(page.origin);
                    made.pages.entry(page.lang).or_default().push(file.path.clone());
                    rows.extend(page.row);
                    claims.push((file, (page.claim, standing)));
                }
                Err(complaint) => made.complaints.push(complaint),
            }
        }
        claims.extend(named(press.theme.assets().to_vec(), "a file of the theme"));
        for (lang, from, files) in indexes {
            let paths = files.iter().map(|(file, _)| file.path.clone()).collect();
            made.origins.indexes.insert(lang.to_string(), (from, paths));
            let claim = || Claim::Made("the search index".to_owned());
            claims.extend(files.into_iter().map(|(file, standing)| (file, (claim(), standing))));
        }
        claims.extend(named(press.theme.worker().cloned().into_iter().collect(), "the script that shows kept pages"));
        claims.extend(named(keep::places(press), "the list of what can be kept"));
        claims.extend(named(listings, "a list of entries for programs"));
        claims.extend(named(outputs::sitemap(&rows, base), "the sitemap"));
        claims.extend(named(vec![outputs::robots(base)], "robots.txt"));
        let old = redirect_claims(press);
        let list = || Claim::Made(REDIRECT_LIST.to_owned());
        claims.extend(press.redirects().into_iter().map(|file| {
            let claim = old.get(&file.path).cloned().unwrap_or_else(list);
            (file, (claim, None))
        }));
        claims.extend(copied.into_iter().map(|(file, claim)| (file, (claim, None))));
        let paths: Vec<OutputFile> =
            claims.iter().map(|(file, _)| OutputFile::new(file.path.clone(), Vec::new())).collect();
        claims.extend(named(vec![outputs::headers(base, &outputs::lifetimes(&paths))], "the headers"));
        claims.extend(named(vec![OutputFile::new(MANIFEST_PATH, "")], "the manifest"));
        claims
    }
}

/// A conflict without the marks.
fn unmarked(found: &Conflict<Marked>) -> Conflict<Claim> {
    let plain = |(path, (claim, _)): &(String, Marked)| (path.clone(), claim.clone());
    Conflict { clash: found.clash, kept: plain(&found.kept), dropped: plain(&found.dropped) }
}
