//! Renaming and accepting on random sites: no new message, every reference leads where it led, and no
//! other byte is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use waypost::disk::{self, Site};
use waypost::engine::{self, Built, Engine, Memo, NotRenamed, Request};
use waypost::library::{Item, ItemId, Library, LinkTo};

use crate::incremental::edits::{Edit, RandomSite, apply, script};

/// A folder with a random site in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn of(site: &RandomSite) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, bytes) in &site.files {
            folder.write(path, bytes);
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.0.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    fn read(&self) -> Arc<Site> {
        Arc::new(Site::read(self.0.path(), &self.0.path().join("public")).unwrap())
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                match entry.path().is_dir() {
                    true => walk(&entry.path(), &format!("{name}/"), files),
                    false => drop(files.insert(name, fs::read(entry.path()).unwrap())),
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(self.0.path(), "", &mut files);
        files
    }
}

fn request(site: &RandomSite, drafts: bool) -> Request {
    Request { drafts, keep_going: true, today: Some(site.today.parse().unwrap()), ..Request::default() }
}

/// How often each code is told.
fn codes(built: &Built) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    built.diagnostics.iter().for_each(|one| *codes.entry(one.code.name()).or_default() += 1);
    codes
}

/// All that an entry leads to, by name.
fn leads(library: &Library, item: &Item, new_id: &dyn Fn(&str) -> String) -> Vec<String> {
    let name = |id: &ItemId| {
        let entry = &library.item(*id).entry;
        format!("{}.{}", new_id(entry.id.as_str()), entry.lang)
    };
    let link = |to: &LinkTo| match to {
        LinkTo::Item(id, heading) => format!("{}#{heading:?}", name(id)),
        LinkTo::File(path, rest) => format!("{}{rest}", path.file_name()),
        LinkTo::Media(media) => media.file.file_name().to_owned(),
        other => format!("{other:?}"),
    };
    let mut all: Vec<String> = item.links.iter().map(|found| link(&found.to)).collect();
    let fields = item.principles.iter().chain(&item.related).chain(item.custom.values());
    all.extend(fields.chain(item.path.before.iter().chain(&item.path.after)).map(name));
    all.extend(item.path.steps.iter().flat_map(|step| &step.options).map(name));
    all.extend(item.image.iter().chain(item.downloads.iter().flatten()).map(|path| path.file_name().to_owned()));
    all
}

fn library_leads(
    site: &Arc<Site>,
    request: &Request,
    new_id: &dyn Fn(&str) -> String,
) -> BTreeMap<String, Vec<String>> {
    let moment = Engine::default().look(site, request);
    let Some(snapshot) = moment.snapshot else { return BTreeMap::new() };
    let library = snapshot.library();
    let name = |item: &Item| format!("{}.{}", new_id(item.entry.id.as_str()), item.entry.lang);
    library.items().iter().map(|item| (name(item), leads(library, item, new_id))).collect()
}

/// The id of a content file.
fn id_of(path: &str) -> Option<String> {
    let stem = path.strip_prefix("content/")?.strip_suffix(".md")?;
    let stem = stem.split('.').next()?;
    let id = stem.strip_suffix("/index").unwrap_or(stem);
    id.contains('/').then(|| id.to_owned())
}

/// The way from the folder of one file to another, as authors write it.
fn way(from: &str, to: &str) -> String {
    let up = from.matches('/').count();
    format!("{}{to}", "../".repeat(up))
}

/// Adds links to an entry in every form that there is.
fn with_links(site: &mut RandomSite, links: &[(u8, u8, u8)]) {
    let all: Vec<String> = site.files.keys().filter(|path| id_of(path).is_some()).cloned().collect();
    for (at, (from, to, form)) in links.iter().enumerate() {
        let pick = |n: u8| all.get(usize::from(n) % all.len().max(1)).cloned();
        let (Some(from), Some(to)) = (pick(*from), pick(*to)) else { return };
        let Some(id) = id_of(&to) else { continue };
        let path = way(&from, &to);
        let bare = path.trim_end_matches(".md").to_owned();
        let link = match form % 12 {
            0 => format!("[a]({id})"),
            1 => format!("[a]({id}.md \"title\")"),
            2 => format!("[a]({path})"),
            3 => format!("[a]({bare})"),
            4 => format!("[a][r{at}] and [r{at}]\n\n[r{at}]: {path} 'title'"),
            5 => format!("<a href=\"{path}\">a</a> and <a href='{id}'>b</a>"),
            6 => format!("[a *b*](<{id}>)"),
            7 => format!("[a]({id}/)"),
            8 => format!("[a](/{})", id.trim_start_matches("pages/")),
            9 => format!("[a]({path}?x=1)"),
            10 => format!("> - [a](./{path})"),
            _ => format!(":::question\nTry [a]({id}) or [b]({path}).\n:::"),
        };
        if let Some(text) = site.files.get(&from).and_then(|bytes| String::from_utf8(bytes.clone()).ok()) {
            site.files.insert(from, format!("{text}\n{link}\n").into_bytes());
        }
    }
}

