//! What can be mended without anybody's judgement: the edits that messages carry, made until there
//! are none left.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::diag::{Code, Diagnostic};
use crate::disk::{FileChange, Site};
use crate::text::{Edit, SourcePath, Span, edited};

/// The most rounds that are made. One does for most sites; each further one is for edits that
/// overlapped, or for files in which an edit had to be taken back.
const ROUNDS: usize = 1_000;

/// A site mended in memory; nothing is written yet.
#[derive(Debug, Default)]
pub struct Mended {
    /// Files whose text is another.
    pub changes: Vec<FileChange>,
    /// How many messages were mended.
    pub mended: usize,
    /// The mended site, checked.
    pub built: Built,
}

/// A message, by all of it that an edit elsewhere in its file leaves as it is.
type Name = (Code, SourcePath, String);

/// What is known of edits that were tried.
#[derive(Default)]
struct Tried {
    /// Files in which one message is mended at a time, since mending several brought a new one.
    careful: BTreeSet<SourcePath>,
    /// Messages whose edits bring a new message.
    left: BTreeSet<Name>,
}

/// Makes the edits of all messages, in memory. Of two that overlap the first is made; the other comes
/// round again if it still holds. An edit after which there is a message that there was not is not
/// made: somebody has to look.
pub fn mend(site: &Arc<Site>, request: &Request) -> Mended {
    let mut engine = Engine::default();
    let mut now = Arc::clone(site);
    let mut look = |site: &Arc<Site>| engine.look(site, request).checked();
    let mut built = look(&now);
    let mut tried = Tried::default();
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let (chosen, texts) = choose(&now, &built, &tried);
        if chosen.is_empty() {
            break;
        }
        let next = Arc::new(now.with_new_texts(&texts));
        let after = look(&next);
        let news = news(&built.diagnostics, &after.diagnostics);
        if news.is_empty() {
            mended += chosen.len();
            (now, built) = (next, after);
        } else {
            tried.note(&chosen, &news);
        }
    }
    let changes = now.changes_since(site);
    Mended { changes, mended, built }
}

impl Tried {
    /// Remembers what brought new messages: where they are if that was edited, else anywhere.
    fn note(&mut self, chosen: &[&Diagnostic], news: &BTreeSet<SourcePath>) {
        let is_at_fault = |one: &&&Diagnostic| one.edits.iter().any(|edit| news.contains(&edit.file));
        let mut at_fault: Vec<&&Diagnostic> = chosen.iter().filter(is_at_fault).collect();
        if at_fault.is_empty() {
            at_fault = chosen.iter().collect();
        }
        let files = |one: &Diagnostic| one.edits.iter().map(|edit| edit.file.clone()).collect::<BTreeSet<_>>();
        let is_alone = |one: &&&&Diagnostic| files(one).is_subset(&self.careful);
        let left: Vec<Name> = at_fault.iter().filter(is_alone).map(|one| name(one)).collect();
        self.left.extend(left);
        self.careful.extend(at_fault.into_iter().flat_map(|one| files(one)));
    }
}

fn name(one: &Diagnostic) -> Name {
    (one.code, SourcePath::new(one.place_text()), one.message.clone())
}

/// The messages to be mended in one round, and the texts after that.
fn choose<'a>(site: &Site, built: &'a Built, tried: &Tried) -> (Vec<&'a Diagnostic>, BTreeMap<SourcePath, String>) {
    let mut chosen = Vec::new();
    let mut edits: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    let mut taken = Taken::default();
    for one in built.diagnostics.iter().filter(|one| !one.edits.is_empty() && !tried.left.contains(&name(one))) {
        let fits = |edit: &Edit| {
            let is_first = !tried.careful.contains(&edit.file) || !edits.contains_key(&edit.file);
            let text = site.text_at(&edit.file).map_or("", |file| file.text());
            is_first && text.get(edit.span.range()).is_some()
        };
        if one.edits.iter().all(fits) && taken.take(&one.edits) {
            one.edits.iter().for_each(|edit| edits.entry(&edit.file).or_default().push(edit));
            chosen.push(one);
        }
    }
    let texts =
        edits.into_iter().filter_map(|(path, edits)| Some((path.clone(), edited(site.text_at(path)?.text(), &edits)?)));
    (chosen, texts.collect())
}

/// Places that are edited in one round: of each file, where they begin and end.
#[derive(Default)]
struct Taken<'a>(BTreeMap<&'a SourcePath, BTreeMap<u32, u32>>);

impl<'a> Taken<'a> {
    /// Takes the places of all edits, or none where one meets another.
    fn take(&mut self, edits: &'a [Edit]) -> bool {
        for (at, edit) in edits.iter().enumerate() {
            let places = self.0.entry(&edit.file).or_default();
            if !is_free(places, edit.span) {
                for edit in edits.get(..at).unwrap_or_default() {
                    self.0.entry(&edit.file).or_default().remove(&edit.span.start);
                }
                return false;
            }
            places.insert(edit.span.start, edit.span.end);
        }
        true
    }
}

fn is_free(places: &BTreeMap<u32, u32>, span: Span) -> bool {
    let before = places.range(..=span.start).next_back();
    let after = places.range(span.start..).next();
    before.is_none_or(|(start, end)| *start < span.start && *end <= span.start)
        && after.is_none_or(|(start, _)| *start >= span.end.max(span.start + 1))
}

/// The files of messages that are there now and were not before.
fn news(before: &[Diagnostic], after: &[Diagnostic]) -> BTreeSet<SourcePath> {
    let mut counts: BTreeMap<Name, isize> = BTreeMap::new();
    after.iter().for_each(|one| *counts.entry(name(one)).or_default() += 1);
    before.iter().for_each(|one| *counts.entry(name(one)).or_default() -= 1);
    counts.into_iter().filter(|(_, count)| *count > 0).map(|((_, file, _), _)| file).collect()
}
