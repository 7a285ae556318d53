use serde::Serialize;

use super::CardView;

/// What a pathway's page adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathwayView {
    /// Its mark.
    pub blaze: BlazeView,
    /// Whom it is for; may be empty.
    pub audience_text: String,
    /// What the reader has at the end.
    pub outcomes: Vec<String>,
    /// Minutes in all, optional steps included; a choice counts its median.
    pub minutes: u32,
    /// Minutes of the optional steps alone.
    pub optional_minutes: u32,
    /// Number of steps.
    pub step_count: usize,
    /// Number of optional steps.
    pub optional_count: usize,
    /// One segment a step.
    pub scale: Vec<ScaleSegment>,
    /// The route.
    pub stages: Vec<StageView>,
    /// Pathways to walk before this one.
    pub before: Vec<CardView>,
    /// Pathways to go on with: those it names and those that require it.
    pub after: Vec<CardView>,
    /// Address of the list of what has to be kept for reading it without a network.
    pub keep_url: String,
    /// The first step, for "start here".
    pub start: Option<StepLink>,
    /// Id on every step's page, as a fragment of links to it, by which the page knows that the
    /// reader follows this pathway: `wp-on-the-first-few-weeks`.
    pub on: String,
}

/// A part of a pathway.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageView {
    /// From 1.
    pub number: usize,
    /// Its name.
    pub title: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// Minutes in all.
    pub minutes: u32,
    /// Minutes of its optional steps alone.
    pub optional_minutes: u32,
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// A step: one entry, or a choice of several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepView {
    /// From 1, through the whole pathway.
    pub number: usize,
    /// Whether it offers a choice.
    pub is_choice: bool,
    /// One entry, or the options.
    pub options: Vec<CardView>,
    /// Why this step comes here; may be empty.
    pub note: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// Minutes; of a choice the median.
    pub minutes: u32,
}

/// A pathway's mark: one of six shapes in one of six colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BlazeView {
    /// `diamond`, `bar`, `triangle`, `disc`, `slash`, `cross`.
    pub shape: &'static str,
    /// Colour 1 to 6.
    pub colour: u8,
}

/// One step of a scale bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ScaleSegment {
    /// How long the step takes, at least 1.
    pub minutes: u32,
    /// Left edge in pixels from the bar's start: 3 a minute.
    pub x: u32,
    /// Width in pixels.
    pub width: u32,
    /// Drawn dashed.
    pub optional: bool,
}

/// Where an entry stands on a pathway, as its own page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceView {
    /// The pathway's [`PathwayView::on`].
    pub on: String,
    /// The pathway's name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
    /// Its mark.
    pub blaze: BlazeView,
    /// Number of this step, from 1.
    pub number: usize,
    /// Number of steps.
    pub total: usize,
    /// Name of the stage.
    pub stage: String,
    /// Minutes from the next step to the end.
    pub minutes_left: u32,
    /// The step before, the first option of a choice.
    pub previous: Option<StepLink>,
    /// The step after, the first option of a choice.
    pub next: Option<StepLink>,
    /// All steps.
    pub stops: Vec<StopView>,
}

/// A link to a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepLink {
    /// Number of the step.
    pub number: usize,
    /// The entry's name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `article`, `tool` …
    pub kind: String,
    /// Minutes it takes.
    pub minutes: u32,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
}

/// A step on the place strip.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StopView {
    /// Number of the step.
    pub number: usize,
    /// The entry's name; of a choice its first option's.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `article`, `tool`, `principle`, `page`, `pathway`.
    pub kind: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it offers a choice.
    pub is_choice: bool,
    /// Whether this is the page that is shown.
    pub here: bool,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
}
