use std::collections::BTreeMap;

use serde::Serialize;

/// The catalogue of all published entries, for other programs (`library.json`). Its format is
/// documented by its schema, which stands beside it; addresses are full ones, dates `2026-02-11`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueView {
    /// The library's name.
    pub title: String,
    /// The library's home page.
    pub url: String,
    /// Language tags, the default one first.
    pub languages: Vec<String>,
    /// Every published entry in every language, in any order: the writer sorts.
    pub entries: Vec<CatalogueEntry>,
}

/// An entry in one language, as the catalogue lists it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatalogueEntry {
    /// `tools/urge-surfing`, shared by its translations.
    pub id: String,
    /// `article`, `principle`, `tool`, `pathway`, `page`.
    pub kind: String,
    /// Language tag.
    pub lang: String,
    /// The entry's name.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Its page.
    pub url: String,
    /// Keys of its terms by taxonomy, `stage` among them.
    pub terms: BTreeMap<String, Vec<String>>,
    /// Ids of the principles that it serves.
    pub principles: Vec<String>,
    /// Minutes it takes; 0 where there is nothing to read.
    pub minutes: u32,
    /// Where it is a step.
    pub pathways: Vec<CatalogueStep>,
    /// First published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The same entry in other languages.
    pub translations: Vec<CatalogueTranslation>,
}

/// A place on a pathway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogueStep {
    /// The pathway's id.
    pub id: String,
    /// Number of the step, from 1.
    pub step: usize,
}

/// An entry in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogueTranslation {
    /// Language tag.
    pub lang: String,
    /// Its page.
    pub url: String,
}
