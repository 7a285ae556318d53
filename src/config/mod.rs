//! Read: the site file `waypost.yaml`, typed.
//!
//! Invariant: read once; small typed parts are handed on.

mod read;
mod types;

pub use read::read;
pub use types::{BaseUrl, Call, Config, HelpLine, Localized, Person, Taxonomy, Term, ThemeSettings};
