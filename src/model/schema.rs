use std::collections::BTreeMap;

use super::Kind;

/// What the site file says about front matter, handed to lowering: closed vocabularies, people and
/// custom fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldSet {
    /// Every taxonomy by name, in the site file's order.
    pub taxonomies: Vec<Vocabulary>,
    /// Keys of declared people.
    pub people: Vec<String>,
    /// Custom fields of each kind, in the site file's order.
    pub custom: BTreeMap<Kind, Vec<CustomField>>,
    /// Declared languages, the default one first.
    pub languages: Vec<super::Lang>,
}

/// A taxonomy as front matter sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// The key in front matter.
    pub name: String,
    /// Whether terms other than those listed are errors.
    pub closed: bool,
    /// The terms that the site file lists.
    pub terms: Vec<String>,
}

/// A field that `waypost.yaml` adds to a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// The key in front matter.
    pub name: String,
    /// What it takes.
    pub field_type: FieldType,
    /// Whether every entry of the kind must have it.
    pub required: bool,
}

/// What a custom field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// A finite number.
    Number,
    /// A day.
    Date,
    /// One of these texts.
    Choice(Vec<String>),
    /// A reference to an entry, of that kind if stated.
    Reference(Option<Kind>),
}
