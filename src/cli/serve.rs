use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::CommandFactory;

use super::Status;
use super::args::{Cli, NewArgs, ServeArgs, SiteArgs};
use super::open;
use super::terminal::{self, Failure, counted, say, shown};
use crate::diag::Diagnostic;
use crate::disk;
use crate::engine::Request;
use crate::serve::{Editor, Options, Preview, Report, ServeError};

/// The port that is tried first.
const PORT: u16 = 4400;
/// The folder of a library that is made where there is none.
const FIRST: &str = "my-library";
/// The most files that one line names.
const MOST_NAMED: usize = 3;

pub(super) fn run(args: &ServeArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let root = disk::resolve(&folder)?;
    let named = args.editor.clone().or_else(|| disk::variable("WAYPOST_EDITOR"));
    let editor = Editor::new(root, named.as_deref()).map_err(|help| {
        Failure::new(format!("`{}` is no editor that the preview knows", named.unwrap_or_default())).help(help)
    })?;
    let options = Options {
        out: folder.join("public"),
        request: Request {
            drafts: !args.no_drafts,
            keep_going: true,
            today: open::today(&args.site)?,
            ..Request::default()
        },
        host: args.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        port: args.port.unwrap_or(PORT),
        or_next: args.port.is_none(),
        poll: args.poll,
        editor,
        folder: folder.clone(),
    };
    let preview = Preview::bind(options).map_err(failure)?;
    greet(&preview, &folder, args);
    preview.run(Box::new(tell)).map_err(failure)?;
    Ok(Status::Clean)
}

fn greet(preview: &Preview, folder: &std::path::Path, args: &ServeArgs) {
    let url = preview.url();
    if preview.address().port() != args.port.unwrap_or(PORT) && args.port != Some(0) {
        say(&format!("Port {PORT} is taken, so this preview has another one."));
    }
    say(&format!("Preview of {} at {url}", shown(folder)));
    say(&format!("  desk and handbook: {url}_waypost/desk/"));
    if preview.is_open() {
        say(
            "\u{1b}[1;33mwarning\u{1b}[0m: anybody on your network can read this preview, drafts too; stop it when you are done",
        );
    }
    say("Pages follow when you save. Stop with Ctrl+C.");
    if args.open && open::in_browser(&url).is_err() {
        say(&format!("No browser could be opened; go to {url}"));
    }
}

fn tell(report: Report<'_>) {
    match report {
        Report::Followed { named, parsed, pages, milliseconds } => {
            let what = match named.len() {
                0 => String::new(),
                _ => {
                    let first: Vec<&str> = named.iter().take(MOST_NAMED).map(|path| path.as_str()).collect();
                    let more = named.len().saturating_sub(MOST_NAMED);
                    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                    format!("{}{more}: ", first.join(", "))
                }
            };
            say(&format!("{what}{parsed} parsed, {} in {milliseconds:.0} ms", counted(pages, "page")));
        }
        Report::Checked { diagnostics, sources, tally } => {
            let listed: Vec<Diagnostic> = diagnostics.iter().map(|one| (*one).clone()).collect();
            terminal::show(&listed, sources);
            let line = terminal::tally_line(tally).unwrap_or_else(|| "No mistakes found".to_owned());
            say(&line);
        }
        Report::CannotWatch(why) => {
            say(&format!(
                "\u{1b}[1;33mwarning\u{1b}[0m: the folder cannot be watched ({why}); it is looked through twice a second instead"
            ));
        }
        Report::Bug(what) => {
            say(&format!(
                "\u{1b}[1;31mbug\u{1b}[0m: Waypost made a mistake ({what}); the preview goes on with what it had"
            ));
            say("\u{1b}[1;36mhelp\u{1b}[0m: please report it, with the lines above and the file that you saved last");
        }
    }
}

fn failure(error: ServeError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error {
        ServeError::PortTaken { free: Some(free), .. } => {
            failure.help(format!("another preview may be running; {free} is free: waypost serve --port {free}"))
        }
        _ => failure,
    }
}

/// What a bare `waypost` does: it serves the nearest library and opens it. Outside any library it
/// offers to make one, where there is somebody to answer.
pub(super) fn bare() -> Result<Status, Failure> {
    let is_answered = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if disk::find_site(&disk::current_folder()?).is_some() {
        return run(&ServeArgs { open: is_answered, ..ServeArgs::default() });
    }
    if !is_answered {
        terminal::print(&Cli::command().render_help().to_string())?;
        return Ok(Status::Clean);
    }
    say(&format!("There is no library in this folder. Shall one be made in {FIRST}/? [y/N]"));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| Failure::new(error.to_string()))?;
    if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        say("Nothing was made. `waypost --help` lists what can be done.");
        return Ok(Status::Clean);
    }
    super::new::run(&NewArgs { folder: PathBuf::from(FIRST), sample: false })?;
    let site = SiteArgs { site: Some(PathBuf::from(FIRST)), today: None };
    run(&ServeArgs { site, open: true, ..ServeArgs::default() })
}
