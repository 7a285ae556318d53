use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::escape;
use super::writer::Writer;
use crate::syntax::Piece;

impl Writer<'_> {
    /// Writes the code block that has just begun, and passes over its end.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let mut code = String::new();
        for (piece, _) in self.pieces.get(self.at..).unwrap_or(&[]) {
            self.at += 1;
            match piece {
                Piece::Event(Event::Text(text)) => code.push_str(text),
                Piece::Event(Event::End(TagEnd::CodeBlock)) => break,
                _ => {}
            }
        }
        let code = escape::clean_code(&code);
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => String::new(),
        };
        self.block("<pre");
        let mark = self.out.len();
        self.out.push_str(" class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            self.out.push_str(&language);
            self.out.push('"');
        }
        self.out.push('>');
        match self.highlighter.highlight(&language, &code, &mut self.effort) {
            Some(html) => self.out.push_str(&html),
            None => escape::code(&mut self.out, &code),
        }
        self.out.push_str("</code>");
        self.own(mark);
        self.out.push_str("</pre>\n");
    }
}

/// The language that an info string names: its first word in lower case, as far as it consists of
/// characters that names of languages have.
fn language(info: &str) -> String {
    let word = info.trim_start_matches(|c: char| c.is_whitespace() || c == '{' || c == '.');
    let named = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-');
    word.chars().take_while(named).take(40).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn languages_are_plain_words() {
        for (info, expected) in [
            ("rust", "rust"),
            ("Rust,ignore", "rust"),
            ("{.python .x}", "python"),
            ("c++ title=\"x\"", "c++"),
            ("c#", "c#"),
            ("objective-c", "objective-c"),
            ("js\"onmouseover=alert(1)", "js"),
            ("\"><script>", ""),
            ("", ""),
        ] {
            assert_eq!(super::language(info), expected, "{info}");
        }
    }
}
