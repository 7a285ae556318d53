//! Read: the site file `waypost.yaml`, typed.
//!
//! Invariant: read once; small typed parts are handed on.

mod base_url;
mod check;
mod colour;
mod distress;
mod edit_url;
mod lexicon;
mod names;
mod publish;
mod read;
mod search;
mod synonyms;
mod theme;
mod types;

pub use base_url::parse as parse_base_url;
pub use check::CheckSettings;
pub use colour::Accent;
pub use distress::distress_patterns;
pub use edit_url::EditUrl;
pub use lexicon::{Item, Lexicon, Pattern, Phrase, Row, Sense, fold, read_lexicon, usual_lexicon};
pub use names::{is_language_code, is_language_tag};
pub use publish::PublishSettings;
pub use read::read;
pub use search::{SearchSettings, Synonyms};
pub use synonyms::{UsualSynonyms, usual_synonyms};
pub use types::{BaseUrl, Call, CallKind, Config, Field, HelpLine, Localized, Person, Taxonomy, Term, ThemeSettings};
