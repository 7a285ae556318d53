//! From files to entries: everything that can be done for one file by itself, on all cores.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Built, Request};
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic};
use crate::disk::{self, ContentFile, Site};
use crate::model::{Address, Entry, EntryId, FieldSet, Lang, Lowered, Today, lower};
use crate::search::Digest;
use crate::syntax::{PlainSection, parse};
use crate::text::{SourceFile, SourcePath, Span};

/// What the files of a site say.
pub(super) struct Read {
    pub(super) config: Config,
    pub(super) fields: FieldSet,
    pub(super) entries: Vec<Entry>,
    pub(super) unreadable: Vec<(EntryId, Lang)>,
    /// The search digest of each entry, by its file.
    pub(super) digests: BTreeMap<SourcePath, Digest>,
    pub(super) today: Today,
    pub(super) with_hidden: bool,
}

/// Reads the site file and every content file. Gives nothing when the site file cannot be read.
pub(super) fn read(site: &Site, request: &Request, built: &mut Built) -> Option<Read> {
    for fault in &site.faults {
        if let Some(shown) = fault.source() {
            built.sources.insert(shown.clone());
        }
        built.diagnostics.push(fault.diagnostic());
    }
    let config = site_file(site, request, built)?;
    let today = Today(request.today.unwrap_or_else(|| disk::today(config.timezone.as_deref())));
    let fields = FieldSet::of(&config);
    let mut read = Read {
        config,
        fields,
        entries: Vec::new(),
        unreadable: Vec::new(),
        digests: BTreeMap::new(),
        today,
        with_hidden: request.drafts,
    };
    let files: Vec<&ContentFile> = site.content.iter().collect();
    let with_digest = !request.check_only || super::find::has_tests(site);
    let parsed: Vec<_> = files.par_iter().map(|file| one(file, &read.fields, with_digest)).collect();
    built.stats.sources = files.len() + 1;
    for (file, (lowered, digest, complaints)) in files.iter().zip(parsed) {
        built.diagnostics.extend(complaints);
        if let Some(text) = file.text() {
            built.sources.insert(text.clone());
            built.stats.parsed += 1;
        }
        match lowered {
            Some(Lowered::Entry(entry)) => read.entries.push(*entry),
            Some(Lowered::Unreadable { id, lang, .. }) => read.unreadable.push((id, lang)),
            None => {}
        }
        if let Some(digest) = digest {
            read.digests.insert(file.path().clone(), digest);
        }
    }
    Some(read)
}

fn site_file(site: &Site, request: &Request, built: &mut Built) -> Option<Config> {
    let source = match &site.config {
        Some(file) => file.text()?.clone(),
        None => SourceFile::new(disk::SITE_FILE, ""),
    };
    built.sources.insert(source.clone());
    let (config, complaints) = config::read(&source);
    built.diagnostics.extend(complaints);
    let mut config = config?;
    if let Some(base) = request.base_url.as_deref().and_then(|text| config::parse_base_url(text).ok()) {
        config.base_url = base;
    }
    Some(config)
}

type One = (Option<Lowered>, Option<Digest>, Vec<Diagnostic>);

/// Parses and lowers one file, and digests its words for the search index.
fn one(file: &ContentFile, fields: &FieldSet, with_digest: bool) -> One {
    let address = Address::of(file.path().as_str(), &fields.languages);
    let unreadable =
        |address: Address| Lowered::Unreadable { id: address.id, lang: address.lang, path: file.path().clone() };
    let Some(source) = file.text() else {
        return (address.ok().map(unreadable), None, Vec::new());
    };
    let (mut parsed, mut complaints) = parse(source);
    let sections = std::mem::take(&mut parsed.sections);
    let address = match address {
        Ok(address) => address,
        Err(fault) => {
            complaints.push(fault.diagnostic(file.path()));
            let known = fault.once_declared(file.path(), &fields.languages).map(unreadable);
            return (known, None, complaints);
        }
    };
    let (lowered, more) = lower(parsed, address, fields);
    complaints.extend(more);
    let digest = match &lowered {
        Lowered::Entry(entry) if with_digest => Some(digest(entry, &sections)),
        _ => None,
    };
    (Some(lowered), digest, complaints)
}

fn digest(entry: &Entry, sections: &[PlainSection]) -> Digest {
    Digest::of(&entry.common.title.value, &entry.common.summary.value, sections, entry.lang.as_str())
}

/// The complaint that a setting names a file that is not there.
pub(super) fn missing_setting(config: &Config, span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::FileMissing, config.source.path(), span, message).help(help)
}
