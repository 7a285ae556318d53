use super::*;
use crate::disk::trouble::{Manner, Trouble, with};

#[test]
fn file_by_file_gives_the_same_tree() {
    let bench = Bench::in_place(&[]);
    bench.check(&[("index.html", "1"), ("a", "file"), ("b/c/d", "x")], 3, 0, 0);
    let before = fs::metadata(bench.path("out")).unwrap();
    let next = [("index.html", "2"), ("a/index.html", "folder"), ("b", "file"), ("assets/x.css", "x")];
    bench.check(&next, 4, 0, 2);
    bench.check(&next, 0, 4, 0);
    bench.check(&[("index.html", "2"), ("b/c/d", "x")], 1, 1, 3);
    assert!(!bench.path("out/a").exists() && !bench.path("out/assets").exists(), "empty folders go");
    assert!(!bench.path(".out.waypost/spare").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let after = fs::metadata(bench.path("out")).unwrap();
        assert_eq!(before.ino(), after.ino(), "whoever holds the folder sees the new site");
    }
    let changes = bench.try_publish(&next).unwrap();
    assert_eq!(changes.in_place, Some(InPlace::Asked));
}

#[test]
fn what_is_kept_is_never_touched() {
    let bench = Bench::in_place(&[".git", "CNAME", ".well-known/acme/x"]);
    let mine =
        [(".git/HEAD", "ref"), (".git/objects/ab/c", "c"), ("CNAME", "x.example"), (".well-known/acme/x/y", "y")];
    for (path, text) in mine {
        fs::create_dir_all(bench.path("out").join(path).parent().unwrap()).unwrap();
        fs::write(bench.path("out").join(path), text).unwrap();
    }
    bench.target().unwrap().look().unwrap();
    bench.check(&[("index.html", "1"), ("a/b", "b")], 2, 0, 0);
    bench.check(&[("index.html", "2"), (".well-known/security.txt", "s")], 2, 0, 1);
    bench.check(&[("index.html", "3")], 1, 0, 1);
    for (path, text) in mine {
        assert_eq!(fs::read_to_string(bench.path("out").join(path)).unwrap(), text);
    }
    // Everything else is as foreign as ever.
    fs::write(bench.path("out/.well-known/acme/z"), "mine").unwrap();
    bench.check_refused("did not write: .well-known/acme/z;");
}

#[test]
fn an_exchange_would_lose_what_is_kept() {
    let mut bench = Bench::in_place(&["CNAME"]);
    bench.settings.in_place = false;
    assert_eq!(bench.try_publish(&[("index.html", "1")]).unwrap().in_place, None);
    assert_eq!(bench.try_publish(&[("index.html", "2")]).unwrap().in_place, None);
    fs::write(bench.path("out/CNAME"), "x.example").unwrap();
    assert_eq!(bench.try_publish(&[("index.html", "3")]).unwrap().in_place, Some(InPlace::Kept));
    assert_eq!(fs::read(bench.path("out/CNAME")).unwrap(), b"x.example");
    bench.check_tree(&[("index.html", "3")]);
}

#[test]
fn a_file_that_was_waypost_s_and_is_kept_now_stays() {
    let mut bench = Bench::new();
    bench.check(&[("index.html", "1"), ("CNAME", "x.example")], 2, 0, 0);
    bench.settings.keep = vec!["CNAME".to_owned()];
    bench.check(&[("index.html", "2")], 1, 0, 0);
    assert_eq!(fs::read(bench.path("out/CNAME")).unwrap(), b"x.example");
}

#[test]
fn an_output_in_the_place_of_something_kept_is_refused() {
    for (keep, path) in
        [("CNAME", "CNAME"), ("CNAME", "cname"), ("docs", "docs/x"), ("docs/mine", "docs"), (".git", ".git/config")]
    {
        let bench = Bench::in_place(&[keep]);
        let error = bench.try_publish(&[("index.html", "1"), (path, "x")]).unwrap_err();
        assert!(error.to_string().contains(&format!("says to keep `{keep}`")), "{error}");
        assert!(!bench.path("out").exists() && !bench.path(".out.waypost").exists());
    }
    Bench::in_place(&["docs"]).check(&[("docs-old", "x"), ("my/docs", "x")], 2, 0, 0);
}

