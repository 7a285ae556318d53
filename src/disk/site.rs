use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::mem::Discriminant;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::error::{DiskError, reason};
use super::fault::Fault;
use super::folder::resolve;
use super::rewrite::FileChange;
use super::stamp::Stamp;
use super::walk::{Found, Walker};
use crate::text::{SourceFile, SourcePath};

/// The file that makes a folder a site.
pub const SITE_FILE: &str = "waypost.yaml";

/// The file with queries and what they should find.
pub(super) const SEARCH_TESTS: &str = "search-tests.yaml";

/// The folder with word lists, one for a language.
pub(super) const LEXICONS: &str = "lexicon";
/// The file with every address that the library has published.
pub const LEDGER: &str = "waypost.permalinks";

/// The largest text file that is read, in bytes.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// Everything that is in a site folder: texts read, other files listed. All lists are sorted by
/// the bytes of the path.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The site folder, absolute and without links.
    pub root: PathBuf,
    /// `waypost.yaml`; nothing where there is none.
    pub config: Option<ContentFile>,
    /// `search-tests.yaml`; nothing where there is none.
    pub search_tests: Option<ContentFile>,
    /// The word lists in `lexicon/`: its `.yaml` files.
    pub lexicons: Vec<ContentFile>,
    /// `waypost.permalinks`; nothing where there is none.
    pub ledger: Option<ContentFile>,
    /// The `.md` files in `content/`.
    pub content: Vec<ContentFile>,
    /// All other files in `content/`.
    pub bundle_files: Vec<AssetFile>,
    /// The files in `static/`.
    pub static_files: Vec<AssetFile>,
    /// The files in `themes/`, of every theme: `themes/<name>/…`.
    pub theme_files: Vec<AssetFile>,
    /// What is wrong with files and folders.
    pub faults: Vec<Fault>,
    /// What the system said of each file that is no text of `content/` before it was read, and of
    /// those texts; and whether the file was settled then.
    stamps: BTreeMap<SourcePath, (Stamp, bool)>,
    /// Where files still lie that are to get another path.
    elsewhere: BTreeMap<SourcePath, SourcePath>,
    /// The same for sites that differ in the texts of `content/` alone.
    reading: Arc<()>,
}

/// A text file of the site.
#[derive(Debug, Clone)]
pub enum ContentFile {
    /// It was read.
    Text(SourceFile),
    /// It could not be read as text; why is among the site's faults.
    Faulty(SourcePath),
}

impl ContentFile {
    /// Where it lies.
    pub fn path(&self) -> &SourcePath {
        match self {
            ContentFile::Text(file) => file.path(),
            ContentFile::Faulty(path) => path,
        }
    }

    /// The text, if it could be read.
    pub fn text(&self) -> Option<&SourceFile> {
        match self {
            ContentFile::Text(file) => Some(file),
            ContentFile::Faulty(_) => None,
        }
    }
}

/// A file that is not read until somebody asks for it ([`Site::read_bytes`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Where it lies, relative to the site folder.
    pub path: SourcePath,
    /// Its size in bytes.
    pub size: u64,
}

/// The nearest folder that holds `waypost.yaml`: `start` itself or one above it.
pub fn find_site(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(SITE_FILE).is_file()).map(Path::to_path_buf)
}

impl Site {
    /// Reads a site folder. The output folder and what is kept beside it are left out where they
    /// lie inside `content/`, `static/` or `themes/`.
    ///
    /// # Errors
    /// Only when the folder itself cannot be found; whatever is wrong inside it is a [`Fault`].
    pub fn read(root: &Path, out_dir: &Path) -> Result<Self, DiskError> {
        Self::default().read_again(root, out_dir, &BTreeSet::new())
    }

