//! Know: what an editor-in-chief asks of the library as a whole.
//!
//! Invariant: a report is a value; it reads the library and changes nothing. Each report is one file
//! here, a line in `engine/report.rs` and a command in `cli/report.rs`.
//!
//! One that is rows and no more is a [`Table`], turned `into()` a [`Report`]. One that has more to say
//! puts together the [`Part`]s that people read and, beside the rows, the object that programs get.

mod calendar;
mod coverage;
mod duplicates;
mod freshness;
mod language;
mod links;
mod readability;
mod table;

pub use calendar::calendars;
pub use coverage::{ANY, Axis, AxisTerm, Coverage, Cut, Hole, Level, Loose, Place, SERVING_KINDS, Served, coverage};
pub use duplicates::duplicates;
pub use freshness::{Listed, freshness};
pub use language::{FoundWord, ListedWord, language};
pub use links::{ExternalLink, external_links, links};
pub use readability::readability;
use serde_json::Value;
pub use table::{Cell, Table};

/// A report: for people in sentences and tables, for programs in rows or as one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What people read, in order.
    pub parts: Vec<Part>,
    /// What a program gets as CSV, and as JSON unless there is `object`.
    pub rows: Table,
    /// What a program gets as JSON, where rows cannot tell all of it.
    pub object: Option<Value>,
}

/// A part of a report as people read it.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What the parts below are about, in a few words.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Sentences or names, one a line.
    List(Vec<String>),
    /// A table, with a head line.
    Table(Table),
}

impl From<Table> for Report {
    fn from(rows: Table) -> Self {
        Report { parts: vec![Part::Table(rows.clone())], rows, object: None }
    }
}

impl Report {
    /// For people: at most 100 columns wide, unless a single word is longer.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            // Between a heading and what it is about there is no blank line.
            if !out.is_empty() && !out.ends_with(":\n") {
                out.push('\n');
            }
            match part {
                Part::Heading(text) => out.push_str(&format!("{}:\n", table::plain(text))),
                Part::Text(text) => table::wrapped(text, "", "", &mut out),
                Part::List(items) => items.iter().for_each(|item| table::wrapped(item, "- ", "  ", &mut out)),
                Part::Table(table) => out.push_str(&table.to_text()),
            }
        }
        out
    }

    /// One JSON object: the report's own, else one a row with a key for every column.
    pub fn to_json(&self) -> String {
        match &self.object {
            Some(object) => format!("{object}\n"),
            None => self.rows.to_json(),
        }
    }

    /// The rows as comma-separated values with a head line.
    pub fn to_csv(&self) -> String {
        self.rows.to_csv()
    }
}

#[cfg(test)]
mod tests;
