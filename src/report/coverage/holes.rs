//! Where there is nothing, in sentences, the worst first and nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use super::{Axis, AxisTerm, Coverage, SERVING_KINDS};
use crate::model::Kind;

/// Something that there is nothing for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// How much it matters.
    pub level: Level,
    /// The principle, as a position in [`Coverage::principles`]; none where it is so for all of them.
    pub principle: Option<usize>,
    /// The kinds of which there is none; empty where there is no entry of any kind.
    pub kinds: Vec<Kind>,
    /// Positions of the stages at which there is none; empty where it is so at all of them.
    pub stages: Vec<usize>,
    /// Positions of those for whom there is none; empty where it is so for everybody.
    pub audiences: Vec<usize>,
    /// The hole in one sentence.
    pub sentence: String,
}

/// How much a hole matters, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing serves a principle.
    Principle,
    /// No entry of a kind serves it.
    Kind,
    /// No entry of a kind serves it at a stage.
    Stage,
    /// No entry that serves it is for an audience.
    Audience,
}

impl Level {
    /// The level in one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Level::Principle => "principle",
            Level::Kind => "kind",
            Level::Stage => "stage",
            Level::Audience => "audience",
        }
    }
}

/// What some entries are there for.
#[derive(Debug, Clone, Default)]
struct Filled {
    stages: BTreeSet<usize>,
    audiences: BTreeSet<usize>,
}

impl Filled {
    fn add(&mut self, stages: &[usize], audiences: &[usize]) {
        self.stages.extend(stages);
        self.audiences.extend(audiences);
    }
}

/// Positions of the listed terms that nothing is for. What is for any fills all.
fn missing(axis: &Axis, filled: &BTreeSet<usize>) -> BTreeSet<usize> {
    if filled.contains(&axis.any()) {
        return BTreeSet::new();
    }
    let listed = |(at, term): (usize, &AxisTerm)| (term.listed && !filled.contains(&at)).then_some(at);
    axis.terms.iter().enumerate().filter_map(listed).collect()
}

/// What is found missing while looking from the whole to its parts: what is missing in the whole is
/// not said again of each part.
struct Search<'a> {
    coverage: &'a Coverage,
    /// What the entries of each kind are there for, whatever they serve.
    by_kind: BTreeMap<usize, Filled>,
    /// The same of those that serve a principle.
    by_principle: BTreeMap<(usize, usize), Filled>,
    holes: Vec<Hole>,
}

/// All holes, by level and then by principle.
pub(super) fn holes(coverage: &Coverage) -> Vec<Hole> {
    let mut search = Search { coverage, by_kind: BTreeMap::new(), by_principle: BTreeMap::new(), holes: Vec::new() };
    for entry in &coverage.entries {
        search.by_kind.entry(entry.kind).or_default().add(&entry.stages, &entry.audiences);
        for principle in &entry.principles {
            let filled = search.by_principle.entry((*principle, entry.kind)).or_default();
            filled.add(&entry.stages, &entry.audiences);
        }
    }
    search.run();
    search.holes.sort_by_key(|hole| hole.level);
    search.holes
}

