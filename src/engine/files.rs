//! From files to entries: everything that can be done for one file by itself, on all cores, and
//! never twice for the same words.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::disk::{ContentFile, Site};
use crate::model::{Address, Entry, EntryId, FieldSet, Lang, Lowered, lower};
use crate::search::Digest;
use crate::syntax::{PlainSection, parse};
use crate::text::{Fingerprint, SourceFile, SourcePath};

/// One content file, worked through.
#[derive(Debug)]
pub(super) struct File {
    /// The text; nothing where it could not be read.
    pub(super) source: Option<SourceFile>,
    pub(super) lowered: Option<Lowered>,
    /// The entry's facts.
    facts: Option<Fingerprint>,
    pub(super) complaints: Vec<Diagnostic>,
    digest: OnceLock<Digest>,
}

/// Every content file, by path; those that did not change are shared with the reading before.
pub(super) type Files = BTreeMap<SourcePath, Arc<File>>;

/// Works through the content files, taking over from `before` those whose words and rules are the
/// same. Gives them with the number of those that were parsed. With `with_digest` the words for the
/// search index are gathered on the way, which is cheaper than later.
pub(super) fn read(site: &Site, fields: &FieldSet, before: Option<&Files>, with_digest: bool) -> (Files, usize) {
    let work: Vec<(SourcePath, Arc<File>, bool)> = site
        .content
        .par_iter()
        .map(|file| {
            let known = before.and_then(|files| files.get(file.path())).filter(|known| known.is_of(file));
            match known {
                Some(known) => (file.path().clone(), Arc::clone(known), false),
                None => (file.path().clone(), Arc::new(File::new(file, fields, with_digest)), file.text().is_some()),
            }
        })
        .collect();
    let parsed = work.iter().filter(|(_, _, parsed)| *parsed).count();
    (work.into_iter().map(|(path, file, _)| (path, file)).collect(), parsed)
}

impl File {
    /// Parses and lowers one file.
    fn new(file: &ContentFile, fields: &FieldSet, with_digest: bool) -> Self {
        let address = Address::of(file.path().as_str(), &fields.languages);
        let unreadable =
            |address: Address| Lowered::Unreadable { id: address.id, lang: address.lang, path: file.path().clone() };
        let mut made = Self {
            source: file.text().cloned(),
            lowered: None,
            facts: None,
            complaints: Vec::new(),
            digest: OnceLock::new(),
        };
        let Some(source) = file.text() else {
            made.lowered = address.ok().map(unreadable);
            return made;
        };
        let (mut parsed, complaints) = parse(source);
        made.complaints = complaints;
        let sections = std::mem::take(&mut parsed.sections);
        let address = match address {
            Ok(address) => address,
            Err(fault) => {
                made.complaints.push(fault.diagnostic(file.path()));
                made.lowered = fault.once_declared(file.path(), &fields.languages).map(unreadable);
                return made;
            }
        };
        let (lowered, more) = lower(parsed, address, fields);
        made.complaints.extend(more);
        if let Lowered::Entry(entry) = &lowered {
            made.facts = Some(entry.facts());
            if with_digest {
                made.digest = OnceLock::from(digest(entry, &sections));
            }
        }
        made.lowered = Some(lowered);
        made
    }

    /// Whether this is what came of that very file.
    fn is_of(&self, file: &ContentFile) -> bool {
        match (&self.source, file.text()) {
            (Some(known), Some(now)) => known.is_same(now) || known.hash() == now.hash(),
            (None, None) => true,
            _ => false,
        }
    }

    /// The entry, where there is one.
    pub(super) fn entry(&self) -> Option<&Arc<Entry>> {
        match &self.lowered {
            Some(Lowered::Entry(entry)) => Some(entry),
            Some(Lowered::Unreadable { .. }) | None => None,
        }
    }

    /// The entry that the file would be.
    pub(super) fn unreadable(&self) -> Option<(EntryId, Lang)> {
        match &self.lowered {
            Some(Lowered::Unreadable { id, lang, .. }) => Some((id.clone(), lang.clone())),
            Some(Lowered::Entry(_)) | None => None,
        }
    }

    /// What the library may know of the file.
    pub(super) fn facts(&self) -> Option<Fingerprint> {
        self.facts
    }

    /// The entry's words for the search index; parses the file again where they were not kept.
    pub(super) fn digest(&self) -> Option<&Digest> {
        let entry = self.entry()?;
        Some(self.digest.get_or_init(|| digest(entry, &parse(&entry.source).0.sections)))
    }
}

fn digest(entry: &Entry, sections: &[PlainSection]) -> Digest {
    Digest::of(&entry.common.title.value, &entry.common.summary.value, sections, entry.lang.as_str())
}
