use std::path::Path;

use super::Status;
use super::args::ReviewArgs;
use super::open;
use super::terminal::{self, Failure, counted, say};
use crate::disk::{self, FileChange, PathKind, RewriteError};
use crate::engine::{self, Asked, Refusal, Request, Signed};
use crate::model::Reviewed;

pub(super) fn run(args: &ReviewArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let request = Request { today: open::today(&args.site)?, check_only: true, ..Request::default() };
    let site = std::sync::Arc::new(open::read(&folder, &folder.join("public"))?);
    let asked = Asked {
        entries: args.entries.iter().map(|name| in_site(&folder, name)).collect(),
        by: args.by.clone(),
        lang: args.lang.clone(),
        every: args.every,
    };
    let (signed, built) = engine::sign(&site, &request, &asked);
    let signed = match signed {
        Ok(signed) if signed.is_empty() => {
            terminal::show(&built.diagnostics, &built.sources);
            return Ok(Status::Errors);
        }
        Ok(signed) => signed,
        Err(refusals) => return Err(refused(refusals)),
    };
    if args.words {
        for one in &signed {
            terminal::print(&one.entry.signed_words())?;
        }
        return Ok(Status::Clean);
    }
    let changes: Vec<FileChange> = signed.iter().filter_map(|one| one.change.clone()).collect();
    if !args.dry_run {
        disk::rewrite(&folder, &changes).map_err(|error| failed(&error))?;
    }
    signed.iter().for_each(|one| tell(one, &args.by, args.dry_run));
    if signed.len() > 1 || args.dry_run {
        let files = counted(changes.len(), "file");
        say(&if args.dry_run {
            format!("Nothing was written; {files} would change")
        } else {
            format!("{files} changed")
        });
    }
    Ok(Status::Clean)
}

/// A file that is given as people see it, from the folder that they are in, as a path below the site
/// folder; anything else as it is.
fn in_site(folder: &Path, name: &str) -> String {
    let path = Path::new(name);
    let is_file = name.ends_with(".md") && matches!(disk::path_kind(path), Ok(PathKind::File));
    let below = |path: &Path| {
        let (path, folder) = (disk::resolve(path).ok()?, disk::resolve(folder).ok()?);
        let parts: Vec<String> =
            path.strip_prefix(folder).ok()?.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        Some(parts.join("/"))
    };
    if is_file { below(path).unwrap_or_else(|| name.to_owned()) } else { name.to_owned() }
}

fn refused(refusals: Vec<Refusal>) -> Failure {
    let more = refusals.len() > 1;
    let mut refusals = refusals.into_iter();
    // All but the last are said here, the last by whoever is handed it.
    let mut last = None;
    for one in refusals.by_ref() {
        if let Some(before) = last.replace(Failure::from(one)) {
            terminal::fail(&before);
        }
    }
    if more {
        last.map_or_else(
            || Failure::new("nothing was signed"),
            |last| {
                terminal::fail(&last);
                Failure::new("nothing was signed").help("all entries are signed, or none")
            },
        )
    } else {
        last.unwrap_or_else(|| Failure::new("nothing was signed"))
    }
}

fn failed(error: &RewriteError) -> Failure {
    Failure::new(format!("nothing was signed: {error}"))
}

fn tell(one: &Signed, by: &str, dry_run: bool) {
    let entry = &one.entry;
    let verb = match (dry_run, &one.change) {
        (true, Some(_)) => "Would sign",
        (false, Some(_)) => "Signed",
        (_, None) => "Signed already:",
    };
    let minutes = match entry.own_minutes() {
        0 => String::new(),
        minutes => format!(", {minutes} min"),
    };
    say(&format!("{verb} {} ({}{minutes}): {}", entry.common.title.value, entry.lang, entry.path()));
    let last = one.last.as_ref().map(|last| match &last.by {
        Some(by) => format!("{} by {}", last.date.value, by.value),
        None => last.date.value.to_string(),
    });
    say(&match (last, one.words) {
        (None, _) => "  Before: never reviewed".to_owned(),
        (Some(last), Reviewed::Changed) => format!("  Before: {last}; its words have changed since"),
        (Some(last), Reviewed::Signed) => format!("  Before: {last}; its words are the same"),
        (Some(last), _) => format!("  Before: {last}; nothing tells whether its words have changed since"),
    });
    let due = one.due.map_or_else(String::new, |due| format!("; the next review is due on {due}"));
    say(&format!("  Now:    {} by {by}{due}", one.on));
    if !one.others.is_empty() {
        let others: Vec<String> = one.others.iter().map(ToString::to_string).collect();
        say(&format!("  Its other languages ({}) are signed by themselves: --lang", others.join(", ")));
    }
}
