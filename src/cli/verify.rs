use serde::Serialize;

use super::Status;
use super::args::{MessageFormat, VerifyArgs};
use super::progress::Progress;
use super::terminal::{self, Failure, counted, say, shown_folder};
use crate::publish::{self, Difference, DifferenceKind, Verified, VerifyError};

/// How many differences are listed for people.
const MOST_LISTED: usize = 20;

/// A difference as one line of JSON.
#[derive(Debug, Serialize)]
struct Line<'a> {
    path: &'a str,
    difference: &'static str,
}

pub(super) fn run(args: &VerifyArgs) -> Result<Status, Failure> {
    let keep: Vec<String> = args.keep.iter().map(|name| name.trim_end_matches('/').to_owned()).collect();
    let progress = Progress::start("Reading the copy");
    let verified = publish::verify(&args.folder, &keep);
    drop(progress);
    let verified = verified?;
    match args.format {
        MessageFormat::Json => terminal::print(&json(&verified))?,
        MessageFormat::Human => tell(args, &verified),
    }
    Ok(if verified.is_exact() { Status::Clean } else { Status::Errors })
}

fn json(verified: &Verified) -> String {
    let line = |difference: &Difference| {
        let line = Line { path: &difference.path, difference: word(difference.kind) };
        serde_json::to_string(&line).unwrap_or_default() + "\n"
    };
    let mut text: String = verified.differences.iter().map(line).collect();
    if verified.refused > 0 {
        text.push_str(&format!("{{\"difference\":\"refused\",\"records\":{}}}\n", verified.refused));
    }
    text
}

fn word(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Changed => "changed",
        DifferenceKind::Missing => "missing",
        DifferenceKind::Foreign => "foreign",
        DifferenceKind::Unreadable => "unreadable",
    }
}

fn tell(args: &VerifyArgs, verified: &Verified) {
    let folder = shown_folder(&args.folder);
    if verified.is_exact() {
        say(&format!("{folder} is exactly as published: {}", counted(verified.exact, "file")));
        return;
    }
    for difference in verified.differences.iter().take(MOST_LISTED) {
        say(&format!("{:<10}  {}", word(difference.kind), difference.path.escape_debug()));
    }
    let more = verified.differences.len().saturating_sub(MOST_LISTED);
    if more > 0 {
        say(&format!("and {more} more (--format json lists all)"));
    }
    if verified.refused > 0 {
        say(&format!(
            "{} of the manifest passed over: a path that leads out of the folder, or an incomplete record",
            counted(verified.refused, "line")
        ));
    }
    let count = |kind| verified.differences.iter().filter(|difference| difference.kind == kind).count();
    let kinds = [DifferenceKind::Changed, DifferenceKind::Missing, DifferenceKind::Foreign, DifferenceKind::Unreadable];
    let counts = kinds.into_iter().map(|kind| (count(kind), kind)).filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts.map(|(count, kind)| format!("{count} {}", word(kind))).collect();
    parts.push(format!("{} as published", verified.exact));
    say(&format!("{folder} is not as published: {}", parts.join(", ")));
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Self {
        Self::new(error.to_string())
    }
}
