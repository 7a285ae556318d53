//! Scripts and style sheets lose comments and indentation, nothing else: no renaming, no joining
//! of lines of a script. What cannot be followed to its end is left as it is. A comment that begins
//! with `/*!` is a licence, and stays.

/// A style sheet without comments, indentation and line ends, and without blanks that say nothing.
pub(super) fn style(text: &str) -> String {
    match Scanner::new(text, Language::Css).run() {
        Some(tokens) => squeeze(&tokens),
        None => text.to_owned(),
    }
}

/// A script without comments and indentation. Line ends stay: statements may end there.
pub(super) fn script(text: &str) -> String {
    let Some(tokens) = Scanner::new(text, Language::Script).run() else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for token in tokens {
        match token {
            Token::Verbatim(text) => out.push_str(text),
            Token::Code(text) => {
                for (at, line) in text.split('\n').enumerate() {
                    if at > 0 {
                        end_line(&mut out);
                    }
                    let at_start = out.is_empty() || out.ends_with('\n');
                    out.push_str(if at_start { line.trim_start() } else { line });
                }
            }
            // A comment over several lines counts as a line end, any other as a blank.
            Token::Comment(text) if text.contains('\n') => end_line(&mut out),
            Token::Comment(_) if out.ends_with(|last: char| last.is_alphanumeric()) => out.push(' '),
            Token::Comment(_) => {}
        }
    }
    end_line(&mut out);
    out
}

