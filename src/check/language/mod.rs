//! Words that a library avoids, and whether they are meant as such where they stand.
//!
//! Three steps, each linear in the text. What may be there at all is seen at a glance over the bytes
//! of the file. Then its visible words are read against the phrases of the word list
//! ([`crate::config::Lexicon`]). Last, each word that was found is asked in what [`contexts`] it stands.

mod contexts;
mod fields;
mod finder;
mod matching;
mod words;

pub use fields::{config_findings, findings};
pub use finder::{Finder, Finding};

#[cfg(test)]
mod tests;
