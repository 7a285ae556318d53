use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::diag::Code;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let top = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = top.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    top
}

fn paths(list: &[AssetFile]) -> Vec<&str> {
    list.iter().map(|file| file.path.as_str()).collect()
}

/// Reads a site and holds its texts, other files and faults against what is expected.
fn check(top: &Path, texts: &[&str], others: &[&str], faults: &[(&str, Code)]) {
    let site = Site::read(top, &top.join("public")).unwrap();
    let read: Vec<_> = site.content.iter().map(|file| file.path().as_str()).collect();
    assert_eq!(read, texts);
    let mut found = paths(&site.bundle_files);
    found.extend(paths(&site.static_files));
    found.extend(paths(&site.theme_files));
    assert_eq!(found, others);
    let found: Vec<_> = site.faults.iter().map(|fault| (fault.path().as_str(), fault.diagnostic().code)).collect();
    assert_eq!(found, faults);
}

#[test]
fn lists_are_sorted_and_what_editors_leave_is_left_out() {
    let top = folder(&[
        ("waypost.yaml", b"title: x"),
        ("content/tools/b.md", b"b"),
        ("content/tools-old/a.md", b"a"),
        ("content/tools/b/index.md", b"i"),
        ("content/tools/b/picture.png", b"png"),
        ("content/.git/x.md", b"x"),
        ("content/tools/.b.md.swp", b"x"),
        ("content/tools/b.md~", b"x"),
        ("content/tools/#b.md#", b"x"),
        ("content/Thumbs.db", b"x"),
        ("content/node_modules/y/readme.md", b"x"),
        ("static/robots.md", b"x"),
        ("static/.well-known/security.txt", b"x"),
        ("static/.DS_Store", b"x"),
        ("themes/mine/templates/base.html", b"x"),
        ("target/z.md", b"x"),
    ]);
    check(
        top.path(),
        &["content/tools-old/a.md", "content/tools/b.md", "content/tools/b/index.md"],
        &[
            "content/tools/b/picture.png",
            "static/.well-known/security.txt",
            "static/robots.md",
            "themes/mine/templates/base.html",
        ],
        &[],
    );
}

#[test]
fn an_output_folder_inside_is_left_out() {
    let top = folder(&[
        ("static/site/index.html", b"x"),
        ("static/.site.waypost/spare/index.html", b"x"),
        ("static/keep", b"x"),
    ]);
    let site = Site::read(top.path(), &top.path().join("static/site")).unwrap();
    assert_eq!(paths(&site.static_files), ["static/keep"]);
}

#[test]
fn bytes_that_are_not_text_are_faults_at_their_place() {
    let top = folder(&[
        ("waypost.yaml", b"title: \xE9t\xE9"),
        ("content/a.md", b"---\ntitle: Caf\xE9\n---\n"),
        ("content/b.md", b"\xFF\xFEa\0b\0"),
        ("content/c.md", "\u{feff}ok".as_bytes()),
    ]);
    check(
        top.path(),
        &["content/a.md", "content/b.md", "content/c.md"],
        &[],
        &[("content/a.md", Code::NotUtf8), ("content/b.md", Code::NotUtf8), ("waypost.yaml", Code::NotUtf8)],
    );
    let site = Site::read(top.path(), &top.path().join("public")).unwrap();
    let fault = &site.faults[0];
    let place = fault.source().unwrap().position(fault.diagnostic().labels[0].span.start);
    assert_eq!((place.line, place.column), (2, 11));
    assert!(site.faults[1].diagnostic().message.contains("UTF-16"));
    assert!(matches!(site.config, Some(ContentFile::Faulty(_))));
}

#[test]
fn large_texts_are_not_read() {
    let top = folder(&[("waypost.yaml", b"")]);
    fs::create_dir_all(top.path().join("content")).unwrap();
    let file = fs::File::create(top.path().join("content/long.md")).unwrap();
    // Sparse: reading it would take minutes and memory, asking for its size takes nothing.
    file.set_len(1 << 40).unwrap();
    check(top.path(), &["content/long.md"], &[], &[("content/long.md", Code::FileTooLarge)]);
}

#[test]
fn device_names_are_refused_for_files_published_as_they_are() {
    let top = folder(&[("static/AUX.txt", b"x"), ("content/con.md", b"x"), ("content/a/nul", b"x")]);
    check(
        top.path(),
        &["content/con.md"],
        &[],
        &[("content/a/nul", Code::FileNameInvalid), ("static/AUX.txt", Code::FileNameInvalid)],
    );
}

