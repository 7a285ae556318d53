use std::sync::Arc;

use super::Status;
use super::args::{ReportArgs, ReportKind, TableFormat};
use super::open;
use super::terminal::{self, Failure, say, tally_line};
use crate::diag::Tally;
use crate::engine::{self, Report, Request};

pub(super) fn run(args: &ReportArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let request = Request { today: open::today(&args.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let which = match args.report {
        ReportKind::Freshness => Report::Freshness,
    };
    let (table, built) = engine::report(&site, &request, which);
    let Some(table) = table else {
        terminal::show(&built.diagnostics, &built.sources);
        return Ok(Status::Errors);
    };
    let text = match args.format {
        TableFormat::Text => table.to_text(),
        TableFormat::Json => table.to_json(),
        TableFormat::Csv => table.to_csv(),
    };
    terminal::print(&text)?;
    match tally_line(Tally::of(&built.diagnostics)) {
        Some(found) => {
            say(&format!("The library has {found}: waypost check"));
            Ok(Status::Clean)
        }
        None => Ok(Status::Clean),
    }
}
