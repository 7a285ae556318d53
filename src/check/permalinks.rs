//! An address that was published once leads somewhere for good.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, nearest};
use crate::library::{Item, ItemId, Ledger, LedgerLine, Library, Permalinks, Standing};
use crate::text::{SourcePath, Span};

/// What the ledger and the library have to say to each other.
#[derive(Debug, Default)]
pub struct Reckoning {
    /// Addresses of the ledger that lead nowhere.
    pub lost: Vec<Lost>,
    /// Entries with addresses that are not in the ledger: the page's own, or some headings'.
    pub new: Vec<NewAddresses>,
    /// Pages made from the library (lists of kinds, terms) that are not in the ledger.
    pub new_made: Vec<String>,
    /// Addresses that were given up and are published again.
    pub again: Vec<String>,
}

/// An address that leads nowhere.
#[derive(Debug)]
pub struct Lost {
    /// Which line of the ledger.
    pub line: usize,
    /// What would keep it.
    pub remedy: Option<Remedy>,
    /// The entry's file, where it was made a draft.
    draft: Option<SourcePath>,
    /// The entry on whose page the heading was.
    page: Option<ItemId>,
}

/// What would keep an address alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// The address as an alias of this entry, which most likely took the page's place.
    Alias(ItemId),
    /// The old id for this entry's heading, by its place among the headings.
    HeadingId(ItemId, usize),
    /// The slug as it was: the address differs in capitals alone.
    Slug(ItemId),
}

/// Addresses of one entry that are new.
#[derive(Debug)]
pub struct NewAddresses {
    /// The entry.
    pub item: ItemId,
    /// The page's address and those of its headings, as far as they are new.
    pub addresses: Vec<String>,
}

/// Compares what was published with what is. Linear in both.
pub fn reckon(library: &Library, ledger: &Ledger) -> Reckoning {
    let permalinks = Permalinks::of(library);
    let mut found = Reckoning { new: new_addresses(library, &permalinks, ledger), ..Reckoning::default() };
    found.new_made = permalinks.made().filter(|route| !ledger.has(route)).map(str::to_owned).collect();
    let mut gone = "";
    let mut lost_pages = Vec::new();
    let mut at = 0;
    while let Some(first) = ledger.lines.get(at) {
        let page = first.parts().0;
        let end = at + ledger.lines.iter().skip(at).take_while(|line| line.parts().0 == page).count();
        let group = ledger.lines.get(at..end).unwrap_or_default();
        if first.gone.is_some() && first.parts().1.is_none() {
            gone = page;
        }
        let standing = permalinks.at(page);
        if gone == page {
            found.again.extend(matches!(standing, Standing::Published(_)).then(|| page.to_owned()));
        } else {
            match standing {
                Standing::Published(Some(item)) | Standing::Redirected(item) => {
                    let lost = lost_headings(library.item(item), item, group, at, ledger);
                    found.lost.extend(lost);
                    found.again.extend(headings_again(library.item(item), group));
                }
                Standing::Published(None) | Standing::Resting => {}
                Standing::Draft(path) => {
                    found.lost.push(Lost { line: at, remedy: None, draft: Some(path), page: None });
                }
                Standing::Nothing => lost_pages.push((at, page, group)),
            }
        }
        at = end;
    }
    let heirs = Heirs::new(library, &permalinks, ledger, &lost_pages);
    for (line, page, group) in lost_pages {
        found.lost.push(Lost { line, remedy: heirs.of(page, group), draft: None, page: None });
    }
    found.lost.sort_by_key(|lost| lost.line);
    found
}

fn new_addresses(library: &Library, permalinks: &Permalinks<'_>, ledger: &Ledger) -> Vec<NewAddresses> {
    let mut new = Vec::new();
    for (route, item) in permalinks.entries() {
        let headings =
            library.item(item).entry.outline.headings.iter().map(|heading| format!("{route}#{}", heading.id));
        let all = std::iter::once(route.to_owned()).chain(headings);
        let addresses: Vec<String> = all.filter(|address| !ledger.has(address)).collect();
        if !addresses.is_empty() {
            new.push(NewAddresses { item, addresses });
        }
    }
    new
}

