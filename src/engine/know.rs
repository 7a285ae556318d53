//! From entries to the library and the theme: all that pages are made from.

use std::sync::{Arc, OnceLock};

use super::files::Files;
use super::settings::{Settings, missing_setting};
use crate::config::Taxonomy;
use crate::diag::{Code, Diagnostic};
use crate::disk::Site;
use crate::library::{self, FileSet, Ingredients, Library, NextChange, SiteFile};
use crate::model::{Entry, EntryId, Lang};
use crate::text::{Fingerprint, Hasher, SourceFile};
use crate::theme::{Theme, ThemeSource, accent_in_words};

/// The library, and what came up while it was built.
pub(super) struct Known {
    pub(super) library: Arc<Library>,
    pub(super) files: Arc<FileSet>,
    pub(super) next_change: Option<NextChange>,
    pub(super) complaints: Vec<Diagnostic>,
    /// The content files that it was built from.
    pub(super) built_from: Arc<Files>,
    /// Changes when a fact does, or anything else that the library follows from.
    pub(super) key: Fingerprint,
}

/// Builds the library, or takes over the one before where no fact changed.
pub(super) fn know(site: &Site, settings: &Settings, files: &Arc<Files>, before: Option<&Arc<Known>>) -> Arc<Known> {
    let set = Arc::new(file_set(site));
    let key = key(settings, files, &set);
    let same = |before: &&Arc<Known>| before.key == key && files.newer_texts(&before.built_from).is_some();
    if let Some(before) = before.filter(same) {
        return Arc::clone(before);
    }
    let (library, next_change, complaints) = build(settings, files, &set);
    Arc::new(Known {
        library: Arc::new(library),
        files: set,
        next_change,
        complaints,
        built_from: Arc::clone(files),
        key,
    })
}

/// Builds the library.
pub(super) fn build(
    settings: &Settings,
    files: &Files,
    set: &FileSet,
) -> (Library, Option<NextChange>, Vec<Diagnostic>) {
    let entries: Vec<Arc<Entry>> = files.iter().filter_map(|file| file.entry().cloned()).collect();
    let unreadable: Vec<(EntryId, Lang)> = files.iter().filter_map(|file| file.unreadable()).collect();
    let taxonomies: &[Taxonomy] = &settings.config.taxonomies;
    library::build(Ingredients {
        entries,
        unreadable,
        languages: settings.fields.languages.clone(),
        taxonomies,
        custom: &settings.fields.custom,
        files: set,
        page_size: settings.config.page_size,
        today: settings.today,
        with_hidden: settings.with_hidden,
    })
}

fn key(settings: &Settings, files: &Files, set: &FileSet) -> Fingerprint {
    let mut hasher = Hasher::new();
    hasher.part(settings.key.bytes());
    for file in files.iter() {
        match file.facts() {
            Some(facts) => hasher.part(facts.bytes()),
            None => hasher.part(file.path.as_str()).part([u8::from(file.lowered.is_some())]),
        };
    }
    hasher.part("files");
    for (path, file) in set {
        hasher.part(path).part(file.size.to_le_bytes());
    }
    hasher.finish()
}

/// Files beside entries and in `static/`.
fn file_set(site: &Site) -> FileSet {
    let listed = site.bundle_files.iter().chain(&site.static_files);
    listed.map(|file| (file.path.to_string(), SiteFile { path: file.path.clone(), size: file.size })).collect()
}

/// Holds settings against the library: files and entries that they name, and what becomes of them.
pub(super) fn check_settings(settings: &Settings, library: &Library, files: &FileSet) -> Vec<Diagnostic> {
    let config = &settings.config;
    let path = config.source.path();
    let calls = config.theme.calls.iter().filter_map(|call| library.check_site_route(files, path, &call.url));
    let accent = config.theme.accent.as_ref().map(|accent| {
        let message = format!("the accent comes out as {}", accent_in_words(accent.value));
        Diagnostic::new(Code::AccentFitted, path, accent.span, message)
            .help("nothing is to be done: its hue is kept, and all text on it can be read")
    });
    check_logo(settings, files).into_iter().chain(calls).chain(accent).collect()
}

