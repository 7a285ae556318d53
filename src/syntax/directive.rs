use crate::text::Span;

/// The names that `:::` knows, with what each is for (also printed by messages and the handbook).
pub const DIRECTIVES: &[(&str, &str)] = &[
    ("question", "one question to sit with"),
    ("reflection", "sentence openings to finish, with lines to write on when printed"),
    ("story", "a story, made up from several lives"),
    ("help", "the site's help lines"),
    ("say", "words to say aloud"),
    ("caution", "when to stop or not to begin"),
    ("transcript", "what is said in the film or recording above it, folded away"),
    ("lang", "words in another language, whose code comes after the name"),
];

/// A fenced block `:::name Own heading` … `:::`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// One of [`DIRECTIVES`], or what the author wrote in its place.
    pub name: String,
    /// The heading after the name; empty when the directive's usual one is meant.
    pub title: String,
    /// The opening line, relative to the body.
    pub span: Span,
}

impl Directive {
    /// Whether the name is one of [`DIRECTIVES`].
    pub fn is_known(&self) -> bool {
        DIRECTIVES.iter().any(|(name, _)| *name == self.name)
    }

    /// Whether what follows the name is no heading but the language of what stands inside.
    pub fn states_language(&self) -> bool {
        self.name == "lang"
    }

    /// Where what follows the name stands in the body; the whole line where nothing does.
    pub(super) fn title_span(&self, body: &str) -> Span {
        let line = self.span.of(body);
        match line.rfind(self.title.as_str()).filter(|_| !self.title.is_empty()) {
            Some(at) => Span::new(at, at + self.title.len()).shifted(self.span.start as usize),
            None => self.span,
        }
    }
}

/// What a `:::` line does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Opens a directive; the number of colons is at least three.
    Open(Directive, usize),
    /// Closes the innermost one with the same number of colons, or any.
    Close(usize),
}

/// Reads one line as a directive's opening or closing line. The line begins with three or more
/// colons at its very start; what follows a name is the heading.
pub(super) fn read_line(line: &str, span: Span) -> Option<Mark> {
    let colons = line.len() - line.trim_start_matches(':').len();
    if colons < 3 {
        return None;
    }
    let rest = line.get(colons..)?.trim();
    if rest.is_empty() {
        return Some(Mark::Close(colons));
    }
    let (name, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let named = name.chars().next().is_some_and(char::is_alphabetic);
    named.then(|| Mark::Open(Directive { name: name.to_owned(), title: title.trim().to_owned(), span }, colons))
}
