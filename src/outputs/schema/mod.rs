//! JSON Schema of every kind's front matter, for editors and for whoever writes content by program.
//!
//! Made from the content model and the site file, so that it says what `check` says of one file's front
//! matter. What a schema cannot say is listed in [`EXCEPTIONS`]; `tests/browser/schema.test.js` holds
//! both to each other on random front matter.
//!
//! The schemas call themselves draft 2020-12 and use only words that mean the same in draft 07, which
//! is what older editors take every schema for: no word stands beside a `$ref`, lists are `items`.
//! `markdownDescription`, `enumDescriptions` and `patternErrorMessage` are words of VS Code's, which
//! other programs pass over.

mod field;

use serde_json::{Map, Value, json};

use crate::config::{Config, Taxonomy, Term};
use crate::diag::{Code, Severity};
use crate::model::{COMMON_FIELDS, FieldNote, FieldSet, Kind, own_fields};
use crate::text::OutputFile;
use field::{Known, custom, described, group, one_or_more, text, words};

/// What `check` says of one file's front matter and no schema can say.
pub const EXCEPTIONS: &[&str] = &[
    "the order of two dates (`date` and `updated`, `publish_on` and `expires_on`)",
    "an entry that is a step of its pathway twice, or stands in one `choose` three times",
    "how a number is spelt that stands where a text is wanted (`slug: .5`, `stage: 1.0`), and YAML’s \
     numbers that JSON has not (`.inf`, `.nan`)",
];

const SITE_FILE: &str = include_str!("waypost.schema.json");

/// The schema of each kind's front matter, a file a kind (`article.schema.json` …), and that of the
/// site file, `waypost.schema.json`.
pub fn schemas(config: &Config) -> Vec<OutputFile> {
    let set = FieldSet::of(config);
    let known = Known::new(config);
    let file = |kind: Kind| {
        let schema = schema(kind, config, &set, &known);
        OutputFile::new(format!("{}.schema.json", kind.name()), format!("{schema:#}\n"))
    };
    Kind::ALL.into_iter().map(file).chain([OutputFile::new("waypost.schema.json", site_file())]).collect()
}

/// The schema of the site file. It leads through it and catches slips; `check` says more.
fn site_file() -> String {
    // cannot fail: a test reads it.
    let mut schema: Value = serde_json::from_str(SITE_FILE).unwrap_or_default();
    let rules = schema.pointer_mut("/properties/check/properties/rules/properties").and_then(Value::as_object_mut);
    if let Some(rules) = rules {
        for code in Code::ALL {
            let levels = Severity::ALL.into_iter().filter(|level| code.floor().is_none_or(|floor| *level <= floor));
            let off = code.floor().is_none().then_some("off");
            let levels: Vec<&str> = levels.map(Severity::name).chain(off).collect();
            rules.insert(code.name().to_owned(), json!({ "description": code.title(), "enum": levels }));
        }
    }
    format!("{schema:#}\n")
}

fn schema(kind: Kind, config: &Config, set: &FieldSet, known: &Known) -> Value {
    let lang = config.languages.first().map_or("", |lang| lang.value.as_str());
    let mut definitions = Map::new();
    let mut properties = Map::new();
    let fields: Vec<FieldNote> = COMMON_FIELDS.iter().chain(own_fields(kind)).copied().collect();
    let mut whole = group(&fields, known);
    for taxonomy in &config.taxonomies {
        let (terms, property) = taxonomy_of(taxonomy, lang);
        definitions.insert(taxonomy.name.value.clone(), terms);
        properties.insert(taxonomy.name.value.clone(), property);
    }
    let mut required = Vec::new();
    for field in set.custom.get(&kind).into_iter().flatten() {
        properties.insert(field.name.clone(), custom(field));
        required.extend(field.required.then(|| json!(field.name)));
    }
    if let Some(Value::Object(all)) = whole.get_mut("properties") {
        all.append(&mut properties);
    }
    if let Some(Value::Array(all)) = whole.get_mut("required") {
        all.append(&mut required);
    }
    let title = format!("Front matter of {}", kind.with_article());
    let about = format!("The fields at the top of a file in content/{}/.", kind.folder());
    let head = [
        ("$schema", "https://json-schema.org/draft/2020-12/schema"),
        ("$comment", "Made by `waypost schema` from waypost.yaml: make it anew, do not edit it."),
        ("title", &title),
        ("description", &about),
    ];
    whole.extend(head.map(|(word, text)| (word.to_owned(), text.into())));
    whole.insert("$defs".into(), definitions.into());
    whole.into()
}

/// The terms of a taxonomy, and the field that takes them.
fn taxonomy_of(taxonomy: &Taxonomy, lang: &str) -> (Value, Value) {
    let name = taxonomy.name.value.as_str();
    let told = |term: &Term| {
        let parts = [term.label.get(lang), term.description.get(lang)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
    };
    let listed: Vec<(&str, String)> = taxonomy.terms.iter().map(|term| (term.key.value.as_str(), told(term))).collect();
    let terms = match taxonomy.closed {
        true => words(&listed),
        false if listed.is_empty() => text(None),
        false => json!({ "anyOf": [words(&listed), text(None)] }),
    };
    let first: Vec<&str> = listed.iter().take(2).map(|(key, _)| *key).collect();
    let example = if first.is_empty() { json!(["a-word"]) } else { json!(first) };
    let label = taxonomy.label.get(lang);
    let label = if label.is_empty() { name } else { label };
    let about = match taxonomy.closed {
        true => format!("{label}: terms that `waypost.yaml` lists."),
        false => format!("{label}: terms that `waypost.yaml` lists, or others."),
    };
    let property = one_or_more(json!({ "$ref": format!("#/$defs/{name}") }));
    (terms, described(property, &about, &format!("{name}: {example}"), example))
}

#[cfg(test)]
mod tests;
