use super::{SourcePath, Span};

/// A change of a file's text: these bytes of it are to be replaced. An empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub file: SourcePath,
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

impl Edit {
    /// Replaces the bytes of `span` by `text`.
    pub fn new(file: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        Self { file: file.clone(), span, text: text.into() }
    }
}

/// The text after its edits, whatever their order; every other byte stays. Nothing where two edits
/// overlap, or where one does not fit the text. Of two that insert at one place the first given
/// comes first; one and the same edit given twice is made once.
pub fn edited(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.to_vec();
    sorted.sort_by_key(|edit| edit.span);
    sorted.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start)?);
        text.get(range.clone())?;
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, edits: &[(usize, usize, &str)], expect: Option<&str>) {
        let path = SourcePath::new("a.md");
        let edits: Vec<Edit> = edits.iter().map(|(a, b, new)| Edit::new(&path, Span::new(*a, *b), *new)).collect();
        let edits: Vec<&Edit> = edits.iter().collect();
        assert_eq!(edited(text, &edits).as_deref(), expect);
    }

    #[test]
    fn edits_replace_insert_and_remove() {
        check("one two", &[], Some("one two"));
        check("one two", &[(4, 7, "three"), (0, 3, "four")], Some("four three"));
        check("one", &[(3, 3, "!"), (0, 0, "¡")], Some("¡one!"));
        check("one", &[(3, 3, "b"), (3, 3, "a")], Some("oneba"));
        check("one", &[(0, 1, ""), (0, 1, "")], Some("ne"));
    }

    #[test]
    fn edits_that_do_not_fit_are_refused() {
        check("one", &[(0, 2, ""), (1, 3, "")], None);
        check("one", &[(2, 9, "")], None);
        check("é", &[(1, 2, "")], None);
    }
}
