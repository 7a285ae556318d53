//! Files that a text leads to: their type and size in words, and players.

use std::sync::Arc;

use super::Maker;
use super::body::file_url;
use super::words::own_name;
use crate::library::Media;
use crate::model::Lang;
use crate::syntax::{Link, LinkForm, MediaKind};
use crate::text::SourcePath;
use crate::view::{CaptionsView, MediaView, TranscriptView, file_size};

/// What a film is drawn as that has no picture: 16 to 9.
const USUAL_SIZE: (u32, u32) = (1280, 720);

/// Endings of files that are pictures or pages: a link to one needs no word about its size.
const SHOWN: [&str; 11] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "html", "htm", "xml"];

/// The type of a file by its name, in capitals; empty where the name does not tell.
pub(super) fn file_type(name: &str) -> String {
    let suffix = name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    let fits = (1..=5).contains(&suffix.len()) && suffix.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits { suffix.to_ascii_uppercase() } else { String::new() }
}

/// Type and size of a file of the site in words: `PDF, 120 kB`; empty where the file is not there.
fn note(maker: &Maker, path: &SourcePath, lang: &Lang, with_type: bool) -> String {
    let Some(file) = maker.materials.files.get(path.as_str()) else { return String::new() };
    let words = maker.words(lang);
    let size = file_size(|key| words.get(key), file.size);
    match file_type(path.file_name()) {
        name if with_type && !name.is_empty() => words.fill("entry.file", &[("type", &name), ("size", &size)]),
        _ => size,
    }
}

/// What a link in running text should add to its words; empty where they say it already, and for
/// what a browser shows as a page or a picture.
pub(super) fn link_note(maker: &Maker, link: &Link, path: &SourcePath, lang: &Lang) -> String {
    let kind = file_type(path.file_name());
    let is_shown = SHOWN.iter().any(|shown| shown.eq_ignore_ascii_case(&kind));
    if is_shown || !matches!(link.form, LinkForm::Link | LinkForm::HtmlLink) {
        return String::new();
    }
    let said: Vec<String> = words_of(&link.text).collect();
    let is_size = |word: &String| {
        ["kb", "mb", "kib", "mib", "ko", "mo"].contains(&word.trim_start_matches(|c: char| c.is_numeric()))
    };
    if said.iter().any(is_size) {
        return String::new();
    }
    note(maker, path, lang, !said.contains(&kind.to_lowercase()))
}

/// The words of a text in lower case.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The player of a film or recording.
pub(super) fn player(maker: &Maker, media: &Media, lang: &Lang) -> MediaView {
    let poster = media.poster.as_ref();
    let size = poster.and_then(|path| maker.materials.image_sizes.get(path)).copied();
    let captions = |(own, path): &(Lang, SourcePath)| CaptionsView {
        url: file_url(maker, path),
        lang: own.to_string(),
        label: own_name(own).to_owned(),
    };
    let transcript = |(own, path): &(Lang, SourcePath)| {
        let is_foreign = own != lang;
        TranscriptView {
            url: file_url(maker, path),
            lang: if is_foreign { own.to_string() } else { String::new() },
            dir: if is_foreign { own.direction().to_owned() } else { String::new() },
            note: note(maker, path, lang, true),
            text: maker.materials.transcripts.get(path).map(Arc::clone),
        }
    };
    MediaView {
        is_video: media.kind == MediaKind::Video,
        poster: poster.map(|path| file_url(maker, path)),
        size: size.unwrap_or(USUAL_SIZE),
        captions: media.captions.iter().map(captions).collect(),
        transcript: media.transcript.as_ref().map(transcript),
        note: note(maker, &media.file, lang, true),
        absolute_url: format!("{}{}", maker.config().base_url.origin, file_url(maker, &media.file)),
    }
}
