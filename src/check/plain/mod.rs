//! Rules on one entry's text by itself: whether everyone can take it in.
//!
//! They follow from the text and its language alone, so what they find is remembered with the file.

mod capitals;
mod function_words;
mod headings;
mod languages;
mod links;
mod pictures;
mod tables;
mod words;

use crate::diag::Diagnostic;
use crate::model::Entry;
use crate::syntax::Passages;

pub use function_words::ListedWords;
pub(super) use words::folded;

/// What a rule reads and where it complains.
struct Page<'a> {
    entry: &'a Entry,
    passages: &'a Passages,
    listed: &'a ListedWords,
    complaints: Vec<Diagnostic>,
}

/// Holds one entry's text against the rules.
pub fn check_entry(entry: &Entry, passages: &Passages, listed: &ListedWords) -> Vec<Diagnostic> {
    let mut page = Page { entry, passages, listed, complaints: Vec::new() };
    pictures::check(&mut page);
    links::check(&mut page);
    headings::check(&mut page);
    tables::check(&mut page);
    languages::check(&mut page);
    capitals::check(&mut page);
    page.complaints
}

#[cfg(test)]
mod tests;
