use std::collections::BTreeMap;

/// The words that rendering adds to a body, in one language. `{title}` and `{n}` in a text stand
/// for what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    texts: BTreeMap<&'static str, String>,
}

impl Words {
    /// Every key with its English text, for themes and for tests of their translations.
    pub const ENGLISH: &'static [(&'static str, &'static str)] = &[
        ("alert.caution", "Take care"),
        ("alert.important", "Important"),
        ("alert.note", "Note"),
        ("alert.tip", "Tip"),
        ("alert.warning", "Warning"),
        ("body.anchor", "Link to this section: {title}"),
        ("body.back", "Back to the text"),
        ("body.back_note", "Back to the text, note {n}"),
        ("body.caution", "When not to use this"),
        ("body.download", "Download"),
        ("body.film", "Film at {site}"),
        ("body.film_opens", "The link opens {host}, which may keep track of what you watch."),
        ("body.help", "Talk to someone now"),
        ("body.help_chat", "Chat online"),
        ("body.help_text", "Text"),
        ("body.help_tty", "TTY"),
        ("body.note", "Note {n}"),
        ("body.notes", "Notes"),
        ("body.question", "A question to sit with"),
        ("body.reflection", "Take a moment"),
        ("body.say", "Words to say"),
        ("body.story", "A story made from many"),
        ("body.table", "Table"),
        ("body.transcript", "Read what is said"),
    ];

    /// Words from a theme's texts; what is missing or empty there is English.
    pub fn new(texts: &BTreeMap<String, String>) -> Self {
        let pick = |&(key, english): &(&'static str, &'static str)| {
            let text = texts.get(key).filter(|text| !text.trim().is_empty());
            (key, text.map_or_else(|| english.to_owned(), String::clone))
        };
        Self { texts: Self::ENGLISH.iter().map(pick).collect() }
    }

    /// The text of a key of [`Words::ENGLISH`]; empty for any other.
    pub(super) fn get(&self, key: &str) -> &str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// A text whose `{name}` is filled in.
    pub(super) fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.get(key).replace(name, value)
    }
}

impl Default for Words {
    /// English.
    fn default() -> Self {
        Self::new(&BTreeMap::new())
    }
}
