use std::io::{self, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};

use crate::diag::{Charset, Deny, Diagnostic, Sources, Tally, render_human};
use crate::disk::{self, DiskError, RewriteError};
use crate::engine::Refusal;
use crate::publish::PublishError;
use crate::text;

/// Why a command could not be carried out.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<RewriteError> for Failure {
    fn from(error: RewriteError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { message: refusal.message, help: refusal.help }
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        Self::new(error.to_string())
    }
}

/// That a language was asked for which the library is not in.
pub(super) fn not_a_language(lang: &str) -> Failure {
    Failure::new(format!("the library is not in the language `{}`", lang.escape_debug()))
        .help("waypost.yaml lists its languages")
}

/// Says something to people. Where stderr is gone nobody is listening, which is no error.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Says why the command could not be carried out.
pub(super) fn fail(failure: &Failure) {
    say(&format!("\u{1b}[1;31merror\u{1b}[0m: {}", failure.message));
    if let Some(help) = &failure.help {
        say(&format!("\u{1b}[1;36mhelp\u{1b}[0m: {help}"));
    }
}

/// Writes what the command was asked for to stdout. A reader that goes away early (`| head`) has
/// had enough: that is no error.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the result could not be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Shows diagnostics to people.
pub(super) fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    let colour = !matches!(AutoStream::choice(&io::stderr()), ColorChoice::Never);
    let charset = if colour { Charset::Styled } else { Charset::Plain };
    let _ = anstream::stderr().write_all(render_human(diagnostics, sources, charset).as_bytes());
}

/// `3 errors, 1 warning`, or nothing where there are neither.
pub(super) fn tally_line(tally: Tally) -> Option<String> {
    let parts: Vec<String> = [(tally.errors, "error"), (tally.warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What was denied and came up: `warnings are not allowed (--deny warnings)`.
pub(super) fn denied_line(diagnostics: &[Diagnostic], deny: &Deny) -> String {
    let denied: Vec<&Diagnostic> = diagnostics.iter().filter(|one| deny.denies(one)).collect();
    let names = deny.names().into_iter().filter(|name| {
        let mut only = Deny::default();
        only.add(name).is_ok() && denied.iter().any(|one| only.denies(one))
    });
    let names: Vec<&str> = names.collect();
    let is_one = names.len() == 1 && !matches!(names.as_slice(), ["warnings" | "notes"]);
    let verb = if is_one { "is" } else { "are" };
    format!("{} {verb} not allowed (--deny {})", names.join(" and "), names.join(","))
}

/// `1 page`, `2 pages`.
pub(super) fn counted(count: usize, word: &str) -> String {
    text::counted(count, word, &format!("{word}s"))
}

/// A path as people see it: from the folder that they are in, where it lies below.
pub(super) fn shown(path: &Path) -> String {
    let absolute = disk::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let here = disk::current_folder().unwrap_or_default();
    match absolute.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => below.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

/// A folder as people see it, with a slash.
pub(super) fn shown_folder(path: &Path) -> String {
    let name = shown(path);
    if name.ends_with('/') { name } else { format!("{name}/") }
}
