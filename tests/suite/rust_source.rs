//! Just enough of Rust's grammar to ask a source file what it uses.

use std::ops::Range;

/// A source file with what the compiler does not act on made blank: byte for byte as long as the
/// original, lines where they were.
pub(crate) struct RustSource {
    original: Vec<String>,
    code: String,
    test_modules: Vec<String>,
}

impl RustSource {
    /// Blanks comments, the insides of strings and characters, and items under `#[cfg(test)]`.
    pub(crate) fn new(text: &str) -> Self {
        let mut code = blank_words(text);
        let test_modules = blank_tests(&mut code);
        Self {
            original: text.lines().map(str::to_owned).collect(),
            code: String::from_utf8(code).expect("only whole characters are blanked"),
            test_modules,
        }
    }

    /// How many lines the file has.
    pub(crate) fn len(&self) -> usize {
        self.original.len()
    }

    /// Modules declared as `#[cfg(test)] mod name;`, which lie in files of their own.
    pub(crate) fn test_modules(&self) -> &[String] {
        &self.test_modules
    }

    /// Where a name stands as a whole word (`::` may follow), but not inside a longer path.
    pub(crate) fn paths_from<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let starts = self.code.match_indices(name).map(|(at, _)| at);
        starts.filter(move |&at| {
            let before = self.code[..at].chars().next_back();
            let outer = before.is_none_or(|c| !is_word(c) && c != ':' && c != '.' && c != '$');
            outer && self.code[at + name.len()..].starts_with("::")
        })
    }

    /// Where any of these words stands, each followed by what it ends with.
    pub(crate) fn find<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
        let starts = self.code.match_indices(wanted).map(|(at, _)| at);
        let word = wanted.starts_with(is_word);
        starts.filter(move |&at| !word || !self.code[..at].ends_with(is_word))
    }

    /// Modules named right after `crate::` (or another root), in braces too, and where.
    pub(crate) fn modules_of(&self, root: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in self.paths_from(root) {
            let start = at + root.len() + 2;
            let rest = self.code[start..].trim_start();
            match rest.strip_prefix('{') {
                Some(list) => found.extend(top_names(list).into_iter().map(|name| (at, name))),
                None => found.push((at, leading_word(rest))),
            }
        }
        found
    }

    /// The longest run of `super::`, and where.
    pub(crate) fn deepest_super(&self) -> Option<(usize, usize)> {
        let depth = |at: usize| {
            let mut rest = &self.code[at..];
            let mut depth = 0;
            while let Some(after) = rest.strip_prefix("super::") {
                depth += 1;
                rest = after;
            }
            depth
        };
        self.find("super::").map(|at| (depth(at), at)).max_by_key(|&(depth, at)| (depth, usize::MAX - at))
    }

    /// Index expressions that panic when they miss: `x[0]`, `x[1..]`, `x[a..b]`.
    pub(crate) fn fixed_indexes(&self) -> Vec<usize> {
        let opens = self.code.match_indices('[').map(|(at, _)| at);
        let is_index = |&at: &usize| {
            let after_value = self.code[..at].ends_with(|c: char| is_word(c) || matches!(c, ')' | ']' | '?'));
            let inside = &self.code[at + 1..closing(&self.code, at)];
            let number = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit() || b == b'_');
            after_value && (number || inside.contains("..") && inside.trim() != "..")
        };
        opens.filter(is_index).collect()
    }

    /// Line of a byte, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// Whether the line of that byte, or one of the two above it, says why it cannot go wrong:
    /// `// cannot fail: …`, or a lint's `reason = "…"`.
    pub(crate) fn is_reasoned(&self, at: usize) -> bool {
        let line = self.line(at);
        let near = self.original.get(line.saturating_sub(3)..line).unwrap_or(&[]);
        near.iter().any(|line| line.contains("// cannot fail: ") || line.contains("reason = \""))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn leading_word(text: &str) -> String {
    text.chars().take_while(|&c| is_word(c)).collect()
}

/// First words of the items of a `{a, b::{c, d}, e}` list, given without its first brace.
fn top_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && is_word(c) => {
                names.push(leading_word(&list[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// Where the bracket that opens at `open` closes; the end of the text if it does not.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at;
        }
    }
    code.len()
}

fn blank(code: &mut [u8], range: Range<usize>) {
    for byte in &mut code[range] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn blank_words(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            at + block_comment(rest)
        } else if rest[0] == b'"' {
            at + quoted(rest)
        } else if let Some(length) = raw_string(bytes, at) {
            at + length
        } else if rest[0] == b'\'' {
            at + character(&text[at..])
        } else {
            at += 1;
            continue;
        };
        blank(&mut code, at..end.min(bytes.len()));
        at = end.max(at + 1);
    }
    code
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// Length of a raw string that begins at `at`.
fn raw_string(bytes: &[u8], at: usize) -> Option<usize> {
    let inside_word =
        at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    if bytes[at] != b'r' || inside_word {
        return None;
    }
    let hashes = bytes[at + 1..].iter().take_while(|&&b| b == b'#').count();
    if bytes.get(at + 1 + hashes) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
    let body = &bytes[at + hashes + 2..];
    let end = body.windows(close.len()).position(|window| window == close).unwrap_or(body.len());
    Some(hashes + 2 + end + close.len())
}

/// Length of a character literal, or 1 for the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match inside.next() {
        Some('\\') => rest[3..].find('\'').map_or(1, |end| end + 4),
        Some(c) if inside.next() == Some('\'') => c.len_utf8() + 2,
        _ => 1,
    }
}

