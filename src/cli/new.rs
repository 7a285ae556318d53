use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use super::Status;
use super::args::NewArgs;
use super::schema;
use super::terminal::{Failure, counted, say, shown, shown_folder};
use crate::config;
use crate::disk::{self, PathKind, SITE_FILE};
use crate::text::SourceFile;

/// The small library: `src/cli/starter/`.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");
/// The entries of the sample library, which is the one in the project's own folder.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
const SAMPLE_SITE_FILE: &str = include_str!("../../waypost.yaml");

/// What a version control system should not keep.
const IGNORED: &str = "/public/\n/.public.waypost/\n/portable/\n/.portable.waypost/\n";

/// Which schema is a site file's, as programs that know YAML read it.
const SITE_FILE_SCHEMA: &str = "# yaml-language-server: $schema=schema/waypost.schema.json\n";
/// What VS Code is told: the schemas of the files, and the extension that reads them.
const EDITOR: [(&str, &str); 2] = [
    (".vscode/settings.json", include_str!("starter_editor/settings.json")),
    (".vscode/extensions.json", include_str!("starter_editor/extensions.json")),
];

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
    files.extend(EDITOR.map(|(path, text)| (path.to_owned(), text.as_bytes())));
    for (path, bytes) in &files {
        let place = folder.join(path);
        disk::create_folder(place.parent().unwrap_or(&folder))?;
        let head = if path == SITE_FILE { SITE_FILE_SCHEMA.as_bytes() } else { &[] };
        disk::write_new(&place, &[head, bytes].concat())?;
    }
    let site_file = files.iter().find(|(path, _)| path == SITE_FILE).map_or(&[][..], |(_, bytes)| bytes);
    let source = SourceFile::new(SITE_FILE, String::from_utf8_lossy(site_file));
    let schemas = match config::read(&source).0 {
        Some(config) => schema::write(&folder.join(schema::FOLDER), &config)?.0,
        None => 0,
    };
    tell(&args.folder, files.len() + schemas);
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
