//! From files to entries: everything that can be done for one file by itself, on all cores, and
//! never twice for the same words.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::word_lists::WordLists;
use crate::check::{Finding, ListedWords, WordTrail, check_entry, findings};
use crate::diag::Diagnostic;
use crate::disk::{ContentFile, Site};
use crate::model::{Address, Entry, EntryId, FieldSet, FieldType, Lang, Lowered, lower};
use crate::search::Digest;
use crate::syntax::{PlainSection, Silence, parse};
use crate::text::{Fingerprint, SourceFile, SourcePath};
use crate::view::Texts;

/// One content file, worked through.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: SourcePath,
    /// The text; nothing where it could not be read.
    pub(super) source: Option<SourceFile>,
    pub(super) lowered: Option<Lowered>,
    /// The entry's facts.
    facts: Option<Fingerprint>,
    pub(super) complaints: Vec<Diagnostic>,
    /// Words in it that the library avoids.
    pub(super) found_words: Vec<Finding>,
    /// Comments that silence a message where it stands.
    pub(super) silences: Vec<Silence>,
    digest: OnceLock<Digest>,
    /// The text's words, for finding passages again; only where it was asked for.
    trail: Option<WordTrail>,
}

/// What is to be gathered while files are parsed, which is cheaper than later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gather {
    /// The words for the search index.
    pub(super) digest: bool,
    /// The words for finding passages again.
    pub(super) trail: bool,
}

/// Every content file, in the order of paths; those that did not change are shared with the reading
/// before.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<Arc<File>>);

/// Works through the content files, taking over from `before` those whose words and rules are the
/// same. Gives them with the number of those that were parsed.
pub(super) fn read(
    site: &Site,
    fields: &FieldSet,
    word_lists: &WordLists,
    before: Option<&Files>,
    gather: Gather,
) -> (Files, usize) {
    let listed = ListedWords::default();
    let known = |(at, file): (usize, &ContentFile)| {
        let before = before?;
        // Mostly nothing came or went, and the file is where it was.
        let same_place = before.0.get(at).filter(|known| known.is_of(file));
        let known = same_place.or_else(|| before.get(file.path()).filter(|known| known.is_of(file)));
        known.cloned()
    };
    let known: Vec<Option<Arc<File>>> = site.content.iter().enumerate().map(known).collect();
    let new: Vec<&ContentFile> =
        site.content.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(file, _)| file).collect();
    let parsed = new.iter().filter(|file| file.text().is_some()).count();
    let rules = Rules { fields, word_lists, listed: &listed };
    let made: Vec<Arc<File>> = new.par_iter().map(|file| Arc::new(File::new(file, &rules, gather))).collect();
    let mut made = made.into_iter();
    (Files(known.into_iter().filter_map(|known| known.or_else(|| made.next())).collect()), parsed)
}

impl Files {
    /// All files, in the order of paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<File>> {
        self.0.iter()
    }

    /// The file of a path.
    pub(super) fn get(&self, path: &SourcePath) -> Option<&Arc<File>> {
        let at = self.0.binary_search_by(|file| file.path.cmp(path)).ok()?;
        self.0.get(at)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Entries whose text differs from that in `before`, where all else does not; nothing where a
    /// fact changed, or which files there are.
    pub(super) fn newer_texts(&self, before: &Files) -> Option<Texts> {
        let mut newer = Texts::new();
        if self.len() != before.len() {
            return None;
        }
        for (now, then) in self.iter().zip(before.iter()).filter(|(now, then)| !Arc::ptr_eq(now, then)) {
            match (now.entry(), then.entry()) {
                (Some(entry), Some(_)) if now.facts == then.facts => {
                    newer.insert(now.path.clone(), Arc::clone(entry));
                }
                (None, None) if now.path == then.path && now.unreadable() == then.unreadable() => {}
                _ => return None,
            }
        }
        Some(newer)
    }
}

/// What a file is held against.
struct Rules<'a> {
    fields: &'a FieldSet,
    word_lists: &'a WordLists,
    listed: &'a ListedWords,
}

impl File {
    /// Parses and lowers one file.
    fn new(file: &ContentFile, rules: &Rules<'_>, gather: Gather) -> Self {
        let Rules { fields, word_lists, listed } = *rules;
        let address = Address::of(file.path().as_str(), &fields.languages);
        let unreadable =
            |address: Address| Lowered::Unreadable { id: address.id, lang: address.lang, path: file.path().clone() };
        let mut made = Self {
            path: file.path().clone(),
            source: file.text().cloned(),
            lowered: None,
            facts: None,
            complaints: Vec::new(),
            found_words: Vec::new(),
            silences: Vec::new(),
            digest: OnceLock::new(),
            trail: None,
        };
        let Some(source) = file.text() else {
            made.lowered = address.ok().map(unreadable);
            return made;
        };
        let (mut parsed, complaints) = parse(source);
        made.complaints = complaints;
        let sections = std::mem::take(&mut parsed.sections);
        let passages = std::mem::take(&mut parsed.passages);
        made.silences = std::mem::take(&mut parsed.silences);
        let address = match address {
            Ok(address) => address,
            Err(fault) => {
                made.complaints.push(fault.diagnostic(file.path()));
                made.lowered = fault.once_declared(file.path(), &fields.languages).map(unreadable);
                return made;
            }
        };
        if let Some(finder) = word_lists.finder(&address.lang) {
            let custom = fields.custom.get(&address.kind).into_iter().flatten();
            let texts = custom.filter(|field| field.field_type == FieldType::Text).map(|field| field.name.as_str());
            let texts: Vec<&str> = texts.collect();
            made.found_words = findings(finder, source, parsed.front.as_ref(), parsed.body, &texts);
            made.complaints.extend(made.found_words.iter().map(|one| one.diagnostic(source.path())));
        }
        let (lowered, more) = lower(parsed, address, fields);
        made.complaints.extend(more);
        if let Lowered::Entry(entry) = &lowered {
            made.facts = Some(entry.facts());
            made.complaints.extend(check_entry(entry, &passages, listed));
            made.trail = gather.trail.then(|| WordTrail::of(&passages));
            if gather.digest {
                made.digest = OnceLock::from(digest(entry, &sections));
            }
        }
        made.lowered = Some(lowered);
        made
    }

    /// Whether this is what came of that very file.
    fn is_of(&self, file: &ContentFile) -> bool {
        match (&self.source, file.text()) {
            (Some(known), Some(now)) => {
                known.is_same(now) || (known.path() == now.path() && known.hash() == now.hash())
            }
            (None, None) => self.path == *file.path(),
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

    /// The text's words, where they were gathered.
    pub(super) fn trail(&self) -> Option<&WordTrail> {
        self.trail.as_ref()
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
