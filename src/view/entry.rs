use std::collections::BTreeMap;

use serde::Serialize;

use super::{BlazeView, BodyView, PathwayView, PlaceView};

/// An entry's own page. Templates receive it as `entry`, with the rendered text as `entry.body`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntryView {
    /// `tools/urge-surfing`.
    pub id: String,
    /// `article`, `principle`, `tool`, `pathway`, `page`.
    pub kind: String,
    /// The page's name.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Minutes it takes; 0 where there is nothing to read.
    pub minutes: u32,
    /// Words of its text.
    pub words: u32,
    /// Headings of the second and third level, nested; empty for short texts (fewer than three).
    pub toc: Vec<TocItem>,
    /// Terms by taxonomy, in the site file's order, `stage` last.
    pub terms: Vec<TermGroup>,
    /// Principles that it serves.
    pub principles: Vec<BadgeView>,
    /// Who wrote it.
    pub authors: Vec<PersonView>,
    /// First published, `2026-02-11`.
    pub date: Option<String>,
    /// Last changed.
    pub updated: Option<String>,
    /// When it was last reviewed.
    pub review: Option<ReviewView>,
    /// Where a reader can suggest a change to it; empty where the site names no such place.
    pub edit_url: String,
    /// Where the facts are from.
    pub sources: Vec<SourceView>,
    /// Entries to go on with, at most six, stated or computed.
    pub related: Vec<CardView>,
    /// Entries that link here, by title, at most twelve.
    pub backlinks: Vec<CardView>,
    /// Where it stands on each pathway that it is a step of.
    pub places: Vec<PlaceView>,
    /// Picture of the page.
    pub image: Option<ImageView>,
    /// Files to take away.
    pub downloads: Vec<DownloadView>,
    /// Addresses that the page once had, as routes: readers may have kept them.
    pub was: Vec<String>,
    /// `draft`, `scheduled` or `expired` in a preview; empty on a published page.
    pub state: String,
    /// Fields that the site file adds, by name.
    pub custom: BTreeMap<String, CustomView>,
    /// Whether the text itself shows the help lines, so that the page need not a second time.
    pub help_in_text: bool,
    /// What a tool adds.
    pub tool: Option<ToolView>,
    /// What a principle adds: its number, 0 where none is given.
    pub order: u32,
    /// What a principle adds: itself in one sentence; may be empty.
    pub statement: String,
    /// What a principle adds: entries that serve it, by kind.
    pub served_by: Vec<super::KindGroup>,
    /// What a pathway adds.
    pub pathway: Option<PathwayView>,
    /// A pathway's or a tool's page to be printed.
    pub handout_url: Option<String>,
    /// The text to be rendered.
    #[serde(skip)]
    pub body_view: BodyView,
}

/// An entry as it stands in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardView {
    /// `tools/urge-surfing`.
    pub id: String,
    /// `article`, `principle`, `tool`, `pathway`, `page`.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Its page.
    pub url: String,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
    /// Minutes it takes.
    pub minutes: u32,
    /// Labels of its stages.
    pub stages: Vec<String>,
    /// Pathways that it is a step of.
    pub on: Vec<HereOn>,
    /// A pathway's own blaze.
    pub blaze: Option<BlazeView>,
    /// A pathway's number of steps.
    pub steps: usize,
    /// A pathway's scale bar: one segment a step.
    pub scale: Vec<super::ScaleSegment>,
    /// A principle's number.
    pub order: u32,
    /// A principle's sentence.
    pub statement: String,
    /// `draft`, `scheduled` or `expired` in a preview.
    pub state: String,
}

/// A pathway that an entry is a step of, in short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HereOn {
    /// The pathway's name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Number of the step, from 1.
    pub step: usize,
    /// Its mark.
    pub blaze: BlazeView,
}

/// A principle as a badge: numbered triangle and title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BadgeView {
    /// Its number, 0 where none is given.
    pub order: u32,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
}

/// An item of the table of contents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TocItem {
    /// The heading's id, without `#`.
    pub id: String,
    /// The heading's words.
    pub title: String,
    /// Headings below it.
    pub children: Vec<TocItem>,
}

/// The terms of an entry in one taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermGroup {
    /// The taxonomy's name in front matter.
    pub name: String,
    /// What people call it; empty where the theme's word is meant (`stage`).
    pub label: String,
    /// Its overview.
    pub url: String,
    /// The terms.
    pub terms: Vec<TermView>,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermView {
    /// As written in front matter.
    pub key: String,
    /// What people call it; for `stage` the key, which the theme has a word for.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many entries have it.
    pub count: usize,
    /// Its feed, when it has one.
    pub feed_url: Option<String>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonView {
    /// Name or role.
    pub name: String,
    /// Their page; may be empty.
    pub url: String,
}

/// When an entry was last reviewed. Dates as `2026-02-11`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewView {
    /// The day.
    pub date: String,
    /// By whom; may be empty.
    pub by: String,
    /// When the next one is due.
    pub due: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Whether words have changed since they were signed, so that they are not those of the review.
    pub changed: bool,
}

/// Where a fact is from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceView {
    /// What it is called.
    pub title: String,
    /// Where it is; may be empty.
    pub url: String,
    /// When it was looked at, `2026-02-11`.
    pub accessed: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImageView {
    /// Where it is.
    pub url: String,
    /// What it tells.
    pub alt: String,
    /// Width in pixels, when known.
    pub width: Option<u32>,
    /// Height in pixels, when known.
    pub height: Option<u32>,
}

/// A file to take away.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DownloadView {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its type in capitals: `PDF`.
    pub file_type: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A custom field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomView {
    /// The value as text.
    pub text: String,
    /// Where a reference leads; empty for other types.
    pub url: String,
}

/// What a tool adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToolView {
    /// Minutes it takes.
    pub minutes: u32,
    /// Keys of its formats (`question set`), which the theme has words for.
    pub formats: Vec<String>,
    /// Keys of its settings (`one-to-one`), which the theme has words for.
    pub settings: Vec<String>,
    /// What is needed.
    pub materials: Vec<String>,
}
