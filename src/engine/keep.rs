//! What readers may keep on their device: each pathway, and each language's whole library. The lists
//! follow from finished pages, and no page follows from them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::press::{Press, output_path};
use super::snapshot::Outputs;
use crate::library::{Item, handout_route, keep_route, language_prefix, offline_route};
use crate::model::{EntryId, Kind, Lang, SAFETY_PAGE};
use crate::outputs::{self, Keep, Kept};
use crate::text::{Fingerprint, OutputFile};

/// Output paths of pages by language.
pub(super) type Pages = BTreeMap<Lang, Vec<String>>;

/// Pages that only a server shows.
const NOT_KEPT: [&str; 1] = ["404.html"];
/// What scripts read beside the search index.
const DATA: &str = "entries/";

/// Whether a path is that of a list of what can be kept.
pub(super) fn is_list(path: &str) -> bool {
    path.rsplit('/').next() == Some("keep.json")
}

/// Empty files where the lists will be, so that nothing else takes their places.
pub(super) fn places(press: &Press) -> Vec<OutputFile> {
    let made = press.known.library.made().keys().map(|route| output_path(route));
    made.filter(|path| is_list(path)).map(|path| OutputFile::new(path, "")).collect()
}

/// Writes the lists, once everything else is made.
pub(super) fn fill(press: &Press, made: &mut Outputs) {
    let base = &press.settings.config.base_url;
    let known = known(press, made);
    let lists: BTreeMap<String, OutputFile> =
        all(press, made).par_iter().map(|keep| (keep.path.clone(), outputs::keep(keep, &known, base))).collect();
    for file in made.files.iter_mut().filter(|file| is_list(&file.path)) {
        if let Some(list) = lists.get(&file.path) {
            file.bytes.clone_from(&list.bytes);
        }
    }
}

/// Everything that can be kept.
fn all(press: &Press, made: &Outputs) -> Vec<Keep> {
    let library = &press.known.library;
    let mut all = Vec::new();
    for lang in library.languages() {
        let prefix = language_prefix(lang, library.default_language());
        let offline = output_path(&offline_route(&prefix));
        let home = format!("{prefix}/");
        let index = made.origins.indexes.get(lang.as_str()).into_iter().flat_map(|(_, files)| files);
        let pages = made.pages.get(lang).into_iter().flatten().filter(|path| !NOT_KEPT.contains(&path.as_str()));
        let data = made.files.iter().map(|file| &file.path).filter(|path| path.starts_with(DATA));
        all.push(Keep {
            path: output_path(&keep_route(&home)),
            title: press.settings.config.title.get(lang.as_str()).to_owned(),
            lang: lang.to_string(),
            page: output_path(&home),
            offline: offline.clone(),
            files: pages.chain(index).chain(data).cloned().collect(),
        });
        let safety = library.find(&EntryId::new(SAFETY_PAGE), lang).map(|id| output_path(&library.item(id).route));
        for (_, item) in library.of_kind(lang, Kind::Pathway).filter(|(_, item)| item.is_listed()) {
            let mut files = of_pathway(press, item);
            files.extend([Some(offline.clone()), safety.clone()].into_iter().flatten());
            all.push(Keep {
                path: output_path(&keep_route(&item.route)),
                title: item.title().to_owned(),
                lang: lang.to_string(),
                page: output_path(&item.route),
                offline: offline.clone(),
                files: files.into_iter().collect(),
            });
        }
    }
    all
}

/// A pathway's page, its handout, and the pages of its steps, every option of a choice among them.
fn of_pathway(press: &Press, item: &Item) -> Vec<String> {
    let library = &press.known.library;
    let steps = item.path.steps.iter().flat_map(|step| &step.options).map(|id| output_path(&library.item(*id).route));
    let own = [output_path(&item.route), output_path(&handout_route(&item.route))];
    own.into_iter().chain(steps).collect()
}

/// What is known of every file.
fn known(press: &Press, made: &Outputs) -> BTreeMap<String, Kept> {
    let base = &press.settings.config.base_url;
    let loads = |path: &str, bytes: &[u8]| match made.origins.pages.get(path) {
        Some(page) => page.loads.clone(),
        None if path.ends_with(".css") => outputs::loads(path, bytes, base),
        None => String::new(),
    };
    let fresh = made.files.par_iter().filter(|file| !is_list(&file.path)).map(|file| {
        let loads = loads(&file.path, &file.bytes);
        let kept = Kept { size: file.bytes.len() as u64, hash: Fingerprint::of(&file.bytes), loads };
        (file.path.clone(), kept)
    });
    let mut known: BTreeMap<String, Kept> = fresh.collect();
    known.extend(
        made.standing
            .iter()
            .map(|file| (file.path.clone(), Kept { size: file.size, hash: file.hash, loads: loads(&file.path, &[]) })),
    );
    known
}
