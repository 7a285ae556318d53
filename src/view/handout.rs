use serde::Serialize;

use super::{BodyView, ImageView, PathwayView, ReviewView, SourceView, ToolView};

/// A pathway or a tool on one page, to be printed. Templates receive it as `handout`, with the
/// rendered texts as the list `handout.bodies`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoutView {
    /// The entry itself.
    pub whole: PartView,
    /// A pathway's route.
    pub pathway: Option<PathwayView>,
    /// The texts of a pathway's steps, in the route's order: of each step the entry, or one for each
    /// option of a choice.
    pub steps: Vec<Vec<PartView>>,
}

impl HandoutView {
    /// All texts in the order in which they stand on the page.
    pub fn parts(&self) -> impl Iterator<Item = &PartView> {
        std::iter::once(&self.whole).chain(self.steps.iter().flatten())
    }
}

/// An entry with its whole text, as a part of a handout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartView {
    /// Which of `handout.bodies` is its text, from 0.
    pub at: usize,
    /// Its id on the page, `wp-3` or `wp-3b`; empty for the entry that the handout is of.
    pub anchor: String,
    /// `article`, `principle`, `tool`, `pathway`, `page`.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// One or two sentences, or a principle's statement.
    pub summary: String,
    /// Its own page.
    pub url: String,
    /// The full address of its own page.
    pub absolute_url: String,
    /// Language tag where it is not the language of the page, else empty.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Minutes it takes.
    pub minutes: u32,
    /// What a tool adds.
    pub tool: Option<ToolView>,
    /// Its picture.
    pub image: Option<ImageView>,
    /// When it was last reviewed.
    pub review: Option<ReviewView>,
    /// When it was last changed or else first published, `2026-02-11`.
    pub updated: Option<String>,
    /// Whether the text itself shows the help lines.
    pub help_in_text: bool,
    /// Where the facts are from.
    pub sources: Vec<SourceView>,
    /// `draft`, `scheduled` or `expired` in a preview.
    pub state: String,
    /// The text to be rendered.
    #[serde(skip)]
    pub body_view: BodyView,
}