/// Finds a logo that is not there.
fn check_logo(settings: &Settings, files: &FileSet) -> Option<Diagnostic> {
    let logo = settings.config.theme.logo.as_ref()?;
    let path = settings.config.theme.logo_path()?;
    if files.contains_key(path.as_str()) {
        return None;
    }
    let message = format!("there is no logo at `{path}`");
    let help = "put the picture into static/ and name it from there: logo: logo.svg";
    Some(missing_setting(&settings.config, logo.span, message, help))
}

/// The theme of a site, or why there is none.
pub(super) struct Dress {
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) complaints: Vec<Diagnostic>,
    /// The theme's files, for messages that quote them.
    pub(super) sources: Vec<SourceFile>,
    /// Changes when a file of the theme or a setting that it follows from does.
    key: Fingerprint,
    /// Set once a page of every sort that there was could be rendered.
    pub(super) proven: OnceLock<()>,
}

/// Loads the theme, or takes over the one before where nothing of it changed.
pub(super) fn dress(site: &Site, settings: &Settings, before: Option<&Arc<Dress>>) -> Arc<Dress> {
    let mut complaints = Vec::new();
    let name = settings.config.theme.name.as_ref();
    let wanted = name.map_or("default", |name| name.value.as_str());
    let folder = format!("themes/{wanted}/");
    let mut overrides = Vec::new();
    for file in site.theme_files.iter().filter(|file| file.path.as_str().starts_with(&folder)) {
        match site.read_bytes(&file.path) {
            Ok(bytes) => overrides.push((file.path.as_str().get(folder.len()..).unwrap_or("").to_owned(), bytes)),
            Err(fault) => complaints.push(fault.diagnostic()),
        }
    }
    let languages: Vec<&str> = settings.fields.languages.iter().map(Lang::as_str).collect();
    let source = ThemeSource {
        name: wanted,
        overrides: &overrides,
        languages: &languages,
        accent: settings.config.theme.accent.as_ref().map(|accent| accent.value),
    };
    let key = theme_key(&source, name.map(|name| name.span.start), complaints.len());
    if let Some(before) = before.filter(|before| before.key == key) {
        return Arc::clone(before);
    }
    if let Some(name) = name.filter(|name| overrides.is_empty() && name.value != "default") {
        let message = format!("there is no theme in `{folder}`");
        let folders: std::collections::BTreeSet<&str> =
            site.theme_files.iter().filter_map(|file| file.path.as_str().split('/').nth(1)).collect();
        let complaint = Diagnostic::new(Code::ThemeUnknown, settings.config.source.path(), name.span, message)
            .help("make the folder, or take `name` out to use the default theme")
            .did_you_mean(&name.value, folders);
        complaints.push(complaint);
    }
    Arc::new(match Theme::load(&source) {
        Ok(theme) => {
            let sources = theme.sources().to_vec();
            Dress { sources, theme: Some(Arc::new(theme)), complaints, key, proven: OnceLock::new() }
        }
        Err(broken) => {
            complaints.extend(broken.diagnostics);
            Dress { theme: None, complaints, sources: broken.sources, key, proven: OnceLock::new() }
        }
    })
}

fn theme_key(source: &ThemeSource<'_>, named_at: Option<u32>, unreadable: usize) -> Fingerprint {
    let mut hasher = Hasher::new();
    hasher.part(source.name).part(named_at.unwrap_or(0).to_le_bytes()).part(unreadable.to_le_bytes());
    hasher.part(source.accent.map_or(String::new(), |accent| format!("{accent:?}")));
    for (path, bytes) in source.overrides {
        hasher.part(path).part(bytes);
    }
    hasher.part("languages");
    for lang in source.languages {
        hasher.part(lang);
    }
    hasher.finish()
}
