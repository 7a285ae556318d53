//! Publishing through the program: killed at any moment, into folders of other kinds, and beside
//! files of somebody else's.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

const SITE: &str = "title: Test library\nbase_url: https://library.example/\n\
                    people: {editors: Editorial team}\n\
                    help_lines: [{name: Line, call: '988', country: US}]\n";

/// A site in a temporary folder, with room for outputs beside it.
struct TempSite(tempfile::TempDir);

impl TempSite {
    fn new(settings: &str) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("waypost.yaml", &format!("{SITE}{settings}"));
        site.entries(1);
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path("site").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Two versions of a small library: some entries are in both, with words of equal length, others
    /// in one only.
    fn entries(&self, version: usize) {
        let _ = fs::remove_dir_all(self.path("site/content"));
        for number in 0..20 {
            if number % 5 == 0 || number % 2 == version % 2 {
                let text = format!("---\ntitle: Entry {number}\nsummary: Version {version}.\n---\nWords {version}.\n");
                self.write(&format!("content/articles/entry-{number}.md"), &text);
            }
        }
    }

    fn command(&self, out: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        command.arg("build").arg("--site").arg(self.path("site")).arg("--out").arg(out);
        command.args(["--today", "2026-11-01"]).env_remove("SOURCE_DATE_EPOCH");
        command
    }

