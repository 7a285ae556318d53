//! What a map is drawn of, and how it is cut into traverses.

/// A pathway, as far as its map shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Itinerary {
    /// What the ground follows from: the pathway's slug.
    pub(in crate::view) seed: String,
    /// Whether its language runs from the right.
    pub(in crate::view) from_right: bool,
    /// Its stages.
    pub(in crate::view) legs: Vec<Leg>,
    /// The words on the map.
    pub(in crate::view) words: Lettering,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Leg {
    /// Its name.
    pub(in crate::view) title: String,
    /// Its steps.
    pub(in crate::view) halts: Vec<Halt>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Halt {
    /// Its number, from 1 through the whole pathway.
    pub(in crate::view) number: usize,
    /// Its name; of a choice what the reader is asked to do.
    pub(in crate::view) title: String,
    /// The kind of its entry, or of each option.
    pub(in crate::view) kinds: Vec<String>,
    /// Whether it offers a choice.
    pub(in crate::view) is_choice: bool,
    /// Whether it may be left out.
    pub(in crate::view) optional: bool,
}

/// The words on a map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::view) struct Lettering {
    /// At the first end of the route.
    pub(in crate::view) start: String,
    /// At the other end.
    pub(in crate::view) out: String,
    /// On the sign beside the next step.
    pub(in crate::view) next: String,
}

/// Stages that are drawn step by step.
const MOST_STAGES: usize = 6;
/// Traverses on one sheet.
const MOST_ROWS: usize = 9;
/// Stages up to which a route with very many steps is drawn step by step all the same: as stops
/// they would say too little.
const FEW_STAGES: usize = 3;

/// A traverse: stops from one side of the sheet to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The number and name of the stage that begins here.
    pub(super) stage: Option<String>,
    pub(super) halts: Vec<Halt>,
    /// Whether the route ends here, which takes the room of a stop.
    pub(super) is_last: bool,
}

/// At which scale a route fits a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// Step by step, every stop with its name.
    Named,
    /// Every stage is one stop, with its name.
    Stages,
    /// Step by step, stops with numbers alone.
    Numbered,
}

/// The largest scale that fits a sheet; `None` where nothing fits.
pub(super) fn scale(legs: &[Leg]) -> Option<Scale> {
    let count = legs.iter().filter(|leg| !leg.halts.is_empty()).count();
    let fits = |scale: Scale| rows(legs, scale, scale.columns()).len() <= MOST_ROWS;
    match count {
        0 => None,
        1..=MOST_STAGES if fits(Scale::Named) => Some(Scale::Named),
        1..=FEW_STAGES => Some(Scale::Numbered).filter(|scale| fits(*scale)),
        _ => Some(Scale::Stages).filter(|scale| fits(*scale)),
    }
}

impl Scale {
    /// Stops of a full traverse of the wide sheet.
    pub(super) fn columns(self) -> usize {
        match self {
            Scale::Named | Scale::Stages => 5,
            Scale::Numbered => 9,
        }
    }
}

/// Cuts a route into traverses of at most `columns` stops; the end of the route counts as one.
pub(super) fn rows(legs: &[Leg], scale: Scale, columns: usize) -> Vec<Row> {
    let legs: Vec<&Leg> = legs.iter().filter(|leg| !leg.halts.is_empty()).collect();
    if scale == Scale::Stages {
        let halts = legs.iter().enumerate().map(|(at, leg)| Halt {
            number: at + 1,
            title: leg.title.clone(),
            kinds: vec!["stage".to_owned()],
            is_choice: false,
            optional: false,
        });
        return traverses(None, &halts.collect::<Vec<_>>(), columns, true);
    }
    let mut rows = Vec::new();
    for (at, leg) in legs.iter().enumerate() {
        let name = format!("{}  {}", at + 1, leg.title);
        rows.extend(traverses(Some(name), &leg.halts, columns, at + 1 == legs.len()));
    }
    rows
}

/// The traverses of one stage, as even as can be.
fn traverses(name: Option<String>, halts: &[Halt], columns: usize, is_last: bool) -> Vec<Row> {
    let slots = halts.len() + usize::from(is_last);
    let count = slots.div_ceil(columns.max(1)).max(1);
    let mut rows: Vec<Row> = Vec::new();
    let mut left = halts;
    for at in 0..count {
        let size = slots / count + usize::from(at < slots % count);
        let is_last = is_last && at + 1 == count;
        let (own, rest) = left.split_at((size - usize::from(is_last)).min(left.len()));
        left = rest;
        let stage = if at == 0 { name.clone() } else { None };
        rows.push(Row { stage, halts: own.to_vec(), is_last });
    }
    rows
}
