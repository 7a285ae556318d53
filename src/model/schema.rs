use std::collections::BTreeMap;

use super::{Kind, Lang};
use crate::config::{Config, Field, Taxonomy};

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
    pub languages: Vec<Lang>,
}

impl FieldSet {
    /// What a site file says about front matter.
    pub fn of(config: &Config) -> Self {
        let vocabulary = |taxonomy: &Taxonomy| Vocabulary {
            name: taxonomy.name.value.clone(),
            closed: taxonomy.closed,
            terms: taxonomy.terms.iter().map(|term| term.key.value.clone()).collect(),
        };
        let mut custom = BTreeMap::new();
        for (folder, fields) in &config.fields {
            if let Some(kind) = Kind::from_folder(folder) {
                custom.insert(kind, fields.iter().map(CustomField::of).collect());
            }
        }
        Self {
            taxonomies: config.taxonomies.iter().map(vocabulary).collect(),
            people: config.people.iter().map(|person| person.key.value.clone()).collect(),
            custom,
            languages: config.languages.iter().map(|lang| Lang::new(&lang.value)).collect(),
        }
    }
}

impl CustomField {
    fn of(field: &Field) -> Self {
        let kind = field.kind.as_deref().and_then(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name));
        let field_type = match field.type_name.value.as_str() {
            "number" => FieldType::Number,
            "date" => FieldType::Date,
            "choice" => FieldType::Choice(field.choices.clone()),
            "reference" => FieldType::Reference(kind),
            _ => FieldType::Text,
        };
        Self { name: field.name.value.clone(), field_type, required: field.required }
    }
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
