//! Which principles are served by what, at which stage and for whom; and where there is nothing.

mod holes;
mod told;

use std::collections::{BTreeMap, BTreeSet};

pub use holes::{Hole, Level};

use crate::check::{is_off_pathway, is_unlinked, lacks_tools};
use crate::config::{Config, Taxonomy};
use crate::library::{Item, ItemId, Library, TaxonomyIndex, term_slug};
use crate::model::{Detail, EntryId, Kind, Lang, Visibility};
use crate::text::sort_key;

/// The kinds that serve principles.
pub const SERVING_KINDS: [Kind; 3] = [Kind::Article, Kind::Tool, Kind::Pathway];

/// How the entries of one language serve the library's principles.
///
/// Counted are published articles, tools and pathways that are written in the language: what is
/// there in another one alone is not there for its readers. An entry that states no stage (or nobody
/// whom it is for) is for every one, as a reader would take it; it is counted in a place of its own,
/// "any", and fills a hole at each stage. One that states several counts at each of them.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The language whose entries are counted.
    pub lang: Lang,
    /// The library's principles, by their number and then by title.
    pub principles: Vec<Served>,
    /// The stages.
    pub stages: Axis,
    /// Whom entries can be for.
    pub audiences: Axis,
    /// What there is nothing for, the worst first.
    pub holes: Vec<Hole>,
    /// Entries that nothing leads to or that lead nowhere.
    pub loose: Loose,
    entries: Vec<Serving>,
    cells: BTreeMap<Place, Vec<ItemId>>,
}

/// A principle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Its name.
    pub id: EntryId,
    /// The principle as readers of the language find it.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// The language of its title.
    pub lang: Lang,
}

/// The terms of a taxonomy, as the places of an axis. The place behind the last term is that of
/// entries that state none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Axis {
    /// The terms: listed ones in the site file's order, then others that entries have.
    pub terms: Vec<AxisTerm>,
}

/// A term of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisTerm {
    /// As it is written.
    pub key: String,
    /// Its part of an address, which is the same for all its spellings.
    pub slug: String,
    /// What people call it.
    pub label: String,
    /// Whether the site file lists it. Nothing is missing for a term that some entry once made up.
    pub listed: bool,
}

/// A place in principles × kinds × stages × audiences; `any` comes behind the last term of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position in [`Coverage::principles`].
    pub principle: usize,
    /// Position in [`SERVING_KINDS`].
    pub kind: usize,
    /// Position in the stages.
    pub stage: usize,
    /// Position in the audiences.
    pub audience: usize,
}

/// Some of all places: what is not given may be any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cut {
    /// Only this principle.
    pub principle: Option<usize>,
    /// Only this kind.
    pub kind: Option<usize>,
    /// Only this stage, or the place of those that state none.
    pub stage: Option<usize>,
    /// Only this audience, or the place of those that state none.
    pub audience: Option<usize>,
}

/// Entries that nothing leads to, or that lead nowhere; each list in the library's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loose {
    /// No text, field or step of another entry names them.
    pub orphans: Vec<ItemId>,
    /// Articles that no text links to, though a pathway or a list may lead there.
    pub articles_without_links: Vec<ItemId>,
    /// Articles and tools that are a step of no pathway.
    pub off_pathway: Vec<ItemId>,
    /// Pathways that lead to nothing to do.
    pub pathways_without_tools: Vec<ItemId>,
    /// Articles, tools and pathways that name no principle, so that no cell has them.
    pub without_principle: Vec<ItemId>,
    /// Articles, tools and pathways that state no stage.
    pub without_stage: Vec<ItemId>,
    /// Articles, tools and pathways that state nobody whom they are for.
    pub without_audience: Vec<ItemId>,
}

/// An entry that is counted.
#[derive(Debug, Clone)]
struct Serving {
    kind: usize,
    principles: Vec<usize>,
    stages: Vec<usize>,
    audiences: Vec<usize>,
}

