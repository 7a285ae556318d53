#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::config::PublishSettings;
use crate::outputs::{MANIFEST_PATH, Manifest};
use crate::text::Fingerprint;

mod faults;
mod in_place;
mod standing;
mod verify;

/// A site folder with an output folder, and a way to publish into it.
struct Bench {
    top: tempfile::TempDir,
    settings: PublishSettings,
}

impl Bench {
    fn new() -> Self {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir_all(top.path().join("site/content")).unwrap();
        fs::write(top.path().join("site/waypost.yaml"), "title: x\n").unwrap();
        Self { top, settings: PublishSettings::default() }
    }

    /// One whose site file says to go file by file and to keep these.
    fn in_place(keep: &[&str]) -> Self {
        let keep = keep.iter().map(|path| (*path).to_owned()).collect();
        Self { settings: PublishSettings { in_place: true, keep }, ..Self::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.top.path().join(name)
    }

    fn try_publish(&self, files: &[(&str, &str)]) -> Result<Changes, PublishError> {
        publish(&self.target()?, &outputs(files), &[])
    }

    fn target(&self) -> Result<Target, PublishError> {
        Ok(Target::choose(&self.path("out"), &self.path("site"))?.with(self.settings.clone()))
    }

    /// Publishes and holds counts and tree against what is expected.
    fn check(&self, files: &[(&str, &str)], written: usize, unchanged: usize, removed: usize) {
        let changes = self.try_publish(files).unwrap();
        assert_eq!(Changes { in_place: None, ..changes }, Changes { written, unchanged, removed, in_place: None });
        self.check_tree(files);
    }

    /// Holds the published tree, without what is kept, against these files and their manifest.
    fn check_tree(&self, files: &[(&str, &str)]) {
        assert_eq!(self.published(), whole(files));
    }

    fn published(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.path("out"));
        tree.retain(|path, _| !self.settings.keep.iter().any(|kept| Path::new(path).starts_with(kept)));
        tree
    }

    fn check_refused(&self, expect: &str) {
        let before = tree(&self.path("out"));
        let error = self.try_publish(&[("index.html", "new")]).unwrap_err().to_string();
        assert!(error.contains(expect), "{error}");
        assert_eq!(tree(&self.path("out")), before);
    }
}

/// These files and their manifest, as a tree.
fn whole(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let outputs = outputs(files);
    let manifest = Manifest::of(&outputs).to_file();
    let text = |file: OutputFile| (file.path, String::from_utf8(file.bytes).unwrap());
    outputs.into_iter().chain([manifest]).map(text).collect()
}

fn outputs(files: &[(&str, &str)]) -> Vec<OutputFile> {
    files.iter().map(|(path, text)| OutputFile::new(*path, *text)).collect()
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(entry.path()).unwrap());
    }
    files
}

#[test]
fn trees_take_turns() {
    let bench = Bench::new();
    bench.check(&[("index.html", "1"), ("a/index.html", "a"), ("b/c/x", "x")], 3, 0, 0);
    bench.check(&[("index.html", "2"), ("a/index.html", "a"), ("b/c/x", "x")], 1, 2, 0);
    bench.check(&[("index.html", "3"), ("a/index.html", "a")], 1, 1, 1);
    bench.check(&[("index.html", "3"), ("a/index.html", "a"), ("b/c/x", "back")], 1, 2, 0);
    bench.check(&[("index.html", "2"), ("a/index.html", "b")], 2, 0, 1);
    assert!(!bench.path("out/b").exists(), "empty folders go");
}

#[test]
fn files_become_folders_and_back() {
    let bench = Bench::new();
    for _ in 0..2 {
        bench.try_publish(&[("a", "file"), ("b/c/d", "x")]).unwrap();
        bench.try_publish(&[("a/index.html", "folder"), ("b", "file")]).unwrap();
        assert_eq!(fs::read(bench.path("out/a/index.html")).unwrap(), b"folder");
        assert_eq!(fs::read(bench.path("out/b")).unwrap(), b"file");
    }
}

