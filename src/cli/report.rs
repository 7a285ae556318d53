use std::sync::Arc;

use super::Status;
use super::args::{ReportArgs, ReportCommand, ReportOptions, TableFormat};
use super::open;
use super::terminal::{self, Failure, say, tally_line};
use crate::diag::Tally;
use crate::engine::{self, Request, WhichReport};

pub(super) fn run(args: &ReportArgs) -> Result<Status, Failure> {
    match &args.report {
        ReportCommand::Coverage(args) => {
            print(&args.options, &WhichReport::Coverage { lang: args.lang.clone() }, args.lang.as_deref())
        }
        ReportCommand::Freshness(args) => print(&args.options, &WhichReport::Freshness, None),
    }
}

/// Makes a report and prints it. A library with mistakes has one too, and is told so. `lang` is the
/// language that was asked for, where the report is on one.
fn print(options: &ReportOptions, which: &WhichReport, lang: Option<&str>) -> Result<Status, Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let (report, built) = engine::report(&site, &request, which);
    let tally = Tally::of(&built.diagnostics);
    let Some(report) = report else {
        if let Some(lang) = lang.filter(|_| tally.errors == 0) {
            return Err(terminal::not_a_language(lang));
        }
        terminal::show(&built.diagnostics, &built.sources);
        return Ok(Status::Errors);
    };
    let text = match options.format {
        TableFormat::Text => report.to_text(),
        TableFormat::Json => report.to_json(),
        TableFormat::Csv => report.to_csv(),
    };
    terminal::print(&text)?;
    if let Some(found) = tally_line(tally) {
        say(&format!("The library has {found}: waypost check"));
    }
    Ok(Status::Clean)
}
