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
