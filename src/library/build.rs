use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::items::{FileSet, Hidden, HiddenRoute, Item, ItemId, Library};
use super::links::{LinkTo, Resolver};
use super::media::Players;
use super::places::{PathStep, Route, places, step_minutes};
use super::routes::{clashes, entry_route, folder_route};
use super::{a_z, aliases, graph, made, terms};
use crate::config::Taxonomy;
use crate::diag::Diagnostic;
use crate::model::{
    CustomField, CustomValue, Detail, Due, Entry, EntryId, FieldType, Kind, Lang, STEP_KINDS, Today, Visibility,
};
use crate::text::SourcePath;

/// What a library is made of.
pub struct Ingredients<'a> {
    /// Every entry, in any order.
    pub entries: Vec<Arc<Entry>>,
    /// Ids of files that could not be read as entries.
    pub unreadable: Vec<(EntryId, Lang)>,
    /// Languages of the site, the default one first; never empty.
    pub languages: Vec<Lang>,
    /// Taxonomies of the site file.
    pub taxonomies: &'a [Taxonomy],
    /// Custom fields by kind.
    pub custom: &'a BTreeMap<Kind, Vec<CustomField>>,
    /// Files that are not entries.
    pub files: &'a FileSet,
    /// Entries on one page of a list; at least 1.
    pub page_size: usize,
    /// The day.
    pub today: Today,
    /// Whether drafts, scheduled and expired entries are in it too.
    pub with_hidden: bool,
}

/// The next day on which the library would differ, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextChange {
    /// The day.
    pub date: Date,
    /// What happens: `tools/x is published`.
    pub why: String,
}

/// Builds the library in one pure call. Never fails; what is wrong with references, addresses and
/// pathways is in the diagnostics.
pub fn build(mut ingredients: Ingredients<'_>) -> (Library, Option<NextChange>, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let next_change = next_change(&ingredients.entries, ingredients.today);
    let Collected { mut library, waiting, duplicates } = collect(&mut ingredients);
    complaints.extend(duplicates);
    library.taxonomies = terms::index(&library.items, ingredients.taxonomies, &library.languages);
    complaints.extend(terms::clashes(&library.items, ingredients.taxonomies, &library.languages));
    library.a_z = a_z::of_languages(&library.items, &library.languages);
    library.made = made::made(&library, ingredients.page_size);
    complaints.extend(clashes(&library));
    let (redirects, alias_complaints) = aliases::redirects(&library.items, &library.made);
    library.redirects = redirects;
    complaints.extend(alias_complaints);
    complaints.extend(graph::cycles(library.items.iter().map(|item| &*item.entry)));
    let resolved = resolve(&library, &ingredients, &waiting, &mut complaints);
    place(&mut library, resolved);
    (library, next_change, complaints)
}

/// The library with its items and nothing that follows from them.
struct Collected {
    library: Library,
    /// Entries that will be published on a day to come.
    waiting: Vec<Arc<Entry>>,
    /// Complaints about two files for one entry.
    duplicates: Vec<Diagnostic>,
}

/// Sorts the entries into items and hidden ones.
fn collect(ingredients: &mut Ingredients<'_>) -> Collected {
    let mut library =
        Library { languages: ingredients.languages.clone(), today: ingredients.today, ..Library::default() };
    let order = |lang: &Lang| library.languages.iter().position(|known| known == lang).unwrap_or(usize::MAX);
    let mut entries = std::mem::take(&mut ingredients.entries);
    entries.sort_by(|a, b| (&a.id, order(&a.lang), a.path()).cmp(&(&b.id, order(&b.lang), b.path())));
    let mut complaints = Vec::new();
    let mut hidden: BTreeMap<EntryId, Vec<(Lang, Hidden)>> = BTreeMap::new();
    let mut hide = |id: EntryId, lang: Lang, why: Hidden| hidden.entry(id).or_default().push((lang, why));
    let (mut hidden_routes, mut unknown_folders) = (Vec::new(), BTreeSet::new());
    let (mut items, mut waiting): (Vec<Item>, Vec<Arc<Entry>>) = (Vec::new(), Vec::new());
    for entry in entries {
        let visibility = entry.visibility(ingredients.today);
        if visibility != Visibility::Published && !ingredients.with_hidden {
            let draft = (visibility == Visibility::Draft && !entry.damage.held).then(|| entry.path().clone());
            hidden_routes.push(HiddenRoute { route: entry_route(&entry, library.default_language()), draft });
            let why = if entry.damage.held { Hidden::Unreadable } else { Hidden::NotPublished(visibility) };
            hide(entry.id.clone(), entry.lang.clone(), why);
            waiting.extend(matches!(visibility, Visibility::Scheduled(_)).then_some(entry));
            continue;
        }
        if let Some(twin) = items.last().filter(|twin| twin.entry.id == entry.id && twin.entry.lang == entry.lang) {
            complaints.push(same_entry(&entry, &twin.entry));
            continue;
        }
        items.push(new_item(entry, visibility, &ingredients.languages));
    }
    for (id, lang) in &ingredients.unreadable {
        hide(id.clone(), lang.clone(), Hidden::Unreadable);
        unknown_folders.insert(folder_route(id, lang, library.default_language()));
    }
    for (at, item) in items.iter().enumerate() {
        library.index.entry(item.entry.id.clone()).or_default().push(ItemId(at as u32));
    }
    let pathways: BTreeSet<EntryId> =
        items.iter().filter(|item| item.kind() == Kind::Pathway).map(|item| item.entry.id.clone()).collect();
    library.pathways = pathways.into_iter().collect();
    library.items = items;
    library.hidden = hidden;
    library.hidden_routes = hidden_routes;
    library.unknown_folders = unknown_folders;
    Collected { library, waiting, duplicates: complaints }
}