/// Where an entry may be moved to.
fn new_name(old: &str, n: u8) -> String {
    let (kind, rest) = old.split_once('/').unwrap_or((old, ""));
    let last = rest.rsplit('/').next().unwrap_or(rest);
    match n % 6 {
        0 => format!("{kind}/other-name"),
        1 => format!("{kind}/folder/{last}"),
        2 => format!("{kind}/folder/sub/other"),
        3 => format!("{kind}/e1"),
        4 => format!("{kind}/{last}/{last}-2"),
        _ => format!("{kind}/{}", last.to_uppercase()),
    }
}

/// Whether a text differs from another only as references and aliases do: line by line, as many lines,
/// but for one of aliases.
fn is_mended(before: &str, after: &str, words: &[&str]) -> bool {
    let is_alias = |line: &&str| line.starts_with("aliases:") || line.starts_with("slug:");
    let lines = |text: &str| text.lines().filter(|line| !is_alias(line)).map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(before), lines(after));
    let names =
        |line: &str| words.iter().any(|word| line.contains(word)) || line.contains("](") || line.contains("../");
    before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| a == b || names(a))
}

fn renames(site: &RandomSite, which: u8, n: u8) -> Result<Option<()>, TestCaseError> {
    let folder = Folder::of(site);
    let ids: BTreeSet<String> = site.files.keys().filter_map(|path| id_of(path)).collect();
    let Some(from) = ids.iter().nth(usize::from(which) % ids.len().max(1)) else { return Ok(None) };
    let to = new_name(from, n);
    let (before, files) = (folder.read(), folder.files());
    let renamed = match engine::rename(&before, &request(site, false), from, &to) {
        Ok(renamed) => renamed,
        Err(NotRenamed::Refused(refusal)) => {
            let known = ["already", "cannot be read", "into itself", "no entry", "capitals", "cannot be part"];
            prop_assert!(known.iter().any(|word| refusal.message.contains(word)), "{from} {to}: {}", refusal.message);
            return Ok(None);
        }
        Err(NotRenamed::NoLibrary(_)) => return Ok(None),
        Err(NotRenamed::Breaks(built)) => {
            let messages: Vec<_> =
                built.diagnostics.iter().map(|one| format!("{}: {}", one.place_text(), one.message)).collect();
            return Err(TestCaseError::fail(format!("{from} {to} would break: {messages:?}")));
        }
    };
    let ids = renamed.revision.ids.clone();
    let new_id =
        |id: &str| ids.iter().find(|(old, _)| old.as_str() == id).map_or(id.to_owned(), |(_, new)| new.to_string());
    let same = |id: &str| id.to_owned();
    let requests = [request(site, true), request(site, false)];
    // Files are read when a page needs them, so this comes before they move.
    let state = |site: &Arc<Site>, new_id: &dyn Fn(&str) -> String| {
        requests.each_ref().map(|request| {
            let built = engine::build(site, request, &Memo::default());
            let pages: BTreeSet<String> = built.outputs.iter().map(|file| file.path.clone()).collect();
            (codes(&built), library_leads(site, request, new_id), pages)
        })
    };
    let then = state(&before, &new_id);
    disk::rewrite(folder.0.path(), &renamed.changes).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let (after, new_files) = (folder.read(), folder.files());
    let now = state(&after, &same);
    for ((codes, leads, pages), (new_codes, new_leads, new_pages)) in then.iter().zip(&now) {
        prop_assert_eq!(codes, new_codes, "{} {}", from, to);
        prop_assert_eq!(leads, new_leads, "{} {}", from, to);
        // The old addresses lead on.
        for (_, address) in &renamed.revision.aliases {
            let page = format!("{}index.html", address.trim_start_matches('/'));
            prop_assert!(!pages.contains(&page) || new_pages.is_empty() || new_pages.contains(&page), "{page}");
        }
    }
    // No other file and no other byte.
    let words: Vec<&str> = ids.keys().map(|id| id.as_str().rsplit('/').next().unwrap_or("")).collect();
    prop_assert_eq!(files.len(), new_files.len());
    for (path, bytes) in &files {
        let moved = renamed.revision.moves.iter().find_map(|(old, new)| {
            let below = path.strip_prefix(old.as_str())?;
            (below.is_empty() || below.starts_with('/')).then(|| format!("{new}{below}"))
        });
        let now = new_files.get(moved.as_ref().unwrap_or(path));
        prop_assert!(now.is_some(), "{path} is gone");
        let touched = renamed.revision.texts.keys().any(|file| file.as_str() == path);
        let now = now.map_or(&[][..], Vec::as_slice);
        prop_assert!(now == bytes.as_slice() || touched, "{path} was touched");
        if touched {
            let (then, now) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(now));
            prop_assert!(is_mended(&then, &now, &words), "{path}:\n{then}\n--\n{now}");
        }
    }
    Ok(Some(()))
}

