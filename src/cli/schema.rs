use std::path::{Path, PathBuf};

use super::Status;
use super::args::{KindName, SchemaArgs, SiteArgs};
use super::open;
use super::terminal::{self, Failure, counted, say, shown_folder};
use crate::config::{self, Config};
use crate::diag::{Severity, Sources};
use crate::disk::{self, FileChange, PathKind, SITE_FILE};
use crate::model::Kind;
use crate::outputs::schemas;
use crate::text::{OutputFile, SourceFile, SourcePath};

/// Where the schemas lie unless told otherwise, in the library's folder.
pub(super) const FOLDER: &str = "schema";
/// A site file that says nothing of its own.
const PLAIN_SITE: &str = "title: Library\nbase_url: https://library.example/\n";

impl KindName {
    /// The kind of that name.
    pub(super) fn kind(self) -> Kind {
        match self {
            KindName::Article => Kind::Article,
            KindName::Principle => Kind::Principle,
            KindName::Tool => Kind::Tool,
            KindName::Pathway => Kind::Pathway,
            KindName::Page => Kind::Page,
        }
    }
}

pub(super) fn run(args: &SchemaArgs) -> Result<Status, Failure> {
    let site = SiteArgs { site: args.site.clone(), today: None };
    let site = match &args.site {
        None => disk::find_site(&disk::current_folder()?),
        Some(_) => Some(open::site_folder(&site)?),
    };
    let source = match &site {
        Some(folder) => site_file(folder)?,
        None => SourceFile::new(SITE_FILE, PLAIN_SITE),
    };
    let (config, complaints) = config::read(&source);
    let config = config.filter(|_| complaints.iter().all(|one| one.severity != Severity::Error));
    let Some(config) = config else {
        terminal::show(&complaints, &Sources::from_iter([source]));
        return Ok(Status::Errors);
    };
    if let Some(kind) = args.kind {
        let wanted = format!("{}.schema.json", kind.kind().name());
        let file = schemas(&config).into_iter().find(|file| file.path == wanted);
        terminal::print(&file.map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned()))?;
        return Ok(Status::Clean);
    }
    let folder = match (&args.out, &site) {
        (Some(out), _) => out.clone(),
        (None, Some(site)) => site.join(FOLDER),
        (None, None) => PathBuf::from(FOLDER),
    };
    let (count, changed) = write(&folder, &config)?;
    let what = counted(count, "schema");
    match changed {
        0 => say(&format!("{what} in {} as they should be", shown_folder(&folder))),
        _ => say(&format!("Wrote {what} into {}", shown_folder(&folder))),
    }
    if site.is_none() {
        say("There is no library here, so they know no topics, people or custom fields but the built-in ones.");
    }
    Ok(Status::Clean)
}

fn site_file(folder: &Path) -> Result<SourceFile, Failure> {
    let path = folder.join(SITE_FILE);
    let text = String::from_utf8(disk::read_file(&path)?);
    let text = text.map_err(|_| Failure::new(format!("{} is not UTF-8 text", terminal::shown(&path))))?;
    Ok(SourceFile::new(SITE_FILE, text))
}

/// Writes the schemas that differ from what is there; how many there are, and how many it wrote.
pub(super) fn write(folder: &Path, config: &Config) -> Result<(usize, usize), Failure> {
    disk::create_folder(folder)?;
    let files = schemas(config);
    let mut changes = Vec::new();
    for OutputFile { path, bytes } in &files {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let place = folder.join(path);
        let path = SourcePath::new(path);
        match disk::path_kind(&place)? {
            PathKind::Missing => changes.push(FileChange::New { path, text }),
            PathKind::File => {
                let before = String::from_utf8_lossy(&disk::read_file(&place)?).into_owned();
                if before != text {
                    changes.push(FileChange::Text { path, before, after: text });
                }
            }
            PathKind::Folder | PathKind::Other => {
                return Err(Failure::new(format!("{} is not a file", terminal::shown(&place))));
            }
        }
    }
    disk::rewrite(folder, &changes).map_err(|error| Failure::new(error.to_string()))?;
    Ok((files.len(), changes.len()))
}
