//! Know: entries as the content model has them, lowered by hand from the spanned tree.
//!
//! Invariant: newtypes, no stringly ids; every `match` on [`Kind`] is exhaustive; a damaged entry
//! still has its address, links and place.

mod address;
mod entry;
mod field;
mod fields;
mod id;
mod lower;
mod pathway;
pub mod pattern;
mod principle;
mod review;
mod schema;
mod signature;
mod slug;
mod tool;

pub use address::{Address, NoAddress};
pub use entry::{
    Common, CustomValue, Damage, Detail, DownloadRef, Entry, ImageRef, Lowered, SourceNote, Today, Visibility,
};
pub use field::{reference, term_spelling};
pub use fields::{
    COMMON_FIELDS, FieldNote, LONGEST_ALIAS, LONGEST_TITLE, STEP_KINDS, Shape, TemplateWords, fill, own_fields,
    template,
};
pub use id::{EntryId, Kind, Lang, Reference, SAFETY_PAGE};
pub use lower::lower;
pub use pathway::{Pathway, Stage, Step};
pub use principle::Principle;
pub use review::{Due, Interval, Review, ReviewState, Reviewed, days};
pub use schema::{CustomField, FieldSet, FieldType, Vocabulary};
pub use signature::Signature;
pub use slug::{LONGEST_SLUG, LONGEST_SLUG_BEYOND_ASCII, SlugFault, check_slug, default_slug, title_slug};
pub use tool::{FORMATS, SETTINGS, STAGES, Tool};
