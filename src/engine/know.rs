//! From entries to the library, its complaints, and the theme.

use super::Built;
use super::read::{Read, missing_setting};
use crate::check;
use crate::diag::{Code, Diagnostic};
use crate::disk::Site;
use crate::library::{self, FileSet, Ingredients, Library, SiteFile};
use crate::model::Lang;
use crate::theme::{Theme, ThemeSource};

/// All that pages are made from.
pub(super) struct Known {
    pub(super) read: Read,
    pub(super) library: Library,
    pub(super) files: FileSet,
    pub(super) theme: Theme,
}

/// Builds the library and loads the theme. Gives nothing when there is no library or no theme.
pub(super) fn know(site: &Site, read: Option<Read>, built: &mut Built) -> Option<Known> {
    let mut read = read?;
    let files = files(site);
    let (library, next_change, complaints) = library::build(Ingredients {
        entries: std::mem::take(&mut read.entries),
        unreadable: std::mem::take(&mut read.unreadable),
        languages: read.fields.languages.clone(),
        taxonomies: &read.config.taxonomies,
        custom: &read.fields.custom,
        files: &files,
        page_size: read.config.page_size,
        today: read.today,
        with_hidden: read.with_hidden,
    });
    built.next_change = next_change;
    built.diagnostics.extend(complaints);
    built.diagnostics.extend(check::check(&library, &read.config));
    check_logo(&read, &files, built);
    let theme = load_theme(site, &read, built)?;
    Some(Known { read, library, files, theme })
}

/// Files beside entries and in `static/`.
fn files(site: &Site) -> FileSet {
    let listed = site.bundle_files.iter().chain(&site.static_files);
    listed.map(|file| (file.path.to_string(), SiteFile { path: file.path.clone(), size: file.size })).collect()
}

fn check_logo(read: &Read, files: &FileSet, built: &mut Built) {
    let Some(logo) = &read.config.theme.logo else { return };
    let path = format!("static/{}", logo.value.trim_start_matches('/'));
    if !files.contains_key(&path) {
        let message = format!("there is no logo at `{path}`");
        let help = "put the picture into static/ and name it from there: logo: logo.svg";
        built.diagnostics.push(missing_setting(&read.config, logo.span, message, help));
    }
}

fn load_theme(site: &Site, read: &Read, built: &mut Built) -> Option<Theme> {
    let name = read.config.theme.name.as_ref();
    let wanted = name.map_or("default", |name| name.value.as_str());
    let folder = format!("themes/{wanted}/");
    let mut overrides = Vec::new();
    for file in site.theme_files.iter().filter(|file| file.path.as_str().starts_with(&folder)) {
        match site.read_bytes(&file.path) {
            Ok(bytes) => overrides.push((file.path.as_str().get(folder.len()..).unwrap_or("").to_owned(), bytes)),
            Err(fault) => built.diagnostics.push(fault.diagnostic()),
        }
    }
    if let Some(name) = name.filter(|name| overrides.is_empty() && name.value != "default") {
        let message = format!("there is no theme in `{folder}`");
        let folders: std::collections::BTreeSet<&str> =
            site.theme_files.iter().filter_map(|file| file.path.as_str().split('/').nth(1)).collect();
        let complaint = Diagnostic::new(Code::ThemeUnknown, read.config.source.path(), name.span, message)
            .help("make the folder, or take `name` out to use the default theme")
            .did_you_mean(&name.value, folders);
        built.diagnostics.push(complaint);
    }
    let languages: Vec<&str> = read.fields.languages.iter().map(Lang::as_str).collect();
    let source =
        ThemeSource { name: wanted, overrides: &overrides, languages: &languages, accent: read.config.theme.accent };
    match Theme::load(&source) {
        Ok(theme) => {
            theme.sources().iter().for_each(|file| built.sources.insert(file.clone()));
            Some(theme)
        }
        Err(broken) => {
            broken.sources.into_iter().for_each(|file| built.sources.insert(file));
            built.diagnostics.extend(broken.diagnostics);
            None
        }
    }
}
