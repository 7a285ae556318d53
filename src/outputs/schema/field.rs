//! A field of the content model as JSON Schema.

use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::model::pattern::{self, Pattern};
use crate::model::{CustomField, FieldNote, FieldType, LONGEST_ALIAS, Shape};
use crate::syntax::{Node, Value as Yaml, core_number, read_yaml};
use crate::text::{SourceFile, Span};

/// What a scalar may be that is taken as text: `title: 1984` is a title too.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

/// What is worked out once for all kinds.
pub(super) struct Known {
    /// The schema of a slug, whose pattern is long.
    slug: Value,
    /// The schema of the key of a person.
    person: Value,
}

impl Known {
    pub(super) fn new(config: &Config) -> Self {
        let lang = config.languages.first().map_or("", |lang| lang.value.as_str());
        let people = config.people.iter().map(|one| (one.key.value.as_str(), one.name.get(lang).to_owned()));
        let slug = matching(&SCALAR, &pattern::slug());
        Self { slug, person: words(&people.collect::<Vec<_>>()) }
    }
}

/// A group of fields, and nothing beside them.
pub(super) fn group(fields: &[FieldNote], known: &Known) -> Map<String, Value> {
    let alternative = fields.iter().find_map(|field| Some((field.instead_of?, field.name)));
    let is_required = |field: &&FieldNote| field.required && alternative.is_none_or(|(name, _)| name != field.name);
    let required: Vec<&str> = fields.iter().filter(is_required).map(|field| field.name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), property(field, known))).collect();
    let mut whole = object(json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    }));
    if let Some((one, other)) = alternative {
        whole.insert("oneOf".to_owned(), json!([{ "required": [one] }, { "required": [other] }]));
    }
    whole
}

fn property(field: &FieldNote, known: &Known) -> Value {
    let source = SourceFile::new("example.yaml", field.example);
    let example = read_yaml(&source, Span::new(0, field.example.len()), &mut Vec::new());
    let example = example.and_then(|node| node.get(field.name).map(json_of)).unwrap_or(Value::Null);
    described(shape(field, known), field.about, field.example, example)
}

fn shape(field: &FieldNote, known: &Known) -> Value {
    match field.shape {
        Shape::Text(most) => text(most),
        Shape::Description => matching(&SCALAR, &pattern::description()),
        Shape::Texts => one_or_more(text(None)),
        Shape::Slug => known.slug.clone(),
        Shape::Addresses => {
            let address = matching(&["string"], &pattern::alias());
            one_or_more(with(address, json!({ "maxLength": LONGEST_ALIAS })))
        }
        Shape::WebAddress => matching(&["string"], &pattern::web_address()),
        Shape::File => matching(&SCALAR, &pattern::file()),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Date => date(),
        Shape::Signature => matching(&["string"], &pattern::signature()),
        Shape::Interval => matching(&["string"], &pattern::interval()),
        Shape::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Choices(choices) => {
            one_or_more(words(&choices.iter().map(|choice| (*choice, String::new())).collect::<Vec<_>>()))
        }
        Shape::Reference(kinds) => matching(&SCALAR, &pattern::reference(kinds)),
        Shape::References(kinds) => one_or_more(matching(&SCALAR, &pattern::reference(kinds))),
        Shape::Alternatives(kinds) => json!({
            "type": "array",
            "items": matching(&SCALAR, &pattern::reference(kinds)),
            "minItems": 2,
            // The same one twice leaves nothing to choose.
            "anyOf": [{ "minItems": 3 }, { "uniqueItems": true }],
        }),
        Shape::Person => known.person.clone(),
        Shape::People => one_or_more(known.person.clone()),
        Shape::Group(inner) => group(inner, known).into(),
        Shape::List(inner, alone) => {
            let whole = Value::from(group(inner, known));
            let alone = inner.iter().find(|field| Some(field.name) == alone);
            let items = match alone {
                Some(field) => json!({ "anyOf": [shape(field, known), whole] }),
                None => whole,
            };
            let list = json!({ "type": "array", "items": items });
            if field.required { with(list, json!({ "minItems": 1 })) } else { list }
        }
    }
}

