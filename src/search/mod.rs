//! Show: tokeniser, stemmer, inverted index, wire format.
//!
//! Invariant: same library, same bytes; the format is documented beside the script that reads it.

mod digest;
mod distress;
mod document;
mod expected;
mod facets;
mod files;
mod function_words;
mod impacts;
mod neighbours;
mod order;
mod query;
mod reader;
mod slips;
mod stem;
mod synonyms;
#[doc(hidden)]
pub mod tuning;
mod vocabulary;
mod weights;
mod wire;
mod words;

pub use digest::Digest;
pub use distress::is_distress;
pub use document::{Document, Facet, Settings, Synonym, Term};
pub use expected::{SearchTest, read_search_tests};
pub use query::Answer;
pub use reader::{Found, Index};

use crate::text::OutputFile;
use tuning::Tuning;

/// Builds the index of one language: every file under `settings.folder`, `index.json` among them.
/// Pure and deterministic: equal arguments, equal files.
pub fn build(settings: &Settings, documents: &[Document<'_>]) -> Vec<OutputFile> {
    build_with(settings, documents, &Tuning::for_documents(documents.len()))
}

/// [`build`] with other figures.
#[doc(hidden)]
pub fn build_with(settings: &Settings, documents: &[Document<'_>], tuning: &Tuning) -> Vec<OutputFile> {
    let rules = synonyms::rules(&settings.synonyms, &settings.language);
    let typed: Vec<String> = rules.iter().map(|rule| rule.typed.clone()).collect();
    let (mut vocabulary, table) = vocabulary::gather(documents, &settings.language, &typed);
    let terms = vocabulary.terms.len();
    let function = vocabulary.numbers(&function_words::function_terms(&settings.language));
    let weigher = weights::Weigher::new(&table, terms, &function, tuning);
    let strong = neighbours::strongest(&table, &weigher, tuning);
    let near = neighbours::neighbours(documents, &strong, terms, tuning);
    let lowered: Vec<bool> = documents.iter().map(|document| document.lowered).collect();
    let mixing = impacts::Mixing { strong: &strong, near: &near, lowered: &lowered };
    let mut impacts = impacts::impacts(&table, &weigher, &mixing, terms, tuning);
    let words = synonyms::fold(&mut impacts, &rules, &vocabulary.terms, &weigher);
    vocabulary.add_words(words);
    let order = order::order(documents, &table, terms, tuning);
    let parts = files::Parts {
        settings,
        documents,
        vocabulary: &vocabulary,
        impacts,
        silent: synonyms::silent(&settings.synonyms, &settings.language),
        order: &order,
        titles: tuning.titles,
        values: files::level_values(tuning.power),
    };
    parts.files()
}
