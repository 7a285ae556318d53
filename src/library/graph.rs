//! The pathway graph: `requires` and `next` lead from one pathway to another and never back.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::model::{Detail, Entry, EntryId, Pathway};
use crate::text::{SourcePath, Span};

/// One edge: from a pathway to the one that comes after it, and where it was written.
#[derive(Debug, Clone)]
struct Edge<'a> {
    to: &'a EntryId,
    path: &'a SourcePath,
    span: Span,
}

type Graph<'a> = BTreeMap<&'a EntryId, Vec<Edge<'a>>>;

/// Finds cycles; each is reported once, at its edge in the first file by path.
pub(super) fn cycles<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Diagnostic> {
    let mut graph = Graph::new();
    for entry in entries {
        let Detail::Pathway(pathway) = &entry.detail else { continue };
        for reference in &pathway.next {
            let edge = Edge { to: &reference.value.id, path: entry.path(), span: reference.span };
            graph.entry(&entry.id).or_default().push(edge);
        }
        for reference in &pathway.requires {
            let edge = Edge { to: &entry.id, path: entry.path(), span: reference.span };
            graph.entry(&reference.value.id).or_default().push(edge);
        }
    }
    let mut complaints = Vec::new();
    loop {
        peel(&mut graph);
        let Some(cycle) = walk(&graph) else { return complaints };
        let Some((complaint, from, to)) = complaint(&cycle, &graph) else { return complaints };
        complaints.push(complaint);
        // What is asked for is done here too, so that every other cycle comes to light.
        if let Some(edges) = graph.get_mut(from) {
            edges.retain(|edge| edge.to != to);
        }
    }
}

/// Takes away pathways that nothing leads to or from, again and again: what is left holds cycles.
fn peel(graph: &mut Graph<'_>) {
    loop {
        let sources: BTreeSet<&EntryId> = graph.values().flatten().map(|edge| edge.to).collect();
        let before = graph.len();
        let known: BTreeSet<&EntryId> = graph.keys().copied().collect();
        for edges in graph.values_mut() {
            edges.retain(|edge| known.contains(edge.to));
        }
        graph.retain(|id, edges| sources.contains(*id) && !edges.is_empty());
        if graph.len() == before {
            return;
        }
    }
}

/// Walks along first edges until a pathway comes round again; gives the cycle's ids in order.
fn walk<'a>(graph: &Graph<'a>) -> Option<Vec<&'a EntryId>> {
    let mut at = *graph.keys().next()?;
    let mut seen: BTreeMap<&EntryId, usize> = BTreeMap::new();
    let mut way = Vec::new();
    loop {
        if let Some(&start) = seen.get(at) {
            return Some(way.split_off(start));
        }
        seen.insert(at, way.len());
        way.push(at);
        at = graph.get(at)?.first()?.to;
    }
}

/// The complaint about a cycle, and the two ends of the edge that it points at.
fn complaint<'a>(cycle: &[&'a EntryId], graph: &Graph<'a>) -> Option<(Diagnostic, &'a EntryId, &'a EntryId)> {
    let follows = |at: usize| cycle.get((at + 1) % cycle.len()).copied();
    let edges = cycle.iter().enumerate().filter_map(|(at, id)| {
        let next = follows(at);
        let edges = graph.get(id)?.iter().filter(|edge| Some(edge.to) == next);
        Some((edges.min_by_key(|edge| (edge.path, edge.span))?, *id))
    });
    let (first, from) = edges.min_by_key(|(edge, _)| (edge.path, edge.span))?;
    let (path, span) = (first.path, first.span);
    let mut names: Vec<&str> = cycle.iter().map(|id| id.as_str()).collect();
    let smallest = names.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(at, _)| at);
    names.rotate_left(smallest);
    let message = match names.as_slice() {
        [one] => format!("`{one}` leads to itself"),
        names => format!("these pathways lead in a circle: {} → {}", names.join(" → "), names.first().unwrap_or(&"")),
    };
    let complaint = Diagnostic::new(Code::PathwayCycle, path, span, message)
        .help("take one of the `requires` or `next` between them out");
    Some((complaint, from, first.to))
}

/// Steps that lead to one entry twice, in the pathway's own order.
pub(super) fn repeated_steps(entry: &Entry, pathway: &Pathway) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&EntryId, Span> = BTreeMap::new();
    let mut complaints = Vec::new();
    let options = pathway.stages.iter().flat_map(|stage| &stage.steps).flat_map(|step| &step.options);
    for option in options {
        match seen.get(&option.value.id) {
            Some(first) => complaints.push(
                Diagnostic::new(
                    Code::StepRepeated,
                    entry.path(),
                    option.span,
                    format!("`{}` is a step of this pathway already", option.value.id),
                )
                .and(entry.path(), *first, "the first time")
                .help("keep it where the reader needs it most"),
            ),
            None => {
                seen.insert(&option.value.id, option.span);
            }
        }
    }
    complaints
}
