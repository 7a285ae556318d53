use super::Reference;
use crate::text::{Span, Spanned};

/// What a pathway adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pathway {
    /// Whom it is for.
    pub audience_text: Option<String>,
    /// What the reader has at the end.
    pub outcomes: Vec<String>,
    /// Pathways to walk before this one.
    pub requires: Vec<Spanned<Reference>>,
    /// Pathways to go on with.
    pub next: Vec<Spanned<Reference>>,
    /// The parts of the route, in order.
    pub stages: Vec<Stage>,
}

/// A part of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub span: Span,
}

/// One place on a pathway: an entry, or a choice of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// One entry, or several to choose from.
    pub options: Vec<Spanned<Reference>>,
    /// Whether it was written as `choose`.
    pub is_choice: bool,
    /// Why this step comes here.
    pub note: Option<String>,
    /// Whether it may be left out.
    pub optional: bool,
    /// Where it stands.
    pub span: Span,
}
