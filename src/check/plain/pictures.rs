//! Descriptions of pictures that tell nothing of them.

use super::Page;
use super::words::{folded, is_picture_word, picture_opening};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Passage, Picture, film, media_kind};
use crate::text::Span;

/// Characters of a description beyond which a text beside the picture serves readers better.
const LONG: usize = 150;

/// Endings of the names of picture files.
const ENDINGS: [&str; 10] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".heic", ".bmp", ".tiff"];

pub(super) fn check(page: &mut Page<'_>) {
    let path = page.entry.path();
    if let Some(image) = &page.entry.common.image {
        let found = weakness(page.entry.lang.primary(), &image.alt.value, &image.src.value);
        page.complaints.extend(
            found.map(|(message, help)| Diagnostic::new(Code::ImageAltWeak, path, image.alt.span, message).help(help)),
        );
    }
    for picture in &page.passages.pictures {
        if picture.alt.trim().is_empty() || film(&picture.target).is_some() || media_kind(&picture.target).is_some() {
            continue;
        }
        let weak = |message: String| Diagnostic::new(Code::ImageAltWeak, path, picture.span, message);
        if let Some((message, help)) = weakness(page.entry.lang.primary(), &picture.alt, &picture.target) {
            page.complaints.push(weak(message).help(help));
        } else if let Some(span) = same_words(&page.passages.passages, picture) {
            let message = "the description of this image repeats the words beside it";
            let help = "say what the image adds to them; if it adds nothing, write <img src=\"…\" alt=\"\">";
            page.complaints.push(weak(message.to_owned()).and(path, span, "the same words").help(help));
        } else if picture.alt.chars().count() > LONG {
            let length = picture.alt.chars().count();
            let message = format!("the description of this image is {length} characters long");
            let complaint = Diagnostic::new(Code::ImageAltLong, path, picture.span, message);
            page.complaints.push(complaint.help("say the gist in a sentence, and the rest in the text beside it"));
        }
    }
}

/// Why a description tells nothing by itself, and what to do.
fn weakness(lang: &str, alt: &str, target: &str) -> Option<(String, &'static str)> {
    let words = folded(alt);
    if words.is_empty() {
        return None;
    }
    if is_file_name(alt.trim(), target) {
        let message = "the description of this image is the name of a file".to_owned();
        return Some((message, "say what the image tells: A path forks at a signpost"));
    }
    if is_picture_word(lang, &words) {
        let message = format!("the description of this image only says “{}”", alt.trim());
        return Some((message, "say what the image tells: A path forks at a signpost"));
    }
    let opening = picture_opening(lang, &words)?;
    let message = format!("the description of this image begins with “{opening}”, which screen readers say already");
    Some((message, "begin with what is to be seen: A path forks at a signpost"))
}

/// Whether a description is what the file is called, or looks like the name of one.
fn is_file_name(alt: &str, target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or("");
    let name = name.split(['?', '#']).next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let small = alt.to_lowercase();
    let is_one_word = !alt.contains(char::is_whitespace);
    alt == name || (is_one_word && alt == stem) || ENDINGS.iter().any(|end| small.ends_with(end)) || is_camera_name(alt)
}

/// Whether a text is such as cameras and telephones call their pictures: `IMG_1234`, `DSC01234`,
/// `PXL_20240501_101010`.
fn is_camera_name(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let plain = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
    plain && digits >= 4 && (2..=5).contains(&letters) && letters + digits >= text.len() * 3 / 4
}

/// The passage around, before or behind a picture that has the very words of its description.
fn same_words(passages: &[Passage], picture: &Picture) -> Option<Span> {
    let alt = folded(&picture.alt);
    let near = [Some(picture.passage), picture.passage.checked_add(1), picture.passage.checked_sub(1)];
    let near = near.into_iter().flatten().filter_map(|at| passages.get(at));
    near.into_iter().find(|passage| folded(&passage.text) == alt).map(|passage| passage.span)
}
