//! Incremental equals clean, byte for byte: random sites and random edits, through the memos of the
//! preview and of the published folder alike.
//!
//! `WAYPOST_SCRIPTS` says how many scripts are tried: 10 unless it is set, 200 in `tests/run`, 2,000 in a
//! nightly run (`WAYPOST_SCRIPTS=2000 cargo test --profile quick --test suite incremental`).
//! `ingredients.md` beside this file lists what a page's bytes follow from and the edit that shows it.

pub(crate) mod edits;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use waypost::disk::Site;
use waypost::engine::{self, Built, Engine, Memo, Request, Snapshot};
use waypost::outputs::{MANIFEST_PATH, Manifest};
use waypost::publish::{self, PublishError, Target};
use waypost::text::SourcePath;

use edits::{Edit, RandomSite, apply, has_summaries, script, touched};

/// Where the site and what is made of it lie during one script.
struct Bench {
    folder: tempfile::TempDir,
    engine: Engine,
    site: Site,
    files: BTreeMap<String, Vec<u8>>,
    /// The texts that were written since the last look, where nothing else changed.
    named: BTreeSet<SourcePath>,
    looks: usize,
    /// Pages that the preview has rendered so far.
    shown: usize,
}

/// What one state came to.
struct State {
    clean: Built,
    /// Pages that the incremental build rendered.
    rendered: usize,
    /// Files that it wrote.
    written: usize,
    /// Pages that the preview rendered when it was asked for all.
    shown: usize,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        Self {
            folder,
            engine: Engine::default(),
            site: Site::default(),
            files: BTreeMap::new(),
            named: BTreeSet::new(),
            looks: 0,
            shown: 0,
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// Writes what differs from the state before, and what was only touched.
    fn write(&mut self, site: &RandomSite, touched: Option<String>) {
        let root = self.root();
        let mut written = BTreeSet::new();
        for path in self.files.keys().filter(|path| !site.files.contains_key(*path)) {
            fs::remove_file(root.join(path)).unwrap();
        }
        for (path, bytes) in &site.files {
            if self.files.get(path) != Some(bytes) || touched.as_ref() == Some(path) {
                let full = root.join(path);
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                if full.is_dir() {
                    fs::remove_dir(&full).unwrap();
                }
                fs::write(full, bytes).unwrap();
                written.insert(SourcePath::new(path));
            }
        }
        let is_text = |path: &SourcePath| path.as_str().starts_with("content/") && path.as_str().ends_with(".md");
        let only_texts = self.files.keys().eq(site.files.keys()) && written.iter().all(is_text);
        self.named = if only_texts { written } else { BTreeSet::new() };
        self.files = site.files.clone();
    }

    /// Builds the state in every way, and compares.
    fn check(&mut self, site: &RandomSite, spoil: Option<u64>) -> Result<State, TestCaseError> {
        let request = Request {
            drafts: site.drafts,
            keep_going: true,
            today: Some(site.today.parse().unwrap()),
            ..Request::default()
        };
        let (root, out) = (self.root(), self.out());
        let fresh = Arc::new(Site::read(&root, &out).unwrap());
        let clean = engine::build(&fresh, &request, &Memo::default());

        // Texts that an editor names are read by themselves, as the preview does; at times they are found.
        self.looks += 1;
        let by_name = !self.named.is_empty() && !self.looks.is_multiple_of(4);
        self.site = match self.site.with_texts(&self.named).filter(|_| by_name) {
            Some(site) => site,
            None => self.site.read_again(&root, &out, &BTreeSet::new()).unwrap(),
        };
        let moment = self.engine.look(&Arc::new(self.site.clone()), &request);
        if let Some(snapshot) = moment.snapshot.as_ref().filter(|_| clean.publishable) {
            preview_is_clean(snapshot, &clean)?;
        }
        let rendered = moment.snapshot.as_ref().map_or(self.shown, |snapshot| snapshot.rendered());
        let newly_shown = rendered - std::mem::replace(&mut self.shown, rendered);
        let checked = moment.checked();
        let without_render = |built: &Built| {
            let ours = built.diagnostics.iter().filter(|one| one.code.name() != "template-error");
            ours.map(|one| format!("{one:?}")).collect::<Vec<_>>()
        };
        prop_assert_eq!(without_render(&checked), without_render(&clean), "the preview's messages");

        let (rendered, written) = self.published_is_clean(&fresh, &request, &clean, spoil)?;
        Ok(State { clean, rendered, written, shown: newly_shown })
    }

    /// Builds into the output folder as the program does, with what the last build left.
    fn published_is_clean(
        &self,
        site: &Arc<Site>,
        request: &Request,
        clean: &Built,
        spoil: Option<u64>,
    ) -> Result<(usize, usize), TestCaseError> {
        if !clean.publishable {
            return Ok((0, 0));
        }
        let target = Target::choose(&self.out(), &self.root()).unwrap();
        if let Some(seed) = spoil {
            spoil_state(target.state(), seed);
        }
        let memo = target.recall("memo").map_or_else(Memo::default, |bytes| Memo::parse(&bytes));
        let mut built = engine::build(site, request, &memo);
        let mut changes = publish::publish(&target, &built.outputs, &built.standing);
        if matches!(changes, Err(PublishError::NotStanding(_))) {
            built = engine::build(site, request, &Memo::default());
            changes = publish::publish(&target, &built.outputs, &[]);
        }
        let changes = changes.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let manifest = Manifest::of(&clean.outputs);
        target.keep("memo", &Memo::new(built.origins, &manifest).to_bytes()).unwrap();

        let mut expected: BTreeMap<&str, &[u8]> =
            clean.outputs.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
        let manifest = manifest.to_file();
        expected.insert(MANIFEST_PATH, &manifest.bytes);
        let found = tree(&self.out());
        for (path, bytes) in &expected {
            prop_assert!(found.get(*path).map(Vec::as_slice) == Some(*bytes), "{path} in the output folder");
        }
        prop_assert_eq!(found.len(), expected.len(), "files in the output folder");
        Ok((built.stats.rendered, changes.written))
    }
}

/// Every file that the preview gives is the one that a clean build writes.
fn preview_is_clean(snapshot: &Snapshot, clean: &Built) -> Result<(), TestCaseError> {
    for file in &clean.outputs {
        let given = snapshot.file(&file.path).map_err(|error| TestCaseError::fail(error.message))?;
        prop_assert!(given.as_deref() == Some(file.bytes.as_slice()), "{} in the preview", file.path);
    }
    for path in ["nothing.html", "articles", "search/nothing.json", ""] {
        prop_assert!(snapshot.file(path).is_ok_and(|file| file.is_none()), "`{path}` in the preview");
    }
    Ok(())
}

/// Changes some bytes of what is kept beside the output.
fn spoil_state(state: &Path, seed: u64) {
    let mut files: Vec<PathBuf> = fs::read_dir(state)
        .map(|entries| entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect())
        .unwrap_or_default();
    files.sort();
    for (at, path) in files.iter().enumerate() {
        let Ok(mut bytes) = fs::read(path) else { continue };
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(at as u32 * 7);
        match mixed % 5 {
            0 => drop(fs::remove_file(path)),
            1 => bytes.truncate(usize::try_from(mixed >> 8).unwrap_or(0) % (bytes.len() + 1)),
            _ => {
                for step in 0..1 + mixed % 3 {
                    let length = bytes.len().max(1);
                    let place = usize::try_from((mixed >> 8).wrapping_add(step * 977)).unwrap_or(0) % length;
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte ^= u8::try_from(1 + (mixed >> 16) % 255).unwrap_or(1);
                    }
                }
            }
        }
        if path.exists() {
            fs::write(path, bytes).unwrap();
        }
    }
}

