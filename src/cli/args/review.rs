use clap::Args;

use super::SiteArgs;
use crate::model::Interval;

/// Sign the words of an entry that somebody has read through
///
/// Writes who reviewed the entry, on which day, and the mark of its words (`review.signed`) into its
/// front matter; no other byte of the file changes. From then on Waypost knows when the words change:
/// title, summary, statement, text, descriptions of pictures, where links lead, and the stages, steps,
/// choices and notes of a pathway. Formatting, terms and dates may change freely.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost review tools/urge-surfing --by clinical-reviewer
  waypost review content/tools/urge-surfing.es.md --by clinical-reviewer
  waypost review https://library.example/tools/urge-surfing/ --by clinical-reviewer
  waypost review articles/a articles/b --by editors --every \"6 months\"

With several entries all are signed, or none.

Exit status: 0 when all is signed, 1 when the library cannot be read, 2 when an entry cannot be
signed.")]
pub(in crate::cli) struct ReviewArgs {
    /// What was read: an entry's id, its file, or the address of its page
    #[arg(value_name = "ENTRY", required = true)]
    pub(in crate::cli) entries: Vec<String>,
    /// Who read it: a key of `people` in waypost.yaml
    #[arg(long, value_name = "PERSON")]
    pub(in crate::cli) by: String,
    /// The language that was read, where an entry has several [default: the library's first]
    #[arg(long, value_name = "LANG")]
    pub(in crate::cli) lang: Option<String>,
    /// How often it is to be reviewed from now on, such as "1 year"
    #[arg(long, value_name = "TIME", value_parser = interval)]
    pub(in crate::cli) every: Option<Interval>,
    /// Say what would be signed, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Print the words as they are signed, a line for each thing that is said, and write nothing
    #[arg(long)]
    pub(in crate::cli) words: bool,
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
}

fn interval(text: &str) -> Result<Interval, String> {
    Interval::parse(text).ok_or_else(|| "write a number and days, weeks, months or years: \"6 months\"".to_owned())
}