    /// Reads the site folder again: only texts whose stamp changed, or that are named, are opened.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_again(&self, root: &Path, out_dir: &Path, named: &BTreeSet<SourcePath>) -> Result<Self, DiskError> {
        let now = SystemTime::now();
        let root = root.canonicalize().map_err(DiskError::because("read", root))?;
        let mut site = Self { root: root.clone(), ..Self::default() };
        let mut walker = Walker::new(&root, resolve(out_dir).ok());
        let (texts, others): (Vec<_>, Vec<_>) =
            walker.walk("content").into_iter().partition(|found| found.path.as_str().ends_with(".md"));
        let (static_files, theme_files) = (walker.walk("static"), walker.walk("themes"));
        let all = texts.iter().chain(&others).chain(&static_files).chain(&theme_files);
        let stamp = |found: &Found| (found.path.clone(), (found.stamp, found.stamp.is_settled(now)));
        site.stamps = all.map(stamp).collect();
        site.bundle_files = assets(others, &mut walker.faults);
        site.static_files = assets(static_files, &mut walker.faults);
        site.theme_files = assets(theme_files, &mut walker.faults);
        let is_list = |found: &Found| found.path.as_str().ends_with(".yaml");
        let lexicons: Vec<Found> = walker.walk(LEXICONS).into_iter().filter(is_list).collect();
        let (config, search_tests) = (walker.single(SITE_FILE), walker.single(SEARCH_TESTS));
        let ledger = walker.single(LEDGER);
        site.faults = walker.faults;

