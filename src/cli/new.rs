use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use super::Status;
use super::args::NewArgs;
use super::terminal::{Failure, counted, say, shown, shown_folder};
use crate::disk::{self, PathKind, SITE_FILE};

/// The small library: `src/cli/starter/`.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");
/// The entries of the sample library, which is the one in the project's own folder.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
const SAMPLE_SITE_FILE: &str = include_str!("../../waypost.yaml");

/// What a version control system should not keep.
const IGNORED: &str = "/public/\n/.public.waypost/\n/portable/\n/.portable.waypost/\n";

pub(super) fn run(args: &NewArgs) -> Result<Status, Failure> {
    let folder = disk::resolve(&args.folder)?;
    check_free(&folder, &args.folder)?;
    let mut files = vec![(".gitignore".to_owned(), IGNORED.as_bytes())];
    if args.sample {
        files.push((SITE_FILE.to_owned(), SAMPLE_SITE_FILE.as_bytes()));
        gather(&SAMPLE, "content/", &mut files);
    } else {
        gather(&STARTER, "", &mut files);
    }
    for (path, bytes) in &files {
        let place = folder.join(path);
        disk::create_folder(place.parent().unwrap_or(&folder))?;
        disk::write_new(&place, bytes)?;
    }
    tell(&args.folder, files.len());
    Ok(Status::Clean)
}

fn check_free(folder: &Path, given: &Path) -> Result<(), Failure> {
    match disk::path_kind(folder)? {
        PathKind::Missing => Ok(()),
        PathKind::Folder => match disk::any_entry(folder)? {
            None => Ok(()),
            Some(name) => {
                Err(Failure::new(format!("{} is not empty: it holds {}", shown_folder(given), name.escape_debug()))
                    .help("name a folder that does not exist yet, or an empty one"))
            }
        },
        PathKind::File | PathKind::Other => Err(Failure::new(format!("{} is not a folder", shown(given)))),
    }
}

fn gather(folder: &Dir<'static>, prefix: &str, files: &mut Vec<(String, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => gather(inner, prefix, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.push((format!("{prefix}{path}"), file.contents()));
            }
        }
    }
}

fn tell(folder: &Path, count: usize) {
    let name = shown(folder);
    say(&format!("Made a library in {} ({}).\n", shown_folder(folder), counted(count, "file")));
    say("What to do next:");
    if name != "." {
        say(&format!("  cd {name}"));
    }
    say("  waypost build      makes the site in public/");
    say("  waypost check      reads everything and says what is wrong");
    say("\nBegin with waypost.yaml: your library's name, its address and its help lines. Then change the");
    say("files in content/, or put your own in their place.");
}
