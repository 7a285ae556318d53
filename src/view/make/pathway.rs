use super::progress::progress;
use super::{Maker, cards};
use crate::library::{Item, ItemId, PathStep, Place, keep_route};
use crate::model::{EntryId, Lang, Pathway};
use crate::view::map::{Halt, Itinerary, Leg, Lettering, route_map};
use crate::view::{MapView, PathwayView, PlaceView, StageView, StepLink, StepView, StopView};

/// What a pathway's own page adds.
pub(super) fn pathway(maker: &Maker, id: ItemId, item: &Item, pathway: &Pathway) -> PathwayView {
    let view = without_map(maker, id, item, pathway);
    PathwayView { map: map(maker, item, &view.stages), ..view }
}

/// The same for a page that shows no map, which is costly to draw.
pub(super) fn without_map(maker: &Maker, id: ItemId, item: &Item, pathway: &Pathway) -> PathwayView {
    let lang = &item.entry.lang;
    let steps = &item.path.steps;
    let optional = || steps.iter().filter(|step| step.optional);
    PathwayView {
        blaze: cards::blaze(maker.library().pathway_number(&item.entry.id)),
        audience_text: pathway.audience_text.clone().unwrap_or_default(),
        outcomes: pathway.outcomes.clone(),
        minutes: item.minutes,
        optional_minutes: optional().map(|step| step.minutes).sum(),
        step_count: steps.len(),
        optional_count: optional().count(),
        scale: cards::scale(steps),
        map: None,
        stages: stages(maker, item, pathway),
        before: maker.cards(item.path.before.iter().copied(), lang),
        after: maker.cards(item.path.after.iter().copied(), lang),
        keep_url: maker.href(&keep_route(&item.route)),
        start: steps.first().and_then(|step| link(maker, step, 1, lang)),
        on: on(&item.entry.id),
        progress: progress(maker, id),
    }
}

fn stages(maker: &Maker, item: &Item, pathway: &Pathway) -> Vec<StageView> {
    let mut stages = Vec::new();
    for (at, stage) in pathway.stages.iter().enumerate() {
        let own = || item.path.steps.iter().enumerate().filter(move |(_, step)| step.stage == at);
        let view = |(number, step): (usize, &PathStep)| StepView {
            number: number + 1,
            is_choice: step.is_choice,
            options: maker.cards(step.options.iter().copied(), &item.entry.lang),
            routes: step.options.iter().map(|id| maker.library().item(*id).route.clone()).collect(),
            note: stage.steps.get(step.step).and_then(|step| step.note.clone()).unwrap_or_default(),
            optional: step.optional,
            minutes: step.minutes,
        };
        stages.push(StageView {
            number: at + 1,
            title: stage.title.clone(),
            summary: stage.summary.clone().unwrap_or_default(),
            minutes: own().map(|(_, step)| step.minutes).sum(),
            optional_minutes: own().filter(|(_, step)| step.optional).map(|(_, step)| step.minutes).sum(),
            steps: own().map(view).collect(),
        });
    }
    stages
}

/// The route as a map.
fn map(maker: &Maker, item: &Item, stages: &[StageView]) -> Option<MapView> {
    let lang = &item.entry.lang;
    let words = maker.words(lang);
    let word = |key: &str| words.get(key).to_owned();
    let halt = |step: &StepView| Halt {
        number: step.number,
        title: match step.options.first() {
            Some(card) if !step.is_choice => card.title.clone(),
            _ => word("pathway.choose"),
        },
        kinds: step.options.iter().map(|card| card.kind.clone()).collect(),
        is_choice: step.is_choice,
        optional: step.optional,
    };
    let leg = |stage: &StageView| Leg { title: stage.title.clone(), halts: stage.steps.iter().map(halt).collect() };
    route_map(&Itinerary {
        seed: item.route.clone(),
        from_right: lang.direction() == "rtl",
        legs: stages.iter().map(leg).collect(),
        words: Lettering { start: word("map.start"), out: word("map.out"), next: word("map.next") },
    })
}

fn link(maker: &Maker, step: &PathStep, number: usize, lang: &Lang) -> Option<StepLink> {
    let id = in_language(maker, *step.options.first()?, lang);
    let item = maker.library().item(id);
    Some(StepLink {
        number,
        title: item.title().to_owned(),
        url: maker.href(&item.route),
        kind: item.kind().name().to_owned(),
        minutes: step.minutes,
        lang: maker.foreign(id, lang),
    })
}

/// By what a step's page knows that the reader follows this pathway: the same in every language,
/// as a step without a translation leads to another one.
fn on(pathway: &EntryId) -> String {
    let path = pathway.as_str();
    format!("wp-on-{}", path.split_once('/').map_or(path, |(_, path)| path))
}

/// Where an entry stands on one of its pathways.
pub(super) fn place(maker: &Maker, item: &Item, place: &Place) -> PlaceView {
    let library = maker.library();
    let pathway = library.item(place.pathway);
    let lang = &item.entry.lang;
    let steps = &pathway.path.steps;
    let at = |index: Option<usize>| index.and_then(|index| link(maker, steps.get(index)?, index + 1, lang));
    let stage = steps.get(place.step).map_or(0, |step| step.stage);
    let stage = match &pathway.entry.detail {
        crate::model::Detail::Pathway(pathway) => pathway.stages.get(stage).map(|stage| stage.title.clone()),
        _ => None,
    };
    PlaceView {
        on: on(&pathway.entry.id),
        title: pathway.title().to_owned(),
        url: maker.href(&pathway.route),
        lang: maker.foreign(place.pathway, lang),
        blaze: cards::blaze(library.pathway_number(&pathway.entry.id)),
        number: place.step + 1,
        total: steps.len(),
        stage: stage.unwrap_or_default(),
        minutes_left: steps.iter().skip(place.step + 1).map(|step| step.minutes).sum(),
        previous: at(place.step.checked_sub(1)),
        next: at(Some(place.step + 1)),
        progress: progress(maker, place.pathway),
        stops: steps
            .iter()
            .enumerate()
            .filter_map(|(index, step)| stop(maker, step, index, place.step, item))
            .collect(),
    }
}

/// The translation of an entry that a reader of `lang` is led to.
fn in_language(maker: &Maker, id: ItemId, lang: &Lang) -> ItemId {
    maker.library().find(&maker.library().item(id).entry.id, lang).unwrap_or(id)
}

/// One stop on the strip of `page`; of a choice the option that the page itself is, else the first.
fn stop(maker: &Maker, step: &PathStep, index: usize, here: usize, page: &Item) -> Option<StopView> {
    let lang = &page.entry.lang;
    let own = step.options.iter().find(|id| maker.library().item(**id).entry.id == page.entry.id);
    let id = in_language(maker, *own.or(step.options.first())?, lang);
    let item = maker.library().item(id);
    Some(StopView {
        number: index + 1,
        title: item.title().to_owned(),
        url: maker.href(&item.route),
        kind: item.kind().name().to_owned(),
        optional: step.optional,
        is_choice: step.is_choice,
        here: index == here,
        lang: maker.foreign(id, lang),
    })
}
