use std::path::Path;
use std::sync::Arc;

use super::args::ReportOptions;
use super::open;
use super::terminal::{self, Failure, counted, say};
use crate::disk::{self, FileChange, PathKind};
use crate::engine::{self, Request};
use crate::text::{OutputFile, SourcePath};

/// Writes the reviewers' calendars into a folder: all of them, or none.
pub(super) fn write(options: &ReportOptions, to: &Path) -> Result<(), Failure> {
    let folder = open::site_folder(&options.site)?;
    let request = Request { today: open::today(&options.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let files = engine::calendars(&site, &request).0.unwrap_or_default();
    disk::create_folder(to)?;
    let mut changes = Vec::new();
    for file in &files {
        changes.extend(change(to, file)?);
    }
    disk::rewrite(to, &changes).map_err(|error| Failure::new(format!("no calendar was written: {error}")))?;
    say(&format!("{} in {}", counted(files.len(), "calendar"), terminal::shown_folder(to)));
    Ok(())
}

/// What brings a calendar into a folder; nothing where it is there. Other programs' files stay.
fn change(to: &Path, file: &OutputFile) -> Result<Option<FileChange>, Failure> {
    let path = SourcePath::new(&file.path);
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    if disk::path_kind(&to.join(&file.path))? == PathKind::Missing {
        return Ok(Some(FileChange::New { path, text }));
    }
    let before = String::from_utf8_lossy(&disk::read_file(&to.join(&file.path))?).into_owned();
    if !before.contains("PRODID:-//Waypost//") {
        return Err(Failure::new(format!("{path} is there already, and it is no calendar of Waypost's"))
            .help("name another folder, or move the file away"));
    }
    Ok((before != text).then_some(FileChange::Text { path, before, after: text }))
}
