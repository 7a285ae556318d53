use super::{Maker, cards};
use crate::library::{Item, ItemId};
use crate::model::Lang;
use crate::view::CountryView;
use crate::view::map::{Country, MOST_TRAILS, Trail, country_map};

/// The map of all pathways of a language, in the order in which they are listed.
pub(super) fn map(maker: &Maker, lang: &Lang, pathways: &[ItemId]) -> Option<CountryView> {
    if pathways.len() > MOST_TRAILS {
        return None;
    }
    let library = maker.library();
    let stage = library.taxonomies(lang).iter().find(|taxonomy| taxonomy.name == "stage");
    let terms = stage.map_or(&[][..], |stage| stage.terms.as_slice());
    let bands = |item: &Item| {
        let own = item.entry.common.terms.get("stage").into_iter().flatten();
        own.filter_map(|term| terms.iter().position(|known| known.key == term.value)).min()
    };
    let trail = |id: &ItemId| {
        let item = library.item(*id);
        Trail {
            title: item.title().to_owned(),
            blaze: cards::blaze(library.pathway_number(&item.entry.id)),
            band: bands(item),
            after: item.path.after.iter().filter_map(|next| pathways.iter().position(|known| known == next)).collect(),
        }
    };
    country_map(&Country {
        from_right: lang.direction() == "rtl",
        bands: terms.iter().map(|term| super::lists::term_label(maker, "stage", term, lang)).collect(),
        trails: pathways.iter().map(trail).collect(),
    })
}