fn runner(cases: u32) -> TestRunner {
    let cases = std::env::var("WAYPOST_SCRIPTS").ok().and_then(|count| count.parse().ok()).unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, max_shrink_time: 20_000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn a_rename_breaks_nothing_and_touches_nothing_else() {
    let links = prop::collection::vec((0u8..20, 0u8..20, 0u8..12), 0..12);
    let renamed = std::cell::Cell::new(0);
    let result = runner(12).run(&(script(), links, 0u8..20, 0u8..6), |((mut site, edits), links, which, n)| {
        edits.iter().take(3).for_each(|edit: &Edit| apply(&mut site, edit));
        with_links(&mut site, &links);
        if renames(&site, which, n)?.is_some() {
            renamed.set(renamed.get() + 1);
        }
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
    assert!(renamed.get() > 3, "{} renames", renamed.get());
}

/// Accepts, and writes what that comes to; the files that were written.
fn accepts(folder: &Folder, request: &Request) -> Option<Vec<String>> {
    let accepted = engine::accept(&folder.read(), request).ok()?;
    disk::rewrite(folder.0.path(), &accepted.changes).unwrap();
    let path = |change: &disk::FileChange| match change {
        disk::FileChange::Text { path, .. } | disk::FileChange::New { path, .. } => path.to_string(),
        disk::FileChange::Move { from, .. } => from.to_string(),
    };
    Some(accepted.changes.iter().map(path).collect())
}

#[test]
fn what_is_accepted_is_kept_and_accepting_twice_changes_nothing() {
    let accepted = std::cell::Cell::new(0);
    let result = runner(12).run(&(script(), 0u8..20, 0u8..6), |((mut site, edits), which, n)| {
        site.drafts = false;
        let request = request(&site, false);
        let folder = Folder::of(&site);
        if accepts(&folder, &request).is_none() {
            return Ok(());
        }
        prop_assert_eq!(accepts(&folder, &request), Some(Vec::new()));
        let clean = engine::build(&folder.read(), &Request { check_only: true, ..request.clone() }, &Memo::default());
        let told = clean.diagnostics.iter().filter(|one| one.code.name().starts_with("permalink")).count();
        prop_assert_eq!(told, 0);
        // Whatever happens to the library, the ledger never loses an address, and what is proposed settles.
        let ledger = folder.files().remove("waypost.permalinks").unwrap_or_default();
        edits.iter().for_each(|edit| apply(&mut site, edit));
        site.files.insert("waypost.permalinks".to_owned(), ledger.clone());
        let folder = Folder::of(&site);
        let _ = engine::rename(&folder.read(), &request, &which.to_string(), &n.to_string());
        if let Some(written) = accepts(&folder, &request) {
            let now = folder.files().remove("waypost.permalinks").unwrap_or_default();
            let (then, now) = (String::from_utf8(ledger).unwrap(), String::from_utf8(now).unwrap());
            let lines: BTreeSet<&str> = now.lines().collect();
            prop_assert!(then.lines().all(|line| lines.contains(line)), "{then}\n--\n{now}");
            prop_assert_eq!(accepts(&folder, &request), Some(Vec::new()), "after {:?}", written);
            for (path, bytes) in &site.files {
                let same = folder.files().get(path) == Some(bytes);
                prop_assert!(same || written.contains(path), "{path} was touched");
            }
            accepted.set(accepted.get() + 1);
        }
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
    assert!(accepted.get() > 3, "{} times", accepted.get());
}
