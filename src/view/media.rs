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
            hasher.part(url).part(lang).part(dir).part(note);
            // Nothing said, and more than a page shows, are two things.
            hasher.part([u8::from(text.is_some())]).part(text.as_deref().unwrap_or(""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: Option<&str>) -> crate::text::Fingerprint {
        let (url, lang, dir) = ("/a.txt".to_owned(), String::new(), String::new());
        let transcript = TranscriptView { url, lang, dir, note: String::new(), text: text.map(Into::into) };
        let (note, absolute_url) = (String::new(), String::new());
        let captions = Vec::new();
        let size = (1, 1);
        let mut hasher = Hasher::new();
        let transcript = Some(transcript);
        MediaView { is_video: true, poster: None, size, captions, transcript, note, absolute_url }.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn no_words_and_too_many_are_two_things() {
        assert_ne!(of(None), of(Some("")));
        assert_ne!(of(Some("a")), of(Some("")));
    }
}