/// All files below a folder.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files);
    files
}

/// How many scripts are tried.
fn scripts() -> u32 {
    std::env::var("WAYPOST_SCRIPTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10)
}

fn html(built: &Built) -> BTreeMap<&str, &[u8]> {
    let pages = built.outputs.iter().filter(|file| file.path.ends_with(".html"));
    pages.map(|file| (file.path.as_str(), file.bytes.as_slice())).collect()
}

fn run(site: &RandomSite, edits: &[Edit], spoil: Option<u64>) -> Result<(), TestCaseError> {
    let (mut site, mut bench) = (site.clone(), Bench::new());
    bench.write(&site, None);
    let mut before = bench.check(&site, None)?;
    for edit in edits {
        let files = site.files.clone();
        let conditions = (site.today.clone(), site.drafts);
        apply(&mut site, edit);
        bench.write(&site, touched(&site, edit));
        let state = bench.check(&site, spoil)?;
        let same = files == site.files && conditions == (site.today.clone(), site.drafts);
        if spoil.is_none() && before.clean.publishable && state.clean.publishable {
            if same {
                prop_assert_eq!((state.rendered, state.written, state.shown), (0, 0, 0), "work for nothing");
            }
            // Running text is on its own page and on the handouts that hold it, unless it stands in for a
            // summary.
            if matches!(edit, Edit::Body { .. }) && has_summaries(&site) {
                let (then, now) = (html(&before.clean), html(&state.clean));
                let changed = now.iter().filter(|(path, bytes)| then.get(*path) != Some(bytes)).map(|(path, _)| path);
                let is_handout = |path: &str| path.ends_with("/handout/index.html");
                let (handouts, own): (Vec<&str>, Vec<&str>) = changed.copied().partition(|path| is_handout(path));
                // An edit that shows nowhere may still be one of a text that a handout holds.
                let of_handouts = match own.is_empty() {
                    true => now.keys().filter(|path| is_handout(path)).count(),
                    false => handouts.len(),
                };
                let most = 1 + of_handouts;
                prop_assert!(own.len() > 1 || state.rendered <= most, "{} rendered, not {most}", state.rendered);
                prop_assert!(own.len() > 1 || state.shown <= most, "{} shown, not {most}", state.shown);
            }
        }
        before = state;
    }
    Ok(())
}

/// Up to 200 scripts are always the same ones, so that what passed here passes there; more of them
/// are new ones each time.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_time: 60_000, ..Config::default() };
    if scripts() > 200 {
        return TestRunner::new(config);
    }
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Tries every other script, from the first or from the second: two tests, so that two processors share
/// them. Once one has failed, every smaller one is tried.
fn every_other(from: usize) {
    let (tried, failed) = (Cell::new(0_usize), Cell::new(false));
    let result = runner(scripts()).run(&script(), |(site, edits)| {
        let at = tried.replace(tried.get() + 1);
        if !failed.get() && at % 2 != from {
            return Ok(());
        }
        run(&site, &edits, None).inspect_err(|_| failed.set(true))
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

#[test]
fn incremental_is_clean() {
    every_other(0);
}

#[test]
fn incremental_is_clean_in_the_other_scripts() {
    every_other(1);
}

#[test]
fn what_is_kept_beside_the_output_can_change_no_byte() {
    let scripts = runner(scripts().div_ceil(8))
        .run(&(script(), any::<u64>()), |((site, edits), seed)| run(&site, &edits, Some(seed)));
    assert!(scripts.is_ok(), "{}", scripts.unwrap_err());
}

/// Two entries at one address, and then one: what the memo knows of the page that was not published
/// must not stand for the one that was.
#[test]
fn a_page_that_gave_way_leaves_nothing_behind() {
    let entry = |title: &str, more: &str| format!("---\ntitle: {title}\nsummary: S.\nslug: x\n{more}---\n{title}.\n");
    let mut site = RandomSite {
        files: BTreeMap::from([
            ("waypost.yaml".to_owned(), b"title: T\nbase_url: https://library.example/\n".to_vec()),
            ("content/articles/a.md".to_owned(), entry("One", "").into_bytes()),
            ("content/articles/b.md".to_owned(), entry("Two", "").into_bytes()),
        ]),
        today: "2026-12-01".to_owned(),
        drafts: false,
    };
    let mut bench = Bench::new();
    bench.write(&site, None);
    bench.check(&site, None).unwrap();
    site.files.insert("content/articles/a.md".to_owned(), entry("One", "draft: true\n").into_bytes());
    bench.write(&site, None);
    bench.check(&site, None).unwrap();
    assert!(fs::read_to_string(bench.out().join("articles/x/index.html")).unwrap().contains("Two"));
}