fn same_entry(entry: &Entry, twin: &Entry) -> Diagnostic {
    use crate::diag::Code;
    use crate::text::Span;
    let message = format!("{} is the entry `{}` already", twin.path(), entry.id);
    Diagnostic::new(Code::AddressClash, entry.path(), Span::default(), message)
        .and(twin.path(), Span::default(), "the other file")
        .help("keep one of the two files, or give one another name")
}

fn new_item(entry: Arc<Entry>, visibility: Visibility, languages: &[Lang]) -> Item {
    let default = languages.first().unwrap_or(&entry.lang);
    let route = entry_route(&entry, default);
    let minutes = entry.own_minutes();
    Item {
        entry,
        route,
        visibility,
        minutes,
        links: Vec::new(),
        backlinks: Vec::new(),
        mentions: 0,
        places: Vec::new(),
        principles: Vec::new(),
        serving: Vec::new(),
        related: Vec::new(),
        path: Route::default(),
        image: None,
        downloads: Vec::new(),
        custom: BTreeMap::new(),
    }
}

/// What the references of one item lead to.
#[derive(Default)]
struct Resolved {
    links: Vec<super::ResolvedLink>,
    principles: Vec<ItemId>,
    related: Vec<ItemId>,
    steps: Vec<PathStep>,
    before: Vec<ItemId>,
    after: Vec<ItemId>,
    image: Option<SourcePath>,
    downloads: Vec<Option<SourcePath>>,
    custom: BTreeMap<String, ItemId>,
}

/// What all entries are resolved with.
#[derive(Clone, Copy)]
struct Resolving<'a> {
    library: &'a Library,
    routes: &'a BTreeMap<String, ItemId>,
    ingredients: &'a Ingredients<'a>,
}

