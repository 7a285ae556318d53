use super::{MediaView, TranscriptView};
use crate::text::Hasher;

/// Bytes of a file as people read them: whole kilobytes of 1000 bytes, megabytes with one decimal.
/// `word` gives the theme's words of `sizes`.
pub fn file_size<'a>(word: impl Fn(&str) -> &'a str, bytes: u64) -> String {
    if bytes < 999_500 {
        return word("sizes.kilobytes").replace("{n}", &bytes.div_ceil(1000).to_string());
    }
    let tenths = (bytes + 50_000) / 100_000;
    let number = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}{}{tenth}", tenths / 10, word("sizes.decimal")),
    };
    word("sizes.megabytes").replace("{n}", &number)
}

impl MediaView {
    /// Adds all that the player's HTML follows from.
    pub(super) fn hash(&self, hasher: &mut Hasher) {
        let flags = [self.is_video, self.transcript.is_some()].map(u8::from);
        hasher.part(flags).part([self.size.0, self.size.1].map(u32::to_le_bytes).as_flattened());
        hasher.part(&self.note).part(&self.absolute_url).part(self.poster.as_deref().unwrap_or(""));
        for captions in &self.captions {
            hasher.part(&captions.url).part(&captions.lang).part(&captions.label);
        }
        hasher.part("transcript");
        if let Some(TranscriptView { url, lang, dir, note, text }) = &self.transcript {
            hasher.part(url).part(lang).part(dir).part(note).part(text.as_deref().unwrap_or(""));
        }
    }
}
