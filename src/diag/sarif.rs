//! SARIF 2.1.0, the format in which tools hand their findings to code hosts and editors.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Code, Diagnostic, Label, Silenced, Sources};
use crate::text::{Edit, Hasher, SourceFile, SourcePath, Span};

/// The schema that the output is valid against.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name for the site folder, which all paths are relative to.
const BASE: &str = "SITE";
/// Bytes of a line, on either side of the place, that a fingerprint is made from.
const NEARBY: usize = 200;

/// One SARIF log, as `check --format sarif` prints. `rules` lists every code, fired or not; columns
/// count characters from 1; paths are relative to the site folder; what was silenced is there with its
/// reason.
pub fn render_sarif(diagnostics: &[Diagnostic], silenced: &[Silenced], sources: &Sources) -> String {
    let mut log = Log { sources, artifacts: BTreeMap::new(), prints: BTreeMap::new() };
    let mut results: Vec<Value> = diagnostics.iter().filter_map(|one| log.result(one, None)).collect();
    results.extend(silenced.iter().filter_map(|one| log.result(&one.diagnostic, Some(one))));
    let mut artifacts: Vec<(usize, Value)> =
        log.artifacts.iter().map(|(path, at)| (*at, json!({"location": location(path, None)}))).collect();
    artifacts.sort_by_key(|(at, _)| *at);
    let run = json!({
        "tool": {"driver": {
            "name": "Waypost",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
        }},
        "invocations": [{"executionSuccessful": true}],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {BASE: {"description": {"text": "The site folder, which holds waypost.yaml"}}},
        "artifacts": artifacts.into_iter().map(|(_, artifact)| artifact).collect::<Vec<_>>(),
        "results": results,
    });
    let log = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    serde_json::to_string_pretty(&log).map(|text| text + "\n").unwrap_or_default()
}

/// What the log says of a code.
fn rule(code: Code) -> Value {
    let page = code.explanation();
    let text = page.split_once("\n\n").map_or(page, |(_, text)| text).trim();
    let first = text.split("\n\n").next().unwrap_or(text);
    json!({
        "id": code.name(),
        "name": format!("{code:?}"),
        "shortDescription": {"text": code.title()},
        "fullDescription": {"text": first},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": code.severity().name()},
        "properties": {"tags": [format!("{:?}", code.harm()).to_lowercase()]},
    })
}

struct Log<'a> {
    sources: &'a Sources,
    /// Files in the order in which they first came up.
    artifacts: BTreeMap<SourcePath, usize>,
    /// How often a fingerprint came up: of two that are alike, the second is told apart by that.
    prints: BTreeMap<String, usize>,
}

impl Log<'_> {
    fn result(&mut self, diagnostic: &Diagnostic, silenced: Option<&Silenced>) -> Option<Value> {
        let (first, others) = diagnostic.labels.split_first()?;
        let message = match &diagnostic.help {
            Some(help) => format!("{}. Help: {help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let suppressions = silenced.map(|one| {
            let place = Label { file: first.file.clone(), span: one.span, message: String::new() };
            let location = self.place(&place, None);
            json!({"kind": "inSource", "status": "accepted", "justification": one.reason, "location": location})
        });
        let mut result = json!({
            "ruleId": diagnostic.code.name(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code)?,
            "level": diagnostic.severity.name(),
            "message": {"text": message},
            "locations": [self.place(first, None)],
            "partialFingerprints": {"waypost/v1": self.fingerprint(diagnostic, first)},
            "suppressions": suppressions.into_iter().collect::<Vec<_>>(),
        });
        let related: Vec<Value> = others.iter().enumerate().map(|(at, label)| self.place(label, Some(at))).collect();
        let fix = self.fix(diagnostic);
        if let Some(result) = result.as_object_mut() {
            if !related.is_empty() {
                result.insert("relatedLocations".to_owned(), related.into());
            }
            result.extend(fix.map(|fix| ("fixes".to_owned(), json!([fix]))));
        }
        Some(result)
    }

    /// A place; `id` numbers those beside the first.
    fn place(&mut self, label: &Label, id: Option<usize>) -> Value {
        let mut physical = json!({"artifactLocation": self.artifact(&label.file)});
        if let (Some(file), Some(physical)) = (self.sources.get(&label.file), physical.as_object_mut()) {
            physical.insert("region".to_owned(), region(file, label.span));
        }
        let mut place = json!({"physicalLocation": physical});
        if let (Some(id), Some(place)) = (id, place.as_object_mut()) {
            place.insert("id".to_owned(), json!(id + 1));
            if !label.message.is_empty() {
                place.insert("message".to_owned(), json!({"text": label.message}));
            }
        }
        place
    }

    fn artifact(&mut self, path: &SourcePath) -> Value {
        let next = self.artifacts.len();
        let at = *self.artifacts.entry(path.clone()).or_insert(next);
        location(path, Some(at))
    }

    /// What `check --fix` would change: of each file, what goes and what comes.
    fn fix(&mut self, diagnostic: &Diagnostic) -> Option<Value> {
        let mut by_file: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
        for edit in &diagnostic.edits {
            by_file.entry(&edit.file).or_default().push(edit);
        }
        let mut changes = Vec::new();
        for (path, mut edits) in by_file {
            let file = self.sources.get(path)?.clone();
            edits.sort();
            let replacement = |edit: &&Edit| json!({"deletedRegion": region(&file, edit.span), "insertedContent": {"text": edit.text}});
            let replacements: Vec<Value> = edits.iter().map(replacement).collect();
            changes.push(json!({"artifactLocation": self.artifact(path), "replacements": replacements}));
        }
        let text = diagnostic.help.as_deref().unwrap_or(diagnostic.code.title());
        (!changes.is_empty()).then(|| json!({"description": {"text": text}, "artifactChanges": changes}))
    }

    /// The same for one and the same message after lines were added or taken away above it.
    fn fingerprint(&mut self, diagnostic: &Diagnostic, label: &Label) -> String {
        let line =
            self.sources.get(&label.file).map_or("", |file| words_around(file.text(), label.span.start as usize));
        let mut hasher = Hasher::new();
        hasher.part(diagnostic.code.name()).part(label.file.as_str()).part(&diagnostic.message).part(line.trim());
        let print = hasher.finish().short(32);
        let count = self.prints.entry(print.clone()).or_default();
        *count += 1;
        format!("{print}:{count}")
    }
}

