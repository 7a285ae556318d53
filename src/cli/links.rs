//! Links that lead elsewhere: what their addresses answered last, and asking them.

use std::path::Path;
use std::sync::Arc;

use super::open;
use super::progress::Progress;
use super::terminal::{Failure, say};
use crate::disk;
use crate::engine::{self, Request};
use crate::external::{self, Answers, Asking};
use crate::publish::Target;
use crate::text::counted;

/// The name by which answers are kept beside the output folder.
const KEPT: &str = "links";

/// Where answers are kept: nowhere, where the output folder cannot be one.
fn place(folder: &Path) -> Option<Target> {
    Target::choose(&folder.join("public"), folder).ok()
}

/// What addresses answered last; nothing that anybody may have made up otherwise.
pub(super) fn known(folder: &Path) -> Answers {
    let kept = place(folder).and_then(|target| target.recall(KEPT));
    kept.map(|bytes| Answers::read(&bytes)).unwrap_or_default()
}

/// Asks what is not known yet, and keeps the answers; nothing where nobody could be asked.
pub(super) fn ask(folder: &Path, request: &Request, allow_private: bool) -> Result<Option<Arc<Answers>>, Failure> {
    let site = Arc::new(open::read(folder, &folder.join("public"))?);
    let built = engine::look(&site, &Request { with_links: true, ..request.clone() });
    let before = known(folder);
    let today = built.today.unwrap_or_else(|| disk::today(None));
    let urls = built.links.iter().map(|link| link.url.as_str());
    let progress = Progress::start("Asking other sites");
    let asked = external::ask(urls, &before, Asking { today, allow_private });
    drop(progress);
    if asked.offline {
        say("Not one host could be reached, so nothing is said of links: is this machine on the net?");
        return Ok(None);
    }
    // Without what is kept the next run asks again, which is no harm done.
    let _ = place(folder).map(|target| target.keep(KEPT, &asked.answers.to_bytes()));
    let known = asked.answers.len() - asked.asked;
    let before =
        if known > 0 { format!("; {} had been asked before", counted_addresses(known)) } else { String::new() };
    say(&format!("{} asked over the net{before}", counted_addresses(asked.asked)));
    Ok(Some(Arc::new(asked.answers)))
}

fn counted_addresses(count: usize) -> String {
    counted(count, "address", "addresses")
}
