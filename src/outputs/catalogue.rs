//! `library.json`: all published entries, for other programs, and its schema.
//!
//! One entry a line, so that two builds can be compared line by line. What the fields mean is said
//! in `library.schema.json` (JSON Schema 2020-12), which is published beside it. New fields may be
//! added; a change that would break a reader raises `format`.

use serde_json::{Value, json};

use crate::config::BaseUrl;
use crate::text::OutputFile;
use crate::view::CatalogueView;

/// Raised when readers of the format have to change.
const FORMAT: u32 = 1;
/// The schema, with no `$id`: that is the address of the copy which a site publishes.
const SCHEMA: &str = include_str!("library.schema.json");

/// Writes `library.json` and `library.schema.json`. Entries are sorted by id, then language in the
/// site's order.
pub fn catalogue(view: &CatalogueView, base: &BaseUrl) -> [OutputFile; 2] {
    let schema_url = base.absolute("/library.schema.json");
    let mut entries: Vec<_> = view.entries.iter().collect();
    entries.sort_by_key(|entry| (&entry.id, view.languages.iter().position(|lang| *lang == entry.lang)));
    let rows: Vec<String> = entries.iter().map(|entry| json!(entry).to_string()).collect();
    let text = format!(
        "{{\n\"$schema\":{},\n\"format\":{FORMAT},\n\"title\":{},\n\"url\":{},\n\"languages\":{},\n\"entries\":[\n{}\n]}}\n",
        json!(schema_url),
        json!(view.title),
        json!(view.url),
        json!(view.languages),
        rows.join(",\n"),
    );
    [OutputFile::new("library.json", text), OutputFile::new("library.schema.json", schema(&schema_url))]
}