impl Axis {
    fn of(taxonomy: Option<&Taxonomy>, in_use: Option<&TaxonomyIndex>, lang: &Lang) -> Self {
        let label = |text: &str, key: &str| if text.is_empty() { key.to_owned() } else { text.to_owned() };
        let listed = taxonomy.into_iter().flat_map(|taxonomy| &taxonomy.terms).map(|term| AxisTerm {
            key: term.key.value.clone(),
            slug: term_slug(&term.key.value),
            label: label(term.label.get(lang.as_str()), &term.key.value),
            listed: true,
        });
        let mut terms: Vec<AxisTerm> = listed.collect();
        let known: BTreeSet<String> = terms.iter().map(|term| term.slug.clone()).collect();
        let others = in_use.into_iter().flat_map(|index| &index.terms).filter(|term| !known.contains(&term.slug));
        terms.extend(others.map(|term| AxisTerm {
            key: term.key.clone(),
            slug: term.slug.clone(),
            label: label(term.label.get(lang.as_str()), &term.key),
            listed: false,
        }));
        Axis { terms }
    }

    /// The place of entries that state none.
    pub fn any(&self) -> usize {
        self.terms.len()
    }

    /// All places: one a term, and the last for entries that state none.
    pub fn places(&self) -> std::ops::RangeInclusive<usize> {
        0..=self.terms.len()
    }

    /// The place of a term's slug; of `*` that of entries that state none.
    pub fn find(&self, slug: &str) -> Option<usize> {
        if slug == ANY { Some(self.any()) } else { self.terms.iter().position(|term| term.slug == slug) }
    }

    /// The slug of a place; [`ANY`] of that for entries that state none.
    pub fn slug(&self, place: usize) -> &str {
        self.terms.get(place).map_or(ANY, |term| &term.slug)
    }

    /// Places of an entry's terms, in order; the place for none where it states none.
    fn places_of(&self, item: &Item, taxonomy: &str) -> Vec<usize> {
        let stated = item.entry.common.terms.get(taxonomy).into_iter().flatten();
        let found: BTreeSet<usize> = stated.filter_map(|term| self.find(&term_slug(&term.value))).collect();
        if found.is_empty() { vec![self.any()] } else { found.into_iter().collect() }
    }
}

/// What stands for "states none" where terms stand by their slugs; no slug is this.
pub const ANY: &str = "*";

/// Gathers the coverage of one language.
pub fn coverage(library: &Library, config: &Config, lang: &Lang) -> Coverage {
    let taxonomy = |name: &str| config.taxonomies.iter().find(|taxonomy| taxonomy.name.value == name);
    let in_use = |name: &str| library.taxonomies(lang).iter().find(|taxonomy| taxonomy.name == name);
    let mut coverage = Coverage {
        lang: lang.clone(),
        principles: principles(library, lang),
        stages: Axis::of(taxonomy("stage"), in_use("stage"), lang),
        audiences: Axis::of(taxonomy("audience"), in_use("audience"), lang),
        holes: Vec::new(),
        loose: Loose::default(),
        entries: Vec::new(),
        cells: BTreeMap::new(),
    };
    let numbers: BTreeMap<EntryId, usize> =
        coverage.principles.iter().enumerate().map(|(at, principle)| (principle.id.clone(), at)).collect();
    for (id, item) in library.ids().filter(|(_, item)| is_counted(item, lang)) {
        coverage.loose.add(library, id, item);
        let Some(kind) = SERVING_KINDS.iter().position(|kind| *kind == item.kind()) else { continue };
        let named = item.principles.iter().filter_map(|id| numbers.get(&library.item(*id).entry.id).copied());
        let serving = Serving {
            kind,
            principles: named.collect::<BTreeSet<_>>().into_iter().collect(),
            stages: coverage.stages.places_of(item, "stage"),
            audiences: coverage.audiences.places_of(item, "audience"),
        };
        for place in serving.places() {
            coverage.cells.entry(place).or_default().push(id);
        }
        coverage.entries.push(serving);
    }
    coverage.holes = holes::holes(&coverage);
    coverage
}

