use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape;
use crate::text::{Fingerprint, Hasher};

/// Longer blocks are written without colours, in bytes.
const LARGEST: usize = 100_000;
/// Blocks with a longer line are written without colours, in bytes.
const LONGEST_LINE: usize = 5_000;
/// What colouring the code of one body may take. A grammar tries its patterns at every place of a
/// line and reads on to its end, so a line counts the square of its bytes, and something for
/// itself; a usual body of code stays far below.
pub(super) const EFFORT: usize = 10_000_000;
/// What a line takes that is empty.
const LINE: usize = 1_000;
/// Scopes around a place that are asked for its class.
const NEAREST: usize = 40;
/// What the memo holds before it is emptied, in bytes of HTML.
const MEMO: usize = 32 << 20;

/// Scopes of the grammars and the class that each becomes; the longest that fits counts. Classes:
/// `c` comment, `s` string, `e` escape in a string, `n` number or constant, `k` keyword,
/// `f` function, `t` type or tag, `a` attribute or key, `v` variable, `o` operator,
/// `p` punctuation, `m` markup, `i` inserted, `d` deleted. Nothing is written for the empty class.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("string.unquoted", ""),
    ("constant.character.escape", "e"),
    ("constant", "n"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("keyword.operator.word", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("entity.other.attribute-name", "a"),
    ("entity.name.tag.yaml", "a"),
    ("variable", "v"),
    ("punctuation", "p"),
    ("markup", "m"),
    ("entity.name.section", "m"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("punctuation.definition.inserted", "i"),
    ("punctuation.definition.deleted", "d"),
    ("meta.interpolation", ""),
    ("meta.embedded", ""),
    ("source", ""),
];

/// Names of languages that the grammars know by another.
const ALIASES: &[(&str, &str)] = &[
    ("console", "sh"),
    ("jsonc", "json"),
    ("jsx", "js"),
    ("shell", "sh"),
    ("ts", "js"),
    ("tsx", "js"),
    ("typescript", "js"),
    ("zsh", "sh"),
];

/// Colours code. Grammars are read when the first block asks for them and shared by all threads;
/// each block of code is coloured once.
#[derive(Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
    memo: Mutex<Memo>,
}

#[derive(Default)]
struct Memo {
    blocks: BTreeMap<Fingerprint, Arc<str>>,
    size: usize,
}

struct Grammars {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

impl Highlighter {
    /// A highlighter that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The code as HTML with classes; nothing when the language is not known or the code is too
    /// large, and it is to be written as plain text. `effort` is what is left of [`EFFORT`].
    pub(super) fn highlight(&self, language: &str, code: &str, effort: &mut usize) -> Option<Arc<str>> {
        if language.is_empty() || code.len() > LARGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let grammars = self.grammars.get_or_init(Grammars::read);
        let syntax = grammars.find(language)?;
        // Counted whether or not the block is remembered, so that the page is always the same.
        *effort = effort.checked_sub(code.lines().map(|line| LINE + line.len() * line.len()).sum())?;
        let key = Hasher::new().part(&syntax.name).part(code).finish();
        if let Some(html) = self.memo().blocks.get(&key) {
            return Some(Arc::clone(html));
        }
        let html: Arc<str> = Arc::from(grammars.colour(syntax, code)?);
        let mut memo = self.memo();
        if memo.size + html.len() > MEMO {
            *memo = Memo::default();
        }
        memo.size += html.len();
        memo.blocks.insert(key, Arc::clone(&html));
        Some(html)
    }

    fn memo(&self) -> std::sync::MutexGuard<'_, Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").finish_non_exhaustive()
    }
}

impl Grammars {
    fn read() -> Self {
        let classes = CLASSES.iter().filter_map(|&(scope, class)| Some((Scope::new(scope).ok()?, class)));
        Self { set: SyntaxSet::load_defaults_newlines(), classes: classes.collect() }
    }

    fn find(&self, language: &str) -> Option<&SyntaxReference> {
        let language = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, name)| name);
        let syntax = self.set.find_syntax_by_token(language)?;
        (syntax.name != "Plain Text").then_some(syntax)
    }

    fn colour(&self, syntax: &SyntaxReference, code: &str) -> Option<String> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut writer = Spans { out: String::with_capacity(code.len() * 2), class: "" };
        let mut known = BTreeMap::new();
        for line in code.split_inclusive('\n') {
            let mut done = 0;
            for (at, operation) in state.parse_line(line, &self.set).ok()? {
                if at > done {
                    writer.write(self.class(&stack, &mut known), line.get(done..at)?);
                    done = at;
                }
                stack.apply(&operation).ok()?;
            }
            writer.write(self.class(&stack, &mut known), line.get(done..)?);
        }
        writer.end_span();
        Some(writer.out)
    }

    /// The class of a place: that of the innermost scope that has one.
    fn class(&self, stack: &ScopeStack, known: &mut BTreeMap<Scope, Option<&'static str>>) -> &'static str {
        let of = |scope: Scope| {
            let fitting = self.classes.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
            fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
        };
        let scopes = stack.as_slice().iter().rev().take(NEAREST);
        scopes.copied().find_map(|scope| *known.entry(scope).or_insert_with(|| of(scope))).unwrap_or("")
    }
}

