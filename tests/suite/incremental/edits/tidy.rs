//! Tidying up after an edit.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::site::{KINDS, RandomSite};
use super::text::*;

/// Takes out what a careful editor would not leave: references that lead nowhere or to what is not
/// published, empty stages, addresses and aliases taken twice, dates in impossible order,
/// translations into languages that the site does not have, cycles of pathways.
pub(super) fn tidy(site: &mut RandomSite) {
    tidy_languages(site);
    let theme = site.files.keys().any(|path| path.starts_with("themes/mine/"));
    change_text(site, "waypost.yaml", |text| {
        let text = text.replace("{name: mine, ", "{");
        Some(if theme { text.replace("\ntheme: {", "\ntheme: {name: mine, ") } else { text })
    });
    for _ in 0..6 {
        let before = site.clone();
        tidy_fields(site);
        tidy_addresses(site);
        tidy_references(site);
        tidy_cycles(site);
        if *site == before {
            break;
        }
    }
}

fn tidy_languages(site: &mut RandomSite) {
    let languages = declared(site);
    for path in entries(site) {
        let Some(language) = language_of(&path) else { continue };
        let plain = path.replace(&format!(".{language}.md"), ".md");
        let twice = languages.first().map(String::as_str) == Some(language) && site.files.contains_key(&plain);
        if twice || !languages.iter().any(|known| known == language) {
            site.files.remove(&path);
        }
    }
}

fn tidy_fields(site: &mut RandomSite) {
    for path in entries(site) {
        change_text(site, &path, |text| {
            let later = |first: &str, second: &str, or_same: bool| match (field(text, first), field(text, second)) {
                (Some(first), Some(second)) => second < first || (or_same && second == first),
                _ => false,
            };
            let text =
                if later("date", "updated", false) { with_field(text, "updated", None)? } else { text.to_string() };
            if later("publish_on", "expires_on", true) { with_field(&text, "expires_on", None) } else { Some(text) }
        });
    }
}

fn tidy_addresses(site: &mut RandomSite) {
    let mut taken = BTreeSet::new();
    for slugged in [false, true] {
        for path in entries(site) {
            let Some(text) = text_of(site, &path) else { continue };
            let slug = field(&text, "slug");
            if slug.is_some() != slugged {
                continue;
            }
            let id = id_of(&path);
            let folder = id.rsplit_once('/').map_or("", |(folder, _)| folder);
            let address = slug.map_or(id.clone(), |slug| format!("{folder}/{slug}"));
            let address = address.trim_start_matches("pages/").to_string();
            if !taken.insert((language_of(&path).map(str::to_string), address)) {
                change_text(site, &path, |text| with_field(text, "slug", None));
            }
        }
    }
    for path in entries(site) {
        let Some(text) = text_of(site, &path) else { continue };
        let Some(alias) = field(&text, "aliases") else { continue };
        let alias = alias.trim_matches(['[', ']', '/']).trim_start_matches("pages/").to_string();
        if !taken.insert((None, alias)) {
            change_text(site, &path, |text| with_field(text, "aliases", None));
        }
    }
}

/// What may be referred to: for each id its languages, with whether it is published and its given heading ids.
type Targets = BTreeMap<String, BTreeMap<String, (bool, BTreeSet<String>)>>;

fn targets(site: &RandomSite) -> Targets {
    let default = declared(site).swap_remove(0);
    let mut targets = Targets::new();
    for path in entries(site) {
        let language = language_of(&path).unwrap_or(&default).to_string();
        let Some(text) = text_of(site, &path) else { continue };
        let headings =
            text.lines().filter_map(|line| line.split_once(" {#")).map(|(_, id)| id.trim_end_matches('}').to_string());
        targets.entry(id_of(&path)).or_default().insert(language, (published(site, &text), headings.collect()));
    }
    targets
}

fn published(site: &RandomSite, text: &str) -> bool {
    let today = site.today.as_str();
    site.drafts
        || (field(text, "draft").is_none()
            && field(text, "publish_on").is_none_or(|day| day <= today)
            && field(text, "expires_on").is_none_or(|day| day > today))
}

