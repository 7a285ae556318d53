//! Taking published addresses into the ledger: the one place where it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::check::{Reckoning, Remedy, reckon};
use crate::diag::{Code, Diagnostic, Severity};
use crate::disk::{ContentFile, FileChange, LEDGER, Site};
use crate::library::{Ledger, Library, ledger_with};
use crate::model::Entry;
use crate::syntax::{add_to_list, parse};
use crate::text::{Edit, SourceFile, SourcePath, Span, edited};

/// What is to be written so that the ledger holds every published address.
#[derive(Debug, Default)]
pub struct Accepted {
    /// The ledger's and the entries' new texts, all or none of which are to be written.
    pub changes: Vec<FileChange>,
    /// Old addresses that entries took over, each with the entry's file.
    pub aliases: Vec<(SourcePath, String)>,
    /// Ids that headings kept, each with the entry's file.
    pub headings: Vec<(SourcePath, String)>,
    /// Addresses that are new in the ledger, those that were given up and are back among them.
    pub added: Vec<String>,
    /// The library as it will be once all is written.
    pub built: Built,
}

/// Times that the library is looked at again after an alias was added, each of which may show
/// headings that the new page lacks.
const MOST_ROUNDS: usize = 8;

/// Works out what accepting the library's addresses comes to; writes nothing.
///
/// # Errors
/// What is wrong, where the addresses of the library cannot be relied on.
pub fn accept(site: &Arc<Site>, request: &Request) -> Result<Accepted, Box<Built>> {
    let mut accepted = Accepted::default();
    let mut now = Arc::clone(site);
    let mut engine = Engine::default();
    for round in 0.. {
        let moment = engine.look(&now, request);
        let built = moment.checked();
        let Some(known) = moment.known.as_ref().filter(|_| !built.diagnostics.iter().any(is_in_the_way)) else {
            return Err(Box::new(built));
        };
        let (ledger, _) = match now.ledger.as_ref().and_then(ContentFile::text) {
            Some(source) => Ledger::read(source),
            None => (Ledger { path: SourcePath::new(LEDGER), lines: Vec::new() }, Vec::new()),
        };
        let found = reckon(&known.library, &ledger);
        let texts = match round {
            MOST_ROUNDS => BTreeMap::new(),
            _ => amended(&known.library, &ledger, &found, &mut accepted),
        };
        if texts.is_empty() {
            let new: BTreeSet<String> =
                found.new.into_iter().flat_map(|new| new.addresses).chain(found.new_made).collect();
            let again: BTreeSet<String> = found.again.into_iter().collect();
            let text = ledger_with(now.ledger.as_ref().and_then(ContentFile::text), &new, &again);
            accepted.added = new.into_iter().chain(again).collect();
            accepted.added.sort();
            now = Arc::new(now.with_new_texts(&BTreeMap::from([(SourcePath::new(LEDGER), text)])));
            break;
        }
        now = Arc::new(now.with_new_texts(&texts));
    }
    accepted.built = engine.look(&now, request).checked();
    accepted.changes = now.changes_since(site);
    Ok(accepted)
}

/// What has to be mended first: while an address is in doubt, nobody can say what was published.
const IN_THE_WAY: &[Code] = &[
    Code::AddressClash,
    Code::AliasClash,
    Code::AliasInvalid,
    Code::DateInvalid,
    Code::FileNameInvalid,
    Code::FileTooLarge,
    Code::FileUnreadable,
    Code::FolderUnknown,
    Code::FrontMatterMissing,
    Code::FrontMatterUnterminated,
    Code::HeadingDuplicateId,
    Code::LanguageUndeclared,
    Code::NotUtf8,
    Code::PermalinkConflict,
    Code::PermalinkLine,
    Code::RedirectChain,
    Code::RedirectLoop,
    Code::SlugInvalid,
    Code::SlugReserved,
    Code::SymlinkLoop,
    Code::SymlinkOutside,
    Code::UnknownKey,
    Code::YamlDuplicateKey,
    Code::YamlManyDocuments,
    Code::YamlSyntax,
    Code::YamlTag,
    Code::YamlTooBig,
    Code::YamlTooDeep,
];

fn is_in_the_way(diagnostic: &Diagnostic) -> bool {
    IN_THE_WAY.contains(&diagnostic.code) && diagnostic.severity == Severity::Error
}

/// The new texts of entries that keep what was lost.
fn amended(
    library: &Library,
    ledger: &Ledger,
    found: &Reckoning,
    accepted: &mut Accepted,
) -> BTreeMap<SourcePath, String> {
    let mut texts: BTreeMap<SourcePath, String> = BTreeMap::new();
    for lost in &found.lost {
        let (Some(remedy), Some(line)) = (lost.remedy, ledger.lines.get(lost.line)) else { continue };
        let (Remedy::Alias(item) | Remedy::HeadingId(item, _) | Remedy::Slug(item)) = remedy;
        let entry = &library.item(item).entry;
        let text = texts.get(entry.path()).cloned().unwrap_or_else(|| entry.source.text().to_owned());
        let source = SourceFile::new(entry.path().as_str(), text);
        let edit = match remedy {
            Remedy::Alias(_) => add_to_list(&source, "aliases", &line.address),
            Remedy::HeadingId(_, at) => {
                // Of several headings of one page, one a round: each edit moves those behind it.
                let untouched = source.text() == entry.source.text();
                line.parts().1.filter(|_| untouched).and_then(|id| with_heading_id(entry, at, id))
            }
            Remedy::Slug(_) => None,
        };
        let Some(text) = edit.and_then(|edit| edited(source.text(), &[&edit])) else { continue };
        let list = if line.parts().1.is_some() { &mut accepted.headings } else { &mut accepted.aliases };
        list.push((entry.path().clone(), line.address.clone()));
        texts.insert(entry.path().clone(), text);
    }
    texts
}

/// Gives a heading an id (`## Words {#id}`). Nothing where that changes more than this id.
fn with_heading_id(entry: &Entry, at: usize, id: &str) -> Option<Edit> {
    let heading = entry.outline.headings.get(at)?;
    let written = heading.span.of(entry.source.text());
    let line = written.lines().next()?.trim_end();
    let end = heading.span.start as usize + line.len();
    let edit = Edit::new(entry.path(), Span::new(end, end), format!(" {{#{id}}}"));
    let text = edited(entry.source.text(), &[&edit])?;
    let after = parse(&SourceFile::new(entry.path().as_str(), text)).0.outline;
    let same = after.headings.iter().zip(&entry.outline.headings).enumerate().all(|(place, (new, old))| {
        let id = if place == at { id } else { old.id.as_str() };
        new.id == id && new.text == old.text && new.level == old.level
    });
    (same && after.headings.len() == entry.outline.headings.len()).then_some(edit)
}
