//! Giving an entry another name: its files move, every reference follows, and the old address leads on.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{in_front_matter, in_search_tests, in_site_file};
use super::links::LinkMender;
use super::moves::{Moves, is_same_but_for_capitals};
use crate::config::Config;
use crate::diag::nearest;
use crate::library::{Hidden, Item, ItemId, Ledger, Library, address_key, entry_address};
use crate::model::{CustomField, EntryId, Kind, Visibility};
use crate::syntax::{add_to_list, parse, read_yaml, remove_from_list, set_field};
use crate::text::{Edit, SourceFile, SourcePath, Span, edited};

/// All that a rename may have to change.
pub struct Manuscript<'a> {
    /// The library, with everything that is not published in it.
    pub library: &'a Library,
    /// The site file, read.
    pub config: &'a Config,
    /// Custom fields by kind.
    pub custom: &'a BTreeMap<Kind, Vec<CustomField>>,
    /// `search-tests.yaml`.
    pub search_tests: Option<&'a SourceFile>,
    /// The ledger of published addresses.
    pub ledger: Option<&'a Ledger>,
}

/// What is to be changed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The new texts of files, by their paths as they are.
    pub texts: BTreeMap<SourcePath, String>,
    /// Files and folders that get another path, once the texts are written.
    pub moves: Vec<(SourcePath, SourcePath)>,
    /// How many references change in each file, by its path as it is.
    pub mended: BTreeMap<SourcePath, usize>,
    /// Old addresses that now lead on, each with the entry's file as its path is now.
    pub aliases: Vec<(SourcePath, String)>,
    /// Names before and after, more than one where a folder holds several entries.
    pub ids: BTreeMap<EntryId, EntryId>,
}

/// Why something that an editor asked for cannot be done, in the author's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl Refusal {
    /// A refusal in one sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds what to do instead.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Works out what it takes to give the entry `from` the name `to`, each of them a name
/// (`tools/urge-surfing`) or a file of `content/`.
///
/// # Errors
/// A [`Refusal`] where it cannot be done, or not without touching what is not a reference.
pub fn rename(all: &Manuscript<'_>, from: &str, to: &str) -> Result<Revision, Refusal> {
    let library = all.library;
    let (from, to) = (name(library, from), name(library, to));
    is_known(library, &from)?;
    let moves = Moves::plan(library, &from, &to)?;
    let mut revision = Revision { moves: moves.paths.clone(), ids: moves.ids.clone(), ..Revision::default() };
    let all_routes = new_routes(library, &moves);
    // Where it differs in capitals alone the address is kept.
    let is_other = |id: &ItemId, new: &String| !is_same_but_for_capitals(&library.item(*id).route, new);
    let routes: BTreeMap<ItemId, String> =
        all_routes.iter().filter(|(id, new)| is_other(id, new)).map(|(id, new)| (*id, new.clone())).collect();
    let mut edits: BTreeMap<SourcePath, (SourceFile, Vec<Edit>)> = BTreeMap::new();
    let mut put = |source: &SourceFile, new: Vec<Edit>| {
        if !new.is_empty() {
            edits.entry(source.path().clone()).or_insert_with(|| (source.clone(), Vec::new())).1.extend(new);
        }
    };
    let mender = LinkMender { library, moves: &moves, routes: &routes };
    for item in library.items() {
        let (links, left) = mender.in_body(item);
        if let Some(span) = left.first() {
            return Err(cannot_mend(&item.entry.source, *span));
        }
        put(&item.entry.source, links);
        put(&item.entry.source, front_matter(all, &moves, item));
    }
    if let Some(source) = all.search_tests {
        let whole = Span::new(0, source.text().len());
        let root = read_yaml(source, whole, &mut Vec::new());
        put(source, root.map_or(Vec::new(), |root| in_search_tests(&moves, source, &root)));
    }
    let addresses: Vec<(String, String)> =
        routes.iter().map(|(id, new)| (library.item(*id).route.clone(), new.clone())).collect();
    put(&all.config.source, in_site_file(&moves, all.config, &addresses));
    for (path, (source, edits)) in edits {
        let distinct: BTreeSet<&Edit> = edits.iter().collect();
        let text = edited(source.text(), &edits.iter().collect::<Vec<_>>()).ok_or_else(|| at_odds(&path))?;
        revision.mended.insert(path.clone(), distinct.len());
        revision.texts.insert(path, text);
    }
    for (id, new) in &all_routes {
        lead_on(all, library.item(*id), new, &moves, &mut revision)?;
    }
    Ok(revision)
}

/// A name as it was typed: an id, or a file with or without `content/`.
fn name(library: &Library, typed: &str) -> EntryId {
    let text = typed.trim().trim_start_matches("./").trim_matches('/');
    let inner = text.strip_prefix("content/").unwrap_or(text);
    if !inner.ends_with(".md") {
        return EntryId::new(inner);
    }
    match crate::model::Address::of(&format!("content/{inner}"), library.languages()) {
        Ok(address) => address.id,
        Err(_) => EntryId::new(inner.trim_end_matches(".md")),
    }
}

