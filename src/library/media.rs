//! Films and recordings of the site: what lies beside one and belongs to it, by its name.

use super::items::FileSet;
use super::links::{LinkTo, Resolver};
use crate::config::is_language_tag;
use crate::diag::Code;
use crate::model::Lang;
use crate::syntax::{Link, LinkForm, MediaKind, Outline, media_kind};
use crate::text::SourcePath;

/// Endings of pictures that stand for a film until it plays, the first that is there.
const POSTERS: [&str; 5] = ["webp", "jpg", "jpeg", "png", "avif"];

/// A film or recording of the site, with the files that belong to it: `walk.mp4`, and beside it
/// `walk.vtt`, `walk.es.vtt`, `walk.txt`, `walk.es.txt`, `walk.webp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The file that is played.
    pub file: SourcePath,
    /// What it is played as.
    pub kind: MediaKind,
    /// Captions, the page's language first, each language once.
    pub captions: Vec<(Lang, SourcePath)>,
    /// What is said, in the page's language where that is there.
    pub transcript: Option<(Lang, SourcePath)>,
    /// The picture that stands for it until it plays.
    pub poster: Option<SourcePath>,
}

impl Media {
    /// Finds what belongs to a film that a page in `lang` shows; `default` is the site's language.
    pub(super) fn find(files: &FileSet, file: &SourcePath, kind: MediaKind, lang: &Lang, default: &Lang) -> Self {
        let path = file.as_str();
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let by_hand = |suffix: &str| spoken(files, stem, suffix, lang, default);
        let poster = POSTERS.iter().find_map(|suffix| files.get(&format!("{stem}.{suffix}")));
        Self {
            file: file.clone(),
            kind,
            captions: by_hand("vtt"),
            transcript: by_hand("txt").into_iter().next(),
            poster: poster.filter(|_| kind == MediaKind::Video).map(|file| file.path.clone()),
        }
    }

    /// Every file that the page needs for it.
    pub fn files(&self) -> impl Iterator<Item = &SourcePath> {
        let captions = self.captions.iter().chain(&self.transcript).map(|(_, path)| path);
        std::iter::once(&self.file).chain(captions).chain(&self.poster)
    }
}

/// The files `stem.suffix` and `stem.<language>.suffix`, those in `lang` first. The one that names no
/// language is in the page's, or, where that has its own, in the site's.
fn spoken(files: &FileSet, stem: &str, suffix: &str, lang: &Lang, default: &Lang) -> Vec<(Lang, SourcePath)> {
    let mut found: Vec<(Lang, SourcePath)> = Vec::new();
    let start = format!("{stem}.");
    for (path, file) in files.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start)) {
        let tag = path.get(start.len()..).and_then(|rest| rest.strip_suffix(suffix)?.strip_suffix('.'));
        if let Some(tag) = tag.filter(|tag| is_language_tag(tag)) {
            found.push((Lang::new(tag), file.path.clone()));
        }
    }
    if let Some(file) = files.get(&format!("{stem}.{suffix}")) {
        let of_page = found.iter().any(|(known, _)| known == lang);
        let own = if of_page { default } else { lang };
        if !found.iter().any(|(known, _)| known == own) {
            found.push((own.clone(), file.path.clone()));
        }
    }
    found.sort_by(|a, b| (&a.0 != lang, &a.0).cmp(&(&b.0 != lang, &b.0)));
    found
}

impl Resolver<'_> {
    /// What a film or recording leads to that lies at `file`; complains where people who do not hear
    /// it are told nothing.
    pub(super) fn media(&mut self, link: &Link, file: SourcePath, rest: String) -> LinkTo {
        let Some(kind) = media_kind(file.as_str()) else { return LinkTo::File(file, rest) };
        if !matches!(link.form, LinkForm::Image | LinkForm::HtmlPlayer | LinkForm::HtmlSource) {
            return LinkTo::File(file, rest);
        }
        let mut media = Media::find(self.files, &file, kind, &self.entry.lang, self.library.default_language());
        let (has_track, has_block, again) = self.players.told(link);
        if link.form == LinkForm::HtmlSource || has_track {
            // The author's own tags say which captions there are.
            media.captions.clear();
        }
        let has_captions = kind == MediaKind::Video && (has_track || !media.captions.is_empty());
        if !has_captions && !has_block && media.transcript.is_none() && !again {
            let (message, help) = match kind {
                MediaKind::Video => (
                    "this film has no captions and no transcript, so people who do not hear it are told nothing",
                    "put captions beside it (film.vtt) or what is said (film.txt), named like the film, or write a :::transcript block below it",
                ),
                MediaKind::Audio => (
                    "this recording has no transcript, so people who do not hear it are told nothing",
                    "put what is said beside it as text, named like the recording (talk.txt), or write a :::transcript block below it",
                ),
            };
            self.complain(Code::MediaTranscript, link.span, message.to_owned(), Some(help.to_owned()));
        }
        if link.form == LinkForm::HtmlSource { LinkTo::File(file, rest) } else { LinkTo::Media(Box::new(media)) }
    }
}

