use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Harm, Label, Severity, Sources};
use crate::text::{SourceFile, SourcePath, Span};

/// What the terminal can draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Box drawing and colour.
    Styled,
    /// ASCII without colour, for files and tests.
    Plain,
}

/// The longest line that is quoted whole; of a longer one only the surroundings are shown.
const LONGEST_LINE: usize = 400;

/// Renders diagnostics for people: code and sentence, the line with a caret, the other places,
/// and `help:`. What harms readers most comes first, under a heading where there is more than one
/// kind of harm; within that the order stays. Needs the quoted files; a file that could not be read is
/// named without a quote.
pub fn render_human(diagnostics: &[Diagnostic], sources: &Sources, charset: Charset) -> String {
    let renderer = match charset {
        Charset::Styled => Renderer::styled().decor_style(DecorStyle::Unicode),
        Charset::Plain => Renderer::plain().decor_style(DecorStyle::Ascii),
    };
    let mut out = String::new();
    let of = |harm: Harm| diagnostics.iter().filter(move |one| one.code.harm() == harm);
    let harms: Vec<Harm> = Harm::ALL.iter().copied().filter(|harm| of(*harm).next().is_some()).collect();
    for harm in &harms {
        if harms.len() > 1 {
            let heading = format!("{} ({})", harm.title(), of(*harm).count());
            out.push_str(&match charset {
                Charset::Styled => format!("\u{1b}[1;4m{heading}\u{1b}[0m\n\n"),
                Charset::Plain => format!("== {heading} ==\n\n"),
            });
        }
        for diagnostic in of(*harm) {
            out.push_str(&render_one(diagnostic, sources, &renderer));
            out.push_str("\n\n");
        }
    }
    out
}

fn render_one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let excerpts = excerpts(diagnostic, sources);
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    for excerpt in &excerpts {
        let mut snippet = Snippet::source(excerpt.text.as_str()).line_start(excerpt.line).path(excerpt.path.as_str());
        for (at, label) in &excerpt.labels {
            let kind = if *at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(excerpt.within(label.span));
            snippet = snippet.annotation(if label.message.is_empty() {
                annotation
            } else {
                annotation.label(visible(&label.message))
            });
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// A few lines of a file and the labels that point into them.
struct Excerpt<'a> {
    path: &'a SourcePath,
    text: String,
    /// Byte offset of `text` in its file.
    offset: usize,
    /// Line number of the excerpt's first line, from 1.
    line: usize,
    labels: Vec<(usize, &'a Label)>,
}

impl Excerpt<'_> {
    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let clamp = |offset: usize| {
            let mut at = offset.saturating_sub(self.offset).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (clamp(span.start as usize), clamp(span.end as usize));
        start..end.max(start)
    }
}

/// One excerpt for each label, neighbouring labels of one file together in the file's order.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (at, label) in diagnostic.labels.iter().enumerate() {
        let near = excerpts.iter_mut().find(|excerpt| {
            excerpt.path == &label.file
                && label.span.start as usize >= excerpt.offset
                && label.span.end as usize <= excerpt.offset + excerpt.text.len()
        });
        match near {
            Some(excerpt) => excerpt.labels.push((at, label)),
            None => excerpts.push(excerpt(at, label, sources.get(&label.file))),
        }
    }
    excerpts
}

fn excerpt<'a>(at: usize, label: &'a Label, file: Option<&SourceFile>) -> Excerpt<'a> {
    let (text, offset, line) = file.map_or((String::new(), 0, 1), |file| quoted(file, label.span));
    Excerpt { path: &label.file, text, offset, line, labels: vec![(at, label)] }
}

/// The lines around a span: from the start of its first line to the end of its last, cut where a
/// line is too long to show. Gives the text, its offset in the file, and its line number.
fn quoted(file: &SourceFile, span: Span) -> (String, usize, usize) {
    let text = file.text();
    let first = (span.start as usize).min(text.len());
    let last = (span.end as usize).clamp(first, text.len());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    // Of a long line only what is shown is looked at, so that ten thousand messages about one
    // cost no more than about many.
    let (earliest, latest) = (first.saturating_sub(LONGEST_LINE), (last + LONGEST_LINE).min(text.len()));
    let bytes = text.as_bytes();
    let start =
        bytes.get(earliest..first).and_then(|b| b.iter().rposition(is_end)).map_or(earliest, |at| earliest + at + 1);
    let end = bytes.get(last..latest).and_then(|b| b.iter().position(is_end)).map_or(latest, |at| last + at);
    let start = floor(text, start);
    let end = floor(text, end.min(last.min(first + LONGEST_LINE) + LONGEST_LINE).max(first));
    let line = file.position(first as u32).line as usize;
    // One character out, one byte-for-byte stand-in in: spans keep fitting.
    let shown = text.get(start..end).unwrap_or("");
    (shown.chars().map(stand_in).collect::<String>(), start, line)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Control characters of one byte become `?`, so that no file can drive the terminal; tabs and
/// line ends stay.
fn stand_in(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\r' => ' ',
        c if c.is_ascii_control() => '?',
        c => c,
    }
}

/// A message without control characters.
fn visible(message: &str) -> String {
    message
        .chars()
        .map(|c| {
            if c == '\n' {
                c
            } else if c.is_control() {
                '?'
            } else {
                c
            }
        })
        .collect()
}
