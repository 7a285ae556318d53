//! The search indexes: one for each language.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::know::Known;
use crate::config::usual_synonyms;
use crate::library::{ItemId, LinkTo, search_folder};
use crate::model::Lang;
use crate::search::{self, Document, Facet, Settings, Synonym, Term};
use crate::text::OutputFile;
use crate::view::{CardView, Maker};

/// Minutes by which results can be narrowed; `0` stands for anything longer.
const MINUTES: [&str; 4] = ["5", "15", "30", "0"];

/// All files of all languages' indexes.
pub(super) fn search_index(known: &Known, maker: &Maker<'_>) -> Vec<OutputFile> {
    let languages = known.library.languages();
    languages.iter().flat_map(|lang| index_of(known, maker, lang)).collect()
}

/// The files of one language's index.
pub(super) fn index_of(known: &Known, maker: &Maker<'_>, lang: &Lang) -> Vec<OutputFile> {
    let library = &known.library;
    let listed: Vec<ItemId> =
        library.ids().filter(|(_, item)| &item.entry.lang == lang && item.is_listed()).map(|(id, _)| id).collect();
    let number: BTreeMap<ItemId, usize> = listed.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let documents: Vec<Document<'_>> = listed.par_iter().map(|id| document(known, maker, *id, &number)).collect();
    let folder = search_folder(lang, library.default_language());
    let settings = Settings {
        language: lang.to_string(),
        folder: folder.trim_end_matches('/').to_owned(),
        facets: facets(known, maker, lang),
        synonyms: synonyms(known, lang),
    };
    search::build(&settings, &documents)
}

/// Waypost's own synonyms and the site file's, as pairs.
fn synonyms(known: &Known, lang: &Lang) -> Vec<Synonym> {
    let mut pairs = Vec::new();
    let mut add = |typed: &[&str], meant: &[&str], shown: bool, usual: bool| {
        for typed in typed {
            let pair = |meant: &&str| Synonym { typed: (*typed).to_owned(), meant: (*meant).to_owned(), shown, usual };
            pairs.extend(meant.iter().map(pair));
        }
    };
    for rule in usual_synonyms(lang.as_str()) {
        add(&rule.typed, &rule.meant, rule.shown, true);
    }
    for rule in known.read.config.search.synonyms.iter().filter(|rule| rule.holds_in(lang.as_str())) {
        let [typed, meant] = [&rule.typed, &rule.meant].map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
        // What is written both ways is what the library itself says.
        add(&typed, &meant, rule.typed == rule.meant, false);
    }
    pairs
}

fn document<'a>(known: &'a Known, maker: &Maker<'_>, id: ItemId, number: &BTreeMap<ItemId, usize>) -> Document<'a> {
    let library = &known.library;
    let item = library.item(id);
    let view: CardView = maker.card_of(id);
    let mut terms: Vec<Term> =
        maker.terms_of(id).into_iter().map(|(taxonomy, key, label)| Term { taxonomy, key, label }).collect();
    terms.extend(item.principles.iter().map(|principle| {
        let principle = library.item(*principle);
        Term {
            taxonomy: "principles".to_owned(),
            key: principle.entry.id.to_string(),
            label: principle.title().to_owned(),
        }
    }));
    let in_text =
        item.links.iter().filter_map(|link| if let LinkTo::Item(other, _) = &link.to { Some(other) } else { None });
    let in_fields = item.path.steps.iter().flat_map(|step| &step.options).chain(&item.related);
    let linked = in_text.chain(in_fields).filter_map(|other| number.get(other).copied());
    Document {
        url: view.url,
        kind: view.kind,
        title: view.title,
        summary: view.summary,
        minutes: view.minutes,
        terms,
        links: linked.collect(),
        digest: known.read.digests.get(item.entry.path()),
    }
}

/// What results can be narrowed by, in the reader's words.
fn facets(known: &Known, maker: &Maker<'_>, lang: &Lang) -> Vec<Facet> {
    let word = |key: &str| maker.word(lang, key);
    let kinds = ["pathway", "tool", "article", "principle", "page"];
    let mut facets = vec![Facet {
        name: "kind".to_owned(),
        label: word("search.kind"),
        values: kinds.iter().map(|kind| ((*kind).to_owned(), word(&format!("kinds.{kind}.plural")))).collect(),
    }];
    let taxonomies = maker.facets_of(lang).into_iter();
    facets.extend(taxonomies.map(|one| Facet { name: one.name, label: one.label, values: one.terms }));
    let principles = known.library.of_kind(lang, crate::model::Kind::Principle);
    facets.push(Facet {
        name: "principles".to_owned(),
        label: word("kinds.principle.plural"),
        values: principles.map(|(_, item)| (item.entry.id.to_string(), item.title().to_owned())).collect(),
    });
    facets.push(Facet {
        name: "minutes".to_owned(),
        label: word("tool.time"),
        values: MINUTES.iter().map(|most| ((*most).to_owned(), word(&format!("search.minutes_to.{most}")))).collect(),
    });
    facets
}