fn end_line(out: &mut String) {
    let kept = out.trim_end_matches([' ', '\t', '\r']).len();
    out.truncate(kept);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn squeeze(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for token in tokens {
        let text = match token {
            Token::Verbatim(text) => {
                out.push_str(text);
                continue;
            }
            // A comment parts words as a blank does.
            Token::Comment(_) => " ",
            Token::Code(text) => text,
        };
        for character in text.chars() {
            let blank = character.is_whitespace();
            if blank && (out.is_empty() || out.ends_with([' ', '{', '}', ';', ',', ':', '(', '>'])) {
                continue;
            }
            if matches!(character, '{' | '}' | ';' | ',' | ')' | '>' | '!') && out.ends_with(' ') {
                out.pop();
            }
            if character == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(if blank { ' ' } else { character });
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Css,
    Script,
}

/// A piece of the source.
enum Token<'a> {
    Code(&'a str),
    /// A string, a template literal or a regular expression.
    Verbatim(&'a str),
    Comment(&'a str),
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    language: Language,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, language: Language) -> Self {
        Self { text, bytes: text.as_bytes(), language, at: 0 }
    }

    /// All pieces in order; nothing when a string, comment or expression does not end.
    fn run(mut self) -> Option<Vec<Token<'a>>> {
        let mut tokens = Vec::new();
        let mut from = 0;
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = self.at;
            let comment = match (byte, self.bytes.get(self.at + 1)) {
                (b'/', Some(b'*')) => self.past("*/", 2)?,
                (b'/', Some(b'/')) if self.language == Language::Script => self.line_end(),
                (b'"' | b'\'', _) => self.quoted(byte)?,
                (b'`', _) if self.language == Language::Script => self.template()?,
                (b'/', _) if self.language == Language::Script && self.expects_value(start) => self.expression()?,
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            tokens.push(Token::Code(self.text.get(from..start)?));
            let piece = self.text.get(start..self.at)?;
            let comment = comment && !piece.starts_with("/*!");
            tokens.push(if comment { Token::Comment(piece) } else { Token::Verbatim(piece) });
            from = self.at;
        }
        tokens.push(Token::Code(self.text.get(from..)?));
        Some(tokens)
    }

    fn past(&mut self, end: &str, skip: usize) -> Option<bool> {
        let from = self.at + skip;
        self.at = from + self.text.get(from..)?.find(end)? + end.len();
        Some(true)
    }

    fn line_end(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.find('\n').unwrap_or(rest.len());
        true
    }

    fn quoted(&mut self, quote: u8) -> Option<bool> {
        self.at += 1;
        loop {
            match *self.bytes.get(self.at)? {
                b'\\' => self.at += 2,
                byte if byte == quote => break,
                b'\n' => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(false)
    }

    /// A template literal with whatever stands in its `${…}`.
    fn template(&mut self) -> Option<bool> {
        self.at += 1;
        loop {
            match (*self.bytes.get(self.at)?, self.bytes.get(self.at + 1)) {
                (b'\\', _) => self.at += 2,
                (b'`', _) => break,
                (b'$', Some(b'{')) => {
                    self.at += 2;
                    self.hole()?;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(false)
    }

    fn hole(&mut self) -> Option<()> {
        let mut depth = 1;
        while depth > 0 {
            match *self.bytes.get(self.at)? {
                byte @ (b'"' | b'\'') => {
                    self.quoted(byte)?;
                    continue;
                }
                b'`' => {
                    self.template()?;
                    continue;
                }
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Some(())
    }

    /// A regular expression; a slash inside `[…]` does not end it.
    fn expression(&mut self) -> Option<bool> {
        self.at += 1;
        let mut class = false;
        loop {
            match *self.bytes.get(self.at)? {
                b'\\' => self.at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                b'\n' => return None,
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        Some(false)
    }

    /// Whether a slash begins a regular expression here: after an operator, an opening bracket or a
    /// word such as `return`, not after a value.
    fn expects_value(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or("").trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap_or("");
        match before.chars().last() {
            None => true,
            Some(last) if last.is_alphanumeric() || last == '_' || last == '$' => {
                matches!(word, "return" | "typeof" | "case" | "in" | "of" | "do" | "else" | "void" | "delete")
            }
            Some(last) => !matches!(last, ')' | ']' | '}' | '"' | '\'' | '`'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_what_says_nothing() {
        fn check(input: &str, expect: &str) {
            assert_eq!(style(input), expect, "{input}");
        }
        check("/* a */\n.x {\n  color: red;\n  margin: 0 auto\n}\n", ".x{color:red;margin:0 auto}");
        check("/*! MIT */\n/* a */ b { c: d }", "/*! MIT */ b{c:d}");
        check("a > b , c{--x: ;}", "a>b,c{--x:}");
        check("a{margin: -1px + calc( 1px + 2px ) !important}", "a{margin:-1px + calc(1px + 2px)!important}");
        check(".a::before{content:\"/* no */  x\"}", ".a::before{content:\"/* no */  x\"}");
        check("a/* b */c{}", "a c{}");
        check("a{content:'un\n", "a{content:'un\n");
        check(
            "@media (min-width: 1px) and (x){a{b:calc(1px + 2px)}}",
            "@media (min-width:1px) and (x){a{b:calc(1px + 2px)}}",
        );
    }

    #[test]
    fn scripts_lose_comments_and_indentation() {
        fn check(input: &str, expect: &str) {
            assert_eq!(script(input), expect, "{input}");
        }
        check("// a\nlet a = 1; // b\n\n  let b = 2;\n", "let a = 1;\nlet b = 2;\n");
        check("/** @type {x} */\n  const u = 'http://x';\n", "const u = 'http://x';\n");
        check("const t = `a\n   // kept ${b + `/*`}\n`;", "const t = `a\n   // kept ${b + `/*`}\n`;\n");
        check("/* a */\n/*! MIT\n   b */\nlet a = 1;", "/*! MIT\n   b */\nlet a = 1;\n");
        check("x = a / b / c; // d", "x = a / b / c;\n");
        check("x = /[/\"]\\/'/g.test(y) // d\nz", "x = /[/\"]\\/'/g.test(y)\nz\n");
        check("return /* a\n */ b", "return\n b\n".replace("\n b", "\nb").as_str());
        check("let a = 'open\n// x", "let a = 'open\n// x");
    }
}
