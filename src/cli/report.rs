use std::sync::Arc;

use super::Status;
use super::args::{ReportArgs, ReportCommand, ReportOptions, TableFormat};
use super::terminal::{self, Failure, say, tally_line};
use super::{calendars, links, open};
use crate::diag::Tally;
use crate::engine::{self, Built, Request, WhichReport};
use crate::external;
use crate::report::{self, Report};

pub(super) fn run(args: &ReportArgs) -> Result<Status, Failure> {
    match &args.report {
        ReportCommand::Coverage(args) => {
            of_library(&args.options, &WhichReport::Coverage { lang: args.lang.clone() }, args.lang.as_deref())
        }
        ReportCommand::Freshness(args) => {
            if let Some(to) = &args.calendar {
                calendars::write(&args.options, to)?;
            }
            of_library(&args.options, &WhichReport::Freshness, None)
        }
        ReportCommand::Language(args) => of_library(&args.options, &WhichReport::Language, None),
        ReportCommand::Links(args) => report_links(&args.options),
        ReportCommand::Readability(args) => of_library(&args.options, &WhichReport::Readability, None),
        ReportCommand::Duplicates(args) => of_library(&args.options, &WhichReport::Duplicates, None),
    }
}

/// Makes a report of the library and prints it. `lang` is the language that was asked for, where the
/// report is on one.
fn of_library(options: &ReportOptions, which: &WhichReport, lang: Option<&str>) -> Result<Status, Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let (report, built) = engine::report(&site, &request, which);
    match (report, lang) {
        (None, Some(lang)) if Tally::of(&built.diagnostics).errors == 0 => Err(terminal::not_a_language(lang)),
        (report, _) => print(report, &built, options.format),
    }
}

/// The links that lead elsewhere, with what their addresses answered last.
fn report_links(options: &ReportOptions) -> Result<Status, Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, with_links: true, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let built = engine::look(&site, &request);
    let answers = links::known(&folder);
    let last = |url: &str| {
        let last = answers.get(url)?;
        Some((external::state(&last.answer), last.on.to_string()))
    };
    // A site file that cannot be read leaves no links to speak of.
    let report = built.today.map(|_| report::links(&built.links, last));
    print(report, &built, options.format)
}

/// Prints a report. A library with mistakes has one too, and is told so.
fn print(report: Option<Report>, built: &Built, format: TableFormat) -> Result<Status, Failure> {
    let Some(report) = report else {
        terminal::show(&built.diagnostics, &built.sources);
        return Ok(Status::Errors);
    };
    let text = match format {
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
