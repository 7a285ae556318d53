use serde::Serialize;

use super::{Diagnostic, Label, Sources};

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct LabelRow<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    labels: Vec<LabelRow<'a>>,
}

/// One JSON object a line, as `check --format json` prints: `code`, `severity`, `message`, `file`
/// (relative to the site folder), `line`, `column`, `end_line`, `end_column` (from 1, columns in
/// characters), `help` (or null) and `labels` (the other places, same shape with a `message`).
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let Some((first, others)) = diagnostic.labels.split_first() else { continue };
        let row = Row {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            place: place(first, sources),
            help: diagnostic.help.as_deref(),
            labels: others
                .iter()
                .map(|label| LabelRow { place: place(label, sources), message: &label.message })
                .collect(),
        };
        if let Ok(line) = serde_json::to_string(&row) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn place<'a>(label: &'a Label, sources: &Sources) -> Place<'a> {
    let (start, end) = match sources.get(&label.file) {
        Some(file) => {
            let (start, end) = (file.position(label.span.start), file.position(label.span.end));
            ((start.line, start.column), (end.line, end.column))
        }
        None => ((1, 1), (1, 1)),
    };
    Place { file: label.file.as_str(), line: start.0, column: start.1, end_line: end.0, end_column: end.1 }
}