/// The line that holds a place, of a long one what is near.
fn words_around(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let bytes = text.as_bytes();
    let (earliest, latest) = (at.saturating_sub(NEARBY), (at + NEARBY).min(text.len()));
    let start =
        bytes.get(earliest..at).and_then(|part| part.iter().rposition(is_end)).map_or(earliest, |n| earliest + n + 1);
    let end = bytes.get(at..latest).and_then(|part| part.iter().position(is_end)).map_or(latest, |n| at + n);
    let start = (start..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    let end = (at..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    text.get(start..end).unwrap_or("")
}

fn region(file: &SourceFile, span: Span) -> Value {
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

/// A path as an address relative to the site folder (RFC 3986).
fn location(path: &SourcePath, index: Option<usize>) -> Value {
    let mut uri = String::new();
    for byte in path.as_str().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    match index {
        Some(index) => json!({"uri": uri, "uriBaseId": BASE, "index": index}),
        None => json!({"uri": uri, "uriBaseId": BASE}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_result(text: &str, diagnostic: &Diagnostic, silenced: &[Silenced]) -> Value {
        let path = diagnostic.labels.first().unwrap().file.as_str();
        let sources = [SourceFile::new(path, text)].into_iter().collect();
        let log = render_sarif(std::slice::from_ref(diagnostic), silenced, &sources);
        let log: Value = serde_json::from_str(&log).unwrap();
        log.pointer("/runs/0/results").unwrap().as_array().unwrap().last().unwrap().clone()
    }

    #[test]
    fn a_result_has_its_place_its_fix_and_a_name_that_lasts() {
        let path = SourcePath::new("content/é a.md");
        let text = "é 😀 x\n";
        let say = |start, end| {
            Diagnostic::new(Code::ImageAlt, &path, Span::new(start, end), "a message").fix([Edit::new(
                &path,
                Span::new(start, end),
                "y",
            )])
        };
        let result = first_result(text, &say(8, 9), &[]);
        let region = json!({"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6});
        assert_eq!(result.pointer("/locations/0/physicalLocation/region"), Some(&region));
        assert_eq!(result.pointer("/fixes/0/artifactChanges/0/replacements/0/deletedRegion"), Some(&region));
        let uri = result.pointer("/locations/0/physicalLocation/artifactLocation/uri").unwrap();
        assert_eq!(uri, "content/%C3%A9%20a.md");
        let later = first_result(&format!("one more\n\n{text}"), &say(18, 19), &[]);
        let print = |result: &Value| result.pointer("/partialFingerprints").cloned();
        assert_eq!(print(&result), print(&later));
        assert_ne!(print(&result), print(&first_result("é 😀 z\n", &say(8, 9), &[])));
    }

    #[test]
    fn what_is_silenced_says_why() {
        let path = SourcePath::new("content/a.md");
        let diagnostic = Diagnostic::new(Code::ImageAlt, &path, Span::new(0, 1), "a message");
        let silenced = Silenced { diagnostic: diagnostic.clone(), reason: "why".to_owned(), span: Span::new(1, 2) };
        let result = first_result("abc\n", &diagnostic, &[silenced]);
        assert_eq!(result.pointer("/suppressions/0/justification"), Some(&json!("why")));
    }
}
