use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::Status;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::terminal::{self, Failure, counted, say, shown_folder};
use crate::disk;

/// Prints a shell's completion script.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "waypost", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}

/// Prints the manual page, or writes it with a page for every command.
pub(super) fn run(args: &ManArgs) -> Result<Status, Failure> {
    let pages = pages()?;
    match &args.out {
        None => terminal::print(pages.first().map_or("", |(_, text)| text))?,
        Some(folder) => {
            for (name, text) in &pages {
                write(&folder.join(name), text)?;
            }
            say(&format!("Wrote {} into {}", counted(pages.len(), "page"), shown_folder(folder)));
        }
    }
    Ok(Status::Clean)
}

/// A page that is there already is of another version, or the same.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    disk::create_folder(path.parent().unwrap_or(path))?;
    if disk::path_kind(path)? == disk::PathKind::File {
        disk::remove_file(path)?;
    }
    Ok(disk::write_new(path, text.as_bytes())?)
}

/// `waypost.1`, then `waypost-<command>.1` in the order of the commands.
fn pages() -> Result<Vec<(String, String)>, Failure> {
    // The commands' usage says `waypost build` once the whole is built.
    let mut whole = Cli::command();
    whole.build();
    let commands: Vec<_> = whole.get_subcommands().cloned().collect();
    let mut pages = vec![page("waypost".to_owned(), whole)?];
    for command in commands {
        let name = format!("waypost-{}", command.get_name());
        pages.push(page(name.clone(), command.display_name(name))?);
    }
    Ok(pages)
}

fn page(name: String, command: clap::Command) -> Result<(String, String), Failure> {
    let mut text = Vec::new();
    // Without the version's date: the same program, the same page.
    let written = Man::new(command).title(name.to_uppercase()).render(&mut text);
    written.map_err(|error| Failure::new(format!("the page could not be made: {error}")))?;
    Ok((format!("{name}.1"), String::from_utf8_lossy(&text).into_owned()))
}