/// Headings of a page that are not there any more, each with the heading that likely took its place.
fn lost_headings(item: &Item, id: ItemId, group: &[LedgerLine], first: usize, ledger: &Ledger) -> Vec<Lost> {
    let headings = &item.entry.outline.headings;
    if group.iter().all(|line| line.parts().1.is_none()) {
        return Vec::new();
    }
    let there: BTreeSet<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
    let is_lost = |line: &LedgerLine| line.gone.is_none() && line.parts().1.is_some_and(|id| !there.contains(id));
    let lost: Vec<(usize, &str)> = (first..)
        .zip(group)
        .filter(|(_, line)| is_lost(line))
        .filter_map(|(at, line)| Some((at, line.parts().1?)))
        .collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let page = group.first().map_or("", |line| line.parts().0);
    let is_new = |id: &str| !ledger.has(&format!("{page}#{id}")) && !ledger.has(&format!("{}#{id}", item.route));
    let mut free: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| is_new(&heading.id)) {
        // A heading that was given an id keeps it.
        if !heading.span.of(item.entry.source.text()).contains("{#") {
            free.insert(&heading.id, at);
        }
    }
    let only = (lost.len() == 1 && free.len() == 1).then(|| free.values().next().copied()).flatten();
    let mut all = Vec::new();
    for (line, old) in lost {
        // Beyond a page's worth of headings, looking for the nearest would take ever longer.
        let near = if free.len() > 100 { None } else { nearest(old, free.keys().copied()) };
        let heading = only.or_else(|| near.and_then(|near| free.remove(near)));
        let remedy = heading.map(|at| Remedy::HeadingId(id, at));
        all.push(Lost { line, remedy, draft: None, page: Some(id) });
    }
    all
}

/// Headings that were given up and are there again.
fn headings_again(item: &Item, group: &[LedgerLine]) -> Vec<String> {
    let is_there = |id: &str| item.entry.outline.headings.iter().any(|heading| heading.id == id);
    let given_up = group.iter().filter(|line| line.gone.is_some());
    given_up.filter(|line| line.parts().1.is_some_and(is_there)).map(|line| line.address.clone()).collect()
}

/// Entries that may have taken the place of a lost page: those whose own address is new.
struct Heirs<'a> {
    library: &'a Library,
    by_name: BTreeMap<&'a str, Vec<ItemId>>,
    by_heading: BTreeMap<&'a str, Vec<ItemId>>,
    by_key: BTreeMap<String, ItemId>,
    by_file: BTreeMap<&'a str, ItemId>,
    names: Vec<&'a str>,
}

/// Entries that share a heading's id with a lost page and are looked at: headings such as "Sources"
/// stand everywhere and tell nothing.
const MOST_ALIKE: usize = 20;

/// Names of lost and of new pages that are compared letter by letter.
const MOST_COMPARED: usize = 100_000;

impl<'a> Heirs<'a> {
    fn new(
        library: &'a Library,
        permalinks: &Permalinks<'a>,
        ledger: &Ledger,
        lost: &[(usize, &str, &[LedgerLine])],
    ) -> Self {
        let (by_name, by_heading) = (BTreeMap::new(), BTreeMap::new());
        let (by_key, by_file, names) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let mut heirs = Self { library, by_name, by_heading, by_key, by_file, names };
        if lost.is_empty() {
            return heirs;
        }
        for (route, id) in permalinks.entries().filter(|(route, _)| !ledger.has(route)) {
            heirs.by_name.entry(last_part(route)).or_default().push(id);
            heirs.by_key.insert(crate::text::clash_key(route), id);
            let entry = &library.item(id).entry;
            heirs.by_file.insert(last_part(entry.id.as_str()), id);
            for heading in &entry.outline.headings {
                let alike = heirs.by_heading.entry(&heading.id).or_default();
                if alike.len() <= MOST_ALIKE {
                    alike.push(id);
                }
            }
        }
        // Looking for the nearest name takes as long as both are many.
        if heirs.by_name.len().saturating_mul(lost.len()) <= MOST_COMPARED {
            heirs.names = heirs.by_name.keys().copied().collect();
        }
        heirs
    }

