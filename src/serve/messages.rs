//! What is wrong, for the overlay.

use serde::Serialize;

use super::editor::Editor;
use super::now::{Checked, Now};
use crate::diag::{Diagnostic, Label, Severity, Sources};
use crate::text::{SourceFile, Span};

/// The most messages that are told at once.
const MOST: usize = 200;
/// The most lines of an excerpt, and the most characters of one of them.
const MOST_LINES: u32 = 6;
const LONGEST_LINE: usize = 400;
/// What to do about a fault of the program.
const BUG_HELP: &str = "this is a mistake in Waypost, not in your files; the pages stay as they were. Please report \
                        it with what the terminal says and the file that you saved last";

#[derive(Serialize)]
struct Messages<'a> {
    messages: u64,
    errors: usize,
    warnings: usize,
    notes: usize,
    more: usize,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    labels: Vec<OtherPlace<'a>>,
    /// Address of the page that the file makes.
    page: Option<String>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    open: Option<String>,
    excerpt: Vec<Line>,
}

#[derive(Serialize)]
struct OtherPlace<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// A line of an excerpt; what is meant is between two places counted in UTF-16 units, as
/// JavaScript counts.
#[derive(Serialize, Debug, PartialEq, Eq)]
struct Line {
    line: u32,
    text: String,
    from: usize,
    to: usize,
}

/// `messages.json`: errors, then warnings, in the order of files; notes are only counted.
pub(super) fn messages(now: &Now, editor: &Editor) -> String {
    let checked = &now.checked;
    let of = |severity: Severity| checked.diagnostics.iter().filter(move |one| one.severity == severity);
    let listed: Vec<&Diagnostic> = of(Severity::Error).chain(of(Severity::Warning)).collect();
    let mut items: Vec<Item<'_>> = checked.bug.iter().map(|what| bug(what)).collect();
    items.extend(listed.iter().take(MOST).map(|diagnostic| item(diagnostic, now, checked, editor)));
    let all = Messages {
        messages: checked.number,
        errors: checked.tally.errors + usize::from(checked.bug.is_some()),
        warnings: checked.tally.warnings,
        notes: checked.tally.notes,
        more: listed.len().saturating_sub(MOST),
        items,
    };
    serde_json::to_string(&all).unwrap_or_default()
}

fn bug(what: &str) -> Item<'_> {
    Item {
        code: "bug",
        severity: "error",
        message: what,
        place: Place::default(),
        help: Some(BUG_HELP),
        labels: Vec::new(),
        page: None,
    }
}

fn item<'a>(diagnostic: &'a Diagnostic, now: &Now, checked: &'a Checked, editor: &Editor) -> Item<'a> {
    let mut labels = diagnostic.labels.iter();
    let first = labels.next();
    let place = |label: &'a Label| place(label, &checked.sources, editor);
    let page = first.and_then(|label| {
        let snapshot = now.snapshot.as_ref()?;
        let path = snapshot.page_of(&label.file)?;
        let route = path.strip_suffix("index.html").unwrap_or(&path);
        Some(snapshot.config().base_url.href(&format!("/{route}")))
    });
    Item {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        place: first.map(place).unwrap_or_default(),
        help: diagnostic.help.as_deref(),
        labels: labels.map(|label| OtherPlace { message: &label.message, place: place(label) }).collect(),
        page,
    }
}

fn place<'a>(label: &'a Label, sources: &Sources, editor: &Editor) -> Place<'a> {
    let file = label.file.as_str();
    let Some(source) = sources.get(&label.file) else {
        return Place { file, line: 1, column: 1, open: editor.address(file, 1, 1), excerpt: Vec::new() };
    };
    let start = source.position(label.span.start);
    Place {
        file,
        line: start.line,
        column: start.column,
        open: editor.address(file, start.line, start.column),
        excerpt: excerpt(source, label.span),
    }
}

/// The lines that a span lies on.
fn excerpt(source: &SourceFile, span: Span) -> Vec<Line> {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let text = source.text();
    let before = text.get(..span.start as usize).unwrap_or("");
    let first = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let mut rest = text.get(first..).unwrap_or("");
    let units =
        |text: &str, column: u32| text.chars().take((column as usize).saturating_sub(1)).map(char::len_utf16).sum();
    let mut lines = Vec::new();
    for line in start.line..=end.line.min(start.line + MOST_LINES - 1) {
        let (here, after) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
        // `\r\n` ends one line.
        let is_pair = rest.get(here.len()..).is_some_and(|end| end.starts_with("\r\n"));
        rest = if is_pair { after.get(1..).unwrap_or("") } else { after };
        let from: usize = if line == start.line { units(here, start.column) } else { 0 };
        let to: usize = if line == end.line { units(here, end.column) } else { units(here, u32::MAX) };
        // A place between two characters is shown at the one after it.
        let to = if from >= to { (from + 1).min(units(here, u32::MAX)) } else { to };
        lines.push(Line { line, text: here.chars().take(LONGEST_LINE).collect(), from, to: to.max(from) });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_marks_what_is_meant() {
        let text = "a\r\nb 😀 [x](y)\nc";
        let source = SourceFile::new("content/a.md", text);
        let at = text.find('[').unwrap();
        let found = excerpt(&source, Span::new(at, at + 6));
        assert_eq!(found, [Line { line: 2, text: "b 😀 [x](y)".to_owned(), from: 5, to: 11 }]);
    }
}
