use std::path::Path;
use std::sync::Arc;

use super::Status;
use super::args::{CheckArgs, CheckFormat};
use super::progress::Progress;
use super::terminal::{self, Failure, counted, say};
use super::{accept, fix, links, open};
use crate::diag::{Deny, Diagnostic, Severity, Silenced, Tally, render_github, render_json, render_sarif};
use crate::engine::{self, Built, Memo, Request};
use crate::text::SourcePath;

pub(super) fn run(args: &CheckArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let request = Request { today: open::today(&args.site)?, check_only: true, ..Request::default() };
    let request = match args.external {
        true => Request { answers: links::ask(&folder, &request, args.allow_private)?, ..request },
        false => request,
    };
    let progress = Progress::start("Reading the library");
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    if args.fix {
        drop(progress);
        let mended = engine::mend(&site, &request);
        let mended = fix::fix(&folder, mended, args)?;
        let built = mended.unwrap_or_else(|| engine::build(&site, &request, &Memo::default()));
        return tell(args, &folder, &built);
    }
    let built = match args.accept {
        true => match engine::accept(&site, &request) {
            Ok(accepted) => {
                drop(progress);
                return accept::run(args, &folder, accepted);
            }
            Err(built) => {
                accept::refuse();
                *built
            }
        },
        false => engine::build(&site, &request, &Memo::default()),
    };
    drop(progress);
    tell(args, &folder, &built)
}

/// Says what is wrong, and how the command ends.
pub(super) fn tell(args: &CheckArgs, folder: &Path, built: &Built) -> Result<Status, Failure> {
    let deny: Deny = args.deny.iter().cloned().collect();
    let is_listed =
        |diagnostic: &&Diagnostic| args.notes || diagnostic.severity != Severity::Note || deny.denies(diagnostic);
    let listed: Vec<Diagnostic> = built.diagnostics.iter().filter(is_listed).cloned().collect();
    match args.format {
        CheckFormat::Human => in_words(&listed, built, args, &deny),
        CheckFormat::Json => terminal::print(&render_json(&listed, &built.sources))?,
        CheckFormat::Sarif => terminal::print(&render_sarif(&listed, &built.silenced, &built.sources))?,
        CheckFormat::Github => {
            let shown = |path: &SourcePath| terminal::shown(&folder.join(path.as_str())).replace('\\', "/");
            terminal::print(&render_github(&listed, &built.sources, shown))?;
        }
    }
    let stops = built.diagnostics.iter().any(|one| deny.stops(one));
    Ok(if stops { Status::Errors } else { Status::Clean })
}

/// Messages for people, and what they come to.
fn in_words(listed: &[Diagnostic], built: &Built, args: &CheckArgs, deny: &Deny) {
    let with_notes = args.notes;
    terminal::show(listed, &built.sources);
    if with_notes {
        built.silenced.iter().for_each(|one| say(&silenced_line(one, built)));
    }
    let tally = Tally::of(&built.diagnostics);
    let found = terminal::tally_line(tally).unwrap_or_else(|| "No mistakes found".to_owned());
    say(&format!("{found} in {}", counted(built.stats.sources, "file")));
    let mendable = listed.iter().filter(|one| !one.edits.is_empty()).count();
    // After `--fix` there is nothing left that it would mend.
    if mendable > 0 && !args.fix {
        say(&format!("{mendable} can be mended by `waypost check --fix`"));
    }
    if tally.errors == 0 && built.diagnostics.iter().any(|one| deny.denies(one)) {
        say(&terminal::denied_line(&built.diagnostics, deny));
    }
    let hint = if with_notes { "" } else { " (--notes lists them)" };
    if tally.notes > 0 {
        say(&format!("{}{hint}", counted(tally.notes, "note")));
    }
    if !built.silenced.is_empty() {
        say(&format!("{} silenced with a reason{hint}", built.silenced.len()));
    }
}

/// `silenced: content/articles/a.md:8:5 image-alt: the caption says it all`
fn silenced_line(one: &Silenced, built: &Built) -> String {
    let place = one.diagnostic.labels.first().map(|label| {
        let at = built.sources.get(&label.file).map(|file| file.position(label.span.start));
        at.map_or(label.file.to_string(), |at| format!("{}:{}:{}", label.file, at.line, at.column))
    });
    let code = one.diagnostic.code.name();
    format!("silenced: {} {code}: {}", place.unwrap_or_default(), one.reason)
}
