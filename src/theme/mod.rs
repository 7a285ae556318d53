//! Show: the theme. Compiled templates, interface words, pure helpers, the asset manifest.
//!
//! Invariant: a theme compiles, or every error of its files is reported before any page renders.
//! This room is the only importer of `tera`. A template sees its page's view, the site's view, the
//! words of its language and the addresses of assets, and can look nothing else up: equal view and
//! equal [`Theme::fingerprint`], equal page.
//!
//! The default theme lies in `themes/default` and is embedded in the binary. An organisation's
//! files replace single files of it (`themes/<name>/templates/tool.html` stands for
//! `templates/tool.html`); a template that is replaced can still be extended or included as
//! `default/<path>`, and a YAML file begins with `extends: default` to change only some keys.
//!
//! The pages that only the preview has ([`Preview`]) lie in `themes/preview`; no site replaces them.

mod accent;
mod assets;
mod compile;
mod filters;
mod layers;
mod manifest;
mod plural;
mod preview;
mod qr;
mod renderer;
mod strip;
mod words;

use std::collections::BTreeMap;

use crate::config::Accent;
use crate::diag::Diagnostic;
use crate::text::{Fingerprint, Hasher, OutputFile, SourceFile};

use assets::Assets;
use compile::Compiled;
use layers::Layers;

pub use accent::accent_in_words;
pub use preview::Preview;
pub use renderer::Renderer;
pub use words::Words;

/// What a theme is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThemeSource<'a> {
    /// Name of the folder in `themes/` that the overrides are from; empty when there are none.
    pub name: &'a str,
    /// Files that replace the default theme's: path below the theme's folder, content.
    pub overrides: &'a [(String, Vec<u8>)],
    /// Language tags of the site, the default one first.
    pub languages: &'a [&'a str],
    /// The accent, when the site sets one.
    pub accent: Option<Accent>,
}

/// A theme that can render. Made once, used from many threads.
#[derive(Clone)]
pub struct Theme {
    compiled: Compiled,
    words: BTreeMap<String, Words>,
    fallback: Words,
    assets: Assets,
    sources: Vec<SourceFile>,
    fingerprint: Fingerprint,
}

/// Why a theme cannot be used.
#[derive(Debug, Clone)]
pub struct BrokenTheme {
    /// Every error of its files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics point at.
    pub sources: Vec<SourceFile>,
}

impl Theme {
    /// Lays the overrides over the default theme, compiles its templates, reads its words for
    /// every language of the site and makes its assets.
    ///
    /// # Errors
    /// All errors of all files at once.
    pub fn load(source: &ThemeSource<'_>) -> Result<Theme, BrokenTheme> {
        let mut complaints = Vec::new();
        let layers = Layers::new(source.name, source.overrides, &mut complaints);
        let manifest = manifest::read(&layers, &mut complaints);
        let (fallback, words) = words::read(&layers, source.languages, &mut complaints);
        let assets = Assets::new(&layers, &manifest, source.accent, &mut complaints);
        let compiled = compile::compile(&layers, &mut complaints);
        let sources = layers.sources();
        match compiled {
            Some(compiled) if complaints.is_empty() => {
                let fingerprint = fingerprint(&layers, source, &assets);
                Ok(Theme { compiled, words, fallback, assets, sources, fingerprint })
            }
            _ => Err(BrokenTheme { diagnostics: complaints, sources }),
        }
    }

    /// The interface words of a language: its own, or English where the theme has none.
    pub fn words(&self, lang: &str) -> &Words {
        self.words.get(lang).unwrap_or(&self.fallback)
    }

    /// Style sheets, scripts and other files of the theme, named by what they hold
    /// (`assets/site.3f9c1a2b.css`), sorted by path.
    pub fn assets(&self) -> &[OutputFile] {
        self.assets.files()
    }

    /// `worker.js`, the script that shows pages which a reader has kept on the device; nothing where the
    /// theme has none.
    pub fn worker(&self) -> Option<&OutputFile> {
        self.assets.worker()
    }

    /// The address of an asset, by its path below the theme's folder (`components/search/search.js`;
    /// `site.css` is the style sheet of every page). `root_url` is the site's root path with a
    /// closing slash.
    pub fn asset_url(&self, path: &str, root_url: &str) -> Option<String> {
        self.assets.url(path, root_url)
    }

    /// The text files of the theme, for messages that quote them.
    pub fn sources(&self) -> &[SourceFile] {
        &self.sources
    }

    /// Changes when a template, a word or an asset changes.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

fn fingerprint(layers: &Layers, source: &ThemeSource<'_>, assets: &Assets) -> Fingerprint {
    let mut hasher = Hasher::new();
    for (path, bytes) in layers.all() {
        hasher.part(path).part(bytes);
    }
    for lang in source.languages {
        hasher.part(lang);
    }
    for file in assets.files() {
        hasher.part(&file.path);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests;
