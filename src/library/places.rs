//! Where entries stand on pathways.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Item, ItemId};
use crate::model::{EntryId, Lang};

/// A pathway's steps with the entries that they lead to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Steps in order, through all stages. Steps whose references lead nowhere are left out.
    pub steps: Vec<PathStep>,
    /// Pathways to walk before this one: those it requires and those that name it as next.
    pub before: Vec<ItemId>,
    /// Pathways to go on with: those it names as next and those that require it.
    pub after: Vec<ItemId>,
}

/// One step of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// Index of its stage in the pathway's stages.
    pub stage: usize,
    /// Index of the step in its stage.
    pub step: usize,
    /// The entry, or the entries to choose from; never empty.
    pub options: Vec<ItemId>,
    /// Whether it was written as a choice.
    pub is_choice: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// Minutes; of a choice the median, of an even number of options the higher middle one.
    pub minutes: u32,
}

/// Where an entry stands on a pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The pathway.
    pub pathway: ItemId,
    /// Index of the step in [`Route::steps`].
    pub step: usize,
}

/// Minutes of a step from those of its options.
pub(super) fn step_minutes(options: &[ItemId], items: &[Item]) -> u32 {
    let mut minutes: Vec<u32> =
        options.iter().filter_map(|id| items.get(id.0 as usize)).map(|item| item.minutes).collect();
    minutes.sort_unstable();
    minutes.get(minutes.len() / 2).copied().unwrap_or(0)
}

/// The places of every entry, in the order of items. `open` says which pathways a reader of each
/// language is led to; only those count.
pub(super) fn places(items: &[Item], open: &BTreeMap<&Lang, BTreeSet<ItemId>>) -> Vec<Vec<Place>> {
    // Steps by entry id, so that translations find theirs.
    let mut steps: BTreeMap<&EntryId, Vec<Place>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        for (step, path_step) in item.path.steps.iter().enumerate() {
            for entry in path_step.options.iter().filter_map(|option| items.get(option.0 as usize)) {
                steps.entry(&entry.entry.id).or_default().push(Place { pathway: ItemId(at as u32), step });
            }
        }
    }
    let of_item = |item: &Item| {
        let open = open.get(&item.entry.lang);
        let on = steps.get(&item.entry.id).map_or(&[][..], Vec::as_slice);
        on.iter().filter(|place| open.is_some_and(|open| open.contains(&place.pathway))).copied().collect()
    };
    items.iter().map(of_item).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_of_an_even_number_is_the_higher_middle() {
        let median = |minutes: &[u32]| minutes.get(minutes.len() / 2).copied().unwrap_or(0);
        assert_eq!(median(&[1, 2, 3]), 2);
        assert_eq!(median(&[1, 2, 3, 9]), 3);
        assert_eq!(median(&[]), 0);
    }
}