/// A field that the site file adds to a kind.
pub(super) fn custom(field: &CustomField) -> Value {
    let (value, takes, example) = match &field.field_type {
        FieldType::Text => (text(None), "text", json!("A few words")),
        FieldType::Number => {
            (json!({ "type": "number", "minimum": f64::MIN, "maximum": f64::MAX }), "a number", json!(5))
        }
        FieldType::Date => (date(), "a day: year-month-day", json!("2026-02-11")),
        FieldType::Choice(choices) => {
            let listed: Vec<(&str, String)> = choices.iter().map(|choice| (choice.as_str(), String::new())).collect();
            (words(&listed), "one of these", choices.first().map_or(Value::Null, |choice| json!(choice)))
        }
        FieldType::Reference(kind) => {
            let takes = kind.map_or("an entry", |kind| kind.with_article());
            let folder = kind.map_or("articles", |kind| kind.folder());
            (matching(&SCALAR, &pattern::reference(kind.as_slice())), takes, json!(format!("{folder}/a-name")))
        }
    };
    let about = format!("A field of this library’s own: {takes}.");
    described(value, &about, &format!("{}: {example}", json!(field.name)), example)
}

/// What a field takes, with what it is for and how it is written.
pub(super) fn described(value: Value, about: &str, yaml: &str, example: Value) -> Value {
    let told = json!({
        "description": about.replace('`', ""),
        "markdownDescription": format!("{about}\n\n```yaml\n{yaml}\n```"),
        "examples": [example],
    });
    with(value, told)
}

/// One, or a list of them.
pub(super) fn one_or_more(one: Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// Text that is not blank, of at most so many characters.
pub(super) fn text(most: Option<usize>) -> Value {
    let value = matching(&SCALAR, &pattern::text());
    match most {
        Some(most) => with(value, json!({ "maxLength": most })),
        None => value,
    }
}

/// One of these words, each with what is to be said of it. A word that YAML takes for a number or for a
/// yes-or-no where it has no quotation marks is known as that too.
pub(super) fn words(listed: &[(&str, String)]) -> Value {
    if listed.is_empty() {
        return json!({ "not": {} });
    }
    let mut values = Vec::new();
    let mut told = Vec::new();
    for (word, text) in listed {
        for value in [Some(json!(word)), unquoted(word)].into_iter().flatten() {
            values.push(value);
            told.push(text.as_str());
        }
    }
    match told.iter().all(|text| text.is_empty()) {
        true => json!({ "enum": values }),
        false => json!({ "enum": values, "enumDescriptions": told }),
    }
}

/// What YAML takes a word for where it has no quotation marks, if not for text.
fn unquoted(word: &str) -> Option<Value> {
    match word {
        "true" | "True" | "TRUE" => Some(json!(true)),
        "false" | "False" | "FALSE" => Some(json!(false)),
        _ => core_number(word).map(|number| match word.parse::<i64>() {
            Ok(whole) => json!(whole),
            Err(_) => json!(number),
        }),
    }
}

/// A piece of YAML as a program reads it.
fn json_of(node: &Node) -> Value {
    match &node.value {
        Yaml::Nothing => Value::Null,
        Yaml::Text { text, quoted: true } => json!(text),
        Yaml::Text { text, quoted: false } => unquoted(text).unwrap_or_else(|| json!(text)),
        Yaml::List(items) => items.iter().map(json_of).collect(),
        Yaml::Map(entries) => entries.iter().map(|(key, value)| (key.value.clone(), json_of(value))).collect(),
    }
}

fn date() -> Value {
    with(matching(&["string"], &pattern::date()), json!({ "format": "date" }))
}

fn matching(types: &[&str], pattern: &Pattern) -> Value {
    let types = if let [one] = types { json!(one) } else { json!(types) };
    json!({ "type": types, "pattern": pattern.regex, "patternErrorMessage": pattern.says })
}

fn with(value: Value, more: Value) -> Value {
    let mut whole = object(value);
    whole.extend(object(more));
    whole.into()
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}
