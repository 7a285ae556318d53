//! The house rules that can be checked by reading: who may import whom, where the outside world is
//! let in, what may not go wrong, how long a file may be. `src/README.md` says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::rust_source::RustSource;

/// The rooms from the ground up. A room may import only those before it. This is the one place
/// where the order is written down for machines.
const ROOMS: &[&str] = &[
    "text", "diag", // ground
    "syntax", "config", // read
    "model", "library", "check", "report", "revise", // know
    "view", "theme", "render", "search", "outputs", // show
    "disk", "external", "engine", "publish", "serve", "cli", // run
];

/// The rooms that may reach outside the program: the file system, the clock, the environment.
const OUTSIDE: &[&str] = &["disk"];
/// Paths that reach outside.
const DOORS: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime::now",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
];
/// The rooms that know what an address of the network is: `external` asks after links where that is
/// wanted, the preview listens, and `cli` is told where.
const NETWORK: &[&str] = &["external", "serve", "cli"];
/// Crates that can ask another machine for something, and the one room that may.
const ASKING: (&[&str], &str) = (&["ureq"], "external");
/// What only the command line may do.
const SPEECH: &[&str] = &[
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "process::exit",
    "std::io::stdout",
    "std::io::stderr",
    "std::process",
];
/// What ends the program when it goes wrong.
const PANICS: &[&str] = &[".unwrap()", ".expect(", "panic!", "unreachable!", "todo!", "unimplemented!"];
/// File names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc", "shared", "stuff"];
/// The most lines that a file may have.
const LONGEST_FILE: usize = 600;

/// What `Cargo.toml` says of a crate that brings nothing but types which every room shares.
const ANY_ROOM: &str = "any room";

/// A source file of a room.
struct File {
    path: String,
    room: String,
    source: RustSource,
}

