use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::SiteArgs;

/// Look at the library as a whole
///
/// A report never fails for what it finds: the exit status is 0, also where the library has
/// mistakes. `waypost check` is what fails.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost report coverage                 which principles are served by what, and what is missing
  waypost report freshness                every entry with the state of its review
  waypost report freshness --format csv   for a spreadsheet
  waypost report language                 words that the library avoids, and where they stand
  waypost report links                    every link that leads to another site
  waypost report readability              every entry, the hardest to read first
  waypost report duplicates               passages that stand in several entries

In CSV, words that a spreadsheet would take for a formula have an apostrophe in front; in JSON
everything is as it is.")]
pub(in crate::cli) struct ReportArgs {
    /// What to report on
    #[command(subcommand)]
    pub(in crate::cli) report: ReportCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReportCommand {
    Coverage(CoverageArgs),
    Freshness(FreshnessArgs),
    Language(LanguageArgs),
    Links(LinksArgs),
    Readability(ReadabilityArgs),
    Duplicates(DuplicatesArgs),
}

/// Which principles are served by what, at which stage and for whom
///
/// Counts the published articles, tools and pathways of one language, and names what is missing, the
/// worst first: a principle that nothing serves, one that no tool serves, one that no tool serves at
/// a stage, one for an audience. What is said of the whole is not said again of its parts. Then come
/// pathways without tools, and entries that nothing leads to.
///
/// An entry that states no stage, or nobody whom it is for, is taken to be for any, and fills every
/// hole there. Holes are named for stages and audiences that waypost.yaml lists.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost report coverage                 tables, then what is missing, in sentences
  waypost report coverage --lang es       of the entries in Spanish
  waypost report coverage --format csv    one row for each principle, kind, stage and audience
  waypost report coverage --format json   one object: principles, cells, holes, orphans and the rest

In CSV and JSON a stage or audience that is empty or null stands for entries that state none.")]
pub(in crate::cli) struct CoverageArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
    /// Language whose entries are counted [default: the first one in waypost.yaml]
    #[arg(long, value_name = "LANG")]
    pub(in crate::cli) lang: Option<String>,
}

/// Words that the library avoids and has, and the lists in force
///
/// Counts by word what `waypost check` finds as `stigmatising-word`, whether it is silenced there or
/// not, and names the entries. Below stand the lists: Waypost's own for each language of the library,
/// with what lexicon/<lang>.yaml adds and takes away.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost report language                 what was found, and the lists
  waypost report language --format csv    one row for each word that was found
  waypost report language --format json   one object: what was found, and the lists with their reasons")]
pub(in crate::cli) struct LanguageArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
}

/// Every entry with the state of its review
#[derive(Debug, Args)]
pub(in crate::cli) struct FreshnessArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
    /// Also write a calendar of due reviews for each reviewer into this folder: <person>.ics
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) calendar: Option<PathBuf>,
}

/// How hard each entry is to read, the hardest first, with its longest sentences
#[derive(Debug, Args)]
pub(in crate::cli) struct ReadabilityArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
}

/// Passages of 40 words and more that stand in several entries
#[derive(Debug, Args)]
pub(in crate::cli) struct DuplicatesArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
}

/// Every link that leads to another site, with its place
///
/// Nothing is asked over the net: what an address answered last is what `waypost check --external`
/// has heard, on the day beside it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost report language                 words that the library avoids, and where they stand
  waypost report links                    address, file, line, words
  waypost report links --format csv       for a spreadsheet")]
pub(in crate::cli) struct LinksArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
}

/// What every report takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportOptions {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// How to write it: for people, one JSON object a row (or one in all), or for a spreadsheet
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(in crate::cli) format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
    Text,
    Json,
    Csv,
}
