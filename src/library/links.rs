//! What references and links lead to.

use std::collections::BTreeMap;

use super::items::{FileSet, Hidden, ItemId, Library};
use super::media::{Media, Players};
use crate::diag::{Code, Diagnostic, nearest};
use crate::model::{Address, Entry, EntryId, Kind, Lang, Reference, Visibility};
use crate::syntax::{Film, Link, LinkForm, film, has_unsafe_scheme, scheme};
use crate::text::{SourcePath, Span, Spanned};

/// What a link of a body leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedLink {
    /// Start of the link in the file.
    pub at: u32,
    /// Where it leads.
    pub to: LinkTo,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTo {
    /// An entry, perhaps at a heading.
    Item(ItemId, Option<String>),
    /// A place on the same page.
    Here(String),
    /// A page that Waypost makes, by its route, with whatever `?…#…` was written behind it.
    Made(String, String),
    /// A file of the site, with whatever `#…` was written behind it.
    File(SourcePath, String),
    /// A film or recording of the site that the page plays.
    Media(Box<Media>),
    /// Another site, a mail address, a telephone number.
    Elsewhere(String),
    /// A film at another site, with its address as it was written.
    Film(Box<Film>, String),
    /// Nowhere: kept as text.
    Nowhere,
}

impl LinkTo {
    /// The files of the site that a page needs for it.
    pub fn files(&self) -> Vec<&SourcePath> {
        match self {
            LinkTo::File(path, _) => vec![path],
            LinkTo::Media(media) => media.files().collect(),
            _ => Vec::new(),
        }
    }
}

/// What a name is known as.
pub(super) enum Known {
    Item(ItemId),
    Hidden(Hidden),
    No,
}

/// Resolves the references of one entry against the library.
pub(super) struct Resolver<'a> {
    pub(super) library: &'a Library,
    /// Entries by route, and by old address.
    pub(super) routes: &'a BTreeMap<String, ItemId>,
    pub(super) files: &'a FileSet,
    pub(super) languages: &'a [Lang],
    pub(super) entry: &'a Entry,
    /// The films of the text.
    pub(super) players: Players,
    /// Whether the entry waits for its day: what it refers to may appear until then.
    pub(super) waiting: bool,
    pub(super) complaints: Vec<Diagnostic>,
}

