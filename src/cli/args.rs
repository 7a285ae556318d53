use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::config::parse_base_url;
use crate::diag::Deny;

mod report;
mod review;

pub(super) use report::{ReportArgs, ReportCommand, ReportOptions, TableFormat};
pub(super) use review::ReviewArgs;

/// What was typed. It never leaves this room: each command turns it into what it means.
#[derive(Debug, Parser)]
#[command(
    name = "waypost",
    version,
    about = "Turns Markdown articles, principles, tools and pathways into a searchable static site",
    after_help = "\
Examples:
  waypost new my-library          make a small library to start from
  waypost check                   read everything and say what is wrong
  waypost serve                   preview it while you write
  waypost build                   make the site in public/
  waypost search sleep            see what readers will find

Every command finds the library by itself: it is the nearest folder upward that holds waypost.yaml.",
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    New(NewArgs),
    Build(BuildArgs),
    Serve(ServeArgs),
    Check(CheckArgs),
    Explain(ExplainArgs),
    Rename(RenameArgs),
    Report(ReportArgs),
    Review(ReviewArgs),
    Search(SearchArgs),
    Verify(VerifyArgs),
    Add(AddArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// A kind of entry, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KindName {
    /// Something to read
    #[value(alias = "articles")]
    Article,
    /// What your organisation stands for
    #[value(alias = "principles")]
    Principle,
    /// Something to do
    #[value(alias = "tools")]
    Tool,
    /// A route through the library
    #[value(alias = "pathways")]
    Pathway,
    /// Everything else: about, contact, safety
    #[value(alias = "pages")]
    Page,
}

/// Begin a new article, principle, tool, pathway or page
///
/// Writes one file with every field that its kind asks for, ready to be filled in. It is a draft:
/// readers see it once you take the line `draft: true` out. Nothing that exists is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost add article \"Sleep in the first month\"
                                          content/articles/sleep-in-the-first-month.md
  waypost add tool \"Three good things\" --in gratitude
                                          content/tools/gratitude/three-good-things.md
  waypost add article \"El sueño\" --lang es --slug sleep-in-the-first-month
                                          the same article in Spanish

A file templates/add/<kind>.md in your library's folder is used in place of the built-in one:
{title}, {today}, {topic}, {stage}, {person}, {principle}, {order}, {article} and {tool} are filled in.")]
pub(super) struct AddArgs {
    /// What it is
    #[arg(value_name = "KIND")]
    pub(super) kind: KindName,
    /// Its title; in quotation marks where it has several words
    #[arg(value_name = "TITLE")]
    pub(super) title: String,
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Language that it is written in [default: the first one in waypost.yaml]
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,
    /// Folder in the kind's folder, which becomes part of the address
    #[arg(long = "in", value_name = "FOLDER")]
    pub(super) folder: Option<String>,
    /// Name of the file and last part of the address, instead of one made from the title
    #[arg(long, value_name = "NAME")]
    pub(super) slug: Option<String>,
    /// Open the file in the program that your system has for it
    #[arg(long)]
    pub(super) open: bool,
}

/// Write JSON Schemas, so that editors know the fields
///
/// One file a kind, made from the content model and your waypost.yaml: your topics, people and custom
/// fields are in them. Editors complete fields with them and mark mistakes as you type. Write them anew
/// when you have changed waypost.yaml.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost schema                          into schema/ in the library's folder
  waypost schema --out ../schemas         into another folder
  waypost schema --kind tool              print one of them

Outside any library the schemas are those of a library that declares nothing of its own.")]
pub(super) struct SchemaArgs {
    /// The library's folder [default: the nearest folder upward with waypost.yaml]
    #[arg(long, value_name = "DIR")]
    pub(super) site: Option<PathBuf>,
    /// Folder for the schemas [default: schema/ in the library's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Print the schema of this kind and write nothing
    #[arg(long, value_name = "KIND", conflicts_with = "out")]
    pub(super) kind: Option<KindName>,
}

/// Print a script that completes commands in your shell
///
/// With it, the Tab key completes commands, options and their values.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost completions bash > ~/.local/share/bash-completion/completions/waypost
  waypost completions zsh > ~/.zfunc/_waypost          (with ~/.zfunc in fpath)
  waypost completions fish > ~/.config/fish/completions/waypost.fish
  waypost completions powershell >> $PROFILE
  waypost completions elvish >> ~/.config/elvish/rc.elv

Open a new shell afterwards.")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// Print the manual page, or write one for every command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost man | man -l -                  read it
  waypost man --out ~/.local/share/man/man1
                                          then `man waypost`, `man waypost-build`, …")]
