//! What pages show of files that are no entries, and must be looked into for: sizes of pictures,
//! transcripts, and whether captions are captions.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::know::Known;
use super::settings::Settings;
use crate::diag::{Code, Diagnostic};
use crate::disk::{Site, Stamp};
use crate::library::LinkTo;
use crate::syntax::{image_size, media_kind};
use crate::text::{SourcePath, Span};

/// Bytes of a transcript that a page shows; a longer one is a link.
const LONGEST_TRANSCRIPT: usize = 200_000;

/// What was found in the files of one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Looked {
    /// Pixels of pictures.
    pub(super) sizes: Arc<BTreeMap<SourcePath, (u32, u32)>>,
    /// What is said in films and recordings.
    pub(super) transcripts: Arc<BTreeMap<SourcePath, Arc<str>>>,
}

/// What is to be known of one file.
#[derive(Debug, Clone, Default)]
struct Fact {
    size: Option<(u32, u32)>,
    transcript: Option<Arc<str>>,
    fault: Option<Diagnostic>,
}

/// What is known of files, each with what the system said of the file when it was looked into.
#[derive(Debug, Default)]
pub(super) struct Facts(BTreeMap<SourcePath, (Option<Stamp>, Use, Fact)>);

/// How a page uses a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Shown,
    Captions,
    Transcript,
}

impl Facts {
    /// Looks into every file that an entry shows, those that changed since the last time; says which
    /// could not be read, or are not what they are used as.
    pub(super) fn look(&mut self, site: &Site, known: &Known, settings: &Settings) -> (Looked, Vec<Diagnostic>) {
        let found: Vec<_> = uses(known, settings)
            .into_par_iter()
            .map(|(path, used)| {
                let stamp = site.stamp(&path);
                let same = self
                    .0
                    .get(&path)
                    .filter(|(known, before, _)| stamp.is_some() && *known == stamp && *before == used)
                    // What could not be read may be readable now, with the same stamp.
                    .filter(|(.., fact)| fact.fault.is_none());
                let fact = same.map(|(.., fact)| fact.clone()).unwrap_or_else(|| look_into(site, &path, used));
                (path, (stamp, used, fact))
            })
            .collect();
        self.0 = found.into_iter().collect();
        let facts = || self.0.iter().map(|(path, (.., fact))| (path, fact));
        let sizes = facts().filter_map(|(path, fact)| Some((path.clone(), fact.size?))).collect();
        let transcripts = facts().filter_map(|(path, fact)| Some((path.clone(), fact.transcript.clone()?))).collect();
        let faults = facts().filter_map(|(_, fact)| fact.fault.clone()).collect();
        (Looked { sizes: Arc::new(sizes), transcripts: Arc::new(transcripts) }, faults)
    }
}

/// The files that pages show, each once with its most telling use. Films themselves are not among
/// them: they are large, and nothing in them is needed.
fn uses(known: &Known, settings: &Settings) -> BTreeMap<SourcePath, Use> {
    let mut uses: BTreeMap<SourcePath, Use> = BTreeMap::new();
    let mut add = |path: &SourcePath, used: Use| {
        let most = uses.entry(path.clone()).or_insert(used);
        *most = used.max(*most);
    };
    for item in known.library.items() {
        item.image.iter().for_each(|path| add(path, Use::Shown));
        for link in &item.links {
            match &link.to {
                LinkTo::File(path, _) if path.as_str().ends_with(".vtt") => add(path, Use::Captions),
                LinkTo::File(path, _) if media_kind(path.as_str()).is_none() => add(path, Use::Shown),
                LinkTo::Media(media) => {
                    media.poster.iter().for_each(|path| add(path, Use::Shown));
                    media.captions.iter().for_each(|(_, path)| add(path, Use::Captions));
                    media.transcript.iter().for_each(|(_, path)| add(path, Use::Transcript));
                }
                _ => {}
            }
        }
    }
    if let Some(path) = settings.config.theme.logo_path().filter(|path| known.files.contains_key(path.as_str())) {
        add(&path, Use::Shown);
    }
    uses
}

fn look_into(site: &Site, path: &SourcePath, used: Use) -> Fact {
    let bytes = match site.read_bytes(path) {
        Ok(bytes) => bytes,
        Err(fault) => return Fact { fault: Some(fault.diagnostic()), ..Fact::default() },
    };
    match used {
        Use::Shown => Fact { size: image_size(&bytes), ..Fact::default() },
        Use::Captions => Fact { fault: check_captions(path, &bytes), ..Fact::default() },
        Use::Transcript => match String::from_utf8(bytes) {
            Ok(text) if text.len() > LONGEST_TRANSCRIPT => Fact::default(),
            Ok(text) => Fact { transcript: Some(text.trim_start_matches('\u{feff}').into()), ..Fact::default() },
            Err(_) => {
                let message = "this transcript is not UTF-8 text, so the page cannot show it";
                let fault = Diagnostic::new(Code::NotUtf8, path, Span::default(), message);
                Fact { fault: Some(fault.help("save it again as UTF-8")), ..Fact::default() }
            }
        },
    }
}

/// Complains about captions that browsers would pass over (WebVTT, section 4.1: the file begins with
/// `WEBVTT`, after which comes a space, a tab, a line end or nothing).
fn check_captions(path: &SourcePath, bytes: &[u8]) -> Option<Diagnostic> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let message = match text.strip_prefix(b"WEBVTT") {
        Some([] | [b' ' | b'\t' | b'\r' | b'\n', ..]) if std::str::from_utf8(bytes).is_ok() => return None,
        Some([] | [b' ' | b'\t' | b'\r' | b'\n', ..]) => "these captions are not UTF-8 text",
        _ => "these captions do not begin with `WEBVTT`, so no browser shows them",
    };
    let help = "save them as WebVTT in UTF-8: the first line says WEBVTT, the second is empty";
    Some(Diagnostic::new(Code::CaptionsInvalid, path, Span::default(), message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], is_fine: bool) {
        let path = SourcePath::new("content/a.vtt");
        assert_eq!(check_captions(&path, bytes).is_none(), is_fine, "{bytes:?}");
    }

    #[test]
    fn captions_begin_with_their_name() {
        check(b"WEBVTT", true);
        check(b"WEBVTT - A film\n\n00:00.000 --> 00:01.000\nHello\n", true);
        check(b"\xEF\xBB\xBFWEBVTT\r\n", true);
        check(b"WEBVTTX\n", false);
        check(b"webvtt\n", false);
        check(b"\nWEBVTT\n", false);
        check(b"1\n00:00:00,000 --> 00:00:01,000\nHello\n", false);
        check(b"WEBVTT\n\n\xff", false);
        check(b"", false);
    }
}
