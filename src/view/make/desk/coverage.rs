//! The map of what serves which principle.

use super::{own_name, titled};
use crate::config::Config;
use crate::library::{ItemId, Library};
use crate::model::{Kind, Lang, Today};
use crate::report::{Axis, Coverage, Cut, SERVING_KINDS, coverage};
use crate::view::{
    ChoiceView, ColumnsBy, CoverageQuery, CoverageView, DeskQuery, DeskState, HeatCell, HeatColumn, HeatRow, HoleView,
    LooseEntry, LooseView, Titled,
};

/// Holes that the page names.
const HOLES: usize = 60;
/// Entries of a list that the page names.
const LISTED: usize = 50;
/// Terms that are columns: more would not fit beside each other.
const COLUMNS: usize = 12;

/// The map of one state of a site, as a query asks. Costs some milliseconds for 10,000 entries.
pub fn coverage_map(library: &Library, config: &Config, today: Today, query: &CoverageQuery) -> CoverageView {
    let wanted = library.languages().iter().find(|lang| lang.as_str() == query.lang);
    let lang = wanted.unwrap_or(library.default_language());
    let found = coverage(library, config, lang);
    let map = Map { library, config, coverage: &found, query: known(query, &found, lang, library) };
    let default = library.default_language();
    CoverageView {
        site: titled(config.title.get(default.as_str()), default),
        home_url: config.base_url.href("/"),
        today: today.0.to_string(),
        total: found.total(),
        columns_by: map.columns_by(),
        kinds: map.kinds(),
        stages: map.terms(ColumnsBy::Stage),
        audiences: map.terms(ColumnsBy::Audience),
        languages: map.languages(),
        narrowed: map.query.kind.is_some() || !map.query.stage.is_empty() || !map.query.audience.is_empty(),
        all_url: CoverageQuery { by: map.query.by, lang: map.query.lang.clone(), ..CoverageQuery::default() }.url(),
        columns: map.columns().into_iter().map(|(column, _)| column).collect(),
        rows: (0..found.principles.len()).filter_map(|at| map.row(at)).collect(),
        holes: map.holes(),
        holes_more: found.holes.len().saturating_sub(HOLES),
        loose: map.loose(),
        without_stage: found.loose.without_stage.len(),
        without_audience: found.loose.without_audience.len(),
    }
}

/// The query without what the library does not know, and without a choice of what the columns are.
fn known(query: &CoverageQuery, coverage: &Coverage, lang: &Lang, library: &Library) -> CoverageQuery {
    let term = |axis: &Axis, slug: &str| {
        let place = axis.find(slug);
        place.map_or_else(String::new, |place| axis.slug(place).to_owned())
    };
    CoverageQuery {
        by: query.by,
        kind: query.kind.filter(|kind| SERVING_KINDS.contains(kind) && query.by != ColumnsBy::Kind),
        stage: if query.by == ColumnsBy::Stage { String::new() } else { term(&coverage.stages, &query.stage) },
        audience: if query.by == ColumnsBy::Audience {
            String::new()
        } else {
            term(&coverage.audiences, &query.audience)
        },
        lang: if lang == library.default_language() { String::new() } else { lang.to_string() },
    }
}

/// What the map is made from.
struct Map<'a> {
    library: &'a Library,
    config: &'a Config,
    coverage: &'a Coverage,
    query: CoverageQuery,
}

