//! Word lists: what is avoided, what is said instead, why, and who says so. `en.yaml` and `es.yaml`
//! are Waypost's own; a site's stand in its `lexicon/` and are read by the same reader.
//!
//! What the lists know of a language, but for the forms of its words, is data: its classes of words,
//! its names, and how people speak of themselves or of a word itself.

mod forms;
mod pattern;
mod phrase;
mod read;

use std::collections::{BTreeMap, BTreeSet};

pub use pattern::Pattern;
pub use phrase::{Item, Phrase, Sense, fold};
pub use read::read_lexicon;

use crate::text::{SourceFile, Span};

const ENGLISH: &str = include_str!("en.yaml");
const SPANISH: &str = include_str!("es.yaml");

/// The words of one language that a library avoids, and what tells that they are meant otherwise.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// The language's tag.
    pub language: String,
    /// Classes of words that phrases name: `<substance>`.
    pub classes: BTreeMap<String, BTreeSet<String>>,
    /// How a word of a class is said in an alternative, where it stands for itself: `drug` as `drugs`.
    pub spoken: BTreeMap<String, String>,
    /// Names of organisations, works and fellowships in which every word is fine.
    pub names: Vec<Phrase>,
    /// How people speak of themselves, `_` being the word: `i am a _`.
    pub own: Vec<Phrase>,
    /// How people speak of a word: `the word _`.
    pub mention: Vec<Phrase>,
    /// Words in the head of a table, or in a heading, below which words are talked about.
    pub tables: Vec<Phrase>,
    /// What is avoided.
    pub rows: Vec<Row>,
}

/// A row of a word list.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What it avoids, as reports call it; the first is the row's name.
    pub called: Vec<String>,
    /// What it avoids.
    pub avoid: Vec<Phrase>,
    /// The words of each phrase without what stands around it, for comparing rows.
    pub plain: Vec<String>,
    /// What to say instead; `[person|people]` is fitted to one or several, `{substance}` is a word of
    /// that class which stands there.
    pub say: Vec<String>,
    /// Why, in a sentence.
    pub because: String,
    /// Who says so.
    pub source: String,
    /// Phrases in which it is fine, `_` being the word.
    pub except: Vec<Phrase>,
    /// Classes one of whose words must be near.
    pub near: Vec<String>,
    /// Classes none of whose words may be near.
    pub far: Vec<String>,
    /// A pattern instead of phrases.
    pub pattern: Option<Pattern>,
    /// Where it stands in the site's own list; nothing for Waypost's.
    pub place: Option<Span>,
}

impl Row {
    /// The row's name: the first word or phrase that it avoids.
    pub fn name(&self) -> &str {
        self.called.first().map_or("", String::as_str)
    }
}

/// Waypost's own list for a language, given by its tag; one without words where there is none.
pub fn usual_lexicon(language: &str) -> Lexicon {
    let text = match language.split('-').next() {
        Some("en") => ENGLISH,
        Some("es") => SPANISH,
        _ => "",
    };
    let nothing = Lexicon { language: language.to_owned(), ..Lexicon::default() };
    read_lexicon(&SourceFile::new("lexicon", text), nothing, false).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_lists_have_no_mistake() {
        for (language, text) in [("en", ENGLISH), ("es", SPANISH)] {
            let nothing = Lexicon { language: language.to_owned(), ..Lexicon::default() };
            let (lexicon, complaints) = read_lexicon(&SourceFile::new("lexicon", text), nothing, false);
            assert_eq!(complaints, [], "{language}");
            for row in &lexicon.rows {
                assert!(!row.say.is_empty() && !row.because.is_empty() && !row.source.is_empty(), "{}", row.name());
            }
        }
        assert!(usual_lexicon("en-GB").rows.len() > 10 && usual_lexicon("fr").rows.is_empty());
    }
}
