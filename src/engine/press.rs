//! The library in its theme: what turns a page's key into its bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::know::{Dress, Known};
use super::looked::Looked;
use super::settings::Settings;
use crate::diag::Diagnostic;
use crate::model::Lang;
use crate::outputs::{self, SitemapRow};
use crate::render::{self, Help, Highlighter};
use crate::text::{Fingerprint, Hasher, OutputFile};
use crate::theme::{Renderer, Theme};
use crate::view::{BodyView, Maker, Materials, PageKey, PageView, Texts, Words};

/// Changes with every build of the program: what an older one has left beside an output may
/// follow from other code.
pub(super) const PROGRAM: &str = env!("WAYPOST_BUILD");

/// Everything that pages are made with.
pub(super) struct Press {
    pub(super) known: Arc<Known>,
    pub(super) dress: Arc<Dress>,
    pub(super) theme: Arc<Theme>,
    pub(super) settings: Arc<Settings>,
    pub(super) maker: Maker,
    pub(super) words: Arc<BTreeMap<Lang, Words>>,
    voices: BTreeMap<Lang, Voice>,
    highlighter: Arc<Highlighter>,
    looked: Looked,
    sitemap: OnceLock<Vec<OutputFile>>,
    listings: OnceLock<Vec<OutputFile>>,
}

/// What the pages of one language are rendered with.
struct Voice {
    renderer: Renderer,
    words: render::Words,
    help: Help,
}

impl Press {
    /// Prepares what all pages share, or takes over the press before where that is the same.
    pub(super) fn new(
        settings: &Arc<Settings>,
        known: &Arc<Known>,
        dress: &Arc<Dress>,
        looked: Looked,
        before: Option<&Arc<Press>>,
    ) -> Option<Arc<Self>> {
        let theme = dress.theme.clone()?;
        let same = |before: &&Arc<Press>| {
            Arc::ptr_eq(&before.known, known) && Arc::ptr_eq(&before.dress, dress) && before.looked == looked
        };
        if let Some(before) = before.filter(same) {
            return Some(Arc::clone(before));
        }
        let languages = known.library.languages().iter();
        let words: BTreeMap<Lang, Words> =
            languages.map(|lang| (lang.clone(), theme.words(lang.as_str()).flat())).collect();
        let words = Arc::new(words);
        let maker = Maker::new(Materials {
            library: Arc::clone(&known.library),
            config: Arc::clone(&settings.config),
            words: Arc::clone(&words),
            files: Arc::clone(&known.files),
            image_sizes: Arc::clone(&looked.sizes),
            transcripts: Arc::clone(&looked.transcripts),
        });
        let voice = |(lang, site): (&Lang, &crate::view::SiteView)| {
            let voice = Voice {
                renderer: theme.renderer(lang.as_str(), site),
                words: render::Words::new(words.get(lang).unwrap_or(&Words::empty()).texts()),
                help: Help { lines: site.help_lines.clone(), emergency: site.emergency.clone() },
            };
            (lang.clone(), voice)
        };
        let voices = maker.sites().iter().map(voice).collect();
        Some(Arc::new(Self {
            known: Arc::clone(known),
            dress: Arc::clone(dress),
            theme,
            settings: Arc::clone(settings),
            maker,
            words,
            voices,
            highlighter: before.map_or_else(|| Arc::new(Highlighter::new()), |before| Arc::clone(&before.highlighter)),
            looked,
            sitemap: OnceLock::new(),
            listings: OnceLock::new(),
        }))
    }

    /// Whether it wears that theme.
    pub(super) fn theme_is(&self, dress: Option<&Arc<Dress>>) -> bool {
        dress.is_some_and(|dress| Arc::ptr_eq(dress, &self.dress))
    }

    /// One page's view, and the fingerprint of all that its bytes follow from.
    pub(super) fn view(&self, key: &PageKey, texts: &Texts) -> (PageView, Fingerprint) {
        let page = self.maker.page(key, texts);
        let mut hasher = Hasher::new();
        hasher.part(PROGRAM);
        if let Some(voice) = self.voices.get(&Lang::new(&page.lang)) {
            hasher.part(voice.renderer.fingerprint().bytes());
        }
        // A handout may hold texts of another language, with that language's words in them.
        for body in page.content.bodies().into_iter().filter(|body| body.lang != page.lang) {
            if let Some(voice) = self.voices.get(&Lang::new(&body.lang)) {
                hasher.part(voice.renderer.fingerprint().bytes());
            }
        }
        hasher.part(page.fingerprint().bytes());
        (page, hasher.finish())
    }

    /// A page's bytes.
    pub(super) fn render(&self, page: &PageView) -> Result<Vec<u8>, Diagnostic> {
        let Some(voice) = self.voices.get(&Lang::new(&page.lang)) else { return Ok(Vec::new()) };
        let body = |body: &BodyView| {
            let voice = self.voices.get(&Lang::new(&body.lang)).unwrap_or(voice);
            render::body(body, &voice.words, &voice.help, &self.highlighter).html
        };
        let bodies: Vec<String> = page.content.bodies().into_iter().map(body).collect();
        let mut out = Vec::with_capacity(16_384);
        voice.renderer.page(page, &bodies, &mut out)?;
        out.shrink_to_fit();
        Ok(out)
    }

    /// A body by itself, in the words of the default language.
    pub(super) fn sample(&self, body: &BodyView) -> String {
        let voice = self.voices.get(self.known.library.default_language());
        voice.map_or_else(String::new, |voice| render::body(body, &voice.words, &voice.help, &self.highlighter).html)
    }

    /// The sitemap, made from every page's view when it is first asked for.
    pub(super) fn sitemap(&self) -> &[OutputFile] {
        self.sitemap.get_or_init(|| {
            let none = Texts::new();
            let keys = self.maker.keys().par_iter().filter(|key| !matches!(key, PageKey::Handout(_)));
            let rows = keys.filter_map(|key| SitemapRow::of(&self.maker.page(key, &none))).collect::<Vec<_>>();
            outputs::sitemap(&rows, &self.settings.config.base_url)
        })
    }

    /// Feeds, the catalogue and what scripts can look up: what names many entries and shows none.
    pub(super) fn listings(&self) -> &[OutputFile] {
        self.listings.get_or_init(|| {
            let mut files: Vec<OutputFile> = self.maker.feeds().iter().filter_map(outputs::feed).collect();
            files.extend(outputs::catalogue(&self.maker.catalogue(), &self.settings.config.base_url));
            files.extend(outputs::entries(&self.maker.entry_rows(), self.known.library.entry_shards()));
            files
        })
    }

    /// Old addresses, each with where it leads now.
    pub(super) fn redirects(&self) -> Vec<OutputFile> {
        let (library, config) = (&self.known.library, &self.settings.config);
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
                moved: self.words.get(lang).map_or(String::new(), |words| words.get("view.moved").to_owned()),
                site_title: config.title.get(lang.as_str()).to_owned(),
            }
        };
        let all: Vec<outputs::Redirect> = library.redirects().iter().map(redirect).collect();
        outputs::redirects(&all, &config.base_url)
    }
}

/// The file that answers for a route: `/tools/` is `tools/index.html`.
pub(super) fn output_path(route: &str) -> String {
    let path = route.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