pub(super) struct ManArgs {
    /// Folder to write the pages into: waypost.1, waypost-build.1 …
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// Make a new library to start from
///
/// Writes a small working library: one pathway, three principles, two tools, two articles, and
/// pages about you, how to reach you, and reading safely. Everything in it is meant to be changed
/// or thrown away.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost new my-library              a small library
  waypost new my-library --sample     the whole sample library, to look around in")]
pub(super) struct NewArgs {
    /// The folder to make; one that exists must be empty
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Write the whole sample library instead of a small one
    #[arg(long)]
    pub(super) sample: bool,
}

/// Make the site
///
/// Reads the library, says everything that is wrong with it at once, and writes the site. With
/// errors nothing is written, and what was published before stays as it is. Only files that changed
/// are written, and files that Waypost did not make are never touched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost build                           into public/ in the library's folder
  waypost build --out ../site             into another folder
  waypost build --today 2027-01-01        as it will be on New Year's Day
  waypost build --deny warnings           for a server that publishes by itself
  waypost build --portable                into portable/, to be copied to a memory stick

Exit status: 0 when the site was made, 1 when the library has errors, 2 when the command could
not be carried out (a wrong option, a full disk).")]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Folder for the finished site [default: public/ in the site folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Address at which the site will be published, instead of base_url in waypost.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// Include drafts, and entries that are scheduled or have expired; they are labelled
    #[arg(long)]
    pub(super) drafts: bool,
    /// Fail for more than errors: warnings, notes, or a message's code; several with commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = deny)]
    pub(super) deny: Vec<Deny>,
    /// Publish what can be published although there are errors; the exit status is still 1
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Make a copy that is read from a folder, such as a memory stick, without a server: open its
    /// index.html [default folder: portable/]
    #[arg(long)]
    pub(super) portable: bool,
    /// Say what was done and how long it took: text on stderr, or one JSON object on stdout
    #[arg(long, value_name = "FORMAT")]
    pub(super) stats: Option<StatsFormat>,
}

/// Preview the site while you write
///
/// Shows the site as it would be published, with drafts, in a browser on this machine. A page
/// follows when you save; a mistake is explained on it, and the last good page stays. Nothing is
/// written. The desk at /_waypost/desk/ lists every entry and what is to be done.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  waypost serve                           preview the nearest library
  waypost serve --open                    and open it in the browser
  waypost serve --today 2027-01-01        as it will be on New Year's Day
  waypost serve --editor vscode           double-click a paragraph to open its source there

Editors: cursor, idea, textmate, vscode, vscodium, windsurf, zed, or an address of your own such as
\"myeditor://open?file={path}&line={line}\". WAYPOST_EDITOR sets it for good. Without one, a
double-click copies the file and line.")]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Port to listen at; 0 for any [default: 4400, or the next one that is free]
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// Address to listen at; anything but this machine's own opens the preview to your network
    /// [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) host: Option<std::net::IpAddr>,
    /// Open the preview in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Show only what would be published today: no drafts, nothing scheduled or expired
    #[arg(long)]
    pub(super) no_drafts: bool,
    /// Look for changes twice a second, where the system cannot tell (network disks)
    #[arg(long)]
    pub(super) poll: bool,
    /// Editor to open source files in: a name, or an address with {path} and {line}
    #[arg(long, value_name = "EDITOR")]
    pub(super) editor: Option<String>,
}

/// Read everything and say what is wrong
///
/// Every message says where: file, line and column, with a caret under the word; what harms readers
/// most comes first. `waypost explain CODE` tells more about any of them, and how to give it another
/// level or to silence it in one place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost check                           for people
  waypost check --format json             one JSON object a line on stdout, for programs
  waypost check --format github           beside the lines of a pull request at GitHub
  waypost check --notes                   also what is worth knowing, such as entries on no pathway
  waypost check --deny warnings           fail for warnings too
  waypost check --deny image-alt,unlinked fail for these messages, whatever they weigh
  waypost check --fix                     show what can be mended without judgement, and mend it
  waypost check --accept                  keep every address that is published now, for good
  waypost check --external                also whether links to other sites are alive

