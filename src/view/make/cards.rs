use rayon::prelude::*;

use super::Maker;
use crate::library::{Item, ItemId, PathStep};
use crate::model::{Detail, Kind, Visibility};
use crate::view::{BlazeView, CardView, HereOn, ScaleSegment};

/// Pixels of a scale bar for each minute, the same on every page.
const PIXELS_A_MINUTE: u32 = 3;

/// The cards of all items, in the library's order, each in its own language.
pub(super) fn all(maker: &Maker) -> Vec<CardView> {
    let ids: Vec<ItemId> = maker.library().ids().map(|(id, _)| id).collect();
    ids.par_iter().map(|id| card(maker, *id)).collect()
}

pub(super) fn card(maker: &Maker, id: ItemId) -> CardView {
    let library = maker.library();
    let item = library.item(id);
    let common = &item.entry.common;
    let (order, statement) = match &item.entry.detail {
        Detail::Principle(principle) => (principle.order.unwrap_or(0), principle.statement.clone().unwrap_or_default()),
        Detail::Article | Detail::Tool(_) | Detail::Pathway(_) | Detail::Page => (0, String::new()),
    };
    let is_pathway = item.kind() == Kind::Pathway;
    CardView {
        id: item.entry.id.to_string(),
        kind: item.kind().name().to_owned(),
        title: common.title.value.clone(),
        summary: common.summary.value.clone(),
        url: maker.href(&item.route),
        lang: String::new(),
        minutes: item.minutes,
        stages: stages(maker, item),
        on: on(maker, item),
        blaze: is_pathway.then(|| blaze(library.pathway_number(&item.entry.id))),
        steps: item.path.steps.len(),
        scale: scale(&item.path.steps),
        order,
        statement,
        state: state(item.visibility).to_owned(),
    }
}

fn stages(maker: &Maker, item: &Item) -> Vec<String> {
    let terms = item.entry.common.terms.get("stage").map_or(&[][..], Vec::as_slice);
    terms.iter().map(|term| stage_label(maker, item, &term.value)).collect()
}

fn stage_label(maker: &Maker, item: &Item, key: &str) -> String {
    let lang = &item.entry.lang;
    let taxonomies = maker.library().taxonomies(lang);
    let stage = taxonomies.iter().find(|taxonomy| taxonomy.name == "stage");
    stage
        .and_then(|stage| stage.terms.iter().find(|term| term.key == key))
        .map_or_else(|| key.to_owned(), |term| super::lists::term_label(maker, "stage", term, lang))
}

fn on(maker: &Maker, item: &Item) -> Vec<HereOn> {
    let library = maker.library();
    let view = |place: &crate::library::Place| {
        let pathway = library.item(place.pathway);
        HereOn {
            title: pathway.title().to_owned(),
            url: maker.href(&pathway.route),
            step: place.step + 1,
            blaze: blaze(library.pathway_number(&pathway.entry.id)),
        }
    };
    item.places.iter().map(view).collect()
}

/// Six shapes by six colours: the pathway's number decides, neighbours differ in both.
pub(super) fn blaze(number: usize) -> BlazeView {
    const SHAPES: [&str; 6] = ["diamond", "bar", "triangle", "disc", "slash", "cross"];
    let shape = SHAPES.get(number % 6).copied().unwrap_or("diamond");
    let colour = (number + number / 6) % 6 + 1;
    BlazeView { shape, colour: u8::try_from(colour).unwrap_or(1) }
}

/// One segment a step, end to end.
pub(super) fn scale(steps: &[PathStep]) -> Vec<ScaleSegment> {
    let mut x = 0;
    let segment = |step: &PathStep| {
        let minutes = step.minutes.max(1);
        let width = minutes.saturating_mul(PIXELS_A_MINUTE);
        let segment = ScaleSegment { minutes, x, width, optional: step.optional };
        x = x.saturating_add(width);
        segment
    };
    steps.iter().map(segment).collect()
}

pub(super) fn state(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Published => "",
        Visibility::Draft => "draft",
        Visibility::Scheduled(_) => "scheduled",
        Visibility::Expired(_) => "expired",
    }
}
