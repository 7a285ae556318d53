//! The words that a library avoids, made ready for each of its languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Built;
use super::files::Files;
use super::settings::Settings;
use crate::check::{Finder, Finding, config_findings};
use crate::config::{read_lexicon, usual_lexicon};
use crate::diag::{Code, Diagnostic};
use crate::disk::{self, ContentFile, Site};
use crate::model::Lang;
use crate::report::{self, FoundWord, ListedWord, Report};
use crate::text::{Fingerprint, Hasher, SourceFile, Span};

/// The word lists of a site, read and made ready.
pub(super) struct WordLists {
    finders: BTreeMap<Lang, Finder>,
    /// What is wrong with the site's own lists.
    complaints: Vec<Diagnostic>,
    /// What was found in the site file, each with the language of its text.
    pub(super) in_config: Vec<(String, Finding)>,
    /// The site's own lists, for messages that quote them.
    sources: Vec<SourceFile>,
    /// Changes when a finding in some text could.
    pub(super) key: Fingerprint,
    /// Changes when one in the site file could.
    settings: Fingerprint,
}

/// Makes the word lists ready, or takes over those of before where they and the site file are the
/// same.
pub(super) fn word_lists(site: &Site, settings: &Settings, before: Option<&Arc<WordLists>>) -> Arc<WordLists> {
    let languages = &settings.fields.languages;
    let key = key(site, languages);
    if let Some(before) = before.filter(|before| before.key == key && before.settings == settings.key) {
        return Arc::clone(before);
    }
    let mut complaints = Vec::new();
    let mut finders: BTreeMap<Lang, Finder> = BTreeMap::new();
    let sources: Vec<SourceFile> = site.lexicons.iter().filter_map(ContentFile::text).cloned().collect();
    for lang in languages {
        let mut lexicon = usual_lexicon(lang.as_str());
        if let Some(source) = sources.iter().find(|source| language_of(source) == lang.as_str()) {
            let (own, more) = read_lexicon(source, lexicon, true);
            lexicon = own;
            complaints.extend(more);
        }
        finders.insert(lang.clone(), Finder::new(lexicon));
    }
    complaints.extend(sources.iter().filter_map(|source| undeclared(source, languages)));
    let find = |tag: &str| finders.get(&Lang::new(tag));
    let in_config = config_findings(&settings.config, find);
    Arc::new(WordLists { finders, complaints, in_config, sources, key, settings: settings.key })
}

fn key(site: &Site, languages: &[Lang]) -> Fingerprint {
    let mut hasher = Hasher::new();
    for lang in languages {
        hasher.part(lang.as_str());
    }
    for source in site.lexicons.iter().filter_map(ContentFile::text) {
        hasher.part(source.path().as_str()).part(source.hash().bytes());
    }
    hasher.finish()
}

/// The language of a list by its file: `en` of `lexicon/en.yaml`.
fn language_of(source: &SourceFile) -> &str {
    let below = source.path().as_str().strip_prefix("lexicon/").unwrap_or("");
    below.strip_suffix(".yaml").unwrap_or(below)
}

/// The complaint about a list for a language that the site file does not declare.
fn undeclared(source: &SourceFile, languages: &[Lang]) -> Option<Diagnostic> {
    let own = language_of(source);
    if languages.iter().any(|lang| lang.as_str() == own) {
        return None;
    }
    let declared: Vec<&str> = languages.iter().map(Lang::as_str).collect();
    let message = format!("this word list is for `{own}`, which is no language of waypost.yaml");
    let help = format!("name the file after one of its languages ({}), or add the language there", declared.join(", "));
    Some(Diagnostic::new(Code::LanguageUndeclared, source.path(), Span::default(), message).help(help))
}

impl WordLists {
    /// The word list of a language, ready; nothing where it is none of the site's.
    pub(super) fn finder(&self, lang: &Lang) -> Option<&Finder> {
        self.finders.get(lang)
    }

    /// Says what is wrong with the lists, and what was found in the site file.
    pub(super) fn check(&self, site_file: Option<&SourceFile>, built: &mut Built) {
        self.sources.iter().for_each(|source| built.sources.insert(source.clone()));
        built.diagnostics.extend(self.complaints.iter().cloned());
        if let Some(source) = site_file {
            built.diagnostics.extend(self.in_config.iter().map(|(_, one)| one.diagnostic(source.path())));
        }
    }

    /// What was found in each file and in the site file, and every row of the lists.
    pub(super) fn report(&self, files: &Files) -> Report {
        let found_word = |one: &Finding, language: &str, place: &str| FoundWord {
            language: language.to_owned(),
            word: one.row.clone(),
            written: one.written.clone(),
            place: place.to_owned(),
        };
        let mut found = Vec::new();
        for file in files.iter() {
            let Some(entry) = file.entry() else { continue };
            let id = entry.id.to_string();
            found.extend(file.found_words.iter().map(|one| found_word(one, entry.lang.as_str(), &id)));
        }
        found.extend(self.in_config.iter().map(|(lang, one)| found_word(one, lang, disk::SITE_FILE)));
        let lists = self.finders.iter().flat_map(|(lang, finder)| {
            finder.lexicon().rows.iter().map(|row| ListedWord {
                language: lang.to_string(),
                avoided: row.called.join(", "),
                instead: row.say.iter().map(|say| one_of(say)).collect(),
                because: row.because.clone(),
                source: row.source.clone(),
                own: row.place.is_some(),
            })
        });
        report::language(&found, &lists.collect::<Vec<_>>())
    }
}

/// An alternative as a list shows it: `person with …` of `[person|people] with …`.
fn one_of(say: &str) -> String {
    let mut parts = say.split('[');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (inside, rest) = part.split_once(']').unwrap_or((part, ""));
        out.push_str(inside.split('|').next().unwrap_or(inside));
        out.push_str(rest);
    }
    out
}
