//! Which files get which other path, and which entries so another name.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::folder;
use super::rename::Refusal;
use crate::library::{Item, ItemId, Library};
use crate::model::{Address, EntryId, Kind, NoAddress, check_slug};
use crate::text::{SourcePath, clash_key};

/// Files and folders with their new paths, and entries with their new names.
#[derive(Debug, Default)]
pub(super) struct Moves {
    pub(super) paths: Vec<(SourcePath, SourcePath)>,
    pub(super) ids: BTreeMap<EntryId, EntryId>,
}

impl Moves {
    /// Those that give the entry `from` the name `to`: its file in every language, or its folder with
    /// all that is in it.
    pub(super) fn plan(library: &Library, from: &EntryId, to: &EntryId) -> Result<Self, Refusal> {
        may_be_named(library, from, to)?;
        let items = library.translations(from);
        let mut paths = BTreeSet::new();
        for item in items.iter().map(|id| library.item(*id)) {
            paths.insert(move_of(item, from, to)?);
        }
        let mut moves = Self { paths: paths.into_iter().collect(), ids: BTreeMap::new() };
        for item in library.items() {
            let (old, new) = (item.entry.path().as_str(), moves.new_path(item.entry.path().as_str()));
            if new != old {
                let address = Address::of(&new, library.languages()).map_err(|fault| unnamed(&new, &fault))?;
                moves.ids.insert(item.entry.id.clone(), address.id);
            }
        }
        moves.are_free(library)?;
        Ok(moves)
    }

    /// A path after the moves.
    pub(super) fn new_path(&self, path: &str) -> String {
        for (from, to) in &self.paths {
            match path.strip_prefix(from.as_str()) {
                Some("") => return to.to_string(),
                Some(below) if below.starts_with('/') => return format!("{to}{below}"),
                _ => {}
            }
        }
        path.to_owned()
    }

    /// A name after the moves.
    pub(super) fn new_id<'a>(&'a self, id: &'a EntryId) -> &'a EntryId {
        self.ids.get(id).unwrap_or(id)
    }

    /// Whether an item gets another name.
    pub(super) fn has(&self, library: &Library, id: ItemId) -> bool {
        self.ids.contains_key(&library.item(id).entry.id)
    }

    fn are_free(&self, library: &Library) -> Result<(), Refusal> {
        for new in self.ids.values() {
            let taken = library.translations(new).iter().map(|id| library.item(*id)).find(|item| {
                // What moves away makes room.
                self.new_path(item.entry.path().as_str()) == item.entry.path().as_str()
            });
            if let Some(item) = taken {
                return Err(Refusal::new(format!("there is an entry `{new}` already, in {}", item.entry.path()))
                    .help("choose another name, or move that one away first"));
            }
        }
        Ok(())
    }
}

/// The file, or the folder where the entry is its `index.md`.
fn move_of(item: &Item, from: &EntryId, to: &EntryId) -> Result<(SourcePath, SourcePath), Refusal> {
    let path = item.entry.path().as_str();
    let name = item.entry.path().file_name();
    let target = format!("content/{to}");
    if ["index.", "_index."].iter().any(|index| name.starts_with(index)) && folder(path) == format!("content/{from}") {
        if target.starts_with(&format!("{}/", folder(path))) {
            return Err(Refusal::new(format!("{} cannot be moved into itself", folder(path)))
                .help("choose a name outside of it, or turn the folder into a single file first"));
        }
        return Ok((SourcePath::new(folder(path)), SourcePath::new(target)));
    }
    match path.strip_prefix(&format!("content/{from}")) {
        Some(ending) => Ok((SourcePath::new(path), SourcePath::new(format!("{target}{ending}")))),
        None => Err(Refusal::new(format!("it is not clear which other path {path} should have"))),
    }
}

fn unnamed(path: &str, fault: &NoAddress) -> Refusal {
    match fault {
        NoAddress::Language(lang) => {
            Refusal::new(format!("`{path}` would end in `.{lang}`, a language that waypost.yaml does not declare"))
                .help("choose a name without a dot near its end")
        }
        NoAddress::Folder(_) | NoAddress::NotContent => Refusal::new(format!("`{path}` is no place for an entry")),
    }
}

/// Whether an entry of the old name may have the new one.
fn may_be_named(library: &Library, from: &EntryId, to: &EntryId) -> Result<(), Refusal> {
    if from == to {
        return Err(Refusal::new(format!("`{from}` is its name already")));
    }
    if from.is_home() || from.heads_list().is_some() {
        return Err(Refusal::new(format!("`{from}` stands at an address of its own and cannot have another name"))
            .help("the home page and the texts above lists are where they are because of their names"));
    }
    let kind = |id: &EntryId| id.as_str().split('/').next().and_then(Kind::from_folder);
    let (old, Some(new)) = (kind(from), kind(to)) else {
        let folders = Kind::ALL.map(Kind::folder).join("/…, ");
        return Err(Refusal::new(format!("`{to}` does not begin with a kind of entry"))
            .help(format!("write the kind and the name: {folders}/…")));
    };
    if old != Some(new) {
        let a = |kind: Kind| if kind == Kind::Article { "an article".to_owned() } else { format!("a {}", kind.name()) };
        let old = a(old.unwrap_or(Kind::Page));
        return Err(Refusal::new(format!("`{from}` is {old}, and `{to}` would be {}", a(new)))
            .help("kinds have fields of their own: make a new entry of the other kind, take the text over, and put the old address into its aliases"));
    }
    if to.as_str().split('/').count() < 2 {
        return Err(
            Refusal::new(format!("`{to}` is a folder, not an entry")).help("name the entry too: tools/urge-surfing")
        );
    }
    for part in to.as_str().split('/').skip(1) {
        if check_slug(part).is_err() || part.starts_with('-') {
            return Err(Refusal::new(format!("`{part}` cannot be part of an address, or is a name that is kept"))
                .help("use letters, digits and hyphens: riding-out-a-craving"));
        }
    }
    let with_language = Address::of(&format!("content/{to}.md"), library.languages());
    match with_language {
        Ok(address) if address.id == *to => Ok(()),
        Ok(address) => Err(Refusal::new(format!("`{to}` names a language; all languages of an entry have one name"))
            .help(format!("leave the language out: {}", address.id))),
        Err(fault) => Err(unnamed(&format!("content/{to}.md"), &fault)),
    }
}

/// Whether two addresses differ in capitals or form alone.
pub(super) fn is_same_but_for_capitals(a: &str, b: &str) -> bool {
    a != b && clash_key(a) == clash_key(b)
}
