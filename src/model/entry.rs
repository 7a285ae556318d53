use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{EntryId, Kind, Lang, Pathway, Principle, Reference, Review, Reviewed, Tool};
use crate::syntax::Outline;
use crate::text::{Fingerprint, Hasher, SourceFile, SourcePath, Span, Spanned};

/// One entry in one language, as its file has it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, shared with its translations.
    pub id: EntryId,
    /// The language of this file.
    pub lang: Lang,
    /// The file.
    pub source: SourceFile,
    /// Where the Markdown body stands in the file.
    pub body: Span,
    /// Headings, links, words.
    pub outline: Outline,
    /// What every kind has.
    pub common: Common,
    /// What its kind adds.
    pub detail: Detail,
    /// What was absent or filled in.
    pub damage: Damage,
    /// Fingerprint of its words, as [`Signature::W1`](super::Signature) holds it.
    pub words: Fingerprint,
}

/// What the kinds add to [`Common`].
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing more.
    Article,
    /// Order and statement.
    Principle(Principle),
    /// Minutes, format, setting, materials.
    Tool(Tool),
    /// Stages and steps.
    Pathway(Pathway),
    /// Nothing more.
    Page,
}

/// The fields that every kind shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// The page's name.
    pub title: Spanned<String>,
    /// At most 200 characters.
    pub summary: Spanned<String>,
    /// The last part of the address.
    pub slug: Spanned<String>,
    /// Old root-relative addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Principles that the entry serves.
    pub principles: Vec<Spanned<Reference>>,
    /// Terms by taxonomy name, `topics`, `audience` and `stage` among them; a term is its slug.
    pub terms: BTreeMap<String, Vec<Spanned<String>>>,
    /// Keys of people.
    pub authors: Vec<Spanned<String>>,
    /// First published.
    pub date: Option<Spanned<Date>>,
    /// Last changed.
    pub updated: Option<Spanned<Date>>,
    /// Whether it says that it is not to be published yet.
    pub draft: Option<Spanned<bool>>,
    /// First day on which it is published.
    pub publish_on: Option<Spanned<Date>>,
    /// First day on which it is no longer published.
    pub expires_on: Option<Spanned<Date>>,
    /// When the words were last reviewed.
    pub review: Option<Review>,
    /// Always shows help lines and quick exit.
    pub sensitive: Spanned<bool>,
    /// Where the facts are from.
    pub sources: Vec<SourceNote>,
    /// Entries to go on with; computed where empty.
    pub related: Vec<Spanned<Reference>>,
    /// A picture for the page.
    pub image: Option<ImageRef>,
    /// Files to take away.
    pub downloads: Vec<DownloadRef>,
    /// Fields that `waypost.yaml` adds, by name.
    pub custom: BTreeMap<String, CustomValue>,
}

/// Where a fact is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// What it is called.
    pub title: String,
    /// Where it is on the web.
    pub url: Option<String>,
    /// When it was looked at.
    pub accessed: Option<Spanned<Date>>,
}

/// A picture that a field names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRef {
    /// As written: beside the entry, or from the root of `static/`.
    pub src: Spanned<String>,
    /// What it tells; empty where it only decorates.
    pub alt: Spanned<String>,
}

/// A file that a field offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRef {
    /// As written: beside the entry, or from the root of `static/`.
    pub file: Spanned<String>,
    /// What it is called; the file's name where absent.
    pub title: Option<String>,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq)]
pub enum CustomValue {
    /// Text or a choice.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A reference.
    Reference(Spanned<Reference>),
}

/// Fields that are absent or were filled in because what stood there could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Damage {
    /// Anything at all was damaged.
    pub any: bool,
    /// A field that holds entries back (`draft`, `publish_on`, `expires_on`) is there and unusable
    /// or misspelt. What was meant to be held back stays so, even where damaged entries are
    /// published, and references to it are not reported.
    pub held: bool,
}

/// The day the site is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Today(pub Date);

/// Whether an entry is published on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// It is.
    Published,
    /// Its front matter says `draft: true`.
    Draft,
    /// Its `publish_on` is still to come.
    Scheduled(Date),
    /// Its `expires_on` has come.
    Expired(Date),
}

/// What becomes of a file.
#[derive(Debug, Clone)]
pub enum Lowered {
    /// An entry, whole or damaged.
    Entry(Arc<Entry>),
    /// No entry, but its name is known, so that references to it are not reported again.
    Unreadable {
        /// The entry that it would have been.
        id: EntryId,
        /// The language that it would have had.
        lang: Lang,
        /// The file.
        path: SourcePath,
    },
}

impl Entry {
    /// The entry's kind.
    pub fn kind(&self) -> Kind {
        match self.detail {
            Detail::Article => Kind::Article,
            Detail::Principle(_) => Kind::Principle,
            Detail::Tool(_) => Kind::Tool,
            Detail::Pathway(_) => Kind::Pathway,
            Detail::Page => Kind::Page,
        }
    }

    /// The file's path.
    pub fn path(&self) -> &SourcePath {
        self.source.path()
    }

    /// The Markdown body.
    pub fn body_text(&self) -> &str {
        self.body.of(self.source.text())
    }

    /// Whether it is a draft, or was meant to be held back as far as one can tell.
    pub fn is_draft(&self) -> bool {
        self.damage.held || self.common.draft.as_ref().is_some_and(|draft| draft.value)
    }

    /// Whether it is published on that day.
    pub fn visibility(&self, today: Today) -> Visibility {
        match (&self.common.publish_on, &self.common.expires_on) {
            _ if self.is_draft() => Visibility::Draft,
            (_, Some(end)) if end.value <= today.0 => Visibility::Expired(end.value),
            (Some(start), _) if start.value > today.0 => Visibility::Scheduled(start.value),
            _ => Visibility::Published,
        }
    }

    /// Minutes that the entry takes by itself: as stated for a tool, reading time for the rest.
    /// A pathway's minutes are the sum of its steps, which the library knows.
    pub fn own_minutes(&self) -> u32 {
        match &self.detail {
            Detail::Tool(tool) => tool.minutes.unwrap_or_else(|| self.outline.minutes()),
            Detail::Article | Detail::Principle(_) | Detail::Pathway(_) | Detail::Page => self.outline.minutes(),
        }
    }

    /// Fingerprint of the entry's *facts*: all that anything but the page of its own text can show
    /// or check of it. Two entries of one file with equal facts differ in the running text of their
    /// bodies alone; wherever their front matter stands, it stands at the same place.
    pub fn facts(&self) -> Fingerprint {
        let mut hasher = Hasher::new();
        let front = self.source.text().get(..self.body.start as usize).unwrap_or("");
        hasher.part(self.path().as_str()).part(front);
        // Where these are missing they are made from the body.
        hasher.part(&self.common.title.value).part(&self.common.summary.value);
        for heading in &self.outline.headings {
            hasher.part([heading.level]).part(&heading.id).part(&heading.text);
        }
        hasher.part("links");
        for link in &self.outline.links {
            hasher.part([link.form as u8]).part(&link.target);
        }
        hasher.part("directives");
        for directive in &self.outline.directives {
            hasher.part(&directive.name);
        }
        hasher.part(self.own_minutes().to_le_bytes());
        // Lists, the search and the desk know whether the words are those that were signed.
        hasher.part([u8::from(self.reviewed() == Reviewed::Changed)]);
        hasher.finish()
    }

    /// Fingerprint of the file.
    pub fn hash(&self) -> Fingerprint {
        self.source.hash()
    }
}
