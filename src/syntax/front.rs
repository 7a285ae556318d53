use crate::diag::{Code, Diagnostic};
use crate::text::{SourceFile, Span};

/// Where the two parts of a content file stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Front {
    /// The YAML between the two `---` lines; absent when there is no front matter.
    pub yaml: Option<Span>,
    /// The Markdown after it.
    pub body: Span,
}

/// Splits a file into front matter and body. The front matter opens with a line `---` at the very
/// start (a byte-order mark is passed over) and closes with the next line `---`. Lines may end in
/// LF, CRLF or CR.
pub fn split(source: &SourceFile, complaints: &mut Vec<Diagnostic>) -> Front {
    let text = source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(text, start);
    match lines.next() {
        Some(first) if first.of(text).trim_end() == "---" => {
            let yaml_start = next_line(text, first.end as usize);
            for line in lines {
                if line.of(text).trim_end() == "---" {
                    let body = Span::new(next_line(text, line.end as usize), text.len());
                    return Front { yaml: Some(Span::new(yaml_start, line.start as usize)), body };
                }
            }
            complaints.push(
                Diagnostic::new(
                    Code::FrontMatterUnterminated,
                    source.path(),
                    first,
                    "the front matter that begins here has no closing `---` line",
                )
                .help("write a line with only `---` after the last field, before the text"),
            );
            Front { yaml: None, body: Span::new(text.len(), text.len()) }
        }
        first => {
            let span = first.unwrap_or_default();
            let span = Span::new(span.start as usize, span.start as usize);
            complaints.push(
                Diagnostic::new(
                    Code::FrontMatterMissing,
                    source.path(),
                    span,
                    "the file does not begin with front matter",
                )
                .help("begin the file with a line `---`, the fields `title:` and `summary:`, and another line `---`"),
            );
            Front { yaml: None, body: Span::new(start, text.len()) }
        }
    }
}

/// The lines of `text` from byte `start`, without their ends.
pub(super) fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> {
    let mut at = Some(start);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = text.get(start..)?;
        match rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(length) => {
                at = Some(next_line(text, start + length));
                Some(Span::new(start, start + length))
            }
            None => {
                at = None;
                (!rest.is_empty()).then(|| Span::new(start, text.len()))
            }
        }
    })
}

/// The offset after the line end that stands at `end`.
fn next_line(text: &str, end: usize) -> usize {
    match text.as_bytes().get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([b'\r' | b'\n', ..]) => end + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, yaml: Option<&str>, body: &str, codes: &[Code]) {
        let mut complaints = Vec::new();
        let front = split(&SourceFile::new("a.md", text), &mut complaints);
        assert_eq!(front.yaml.map(|span| span.of(text)), yaml, "{text:?}");
        assert_eq!(front.body.of(text), body, "{text:?}");
        assert_eq!(complaints.iter().map(|c| c.code).collect::<Vec<_>>(), codes, "{text:?}");
    }

    #[test]
    fn splits_at_three_dashes_whatever_ends_the_line() {
        check("---\na: b\n---\nText\n", Some("a: b\n"), "Text\n", &[]);
        check("---\r\na: b\r\n---\r\nText", Some("a: b\r\n"), "Text", &[]);
        check("---\ra: b\r---\rText", Some("a: b\r"), "Text", &[]);
        check("\u{feff}---\n---", Some(""), "", &[]);
        check("---  \na\n--- \nb", Some("a\n"), "b", &[]);
    }

    #[test]
    fn says_what_is_missing() {
        check("Text", None, "Text", &[Code::FrontMatterMissing]);
        check("", None, "", &[Code::FrontMatterMissing]);
        check("---\na: b\n", None, "", &[Code::FrontMatterUnterminated]);
        check("---\na: b\n----\n", None, "", &[Code::FrontMatterUnterminated]);
    }
}