impl<'a> Resolving<'a> {
    fn of(self, entry: &'a Entry, waiting: bool) -> Resolver<'a> {
        Resolver {
            library: self.library,
            routes: self.routes,
            files: self.ingredients.files,
            languages: &self.ingredients.languages,
            entry,
            players: Players::of(&entry.outline),
            waiting,
            complaints: Vec::new(),
        }
    }
}

fn resolve(
    library: &Library,
    ingredients: &Ingredients<'_>,
    waiting: &[Arc<Entry>],
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Resolved> {
    let mut routes: BTreeMap<String, ItemId> = BTreeMap::new();
    for redirect in &library.redirects {
        routes.insert(redirect.from.clone(), redirect.to);
    }
    for (id, item) in library.ids() {
        routes.insert(item.route.clone(), id);
    }
    let resolver = Resolving { library, routes: &routes, ingredients };
    let of_item = |item: &Item| {
        let mut resolver = resolver.of(&item.entry, false);
        (resolve_item(&mut resolver, ingredients), resolver.complaints)
    };
    let found: Vec<(Resolved, Vec<Diagnostic>)> = library.items.par_iter().map(of_item).collect();
    let mut resolved = Vec::with_capacity(library.items.len());
    for (item, mut more) in found {
        resolved.push(item);
        complaints.append(&mut more);
    }
    // What is wrong with an entry that waits for its day is said now, not on that day.
    for entry in waiting {
        let mut resolver = resolver.of(entry, true);
        resolve_item(&mut resolver, ingredients);
        complaints.append(&mut resolver.complaints);
    }
    resolved
}

fn resolve_item(resolver: &mut Resolver<'_>, ingredients: &Ingredients<'_>) -> Resolved {
    let entry = resolver.entry;
    let common = &entry.common;
    let mut resolved = Resolved {
        links: entry.outline.links.iter().map(|link| resolver.link(link)).collect(),
        principles: common
            .principles
            .iter()
            .filter_map(|r| resolver.field(r, &[Kind::Principle], "principles"))
            .collect(),
        related: common.related.iter().filter_map(|r| resolver.field(r, &[], "related")).collect(),
        image: common.image.as_ref().and_then(|image| resolver.field_file(&image.src)),
        downloads: common.downloads.iter().map(|download| resolver.field_file(&download.file)).collect(),
        ..Resolved::default()
    };
    let declared = ingredients.custom.get(&entry.kind()).map_or(&[][..], Vec::as_slice);
    for field in declared {
        if let (FieldType::Reference(kind), Some(CustomValue::Reference(reference))) =
            (&field.field_type, common.custom.get(&field.name))
        {
            let kinds: Vec<Kind> = kind.iter().copied().collect();
            if let Some(id) = resolver.field(reference, &kinds, &field.name) {
                resolved.custom.insert(field.name.clone(), id);
            }
        }
    }
    if let Detail::Pathway(pathway) = &entry.detail {
        resolved.before =
            pathway.requires.iter().filter_map(|r| resolver.field(r, &[Kind::Pathway], "requires")).collect();
        resolved.after = pathway.next.iter().filter_map(|r| resolver.field(r, &[Kind::Pathway], "next")).collect();
        let repeated = graph::repeated_steps(entry, pathway);
        resolver.complaints.extend(repeated);
        resolved.steps = steps(resolver, pathway);
    }
    resolved
}

fn steps(resolver: &mut Resolver<'_>, pathway: &crate::model::Pathway) -> Vec<PathStep> {
    let mut steps = Vec::new();
    let mut seen = BTreeSet::new();
    for (stage_at, stage) in pathway.stages.iter().enumerate() {
        for (step_at, step) in stage.steps.iter().enumerate() {
            let found = step.options.iter().filter_map(|option| resolver.field(option, STEP_KINDS, "steps"));
            let options: Vec<ItemId> = found.filter(|id| seen.insert(*id)).collect();
            if !options.is_empty() {
                let is_choice = step.is_choice && options.len() > 1;
                steps.push(PathStep {
                    stage: stage_at,
                    step: step_at,
                    options,
                    is_choice,
                    optional: step.optional,
                    minutes: 0,
                });
            }
        }
    }
    steps
}

/// Puts what was resolved into the items, and computes what follows from it.
fn place(library: &mut Library, resolved: Vec<Resolved>) {
    let mut backlinks: Vec<BTreeSet<ItemId>> = vec![BTreeSet::new(); library.items.len()];
    let mut mentions = vec![0u32; library.items.len()];
    let mut files = BTreeMap::new();
    for (at, found) in resolved.iter().enumerate() {
        let here = ItemId(at as u32);
        let linked =
            found.links.iter().filter_map(|link| if let LinkTo::Item(id, _) = &link.to { Some(*id) } else { None });
        for id in linked.filter(|id| *id != here) {
            if let (Some(links), Some(count)) = (backlinks.get_mut(id.0 as usize), mentions.get_mut(id.0 as usize)) {
                links.insert(here);
                *count += 1;
            }
        }
        let steps = found.steps.iter().flat_map(|step| &step.options);
        let fields = found.principles.iter().chain(&found.related).chain(&found.before).chain(&found.after);
        for id in steps.chain(fields).chain(found.custom.values()).filter(|id| **id != here) {
            if let Some(count) = mentions.get_mut(id.0 as usize) {
                *count += 1;
            }
        }
        let linked_files = found.links.iter().flat_map(|link| link.to.files());
        for path in linked_files.chain(&found.image).chain(found.downloads.iter().flatten()) {
            if path.as_str().starts_with("content/") {
                files.entry(path.clone()).or_insert_with(|| file_route(library, path));
            }
        }
    }
    library.files = files;
    for ((item, found), (links, count)) in
        library.items.iter_mut().zip(resolved).zip(backlinks.into_iter().zip(mentions))
    {
        item.links = found.links;
        item.principles = found.principles;
        item.related = found.related;
        item.image = found.image;
        item.downloads = found.downloads;
        item.custom = found.custom;
        item.path = Route { steps: found.steps, before: found.before, after: found.after };
        item.backlinks = links.into_iter().collect();
        item.mentions = count;
    }
    serving(library);
    both_ways(library);
    sum_minutes(library);
    let open: BTreeMap<&Lang, BTreeSet<ItemId>> = library
        .languages
        .iter()
        .map(|lang| (lang, library.pathways.iter().filter_map(|id| library.find(id, lang)).collect()))
        .collect();
    let found = places(&library.items, &open);
    for (item, places) in library.items.iter_mut().zip(found) {
        item.places = places;
    }
}

/// Tells every principle which entries serve it: each once, in the principle's language where it
/// has that.
fn serving(library: &mut Library) {
    let mut serving: Vec<(ItemId, ItemId)> = Vec::new();
    for (id, item) in library.ids() {
        let shown = |principle: ItemId| library.find(&item.entry.id, &library.item(principle).entry.lang) == Some(id);
        serving.extend(item.principles.iter().filter(|to| shown(**to)).map(|principle| (*principle, id)));
    }
    for (principle, id) in serving {
        if let Some(item) = library.items.get_mut(principle.0 as usize) {
            item.serving.push(id);
        }
    }
}

/// `next` of one pathway is `requires` of the other, seen from its end; both pages show it.
fn both_ways(library: &mut Library) {
    let mut added: Vec<(ItemId, bool, EntryId)> = Vec::new();
    for (_, item) in library.ids() {
        let ends = item.path.after.iter().map(|id| (*id, true)).chain(item.path.before.iter().map(|id| (*id, false)));
        for (other, is_after) in ends {
            for twin in library.translations(&library.item(other).entry.id) {
                added.push((*twin, is_after, item.entry.id.clone()));
            }
        }
    }
    for (at, gets_before, id) in added {
        let Some(lang) = library.items.get(at.0 as usize).map(|item| item.entry.lang.clone()) else { continue };
        let Some(found) = library.find(&id, &lang) else { continue };
        let Some(item) = library.items.get_mut(at.0 as usize) else { continue };
        let list = if gets_before { &mut item.path.before } else { &mut item.path.after };
        if !list.contains(&found) {
            list.push(found);
        }
    }
}

fn sum_minutes(library: &mut Library) {
    let mut sums = Vec::new();
    for item in &library.items {
        let minutes: Vec<u32> =
            item.path.steps.iter().map(|step| step_minutes(&step.options, &library.items)).collect();
        sums.push(minutes);
    }
    for (item, minutes) in library.items.iter_mut().zip(sums) {
        if item.kind() == Kind::Pathway {
            item.minutes = minutes.iter().sum();
        }
        for (step, minutes) in item.path.steps.iter_mut().zip(minutes) {
            step.minutes = minutes;
        }
    }
}

/// Where a file beside an entry is published: below the address of the nearest folder that has an
/// entry of its own, else below the folders' own names.
fn file_route(library: &Library, path: &SourcePath) -> String {
    let inside = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let mut folder = inside;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        folder = parent;
        if let Some(id) = library.translations(&EntryId::new(folder)).first() {
            let below = inside.get(folder.len() + 1..).unwrap_or(inside);
            return format!("{}{below}", library.item(*id).route);
        }
    }
    format!("/{inside}")
}

/// The next day on which an entry appears or goes, or on which its page begins to say that its review
/// is overdue; of several on one day, the first by id.
fn next_change(entries: &[Arc<Entry>], today: Today) -> Option<NextChange> {
    let mut changes = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.is_draft()) {
        let start = entry.common.publish_on.as_ref().map(|date| date.value);
        let end = entry.common.expires_on.as_ref().map(|date| date.value);
        if let Some(date) = start.filter(|date| *date > today.0) {
            changes.push((date, format!("{} is published", entry.path())));
        }
        if let Some(date) = end.filter(|date| *date > today.0) {
            changes.push((date, format!("{} is taken down", entry.path())));
        }
        if let Due::Soon(date) | Due::Later(date) = entry.review_state(today).due
            && let Ok(date) = date.tomorrow()
            && end.is_none_or(|end| end > date)
        {
            changes.push((date, format!("the review of {} is overdue", entry.path())));
        }
    }
    changes.into_iter().min().map(|(date, why)| NextChange { date, why })
}
