use std::sync::Arc;

use crate::syntax::Film;
use crate::text::{Hasher, SourceFile, Span};

/// A Markdown body with everything in it resolved, ready to be rendered without looking anything up.
#[derive(Debug, Clone)]
pub struct BodyView {
    /// The file, shared.
    pub source: SourceFile,
    /// Where the body stands in it.
    pub span: Span,
    /// Heading ids in order, one for each heading event.
    pub heading_ids: Vec<String>,
    /// Whether there is raw HTML to sanitise.
    pub has_html: bool,
    /// What each link and image leads to, sorted by start of the construct (file offset). A link
    /// without a target here is kept as its text.
    pub targets: Vec<Target>,
    /// Language tag of the page, for words that rendering adds.
    pub lang: String,
    /// How it stands on its page.
    pub setting: Setting,
}

/// How a body stands on a page. By itself, as most do, it has the page's ids and headings to itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// What every id of the body begins with: empty, or `wp-3-` for the third of several. In `heading_ids`
    /// and `targets` it stands already.
    pub prefix: String,
    /// How many levels its headings stand lower than they are written.
    pub lower: u8,
    /// Whether the page is made to be printed: pictures are there from the beginning.
    pub is_for_paper: bool,
}

impl PartialEq for BodyView {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
            && self.heading_ids == other.heading_ids
            && self.targets == other.targets
            && self.lang == other.lang
            && self.setting == other.setting
    }
}

impl BodyView {
    /// The Markdown.
    pub fn text(&self) -> &str {
        self.span.of(self.source.text())
    }

    /// Adds all that the body's HTML follows from, but for the language's words and help lines.
    pub(super) fn hash(&self, hasher: &mut Hasher) {
        let Setting { prefix, lower, is_for_paper } = &self.setting;
        hasher.part(self.text()).part(&self.lang).part([u8::from(self.has_html), *lower, u8::from(*is_for_paper)]);
        hasher.part(prefix);
        for id in &self.heading_ids {
            hasher.part(id);
        }
        for target in &self.targets {
            // Where the body stands in its file is no part of what it says.
            let at = target.at.saturating_sub(self.span.start);
            let (kind, size) = match &target.kind {
                TargetKind::Page => (0, (0, 0)),
                TargetKind::File { size: None, .. } => (1, (0, 0)),
                TargetKind::File { size: Some(size), .. } => (2, *size),
                TargetKind::Elsewhere => (3, (0, 0)),
                TargetKind::Media(_) => (4, (0, 0)),
                TargetKind::Film(_) => (5, (0, 0)),
            };
            let numbers = [at, kind, size.0, size.1].map(u32::to_le_bytes);
            hasher.part(numbers.as_flattened()).part(&target.url).part(&target.lang);
            match &target.kind {
                TargetKind::File { note, .. } => {
                    hasher.part(note);
                }
                TargetKind::Media(media) => media.hash(hasher),
                TargetKind::Film(film) => {
                    hasher.part(&film.site).part(&film.host).part(&film.url);
                }
                TargetKind::Page | TargetKind::Elsewhere => {}
            }
        }
    }
}

/// Where a link or an image of a body leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Start of the construct in the file; several raw HTML addresses may stand in one construct,
    /// each with the start of its attribute.
    pub at: u32,
    /// What the `href` or `src` says.
    pub url: String,
    /// What is there.
    pub kind: TargetKind,
    /// Language tag of what it leads to where it is not the page's own, else empty.
    pub lang: String,
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// A page of this site.
    Page,
    /// A file of this site; for an image with its size where it is known.
    File {
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
        /// What a link to it should add to its words: `PDF, 120 kB`; may be empty.
        note: String,
    },
    /// A film or recording of this site.
    Media(Box<MediaView>),
    /// A film at another site.
    Film(Box<Film>),
    /// Another site, a mail address, a telephone number.
    Elsewhere,
}

impl TargetKind {
    /// What a link should add to its words: type and size of a file; may be empty.
    pub fn note(&self) -> &str {
        match self {
            TargetKind::File { note, .. } => note,
            TargetKind::Media(media) => &media.note,
            TargetKind::Page | TargetKind::Elsewhere | TargetKind::Film(_) => "",
        }
    }

    /// Whether it is a film or recording.
    pub fn is_played(&self) -> bool {
        matches!(self, TargetKind::Media(_) | TargetKind::Film(_))
    }
}

/// A film or recording of this site; its own address is the target's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaView {
    /// Whether it has pictures.
    pub is_video: bool,
    /// The picture that stands for it until it plays.
    pub poster: Option<String>,
    /// Width and height in pixels that the page keeps free.
    pub size: (u32, u32),
    /// Captions, those of the page's language first.
    pub captions: Vec<CaptionsView>,
    /// What is said.
    pub transcript: Option<TranscriptView>,
    /// Its type and size: `MP4, 12 MB`.
    pub note: String,
    /// Its whole address, for paper.
    pub absolute_url: String,
}

/// Captions of a film in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionsView {
    /// Where they are.
    pub url: String,
    /// Language tag.
    pub lang: String,
    /// What the language calls itself.
    pub label: String,
}

/// What is said in a film or recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptView {
    /// Where it is as a file.
    pub url: String,
    /// Language tag where it is not the page's own, else empty.
    pub lang: String,
    /// `ltr` or `rtl` where it has a language of its own, else empty.
    pub dir: String,
    /// Its type and size.
    pub note: String,
    /// The words; nothing where they are so many that a link must do.
    pub text: Option<Arc<str>>,
}