/// Writes code with as few spans as its classes need.
struct Spans {
    out: String,
    class: &'static str,
}

impl Spans {
    fn write(&mut self, class: &'static str, code: &str) {
        // White space has no colour: it goes on with what stands before it.
        if class != self.class && !code.trim().is_empty() {
            self.end_span();
            if !class.is_empty() {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
            }
            self.class = class;
        }
        escape::code(&mut self.out, code);
    }

    fn end_span(&mut self) {
        if !self.class.is_empty() {
            self.out.push_str("</span>");
        }
        self.class = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spans as `class‹code›`.
    fn check(language: &str, code: &str, expected: &str) {
        let html = Highlighter::new().highlight(language, code, &mut { EFFORT }).expect("a known language");
        let shown = html.replace("<span class=\"", "").replace("\">", "‹").replace("</span>", "›");
        assert_eq!(shown, expected, "{language}: {code}");
    }

    #[test]
    fn scopes_become_short_classes() {
        check("rust", "let x = 1; // one\n", "k‹let› x o‹= ›n‹1›p‹; ›c‹// one\n›");
        check(
            "rust",
            "fn a<T>(x: &str) -> Vec<u8> { b(\"c\\n\", x) }",
            "k‹fn ›f‹a›p‹&lt;›Tp‹&gt;(›v‹x›p‹: ›o‹&amp;›k‹str›p‹) -&gt; ›Vecp‹&lt;›k‹u8›p‹&gt; { ›f‹b›p‹(›s‹\"c›e‹\\n›s‹\"›p‹,› xp‹) }›",
        );
        check("json", "{\"a\": [1, true]}\n", "p‹{›s‹\"a\"›p‹: [›n‹1›p‹, ›n‹true›p‹]}\n›");
        check("yaml", "a: b # c\n", "a‹a›p‹: ›b c‹# c\n›");
        check(
            "html",
            "<p class=\"x\">a &amp; b</p>\n",
            "p‹&lt;›t‹p ›a‹class›p‹=›s‹\"x\"›p‹&gt;›a p‹&amp;›n‹amp›p‹;› bp‹&lt;/›t‹p›p‹&gt;\n›",
        );
        check("markdown", "# Head\n*em*\n", "p‹# ›m‹Head\n›p‹*›m‹em›p‹*\n›");
        check("sh", "echo \"$HOME\" | wc -l\n", "f‹echo ›s‹\"›p‹$›v‹HOME›s‹\" ›o‹| ›f‹wc›p‹ -›v‹l\n›");
        check("diff", "+a\n-b\n", "i‹+a\n›d‹-b\n›");
        check("python", "def a(self): return not None", "k‹def ›f‹a›p‹(›v‹self›p‹): ›k‹return ›o‹not ›n‹None›");
        check("ts", "const a = () => `b`", "k‹const ›f‹a ›o‹= ›p‹() ›k‹=&gt; ›s‹`b`›");
        check("css", "a{color:#fff}", "t‹a›p‹{›t‹color›p‹:#›n‹fff›p‹}›");
    }

    #[test]
    fn what_is_unknown_or_too_large_stays_plain() {
        let highlighter = Highlighter::new();
        assert!(highlighter.highlight("rust", "x", &mut { EFFORT }).is_some());
        for (language, code) in [
            ("klingon", "x".to_owned()),
            ("text", "x".to_owned()),
            ("", "x".to_owned()),
            ("rust", "x\n".repeat(LARGEST)),
            ("rust", "x".repeat(LONGEST_LINE + 1)),
        ] {
            assert!(highlighter.highlight(language, &code, &mut { EFFORT }).is_none(), "{language}");
        }
    }

    #[test]
    fn a_block_is_coloured_once() {
        let highlighter = Highlighter::new();
        let code = "fn a() {}";
        let one = LINE + code.len() * code.len();
        let mut effort = 2 * one + 1;
        let first = highlighter.highlight("rust", code, &mut effort).unwrap();
        assert!(Arc::ptr_eq(&first, &highlighter.highlight("rs", code, &mut effort).unwrap()));
        assert_eq!(effort, 1);
        assert!(highlighter.highlight("rust", code, &mut effort).is_none());
    }
}
