//! Signing the words of entries: what is to be written where, or why not.

use jiff::civil::Date;

use super::files::{File, Files};
use super::settings::Settings;
use super::{Built, Engine, Moment, Request};
use crate::diag::{Severity, nearest};
use crate::disk::{FileChange, Site};
use crate::model::{Address, Entry, EntryId, FieldSet, Interval, Lang, Lowered, Review, Reviewed, lower};
use crate::revise::Refusal;
use crate::syntax::{parse, set_field};
use crate::text::{SourceFile, SourcePath, counted, edited};

/// What is to be signed, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Entries: ids, addresses of their pages, or paths of their files below the site folder.
    pub entries: Vec<String>,
    /// Key of a person.
    pub by: String,
    /// The language of entries that are given by their ids; the default one where there is none.
    pub lang: Option<String>,
    /// How often the words are to be reviewed from now on; as it stands where nothing is said.
    pub every: Option<Interval>,
}

/// An entry that is to be signed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The entry as it is.
    pub entry: std::sync::Arc<Entry>,
    /// Whether its words are those of the last review.
    pub words: Reviewed,
    /// The last review.
    pub last: Option<Review>,
    /// The day of this review.
    pub on: Date,
    /// When the next one is due.
    pub due: Option<Date>,
    /// Other languages that the entry has, where its own was not chosen.
    pub others: Vec<Lang>,
    /// What is to be written; nothing where all of it stands there already.
    pub change: Option<FileChange>,
}

/// Works out how entries are signed. With a refusal none is to be. No library, nothing signed: why is
/// in the diagnostics.
///
/// # Errors
/// Every reason for which one of them cannot be signed.
pub fn sign(
    site: &std::sync::Arc<Site>,
    request: &Request,
    asked: &Asked,
) -> (Result<Vec<Signed>, Vec<Refusal>>, Built) {
    let moment = Engine::default().look(site, request);
    let built = moment.checked();
    let Ok(settings) = &moment.settings else { return (Ok(Vec::new()), built) };
    let desk = Desk { moment: &moment, settings, built: &built, asked };
    let mut refusals: Vec<Refusal> = desk.unknown_person().into_iter().collect();
    let mut signed: Vec<Signed> = Vec::new();
    for name in &asked.entries {
        match desk.sign(name) {
            Ok(one) if signed.iter().all(|known| known.entry.path() != one.entry.path()) => signed.push(one),
            Ok(_) => {}
            Err(refusal) => refusals.push(refusal),
        }
    }
    (if refusals.is_empty() { Ok(signed) } else { Err(refusals) }, built)
}

fn refused(message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal::new(message).help(help)
}

/// What signing looks things up in.
struct Desk<'a> {
    moment: &'a Moment,
    settings: &'a Settings,
    built: &'a Built,
    asked: &'a Asked,
}

/// A file that was found by a name, with the other languages of its entry where none was chosen.
type Found<'a> = (&'a File, Vec<Lang>);

