//! Show: from a Markdown body with resolved targets to its HTML.
//!
//! Invariant: rendering is a pure and total function of the body, the words and the help lines.
//! Whatever a body holds, the HTML is well formed, carries no script, repeats no id, loads nothing
//! from another host, and links only to `http`, `https`, `mailto`, `tel`, `sms` and this site.
//!
//! 1. `writer` walks the pieces of the body and writes HTML; the other files hold the parts of it
//!    that are about one thing (`links`, `tables`, `notes`, `blocks`, `code`).
//! 2. `raw` rewrites raw HTML to tags and attributes of an allow list.
//! 3. `sanitise` passes bodies with raw HTML through the sanitiser. What Waypost itself writes
//!    stands aside meanwhile, so that content can neither lose nor forge it.
//!
//! This is the only room that imports syntect and ammonia.

mod blocks;
mod code;
mod escape;
mod help;
mod highlight;
mod icon;
mod links;
mod media;
mod notes;
mod raw;
mod sanitise;
mod tables;
#[cfg(test)]
mod tests;
mod words;
mod writer;

pub use help::Help;
pub use highlight::Highlighter;
pub use words::Words;

use crate::syntax::Markdown;
use crate::view::BodyView;

/// A rendered body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// Well-formed HTML of flow content, ready to stand below the page's `h1`.
    pub html: String,
}

/// Renders a body. Never fails: a link or image without a target becomes its text, raw HTML that
/// pages do not use is left out.
pub fn body(view: &BodyView, words: &Words, help: &Help, highlighter: &Highlighter) -> Body {
    let markdown = Markdown::new(view.text());
    let pieces = markdown.pieces();
    Body { html: writer::write(view, &pieces, words, help, highlighter) }
}