        let same =
            |found: &Found| !named.contains(&found.path) && self.stamps.get(&found.path) == Some(&(found.stamp, true));
        let read: Vec<_> = texts
            .into_par_iter()
            .map(|found| match self.content_at(&found.path).filter(|_| same(&found)) {
                Some(known @ ContentFile::Text(_)) => Ok(known.clone()),
                Some(ContentFile::Faulty(_)) | None => read_text(&root, &found),
            })
            .collect();
        for outcome in read {
            site.content.push(outcome.unwrap_or_else(|fault| faulty(fault, &mut site.faults)));
        }
        let mut text = |found: Result<Found, Fault>| {
            found.and_then(|found| read_text(&root, &found)).unwrap_or_else(|fault| faulty(fault, &mut site.faults))
        };
        site.config = config.map(&mut text);
        site.search_tests = search_tests.map(&mut text);
        site.lexicons = lexicons.into_iter().map(|found| text(Ok(found))).collect();
        site.ledger = ledger.map(&mut text);
        site.faults.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(site)
    }

    /// The site with the named texts of `content/` read again and nothing else looked at. Nothing
    /// where that is not all there is to it: a file that is new, gone, faulty, or no text.
    pub fn with_texts(&self, named: &BTreeSet<SourcePath>) -> Option<Self> {
        let mut site = self.clone();
        for path in named {
            let at = self.content.binary_search_by(|file| file.path().cmp(path)).ok()?;
            let facts = std::fs::symlink_metadata(self.root.join(path.as_str())).ok()?;
            let known = self.content.get(at)?.text()?;
            if !facts.is_file() || self.faults.iter().any(|fault| fault.path() == path) {
                return None;
            }
            let read = read_text(&self.root, &Found { path: path.clone(), stamp: Stamp::of(&facts) }).ok()?;
            site.stamps.insert(path.clone(), (Stamp::of(&facts), false));
            // The same words are the same file, which is then known at a glance.
            if read.text().is_some_and(|now| now.text() != known.text()) {
                *site.content.get_mut(at)? = read;
            }
        }
        Some(site)
    }

    /// The site as it would be with other texts, of `content/` or of the files beside it. A file that
    /// is not there yet, and is none of the single ones, is left out.
    #[must_use]
    pub fn with_new_texts(&self, texts: &BTreeMap<SourcePath, String>) -> Self {
        let mut site = Self { reading: Arc::default(), ..self.clone() };
        for (path, text) in texts {
            let file = ContentFile::Text(SourceFile::new(path.as_str(), text.clone()));
            match path.as_str() {
                SITE_FILE => site.config = Some(file),
                SEARCH_TESTS => site.search_tests = Some(file),
                LEDGER => site.ledger = Some(file),
                _ => {
                    for list in [&mut site.content, &mut site.lexicons] {
                        let known = list.binary_search_by(|known| known.path().cmp(path));
                        if let Some(known) = known.ok().and_then(|at| list.get_mut(at)) {
                            *known = file.clone();
                        }
                    }
                }
            }
        }
        site
    }

    /// The site as it would be were these files and folders of `content/` moved.
    #[must_use]
    pub fn with_moves(&self, moves: &[(SourcePath, SourcePath)]) -> Self {
        let moved = |path: &SourcePath| {
            moves.iter().find_map(|(from, to)| match path.as_str().strip_prefix(from.as_str())? {
                "" => Some(to.clone()),
                below if below.starts_with('/') => Some(SourcePath::new(format!("{to}{below}"))),
                _ => None,
            })
        };
        let mut site = Self { reading: Arc::default(), ..self.clone() };
        for file in &mut site.content {
            let Some(path) = moved(file.path()) else { continue };
            *file = match file.text() {
                Some(text) => ContentFile::Text(SourceFile::new(path.as_str(), text.text())),
                None => ContentFile::Faulty(path),
            };
        }
        for file in &mut site.bundle_files {
            let Some(path) = moved(&file.path) else { continue };
            site.elsewhere.insert(path.clone(), file.path.clone());
            file.path = path;
        }
        site.content.sort_by(|a, b| a.path().cmp(b.path()));
        site.bundle_files.sort_by(|a, b| a.path.cmp(&b.path));
        site
    }

    /// All texts of the site.
    pub fn texts(&self) -> impl Iterator<Item = &SourceFile> {
        let single = [&self.config, &self.search_tests, &self.ledger].into_iter().flatten();
        single.chain(&self.lexicons).chain(&self.content).filter_map(ContentFile::text)
    }

    /// What has to be written so that the files of `before` hold what this site does.
    pub fn changes_since(&self, before: &Self) -> Vec<FileChange> {
        let known: BTreeMap<&SourcePath, &SourceFile> = before.texts().map(|file| (file.path(), file)).collect();
        let change = |file: &SourceFile| {
            let (path, after) = (file.path().clone(), file.text().to_owned());
            match known.get(&path) {
                Some(then) if then.is_same(file) || then.text() == after => None,
                Some(then) => Some(FileChange::Text { path, before: then.text().to_owned(), after }),
                None => Some(FileChange::New { path, text: after }),
            }
        };
        self.texts().filter_map(change).collect()
    }

    /// A text of `content/`, where there is one that could be read.
    pub fn text(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.content_at(path).and_then(ContentFile::text)
    }

    /// The text of that path, wherever it lies.
    pub fn text_at(&self, path: &SourcePath) -> Option<&SourceFile> {
        let singles = [&self.config, &self.search_tests, &self.ledger].into_iter().flatten();
        self.text(path).or_else(|| singles.filter_map(ContentFile::text).find(|file| file.path() == path))
    }

    /// Whether a file of `before` is not there any more.
    fn lacks(&self, before: &Self) -> bool {
        let lists = |site: &Self| {
            let others = [&site.bundle_files, &site.static_files, &site.theme_files].into_iter().flatten();
            let texts = site.content.iter().chain(&site.lexicons).map(|file| file.path().clone());
            texts.chain(others.map(|file| file.path.clone())).collect::<BTreeSet<SourcePath>>()
        };
        (self.config.is_none() && before.config.is_some()) || !lists(before).is_subset(&lists(self))
    }

    /// Whether both hold the same, as far as the system tells.
    pub fn is_same(&self, other: &Self) -> bool {
        let same_text = |a: &ContentFile, b: &ContentFile| match (a.text(), b.text()) {
            (Some(a), Some(b)) => a.is_same(b) || (a.path() == b.path() && a.text() == b.text()),
            (None, None) => a.path() == b.path(),
            _ => false,
        };
        fn stamps(site: &Site) -> impl Iterator<Item = (&SourcePath, &Stamp)> {
            // Of the texts it counts what they say.
            let others = site.stamps.iter().filter(|(path, _)| site.content_at(path).is_none());
            others.map(|(path, (stamp, _))| (path, stamp))
        }
        fn faults(site: &Site) -> impl Iterator<Item = (&SourcePath, Discriminant<Fault>)> {
            site.faults.iter().map(|fault| (fault.path(), std::mem::discriminant(fault)))
        }
        let same_single = |a: &Option<ContentFile>, b: &Option<ContentFile>| match (a, b) {
            (Some(a), Some(b)) => same_text(a, b),
            (None, None) => true,
            _ => false,
        };
        let same_texts =
            |a: &[ContentFile], b: &[ContentFile]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_text(a, b));
        same_texts(&self.content, &other.content)
            && same_texts(&self.lexicons, &other.lexicons)
            && same_single(&self.config, &other.config)
            && same_single(&self.search_tests, &other.search_tests)
            && same_single(&self.ledger, &other.ledger)
            && stamps(self).eq(stamps(other))
            && faults(self).eq(faults(other))
    }

    fn content_at(&self, path: &SourcePath) -> Option<&ContentFile> {
        let at = self.content.binary_search_by(|file| file.path().cmp(path)).ok()?;
        self.content.get(at)
    }

    /// What the system said of a file before it was read; nothing where the file may change without
    /// a word from the system.
    pub fn stamp(&self, path: &SourcePath) -> Option<Stamp> {
        self.stamps.get(path).filter(|(_, settled)| *settled).map(|(stamp, _)| *stamp)
    }

    /// The day (in UTC) on which a file was last changed, as far as the system says so.
    pub fn changed(&self, path: &SourcePath) -> Option<jiff::civil::Date> {
        self.stamps.get(path)?.0.changed_on()
    }

    /// The same site with what the system says of its files by now; `newer` holds the same.
    #[must_use]
    pub fn settled(&self, newer: Self) -> Self {
        Self { stamps: newer.stamps, ..self.clone() }
    }

    /// Whether a save seems to be under way since `before`: a file is gone, or a text has no words any
    /// more. Many programs save by removing or emptying a file and writing it anew.
    pub fn is_cut_short(&self, before: &Self) -> bool {
        let is_emptied = |file: &ContentFile| {
            let is_empty = |file: &SourceFile| file.text().trim().is_empty();
            file.text().is_some_and(is_empty) && before.text(file.path()).is_some_and(|file| !is_empty(file))
        };
        self.lacks(before) || self.content.iter().any(is_emptied)
    }

    /// Whether the named texts are those that `before` has.
    pub fn has_same_texts(&self, before: &Self, named: &BTreeSet<SourcePath>) -> bool {
        let same = |path: &SourcePath| match (self.text(path), before.text(path)) {
            (Some(now), Some(then)) => now.is_same(then),
            _ => false,
        };
        named.iter().all(same)
    }

    /// Whether both are of one reading: nothing but texts of `content/` can differ.
    pub fn is_of_one_reading(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reading, &other.reading)
    }

    /// The bytes of a listed file (`bundle_files`, `static_files`, `theme_files`).
    ///
    /// # Errors
    /// A [`Fault`] where it is not listed or cannot be read (any more).
    pub fn read_bytes(&self, path: &SourcePath) -> Result<Vec<u8>, Fault> {
        let listed = [&self.bundle_files, &self.static_files, &self.theme_files]
            .iter()
            .any(|list| list.binary_search_by(|file| file.path.cmp(path)).is_ok());
        let unreadable = |reason| Fault::Unreadable { path: path.clone(), reason };
        if !listed {
            return Err(unreadable("there is no such file".to_owned()));
        }
        let lies = self.elsewhere.get(path).unwrap_or(path);
        std::fs::read(self.root.join(lies.as_str())).map_err(|error| unreadable(reason(&error)))
    }
}

