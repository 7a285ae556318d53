//! Run: the command line.
//!
//! Invariant: the only room that prints or exits. What is for people goes to stderr, with colour
//! only on a terminal; what is for programs goes to stdout, and nothing else does.

mod accept;
mod add;
mod args;
mod build;
mod calendars;
mod check;
mod explain;
mod fix;
mod links;
mod manual;
mod new;
mod open;
mod progress;
mod rename;
mod report;
mod review;
mod schema;
mod search;
mod serve;
mod stats;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use terminal::Failure;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// All is well.
    Clean,
    /// The library has errors.
    Errors,
}

/// Runs the command line. The exit status is 0 when all is well, 1 when the library has errors,
/// and 2 when the command could not be carried out.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => {
            // A reader that went away does not need the rest.
            let _ = usage.print();
            return ExitCode::from(if usage.use_stderr() { 2 } else { 0 });
        }
    };
    match run(cli) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Errors) => ExitCode::from(1),
        Err(failure) => {
            terminal::fail(&failure);
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<Status, Failure> {
    match cli.command {
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Build(args)) => build::run(args),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Rename(args)) => rename::run(&args),
        Some(Command::Report(args)) => report::run(&args),
        Some(Command::Review(args)) => review::run(&args),
        Some(Command::Search(args)) => search::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Add(args)) => add::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Completions(args)) => manual::completions(&args),
        Some(Command::Man(args)) => manual::run(&args),
        None => serve::bare(),
    }
}
