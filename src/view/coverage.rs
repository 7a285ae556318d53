use serde::Serialize;

use super::desk::{address_of, readable};
use super::{ChoiceView, Titled, query_value};
use crate::model::Kind;

/// Where the map of what serves which principle is.
pub const COVERAGE_URL: &str = "/_waypost/desk/coverage/";

/// The desk's map of what serves which principle, and what is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageView {
    /// The site's title, in its default language.
    pub site: Titled,
    /// The site's home page in the preview.
    pub home_url: String,
    /// The day for which everything is said, as `2026-02-11`.
    pub today: String,
    /// Published articles, tools and pathways of the language.
    pub total: usize,
    /// What the columns can be.
    pub columns_by: Vec<ChoiceView>,
    /// Kinds to choose from.
    pub kinds: Vec<ChoiceView>,
    /// Stages to choose from; empty where they are the columns.
    pub stages: Vec<ChoiceView>,
    /// Whom entries are for, to choose from; empty where they are the columns.
    pub audiences: Vec<ChoiceView>,
    /// Languages to choose from; one alone is no choice.
    pub languages: Vec<ChoiceView>,
    /// Whether a kind, a stage or an audience is chosen.
    pub narrowed: bool,
    /// The map with all that is chosen taken back.
    pub all_url: String,
    /// Names of the columns, without that of the principles.
    pub columns: Vec<HeatColumn>,
    /// A row for every principle.
    pub rows: Vec<HeatRow>,
    /// What there is nothing for, the worst first.
    pub holes: Vec<HoleView>,
    /// How many more holes there are.
    pub holes_more: usize,
    /// Entries that nothing leads to or that lead nowhere; lists without entries are left out.
    pub loose: Vec<LooseView>,
    /// How many entries state no stage.
    pub without_stage: usize,
    /// How many state nobody whom they are for.
    pub without_audience: usize,
}

/// A column of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeatColumn {
    /// Its name; of the column for entries that state none it is empty.
    pub label: Titled,
    /// `all`, `term`, `any`, or the name of a kind.
    pub sort: &'static str,
}

/// A principle in the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatRow {
    /// Its title.
    pub title: Titled,
    /// Its page.
    pub url: String,
    /// A cell for every column.
    pub cells: Vec<HeatCell>,
}

/// How many entries serve a principle in one respect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeatCell {
    /// How many.
    pub count: usize,
    /// How dark it is: 0 for none, then 1 to 4 for 1, 2–3, 4–7, and 8 or more.
    pub level: usize,
    /// The desk with these entries; nothing where there are none.
    pub url: Option<String>,
    /// Whether entries are missing here: there are none, and none that are for any.
    pub hole: bool,
}

/// Something that there is nothing for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoleView {
    /// `principle`, `kind`, `stage`, `audience`.
    pub level: &'static str,
    /// The hole in one sentence.
    pub sentence: String,
}

/// Entries that nothing leads to, or that lead nowhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LooseView {
    /// `orphans`, `off_pathway` …
    pub key: &'static str,
    /// What the list is of, in English.
    pub about: &'static str,
    /// How many entries there are.
    pub count: usize,
    /// The first of them.
    pub entries: Vec<LooseEntry>,
}

/// An entry of such a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LooseEntry {
    /// Its title.
    pub title: Titled,
    /// Its page.
    pub url: String,
    /// Its kind in one word.
    pub kind: &'static str,
}

/// What the columns of the map are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnsBy {
    /// The stages.
    #[default]
    Stage,
    /// Whom entries are for.
    Audience,
    /// The kinds.
    Kind,
}

impl ColumnsBy {
    /// All of them, in the order in which they are shown.
    pub const ALL: [ColumnsBy; 3] = [ColumnsBy::Stage, ColumnsBy::Audience, ColumnsBy::Kind];

    /// The name in addresses and templates.
    pub fn name(self) -> &'static str {
        match self {
            ColumnsBy::Stage => "stage",
            ColumnsBy::Audience => "audience",
            ColumnsBy::Kind => "kind",
        }
    }
}

/// What the map is asked for. Everything comes from an address and may be anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageQuery {
    /// What the columns are.
    pub by: ColumnsBy,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only this stage: a term's slug, or `*` for entries that state none; empty for all.
    pub stage: String,
    /// Only this audience, in the same way.
    pub audience: String,
    /// Only this language, as a tag; the default one where it is empty or unknown.
    pub lang: String,
}

impl CoverageQuery {
    /// Reads the query of an address. What is unknown or too long is passed over.
    pub fn parse(query: &str) -> Self {
        let query = readable(query);
        let value = |name: &str| query_value(query, name);
        let by = value("by");
        Self {
            by: ColumnsBy::ALL.into_iter().find(|one| one.name() == by).unwrap_or_default(),
            kind: Kind::ALL.into_iter().find(|kind| kind.name() == value("kind")),
            stage: value("stage"),
            audience: value("audience"),
            lang: value("lang"),
        }
    }

    /// The map's address with this query; what is usual is left out.
    pub fn url(&self) -> String {
        let by = if self.by == ColumnsBy::Stage { "" } else { self.by.name() };
        let kind = self.kind.map_or("", Kind::name);
        let pairs =
            [("by", by), ("kind", kind), ("stage", &self.stage), ("audience", &self.audience), ("lang", &self.lang)];
        address_of(COVERAGE_URL, &pairs)
    }
}
