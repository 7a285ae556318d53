//! What the site file says, and what a build was asked for.

use super::Request;
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic};
use crate::disk::{self, Site};
use crate::model::{FieldSet, Today};
use crate::text::{Fingerprint, Hasher, SourceFile, Span};

/// The site file, read, and the day.
pub(super) struct Settings {
    pub(super) config: std::sync::Arc<Config>,
    pub(super) fields: FieldSet,
    pub(super) today: Today,
    /// Whether drafts, scheduled and expired entries are in the library.
    pub(super) with_hidden: bool,
    /// Changes when any of these does.
    pub(super) key: Fingerprint,
    pub(super) complaints: Vec<Diagnostic>,
}

/// Reads the site file; its text, settings where it has any that can be used, and what is wrong.
pub(super) fn settings(site: &Site, request: &Request) -> (Option<SourceFile>, Result<Settings, Vec<Diagnostic>>) {
    let source = match &site.config {
        Some(file) => match file.text() {
            Some(source) => source.clone(),
            None => return (None, Err(Vec::new())),
        },
        None => SourceFile::new(disk::SITE_FILE, ""),
    };
    let (config, complaints) = config::read(&source);
    let Some(mut config) = config else { return (Some(source), Err(complaints)) };
    if let Some(base) = request.base_url.as_deref().and_then(|text| config::parse_base_url(text).ok()) {
        config.base_url = base;
    }
    let today = Today(request.today.unwrap_or_else(|| disk::today(config.timezone.as_deref())));
    let mut hasher = Hasher::new();
    hasher.part(source.hash().bytes()).part(&config.base_url.origin).part(&config.base_url.path);
    hasher.part(today.0.to_string()).part([u8::from(request.drafts)]);
    let settings = Settings {
        fields: FieldSet::of(&config),
        config: std::sync::Arc::new(config),
        today,
        with_hidden: request.drafts,
        key: hasher.finish(),
        complaints,
    };
    (Some(source), Ok(settings))
}

/// The complaint that a setting names a file that is not there.
pub(super) fn missing_setting(config: &Config, span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::FileMissing, config.source.path(), span, message).help(help)
}
