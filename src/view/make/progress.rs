use std::collections::BTreeMap;

use super::Maker;
use crate::library::ItemId;
use crate::view::{ProgressStep, ProgressView};

/// A pathway as the script sees it that keeps a reader's place.
pub(super) fn progress(maker: &Maker, pathway: ItemId) -> ProgressView {
    let library = maker.library();
    let item = library.item(pathway);
    let route = |id: &ItemId| library.item(*id).route.clone();
    let steps = &item.path.steps;
    let step = |step: &crate::library::PathStep| {
        ProgressStep(step.options.iter().map(route).collect(), step.minutes, u8::from(step.optional), step.stage + 1)
    };
    let options = steps.iter().flat_map(|step| &step.options);
    let was: BTreeMap<String, String> = options
        .chain([&pathway])
        .flat_map(|id| library.old_routes(*id).into_iter().map(move |old| (old, route(id))))
        .collect();
    ProgressView { route: item.route.clone(), steps: steps.iter().map(step).collect(), was }
}