/// Whether an entry is one that readers of the language have.
fn is_counted(item: &Item, lang: &Lang) -> bool {
    &item.entry.lang == lang && item.is_listed() && item.visibility == Visibility::Published
}

/// The principles that readers of a language find, by number, then by title.
fn principles(library: &Library, lang: &Lang) -> Vec<Served> {
    let published = library.ids().filter(|(_, item)| {
        item.kind() == Kind::Principle && item.is_listed() && item.visibility == Visibility::Published
    });
    let ids: BTreeSet<&EntryId> = published.map(|(_, item)| &item.entry.id).collect();
    let found = ids.into_iter().filter_map(|id| library.find(id, lang));
    let mut found: Vec<(u32, String, ItemId)> = found
        .map(|id| {
            let item = library.item(id);
            let number = match &item.entry.detail {
                Detail::Principle(principle) => principle.order.unwrap_or(u32::MAX),
                Detail::Article | Detail::Tool(_) | Detail::Pathway(_) | Detail::Page => u32::MAX,
            };
            (number, sort_key(item.title()), id)
        })
        .collect();
    found.sort();
    let served = |item: ItemId| {
        let entry = &library.item(item).entry;
        Served { id: entry.id.clone(), item, title: entry.common.title.value.clone(), lang: entry.lang.clone() }
    };
    found.into_iter().map(|(_, _, id)| served(id)).collect()
}

impl Serving {
    /// Every place that the entry fills.
    fn places(&self) -> Vec<Place> {
        let kind = self.kind;
        let mut places = Vec::new();
        for &principle in &self.principles {
            for &stage in &self.stages {
                places.extend(self.audiences.iter().map(|&audience| Place { principle, kind, stage, audience }));
            }
        }
        places
    }
}

impl Loose {
    fn add(&mut self, library: &Library, id: ItemId, item: &Item) {
        let serves = SERVING_KINDS.contains(&item.kind());
        let states = |taxonomy: &str| item.entry.common.terms.get(taxonomy).is_some_and(|terms| !terms.is_empty());
        let lists = [
            (&mut self.orphans, is_unlinked(item)),
            (&mut self.articles_without_links, item.kind() == Kind::Article && item.backlinks.is_empty()),
            (&mut self.off_pathway, is_off_pathway(item)),
            (&mut self.pathways_without_tools, lacks_tools(library, item)),
            (&mut self.without_principle, serves && item.principles.is_empty()),
            (&mut self.without_stage, serves && !states("stage")),
            (&mut self.without_audience, serves && !states("audience")),
        ];
        for (list, belongs) in lists {
            if belongs {
                list.push(id);
            }
        }
    }
}

impl Coverage {
    /// The entries of some places, each once, in the library's order.
    pub fn entries(&self, cut: Cut) -> Vec<ItemId> {
        let found: BTreeSet<ItemId> = self.filled(cut).flat_map(|(_, entries)| entries.iter().copied()).collect();
        found.into_iter().collect()
    }

    /// The places of a cut that entries fill.
    fn filled(&self, cut: Cut) -> impl Iterator<Item = (&Place, &Vec<ItemId>)> {
        let all = |wanted: Option<usize>, is: usize| wanted.is_none_or(|wanted| wanted == is);
        // Places are in the order of their principle: the others need not be looked at.
        let first = |principle| Place { principle, kind: 0, stage: 0, audience: 0 };
        let (from, to) = (cut.principle.unwrap_or(0), cut.principle.map_or(usize::MAX, |only| only + 1));
        self.cells.range(first(from)..first(to)).filter(move |(place, _)| {
            all(cut.kind, place.kind) && all(cut.stage, place.stage) && all(cut.audience, place.audience)
        })
    }

    /// How many articles, tools and pathways there are.
    pub fn total(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests;
