use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Status;
use super::args::{BuildArgs, StatsFormat};
use super::open;
use super::progress::Progress;
use super::stats::Report;
use super::terminal::{self, Failure, counted, say, shown, shown_folder};
use crate::diag::{Deny, Diagnostic, Severity, Sources, Tally};
use crate::disk::{PathKind, Stopwatch, path_kind};
use crate::engine::{self, Built, Memo, NextChange, Receipt, Request, Stats};
use crate::publish::{self, Changes, InPlace, PublishError, Target};
use crate::text::{Fingerprint, OutputFile};

/// Where the site goes unless another folder is named.
const OUT: &str = "public";
/// The same for the copy that is read from a folder.
const PORTABLE: &str = "portable";
/// The names of what is kept beside the output.
const MEMO: &str = "memo";
const RECEIPT: &str = "receipt";

pub(super) fn run(args: BuildArgs) -> Result<Status, Failure> {
    let mut watch = Stopwatch::start();
    let folder = open::site_folder(&args.site)?;
    let name = if args.portable { PORTABLE } else { OUT };
    let out = args.out.unwrap_or_else(|| PathBuf::from(shown(&folder.join(name))));
    let request = Request {
        drafts: args.drafts,
        keep_going: args.keep_going,
        deny: args.deny.into_iter().collect(),
        base_url: args.base_url,
        today: open::today(&args.site)?,
        portable: args.portable,
        ..Request::default()
    };
    let target = Target::choose(&out, &folder)?;

    let progress = Progress::start("Building the site");
    let site = Arc::new(open::read(&folder, &out)?);
    let target = open::as_configured(target, &site)?;
    let read = watch.lap();
    let inputs = engine::inputs(&site, &request);
    let receipt = target.recall(RECEIPT).and_then(|bytes| Receipt::parse(&bytes));
    if let Some(receipt) = receipt.filter(|receipt| Some(receipt.inputs) == inputs)
        && publish::is_standing(&target, receipt.manifest)
    {
        let phases = vec![("read", read), ("look", watch.lap()), ("total", watch.total())];
        drop(progress);
        let texts = site.content.iter().chain(&site.config).filter_map(|file| file.text().cloned());
        let outcome = Outcome {
            diagnostics: &receipt.diagnostics,
            sources: &texts.collect(),
            stats: &Stats { sources: receipt.sources, outputs: receipt.outputs, phases, ..Stats::default() },
            next_change: receipt.next_change.as_ref(),
            notes: receipt.notes,
            pages: receipt.pages,
            changes: Some(Changes { unchanged: receipt.outputs, ..Changes::default() }),
        };
        return outcome.tell(args.stats, &request, &out, watch.total());
    }
    let looked = watch.lap();
    let memo = target.recall(MEMO).map_or_else(Memo::default, |bytes| Memo::parse(&bytes));
    let mut built = engine::build(&site, &request, &memo);
    watch.lap();
    let mut changes = built.publishable.then(|| publish_built(&target, &built, inputs, &request.deny));
    if matches!(changes, Some(Err(PublishError::NotStanding(_)))) {
        // Somebody was at the output folder: everything is made anew.
        built = engine::build(&site, &request, &Memo::default());
        changes = built.publishable.then(|| publish_built(&target, &built, inputs, &request.deny));
    }
    built.stats.phases.splice(0..0, [("read", read), ("look", looked)]);
    built.stats.phases.push(("publish", watch.lap()));
    drop(progress);

    let tally = Tally::of(&built.diagnostics);
    let changes = changes.transpose();
    built.stats.phases.push(("total", watch.total()));
    let pages = |files: &[OutputFile]| files.iter().filter(|file| file.path.ends_with(".html")).count();
    let standing = built.standing.iter().filter(|file| file.path.ends_with(".html")).count();
    let outcome = Outcome {
        diagnostics: &built.diagnostics,
        sources: &built.sources,
        stats: &built.stats,
        next_change: built.next_change.as_ref(),
        notes: tally.notes,
        pages: pages(&built.outputs) + standing,
        changes: changes.as_ref().ok().copied().flatten(),
    };
    let status = match changes {
        Ok(_) => outcome.tell(args.stats, &request, &out, watch.total()),
        Err(error) => {
            outcome.tell_diagnostics(&request.deny);
            Err(error.into())
        }
    };
    // The process ends here: the system frees everything at once, faster than piece by piece.
    std::mem::forget((site, built));
    status
}

