//! Know: what an editor-in-chief asks of the library as a whole, as tables.
//!
//! Invariant: a report is a value; it reads the library and changes nothing. Each report is one file
//! and one line in the command.

mod freshness;
mod table;

pub use freshness::freshness;
pub use table::{Cell, Table};
