//! Know: what an editor asks to be changed in many files at once, as new texts and new paths.
//!
//! Invariant: a revision is a value. Nothing is written here, and what it does not have to change stays
//! as it is, byte for byte.

mod fields;
mod links;
mod moves;
mod paths;
mod rename;

pub use rename::{Manuscript, Refusal, Revision, rename};