/// Publishes, and keeps beside the output what the next build can spare itself.
fn publish_built(
    target: &Target,
    built: &Built,
    inputs: Option<Fingerprint>,
    deny: &Deny,
) -> Result<Changes, PublishError> {
    publish::publish_and(target, &built.outputs, &built.standing, |manifest, hash| {
        let pages = manifest.files.iter().filter(|file| file.path.ends_with(".html")).count();
        // What cannot be kept costs time at the next build, and nothing else.
        if let Some(inputs) = inputs {
            let _ = target.keep(RECEIPT, &Receipt::new(inputs, hash, built, pages, deny).to_bytes());
        }
        let _ = target.keep(MEMO, &Memo::new(built.origins.clone(), manifest).to_bytes());
    })
}

/// What a build has to tell.
struct Outcome<'a> {
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
    stats: &'a Stats,
    next_change: Option<&'a NextChange>,
    notes: usize,
    pages: usize,
    /// Nothing where nothing was published.
    changes: Option<Changes>,
}

impl Outcome<'_> {
    fn tell(
        &self,
        format: Option<StatsFormat>,
        request: &Request,
        out: &Path,
        milliseconds: f64,
    ) -> Result<Status, Failure> {
        self.tell_diagnostics(&request.deny);
        match self.changes {
            Some(changes) => self.tell_built(changes, out, milliseconds),
            None => self.tell_unpublished(out, &request.deny)?,
        }
        self.tell_stats(format)?;
        let stops = self.diagnostics.iter().any(|one| request.deny.stops(one));
        Ok(if stops || self.changes.is_none() { Status::Errors } else { Status::Clean })
    }

    /// Errors and warnings whole; notes, which nobody has to act on unless they are denied, in one line.
    fn tell_diagnostics(&self, deny: &Deny) {
        let listed = self.diagnostics.iter().filter(|one| one.severity != Severity::Note || deny.denies(one));
        terminal::show(&listed.cloned().collect::<Vec<_>>(), self.sources);
        if let Some(line) = terminal::tally_line(Tally::of(self.diagnostics)) {
            say(&line);
        }
        if self.notes > 0 {
            say(&format!("{} (listed by `waypost check --notes`)", counted(self.notes, "note")));
        }
    }

    fn tell_built(&self, changes: Changes, out: &Path, milliseconds: f64) {
        let Changes { written, unchanged, removed, in_place } = changes;
        say(&format!(
            "Built {} into {} in {:.1} s: {written} written, {unchanged} unchanged, {removed} removed",
            counted(self.pages, "page"),
            shown_folder(out),
            milliseconds / 1000.0,
        ));
        match in_place {
            Some(InPlace::MountPoint) => {
                say(&format!("{} is a mount point, so it was brought up to date file by file", shown_folder(out)));
            }
            Some(InPlace::Kept) => {
                say(&format!(
                    "{} holds files that are kept, so it was brought up to date file by file",
                    shown_folder(out)
                ));
            }
            Some(InPlace::CutShort) => say("An earlier build was cut short; what it had begun is complete now"),
            Some(InPlace::Asked) | None => {}
        }
        if let Some(next) = self.next_change {
            say(&format!("Next change: {}, {}", next.date, next.why));
        }
    }

    fn tell_unpublished(&self, out: &Path, deny: &Deny) -> Result<(), Failure> {
        let unchanged = match path_kind(out)? {
            PathKind::Missing => "Nothing was published".to_owned(),
            _ => format!("{} is unchanged", shown_folder(out)),
        };
        let advice = if Tally::of(self.diagnostics).errors > 0 {
            "mend the errors first, or publish what can be published with --keep-going".to_owned()
        } else {
            terminal::denied_line(self.diagnostics, deny)
        };
        say(&format!("{unchanged}: {advice}"));
        Ok(())
    }

    fn tell_stats(&self, format: Option<StatsFormat>) -> Result<(), Failure> {
        let report = Report::new(self.stats, self.changes.unwrap_or_default(), self.next_change);
        match format {
            Some(StatsFormat::Json) => terminal::print(&report.json()),
            Some(StatsFormat::Text) => {
                say(&report.text());
                Ok(())
            }
            None => Ok(()),
        }
    }
}
