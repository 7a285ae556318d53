use std::path::{Path, PathBuf};

use super::Status;
use super::args::{BuildArgs, Deny, StatsFormat};
use super::open;
use super::progress::Progress;
use super::stats::Report;
use super::terminal::{self, Failure, counted, say, shown, shown_folder};
use crate::diag::{Diagnostic, Severity, Tally};
use crate::disk::{PathKind, Stopwatch, path_kind};
use crate::engine::{self, Built, Request};
use crate::publish::{self, Changes, InPlace, Target};

/// Where the site goes unless another folder is named.
const OUT: &str = "public";

pub(super) fn run(args: BuildArgs) -> Result<Status, Failure> {
    let mut watch = Stopwatch::start();
    let folder = open::site_folder(&args.site)?;
    let out = args.out.unwrap_or_else(|| PathBuf::from(shown(&folder.join(OUT))));
    let request = Request {
        drafts: args.drafts,
        keep_going: args.keep_going,
        deny_warnings: args.deny == Some(Deny::Warnings),
        base_url: args.base_url,
        today: open::today(&args.site)?,
        check_only: false,
    };
    let target = Target::choose(&out, &folder)?;

    let progress = Progress::start("Building the site");
    let site = open::read(&folder, &out)?;
    let target = open::as_configured(target, &site)?;
    let read = watch.lap();
    let mut built = engine::build(&site, &request);
    built.stats.phases.insert(0, ("read", read));
    watch.lap();
    let tally = Tally::of(&built.diagnostics);
    let changes = built.publishable.then(|| publish::publish(&target, &built.outputs, &[]));
    built.stats.phases.push(("publish", watch.lap()));
    built.stats.phases.push(("total", watch.total()));
    drop(progress);

    tell_diagnostics(&built, tally);
    let changes = changes.transpose()?;
    match changes {
        Some(changes) => tell_built(&built, changes, &out, watch.total()),
        None => tell_unpublished(&out, tally)?,
    }
    tell_stats(args.stats, &built, changes.unwrap_or_default())?;
    let denied = request.deny_warnings && tally.warnings > 0;
    // The process ends here: the system frees everything at once, faster than piece by piece.
    std::mem::forget((site, built));
    Ok(if tally.errors > 0 || denied || changes.is_none() { Status::Errors } else { Status::Clean })
}

/// Errors and warnings whole; notes, which nobody has to act on, in one line.
fn tell_diagnostics(built: &Built, tally: Tally) {
    let listed: Vec<Diagnostic> =
        built.diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note).cloned().collect();
    terminal::show(&listed, &built.sources);
    if let Some(line) = terminal::tally_line(tally) {
        say(&line);
    }
    if tally.notes > 0 {
        say(&format!("{} (listed by `waypost check --notes`)", counted(tally.notes, "note")));
    }
}

fn tell_built(built: &Built, changes: Changes, out: &Path, milliseconds: f64) {
    let pages = built.outputs.iter().filter(|file| file.path.ends_with(".html")).count();
    let Changes { written, unchanged, removed, in_place } = changes;
    say(&format!(
        "Built {} into {} in {:.1} s: {written} written, {unchanged} unchanged, {removed} removed",
        counted(pages, "page"),
        shown_folder(out),
        milliseconds / 1000.0,
    ));
    match in_place {
        Some(InPlace::MountPoint) => {
            say(&format!("{} is a mount point, so it was brought up to date file by file", shown_folder(out)));
        }
        Some(InPlace::Kept) => {
            say(&format!("{} holds files that are kept, so it was brought up to date file by file", shown_folder(out)));
        }
        Some(InPlace::CutShort) => say("An earlier build was cut short; what it had begun is complete now"),
        Some(InPlace::Asked) | None => {}
    }
    if let Some(next) = &built.next_change {
        say(&format!("Next change: {}, {}", next.date, next.why));
    }
}

fn tell_unpublished(out: &Path, tally: Tally) -> Result<(), Failure> {
    let unchanged = match path_kind(out)? {
        PathKind::Missing => "Nothing was published".to_owned(),
        _ => format!("{} is unchanged", shown_folder(out)),
    };
    let advice = if tally.errors > 0 {
        "mend the errors first, or publish what can be published with --keep-going"
    } else {
        "warnings are not allowed (--deny warnings)"
    };
    say(&format!("{unchanged}: {advice}"));
    Ok(())
}

fn tell_stats(format: Option<StatsFormat>, built: &Built, changes: Changes) -> Result<(), Failure> {
    let report = Report::new(&built.stats, changes, built.next_change.as_ref());
    match format {
        Some(StatsFormat::Json) => terminal::print(&report.json()),
        Some(StatsFormat::Text) => {
            say(&report.text());
            Ok(())
        }
        None => Ok(()),
    }
}
