//! A full disk, a failing disk and a kill at every single operation of a publish.

use std::collections::BTreeSet;

use super::*;
use crate::disk::trouble::{Manner, Operation, Trouble, with};

type Files<'a> = &'a [(&'a str, &'a str)];

/// Trees of different shapes; contents that change keep their length, so that only bytes tell.
const ONE: Files<'_> = &[
    ("assets/1.css", "1"),
    ("a", "file"),
    ("b/c/d", "d"),
    ("b/x.xml", "1"),
    ("index.html", "1"),
    ("same/index.html", "s"),
];
const TWO: Files<'_> =
    &[("assets/2.css", "2"), ("a/index.html", "f"), ("b", "file"), ("index.html", "2"), ("same/index.html", "s")];
const THREE: Files<'_> =
    &[("assets/2.css", "2"), ("b/c/d", "D"), ("index.html", "3"), ("n/n/n", "n"), ("same/index.html", "s")];
const UNLIKE: [Trouble; 4] = [Trouble::FullOnce, Trouble::Full, Trouble::Broken, Trouble::Killed];

/// A publish that meets trouble.
struct Case<'a> {
    /// What is published before, in turn.
    before: &'a [Files<'a>],
    /// What is published when the trouble comes.
    next: Files<'a>,
    /// File by file.
    in_place: bool,
    manner: Manner,
}

impl Case<'_> {
    fn old(&self) -> BTreeMap<String, String> {
        self.before.last().map_or(BTreeMap::new(), |files| whole(files))
    }

    fn prepare(&self) -> Bench {
        let bench = if self.in_place { Bench::in_place(&[".git"]) } else { Bench::new() };
        if self.in_place {
            fs::create_dir_all(bench.path("out/.git")).unwrap();
            fs::write(bench.path("out/.git/HEAD"), "mine").unwrap();
        }
        for files in self.before {
            self.quietly(|| bench.try_publish(files)).unwrap();
            bench.check_tree(files);
        }
        bench
    }

    /// Runs in this thread, on a disk of that manner, without trouble.
    fn quietly<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.troubled(Trouble::None, 0, work).0
    }

    fn troubled<T: Send>(&self, trouble: Trouble, at: usize, work: impl FnOnce() -> T + Send) -> (T, Vec<Operation>) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.install(|| with(trouble, at, self.manner, work))
    }

    /// Every trouble at every operation; afterwards the same publish, or one back to the old tree,
    /// must give exactly what it should. Gives the kinds of operation that were struck.
    fn check(&self) -> BTreeSet<String> {
        let bench = self.prepare();
        let (result, operations) = self.troubled(Trouble::None, 0, || bench.try_publish(self.next).map(drop));
        result.unwrap();
        bench.check_tree(self.next);
        assert!(operations.len() > 5, "{operations:?}");
        let back = self.before.last().copied().unwrap_or(ONE);
        for trouble in UNLIKE {
            for (at, struck) in operations.iter().enumerate() {
                let ways_on = if trouble == Trouble::Killed { 3 } else { 1 };
                for then in [self.next, back, THREE].into_iter().take(ways_on) {
                    let bench = self.prepare();
                    let result = self.troubled(trouble, at, || bench.try_publish(self.next).map(drop)).0;
                    let context = format!("{trouble:?} at {at} ({struck:?}): {result:?}");
                    self.check_after(&bench, result.is_ok(), trouble, &context);
                    if self.in_place && at % 2 == 0 {
                        // Nothing that is kept beside the tree is needed to put it right.
                        let _ = fs::remove_dir_all(bench.path(".out.waypost"));
                    }
                    self.quietly(|| bench.try_publish(then)).unwrap_or_else(|error| panic!("{context}: {error}"));
                    self.check_clean(&bench, then, &context);
                    self.quietly(|| bench.try_publish(TWO)).unwrap_or_else(|error| panic!("{context}: {error}"));
                    self.check_clean(&bench, TWO, &context);
                }
            }
        }
        operations.iter().map(|operation| format!("{operation:?}")).collect()
    }

    /// What visitors see after the trouble: the old tree or the new one.
    fn check_after(&self, bench: &Bench, succeeded: bool, trouble: Trouble, context: &str) {
        let (tree, old, new) = (bench.published(), self.old(), whole(self.next));
        if succeeded {
            assert_eq!(tree, new, "{context}");
        } else if self.in_place {
            self.check_each(&tree, trouble, context);
        } else if tree.is_empty() && trouble == Trouble::Killed && self.manner.no_exchange {
            // Between the two renames; the next build puts it back.
            assert_eq!(super::tree(&bench.path(".out.waypost/outgoing")), old, "{context}");
        } else {
            assert!(tree == old || tree == new, "{context}\n{tree:?}");
        }
    }

    /// File by file: every file is whole, old or new; what stays is there at every moment.
    fn check_each(&self, tree: &BTreeMap<String, String>, trouble: Trouble, context: &str) {
        let (old, new) = (self.old(), whole(self.next));
        for (path, text) in tree {
            let half_written =
                (path.contains(".waypost-") || path == "waypost-manifest.json.new") && trouble == Trouble::Killed;
            // The manifest says meanwhile that an update is under way.
            let whole = [old.get(path), new.get(path)].contains(&Some(text))
                || path == MANIFEST_PATH
                    && Manifest::parse(text.as_bytes()).is_ok_and(|manifest| manifest.skipped == 0);
            assert!(whole || half_written, "{context}: {path} holds {text:?}");
        }
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(tree.contains_key(path), "{context}: {path} is gone");
        }
    }

    fn check_clean(&self, bench: &Bench, files: Files<'_>, context: &str) {
        assert_eq!(bench.published(), whole(files), "{context}");
        assert!(!bench.path(".out.waypost/set-aside-1").exists(), "{context}");
        if self.in_place {
            assert_eq!(fs::read(bench.path("out/.git/HEAD")).unwrap(), b"mine", "{context}");
        }
    }
}