/// Where the films and recordings of a text stand, and what is told below them: worked out once, so that
/// a page of thousands costs no more than its length.
#[derive(Debug, Default)]
pub(super) struct Players {
    /// In order of place.
    films: Vec<Player>,
    /// Where captions of the author's own stand (`<track>`), in order.
    tracks: Vec<u32>,
    /// Where blocks with a transcript begin, in order.
    transcripts: Vec<u32>,
}

/// One of them.
#[derive(Debug)]
struct Player {
    at: u32,
    /// Where the next one stands that is another film.
    next: u32,
    /// Whether it gives again, in another format, what the one before it gave.
    again: bool,
}

impl Players {
    pub(super) fn of(outline: &Outline) -> Self {
        let mut links: Vec<&Link> = outline.links.iter().filter(|link| is_player(link)).collect();
        links.sort_by_key(|link| link.span.start);
        let mut films: Vec<Player> = Vec::with_capacity(links.len());
        let mut after: Option<(&Link, u32)> = None;
        for (index, link) in links.iter().enumerate().rev() {
            let at = link.span.start;
            let next = match after {
                Some((other, next)) if other.span.start == at || is_twin(link, other) => next,
                Some((other, _)) => other.span.start,
                None => u32::MAX,
            };
            let before = links.get(..index).and_then(|before| before.iter().rfind(|other| other.span.start < at));
            films.push(Player { at, next, again: before.is_some_and(|other| is_twin(other, link)) });
            after = Some((link, next));
        }
        films.reverse();
        let is_track = |link: &&Link| link.form == LinkForm::HtmlTrack;
        let mut tracks: Vec<u32> = outline.links.iter().filter(is_track).map(|link| link.span.start).collect();
        tracks.sort_unstable();
        let blocks = outline.directives.iter().filter(|block| block.name == "transcript");
        let mut transcripts: Vec<u32> = blocks.map(|block| block.span.start).collect();
        transcripts.sort_unstable();
        Self { films, tracks, transcripts }
    }

    /// Whether, before the next film, there are captions of the author's own, and a block with a
    /// transcript; and whether the film gives again what the one before it gave.
    fn told(&self, link: &Link) -> (bool, bool, bool) {
        let at = link.span.start;
        let film = self.films.binary_search_by_key(&at, |film| film.at).ok().and_then(|index| self.films.get(index));
        let next = film.map_or(u32::MAX, |film| film.next);
        let is_below = |places: &[u32]| {
            let first = places.partition_point(|place| *place <= at);
            places.get(first).is_some_and(|place| *place < next)
        };
        (is_below(&self.tracks), is_below(&self.transcripts), film.is_some_and(|film| film.again))
    }
}

/// Whether one `<source>` gives what another gives, in another format: the same but for its ending.
fn is_twin(one: &Link, other: &Link) -> bool {
    let stem = |link: &Link| link.target.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    one.form == LinkForm::HtmlSource && other.form == LinkForm::HtmlSource && stem(one) == stem(other)
}

/// Whether a link is one that is played.
fn is_player(link: &Link) -> bool {
    let is_form = matches!(link.form, LinkForm::Image | LinkForm::HtmlPlayer | LinkForm::HtmlSource);
    let path = link.target.split(['?', '#']).next().unwrap_or("");
    is_form && media_kind(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::SiteFile;

    /// Finds what belongs to `content/a/film.mp4` on a page in `lang` of an English site; holds it
    /// against `language:file` lists.
    fn check(files: &[&str], lang: &str, expected: &str) {
        let file = |name: &&str| {
            let path = SourcePath::new(format!("content/a/{name}"));
            (path.to_string(), SiteFile { path, size: 1 })
        };
        let set: FileSet = files.iter().map(file).collect();
        let film = SourcePath::new("content/a/film.mp4");
        let found = Media::find(&set, &film, MediaKind::Video, &Lang::new(lang), &Lang::new("en"));
        let name = |(lang, path): &(Lang, SourcePath)| format!("{lang}:{}", path.file_name());
        let captions: Vec<String> = found.captions.iter().map(name).collect();
        let transcript = found.transcript.as_ref().map(name).unwrap_or_default();
        let poster = found.poster.as_ref().map_or("", |path| path.file_name());
        assert_eq!(format!("{} | {transcript} | {poster}", captions.join(" ")), expected, "{files:?}");
    }

    #[test]
    fn what_lies_beside_a_film_belongs_to_it_by_name() {
        check(&["film.mp4"], "en", " |  | ");
        check(&["film.vtt", "film.txt", "film.jpg"], "en", "en:film.vtt | en:film.txt | film.jpg");
        check(&["film.es.vtt", "film.vtt"], "en", "en:film.vtt es:film.es.vtt |  | ");
        check(&["film.es.vtt", "film.vtt"], "es", "es:film.es.vtt en:film.vtt |  | ");
        check(&["film.vtt", "film.de.vtt"], "es", "es:film.vtt de:film.de.vtt |  | ");
        check(&["film.en.vtt", "film.vtt"], "en", "en:film.en.vtt |  | ");
        check(&["film.es.txt", "film.txt"], "es", " | es:film.es.txt | ");
        check(&["film.es.txt"], "en", " | es:film.es.txt | ");
        check(&["film.webp", "film.png"], "en", " |  | film.webp");
        check(&["films.vtt", "film.x1.vtt", "film-2.vtt", "film.vtt.bak", "film..vtt"], "en", " |  | ");
    }
}
