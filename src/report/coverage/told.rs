//! The coverage as a report: tables and sentences for people, an object and rows for programs.

use serde_json::{Value, json};

use super::{Axis, Coverage, Cut, Loose, Place, SERVING_KINDS};
use crate::library::{ItemId, Library};
use crate::model::Kind;
use crate::report::{Cell, Part, Report, Table};
use crate::text::counted;

/// Entries of a list that people are shown; programs get all.
const SHOWN: usize = 20;
/// Holes that people are shown.
const HOLES: usize = 40;
/// Terms of an axis that a table for people has.
const TERMS: usize = 6;
/// Places up to which programs get every one, empty ones too; in a larger library those that some
/// entry fills.
const MOST_PLACES: usize = 100_000;

impl Coverage {
    /// The coverage as a report.
    pub fn report(&self, library: &Library) -> Report {
        Report { parts: self.parts(library), rows: self.rows(library), object: Some(self.object(library)) }
    }

    fn parts(&self, library: &Library) -> Vec<Part> {
        let mut parts = vec![Part::Text(self.opening())];
        if !self.principles.is_empty() {
            for (at, kind) in SERVING_KINDS.iter().enumerate() {
                parts.push(Part::Heading(plural(*kind).to_owned()));
                parts.push(Part::Table(self.table(at)));
            }
            parts.push(Part::Text(self.legend()));
        }
        if self.holes.is_empty() {
            parts.push(Part::Text("There are no holes.".to_owned()));
        } else {
            let sentences = self.holes.iter().take(HOLES).map(|hole| hole.sentence.clone());
            parts.push(Part::Heading("Holes, the worst first".to_owned()));
            parts.push(Part::List(some(sentences.collect(), self.holes.len())));
        }
        for (about, _, items) in self.loose.named() {
            if !items.is_empty() {
                parts.push(Part::Heading(format!("{about} ({})", items.len())));
                let shown = items.iter().take(SHOWN).map(|id| library.item(*id).entry.id.to_string());
                parts.push(Part::List(some(shown.collect(), items.len())));
            }
        }
        parts
    }

    /// What is counted, in a sentence or two.
    fn opening(&self) -> String {
        let entries = counted(self.total(), "entry", "entries");
        let lang = &self.lang;
        if self.principles.is_empty() {
            return format!("The library has no principles that its {entries} in `{lang}` could serve.");
        }
        let principles = counted(self.principles.len(), "principle", "principles");
        format!(
            "How {entries} in `{lang}` (articles, tools, pathways) serve {principles}: at each stage, \
             and for each audience."
        )
    }

    /// What "any" is, and how many entries stand there.
    fn legend(&self) -> String {
        let several = "An entry that states several stages or audiences is counted at each.";
        let (stage, audience) = (self.loose.without_stage.len(), self.loose.without_audience.len());
        if stage == 0 && audience == 0 {
            return several.to_owned();
        }
        format!(
            "{several} One that states none is taken to be for any, and fills every hole there: of {total} entries \
             {stage} state no stage, and {audience} nobody whom they are for.",
            total = self.total()
        )
    }

    /// Principles by stages and audiences, for one kind.
    fn table(&self, kind: usize) -> Table {
        let stages = shown_places(&self.stages, &self.loose.without_stage);
        let audiences = shown_places(&self.audiences, &self.loose.without_audience);
        let mut columns = vec!["principle".to_owned(), "all".to_owned()];
        columns.extend(stages.iter().map(|place| label(&self.stages, *place, "any stage")));
        columns.extend(audiences.iter().map(|place| label(&self.audiences, *place, "for anyone")));
        let row = |principle: usize, title: &str| {
            let count = |cut: Cut| {
                let cut = Cut { principle: Some(principle), kind: Some(kind), ..cut };
                Cell::Number(self.entries(cut).len() as u64)
            };
            let mut cells = vec![Cell::Text(title.to_owned()), count(Cut::default())];
            cells.extend(stages.iter().map(|place| count(Cut { stage: Some(*place), ..Cut::default() })));
            cells.extend(audiences.iter().map(|place| count(Cut { audience: Some(*place), ..Cut::default() })));
            cells
        };
        let rows = self.principles.iter().enumerate().map(|(at, principle)| row(at, &principle.title)).collect();
        Table { columns, rows }
    }

    /// Every place, the empty ones too unless there are too many.
    fn places(&self) -> Vec<Place> {
        let (stages, audiences) = (self.stages.places(), self.audiences.places());
        let (stages_count, audiences_count) = (self.stages.any() + 1, self.audiences.any() + 1);
        let all = self.principles.len() * SERVING_KINDS.len() * stages_count * audiences_count;
        if all > MOST_PLACES {
            return self.cells.keys().copied().collect();
        }
        let mut places = Vec::with_capacity(all);
        for principle in 0..self.principles.len() {
            for kind in 0..SERVING_KINDS.len() {
                for stage in stages.clone() {
                    places.extend(audiences.clone().map(|audience| Place { principle, kind, stage, audience }));
                }
            }
        }
        places
    }