/// Files that are published under their own names: those keep to what every system takes.
fn assets(found: Vec<Found>, faults: &mut Vec<Fault>) -> Vec<AssetFile> {
    let mut assets = Vec::with_capacity(found.len());
    for file in found {
        match file.device_name() {
            Some(fault) => faults.push(fault),
            None => assets.push(AssetFile { path: file.path, size: file.stamp.size() }),
        }
    }
    assets
}

fn faulty(fault: Fault, faults: &mut Vec<Fault>) -> ContentFile {
    let path = fault.path().clone();
    faults.push(fault);
    ContentFile::Faulty(path)
}

fn read_text(root: &Path, found: &Found) -> Result<ContentFile, Fault> {
    let path = &found.path;
    if found.stamp.size() > LARGEST_TEXT {
        return Err(Fault::TooLarge { path: path.clone(), size: found.stamp.size() });
    }
    let bytes = read_at_most(&root.join(path.as_str()), found.stamp.size())
        .map_err(|error| Fault::Unreadable { path: path.clone(), reason: reason(&error) })?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(Fault::TooLarge { path: path.clone(), size: bytes.len() as u64 });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(ContentFile::Text(SourceFile::new(path.as_str(), text))),
        Err(error) => Err(not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to())),
    }
}

/// Reads a file whose size was just looked up; a file that grows meanwhile stays bounded.
fn read_at_most(path: &Path, expected: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    File::open(path)?.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_utf8(path: &SourcePath, bytes: &[u8], offset: usize) -> Fault {
    const SHOWN_AFTER: usize = 200;
    let end = bytes.len().min(offset + SHOWN_AFTER);
    let shown = String::from_utf8_lossy(bytes.get(..end).unwrap_or(bytes)).into_owned();
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    Fault::NotUtf8 { shown: SourceFile::new(path.as_str(), shown), offset, utf16 }
}
