//! From a path to an answer, as a value.

use std::sync::Arc;

use super::guard::{self, Refusal};
use super::keeper::guarded;
use super::now::Now;
use super::office::Office;
use super::{messages, source};
use crate::engine::Snapshot;
use crate::outputs::content_type;
use crate::text::Fingerprint;
use crate::view::query_value;

/// Where everything lives that is the preview's alone.
pub(super) const OWN: &str = "/_waypost/";
/// The tag that the preview puts into every page, before the end of its body.
const TAG: &str = "/_waypost/live.js";
const HTML: &str = "text/html; charset=utf-8";
/// The site's script for kept pages. The preview keeps none: of all files of the site, this alone is
/// another one here.
const WORKER: &str = "worker.js";
/// Hexadecimal digits of a page's version.
const DIGITS: usize = 24;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// The entity tag, without quotation marks.
    pub(super) version: String,
    pub(super) body: Arc<[u8]>,
    /// Where it is instead.
    pub(super) location: Option<String>,
}

impl Answer {
    fn new(status: u16, content_type: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        let body = body.into();
        let version = Fingerprint::of(&body).short(DIGITS);
        Self { status, content_type, version, body, location: None }
    }

    fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
    }

    fn json(text: String) -> Self {
        Self::new(200, "application/json", text.into_bytes())
    }

    fn to(location: String) -> Self {
        let mut answer = Self::text(308, &format!("This is at {location}"));
        answer.location = Some(location);
        answer
    }

    /// A page of the preview's own: live, and not to be kept.
    fn own_page(status: u16, html: &[u8]) -> Self {
        let version = Fingerprint::of(html).short(DIGITS);
        let body = Arc::from(with_tag(html, &version, None));
        Self { status, content_type: HTML, version, body, location: None }
    }

    /// The answer to a request that is refused.
    pub(super) fn refusal(office: &Office, refusal: Refusal) -> Self {
        let (status, title, words) = match refusal {
            Refusal::Method => (405, "Nothing to send here", "The preview only shows pages."),
            Refusal::Host => (
                403,
                "This is somebody's own preview",
                "It runs on one machine and answers to that machine alone: open it by the address that `waypost serve` printed.",
            ),
            Refusal::Origin => (
                403,
                "Not for other sites",
                "Another site asked for this, and the preview does not answer other sites.",
            ),
            Refusal::Address => (400, "No page can have this address", "Look for a slip in it."),
            Refusal::Body => (400, "Nothing to send here", "The preview takes no data."),
        };
        Self::new(status, HTML, office.notice(title, &[words], None))
    }
}

/// The script that ends a worker: for the site's own, and for any that another site has registered at
/// this address.
pub(super) fn end_of_worker(office: &Office) -> Answer {
    let bytes = office.preview.files().iter().find(|file| file.path == WORKER).map(|file| file.bytes.as_slice());
    Answer::new(200, content_type(WORKER), bytes.unwrap_or_default())
}

/// Answers a request for a path (decoded, with its leading slash) and its query.
pub(super) fn answer(now: &Now, office: &Office, path: &str, query: &str) -> Answer {
    if path == OWN.trim_end_matches('/') {
        return Answer::to(format!("{OWN}desk/"));
    }
    if let Some(own) = path.strip_prefix(OWN) {
        return self::own(now, office, own, query);
    }
    let Some(snapshot) = &now.snapshot else { return not_yet(now, office) };
    let base = base_path(snapshot);
    let Some(below) = path.strip_prefix(base.as_str()) else {
        let is_above = (path.ends_with('/') && base.starts_with(path)) || path == base.trim_end_matches('/');
        let home = snapshot.config().base_url.href("/");
        return if is_above { Answer::to(home) } else { missing(now, office, snapshot) };
    };
    if below == WORKER && snapshot.has(WORKER) {
        return end_of_worker(office);
    }
    let file = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
    if let Some(found) = file_answer(now, office, snapshot, &file, 200) {
        return found;
    }
    let as_folder = format!("{below}/index.html");
    if !file.ends_with("index.html") && (snapshot.has(&as_folder) || now.kept.contains_key(&as_folder)) {
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        return Answer::to(format!("{}{query}", snapshot.config().base_url.href(&format!("/{below}/"))));
    }
    missing(now, office, snapshot)
}

/// The path of `base_url` as requests have it here: decoded.
fn base_path(snapshot: &Snapshot) -> String {
    let written = snapshot.config().base_url.path.as_str();
    let decoded = written.parse().ok().and_then(|uri| guard::path(&uri).ok());
    decoded.unwrap_or_else(|| written.to_owned())
}

/// A reviewer's calendar of due reviews, or why there is none.
fn calendar(now: &Now, path: &str) -> Answer {
    let name = path.trim_start_matches("calendar/");
    let made = now.snapshot.as_ref().map(|snapshot| snapshot.calendars()).unwrap_or_default();
    match made.into_iter().find(|file| file.path == name) {
        Some(file) => Answer::new(200, content_type(&file.path), file.bytes),
        None => {
            Answer::text(404, "There is no such calendar: it is /_waypost/calendar/ with a reviewer's key and .ics")
        }
    }
}