/// The schema under its own address.
fn schema(url: &str) -> String {
    // The opening brace of the embedded file is followed by a line end.
    let (open, rest) = SCHEMA.split_once('\n').unwrap_or(("{", "}"));
    format!("{open}\n  \"$id\": {},\n{rest}", Value::from(url))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::view::{CatalogueEntry, CatalogueStep, CatalogueTranslation};

    fn entry(id: &str, lang: &str) -> CatalogueEntry {
        CatalogueEntry {
            id: id.into(),
            kind: "tool".into(),
            lang: lang.into(),
            title: "Urge \"surfing\"".into(),
            summary: "A craving passes.".into(),
            url: "https://library.example/base/tools/urge-surfing/".into(),
            terms: BTreeMap::from([("topics".into(), vec!["setbacks".into()])]),
            principles: vec!["principles/hope".into()],
            minutes: 10,
            pathways: vec![CatalogueStep { id: "pathways/start".into(), step: 2 }],
            date: Some("2026-02-11".into()),
            updated: None,
            translations: vec![CatalogueTranslation { lang: "es".into(), url: "https://library.example/x/".into() }],
        }
    }

    fn written(entries: Vec<CatalogueEntry>) -> (Value, Value) {
        let base = BaseUrl { origin: "https://library.example".into(), path: "/base/".into() };
        let view = CatalogueView {
            title: "Library".into(),
            url: "https://library.example/base/".into(),
            languages: vec!["en".into(), "es".into()],
            entries,
        };
        let [library, schema] = catalogue(&view, &base);
        assert_eq!((library.path.as_str(), schema.path.as_str()), ("library.json", "library.schema.json"));
        (serde_json::from_slice(&library.bytes).unwrap(), serde_json::from_slice(&schema.bytes).unwrap())
    }

    /// The words of JSON Schema that our schema uses, checked by hand; any other word is a fault.
    fn faults(value: &Value, schema: &Value, root: &Value, at: &str, out: &mut Vec<String>) {
        let Some(rules) = schema.as_object() else { return };
        let mut fault = |good: bool, word: &str| {
            if !good {
                out.push(format!("{at}: {word}"));
            }
        };
        let mut below: Vec<(Value, Value, String)> = Vec::new();
        for (word, rule) in rules {
            match word.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "format" => {}
                "$ref" => {
                    let pointer = rule.as_str().unwrap().trim_start_matches('#');
                    below.push((value.clone(), root.pointer(pointer).unwrap().clone(), at.into()));
                }
                "type" => fault(
                    match rule.as_str().unwrap() {
                        "object" => value.is_object(),
                        "array" => value.is_array(),
                        "string" => value.is_string(),
                        "integer" => value.is_u64() || value.is_i64(),
                        other => panic!("type {other}"),
                    },
                    word,
                ),
                "const" => fault(value == rule, word),
                "enum" => fault(rule.as_array().unwrap().contains(value), word),
                "minimum" => fault(value.as_i64() >= rule.as_i64(), word),
                "minLength" => fault(value.as_str().map(str::len) >= rule.as_u64().map(|n| n as usize), word),
                "minItems" => fault(value.as_array().map(Vec::len) >= rule.as_u64().map(|n| n as usize), word),
                "pattern" => {
                    let fits = match rule.as_str().unwrap() {
                        "^\\d{4}-\\d{2}-\\d{2}$" => value.as_str().unwrap().parse::<jiff::civil::Date>().is_ok(),
                        other => panic!("pattern {other}"),
                    };
                    fault(fits, word);
                }
                "required" => {
                    for key in rule.as_array().unwrap() {
                        fault(value.get(key.as_str().unwrap()).is_some(), &format!("required {key}"));
                    }
                }
                "properties" => {
                    for (key, rule) in rule.as_object().unwrap() {
                        if let Some(value) = value.get(key) {
                            below.push((value.clone(), rule.clone(), format!("{at}/{key}")));
                        }
                    }
                }
                "additionalProperties" => {
                    let known = rules.get("properties").and_then(Value::as_object);
                    for (key, value) in value.as_object().into_iter().flatten() {
                        if known.is_none_or(|known| !known.contains_key(key)) {
                            below.push((value.clone(), rule.clone(), format!("{at}/{key}")));
                        }
                    }
                }
                "items" => {
                    for (n, value) in value.as_array().into_iter().flatten().enumerate() {
                        below.push((value.clone(), rule.clone(), format!("{at}/{n}")));
                    }
                }
                other => panic!("the test does not know the schema word `{other}`"),
            }
        }
        for (value, schema, at) in below {
            faults(&value, &schema, root, &at, out);
        }
    }

    fn check(library: &Value, schema: &Value) -> Vec<String> {
        let mut out = Vec::new();
        faults(library, schema, schema, "", &mut out);
        out
    }

    #[test]
    fn the_catalogue_is_what_its_schema_says() {
        let (library, schema) = written(vec![entry("tools/b", "es"), entry("tools/b", "en"), entry("tools/a", "en")]);
        assert_eq!(check(&library, &schema), Vec::<String>::new());
        assert_eq!(library["$schema"], schema["$id"]);
        assert_eq!(schema["$id"], "https://library.example/base/library.schema.json");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let names: Vec<String> =
            library["entries"].as_array().unwrap().iter().map(|e| format!("{}{}", e["id"], e["lang"])).collect();
        assert_eq!(names, ["\"tools/a\"\"en\"", "\"tools/b\"\"en\"", "\"tools/b\"\"es\""]);
        // An empty library is a catalogue too.
        let (library, schema) = written(Vec::new());
        assert_eq!(check(&library, &schema), Vec::<String>::new());
    }

    #[test]
    fn every_written_field_is_documented_and_the_check_can_fail() {
        let (mut library, schema) = written(vec![entry("tools/a", "en")]);
        let documented = schema["$defs"]["entry"]["properties"].as_object().unwrap();
        let mut entry = library["entries"][0].clone();
        for key in entry.as_object().unwrap().keys() {
            assert!(documented.contains_key(key), "{key}");
        }
        entry["kind"] = json!("song");
        entry["minutes"] = json!("ten");
        entry.as_object_mut().unwrap().remove("title");
        library["entries"][0] = entry;
        assert_eq!(check(&library, &schema).len(), 4);
    }
}
