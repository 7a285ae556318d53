use std::io::Read;

use serde_json::json;

use super::Status;
use super::args::{MessageFormat, SearchArgs};
use super::open;
use super::progress::Progress;
use super::terminal::{self, Failure, counted, say};
use crate::diag::Tally;
use crate::engine::{self, Finding, Request};
use crate::search::Found;

pub(super) fn run(args: &SearchArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let queries = queries(&args.query)?;
    let request = Request { today: open::today(&args.site)?, ..Request::default() };
    let progress = Progress::start("Reading the library");
    let site = std::sync::Arc::new(open::read(&folder, &folder.join("public"))?);
    let (findings, built) = engine::search(&site, &request, args.lang.as_deref(), &queries);
    drop(progress);

    let tally = Tally::of(&built.diagnostics);
    let Some(findings) = findings else {
        terminal::show(&built.diagnostics, &built.sources);
        if tally.errors > 0 {
            return Ok(Status::Errors);
        }
        return Err(terminal::not_a_language(args.lang.as_deref().unwrap_or("")));
    };
    for finding in &findings {
        match args.format {
            MessageFormat::Json => terminal::print(&format!("{}\n", as_json(finding)))?,
            MessageFormat::Human => show(finding)?,
        }
    }
    if let Some(found) = terminal::tally_line(tally) {
        say(&format!("The library has {found}; what is faulty may not be found. `waypost check` lists them."));
    }
    Ok(Status::Clean)
}

/// The query, or with `-` one query a line from stdin.
fn queries(query: &str) -> Result<Vec<String>, Failure> {
    if query != "-" {
        return Ok(vec![query.to_owned()]);
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::new(format!("the queries could not be read: {error}")))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn show(finding: &Finding) -> Result<(), Failure> {
    if finding.distress {
        say("The help lines stand above these results.");
    }
    for (typed, meant) in &finding.corrections {
        say(&format!("Nothing says `{typed}`: showing results for {}.", meant.join(", ")));
    }
    if finding.unquoted {
        say("No entry has these words in this order: showing results for the words.");
    }
    if finding.first.is_empty() {
        say("Nothing found.");
        return Ok(());
    }
    let text: String = finding.first.iter().enumerate().map(|(at, found)| row(at + 1, found)).collect();
    terminal::print(&text)?;
    if finding.total > finding.first.len() {
        say(&format!("These are the first {} of {}.", finding.first.len(), counted(finding.total, "result")));
    }
    Ok(())
}

fn row(place: usize, found: &Found) -> String {
    let minutes = if found.minutes > 0 { format!(", {} min", found.minutes) } else { String::new() };
    format!("{place:>2}  {} ({}{minutes})\n    {}\n    {}\n", found.title, found.kind, found.summary, found.url)
}

fn as_json(finding: &Finding) -> serde_json::Value {
    let result = |found: &Found| {
        json!({
            "url": found.url, "title": found.title, "summary": found.summary, "kind": found.kind, "minutes": found.minutes,
        })
    };
    let correction = |(typed, meant): &(String, Vec<String>)| json!({ "typed": typed, "meant": meant });
    json!({
        "query": finding.query,
        "total": finding.total,
        "results": finding.first.iter().map(result).collect::<Vec<_>>(),
        "corrections": finding.corrections.iter().map(correction).collect::<Vec<_>>(),
        "unquoted": finding.unquoted,
        "distress": finding.distress,
    })
}