impl Map<'_> {
    /// What is chosen.
    fn cut(&self) -> Cut {
        let term = |axis: &Axis, slug: &str| if slug.is_empty() { None } else { axis.find(slug) };
        Cut {
            principle: None,
            kind: self.query.kind.and_then(|kind| SERVING_KINDS.iter().position(|one| *one == kind)),
            stage: term(&self.coverage.stages, &self.query.stage),
            audience: term(&self.coverage.audiences, &self.query.audience),
        }
    }

    /// The columns, each with what it adds to what is chosen: all first, then the terms or kinds.
    fn columns(&self) -> Vec<(HeatColumn, Cut)> {
        let cut = self.cut();
        let column = |label: &str, sort| HeatColumn { label: titled(label, &self.coverage.lang), sort };
        let mut columns = vec![(column("", "all"), cut)];
        let axis = match self.query.by {
            ColumnsBy::Kind => {
                let of_kind = |(at, kind): (usize, &Kind)| (column("", kind.name()), Cut { kind: Some(at), ..cut });
                columns.extend(SERVING_KINDS.iter().enumerate().map(of_kind));
                return columns;
            }
            ColumnsBy::Stage => &self.coverage.stages,
            ColumnsBy::Audience => &self.coverage.audiences,
        };
        let at = |place: usize| match self.query.by {
            ColumnsBy::Audience => Cut { audience: Some(place), ..cut },
            ColumnsBy::Stage | ColumnsBy::Kind => Cut { stage: Some(place), ..cut },
        };
        let terms = axis.terms.iter().take(COLUMNS).enumerate();
        columns.extend(terms.map(|(place, term)| (column(&term.label, "term"), at(place))));
        // Where every entry says for what it is, the column would hold nothing.
        if !self.coverage.entries(at(axis.any())).is_empty() {
            columns.push((column("", "any"), at(axis.any())));
        }
        columns
    }

    fn row(&self, principle: usize) -> Option<HeatRow> {
        let served = self.coverage.principles.get(principle)?;
        let cells: Vec<(HeatColumn, usize, String)> = self
            .columns()
            .into_iter()
            .map(|(column, cut)| {
                let cut = Cut { principle: Some(principle), ..cut };
                (column, self.coverage.entries(cut).len(), self.desk_url(cut))
            })
            .collect();
        let for_any = cells.iter().any(|(column, count, _)| column.sort == "any" && *count > 0);
        let cell = |(column, count, url): (HeatColumn, usize, String)| HeatCell {
            count,
            level: level(count),
            url: (count > 0).then_some(url),
            hole: count == 0 && column.sort != "any" && !(column.sort == "term" && for_any),
        };
        Some(HeatRow {
            title: titled(&served.title, &served.lang),
            url: self.config.base_url.href(&self.library.item(served.item).route),
            cells: cells.into_iter().map(cell).collect(),
        })
    }

    /// The desk with the entries of a cut.
    fn desk_url(&self, cut: Cut) -> String {
        let slug = |axis: &Axis, place: Option<usize>| place.map_or_else(String::new, |at| axis.slug(at).to_owned());
        let principle = cut.principle.and_then(|at| self.coverage.principles.get(at));
        DeskQuery {
            kind: cut.kind.and_then(|at| SERVING_KINDS.get(at).copied()),
            state: Some(DeskState::Published),
            lang: self.coverage.lang.to_string(),
            principle: principle.map_or_else(String::new, |one| one.id.to_string()),
            stage: slug(&self.coverage.stages, cut.stage),
            audience: slug(&self.coverage.audiences, cut.audience),
            ..DeskQuery::default()
        }
        .url()
    }

    fn choice(&self, key: &str, label: &str, cut: Cut, query: CoverageQuery, chosen: bool) -> ChoiceView {
        let count = self.coverage.entries(cut).len();
        ChoiceView { key: key.to_owned(), label: label.to_owned(), count, url: query.url(), chosen }
    }

    fn columns_by(&self) -> Vec<ChoiceView> {
        let choice = |by: ColumnsBy| {
            let query = CoverageQuery { by, ..self.query.clone() };
            self.choice(by.name(), "", Cut::default(), query, self.query.by == by)
        };
        ColumnsBy::ALL.into_iter().map(choice).collect()
    }

    fn kinds(&self) -> Vec<ChoiceView> {
        if self.query.by == ColumnsBy::Kind {
            return Vec::new();
        }
        let choice = |(at, kind): (usize, &Kind)| {
            let query = CoverageQuery { kind: Some(*kind), ..self.query.clone() };
            let cut = Cut { kind: Some(at), ..Cut::default() };
            self.choice(kind.name(), "", cut, query, self.query.kind == Some(*kind))
        };
        SERVING_KINDS.iter().enumerate().map(choice).collect()
    }

    /// The terms of a taxonomy to choose from, the place for none as the last.
    fn terms(&self, by: ColumnsBy) -> Vec<ChoiceView> {
        let of_stage = by == ColumnsBy::Stage;
        if self.query.by == by {
            return Vec::new();
        }
        let axis = if of_stage { &self.coverage.stages } else { &self.coverage.audiences };
        let chosen = if of_stage { &self.query.stage } else { &self.query.audience };
        let choice = |place: usize| {
            let slug = axis.slug(place).to_owned();
            let label = axis.terms.get(place).map_or("", |term| term.label.as_str());
            let is_chosen = *chosen == slug;
            let (cut, query) = if of_stage {
                let query = CoverageQuery { stage: slug.clone(), ..self.query.clone() };
                (Cut { stage: Some(place), ..Cut::default() }, query)
            } else {
                let query = CoverageQuery { audience: slug.clone(), ..self.query.clone() };
                (Cut { audience: Some(place), ..Cut::default() }, query)
            };
            self.choice(&slug, label, cut, query, is_chosen)
        };
        axis.places().map(choice).collect()
    }

    fn languages(&self) -> Vec<ChoiceView> {
        let choice = |lang: &Lang| {
            let query = CoverageQuery { lang: lang.to_string(), ..self.query.clone() };
            self.choice(lang.as_str(), own_name(lang), Cut::default(), query, *lang == self.coverage.lang)
        };
        self.library.languages().iter().map(choice).collect()
    }

    fn holes(&self) -> Vec<HoleView> {
        let holes = self.coverage.holes.iter().take(HOLES);
        holes.map(|hole| HoleView { level: hole.level.name(), sentence: hole.sentence.clone() }).collect()
    }

    fn loose(&self) -> Vec<LooseView> {
        let lists = self.coverage.loose.named().into_iter().filter(|(_, _, items)| !items.is_empty());
        let view = |(about, key, items): (&'static str, &'static str, &[ItemId])| LooseView {
            key,
            about,
            count: items.len(),
            entries: items.iter().take(LISTED).map(|id| self.entry(*id)).collect(),
        };
        lists.map(view).collect()
    }

    fn entry(&self, id: ItemId) -> LooseEntry {
        let item = self.library.item(id);
        let title: Titled = titled(item.title(), &item.entry.lang);
        LooseEntry { title, url: self.config.base_url.href(&item.route), kind: item.kind().name() }
    }
}

/// How dark a cell is: 0, 1, 2–3, 4–7, 8 and more.
fn level(count: usize) -> usize {
    match count {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}