    fn start(&self, out: &Path) -> Child {
        self.command(out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn build(&self, out: &Path) -> Output {
        self.command(out).output().unwrap()
    }

    /// Builds, which must succeed; gives what it said.
    #[track_caller]
    fn builds(&self, out: &Path) -> String {
        let output = self.build(out);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    }

    /// Builds, which cannot be carried out; gives what it said.
    #[track_caller]
    fn fails(&self, out: &Path) -> String {
        let output = self.build(out);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        said
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Kills twenty builds, some anywhere and some as soon as they begin to publish, and holds what each
/// leaves against `is_sound`, which gets the tree, the old one and the new one.
fn kill_twenty(settings: &str, is_sound: impl Fn(&Tree, &Tree, &Tree) -> bool) {
    let site = TempSite::new(settings);
    // Many files, so that publishing takes a while.
    let versions = |version: usize| {
        site.entries(version);
        (0..250).for_each(|number| {
            site.write(&format!("static/{}/{number}.txt", number % 40), &format!("{version}").repeat(3000))
        });
    };
    let out = site.path("public");
    // Three, so that the spare never holds by chance what is wanted next.
    let wanted: Vec<Tree> = (0..3)
        .map(|version| {
            versions(version);
            site.builds(&out);
            tree(&out)
        })
        .collect();
    assert!(wanted[0] != wanted[1] && wanted[1] != wanted[2] && wanted[2] != wanted[0]);
    let whole = std::time::Instant::now();
    site.builds(&site.path("timed"));
    let whole = whole.elapsed();
    let mut old = 2;
    for number in 1..=20 {
        let new = (old + 1) % 3;
        versions(new);
        let stirred = signs(&site);
        let mut child = site.start(&out);
        if number % 2 == 0 {
            thread::sleep(whole * number / 20);
        } else {
            while child.try_wait().unwrap().is_none() && signs(&site) == stirred {}
            thread::sleep(Duration::from_millis(1) * (number / 2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let left = tree(&out);
        assert!(is_sound(&left, &wanted[old], &wanted[new]), "kill {number}");
        // What comes next is the new tree, or the old one again.
        let next = if number % 3 == 0 { old } else { new };
        versions(next);
        site.builds(&out);
        assert!(tree(&out) == wanted[next], "after kill {number}");
        old = next;
    }
}

/// What changes as soon as a build publishes: the manifest of the tree that it changes.
fn signs(site: &TempSite) -> [Option<Vec<u8>>; 2] {
    ["public", ".public.waypost/spare"].map(|tree| fs::read(site.path(tree).join("waypost-manifest.json")).ok())
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    kill_twenty("", |left, old, new| left == old || left == new);
}

#[test]
fn a_killed_build_in_place_leaves_whole_files() {
    kill_twenty("publish: in-place\n", |left, old, new| {
        let whole = |path: &String, bytes: &Vec<u8>| [old.get(path), new.get(path)].contains(&Some(bytes));
        // The manifest says meanwhile that an update is under way.
        let own = |path: &String| path.contains(".waypost-") || path.starts_with("waypost-manifest.json");
        left.iter().all(|(path, bytes)| own(path) || whole(path, bytes))
    });
}

#[test]
fn a_work_tree_is_published_into_when_the_site_file_says_so() {
    let site = TempSite::new("");
    let out = site.path("pages");
    fs::create_dir_all(out.join(".git")).unwrap();
    fs::write(out.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    fs::write(out.join("CNAME"), "library.example\n").unwrap();
    let said = site.fails(&out);
    let setting = "publish: {mode: in-place, keep: [\".git\"]}";
    assert!(said.contains(setting), "{said}");
    site.write("waypost.yaml", &format!("{SITE}{setting}\n"));
    let said = site.fails(&out);
    assert!(said.contains("did not write: CNAME;"), "{said}");
    site.write("waypost.yaml", &format!("{SITE}publish: {{mode: in-place, keep: [.git, CNAME]}}\n"));
    assert!(site.builds(&out).contains("files that are kept"));
    site.entries(0);
    site.builds(&out);
    assert_eq!(fs::read_to_string(out.join(".git/HEAD")).unwrap(), "ref: refs/heads/main\n");
    let verified = |keep: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        command.arg("verify").arg(&out).args(keep).output().unwrap().status.code()
    };
    assert_eq!(verified(&["--keep", ".git", "--keep", "CNAME"]), Some(0));
    assert_eq!(verified(&["--keep", ".git/"]), Some(1));
}

#[test]
fn mistakes_in_the_setting_are_told_before_the_folder_is_looked_at() {
    let site = TempSite::new("publish: {mode: in-place, kept: [.git]}\n");
    fs::create_dir_all(site.path("pages/.git")).unwrap();
    let output = site.build(&site.path("pages"));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("unknown-key") && !said.contains("work tree"), "{said}");
}

#[test]
fn a_lost_or_spoilt_state_folder_costs_time_only() {
    let site = TempSite::new("");
    let (out, state) = (site.path("public"), site.path(".public.waypost"));
    let wanted = |version| {
        site.entries(version);
        site.builds(&out);
        tree(&out)
    };
    let (one, two) = (wanted(1), wanted(0));
    let damages: [&dyn Fn(); 4] = [
        &|| fs::remove_dir_all(&state).unwrap(),
        &|| fs::remove_dir_all(state.join("spare")).unwrap(),
        &|| {
            for path in tree(&state.join("spare")).keys() {
                // Not written into: those are second names of published files.
                fs::remove_file(state.join("spare").join(path)).unwrap();
                fs::write(state.join("spare").join(path), "foreign").unwrap();
            }
        },
        &|| fs::write(state.join("spare/photo.jpg"), "foreign").unwrap(),
    ];
    for damage in damages {
        damage();
        assert!(wanted(1) == one);
        assert!(wanted(0) == two);
    }
    assert!(state.join("set-aside-1").exists(), "what is not Waypost's is not deleted");
}

#[test]
fn times_of_files_do_not_matter() {
    let site = TempSite::new("");
    let out = site.path("public");
    site.builds(&out);
    // A clock that was set back, or forward: the same sources, files from another time.
    let past = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    let future = std::time::SystemTime::now() + Duration::from_secs(1 << 30);
    for (number, time) in [past, future, past].into_iter().enumerate() {
        for folder in [site.path("site"), out.clone()] {
            for path in tree(&folder).keys() {
                fs::File::options().append(true).open(folder.join(path)).unwrap().set_modified(time).unwrap();
            }
        }
        assert!(site.builds(&out).contains(" 0 written, "));
        site.write("content/articles/entry-0.md", &format!("---\ntitle: Entry 0\nsummary: Other {number}.\n---\nX.\n"));
        assert!(!site.builds(&out).contains(" 0 written, "));
    }
}

#[test]
fn a_held_lock_is_told() {
    let site = TempSite::new("");
    let out = site.path("public");
    site.builds(&out);
    let held = fs::File::options().write(true).open(site.path(".public.waypost/lock")).unwrap();
    held.lock().unwrap();
    site.write("content/articles/entry-0.md", "---\ntitle: Entry 0\nsummary: Other.\n---\nX.\n");
    let said = site.fails(&out);
    assert!(said.contains("another build is publishing") && said.contains("try again"), "{said}");
    drop(held);
    site.builds(&out);
}

/// Unix: links, permissions and other disks.
#[cfg(target_os = "linux")]
mod on_linux {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn the_output_folder_may_be_a_link() {
        let site = TempSite::new("");
        fs::create_dir(site.path("real")).unwrap();
        symlink(site.path("real"), site.path("public")).unwrap();
        symlink(site.path("public"), site.path("link-to-link")).unwrap();
        site.builds(&site.path("public"));
        site.entries(0);
        site.builds(&site.path("link-to-link"));
        assert!(fs::symlink_metadata(site.path("public")).unwrap().is_symlink());
        assert!(site.path("real/index.html").exists() && site.path(".real.waypost").exists());
    }

    #[test]
    fn the_output_may_be_on_another_disk() {
        let Ok(other) = tempfile::tempdir_in("/dev/shm") else { return };
        let site = TempSite::new("");
        let out = other.path().join("public");
        for version in [1, 0, 1] {
            site.entries(version);
            site.builds(&out);
            site.builds(&site.path("public"));
            assert!(tree(&out) == tree(&site.path("public")));
        }
    }

    /// A folder that is attached from another disk, where the tests may attach one.
    #[test]
    fn a_mount_point_is_brought_up_to_date_in_place() {
        struct Mounted(PathBuf);
        impl Drop for Mounted {
            fn drop(&mut self) {
                let _ = Command::new("umount").arg(&self.0).status();
            }
        }
        let site = TempSite::new("");
        let out = site.path("public");
        fs::create_dir(&out).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(&out).output();
        if !mount.is_ok_and(|mount| mount.status.success()) {
            return;
        }
        let _mounted = Mounted(out.clone());
        for version in [1, 0] {
            site.entries(version);
            let said = site.builds(&out);
            assert!(said.contains("is a mount point, so it was brought up to date file by file"), "{said}");
        }
        site.builds(&site.path("clean"));
        assert!(tree(&out) == tree(&site.path("clean")));
        let said = site.builds(&out);
        assert!(said.contains(" 0 written, ") && !said.contains("mount point"), "{said}");
        // Full: pages stay as they were, and no file is left half. Only the manifest says that an
        // update is under way.
        let pages = || {
            let mut tree = tree(&out);
            tree.remove("waypost-manifest.json").unwrap();
            tree
        };
        let before = pages();
        fs::create_dir_all(site.path("site/static")).unwrap();
        fs::write(site.path("site/static/film.bin"), vec![7; 16 << 20]).unwrap();
        let said = site.fails(&out);
        assert!(said.contains("the disk is full"), "{said}");
        assert!(pages() == before);
        fs::remove_file(site.path("site/static/film.bin")).unwrap();
        assert!(site.builds(&out).contains("what it had begun is complete now"));
        assert!(tree(&out) == tree(&site.path("clean")));
    }

    /// As somebody who may not do everything: the tests may run as root, whom nothing is denied.
    #[test]
    fn a_denied_folder_is_told_and_nothing_changes() {
        let site = TempSite::new("");
        let out = site.path("public");
        site.builds(&out);
        let before = tree(&out);
        site.entries(0);
        let set = |mode| fs::set_permissions(out.join("articles"), fs::Permissions::from_mode(mode)).unwrap();
        set(0o000);
        let denied = fs::read_dir(out.join("articles")).is_err();
        if denied {
            let said = site.fails(&out);
            assert!(said.contains("permission was denied"), "{said}");
        }
        set(0o755);
        assert!(tree(&out) == before);
        // A file that may not be read is not in the way of a build, and `verify` tells of it.
        site.builds(&out);
        let page = out.join("articles/entry-0/index.html");
        fs::set_permissions(&page, fs::Permissions::from_mode(0o000)).unwrap();
        assert!(site.builds(&out).contains(" 0 written, "));
        let verified = Command::new(env!("CARGO_BIN_EXE_waypost")).arg("verify").arg(&out).output().unwrap();
        let said = String::from_utf8(verified.stderr).unwrap();
        assert_eq!(said.contains("unreadable  articles/entry-0/index.html"), denied, "{said}");
    }
}
