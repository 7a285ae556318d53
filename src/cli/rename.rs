//! `waypost rename`: an entry under another name.

use std::sync::Arc;

use super::Status;
use super::args::RenameArgs;
use super::open;
use super::progress::Progress;
use super::terminal::{self, Failure, counted, say};
use crate::disk;
use crate::engine::{self, NotRenamed, Renamed, Request};
use crate::text;

pub(super) fn run(args: &RenameArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let request = Request { today: open::today(&args.site)?, ..Request::default() };
    let progress = Progress::start("Reading the library");
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let outcome = engine::rename(&site, &request, &args.old, &args.new);
    drop(progress);
    let renamed = match outcome {
        Ok(renamed) => renamed,
        Err(NotRenamed::Refused(refusal)) => return Err(refusal.into()),
        Err(NotRenamed::NoLibrary(built)) => {
            terminal::show(&built.diagnostics, &built.sources);
            return Ok(Status::Errors);
        }
        Err(NotRenamed::Breaks(built)) => {
            terminal::show(&built.diagnostics, &built.sources);
            return Err(Failure::new("nothing was renamed: the library would have the mistakes above")
                .help("choose another name, or mend first what they are about"));
        }
    };
    if !args.dry_run {
        disk::rewrite(&folder, &renamed.changes)?;
    }
    tell(&renamed, args.dry_run);
    Ok(Status::Clean)
}

fn tell(renamed: &Renamed, dry_run: bool) {
    for (from, to) in &renamed.revision.moves {
        say(&format!("{from} -> {to}"));
    }
    for (path, count) in &renamed.revision.mended {
        say(&format!("{path}: {}", counted(*count, "reference")));
    }
    for (path, address) in &renamed.revision.aliases {
        say(&format!("{path}: aliases: {address}"));
    }
    let references: usize = renamed.revision.mended.values().sum();
    let what = counted(references, "reference");
    let (entries, files) = (renamed.revision.ids.len(), counted(renamed.revision.mended.len(), "file"));
    let entries = text::counted(entries, "entry", "entries");
    match dry_run {
        true => say(&format!("This would rename {entries} and mend {what} in {files}; nothing was written")),
        false => say(&format!("Renamed {entries} and mended {what} in {files}")),
    }
}