fn tidy_references(site: &mut RandomSite) {
    let targets = targets(site);
    let files: BTreeSet<_> = site.files.keys().cloned().collect();
    let default = declared(site).swap_remove(0);
    for path in entries(site) {
        let language = language_of(&path).unwrap_or(&default).to_string();
        let own = id_of(&path);
        let leads = |id: &str| {
            let versions = targets.get(id);
            let open =
                |language: &str| versions.and_then(|all| all.get(language)).is_some_and(|(published, _)| *published);
            open(&language) || open(&default)
        };
        let beside =
            |file: &str| path.rsplit_once('/').is_some_and(|(folder, _)| files.contains(&format!("{folder}/{file}")));
        let link_leads = |target: &str| {
            let (id, heading) = target.split_once('#').map_or((target, None), |(id, heading)| (id, Some(heading)));
            match id.split('/').next() {
                Some("" | "https:") if id.starts_with("/files/") => files.contains(&format!("static{id}")),
                Some("") if id == "/articles/" => targets.keys().any(|id| id.starts_with("articles/") && leads(id)),
                Some("" | "https:") => true,
                Some(first) if KINDS.contains(&first) => {
                    leads(id)
                        && heading.is_none_or(|heading| {
                            targets
                                .get(id)
                                .is_some_and(|all| all.values().all(|(_, headings)| headings.contains(heading)))
                        })
                }
                _ => match id.strip_prefix("../") {
                    Some(up) => {
                        path.matches('/').count() == 2
                            && files.contains(&format!("content/{up}"))
                            && leads(up.trim_end_matches(".md"))
                    }
                    None => beside(id),
                },
            }
        };
        change_text(site, &path, |text| {
            let mut text = without_links(text, |target| !link_leads(target));
            for key in ["related", "principles", "requires", "next", "partner"] {
                let stale = field(&text, key).is_some_and(|value| {
                    let id = value.trim_matches(['[', ']']);
                    !leads(id) || id == own
                });
                if stale {
                    text = with_field(&text, key, None)?;
                }
            }
            for (key, file) in [("image", "pic.png"), ("downloads", "sheet.txt")] {
                if field(&text, key).is_some() && !beside(file) {
                    text = with_field(&text, key, None)?;
                }
            }
            Some(if text.contains("\nstages:\n") { with_sound_steps(&text, &targets, leads) } else { text })
        });
    }
}

/// The text of a pathway without steps that lead nowhere or come twice, and without empty stages.
fn with_sound_steps(text: &str, targets: &Targets, leads: impl Fn(&str) -> bool) -> String {
    let Some((front, rest)) = text.split_once("\nstages:\n") else {
        return text.to_string();
    };
    let Some((stages, body)) = rest.split_once("\n---\n") else {
        return text.to_string();
    };
    let mut seen = BTreeSet::new();
    let mut result = String::new();
    for stage in format!("\n{stages}").split("\n  - ").skip(1) {
        let (head, steps): (Vec<_>, Vec<_>) = stage.lines().partition(|line| !line.starts_with(STEP));
        let sound: Vec<_> = steps
            .into_iter()
            .filter(|line| {
                let ids: Vec<_> = line.split([' ', '[', ']', ',', '}']).filter(|part| part.contains('/')).collect();
                let good = !ids.is_empty() && ids.iter().all(|id| leads(id) && !seen.contains(*id));
                good && ids.into_iter().all(|id| seen.insert(id.to_string()))
            })
            .collect();
        if !sound.is_empty() {
            let _ = write!(result, "  - {}\n{}\n", head.join("\n"), sound.join("\n"));
        }
    }
    if result.is_empty() {
        let step = |id: &&String| ["articles/", "tools/"].iter().any(|kind| id.starts_with(kind)) && leads(id);
        let Some(step) = targets.keys().find(step) else {
            return text.to_string();
        };
        result = format!("  - title: Stage\n    steps:\n{STEP}{step}\n");
    }
    format!("{front}\nstages:\n{result}---\n{body}")
}

fn tidy_cycles(site: &mut RandomSite) {
    let mut onward: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in entries_of(site, "pathways") {
        for key in ["next", "requires"] {
            let Some(text) = text_of(site, &path) else { continue };
            let Some(other) = field(&text, key).map(|value| value.trim_matches(['[', ']']).to_string()) else {
                continue;
            };
            let own = id_of(&path);
            let (from, to) = if key == "next" { (own, other) } else { (other, own) };
            if reaches(&onward, &to, &from) {
                change_text(site, &path, |text| with_field(text, key, None));
            } else {
                onward.entry(from).or_default().insert(to);
            }
        }
    }
}

fn reaches(onward: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    from == to || onward.get(from).into_iter().flatten().any(|next| reaches(onward, next, to))
}