    fn ids(&self, library: &Library, place: Place) -> Vec<String> {
        let entries = self.cells.get(&place).map_or(&[][..], Vec::as_slice);
        entries.iter().map(|id| library.item(*id).entry.id.to_string()).collect()
    }

    /// One row a place.
    fn rows(&self, library: &Library) -> Table {
        let row = |place: Place| {
            let ids = self.ids(library, place);
            vec![
                Cell::maybe(self.principles.get(place.principle).map(|one| &one.id)),
                Cell::maybe(SERVING_KINDS.get(place.kind).map(|kind| kind.name())),
                Cell::maybe(self.stages.terms.get(place.stage).map(|term| &term.key)),
                Cell::maybe(self.audiences.terms.get(place.audience).map(|term| &term.key)),
                Cell::Number(ids.len() as u64),
                Cell::Text(ids.join(" ")),
            ]
        };
        let columns = ["principle", "kind", "stage", "audience", "count", "entries"];
        Table::new(columns, self.places().into_iter().map(row).collect())
    }

    fn object(&self, library: &Library) -> Value {
        let ids = |items: &[ItemId]| -> Vec<String> {
            items.iter().map(|id| library.item(*id).entry.id.to_string()).collect()
        };
        let principle = |at: usize| self.principles.get(at).map(|one| one.id.to_string());
        let key = |axis: &Axis, at: usize| axis.terms.get(at).map(|term| term.key.clone());
        let principles = self.principles.iter().enumerate().map(|(at, one)| {
            let entries = self.entries(Cut { principle: Some(at), ..Cut::default() });
            json!({ "id": one.id.to_string(), "title": one.title, "count": entries.len() })
        });
        let cells = self.places().into_iter().map(|place| {
            let entries = self.ids(library, place);
            json!({
                "principle": principle(place.principle), "kind": SERVING_KINDS.get(place.kind).map(|kind| kind.name()),
                "stage": key(&self.stages, place.stage), "audience": key(&self.audiences, place.audience),
                "count": entries.len(), "entries": entries,
            })
        });
        let holes = self.holes.iter().map(|hole| {
            let keys = |axis: &Axis, places: &[usize]| -> Vec<String> {
                places.iter().filter_map(|at| key(axis, *at)).collect()
            };
            json!({
                "level": hole.level.name(), "principle": hole.principle.and_then(principle),
                "kinds": hole.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
                "stages": keys(&self.stages, &hole.stages), "audiences": keys(&self.audiences, &hole.audiences),
                "message": hole.sentence,
            })
        });
        let mut object = json!({
            "language": self.lang.as_str(),
            "entries": self.total(),
            "principles": principles.collect::<Vec<_>>(),
            "kinds": SERVING_KINDS.map(Kind::name),
            "stages": terms(&self.stages),
            "audiences": terms(&self.audiences),
            "cells": cells.collect::<Vec<_>>(),
            "holes": holes.collect::<Vec<_>>(),
        });
        if let Value::Object(fields) = &mut object {
            for (_, key, items) in self.loose.named().into_iter().chain(self.loose.unstated()) {
                fields.insert(key.to_owned(), json!(ids(items)));
            }
        }
        object
    }
}

impl Loose {
    /// The lists that people read, with what they are about, and their keys for programs.
    pub fn named(&self) -> [(&'static str, &'static str, &[ItemId]); 5] {
        [
            ("Pathways without tools", "pathways_without_tools", &self.pathways_without_tools),
            ("Entries that name no principle", "without_principle", &self.without_principle),
            ("Entries that nothing leads to", "orphans", &self.orphans),
            ("Articles that no text links to", "articles_without_links", &self.articles_without_links),
            ("Articles and tools on no pathway", "off_pathway", &self.off_pathway),
        ]
    }

    /// Entries that stand at "any".
    fn unstated(&self) -> [(&'static str, &'static str, &[ItemId]); 2] {
        [("", "without_stage", &self.without_stage), ("", "without_audience", &self.without_audience)]
    }
}

fn terms(axis: &Axis) -> Vec<Value> {
    axis.terms.iter().map(|term| json!({ "term": term.key, "label": term.label, "listed": term.listed })).collect()
}

/// The first terms of an axis, and the place of entries that state none where there are any.
fn shown_places(axis: &Axis, without: &[ItemId]) -> Vec<usize> {
    (0..axis.terms.len().min(TERMS)).chain((!without.is_empty()).then_some(axis.any())).collect()
}

fn label(axis: &Axis, place: usize, any: &str) -> String {
    axis.terms.get(place).map_or_else(|| any.to_owned(), |term| term.label.clone())
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Articles",
        Kind::Principle => "Principles",
        Kind::Tool => "Tools",
        Kind::Pathway => "Pathways",
        Kind::Page => "Pages",
    }
}

/// The lines that are shown, and how many there are beside them.
fn some(mut shown: Vec<String>, all: usize) -> Vec<String> {
    if all > shown.len() {
        shown.push(format!("and {} more, which --format json lists", all - shown.len()));
    }
    shown
}
