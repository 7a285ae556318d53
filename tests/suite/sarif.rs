//! `check --format sarif`: valid against the official schema, and saying what the JSON format says.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use waypost::diag::Code;

/// What `check` prints on standard output.
fn check(site: &Path, more: &[&str]) -> String {
    let mut check = Command::new(env!("CARGO_BIN_EXE_waypost"));
    check.args(["check", "--today", "2026-11-01", "--site"]).arg(site).args(more);
    let output = check.output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn validator() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// Sites with messages of many sorts: in several files, silenced, that can be mended, without a file
/// that could be read, and none at all.
const SITES: &[&str] = &[
    "invalid/levels-of-rules",
    "invalid/silence-unused",
    "invalid/address-same-slug",
    "invalid/pathway-cycle",
    "invalid/not-utf8",
    "invalid/many-faults-in-one-file",
    "valid/silenced-with-a-reason",
    "valid/slugs-of-all-scripts",
];

#[test]
fn it_is_valid_and_says_what_the_json_says() {
    let validator = validator();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for name in SITES {
        let site = folder.join(name).join("site");
        if !site.is_dir() {
            continue;
        }
        let log: Value = serde_json::from_str(&check(&site, &["--format", "sarif", "--notes"])).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{} {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        rules(&log);
        results(name, &log, &check(&site, &["--format", "json", "--notes"]));
    }
}

/// Every code is among the rules, fired or not, with all that is to be said about it.
fn rules(log: &Value) {
    let rules = at(log, "/runs/0/tool/driver/rules").as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| at(rule, "/id").as_str().unwrap()).collect();
    assert_eq!(ids, Code::ALL.iter().map(|code| code.name()).collect::<Vec<_>>());
    for (rule, code) in rules.iter().zip(Code::ALL) {
        assert_eq!(at(rule, "/defaultConfiguration/level"), code.severity().name());
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert!(at(rule, text).as_str().is_some_and(|text| text.len() > 10), "{}: {text}", code.name());
        }
        assert!(rule.get("helpUri").is_none());
    }
}

/// One result for each line of JSON, at the same place; more only for what is silenced.
fn results(name: &str, log: &Value, json: &str) {
    let results = at(log, "/runs/0/results").as_array().unwrap();
    let is_open = |result: &&Value| at(result, "/suppressions").as_array().unwrap().is_empty();
    let rows: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results.iter().filter(is_open).count(), rows.len(), "{name}");
    for (result, row) in results.iter().zip(&rows) {
        let place = at(result, "/locations/0/physicalLocation");
        assert_eq!((at(result, "/ruleId"), at(result, "/level")), (at(row, "/code"), at(row, "/severity")), "{name}");
        let index = at(result, "/ruleIndex").as_u64().unwrap() as usize;
        assert_eq!(at(result, "/ruleId"), Code::ALL[index].name());
        let artifact = at(place, "/artifactLocation/index").as_u64().unwrap();
        let known = at(log, &format!("/runs/0/artifacts/{artifact}/location/uri")).as_str().unwrap().to_owned();
        assert_eq!(at(place, "/artifactLocation/uri"), &Value::from(known));
        if let Some(region) = place.get("region") {
            let [line, column, end_line, end_column] =
                ["/startLine", "/startColumn", "/endLine", "/endColumn"].map(|key| at(region, key));
            let wanted = ["/line", "/column", "/end_line", "/end_column"].map(|key| at(row, key));
            assert_eq!([line, column, end_line, end_column], wanted, "{name}");
        }
    }
    let mut prints: Vec<&Value> = results.iter().map(|result| at(result, "/partialFingerprints/waypost~1v1")).collect();
    prints.sort_by_key(|print| print.to_string());
    prints.dedup();
    assert_eq!(prints.len(), results.len(), "{name}: two messages have one fingerprint");
}