fn is_known(library: &Library, id: &EntryId) -> Result<(), Refusal> {
    if !library.translations(id).is_empty() {
        return Ok(());
    }
    if library.hidden_as(id).any(|why| why == Hidden::Unreadable) {
        return Err(Refusal::new(format!("the file of `{id}` cannot be read"))
            .help("mend it first: waypost check says what is wrong with it"));
    }
    let ids = || library.items().iter().map(|item| item.entry.id.as_str());
    let last = id.as_str().rsplit('/').next();
    let near = nearest(id.as_str(), ids()).or_else(|| ids().find(|known| known.rsplit('/').next() == last));
    let refusal = Refusal::new(format!("there is no entry `{id}`"));
    Err(match near {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal.help("name it by its id, tools/urge-surfing, or by its file, content/tools/urge-surfing.md"),
    })
}

/// Items whose address changes, with the new one.
fn new_routes(library: &Library, moves: &Moves) -> BTreeMap<ItemId, String> {
    let mut routes = BTreeMap::new();
    for (id, item) in library.ids().filter(|(id, _)| moves.has(library, *id)) {
        let new = entry_address(&item.entry, moves.new_id(&item.entry.id), library.default_language());
        if new != item.route {
            routes.insert(id, new);
        }
    }
    routes
}

fn front_matter(all: &Manuscript<'_>, moves: &Moves, item: &Item) -> Vec<Edit> {
    let entry = &item.entry;
    let front = entry.source.text().get(..entry.body.start as usize).unwrap_or("");
    // Most entries have nothing to do with it; reading their fields again would cost as much as all else.
    let is_moved = moves.ids.contains_key(&entry.id);
    let may_name = |id: &EntryId| front.contains(id.as_str().rsplit('/').next().unwrap_or(""));
    let names_files = entry.common.image.is_some() || !entry.common.downloads.is_empty();
    if !is_moved && !names_files && !moves.ids.keys().any(may_name) {
        return Vec::new();
    }
    let Some(front) = parse(&entry.source).0.front else { return Vec::new() };
    let custom = all.custom.get(&entry.kind()).map_or(&[][..], Vec::as_slice);
    in_front_matter(moves, entry, &front, custom)
}

/// Sees to it that the old address of an item goes on leading to it.
fn lead_on(
    all: &Manuscript<'_>,
    item: &Item,
    new: &str,
    moves: &Moves,
    revision: &mut Revision,
) -> Result<(), Refusal> {
    let path = item.entry.path();
    let text = revision.texts.get(path).cloned().unwrap_or_else(|| item.entry.source.text().to_owned());
    let mut source = SourceFile::new(path.as_str(), text);
    let change = |edit: Option<Edit>, source: &mut SourceFile| {
        let edit = edit.ok_or_else(|| cannot_amend(path))?;
        let text = edited(source.text(), &[&edit]).ok_or_else(|| at_odds(path))?;
        *source = SourceFile::new(path.as_str(), text);
        Ok::<(), Refusal>(())
    };
    // Back under an old name: what was an old address is the entry's own again.
    for alias in item.entry.common.aliases.iter().filter(|alias| address_key(&alias.value) == address_key(new)) {
        change(remove_from_list(&source, "aliases", &alias.value), &mut source)?;
    }
    let was_published = item.visibility == Visibility::Published
        || matches!(item.visibility, Visibility::Expired(_))
        || all.ledger.is_some_and(|ledger| ledger.has(&item.route));
    if is_same_but_for_capitals(&item.route, new) {
        let slug = item.route.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let old_folder = item.route.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder);
        if old_folder != new.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder) {
            return Err(Refusal::new(format!(
                "{} and {new} differ in capitals alone, and many servers take them for one address",
                item.route
            ))
            .help("choose a name that differs in more than that"));
        }
        change(set_field(&source, &["slug"], slug), &mut source)?;
    } else if was_published {
        change(add_to_list(&source, "aliases", &item.route), &mut source)?;
        revision.aliases.push((SourcePath::new(moves.new_path(path.as_str())), item.route.clone()));
    }
    if source.text() != item.entry.source.text() {
        revision.texts.insert(path.clone(), source.text().to_owned());
    }
    Ok(())
}

fn cannot_amend(path: &SourcePath) -> Refusal {
    Refusal::new(format!("the fields of {path} are written in such a way that the old address cannot be added"))
        .help("write its `aliases` as a list on one line, and try again")
}

fn cannot_mend(source: &SourceFile, span: Span) -> Refusal {
    let place = source.position(span.start);
    Refusal::new(format!(
        "{}:{}: this link names the entry in a way that cannot be changed safely",
        source.path(),
        place.line
    ))
    .help("write it as [words](tools/the-entry), and try again")
}

fn at_odds(path: &SourcePath) -> Refusal {
    Refusal::new(format!("two references in {path} are written as one, and cannot be told apart"))
}
