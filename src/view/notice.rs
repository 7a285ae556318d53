use serde::Serialize;

/// A page of the preview that says one thing: that there is nothing here, that a request is
/// refused, why a page cannot be shown. Text between backticks is code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// The heading: `Nothing here`.
    pub title: String,
    /// What there is to say, a paragraph each.
    pub words: Vec<String>,
    /// The site's home page; where it is not to be named, there are no links at all.
    pub home_url: Option<String>,
}
