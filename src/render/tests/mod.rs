//! Markdown in, HTML out.

mod blocks;
mod hostile;
mod html;
mod parts;
mod media;
mod text;
mod vectors;
mod well_formed;

use snapbox::IntoData;

use super::{Help, Highlighter, Words, body};
use crate::syntax::{self, LinkForm};
use crate::text::{SourceFile, Span};
use crate::view::{BodyView, CaptionsView, HelpLineView, MediaView, Setting, Target, TargetKind, TranscriptView};

/// Where a test's link leads: what begins with `missing` has no target, images are files of
/// 40 by 30 pixels, what begins with `es/` is a page in Spanish. Everything else is handed on as
/// it is, dangerous schemes too: rendering must refuse them by itself.
fn target(link: &syntax::Link) -> Option<Target> {
    let is_media = link.form.is_media();
    let written = &link.target;
    let at = link.span.start;
    let played = |url: String, kind: TargetKind| Some(Target { at, url, kind, lang: String::new() });
    if let Some(film) = syntax::film(written).filter(|_| link.form == LinkForm::Image || !is_media) {
        let url = if link.form == LinkForm::HtmlFrame { film.url.clone() } else { written.clone() };
        return played(url, TargetKind::Film(Box::new(film)));
    }
    if matches!(link.form, LinkForm::Image | LinkForm::HtmlPlayer)
        && !written.contains(':')
        && let Some(kind) = syntax::media_kind(written)
    {
        let is_video = kind == syntax::MediaKind::Video;
        return played(format!("/f/{written}"), TargetKind::Media(Box::new(media(is_video))));
    }
    if written.ends_with(".pdf") {
        let kind = TargetKind::File { size: None, note: "PDF, 120 kB".to_owned() };
        return played(format!("/f/{written}"), kind);
    }
    if written.starts_with("missing") {
        return None;
    }
    let (url, kind) = if written.contains(':') || written.starts_with(['/', '#', '\\']) {
        (written.clone(), TargetKind::Elsewhere)
    } else if is_media {
        (format!("/f/{written}"), TargetKind::File { size: Some((40, 30)), note: String::new() })
    } else {
        (format!("/{written}/"), TargetKind::Page)
    };
    let lang = if written.starts_with("es/") { "es" } else { "" };
    Some(Target { at: link.span.start, url, kind, lang: lang.to_owned() })
}

/// A film with captions in two languages, a picture and a transcript full of markup.
fn media(is_video: bool) -> MediaView {
    let captions =
        |lang: &str| CaptionsView { url: format!("/f/film.{lang}.vtt"), lang: lang.to_owned(), label: lang.to_owned() };
    let text = "One <b>\n\n\nTwo &\nthree\n</div><script>";
    MediaView {
        is_video,
        poster: is_video.then(|| "/f/film.jpg".to_owned()),
        size: (320, 180),
        captions: if is_video { vec![captions("en"), captions("es")] } else { Vec::new() },
        transcript: Some(TranscriptView {
            url: "/f/film.txt".to_owned(),
            lang: if is_video { "ar" } else { "" }.to_owned(),
            dir: if is_video { "rtl" } else { "" }.to_owned(),
            note: "TXT, 300 kB".to_owned(),
            text: is_video.then(|| text.into()),
        }),
        note: "MP4, 12 MB".to_owned(),
        absolute_url: "https://library.example/f/film.mp4".to_owned(),
    }
}

fn view(markdown: &str) -> BodyView {
    // A body never begins a file.
    let source = SourceFile::new("a.md", format!("---\ntitle: A\n---\n{markdown}"));
    let (parsed, _) = syntax::parse(&source);
    let mut targets: Vec<Target> = parsed.outline.links.iter().filter_map(target).collect();
    targets.sort_by_key(|target| target.at);
    assert_eq!(parsed.body, Span::new(17, source.text().len()));
    BodyView {
        source: source.clone(),
        span: parsed.body,
        heading_ids: parsed.outline.headings.iter().map(|heading| heading.id.clone()).collect(),
        has_html: parsed.outline.has_html,
        targets,
        lang: "en".to_owned(),
        setting: Setting::default(),
    }
}

fn help() -> Help {
    let line = HelpLineView {
        name: "A <line>".to_owned(),
        country: "US".to_owned(),
        call: "988".to_owned(),
        call_url: "tel:988".to_owned(),
        text: "988".to_owned(),
        text_url: "sms:988".to_owned(),
        tty: String::new(),
        tty_url: String::new(),
        chat: "https://chat.example/?a&b".to_owned(),
        url: String::new(),
        hours: "day and night".to_owned(),
        note: String::new(),
        languages: vec!["English".to_owned(), "español".to_owned()],
    };
    Help { lines: vec![line], emergency: "Call 911.".to_owned() }
}

fn render(markdown: &str) -> String {
    body(&view(markdown), &Words::default(), &help(), &Highlighter::new()).html
}

/// Renders and compares; whatever comes out must also be well formed.
fn check(markdown: &str, expected: impl IntoData) {
    let html = render(markdown);
    well_formed::assert(&html, markdown);
    snapbox::assert_data_eq!(html, expected.raw());
}