impl Resolver<'_> {
    pub(super) fn known(&self, id: &EntryId) -> Known {
        let library = self.library;
        let found = library.find(id, &self.entry.lang);
        let Some(hidden) = library.hidden.get(id) else { return found.map_or(Known::No, Known::Item) };
        // What a reader would be led to, were it published: their language's, else the default one's.
        let wanted = [&self.entry.lang, library.default_language()];
        let leads = found.filter(|item| wanted.contains(&&library.item(*item).entry.lang));
        let why = wanted.iter().find_map(|lang| hidden.iter().find(|(known, _)| known == *lang));
        match (leads, why, found, hidden.first()) {
            (Some(item), ..) | (None, None, Some(item), _) => Known::Item(item),
            (None, Some((_, why)), ..) | (None, None, None, Some((_, why))) => Known::Hidden(*why),
            (None, None, None, None) => Known::No,
        }
    }

    /// Resolves a reference of a field; complains when it leads nowhere or to the wrong kind.
    pub(super) fn field(&mut self, reference: &Spanned<Reference>, kinds: &[Kind], field: &str) -> Option<ItemId> {
        let id = &reference.value.id;
        if *id == self.entry.id && !matches!(field, "requires" | "next") {
            // A principle that names itself among its principles says nothing wrong.
            if field == "principles" {
                return None;
            }
            let help = Some("take it out; a page need not lead to itself".to_owned());
            self.complain(Code::ReferenceSelf, reference.span, format!("`{field}` names this entry itself"), help);
            return None;
        }
        match self.known(id) {
            Known::Item(item) => {
                let kind = self.library.item(item).kind();
                if kinds.is_empty() || kinds.contains(&kind) {
                    return Some(item);
                }
                let wanted: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
                let message = format!("`{field}` takes {}, and `{id}` is a {}", join_or(&wanted), kind.name());
                self.complain(Code::ReferenceKind, reference.span, message, None);
                None
            }
            Known::Hidden(Hidden::Unreadable) => None,
            Known::Hidden(Hidden::NotPublished(visibility)) => {
                self.unpublished(id, visibility, reference.span);
                None
            }
            Known::No => {
                let kind = kinds.first().copied().filter(|_| kinds.len() == 1);
                let message = match kind {
                    Some(kind) => format!("there is no {} `{}`", kind.name(), reference.value.written),
                    None => format!("there is no entry `{}`", reference.value.written),
                };
                let help = self.nearest_id(id, kind);
                self.complain(Code::ReferenceMissing, reference.span, message, help);
                None
            }
        }
    }

    fn unpublished(&mut self, id: &EntryId, visibility: Visibility, span: Span) {
        if self.waiting {
            return;
        }
        let why = match visibility {
            Visibility::Draft => "a draft".to_owned(),
            Visibility::Scheduled(date) => format!("not published before {date}"),
            Visibility::Expired(date) => format!("no longer published since {date}"),
            Visibility::Published => "not published".to_owned(),
        };
        let help = "publish it, or take the reference out until it is".to_owned();
        self.complain(Code::ReferenceUnpublished, span, format!("`{id}` is {why}"), Some(help));
    }

    pub(super) fn complain(&mut self, code: Code, span: Span, message: String, help: Option<String>) {
        let mut complaint = Diagnostic::new(code, self.entry.path(), span, message);
        complaint.help = help;
        self.complaints.push(complaint);
    }

    fn nearest_id(&self, id: &EntryId, kind: Option<Kind>) -> Option<String> {
        let ids = self.library.items.iter().map(|item| item.entry.id.as_str());
        let ids = ids.filter(|id| kind.is_none_or(|kind| id.starts_with(kind.folder())));
        let name = id.as_str().rsplit('/').next().unwrap_or("");
        let same_name = || {
            let ids = self.library.items.iter().map(|item| item.entry.id.as_str());
            ids.filter(|other| other.rsplit('/').next() == Some(name)).min()
        };
        let found = nearest(id.as_str(), ids).or_else(same_name)?;
        Some(format!("did you mean `{found}`?"))
    }

    /// Resolves a link or image of the body.
    pub(super) fn link(&mut self, link: &Link) -> ResolvedLink {
        let to = match self.target(link) {
            LinkTo::File(file, rest) => self.media(link, file, rest),
            to => to,
        };
        ResolvedLink { at: link.span.start, to }
    }

    fn target(&mut self, link: &Link) -> LinkTo {
        let target = link.target.trim();
        let is_media = link.form.is_media();
        if has_unsafe_scheme(target) || target.contains(|c: char| c.is_control()) {
            if !link.form.is_html() {
                let shown: String = target.chars().filter(|c| !c.is_control()).take(60).collect();
                let message = format!("the address `{shown}` is not one that a page may link to");
                let help = "use https, mailto or tel, or a reference to an entry".to_owned();
                self.complain(Code::LinkScheme, link.span, message, Some(help));
            }
            return LinkTo::Nowhere;
        }
        if scheme(target).is_some() || target.starts_with("//") {
            return self.elsewhere(target, link);
        }
        let (path, fragment) = split_fragment(target);
        match path.split_once('?').map_or((path, ""), |(path, query)| (path, query)) {
            ("", _) => self.here(fragment, link.span),
            (path, query) if path.starts_with('/') => self.rooted(path, query, fragment, link.span),
            (path, _) => self.named(&percent_decoded(path), fragment, is_media, link.span),
        }
    }

    fn elsewhere(&mut self, target: &str, link: &Link) -> LinkTo {
        let film = film(target).filter(|_| link.form == LinkForm::Image || !link.form.is_media());
        if film.is_none() && link.form.is_media() {
            let message =
                "this image or media file would be loaded from another site, which would learn of every reader"
                    .to_owned();
            let help = "put the file beside the text or in static/, and name it there".to_owned();
            self.complain(Code::RemoteMedia, link.span, message, Some(help));
        }
        let target = if target.starts_with("//") { format!("https:{target}") } else { target.to_owned() };
        match film {
            // What a frame loads is no page to read.
            Some(film) if link.form == LinkForm::HtmlFrame => LinkTo::Film(Box::new(film.clone()), film.url),
            Some(film) => LinkTo::Film(Box::new(film), target),
            None => LinkTo::Elsewhere(target),
        }
    }

    fn here(&mut self, fragment: Option<&str>, span: Span) -> LinkTo {
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
            self.complain(
                Code::ReferenceMissing,
                span,
                "this link leads nowhere".to_owned(),
                Some("name an entry: [urge surfing](tools/urge-surfing)".to_owned()),
            );
            return LinkTo::Nowhere;
        };
        let fragment = percent_decoded(fragment);
        if self.has_heading(self.entry, &fragment, span) { LinkTo::Here(fragment) } else { LinkTo::Nowhere }
    }

    /// Whether an entry has a heading of that id; complains when it has not.
    fn has_heading(&mut self, entry: &Entry, fragment: &str, span: Span) -> bool {
        let headings = &entry.outline.headings;
        if headings.iter().any(|heading| heading.id == fragment) {
            return true;
        }
        let message = match entry.id == self.entry.id {
            true => format!("this page has no heading `#{fragment}`"),
            false => format!("`{}` has no heading `#{fragment}`", entry.id),
        };
        let near = nearest(fragment, headings.iter().map(|heading| heading.id.as_str()));
        let help = near.map(|id| format!("did you mean `{id}`?"));
        self.complain(Code::ReferenceHeading, span, message, help);
        false
    }

    /// An address from the site's root: an entry's, an old one, a made page's, or a file of `static/`.
    fn rooted(&mut self, path: &str, query: &str, fragment: Option<&str>, span: Span) -> LinkTo {
        let decoded = percent_decoded(path);
        let with_slash = if decoded.ends_with('/') { decoded.clone() } else { format!("{decoded}/") };
        let entry = self.routes.get(&decoded).or_else(|| self.routes.get(&with_slash)).copied();
        if let Some(item) = entry {
            return self.item(item, fragment, span);
        }
        let made = &self.library.made;
        if let Some(route) = [&decoded, &with_slash].into_iter().find(|route| made.contains_key(*route)) {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
            return LinkTo::Made(route.clone(), query + &fragment);
        }
        if let Some(file) = self.files.get(&format!("static{decoded}")) {
            return LinkTo::File(file.path.clone(), fragment_of(fragment));
        }
        if self.waiting {
            return LinkTo::Nowhere;
        }
        let near =
            nearest(&with_slash, self.routes.keys().map(String::as_str)).and_then(|route| self.routes.get(route));
        let help = match near {
            Some(item) => format!("did you mean `{}`?", self.library.item(*item).entry.id),
            None => "name the entry by its id: tools/urge-surfing; files lie in static/".to_owned(),
        };
        let message = format!("there is nothing at `{path}` on this site");
        self.complain(Code::ReferenceMissing, span, message, Some(help));
        LinkTo::Nowhere
    }

    fn item(&mut self, item: ItemId, fragment: Option<&str>, span: Span) -> LinkTo {
        let library = self.library;
        let fragment = fragment.filter(|fragment| !fragment.is_empty()).map(percent_decoded);
        let found = fragment.filter(|fragment| self.has_heading(&library.item(item).entry, fragment, span));
        LinkTo::Item(item, found)
    }

    /// An entry's id, or a path relative to the file: another entry's file, or a file beside it.
    fn named(&mut self, path: &str, fragment: Option<&str>, is_media: bool, span: Span) -> LinkTo {
        if !is_media {
            let plain = path.trim_end_matches('/');
            let plain = plain.strip_suffix(".md").unwrap_or(plain);
            // A file's name is a path from here first, an id otherwise.
            for as_path in [path.ends_with(".md"), !path.ends_with(".md")] {
                let id = if as_path { self.relative_id(path) } else { Some(EntryId::new(plain)) };
                let Some(id) = id else { continue };
                match self.known(&id) {
                    Known::Item(item) => return self.item(item, fragment, span),
                    Known::Hidden(Hidden::Unreadable) => return LinkTo::Nowhere,
                    Known::Hidden(Hidden::NotPublished(visibility)) => {
                        self.unpublished(&id, visibility, span);
                        return LinkTo::Nowhere;
                    }
                    Known::No => {}
                }
            }
        }
        match self.file(path) {
            Some(file) => LinkTo::File(file, fragment_of(fragment)),
            None => {
                self.nothing_named(path, is_media, span);
                LinkTo::Nowhere
            }
        }
    }

    fn nothing_named(&mut self, path: &str, is_media: bool, span: Span) {
        let extension =
            path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension);
        let is_file = is_media || (!extension.is_empty() && extension != "md" && extension.len() <= 5);
        if is_file {
            let folder = self.entry.path().folder();
            let beside = self.files.keys().filter_map(|file| file.strip_prefix(folder)?.strip_prefix('/'));
            let help = nearest(path, beside)
                .map(|name| format!("did you mean `{name}`?"))
                .unwrap_or_else(|| format!("put the file into {folder}/, or into static/ and begin its name with /"));
            return self.complain(
                Code::FileMissing,
                span,
                format!("there is no file `{path}` beside this text"),
                Some(help),
            );
        }
        let relative = self.relative_id(path).filter(|_| path.contains("./") || path.ends_with(".md"));
        let id = relative.unwrap_or_else(|| EntryId::new(path.trim_end_matches(".md")));
        let help = self.nearest_id(&id, None);
        self.complain(Code::ReferenceMissing, span, format!("there is no entry `{path}`"), help);
    }

    /// The entry whose file a path relative to this one names.
    fn relative_id(&self, path: &str) -> Option<EntryId> {
        let joined = join_path(self.entry.path().folder(), path.trim_end_matches('/'))?;
        let file = if joined.ends_with(".md") { joined } else { format!("{joined}.md") };
        Address::of(&file, self.languages).ok().map(|address| address.id)
    }

    /// The file that a path beside this entry, or below `static/`, names.
    pub(super) fn file(&self, path: &str) -> Option<SourcePath> {
        let joined = match path.strip_prefix('/') {
            Some(below) => join_path("static", below).filter(|path| path.starts_with("static/"))?,
            None => join_path(self.entry.path().folder(), path)?,
        };
        self.files.get(&joined).map(|file| file.path.clone())
    }

    /// Resolves a file that a field names; complains when it is not there.
    pub(super) fn field_file(&mut self, written: &Spanned<String>) -> Option<SourcePath> {
        let text = written.value.as_str();
        let found = self.file(text);
        if found.is_none() {
            self.nothing_named(text, true, written.span);
        }
        found
    }
}

fn join_or(words: &[&str]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => format!("a {last}"),
        Some((last, others)) => format!("a {} or a {last}", others.join(", a ")),
    }
}

fn split_fragment(target: &str) -> (&str, Option<&str>) {
    target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)))
}

fn fragment_of(fragment: Option<&str>) -> String {
    fragment.map_or(String::new(), |fragment| format!("#{fragment}"))
}

/// Joins a folder and a relative path, resolving `.` and `..`; nothing when it leaves the site.
pub fn join_path(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Resolves `%20` and the like; what is not valid stays as it is.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|byte| *byte >= 0x20) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_stay_inside() {
        assert_eq!(join_path("content/articles", "../tools/a.md").as_deref(), Some("content/tools/a.md"));
        assert_eq!(join_path("content", "./a//b").as_deref(), Some("content/a/b"));
        assert_eq!(join_path("content", "../../etc"), None);
    }

    #[test]
    fn percent_signs() {
        assert_eq!(percent_decoded("a%20b"), "a b");
        assert_eq!(percent_decoded("%zz%"), "%zz%");
        assert_eq!(percent_decoded("%ff"), "%ff");
        assert_eq!(percent_decoded("%00"), "%00");
    }
}