#[cfg(unix)]
#[test]
fn names_that_cannot_be_shown_are_faults() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let top = folder(&[("content/a\nb.md", b"x"), ("content/c\\d.md", b"x"), ("content/\u{1b}[2J/x.md", b"x")]);
    fs::write(top.path().join("content").join(OsStr::from_bytes(b"\xFF.md")), "x").unwrap();
    check(
        top.path(),
        &[],
        &[],
        &[
            ("content/a\u{fffd}b.md", Code::FileNameInvalid),
            ("content/c\\d.md", Code::FileNameInvalid),
            ("content/\u{fffd}.md", Code::FileNameInvalid),
            ("content/\u{fffd}[2J", Code::FileNameInvalid),
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_from_static_to_the_sources_would_publish_drafts() {
    use std::os::unix::fs::symlink;
    let top = folder(&[("content/tools/b.md", b"x"), ("static/a.txt", b"x"), ("shared/c.txt", b"x")]);
    let link = |target: &str, name: &str| symlink(top.path().join(target), top.path().join(name)).unwrap();
    link("content", "static/sources");
    link("content/tools/b.md", "static/b.md");
    link("", "static/all");
    link("shared", "static/shared");
    check(
        top.path(),
        &["content/tools/b.md"],
        &["static/a.txt", "static/shared/c.txt"],
        &[
            ("static/all", Code::SymlinkOutside),
            ("static/b.md", Code::SymlinkOutside),
            ("static/sources", Code::SymlinkOutside),
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_site_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", b"x")]);
    let top = folder(&[("shared/a.md", b"x"), ("content/tools/b.md", b"x")]);
    let link = |target: PathBuf, name: &str| symlink(target, top.path().join(name)).unwrap();
    link(top.path().join("shared"), "content/articles");
    link(PathBuf::from("b.md"), "content/tools/c.md");
    link(outside.path().into(), "content/out");
    link(outside.path().join("secret.md"), "content/out.md");
    link(PathBuf::from(".."), "content/tools/up");
    link(PathBuf::from("self.md"), "content/self.md");
    link(PathBuf::from("gone.md"), "content/dangling.md");
    link(PathBuf::from("gone"), "content/.#lock");
    link(outside.path().into(), "static");
    check(
        top.path(),
        &["content/articles/a.md", "content/tools/b.md", "content/tools/c.md"],
        &[],
        &[
            ("content/dangling.md", Code::FileUnreadable),
            ("content/out", Code::SymlinkOutside),
            ("content/out.md", Code::SymlinkOutside),
            ("content/self.md", Code::SymlinkLoop),
            ("content/tools/up", Code::SymlinkLoop),
            ("static", Code::SymlinkOutside),
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_that_multiply_end() {
    use std::os::unix::fs::symlink;
    let top = folder(&[("content/d39/x.md", b"x")]);
    for level in 0..39 {
        let folder = top.path().join(format!("content/d{level}"));
        fs::create_dir_all(&folder).unwrap();
        for name in ["a", "b"] {
            symlink(format!("../d{}", level + 1), folder.join(name)).unwrap();
        }
    }
    let site = Site::read(top.path(), &top.path().join("public")).unwrap();
    assert!(site.content.len() < 100_000);
    assert!(site.faults.iter().any(|fault| fault.diagnostic().code == Code::SymlinkLoop));
}

#[cfg(unix)]
#[test]
fn pipes_are_not_read() {
    let top = folder(&[("content/a.md", b"x")]);
    let pipe = top.path().join("content/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        check(top.path(), &["content/a.md"], &[], &[("content/pipe.md", Code::FileUnreadable)]);
    }
}

#[test]
fn only_listed_files_are_read() {
    let top = folder(&[("waypost.yaml", b"x"), ("static/a.txt", b"words")]);
    let site = Site::read(top.path(), &top.path().join("public")).unwrap();
    let read = |path| site.read_bytes(&crate::text::SourcePath::new(path));
    assert_eq!(read("static/a.txt").unwrap(), b"words");
    assert!(read("waypost.yaml").is_err());
    assert!(read("static/../waypost.yaml").is_err());
}

#[test]
fn sites_are_found_upwards() {
    let top = folder(&[("waypost.yaml", b"x"), ("content/a/b.md", b"x")]);
    assert_eq!(find_site(&top.path().join("content/a")), Some(top.path().to_path_buf()));
    assert_eq!(find_site(Path::new("/")), None);
    assert!(Site::read(&top.path().join("gone"), &top.path().join("public")).is_err());
}

#[test]
fn paths_are_resolved_as_far_as_they_exist() {
    let top = folder(&[("a/x", b"x")]);
    let real = top.path().canonicalize().unwrap();
    let check = |path: &str, expect: &str| assert_eq!(resolve(&top.path().join(path)).unwrap(), real.join(expect));
    check("a", "a");
    check("a/../b/c", "b/c");
    check("n/../a/new/../z", "a/z");
}
