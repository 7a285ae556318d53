use super::{Diagnostic, Severity, Sources};
use crate::text::SourcePath;

/// One workflow command a message, as `check --format github` prints: GitHub shows it beside the line
/// in a pull request. `shown` gives a file's path as the workflow knows it, from its working folder.
pub fn render_github(diagnostics: &[Diagnostic], sources: &Sources, shown: impl Fn(&SourcePath) -> String) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let Some(label) = diagnostic.labels.first() else { continue };
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        out.push_str(&format!("::{command} file={}", property(&shown(&label.file))));
        if let Some(file) = sources.get(&label.file) {
            let (start, end) = (file.position(label.span.start), file.position(label.span.end));
            out.push_str(&format!(",line={}", start.line));
            // Columns of a range over several lines are refused.
            match start.line == end.line {
                true if end.column > start.column => {
                    out.push_str(&format!(",col={},endColumn={}", start.column, end.column));
                }
                true => out.push_str(&format!(",col={}", start.column)),
                false => out.push_str(&format!(",endLine={}", end.line)),
            }
        }
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let text = data(&format!("{}{help}", diagnostic.message));
        out.push_str(&format!(",title={}::{text}\n", property(diagnostic.code.name())));
    }
    out
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of one of its properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::text::{SourceFile, Span};

    #[test]
    fn what_would_end_a_value_is_escaped() {
        let file = SourceFile::new("a,b:c%.md", "one\ntwo\n");
        let say = |span| Diagnostic::new(Code::ImageAlt, file.path(), span, "50%: a, b").help("x\r\ny");
        let messages = [say(Span::new(4, 6)), say(Span::new(0, 6)), say(Span::new(4, 4))];
        let sources = [file.clone()].into_iter().collect();
        let text = render_github(&messages, &sources, |path| format!("site/{path}"));
        let tail = "title=image-alt::50%25: a, b%0Ahelp: x%0D%0Ay";
        let head = "::warning file=site/a%2Cb%3Ac%25.md";
        let expected = [",line=2,col=1,endColumn=3,", ",line=1,endLine=2,", ",line=2,col=1,"];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected.map(|place| format!("{head}{place}{tail}")));
    }
}
