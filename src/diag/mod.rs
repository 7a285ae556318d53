//! Ground: what is wrong, as data.
//!
//! Invariant: a [`Diagnostic`] is a value; every [`Code`] has an explanation and a test. This room
//! is the only importer of the snippet renderer and of the word-distance crate.

mod code;
mod deny;
mod github;
mod human;
mod json;
mod nearest;
mod sarif;

use std::collections::BTreeMap;

use crate::text::{Edit, SourceFile, SourcePath, Span};

pub use code::{Code, Harm};
pub use deny::Deny;
pub use github::render_github;
pub use human::{Charset, render_human};
pub use json::render_json;
pub use nearest::{nearest, only_slip};
pub use sarif::render_sarif;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not published like this.
    Error,
    /// Published, but somebody should look.
    Warning,
    /// Worth knowing; listed only when asked for.
    Note,
}

impl Severity {
    /// All of them, gravest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// The word used in messages and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in a file and what is to be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file, relative to the site folder.
    pub file: SourcePath,
    /// The bytes pointed at.
    pub span: Span,
    /// Shown beside the caret; may be empty for the first label.
    pub message: String,
}

/// One message to the author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// How much it weighs; the code's own severity unless changed.
    pub severity: Severity,
    /// One sentence in the author's words.
    pub message: String,
    /// Places, the one to look at first; never empty.
    pub labels: Vec<Label>,
    /// What to do, or the nearest known name.
    pub help: Option<String>,
    /// What `check --fix` would change, where that is mechanical: all of these or none.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A diagnostic at one place, with its code's severity.
    pub fn new(code: Code, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        let label = Label { file: file.clone(), span, message: String::new() };
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: vec![label],
            help: None,
            edits: Vec::new(),
        }
    }

    /// Adds the other side of a conflict.
    #[must_use]
    pub fn and(mut self, file: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.clone(), span, message: message.into() });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what `check --fix` would change. Only what follows from the mistake alone, whatever was
    /// meant, and leaves every word of the author's as it is.
    #[must_use]
    pub fn fix(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.edits.extend(edits);
        self
    }

    /// Adds "did you mean" with the known name nearest to `wrong`, where one is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(wrong, known) {
            Some(name) => {
                let help = format!("did you mean `{name}`?");
                self.help(help)
            }
            None => self,
        }
    }

    /// Where it points, for a line of text: the file.
    pub fn place_text(&self) -> &str {
        self.labels.first().map_or("", |label| label.file.as_str())
    }

    fn place(&self) -> Option<(&SourcePath, Span)> {
        self.labels.first().map(|first| (&first.file, first.span))
    }
}

/// A message that was silenced where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// The message.
    pub diagnostic: Diagnostic,
    /// Why, in the words of whoever silenced it.
    pub reason: String,
    /// The comment, in the message's file.
    pub span: Span,
}

/// Puts diagnostics in the order in which they are shown: by file, offset, code, message.
/// Repeats of one and the same diagnostic are dropped.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)));
    diagnostics.dedup();
}

/// The files that messages may quote, by path.
#[derive(Debug, Default, Clone)]
pub struct Sources(BTreeMap<SourcePath, SourceFile>);

impl Sources {
    /// Remembers a file; a second file of the same path replaces the first.
    pub fn insert(&mut self, file: SourceFile) {
        self.0.insert(file.path().clone(), file);
    }

    /// The file of that path, if it could be read.
    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.0.get(path)
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.0.values()
    }
}

impl FromIterator<SourceFile> for Sources {
    fn from_iter<I: IntoIterator<Item = SourceFile>>(files: I) -> Self {
        Self(files.into_iter().map(|file| (file.path().clone(), file)).collect())
    }
}

/// How many diagnostics of each severity there are.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts them.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut tally = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
        }
        tally
    }
}