impl Search<'_> {
    fn run(&mut self) {
        let all: BTreeSet<usize> = (0..SERVING_KINDS.len()).collect();
        let serving: BTreeSet<usize> = self.by_principle.keys().map(|(_, kind)| *kind).collect();
        let idle: BTreeSet<usize> = all.difference(&serving).copied().collect();
        let kinds_missing: BTreeSet<usize> =
            all.iter().copied().filter(|kind| !self.by_kind.contains_key(kind)).collect();
        if !kinds_missing.is_empty() {
            let sentence = format!("There is no {} in the library.", or(&names(&kinds_missing)));
            self.add(Level::Kind, None, &kinds_missing, &[], &[], sentence);
        }
        if self.coverage.principles.is_empty() {
            return;
        }
        let silent: BTreeSet<usize> = idle.difference(&kinds_missing).copied().collect();
        // Where no entry at all serves anything, each principle says so.
        if !silent.is_empty() && !serving.is_empty() {
            let sentence = format!("{} names a principle that it serves.", none_of(&silent));
            self.add(Level::Kind, None, &silent, &[], &[], sentence);
        }
        let stages = self.stages_of_kinds();
        let audiences = self.audiences_of_kinds();
        for at in 0..self.coverage.principles.len() {
            self.principle(at, &serving, &stages, &audiences);
        }
    }

    /// Stages that all entries of a kind leave out, by kind.
    fn stages_of_kinds(&mut self) -> BTreeMap<usize, BTreeSet<usize>> {
        let axis = &self.coverage.stages;
        let found: BTreeMap<usize, BTreeSet<usize>> =
            self.by_kind.iter().map(|(kind, filled)| (*kind, missing(axis, &filled.stages))).collect();
        for (kinds, stages) in by_kinds(&found) {
            let is_all = kinds.len() == self.by_kind.len();
            let what = if is_all { "Nothing".to_owned() } else { none_of(&kinds) };
            let sentence = format!("{what} is for {}.", at_stages(axis, &stages));
            let kinds = if is_all { BTreeSet::new() } else { kinds };
            self.add(Level::Stage, None, &kinds, &stages, &[], sentence);
        }
        found
    }

    /// Audiences that no entry of a kind is for. Gives those that no entry at all is for.
    fn audiences_of_kinds(&mut self) -> BTreeSet<usize> {
        let axis = &self.coverage.audiences;
        let found: BTreeMap<usize, BTreeSet<usize>> =
            self.by_kind.iter().map(|(kind, filled)| (*kind, missing(axis, &filled.audiences))).collect();
        let mut nobody = BTreeSet::new();
        for (kinds, audiences) in by_kinds(&found) {
            let is_all = kinds.len() == self.by_kind.len();
            let what = if is_all { "Nothing".to_owned() } else { none_of(&kinds) };
            let sentence = format!("{what} is for {}.", for_whom(axis, &audiences));
            let kinds = if is_all { BTreeSet::new() } else { kinds };
            nobody.extend(if is_all { &audiences[..] } else { &[] });
            self.add(Level::Audience, None, &kinds, &[], &audiences, sentence);
        }
        nobody
    }

    /// The holes of one principle.
    fn principle(
        &mut self,
        at: usize,
        serving: &BTreeSet<usize>,
        stages: &BTreeMap<usize, BTreeSet<usize>>,
        nobody: &BTreeSet<usize>,
    ) {
        let own: BTreeMap<usize, Filled> =
            serving.iter().filter_map(|kind| Some((*kind, self.by_principle.get(&(at, *kind))?.clone()))).collect();
        let title = self.coverage.principles.get(at).map_or_else(String::new, |one| format!("“{}”", one.title));
        if own.is_empty() {
            let sentence = format!("Nothing serves {title}.");
            return self.add(Level::Principle, Some(at), &BTreeSet::new(), &[], &[], sentence);
        }
        let absent: BTreeSet<usize> = serving.iter().copied().filter(|kind| !own.contains_key(kind)).collect();
        if !absent.is_empty() {
            let sentence = format!("{} serves {title}.", none_of(&absent));
            self.add(Level::Kind, Some(at), &absent, &[], &[], sentence);
        }
        let axis = &self.coverage.stages;
        let nothing = BTreeSet::new();
        let found = own.iter().map(|(kind, filled)| {
            let said = stages.get(kind).unwrap_or(&nothing);
            (*kind, missing(axis, &filled.stages).difference(said).copied().collect())
        });
        let found: BTreeMap<usize, BTreeSet<usize>> = found.collect();
        for (kinds, stages) in by_kinds(&found) {
            let is_all = kinds.len() == own.len();
            let what = if is_all { "Nothing".to_owned() } else { none_of(&kinds) };
            let sentence = format!("{what} serves {title} at {}.", at_stages(axis, &stages));
            let kinds = if is_all { BTreeSet::new() } else { kinds };
            self.add(Level::Stage, Some(at), &kinds, &stages, &[], sentence);
        }
        let axis = &self.coverage.audiences;
        let reached: BTreeSet<usize> = own.values().flat_map(|filled| filled.audiences.iter().copied()).collect();
        let audiences: Vec<usize> = missing(axis, &reached).difference(nobody).copied().collect();
        if !audiences.is_empty() {
            let sentence = format!("Nothing that serves {title} is for {}.", for_whom(axis, &audiences));
            self.add(Level::Audience, Some(at), &BTreeSet::new(), &[], &audiences, sentence);
        }
    }

    fn add(
        &mut self,
        level: Level,
        principle: Option<usize>,
        kinds: &BTreeSet<usize>,
        stages: &[usize],
        audiences: &[usize],
        sentence: String,
    ) {
        let kinds = kinds.iter().filter_map(|kind| SERVING_KINDS.get(*kind).copied()).collect();
        let (stages, audiences) = (stages.to_vec(), audiences.to_vec());
        self.holes.push(Hole { level, principle, kinds, stages, audiences, sentence });
    }
}

/// What is missing by kind, turned round: for each set of kinds the terms that just they lack.
fn by_kinds(found: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<(BTreeSet<usize>, Vec<usize>)> {
    let mut kinds: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (kind, terms) in found {
        for term in terms {
            kinds.entry(*term).or_default().insert(*kind);
        }
    }
    let mut grouped: BTreeMap<BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for (term, kinds) in kinds {
        grouped.entry(kinds).or_default().push(term);
    }
    let mut grouped: Vec<_> = grouped.into_iter().collect();
    // The more kinds lack it, the more it matters.
    grouped.sort_by_key(|(kinds, _)| std::cmp::Reverse(kinds.len()));
    grouped
}

fn names(kinds: &BTreeSet<usize>) -> Vec<String> {
    kinds.iter().filter_map(|kind| SERVING_KINDS.get(*kind)).map(|kind| kind.name().to_owned()).collect()
}

/// `No tool`, `No tool and no pathway`.
fn none_of(kinds: &BTreeSet<usize>) -> String {
    let named: Vec<String> = names(kinds).into_iter().map(|name| format!("no {name}")).collect();
    let text = listed(&named, "and");
    text.replacen("no ", "No ", 1)
}

/// `the beginning stage`, `the beginning or the middle stage`; of stages that have a label, that.
fn at_stages(axis: &Axis, stages: &[usize]) -> String {
    let terms: Vec<&AxisTerm> = stages.iter().filter_map(|at| axis.terms.get(*at)).collect();
    if terms.iter().all(|term| term.label == term.key) {
        let named: Vec<String> = terms.iter().map(|term| format!("the {}", term.label)).collect();
        return format!("{} stage", or(&named));
    }
    let named: Vec<String> = terms.iter().map(|term| format!("“{}”", term.label)).collect();
    format!("the stage {}", or(&named))
}

/// `“Families”`, `“Families” or “Coaches”`.
fn for_whom(axis: &Axis, audiences: &[usize]) -> String {
    let terms = audiences.iter().filter_map(|at| axis.terms.get(*at));
    or(&terms.map(|term| format!("“{}”", term.label)).collect::<Vec<_>>())
}

fn or(names: &[String]) -> String {
    listed(names, "or")
}

/// `a`, `a or b`, `a, b or c`.
fn listed(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
