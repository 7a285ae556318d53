use std::sync::Arc;

use super::Status;
use super::args::{ReportArgs, ReportCommand, ReportOptions, TableFormat};
use super::open;
use super::terminal::{self, Failure, say, tally_line};
use crate::diag::Tally;
use crate::engine::{self, Request, WhichReport};

pub(super) fn run(args: &ReportArgs) -> Result<Status, Failure> {
    match &args.report {
        ReportCommand::Freshness(args) => print(&args.options, &WhichReport::Freshness),
        ReportCommand::Readability(args) => print(&args.options, &WhichReport::Readability),
        ReportCommand::Duplicates(args) => print(&args.options, &WhichReport::Duplicates),
    }
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