Exit status: 0 when all is well, 1 when the library has errors, 2 when the command could not be
carried out.")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// How to write messages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: CheckFormat,
    /// Fail for more than errors: warnings, notes, or a message's code; several with commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = deny)]
    pub(super) deny: Vec<Deny>,
    /// List notes too (they are no mistakes, but worth knowing), and what is silenced
    #[arg(long)]
    pub(super) notes: bool,
    /// Mend what needs no judgement, such as a date written in another way; the change is shown
    /// first, and made when you say so
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix: make the change without asking
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    pub(super) yes: bool,
    /// With --fix: only show the change
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
    /// Take published addresses into waypost.permalinks, and add what keeps those that are lost
    #[arg(long, conflicts_with = "fix")]
    pub(super) accept: bool,
    /// Ask over the net whether links to other sites are alive; answers are kept for a week
    ///
    /// Each address is asked once, eight hosts at a time, one address a second of each host, for at
    /// most ten seconds each and a quarter of an hour in all. What is asked with is the name of this
    /// program and nothing else. Without this option no command asks anything over the net.
    #[arg(long)]
    pub(super) external: bool,
    /// Ask addresses of this machine and of private networks too
    ///
    /// For libraries within an organisation's own network. Whoever can write a link could otherwise
    /// have this machine knock at its neighbours' doors.
    #[arg(long, requires = "external")]
    pub(super) allow_private: bool,
}

/// Give an entry another name
///
/// Moves its file in every language, or its folder, writes every reference to it anew (fields, links,
/// steps, search tests, waypost.yaml), and adds the old address to its aliases. Nothing else is
/// touched, and where one file cannot be written, none is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost rename tools/urge-surfing tools/riding-out-an-urge
  waypost rename content/articles/sleep.md articles/nights/sleep
  waypost rename articles/old articles/new --dry-run

Exit status: 0 when it was renamed, 1 when the library cannot be read, 2 when it could not be
renamed.")]
pub(super) struct RenameArgs {
    /// The entry, by its id or its file
    #[arg(value_name = "OLD")]
    pub(super) old: String,
    /// What it shall be called, kind and all: tools/riding-out-an-urge
    #[arg(value_name = "NEW")]
    pub(super) new: String,
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Only say what would be done
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// Say more about a message
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost explain reference-missing       what it means, and what to do
  waypost explain                         all codes")]
pub(super) struct ExplainArgs {
    /// The code in brackets at the head of a message
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// Search the library as its readers will
///
/// Prints the first ten results, in the order in which the search page shows them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost search \"cant sleep\"                  what a reader finds who types this
  waypost search --lang es \"no puedo dormir\"   in the Spanish library
  waypost search - --format json < queries      one query a line, one JSON object a query

To keep a query finding what it should, put it into search-tests.yaml: `waypost explain search-test`.")]
pub(super) struct SearchArgs {
    /// What is looked for; `-` reads one query a line from stdin
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Language whose library is searched [default: the first one in waypost.yaml]
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,
    /// How to print results
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: MessageFormat,
}

/// Hold a published copy against its manifest
///
/// Reads every file of a published site, here or as it came back from a server, and says what is
/// changed, missing or foreign. Nothing outside the folder is read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waypost verify public                    a site that was just built
  waypost verify copy --keep .git          .git may be there, though no build wrote it
  waypost verify copy --format json        one JSON object a difference on stdout

Exit status: 0 when everything is exactly as published, 1 when something differs, 2 when there is
no manifest that can be read.")]
pub(super) struct VerifyArgs {
    /// The folder that holds waypost-manifest.json
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// A name in the folder that may be there without being listed; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) keep: Vec<String>,
    /// How to print differences
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: MessageFormat,
}

/// What every command takes that reads a library.
#[derive(Debug, Default, Args)]
pub(super) struct SiteArgs {
    /// The library's folder [default: the nearest folder upward with waypost.yaml]
    #[arg(long, value_name = "DIR")]
    pub(super) site: Option<PathBuf>,
    /// Do as if it were this day, such as 2026-12-01
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) today: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Workflow commands of GitHub
    Github,
}

fn day(text: &str) -> Result<Date, String> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit)).then_some(())
    };
    let shape = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let written = shape && digits(0..4).and(digits(5..7)).and(digits(8..10)).is_some();
    if !written {
        return Err("write a day as year-month-day: 2026-12-01".to_owned());
    }
    text.parse().map_err(|_| "that is not a day of the calendar".to_owned())
}

fn deny(text: &str) -> Result<Deny, String> {
    let mut deny = Deny::default();
    deny.add(text.trim()).map(|()| deny)
}

fn base_url(text: &str) -> Result<String, String> {
    // The sentences are made for the site file, where the key has that name.
    parse_base_url(text).map(|_| text.to_owned()).map_err(|why| why.replace("`base_url`", "it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn days_are_days() {
        assert!(day("2026-12-01").is_ok());
        for bad in ["2024-02-30", "2026-1-1", "today", "20261201", "", "2026-12-01T00:00", "+026-12-01", "２０26-12-01"]
        {
            assert!(day(bad).is_err(), "{bad}");
        }
    }
}