impl File {
    fn at(&self, at: usize) -> String {
        format!("src/{}:{}", self.path, self.source.line(at))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of every room, without those that hold tests only.
fn files() -> Vec<File> {
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    let mut files = Vec::new();
    let mut test_only = BTreeSet::new();
    let mut test_folders = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let source = RustSource::new(&fs::read_to_string(&path).unwrap());
        let folder = name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let stem = name.trim_end_matches(".rs");
        let home = if stem.ends_with("mod") || !name.contains('/') { folder } else { format!("{stem}/") };
        for module in source.test_modules() {
            test_only.insert(format!("{home}{module}.rs"));
            test_folders.push(format!("{home}{module}/"));
        }
        let room = name.split('/').next().unwrap_or("").trim_end_matches(".rs").to_owned();
        files.push(File { path: name, room, source });
    }
    let in_test_folder = |path: &str| test_folders.iter().any(|folder: &String| path.starts_with(folder));
    files.retain(|file| !test_only.contains(&file.path) && !in_test_folder(&file.path));
    assert!(files.len() > ROOMS.len(), "the source is where the test looks for it");
    files
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
    out.sort();
}

/// Faults in files of rooms; `lib.rs` and `main.rs` belong to none.
fn check_rooms(rule: impl Fn(&File, &mut Vec<String>)) {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| ROOMS.contains(&file.room.as_str())) {
        rule(file, &mut faults);
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn order(room: &str) -> Option<usize> {
    ROOMS.iter().position(|name| *name == room)
}

/// What is wrong with the imports of a file of that room.
fn import_faults(room: &str, source: &RustSource) -> Vec<(usize, String)> {
    let allowed = order(room);
    let modules = source.modules_of("crate").into_iter().chain(source.modules_of("waypost"));
    let wrong = modules.filter_map(|(at, name)| match order(&name) {
        Some(place) if Some(place) > allowed => {
            Some((at, format!("`{room}` must not import `{name}`, a room below it")))
        }
        Some(_) => None,
        None => Some((at, format!("`{name}` is not a room: import it from where it lives"))),
    });
    wrong.collect()
}

#[test]
fn rooms_import_only_rooms_above_them() {
    check_rooms(|file, faults| {
        for (at, fault) in import_faults(&file.room, &file.source) {
            faults.push(format!("{}: {fault}", file.at(at)));
        }
        // `super::` that reaches the crate's root would be a way round the rule.
        let depth = file.path.trim_end_matches("/mod.rs").matches('/').count();
        if let Some((run, at)) = file.source.deepest_super()
            && run > depth
        {
            faults.push(format!("{}: `super::` leaves the room; write `crate::<room>`", file.at(at)));
        }
    });
}

#[test]
fn an_import_turned_round_is_a_fault() {
    let check = |room: &str, text: &str, faults: usize| {
        assert_eq!(import_faults(room, &RustSource::new(text)).len(), faults, "{room}: {text}");
    };
    check("view", "use crate::text::Span;", 0);
    check("view", "use crate::engine::Request;", 1);
    check("view", "use crate::{text::Span, theme};", 1);
    check("text", "fn f() { crate::diag::sort(&mut x) }", 1);
    check("view", "use crate::view::PageView;", 0);
    check("cli", "use crate::{engine, publish, disk, view};", 0);
    check("view", "use crate::Span;", 1);
}

#[test]
fn lib_declares_the_rooms_in_their_order() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared = lib.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(declared.collect::<Vec<_>>(), ROOMS);
    let main = RustSource::new(&fs::read_to_string(root().join("src/main.rs")).unwrap());
    assert!(main.modules_of("waypost").iter().all(|(_, name)| name == "cli"), "main.rs only starts `cli`");
}

/// Crates and the rooms that may import them, as the comments of `Cargo.toml` say it:
/// `name = … # room, room: why`, or `# any room: why` for the few that only bring types.
fn crates() -> BTreeMap<String, Vec<String>> {
    let toml = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = toml.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let lines = section.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let read = |line: &str| {
        let (name, rest) = line.split_once('=').unwrap();
        let (_, comment) =
            rest.rsplit_once("# ").unwrap_or_else(|| panic!("`{name}` does not say which room it is for"));
        let rooms = comment.split(':').next().unwrap_or("").split(',').map(|room| room.trim().to_owned());
        (name.trim().replace('-', "_"), rooms.collect())
    };
    lines.map(read).collect()
}

#[test]
fn crates_are_imported_by_the_rooms_that_answer_for_them() {
    let crates = crates();
    for (name, rooms) in &crates {
        for room in rooms {
            assert!(
                room == ANY_ROOM || order(room).is_some(),
                "Cargo.toml: `{name}` names a room `{room}`, which there is not"
            );
        }
    }
    check_rooms(|file, faults| {
        for (name, rooms) in &crates {
            if let Some(at) = file.source.paths_from(name).next()
                && !rooms.contains(&file.room)
                && !rooms.iter().any(|room| room == ANY_ROOM)
            {
                faults.push(format!("{}: `{name}` belongs to {}, says Cargo.toml", file.at(at), rooms.join(", ")));
            }
        }
    });
}

#[test]
fn only_disk_reaches_outside() {
    check_rooms(|file, faults| {
        for door in DOORS {
            if !OUTSIDE.contains(&file.room.as_str()) {
                faults.extend(file.source.find(door).map(|at| format!("{}: `{door}` belongs to `disk`", file.at(at))));
            }
        }
    });
}

#[test]
fn only_one_room_asks_others() {
    let (asking, room) = ASKING;
    for (name, rooms) in crates().iter().filter(|(name, _)| asking.contains(&name.as_str())) {
        assert_eq!(rooms, &[room], "{name}");
    }
    // What came of it may be read elsewhere; that anybody is asked is for the command line to say.
    check_rooms(|file, faults| {
        if !["external", "cli"].contains(&file.room.as_str()) {
            for word in ["external::ask", "Asking"] {
                let found = file.source.find(word);
                faults.extend(found.map(|at| format!("{}: only `cli` may have others asked", file.at(at))));
            }
        }
    });
}

#[test]
fn only_the_preview_listens() {
    check_rooms(|file, faults| {
        if !NETWORK.contains(&file.room.as_str()) {
            for word in ["std::net", "tokio::net"] {
                faults.extend(file.source.find(word).map(|at| format!("{}: `{word}` belongs to `serve`", file.at(at))));
            }
        }
    });
}

#[test]
fn only_the_command_line_prints_and_exits() {
    check_rooms(|file, faults| {
        for word in SPEECH {
            if file.room != "cli" {
                faults.extend(file.source.find(word).map(|at| format!("{}: `{word}` belongs to `cli`", file.at(at))));
            }
        }
    });
}

#[test]
fn nothing_panics_without_a_stated_reason() {
    check_rooms(|file, faults| {
        let words = PANICS.iter().flat_map(|word| file.source.find(word));
        for at in words.chain(file.source.fixed_indexes()).filter(|&at| !file.source.is_reasoned(at)) {
            faults.push(format!(
                "{}: may panic; use `.get()` or say on the line above `// cannot fail: why`",
                file.at(at)
            ));
        }
    });
}

#[test]
fn files_are_short_and_say_what_they_hold() {
    check_rooms(|file, faults| {
        if file.source.len() > LONGEST_FILE {
            faults.push(format!("src/{}: {} lines, more than {LONGEST_FILE}", file.path, file.source.len()));
        }
        for part in file.path.trim_end_matches(".rs").split('/') {
            if EMPTY_NAMES.contains(&part) {
                faults.push(format!("src/{}: `{part}` says nothing about what is inside", file.path));
            }
        }
    });
}

#[test]
fn the_code_map_names_every_room_in_order() {
    let map = fs::read_to_string(root().join("src/README.md")).unwrap();
    let rows = map.lines().filter_map(|line| line.strip_prefix("| [`")?.split('`').next().map(str::to_owned));
    assert_eq!(rows.collect::<Vec<_>>(), ROOMS, "the table of rooms in src/README.md");
}
