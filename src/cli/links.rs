//! Links that lead elsewhere: what their addresses answered last, and asking them.

use std::path::Path;

use super::progress::Progress;
use super::terminal::{counted, say};
use crate::disk;
use crate::engine::Built;
use crate::external::{self, Answers, Asking};
use crate::publish::Target;

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

/// Asks what is not known yet, and keeps the answers; none where this machine is off the net.
pub(super) fn ask(folder: &Path, built: &Built, allow_private: bool) -> Answers {
    let before = known(folder);
    let today = built.today.unwrap_or_else(|| disk::today(None));
    let urls = built.links.iter().map(|link| link.url.as_str());
    let progress = Progress::start("Asking other sites");
    let asked = external::ask(urls, &before, Asking { today, allow_private });
    drop(progress);
    if asked.offline {
        say("Not one host could be reached, so nothing is said of links: is this machine on the net?");
        return Answers::default();
    }
    // Without what is kept the next run asks again, which is no harm done.
    let _ = place(folder).map(|target| target.keep(KEPT, &asked.answers.to_bytes()));
    let known = asked.answers.len() - asked.asked;
    let before = if known > 0 { format!("; {} had been asked before", counted(known, "other")) } else { String::new() };
    say(&format!("{} asked on the net{before}", counted_addresses(asked.asked)));
    asked.answers
}

/// Adds what is to be said of the answers.
pub(super) fn judge(built: &mut Built, answers: &Answers) {
    built.also(external::complaints(&built.links, answers));
}

fn counted_addresses(count: usize) -> String {
    if count == 1 { "1 address".to_owned() } else { format!("{count} addresses") }
}
