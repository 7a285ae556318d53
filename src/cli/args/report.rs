use clap::{Args, Subcommand, ValueEnum};

use super::SiteArgs;

/// Look at the library as a whole
///
/// A report never fails for what it finds: the exit status is 0, also where the library has
/// mistakes. `waypost check` is what fails.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost report freshness                every entry with the state of its review
  waypost report freshness --format csv   for a spreadsheet
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
    Freshness(FreshnessArgs),
    Readability(ReadabilityArgs),
    Duplicates(DuplicatesArgs),
}

/// Every entry with the state of its review
#[derive(Debug, Args)]
pub(in crate::cli) struct FreshnessArgs {
    #[command(flatten)]
    pub(in crate::cli) options: ReportOptions,
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
