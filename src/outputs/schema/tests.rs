use std::collections::BTreeSet;

use super::*;
use crate::config;
use crate::text::SourceFile;

const SITE: &str = "title: T
base_url: https://x.example/
languages: [en, es]
taxonomies: {topics: {closed: true, terms: {sleep: {label: {en: Sleep, es: Sueño}, description: Nights.}, \"2024\": {}}}}
people: {editors: {name: Editorial team}}
fields: {tool: {place: {type: choice, choices: [in, out], required: true}}}
";

fn of(site: &str) -> Vec<(String, Value)> {
    let (config, complaints) = config::read(&SourceFile::new("waypost.yaml", site));
    assert_eq!(complaints, []);
    let files = schemas(&config.unwrap());
    files.into_iter().map(|file| (file.path, serde_json::from_slice(&file.bytes).unwrap())).collect()
}

#[test]
fn every_kind_has_a_schema_with_the_fields_of_the_table_and_of_the_site() {
    let all = of(SITE);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let kinds = Kind::ALL.map(|kind| format!("{}.schema.json", kind.name()));
    assert_eq!(names, kinds.iter().map(String::as_str).chain(["waypost.schema.json"]).collect::<Vec<_>>());
    for (kind, (_, schema)) in Kind::ALL.into_iter().zip(&all) {
        let fields = || COMMON_FIELDS.iter().chain(own_fields(kind));
        let mut expected: BTreeSet<&str> = fields().map(|field| field.name).collect();
        expected.extend(["topics", "audience", "stage"]);
        expected.extend((kind == Kind::Tool).then_some("place"));
        let known: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(known, expected, "{}", kind.name());
        let mut required: Vec<&str> = fields().filter(|field| field.required).map(|field| field.name).collect();
        required.extend((kind == Kind::Tool).then_some("place"));
        assert_eq!(schema["required"], json!(required), "{}", kind.name());
        assert_eq!(schema["additionalProperties"], json!(false));
    }
    let topics = &all[0].1["$defs"]["topics"];
    assert_eq!(topics["enum"], json!(["sleep", "2024", 2024]));
    assert_eq!(topics["enumDescriptions"], json!(["Sleep: Nights.", "", ""]));
    assert_eq!(all[2].1["properties"]["place"]["enum"], json!(["in", "out"]));
    assert_eq!(all[0].1["properties"]["review"]["properties"]["by"]["enum"], json!(["editors"]));
}

#[test]
fn the_same_settings_give_the_same_bytes() {
    let written = |site: &str| schemas(&config::read(&SourceFile::new("waypost.yaml", site)).0.unwrap());
    assert_eq!(written(SITE), written(SITE));
}

/// Words that mean the same in draft 07 and in 2020-12, and those that only VS Code knows.
const WORDS: &[&str] = &[
    "$schema",
    "$comment",
    "$defs",
    "$ref",
    "title",
    "description",
    "examples",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "uniqueItems",
    "maxLength",
    "minLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "enum",
    "not",
    "anyOf",
    "oneOf",
    "markdownDescription",
    "enumDescriptions",
    "patternErrorMessage",
];

fn words_of(schema: &Value, at: &str) {
    let Some(whole) = schema.as_object() else { return };
    if whole.contains_key("$ref") {
        assert_eq!(whole.len(), 1, "{at}: draft 07 passes over what stands beside a $ref");
    }
    for (word, value) in whole {
        assert!(WORDS.contains(&word.as_str()), "{at}: {word}");
        match word.as_str() {
            "properties" | "$defs" => value.as_object().unwrap().iter().for_each(|(name, one)| words_of(one, name)),
            "items" | "not" | "additionalProperties" => words_of(value, at),
            "anyOf" | "oneOf" => value.as_array().unwrap().iter().for_each(|one| words_of(one, at)),
            _ => {}
        }
    }
}

#[test]
fn schemas_use_only_words_that_mean_the_same_to_older_editors() {
    for (name, schema) in of(SITE) {
        words_of(&schema, &name);
    }
}

/// Keys that the reader of the site file knows in a group: it names them when one is unknown.
fn known(site: &str) -> BTreeSet<String> {
    let (_, complaints) = config::read(&SourceFile::new("waypost.yaml", site));
    let unknown = complaints.iter().find(|one| one.message.contains("zzqqzzqq")).unwrap();
    let help = unknown.help.as_deref().and_then(|help| help.strip_prefix("the fields are: "));
    help.unwrap_or_else(|| panic!("{unknown:?}")).split(", ").map(str::to_owned).collect()
}

#[test]
fn the_site_file_s_schema_has_the_keys_that_the_reader_knows() {
    let schema: Value = serde_json::from_str(&site_file()).unwrap();
    let keys = |pointer: &str| -> BTreeSet<String> {
        schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}")).as_object().unwrap().keys().cloned().collect()
    };
    for (group, pointer) in [
        ("zzqqzzqq: 1", "/properties"),
        ("taxonomies: {a: {zzqqzzqq: 1}}", "/$defs/taxonomy/anyOf/1/properties"),
        (
            "taxonomies: {a: {terms: {b: {zzqqzzqq: 1}}}}",
            "/$defs/taxonomy/anyOf/1/properties/terms/anyOf/1/additionalProperties/anyOf/1/properties",
        ),
        ("people: {a: {name: A, zzqqzzqq: 1}}", "/$defs/person/anyOf/1/properties"),
        ("help_lines: [{name: A, call: 1, zzqqzzqq: 1}]", "/$defs/help_line/properties"),
        ("fields: {tool: {a: {type: text, zzqqzzqq: 1}}}", "/$defs/field_in_full/properties"),
        ("quick_exit: {zzqqzzqq: 1}", "/properties/quick_exit/anyOf/1/properties"),
        ("search: {zzqqzzqq: 1}", "/properties/search/properties"),
        (
            "search: {synonyms: [{typed: a, meant: b, zzqqzzqq: 1}]}",
            "/properties/search/properties/synonyms/items/anyOf/1/properties",
        ),
        (
            "theme: {calls: [{label: A, url: /a, zzqqzzqq: 1}]}",
            "/properties/theme/anyOf/1/properties/calls/items/properties",
        ),
        ("publish: {zzqqzzqq: 1}", "/properties/publish/anyOf/1/properties"),
        ("check: {zzqqzzqq: 1}", "/properties/check/properties"),
    ] {
        assert_eq!(keys(pointer), known(&format!("title: T\nbase_url: https://x.example/\n{group}\n")), "{group}");
    }
}