    fn of(&self, page: &str, group: &[LedgerLine]) -> Option<Remedy> {
        if let Some(id) = self.by_key.get(&crate::text::clash_key(page)) {
            return Some(Remedy::Slug(*id));
        }
        let mut weights: BTreeMap<ItemId, f64> = BTreeMap::new();
        let mut weigh =
            |ids: &[ItemId], weight: f64| ids.iter().for_each(|id| *weights.entry(*id).or_default() += weight);
        let name = last_part(page);
        weigh(self.by_name.get(name).map_or(&[], Vec::as_slice), 3.0);
        if let Some(id) = self.by_file.get(name) {
            weigh(&[*id], 3.0);
        }
        let headings: Vec<&str> = group.iter().filter_map(|line| line.parts().1).collect();
        for heading in &headings {
            let alike = self.by_heading.get(heading).map_or(&[][..], Vec::as_slice);
            if alike.len() <= MOST_ALIKE {
                weigh(alike, 4.0 / headings.len() as f64);
            }
        }
        if let Some(near) = nearest(name, self.names.iter().copied()) {
            weigh(self.by_name.get(near).map_or(&[], Vec::as_slice), 1.5);
        }
        let beside = |id: &ItemId| f64::from(u8::from(folder(&self.library.item(*id).route) == folder(page))) * 0.5;
        let mut ranked: Vec<(f64, ItemId)> = weights.iter().map(|(id, weight)| (weight + beside(id), *id)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        match ranked.as_slice() {
            [(best, id), rest @ ..] if *best >= 1.5 && rest.first().is_none_or(|(next, _)| next < best) => {
                Some(Remedy::Alias(*id))
            }
            _ => None,
        }
    }
}

fn last_part(route: &str) -> &str {
    route.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}

fn folder(route: &str) -> &str {
    route.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Reckoning {
    /// What to say about it: each lost address at its line of the ledger, what is new once an entry.
    pub fn diagnostics(&self, library: &Library, ledger: &Ledger) -> Vec<Diagnostic> {
        let lost = self.lost.iter().filter_map(|lost| lost.diagnostic(library, ledger));
        let new = self.new.iter().map(|new| {
            let path = library.item(new.item).entry.path();
            let message = match new.addresses.as_slice() {
                [only] => format!("`{only}` is not yet in waypost.permalinks"),
                [first, rest @ ..] => {
                    let more = if rest.len() == 1 { "one more".to_owned() } else { format!("{} more", rest.len()) };
                    format!("`{first}` and {more} are not yet in waypost.permalinks")
                }
                [] => String::new(),
            };
            Diagnostic::new(Code::PermalinkNew, path, Span::default(), message).help(HOW_TO_ADD)
        });
        let made = self.new_made.iter().map(|route| {
            let message = format!("`{route}` is not yet here");
            Diagnostic::new(Code::PermalinkNew, &ledger.path, Span::default(), message).help(HOW_TO_ADD)
        });
        let again = self.again.iter().filter_map(|address| {
            let line = ledger.line(address)?;
            let message = format!("`{address}` was given up and is published again");
            Some(Diagnostic::new(Code::PermalinkNew, &ledger.path, line.span, message).help(HOW_TO_ADD))
        });
        lost.chain(new).chain(made).chain(again).collect()
    }
}

const HOW_TO_ADD: &str = "once it is published, keep it for good: waypost check --accept";

impl Lost {
    fn diagnostic(&self, library: &Library, ledger: &Ledger) -> Option<Diagnostic> {
        let line = ledger.lines.get(self.line)?;
        let address = &line.address;
        let complaint = |message: String| Diagnostic::new(Code::PermalinkLost, &ledger.path, line.span, message);
        let give_up = format!("or say here why it is gone: {address} gone: …");
        if let Some(path) = &self.draft {
            let help =
                format!("publish it again, put `aliases: [{address}]` into an entry that leads readers on, {give_up}");
            let complaint = complaint(format!("`{address}` was published, and its entry is a draft now"));
            return Some(complaint.and(path, Span::default(), "the draft").help(help));
        }
        if let (Some(page), (_, Some(old))) = (self.page, line.parts()) {
            let item = library.item(page);
            let complaint =
                complaint(format!("`{address}` was published, and the page has no heading `#{old}` any more"));
            let place = match self.remedy {
                Some(Remedy::HeadingId(_, at)) => item.entry.outline.headings.get(at),
                _ => None,
            };
            return Some(match place {
                Some(heading) => {
                    let marks = "#".repeat(usize::from(heading.level));
                    let help = format!("keep the id: {marks} {} {{#{old}}}; {give_up}", heading.text);
                    complaint.and(item.entry.path(), heading.span, "this heading may have taken its place").help(help)
                }
                None => {
                    let help = format!("give the heading that took its place the old id, {{#{old}}}, {give_up}");
                    complaint.and(item.entry.path(), Span::default(), "the page").help(help)
                }
            });
        }
        let complaint = complaint(format!("`{address}` was published, and nothing stands there any more"));
        Some(match self.remedy {
            Some(Remedy::Alias(id) | Remedy::HeadingId(id, _)) => {
                let path = library.item(id).entry.path();
                let help = format!("put this into the front matter of {path}: aliases: [{address}]; {give_up}");
                complaint.and(path, Span::default(), "this entry may have taken its place").help(help)
            }
            Some(Remedy::Slug(id)) => {
                let path = library.item(id).entry.path();
                let help = match last_part(address) == last_part(&library.item(id).route) {
                    true => format!("many servers tell capitals apart; give the folder its old name again, {give_up}"),
                    false => {
                        format!("many servers tell capitals apart; write it as it was: slug: {}", last_part(address))
                    }
                };
                complaint.and(path, Span::default(), "this entry differs in capitals alone").help(help)
            }
            None => complaint.help(format!("put `aliases: [{address}]` into the entry that took its place, {give_up}")),
        })
    }
}