/// The site's own page for addresses that lead nowhere.
fn missing(now: &Now, office: &Office, snapshot: &Snapshot) -> Answer {
    file_answer(now, office, snapshot, "404.html", 404).unwrap_or_else(|| {
        let home = snapshot.config().base_url.href("/");
        Answer::own_page(404, &office.notice("Nothing here", &["There is no page at this address."], Some(home)))
    })
}

fn file_answer(now: &Now, office: &Office, snapshot: &Snapshot, file: &str, status: u16) -> Option<Answer> {
    let kept = now.kept.get(file);
    let kept_bytes = kept.map(|kept| Ok(Ok(Some(Arc::clone(&kept.bytes)))));
    let made = kept_bytes.unwrap_or_else(|| guarded(|| snapshot.file(file)));
    let kind = content_type(file);
    match made {
        Ok(Ok(Some(bytes))) if kind.starts_with("text/html") => {
            let version = Fingerprint::of(&bytes).short(DIGITS);
            let (body, version) = match kept {
                Some(kept) => (with_tag(&bytes, &version, Some(kept.source.as_str())), format!("{version}-kept")),
                None => (with_tag(&bytes, &version, None), version),
            };
            Some(Answer { status, content_type: HTML, version, body: Arc::from(body), location: None })
        }
        Ok(Ok(Some(bytes))) => Some(Answer::new(status, kind, bytes)),
        Ok(Ok(None)) => None,
        Ok(Err(diagnostic)) => {
            let why = format!("{}: {}", diagnostic.place_text(), diagnostic.message);
            let home = snapshot.config().base_url.href("/");
            Some(Answer::own_page(500, &office.notice("This page cannot be shown", &[&why], Some(home))))
        }
        Err(bug) => {
            let words = [
                bug.as_str(),
                "This is a mistake in Waypost, not in your files. Please report it with what the terminal says.",
            ];
            Some(Answer::own_page(500, &office.notice("Waypost made a mistake", &words, None)))
        }
    }
}

/// The page while the library could not be used even once.
fn not_yet(now: &Now, office: &Office) -> Answer {
    let why = now.broken.as_deref().unwrap_or("The library is being read.");
    let words = [why, "This page follows by itself when you have saved."];
    Answer::own_page(503, &office.notice("There is nothing to show yet", &words, None))
}

/// A page with the preview's one tag in it: before the end of the body, else at the very end.
fn with_tag(html: &[u8], version: &str, kept: Option<&str>) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = html.windows(END.len()).rposition(|window| window == END).unwrap_or(html.len());
    let mut kept_text = String::new();
    if let Some(file) = kept {
        let file = file.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        kept_text = format!(" data-kept=\"{file}\"");
    }
    let tag = format!("<script src=\"{TAG}\" data-version=\"{version}\"{kept_text} defer></script>");
    let (before, after) = html.split_at_checked(at).unwrap_or((html, &[]));
    [before, tag.as_bytes(), after].concat()
}

/// What is the preview's alone.
fn own(now: &Now, office: &Office, path: &str, query: &str) -> Answer {
    match path {
        "messages.json" => Answer::json(messages::messages(now, &office.editor)),
        "source.json" => {
            let asked = query_value(query, "page");
            let found = now.snapshot.as_ref().and_then(|snapshot| {
                let asked = guard::path(&asked.parse().ok()?).ok()?;
                let base = base_path(snapshot);
                let below = asked.strip_prefix(base.as_str())?;
                let file = if below.is_empty() || below.ends_with('/') {
                    format!("{below}index.html")
                } else {
                    below.to_owned()
                };
                source::source(snapshot, &file, &office.editor)
            });
            // A page without a source is no mistake, which a browser would report as one.
            Answer::json(found.unwrap_or_else(|| "null".to_owned()))
        }
        "" => Answer::to(format!("{OWN}desk/")),
        "desk" | "desk/coverage" | "handbook" => Answer::to(format!("{OWN}{path}/")),
        "desk/" => office.desk(now, query).map_or_else(|| not_yet(now, office), |html| Answer::own_page(200, &html)),
        _ if path.starts_with("calendar/") => calendar(now, path),
        "desk/coverage/" => {
            office.coverage(now, query).map_or_else(|| not_yet(now, office), |html| Answer::own_page(200, &html))
        }
        "handbook/" => office.handbook(now).map_or_else(|| not_yet(now, office), |html| Answer::own_page(200, &html)),
        _ => match office.preview.files().iter().find(|file| file.path == path) {
            Some(file) => Answer::new(200, content_type(path), file.bytes.as_slice()),
            None => {
                let words = ["The preview has nothing at this address. The desk and the handbook are linked above."];
                Answer::own_page(404, &office.notice("Nothing here", &words, Some("/".to_owned())))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_before_the_end_of_the_body() {
        let check = |html: &str, kept, expect: &str| {
            assert_eq!(String::from_utf8(with_tag(html.as_bytes(), "1a", kept)).unwrap(), expect);
        };
        let tag = r#"<script src="/_waypost/live.js" data-version="1a" defer></script>"#;
        check("<body></body></html>", None, &format!("<body>{tag}</body></html>"));
        check("<p>x", None, &format!("<p>x{tag}"));
        check("</body></body>", None, &format!("</body>{tag}</body>"));
        let kept = r#"<script src="/_waypost/live.js" data-version="1a" data-kept="a&quot;b.md" defer></script>"#;
        check("</body>", Some("a\"b.md"), &format!("{kept}</body>"));
    }
}
