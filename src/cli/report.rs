use std::path::Path;
use std::sync::Arc;

use super::Status;
use super::args::{ReportArgs, ReportCommand, ReportOptions, TableFormat};
use super::open;
use super::terminal::{self, Failure, counted, say, tally_line};
use crate::diag::Tally;
use crate::disk::{self, FileChange, PathKind};
use crate::engine::{self, Request, WhichReport};
use crate::text::{OutputFile, SourcePath};

pub(super) fn run(args: &ReportArgs) -> Result<Status, Failure> {
    match &args.report {
        ReportCommand::Freshness(args) => {
            if let Some(to) = &args.calendar {
                calendars(&args.options, to)?;
            }
            print(&args.options, &WhichReport::Freshness)
        }
    }
}

/// Writes the reviewers' calendars into a folder: all of them, or none.
fn calendars(options: &ReportOptions, to: &Path) -> Result<(), Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let files = engine::calendars(&site, &request).0.unwrap_or_default();
    disk::create_folder(to)?;
    let mut changes = Vec::new();
    for file in &files {
        changes.extend(change(to, file)?);
    }
    disk::rewrite(to, &changes).map_err(|error| Failure::new(format!("no calendar was written: {error}")))?;
    say(&format!("{} in {}", counted(files.len(), "calendar"), terminal::shown_folder(to)));
    Ok(())
}

/// What brings a calendar into a folder; nothing where it is there. Other programs' files stay.
fn change(to: &Path, file: &OutputFile) -> Result<Option<FileChange>, Failure> {
    let path = SourcePath::new(&file.path);
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    if disk::path_kind(&to.join(&file.path))? == PathKind::Missing {
        return Ok(Some(FileChange::New { path, text }));
    }
    let before = String::from_utf8_lossy(&disk::read_file(&to.join(&file.path))?).into_owned();
    if !before.contains("PRODID:-//Waypost//") {
        return Err(Failure::new(format!("{path} is there already, and it is no calendar of Waypost's"))
            .help("name another folder, or move the file away"));
    }
    Ok((before != text).then(|| FileChange::Text { path, before, after: text }))
}

/// Makes a report and prints it. A library with mistakes has one too, and is told so.
fn print(options: &ReportOptions, which: &WhichReport) -> Result<Status, Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let (report, built) = engine::report(&site, &request, which);
    let Some(report) = report else {
        terminal::show(&built.diagnostics, &built.sources);
        return Ok(Status::Errors);
    };
    let text = match options.format {
        TableFormat::Text => report.to_text(),
        TableFormat::Json => report.to_json(),
        TableFormat::Csv => report.to_csv(),
    };
    terminal::print(&text)?;
    if let Some(found) = tally_line(Tally::of(&built.diagnostics)) {
        say(&format!("The library has {found}: waypost check"));
    }
    Ok(Status::Clean)
}
