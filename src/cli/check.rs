use super::Status;
use super::args::{CheckArgs, Deny, MessageFormat};
use super::links;
use super::open;
use super::progress::Progress;
use super::terminal::{self, Failure, counted, say};
use crate::diag::{Diagnostic, Severity, Tally, render_json};
use crate::engine::{self, Memo, Request};

pub(super) fn run(args: &CheckArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let request = Request { today: open::today(&args.site)?, check_only: true, ..Request::default() };
    let request = Request { with_links: args.external, ..request };
    let progress = Progress::start("Reading the library");
    let site = std::sync::Arc::new(open::read(&folder, &folder.join("public"))?);
    let mut built = engine::build(&site, &request, &Memo::default());
    drop(progress);
    if args.external {
        links::ask(&folder, &mut built, args.allow_private);
    }

    let tally = Tally::of(&built.diagnostics);
    let is_listed = |diagnostic: &&Diagnostic| args.notes || diagnostic.severity != Severity::Note;
    let listed: Vec<Diagnostic> = built.diagnostics.iter().filter(is_listed).cloned().collect();
    match args.format {
        MessageFormat::Json => terminal::print(&render_json(&listed, &built.sources))?,
        MessageFormat::Human => {
            terminal::show(&listed, &built.sources);
            let found = terminal::tally_line(tally).unwrap_or_else(|| "No mistakes found".to_owned());
            say(&format!("{found} in {}", counted(built.stats.sources, "file")));
            if tally.notes > 0 {
                let hint = if args.notes { "" } else { " (--notes lists them)" };
                say(&format!("{}{hint}", counted(tally.notes, "note")));
            }
        }
    }
    let denied = args.deny == Some(Deny::Warnings) && tally.warnings > 0;
    Ok(if tally.errors > 0 || denied { Status::Errors } else { Status::Clean })
}
