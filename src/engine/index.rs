//! The search indexes: one for each language.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::files::Files;
use super::press::{PROGRAM, Press};
use crate::config::usual_synonyms;
use crate::library::{ItemId, LinkTo, search_folder};
use crate::model::Lang;
use crate::search::{self, Document, Facet, Settings, Synonym, Term};
use crate::text::{Fingerprint, Hasher, OutputFile};
use crate::view::CardView;

/// Minutes by which results can be narrowed; `0` stands for anything longer.
const MINUTES: [&str; 4] = ["5", "15", "30", "0"];

/// Changes when anything does that a language's index follows from: what the library knows, the
/// words of the theme, and the words of every entry.
pub(super) fn index_key(press: &Press, files: &Files, lang: &Lang) -> Fingerprint {
    let mut hasher = Hasher::new();
    hasher.part(PROGRAM).part(lang.as_str()).part(press.known.key.bytes()).part(press.theme.fingerprint().bytes());
    for entry in files.iter().filter_map(|file| file.entry()).filter(|entry| &entry.lang == lang) {
        hasher.part(entry.hash().bytes());
    }
    hasher.finish()
}

/// The files of one language's index.
pub(super) fn index_of(press: &Press, files: &Files, lang: &Lang) -> Vec<OutputFile> {
    let library = &press.known.library;
    let listed: Vec<ItemId> =
        library.ids().filter(|(_, item)| &item.entry.lang == lang && item.is_listed()).map(|(id, _)| id).collect();
    let number: BTreeMap<ItemId, usize> = listed.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let documents: Vec<Document<'_>> = listed.par_iter().map(|id| document(press, files, *id, &number)).collect();
    let folder = search_folder(lang, library.default_language());
    let settings = Settings {
        language: lang.to_string(),
        folder: folder.trim_end_matches('/').to_owned(),
        facets: facets(press, lang),
        synonyms: synonyms(press, lang),
    };
    search::build(&settings, &documents)
}

/// Waypost's own synonyms and the site file's, as pairs.
fn synonyms(press: &Press, lang: &Lang) -> Vec<Synonym> {
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
    for rule in press.settings.config.search.synonyms.iter().filter(|rule| rule.holds_in(lang.as_str())) {
        let [typed, meant] = [&rule.typed, &rule.meant].map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
        // What is written both ways is what the library itself says.
        add(&typed, &meant, rule.typed == rule.meant, false);
    }
    pairs
}

fn document<'a>(press: &Press, files: &'a Files, id: ItemId, number: &BTreeMap<ItemId, usize>) -> Document<'a> {
    let (library, maker) = (&press.known.library, &press.maker);
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
        lowered: press.settings.config.search.lower_overdue && item.entry.review_state(library.today()).is_stale(),
        digest: files.get(item.entry.path()).and_then(|file| file.digest()),
    }
}

/// What results can be narrowed by, in the reader's words.
fn facets(press: &Press, lang: &Lang) -> Vec<Facet> {
    let maker = &press.maker;
    let word = |key: &str| maker.word(lang, key);
    let kinds = ["pathway", "tool", "article", "principle", "page"];
    let mut facets = vec![Facet {
        name: "kind".to_owned(),
        label: word("search.kind"),
        values: kinds.iter().map(|kind| ((*kind).to_owned(), word(&format!("kinds.{kind}.plural")))).collect(),
    }];
    let taxonomies = maker.facets_of(lang).into_iter();
    facets.extend(taxonomies.map(|one| Facet { name: one.name, label: one.label, values: one.terms }));
    let principles = press.known.library.of_kind(lang, crate::model::Kind::Principle);
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