fn check(before: &[Files<'_>], next: Files<'_>, in_place: bool, manner: Manner) -> BTreeSet<String> {
    Case { before, next, in_place, manner }.check()
}

const EXCHANGE: Manner = Manner { no_exchange: false, no_links: false, mounted: false };

#[test]
fn the_first_publish() {
    check(&[], TWO, false, EXCHANGE);
}

#[test]
fn the_first_turn_of_the_spare() {
    let struck = check(&[ONE], TWO, false, EXCHANGE);
    assert_eq!(
        struck.into_iter().collect::<Vec<_>>(),
        ["CreateFolder", "Exchange", "Link", "Remove", "Rename", "Write"]
    );
}

#[test]
fn the_second_turn_of_the_spare() {
    check(&[ONE, TWO], THREE, false, EXCHANGE);
    check(&[TWO, ONE], TWO, false, EXCHANGE);
}

#[test]
fn two_renames() {
    check(&[ONE, TWO], THREE, false, Manner { no_exchange: true, ..EXCHANGE });
}

#[test]
fn a_disk_without_links() {
    check(&[TWO, ONE], TWO, false, Manner { no_links: true, ..EXCHANGE });
}

#[test]
fn file_by_file() {
    check(&[ONE], TWO, true, EXCHANGE);
    check(&[TWO], ONE, true, EXCHANGE);
    check(&[], TWO, true, EXCHANGE);
}

#[test]
fn killed_and_killed_again() {
    let case = Case { before: &[ONE], next: TWO, in_place: true, manner: EXCHANGE };
    let kill = |bench: &Bench, at| case.troubled(Trouble::Killed, at, || bench.try_publish(TWO).map(drop)).1.len();
    let count = kill(&case.prepare(), usize::MAX);
    for first in 0..count {
        for second in 0..count {
            let bench = case.prepare();
            kill(&bench, first);
            kill(&bench, second);
            let context = format!("{first}, {second}");
            case.check_each(&bench.published(), Trouble::Killed, &context);
            case.quietly(|| bench.try_publish(ONE)).unwrap_or_else(|error| panic!("{context}: {error}"));
            case.check_clean(&bench, ONE, &context);
        }
    }
}

#[test]
fn standing_files_and_trouble() {
    let standing: Vec<ManifestFile> = outputs(&[("same/index.html", "s")]).iter().map(ManifestFile::of).collect();
    let rendered: Vec<_> = TWO.iter().filter(|(path, _)| *path != "same/index.html").copied().collect();
    for (in_place, no_links) in [(false, false), (false, true), (true, false)] {
        let manner = Manner { no_links, ..EXCHANGE };
        let case = Case { before: &[TWO, ONE], next: TWO, in_place, manner };
        for trouble in UNLIKE {
            for at in 0.. {
                let bench = case.prepare();
                let stand = || publish(&bench.target().unwrap(), &outputs(&rendered), &standing).map(drop);
                let (result, operations) = case.troubled(trouble, at, stand);
                let context = format!("{trouble:?} at {at}: {result:?}");
                case.check_after(&bench, result.is_ok(), trouble, &context);
                // Cut short or not, what stands is known to stand.
                case.quietly(stand).unwrap_or_else(|error| panic!("{context}: {error}"));
                case.check_clean(&bench, TWO, &context);
                if at >= operations.len() {
                    break;
                }
            }
        }
    }
}

#[test]
fn memos_are_old_or_new_or_nothing() {
    let case = Case { before: &[ONE], next: TWO, in_place: false, manner: EXCHANGE };
    for trouble in UNLIKE {
        for at in 0..4 {
            let target = case.prepare().target().unwrap();
            target.keep("parsed", b"old").unwrap();
            let kept = case.troubled(trouble, at, || target.keep("parsed", b"newer")).0;
            let expect = if kept.is_ok() { &b"newer"[..] } else { b"old" };
            assert!(kept.is_ok() || target.recall("parsed").is_none_or(|bytes| bytes == expect));
            target.keep("parsed", b"newest").unwrap();
            assert_eq!(target.recall("parsed").unwrap(), b"newest");
        }
    }
}
