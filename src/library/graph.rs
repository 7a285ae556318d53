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

/// Finds cycles; each is reported once, at its edge in the first file by path. Bounded in time.
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
    let mut looked_at = 0;
    while looked_at <= MOST_LOOKED_AT {
        peel(&mut graph);
        looked_at += graph.values().map(Vec::len).sum::<usize>();
        let Some(cycle) = walk(&graph) else { break };
        let Some((complaint, from, to)) = complaint(&cycle, &graph) else { break };
        complaints.push(complaint);
        // What is asked for is done here too, so that every other cycle comes to light.
        if let Some(edges) = graph.get_mut(from) {
            edges.retain(|edge| edge.to != to);
        }
    }
    complaints
}

/// Edges to look at before the rest is left to the next run: hundreds of pathways that all lead to
/// each other hold more cycles than anybody would read about.
const MOST_LOOKED_AT: usize = 2_000_000;

/// Takes away pathways that nothing leads to or from, again and again: what is left holds cycles.
fn peel(graph: &mut Graph<'_>) {
    let mut before: BTreeMap<&EntryId, Vec<&EntryId>> = BTreeMap::new();
    let mut after: BTreeMap<&EntryId, Vec<&EntryId>> = BTreeMap::new();
    for (from, edges) in graph.iter() {
        for edge in edges {
            before.entry(edge.to).or_default().push(from);
            after.entry(from).or_default().push(edge.to);
        }
    }
    let ends: BTreeSet<&EntryId> = graph.keys().chain(before.keys()).copied().collect();
    let count = |ways: &BTreeMap<&EntryId, Vec<&EntryId>>, id: &EntryId| ways.get(id).map_or(0, Vec::len);
    let mut open: BTreeMap<&EntryId, (usize, usize)> =
        ends.into_iter().map(|id| (id, (count(&before, id), count(&after, id)))).collect();
    let mut gone: Vec<&EntryId> = open.iter().filter(|(_, (ins, outs))| ins * outs == 0).map(|(id, _)| *id).collect();
    while let Some(id) = gone.pop() {
        if open.remove(id).is_none() {
            continue;
        }
        for next in after.get(id).into_iter().flatten() {
            if let Some((ins, _)) = open.get_mut(next) {
                *ins = ins.saturating_sub(1);
                gone.extend((*ins == 0).then_some(*next));
            }
        }
        for last in before.get(id).into_iter().flatten() {
            if let Some((_, outs)) = open.get_mut(last) {
                *outs = outs.saturating_sub(1);
                gone.extend((*outs == 0).then_some(*last));
            }
        }
    }
    graph.retain(|id, _| open.contains_key(id));
    for edges in graph.values_mut() {
        edges.retain(|edge| open.contains_key(edge.to));
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