#[test]
fn nothing_changed_nothing_touched() {
    let bench = Bench::new();
    let files = [("index.html", "1"), ("a/index.html", "a")];
    bench.check(&files, 2, 0, 0);
    let stamp = |name: &str| fs::metadata(bench.path(name)).unwrap().modified().unwrap();
    let before = (stamp("out"), stamp("out/a"), stamp("out/a/index.html"), stamp(".out.waypost"));
    bench.check(&files, 0, 2, 0);
    assert_eq!((stamp("out"), stamp("out/a"), stamp("out/a/index.html"), stamp(".out.waypost")), before);
    assert!(!bench.path(".out.waypost/spare").exists());
}

#[cfg(unix)]
#[test]
fn unchanged_files_are_the_same_files() {
    use std::os::unix::fs::MetadataExt;
    let bench = Bench::new();
    let inode = || fs::metadata(bench.path("out/a")).unwrap().ino();
    bench.check(&[("index.html", "1"), ("a", "a")], 2, 0, 0);
    let first = inode();
    for text in ["2", "3", "4"] {
        bench.check(&[("index.html", text), ("a", "a")], 1, 1, 0);
        assert_eq!(inode(), first);
    }
}

#[test]
fn damage_in_the_output_is_mended() {
    let bench = Bench::new();
    let files = [("index.html", "1"), ("a", "aaaa"), ("b", "bbbb")];
    bench.check(&files, 3, 0, 0);
    fs::remove_file(bench.path("out/a")).unwrap();
    fs::write(bench.path("out/b"), "cut").unwrap();
    bench.check(&files, 2, 1, 0);
    fs::remove_dir_all(bench.path("out")).unwrap();
    bench.check(&files, 3, 0, 0);
}

#[test]
fn the_spare_is_never_believed() {
    let (one, two) = ([("index.html", "1"), ("a", "aaaa")], [("index.html", "2"), ("a", "aaaa")]);
    type Damage = fn(&Path);
    let damages: [Damage; 7] = [
        |state| fs::remove_dir_all(state).unwrap(),
        |state| fs::remove_dir_all(state.join("spare")).unwrap(),
        |state| fs::remove_file(state.join("spare/index.html")).unwrap(),
        |state| {
            fs::remove_file(state.join("spare/a")).unwrap();
            fs::write(state.join("spare/a"), "bbbb").unwrap();
        },
        |state| fs::write(state.join("spare/waypost-manifest.json"), "{").unwrap(),
        |state| fs::write(state.join("spare/stranger"), "mine").unwrap(),
        |state| fs::write(state.join("manifest.new"), "cut").unwrap(),
    ];
    for damage in damages {
        let bench = Bench::new();
        bench.check(&one, 2, 0, 0);
        bench.check(&two, 1, 1, 0);
        damage(&bench.path(".out.waypost"));
        bench.check(&one, 1, 1, 0);
        bench.check(&two, 1, 1, 0);
    }
}

#[test]
fn a_stranger_in_the_spare_is_kept() {
    let bench = Bench::new();
    bench.check(&[("a", "1")], 1, 0, 0);
    bench.check(&[("a", "2")], 1, 0, 0);
    fs::write(bench.path(".out.waypost/spare/notes.txt"), "mine").unwrap();
    bench.check(&[("a", "3")], 1, 0, 0);
    assert_eq!(fs::read(bench.path(".out.waypost/set-aside-1/notes.txt")).unwrap(), b"mine");
}

#[test]
fn a_build_that_died_between_two_renames_is_put_right() {
    let bench = Bench::new();
    bench.check(&[("a", "1")], 1, 0, 0);
    fs::rename(bench.path("out"), bench.path(".out.waypost/outgoing")).unwrap();
    bench.check(&[("a", "1")], 0, 1, 0);
}