#[test]
fn pages_come_after_what_they_need_and_before_deletions() {
    use std::sync::Mutex;
    let turns: Vec<_> =
        ["assets/a.css", "feed.xml", "index.html"].into_iter().map(super::super::in_place::turn).collect();
    assert!(turns.is_sorted() && turns.windows(2).all(|pair| pair[0] < pair[1]));
    // Cut short at every operation: where a new page is, the new style is; where the old style is gone,
    // the new page is.
    let (old, new) =
        ([("assets/1.css", "1"), ("index.html", "1.css")], [("assets/2.css", "2"), ("index.html", "2.css")]);
    let seen = Mutex::new(std::collections::BTreeSet::new());
    for at in 0..100 {
        let bench = Bench::in_place(&[]);
        bench.try_publish(&old).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let (result, _) =
            pool.install(|| with(Trouble::Killed, at, Manner::default(), || bench.try_publish(&new).map(drop)));
        let tree = bench.published();
        let style = format!("assets/{}", tree["index.html"]);
        assert!(tree.contains_key(&style), "{at}: {tree:?}");
        seen.lock().unwrap().insert(tree["index.html"].clone());
        if result.is_ok() {
            break;
        }
    }
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[test]
fn a_folder_that_cannot_change_places_goes_file_by_file() {
    let manner = Manner { mounted: true, ..Manner::default() };
    let bench = Bench::new();
    bench.check(&[("index.html", "1"), ("a", "a")], 2, 0, 0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (changes, _) = pool
        .install(|| with(Trouble::None, 0, manner, || bench.try_publish(&[("index.html", "2"), ("a", "a")]).unwrap()));
    assert_eq!(changes, Changes { written: 1, unchanged: 1, removed: 0, in_place: Some(InPlace::MountPoint) });
    bench.check_tree(&[("index.html", "2"), ("a", "a")]);
}

#[test]
fn an_update_that_was_cut_short_is_told_by_the_manifest() {
    let files = [("index.html", "1"), ("a", "aaaa")];
    // As such an update leaves the folder: new bytes of the same length, and half a file.
    let cut_short = |bench: &Bench| {
        let note = journal::note(&Manifest::of(&outputs(&files)), &["a", "new"].into());
        fs::write(bench.path("out").join(MANIFEST_PATH), note.bytes).unwrap();
        fs::write(bench.path("out/a"), "bbbb").unwrap();
        fs::write(bench.path("out/new"), "new").unwrap();
        fs::write(bench.path("out/.waypost-0.new"), "half").unwrap();
    };
    for in_place in [true, false] {
        let mut bench = Bench::in_place(&[]);
        bench.settings.in_place = in_place;
        bench.check(&files, 2, 0, 0);
        cut_short(&bench);
        let changes = bench.try_publish(&files).unwrap();
        assert_eq!((changes.written, changes.removed, changes.in_place), (1, 1, Some(InPlace::CutShort)));
        bench.check_tree(&files);
        bench.check(&files, 0, 2, 0);
        // Foreign files are as foreign as ever.
        cut_short(&bench);
        fs::write(bench.path("out/notes"), "mine").unwrap();
        bench.check_refused("did not write: notes;");
    }
    // Nothing had been done yet but to make a folder.
    let bench = Bench::in_place(&[]);
    bench.check(&files, 2, 0, 0);
    let note = journal::note(&Manifest::of(&outputs(&files)), &["n/n"].into());
    fs::write(bench.path("out").join(MANIFEST_PATH), note.bytes).unwrap();
    fs::create_dir(bench.path("out/n")).unwrap();
    bench.check(&files, 0, 2, 0);
    assert!(!bench.path("out/n").exists());
    // Where nothing was cut short, such a name is a stranger's.
    let bench = Bench::in_place(&[]);
    bench.check(&[("index.html", "1")], 1, 0, 0);
    fs::write(bench.path("out/.waypost-0.new"), "mine").unwrap();
    bench.check_refused("did not write: .waypost-0.new;");
}

#[test]
fn half_a_manifest_is_cleared_away() {
    for in_place in [true, false] {
        let mut bench = Bench::in_place(&[]);
        bench.settings.in_place = in_place;
        bench.check(&[("index.html", "1")], 1, 0, 0);
        fs::write(bench.path("out/waypost-manifest.json.new"), "half").unwrap();
        bench.check(&[("index.html", "1")], 0, 1, 0);
        bench.check(&[("index.html", "2")], 1, 0, 0);
        bench.check(&[("index.html", "3")], 1, 0, 0);
    }
}

/// A real mount, where the system allows one: as root, on Linux.
#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_goes_file_by_file() {
    use std::process::Command;
    struct Mounted(PathBuf);
    impl Drop for Mounted {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).status();
        }
    }
    let bench = Bench::new();
    let out = bench.path("out");
    fs::create_dir(&out).unwrap();
    assert!(!disk::is_mount_point(&out));
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&out).output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        return;
    }
    let mounted = Mounted(out.clone());
    assert!(disk::is_mount_point(&out));
    let changes = bench.try_publish(&[("index.html", "1"), ("a/b", "b")]).unwrap();
    assert_eq!(changes.in_place, Some(InPlace::MountPoint));
    bench.check(&[("index.html", "2")], 1, 0, 1);
    // It is 64 kB large, so this does not fit.
    let large = "x".repeat(100_000);
    let error = bench.try_publish(&[("index.html", "3"), ("large", &large)]).unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert!(!tree(&out).values().any(|text| text.starts_with("xx")), "half a file");
    bench.check(&[("index.html", "4")], 1, 0, 0);
    drop(mounted);

    // A bind mount of the same disk.
    fs::create_dir(bench.path("elsewhere")).unwrap();
    let mount = Command::new("mount").arg("--bind").arg(bench.path("elsewhere")).arg(&out).status().unwrap();
    assert!(mount.success());
    let _mounted = Mounted(out.clone());
    assert!(disk::is_mount_point(&out));
    assert_eq!(bench.try_publish(&[("index.html", "1")]).unwrap().in_place, Some(InPlace::MountPoint));
    assert_eq!(fs::read(bench.path("elsewhere/index.html")).unwrap(), b"1");
}
