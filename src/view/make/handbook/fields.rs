//! The content model's fields in words, with examples from this site.

use crate::model::{CustomField, FieldNote, FieldType, Kind, Shape};
use crate::view::FieldView;

/// What examples take from the site.
pub(super) struct Known<'a> {
    /// The key of a person, where there is one.
    pub(super) person: Option<&'a str>,
    /// An entry of a kind, as a reference to it.
    pub(super) entry: &'a dyn Fn(Kind) -> String,
}

/// A field of the content model.
pub(super) fn field(note: &FieldNote, known: &Known<'_>) -> FieldView {
    let (takes, choices) = takes(note.shape);
    let inner = match note.shape {
        Shape::Group(inner) | Shape::List(inner, _) => inner,
        _ => &[],
    };
    FieldView {
        name: note.name.to_owned(),
        required: note.required,
        takes,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        about: note.about.to_owned(),
        example: match known.person {
            Some(person) => note.example.replace("editors", person),
            None => note.example.to_owned(),
        },
        inner: inner.iter().map(|note| field(note, known)).collect(),
    }
}

/// What a field takes, and the texts to choose from.
fn takes(shape: Shape) -> (String, &'static [&'static str]) {
    let words = match shape {
        Shape::Text(None) => "text".to_owned(),
        Shape::Text(Some(most)) => format!("text, at most {most} characters"),
        Shape::Description => "text, or `\"\"` where there is nothing to tell".to_owned(),
        Shape::Texts => "a text, or a list of texts".to_owned(),
        Shape::Slug => "letters, digits and hyphens".to_owned(),
        Shape::Addresses => "an address, or a list of addresses".to_owned(),
        Shape::WebAddress => "an address on the web".to_owned(),
        Shape::File => "a file’s name".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Date => "a day: year-month-day".to_owned(),
        Shape::Signature => "what `waypost review` writes".to_owned(),
        Shape::Interval => "a length of time".to_owned(),
        Shape::Number(least, most) => format!("a whole number from {least} to {most}"),
        Shape::Choices(choices) => return ("one of these, or several in a list".to_owned(), choices),
        Shape::Reference(_) => "an entry".to_owned(),
        Shape::References([kind]) => format!("{}, or a list of {}", kind.with_article(), kind.folder()),
        Shape::References(_) => "an entry, or a list of entries".to_owned(),
        Shape::Alternatives(_) => "a list of two or more entries".to_owned(),
        Shape::Person => "the key of a person".to_owned(),
        Shape::People => "the key of a person, or a list of them".to_owned(),
        Shape::Group(_) => "a group of fields".to_owned(),
        Shape::List(_, None) => "a list of groups of fields".to_owned(),
        Shape::List(_, Some(alone)) => format!("a list; each item a group of fields, or its `{alone}` alone"),
    };
    (words, &[])
}

/// A field that `waypost.yaml` adds.
pub(super) fn custom(field: &CustomField, known: &Known<'_>) -> FieldView {
    let plain = |takes: &str, value: &str| (takes.to_owned(), Vec::new(), value.to_owned());
    let (takes, choices, value) = match &field.field_type {
        FieldType::Text => plain("text", "A few words"),
        FieldType::Number => plain("a number", "5"),
        FieldType::Date => plain("a day: year-month-day", "2026-02-11"),
        FieldType::Choice(choices) => {
            ("one of these".to_owned(), choices.clone(), choices.first().map_or(String::new(), |text| scalar(text)))
        }
        FieldType::Reference(None) => plain("an entry", &(known.entry)(Kind::Article)),
        FieldType::Reference(Some(kind)) => plain(kind.with_article(), &(known.entry)(*kind)),
    };
    FieldView {
        example: format!("{}: {value}", scalar(&field.name)),
        name: field.name.clone(),
        required: field.required,
        takes,
        choices,
        about: String::new(),
        inner: Vec::new(),
    }
}

/// A text as YAML takes it, in quotes unless it is plainly a word.
pub(in crate::view::make) fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    match is_word {
        true => text.to_owned(),
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}
