use std::io::{self, IsTerminal, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::args::CheckArgs;
use super::terminal::{Failure, counted, say, shown};
use crate::disk::{self, FileChange};
use crate::engine::{Built, Mended};

/// Lines around a change that are shown with it.
const AROUND: usize = 1;

/// Shows what was mended in memory and writes it where that is wanted. Gives the mended site where
/// it was written.
pub(super) fn fix(folder: &Path, mended: Mended, args: &CheckArgs) -> Result<Option<Built>, Failure> {
    let Mended { changes, mended, built } = mended;
    if changes.is_empty() {
        say("There is nothing that can be mended without judgement");
        return Ok(Some(built));
    }
    changes.iter().for_each(|change| say(&difference(change)));
    let what = format!("{} in {}", counted(mended, "message"), counted(changes.len(), "file"));
    if args.dry_run {
        say(&format!("This would mend {what}; nothing was written"));
        return Ok(None);
    }
    if !args.yes {
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            say(&format!("This would mend {what}; nothing was written, since nobody could be asked (--yes writes it)"));
            return Ok(None);
        }
        if !is_wanted(&format!("Mend {what}?")) {
            say("Nothing was written");
            return Ok(None);
        }
    }
    disk::rewrite(folder, &changes)?;
    say(&format!("Mended {what}\n"));
    Ok(Some(built))
}

/// Asks; anything but a yes is a no.
fn is_wanted(question: &str) -> bool {
    let _ = write!(anstream::stderr(), "{question} [y/N] ");
    let _ = anstream::stderr().flush();
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer).is_ok();
    read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// What changes in a file, as `diff -u` shows it.
fn difference(change: &FileChange) -> String {
    let FileChange::Text { path, before, after } = change else { return String::new() };
    let name = shown(Path::new(path.as_str()));
    let diff = TextDiff::from_lines(before, after);
    let mut out = format!("\u{1b}[1m--- {name}\n+++ {name}\u{1b}[0m\n");
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        out.push_str(&format!("\u{1b}[36m{}\u{1b}[0m\n", hunk.header()));
        for line in hunk.iter_changes() {
            let (sign, colour) = match line.tag() {
                ChangeTag::Delete => ('-', "\u{1b}[31m"),
                ChangeTag::Insert => ('+', "\u{1b}[32m"),
                ChangeTag::Equal => (' ', "\u{1b}[0m"),
            };
            out.push_str(&format!("{colour}{sign}{}\u{1b}[0m\n", plain(line.value())));
        }
    }
    out
}

/// A line without its end; no character of it drives the terminal.
fn plain(line: &str) -> String {
    let line = line.trim_end_matches(['\n', '\r']);
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}