#[test]
fn foreign_files_refuse_the_folder() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("out/photos/2024")).unwrap();
    for name in ["f1", "f2", "f3", "f4", "f5", "photos/2024/x"] {
        fs::write(bench.path("out").join(name), "mine").unwrap();
    }
    bench.check_refused("f1, f2, f3, f4, f5 and 1 more");
    fs::remove_dir_all(bench.path("out")).unwrap();
    bench.check(&[("index.html", "1")], 1, 0, 0);
    fs::write(bench.path("out/notes.txt"), "mine").unwrap();
    bench.check_refused("did not write: notes.txt;");
    fs::remove_file(bench.path("out/notes.txt")).unwrap();
    fs::create_dir_all(bench.path("out/mine/empty")).unwrap();
    bench.check_refused("did not write: mine/;");
    fs::remove_dir_all(bench.path("out/mine")).unwrap();
    fs::create_dir(bench.path("out/.git")).unwrap();
    bench.check_refused("publish: {mode: in-place, keep: [\".git\"]}");
    fs::remove_dir(bench.path("out/.git")).unwrap();
    fs::write(bench.path("out/.DS_Store"), "").unwrap();
    bench.check(&[("index.html", "2")], 1, 0, 0);
}

#[test]
fn damaged_manifests_refuse_the_folder() {
    for (text, expect) in [
        ("", "not known which files are Waypost's"),
        ("{}", "not known which files are Waypost's"),
        (r#"{"format": 99, "files": []}"#, "newer version"),
        (r#"{"format": 1, "files": [{"path": "a"}]}"#, "did not write: a;"),
    ] {
        let bench = Bench::new();
        bench.check(&[("a", "1")], 1, 0, 0);
        fs::write(bench.path("out/waypost-manifest.json"), text).unwrap();
        bench.check_refused(expect);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    bench.check(&[("a", "1"), ("b/c", "x")], 2, 0, 0);
    fs::create_dir(bench.path("elsewhere")).unwrap();
    fs::write(bench.path("elsewhere/c"), "x").unwrap();
    fs::remove_dir_all(bench.path("out/b")).unwrap();
    symlink(bench.path("elsewhere"), bench.path("out/b")).unwrap();
    bench.check_refused("did not write: b;");
    assert_eq!(fs::read(bench.path("elsewhere/c")).unwrap(), b"x");
    fs::remove_file(bench.path("out/b")).unwrap();

    // The output folder itself may be a link: then the real folder is the target.
    fs::rename(bench.path("out"), bench.path("real")).unwrap();
    symlink(bench.path("real"), bench.path("out")).unwrap();
    assert_eq!(bench.try_publish(&[("a", "2")]).unwrap(), Changes { written: 1, ..Changes::default() });
    assert!(bench.path("out").is_symlink());
    assert_eq!(fs::read(bench.path("real/a")).unwrap(), b"2");

    fs::remove_file(bench.path("out")).unwrap();
    symlink(bench.path("nowhere"), bench.path("out")).unwrap();
    let error = bench.try_publish(&[("a", "2")]).unwrap_err().to_string();
    assert!(error.contains("a link to something that is not there"), "{error}");
}

#[test]
fn the_sources_are_no_target() {
    let bench = Bench::new();
    let site = bench.path("site");
    for out in [
        "site",
        "site/",
        "site/.",
        "site/content",
        "site/content/a/b",
        "site/static/x",
        "site/themes",
        "site/src",
        ".",
        "",
        "..",
        "../..",
        "site/public/../content",
        "site/new/../../site",
        "/",
        "site/waypost.yaml",
        "site/.git/x",
    ] {
        let choice = Target::choose(&site.parent().unwrap().join(out), &site);
        assert!(matches!(choice, Err(PublishError::Refused(_))), "{out}: {choice:?}");
    }
    for out in ["site/public", "site/a/b", "elsewhere", "site-out", "site/contents"] {
        assert!(Target::choose(&bench.path(out), &site).is_ok(), "{out}");
    }
}

#[test]
fn two_builds_do_not_meet() {
    let bench = Bench::new();
    bench.check(&[("a", "1")], 1, 0, 0);
    let held = disk::try_lock(&bench.path(".out.waypost/lock")).unwrap();
    bench.check_refused("another build");
    drop(held);
    bench.check(&[("a", "2")], 1, 0, 0);
}

#[test]
fn bad_names_stop_everything() {
    let bench = Bench::new();
    bench.check(&[("a", "1")], 1, 0, 0);
    let error = bench.try_publish(&[("a", "2"), ("../b", "2")]).unwrap_err();
    assert!(matches!(error, PublishError::Name { .. }));
    assert_eq!(fs::read(bench.path("out/a")).unwrap(), b"1");
    assert!(!bench.path("b").exists());
}
