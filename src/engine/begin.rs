//! A new entry: its file worked out, and tried out before it is written.

use std::sync::Arc;

use super::{Built, Engine, Request};
use crate::diag::Severity;
use crate::disk::{ContentFile, Site};
use crate::model::{Kind, Today};
use crate::text::{SourceFile, SourcePath};
use crate::view::{Begin, begun, first_steps};

/// What is to be added to a site.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: &'a str,
    /// Where it is to lie.
    pub path: &'a SourcePath,
    /// A template of the site's own, in place of the built-in one.
    pub template: Option<&'a str>,
}

/// What comes of it.
#[derive(Debug)]
pub enum Begun {
    /// A draft that can be checked without an error.
    Ready {
        /// The file's text.
        text: String,
        /// Its address in the preview.
        url: String,
    },
    /// There is no library to add to; why is in the diagnostics.
    NoLibrary(Box<Built>),
    /// A pathway leads through two entries at least, and there are not so many.
    NoSteps,
    /// The file would be wrong: these diagnostics, all errors, name it.
    Wrong(Box<Built>),
}

/// Works out the file of a new entry, a draft, and checks the library as if it were there.
pub fn begin(site: &Arc<Site>, request: &Request, new: &NewEntry<'_>) -> Begun {
    let mut engine = Engine::default();
    let moment = engine.look(site, &Request { drafts: false, ..request.clone() });
    let (Ok(settings), Some(known)) = (&moment.settings, &moment.known) else {
        return Begun::NoLibrary(Box::new(moment.checked()));
    };
    let steps = match (first_steps(&known.library), new.kind) {
        (Some(steps), _) => steps,
        (None, Kind::Pathway) => return Begun::NoSteps,
        (None, _) => Default::default(),
    };
    let what = Begin { kind: new.kind, title: new.title, own: new.template, steps };
    let text = begun(&known.library, &settings.config, Today(settings.today.0), &what);

    let mut trial = Site::clone(site);
    trial.content.push(ContentFile::Text(SourceFile::new(new.path.as_str(), text.clone())));
    trial.content.sort_by(|a, b| a.path().cmp(b.path()));
    let moment = engine.look(&Arc::new(trial), &Request { drafts: true, ..request.clone() });
    let mut built = moment.checked();
    let is_about = |one: &crate::diag::Diagnostic| one.labels.iter().any(|label| label.file == *new.path);
    built.diagnostics.retain(|one| one.severity == Severity::Error && is_about(one));
    if !built.diagnostics.is_empty() {
        return Begun::Wrong(Box::new(built));
    }
    let url = moment.known.as_ref().and_then(|known| {
        let item = known.library.items().iter().find(|item| item.entry.path() == new.path)?;
        Some(settings.config.base_url.href(&item.route))
    });
    Begun::Ready { text, url: url.unwrap_or_else(|| settings.config.base_url.href("/")) }
}
