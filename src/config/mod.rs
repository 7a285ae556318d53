//! Read: the site file `waypost.yaml`, typed.
//!
//! Invariant: read once; small typed parts are handed on.

mod base_url;
mod names;
mod read;
mod types;

pub use base_url::parse as parse_base_url;
pub use names::is_language_tag;
pub use read::read;
pub use types::{BaseUrl, Call, Config, Field, HelpLine, Localized, Person, Taxonomy, Term, ThemeSettings};