/// Blanks items under `#[cfg(test)]`, and names the modules among them that have a file.
fn blank_tests(code: &mut [u8]) -> Vec<String> {
    let mut files = Vec::new();
    loop {
        let text = String::from_utf8_lossy(code).into_owned();
        let Some(start) = text.find("#[cfg(test)]") else { return files };
        let mut item = start + "#[cfg(test)]".len();
        // Further attributes, then the item up to its `;` or its closing brace.
        while text[item..].trim_start().starts_with("#[") {
            let open = item + text[item..].find('[').unwrap_or(0);
            item = closing(&text, open) + 1;
        }
        let end = text[item..].find([';', '{']).map_or(text.len(), |end| item + end);
        let declares = text[item..end].trim().rsplit_once("mod ").map(|(_, name)| name.trim().to_owned());
        if text[end..].starts_with(';') {
            files.extend(declares);
        }
        let end = if text[end..].starts_with('{') { closing(&text, end) } else { end };
        blank(code, start..(end + 1).min(code.len()));
    }
}

#[test]
fn words_and_tests_are_blank() {
    let text = "use a::b; // use c::d\nlet s = \"x \\\" c::d\"; let r = r#\"c::d \"q\" \"#; let c = '\"'; let l: &'a str = \"c::d\";\n/* c::d /* */ */\n#[cfg(test)]\nmod tests { use c::d; }\n#[cfg(test)]\npub(crate) mod testing;\nuse e::f;\n";
    let source = RustSource::new(text);
    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.paths_from("c").count(), 0, "{}", source.code);
    assert_eq!(source.paths_from("a").count(), 1);
    assert_eq!(source.paths_from("e").map(|at| source.line(at)).collect::<Vec<_>>(), [8]);
    assert_eq!(source.test_modules(), ["testing"]);
}

#[test]
fn modules_are_found_in_every_form() {
    let source = RustSource::new(
        "use crate::{text::{Span, x}, diag};\nuse crate::view;\nfn f(x: crate::engine::Y) {}\npub(crate) fn g() {}",
    );
    let names: Vec<String> = source.modules_of("crate").into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["text", "diag", "view", "engine"]);
}

#[test]
fn indexes_that_can_miss_are_found() {
    let check = |text: &str, expect: usize| assert_eq!(RustSource::new(text).fixed_indexes().len(), expect, "{text}");
    check("a[0]", 1);
    check("f()[1..]", 1);
    check("a[b..c]", 1);
    check("a[..]", 0);
    check("a[b]", 0);
    check("let x: [u8; 2] = [0];", 0);
    check("#[x] vec![0]", 0);
    check("matches!(x, [a, ..])", 0);
    check("if let [first, ..] = x {}", 0);
}