impl Desk<'_> {
    fn files(&self) -> &Files {
        &self.moment.files
    }

    fn unknown_person(&self) -> Option<Refusal> {
        let people = &self.settings.fields.people;
        if people.contains(&self.asked.by) {
            return None;
        }
        let message = format!("`{}` is not among the people of waypost.yaml", self.asked.by.escape_debug());
        let help = match nearest(&self.asked.by, people.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if people.is_empty() => "declare them: people: {editors: {name: Editorial team}}".to_owned(),
            None => format!("the people are: {}", people.join(", ")),
        };
        Some(refused(message, help))
    }

    fn sign(&self, name: &str) -> Result<Signed, Refusal> {
        let (file, others) = self.find(name)?;
        let entry = self.signable(file)?;
        let after = self.amended(entry)?;
        let review = &after.common.review;
        let change = (after.source.text() != entry.source.text()).then(|| FileChange::Text {
            path: file.path.clone(),
            before: entry.source.text().to_owned(),
            after: after.source.text().to_owned(),
        });
        Ok(Signed {
            words: entry.reviewed(),
            last: entry.common.review.clone(),
            on: self.settings.today.0,
            due: review.as_ref().and_then(Review::due),
            others,
            change,
            entry: std::sync::Arc::clone(entry),
        })
    }

    /// The entry of a file, where it may be signed.
    fn signable<'a>(&self, file: &'a File) -> Result<&'a std::sync::Arc<Entry>, Refusal> {
        let path = &file.path;
        let here = self.built.diagnostics.iter().filter(|one| one.place_text() == path.as_str());
        let Some(entry) = file.entry() else {
            return Err(refused(
                format!("{path} cannot be read as an entry, so it cannot be signed"),
                "`waypost check` says what is wrong with it",
            ));
        };
        if entry.is_draft() && !entry.damage.held {
            return Err(refused(
                format!("{} is a draft, and a draft cannot be signed", entry.id),
                format!("publish it first: take `draft: true` out of {path}"),
            ));
        }
        match here.filter(|one| one.severity == Severity::Error).count() {
            0 => Ok(entry),
            errors => Err(refused(
                format!("{path} has {}, so it cannot be signed", some_errors(errors)),
                "mend it first: `waypost check` says what is wrong",
            )),
        }
    }

    /// The entry as it is once it is signed. No other byte of its file has changed.
    fn amended(&self, entry: &Entry) -> Result<std::sync::Arc<Entry>, Refusal> {
        let date = self.settings.today.0.to_string();
        let signature = entry.signature().to_string();
        let every = self.asked.every.map(|every| every.to_string());
        let mut fields = vec![("date", date.as_str()), ("by", self.asked.by.as_str())];
        fields.extend(every.as_deref().map(|every| ("every", every)));
        fields.push(("signed", signature.as_str()));
        let mut source = Some(entry.source.clone());
        for (field, value) in fields {
            source = source.and_then(|source| set(&source, field, value));
        }
        let sound = |source: SourceFile| {
            let after = read(&source, &self.settings.fields)?;
            let review = after.common.review.as_ref()?;
            let is_signed = after.reviewed() == Reviewed::Signed && review.date.value == self.settings.today.0;
            (is_signed && after.words == entry.words).then_some(after)
        };
        source.and_then(sound).ok_or_else(|| {
            let lines = format!("review: {{date: {date}, by: {}, signed: \"{signature}\"}}", self.asked.by);
            refused(
                format!("the front matter of {} is written in a way that cannot be changed safely", entry.path()),
                format!("write it there yourself: {lines}"),
            )
        })
    }

    /// The file that is meant by a path, an address or an id.
    fn find(&self, name: &str) -> Result<Found<'_>, Refusal> {
        if let Some(file) = self.files().get(&SourcePath::new(name)) {
            return self.in_language(file, name);
        }
        if let Some(file) = self.of_address(name) {
            return self.in_language(file, name);
        }
        let id = EntryId::new(name.trim_matches('/'));
        let languages = &self.settings.fields.languages;
        let place = |lang: &Lang| languages.iter().position(|known| known == lang).unwrap_or(usize::MAX);
        let mut twins: Vec<(Lang, &File)> = self.named(&id).collect();
        twins.sort_by_key(|(lang, file)| (place(lang), &file.path));
        let langs = || twins.iter().map(|(lang, _)| lang.clone());
        match &self.asked.lang {
            Some(lang) => match twins.iter().find(|(own, _)| own.as_str() == lang) {
                Some((_, file)) => Ok((file, Vec::new())),
                None if twins.is_empty() => Err(self.unknown(name)),
                None => Err(refused(
                    format!("{id} is not there in the language `{}`", lang.escape_debug()),
                    format!("it is there in: {}", langs().map(|lang| lang.to_string()).collect::<Vec<_>>().join(", ")),
                )),
            },
            None => match twins.first() {
                Some((_, file)) => Ok((file, langs().skip(1).collect())),
                None => Err(self.unknown(name)),
            },
        }
    }

    /// A file that was given by itself has its own language.
    fn in_language<'a>(&self, file: &'a File, name: &str) -> Result<Found<'a>, Refusal> {
        let own = lang_of(file);
        match (&self.asked.lang, own) {
            (Some(wanted), Some(own)) if own.as_str() != wanted => Err(refused(
                format!("{} is in the language `{own}`, not `{}`", name.escape_debug(), wanted.escape_debug()),
                "leave --lang out, or name the entry by its id",
            )),
            _ => Ok((file, Vec::new())),
        }
    }

    /// The file whose page stands at an address: whole, or from the site's root.
    fn of_address(&self, name: &str) -> Option<&File> {
        let base = &self.settings.config.base_url;
        let library = &self.moment.known.as_ref()?.library;
        let wanted = name.split(['#', '?']).next().unwrap_or("").trim_end_matches("index.html");
        let same = |address: &str| address.trim_end_matches('/') == wanted.trim_end_matches('/');
        let is_address = wanted.starts_with('/') || wanted.contains("://");
        let found = library.items().iter().find(|item| {
            is_address && (same(&item.route) || same(&base.href(&item.route)) || same(&base.absolute(&item.route)))
        })?;
        self.files().get(found.entry.path()).map(|file| &**file)
    }

    fn named(&self, id: &EntryId) -> impl Iterator<Item = (Lang, &File)> {
        let of = move |file: &File| match file.entry() {
            Some(entry) => (entry.id == *id).then(|| entry.lang.clone()),
            None => file.unreadable().filter(|(own, _)| own == id).map(|(_, lang)| lang),
        };
        self.files().iter().filter_map(move |file| Some((of(file)?, &**file)))
    }

    fn unknown(&self, name: &str) -> Refusal {
        let ids = self.files().iter().filter_map(|file| file.entry()).map(|entry| entry.id.as_str());
        let help = match nearest(name.trim_matches('/'), ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id, such as tools/urge-surfing, its file, or the address of its page".to_owned(),
        };
        refused(format!("there is no entry `{}`", name.escape_debug()), help)
    }
}

fn some_errors(count: usize) -> String {
    if count == 1 { "an error".to_owned() } else { counted(count, "error", "errors") }
}

fn lang_of(file: &File) -> Option<Lang> {
    file.entry().map(|entry| entry.lang.clone()).or_else(|| file.unreadable().map(|(_, lang)| lang))
}

fn set(source: &SourceFile, field: &str, value: &str) -> Option<SourceFile> {
    let edit = set_field(source, &["review", field], value)?;
    Some(SourceFile::new(source.path().as_str(), edited(source.text(), &[&edit])?))
}

/// The entry in a text.
fn read(source: &SourceFile, fields: &FieldSet) -> Option<std::sync::Arc<Entry>> {
    let address = Address::of(source.path().as_str(), &fields.languages).ok()?;
    match lower(parse(source).0, address, fields).0 {
        Lowered::Entry(entry) => Some(entry),
        Lowered::Unreadable { .. } => None,
    }
}

/// A text whose signature is that of its words, where it has one; day and person stay. For a change of
/// many files that leaves alone what they say.
pub(super) fn signed_again(source: &SourceFile, fields: &FieldSet) -> Option<String> {
    let signature = read(source, fields)?.signature().to_string();
    set(source, "signed", &signature).map(|signed| signed.text().to_owned())
}
