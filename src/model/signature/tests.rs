use proptest::prelude::*;

use super::*;
use crate::config;
use crate::model::{Address, Entry, FieldSet, Lowered, Reviewed, lower};
use crate::syntax::parse;
use crate::text::SourceFile;

fn set() -> FieldSet {
    let site = "title: T\nbase_url: https://library.example/\nlanguages: [en]\npeople: {editors: {name: Editors}}\n";
    FieldSet::of(&config::read(&SourceFile::new("waypost.yaml", site)).0.unwrap())
}

fn entry(path: &str, text: &str) -> std::sync::Arc<Entry> {
    let set = set();
    let address = Address::of(path, &set.languages).unwrap();
    match lower(parse(&SourceFile::new(path, text)).0, address, &set).0 {
        Lowered::Entry(entry) => entry,
        Lowered::Unreadable { .. } => panic!("{text}"),
    }
}

fn words(path: &str, text: &str) -> String {
    entry(path, text).signed_words()
}

fn article(front: &str, body: &str) -> String {
    words("content/articles/a.md", &format!("---\ntitle: A title\nsummary: A summary.\n{front}---\n{body}"))
}

#[test]
fn a_signature_is_read_or_it_is_none() {
    let hash = Fingerprint::of("words");
    let check = |text: &str, expect: Option<Signature>| assert_eq!(Signature::parse(text), expect, "{text}");
    check(&format!("w1:{}", hash.hex()), Some(Signature::W1(hash)));
    assert_eq!(Signature::W1(hash).to_string(), format!("w1:{}", hash.hex()));
    check("w9:abc", Some(Signature::Newer(9)));
    check("w12:z", Some(Signature::Newer(12)));
    for bad in ["", "w", "w1", "w1:", "w1:abc", "w0:abc", "w01:abc", "w9:", "w+9:a", "w:a", "9:a", "W1:a", "wé:a"] {
        check(bad, None);
    }
    check(&format!("w1:{}", hash.hex().to_uppercase()), None);
    check("w99999999999:a", None);
}

/// The vectors of src/README.md: `printf` and `b3sum` give the same.
#[test]
fn the_method_is_what_it_is_documented_as() {
    let check = |path: &str, text: &str, lines: &str, hash: &str| {
        let entry = entry(path, text);
        assert_eq!(entry.signed_words(), lines);
        assert_eq!(entry.signature().to_string(), format!("w1:{hash}"), "{lines}");
    };
    check(
        "content/articles/a.md",
        "---\ntitle: Hope\nsummary: It  comes back.\n---\n\nSee *the* [tool](tools/a), “now”.\n",
        "title Hope\nsummary It comes back.\ntext See the tool,\nlink tools/a\ntext “now”.\n",
        "eb6fe5296bb8d840bac4d9a48103e56bf13647702b7465f0fdf859c7b372fb29",
    );
    check(
        "content/principles/a.md",
        "---\ntitle: Hope\nsummary: A.\nstatement: Cafe\u{301}\n---\n![A fork](a.png \"By a river\")\n",
        "title Hope\nsummary A.\nstatement Café\ntext A fork\nimage a.png\ncaption By a river\n",
        "0bd78bd7bfb77a86cce90880f712adb50cc15f85cc5aeaf7295edb020989ac06",
    );
    check(
        "content/pathways/a.md",
        "---\ntitle: Way\nsummary: A.\nstages:\n- title: One\n  summary: First\n  steps:\n  - tools/a\n  - {step: tools/b, optional: true, note: Later}\n  - choose: [tools/c, tools/d]\n---\n",
        "title Way\nsummary A.\nstage One\nabout First\nstep tools/a\nstep tools/b\noptional\nnote Later\nchoose tools/c tools/d\n",
        "eb6abfe4fd1461a06341bd9135cca952f54d8fe32c16a0e122a4b1588bae7d2d",
    );
}

#[test]
fn what_is_no_word_is_left_out() {
    let plain = article("", "Text.");
    for front in [
        "date: 2026-01-01\nupdated: 2026-02-01\n",
        "topics: [sleep]\nstage: beginning\n",
        "review: {date: 2026-01-01, by: editors}\n",
        "slug: b\naliases: [/old/]\n",
        "sensitive: true\npublish_on: 2026-01-01\n",
        "related: [tools/a]\nprinciples: [hope]\n",
        "sources: [A book]\n",
    ] {
        assert_eq!(article(front, "Text."), plain, "{front}");
    }
    let principle = |front: &str| words("content/principles/a.md", &format!("---\ntitle: T\nsummary: S\n{front}---\n"));
    assert_eq!(principle("statement: Hope\norder: 1\n"), principle("order: 2\nstatement: Hope\n"));
}

#[test]
fn words_do_not_slip_from_one_field_to_another() {
    let check = |one: &str, other: &str| {
        let of = |text: &str| {
            words(
                "content/principles/a.md",
                &format!("---\n{}---\n{}", text.split('|').next().unwrap(), text.split('|').nth(1).unwrap()),
            )
        };
        assert_ne!(of(one), of(other), "{one} {other}");
    };
    check("title: A b\nsummary: c\n|d", "title: A\nsummary: b c\n|d");
    check("title: A\nsummary: b c\n|d", "title: A\nsummary: b\n|c d");
    check("title: A\nsummary: b\nstatement: c\n|d", "title: A\nsummary: b\n|c d");
    check("title: A\nsummary: b\n|text c", "title: A\nsummary: b\n|c");
    check("title: A\nsummary: b\n|[c](d) e", "title: A\nsummary: b\n|c [e](d)");
    check("title: A\nsummary: b\n|c\n\nlink d", "title: A\nsummary: b\n|[c](d)");
    check("title: A\nsummary: b\n|see [c](d e)", "title: A\nsummary: b\n|see [c](<d e>)");
    check(
        "title: A\nsummary: b\nimage: {src: a.png, alt: c}\n|d",
        "title: A\nsummary: b\nimage: {src: b.png, alt: c}\n|d",
    );
    check(
        "title: A\nsummary: b\nimage: {src: a.png, alt: c}\n|d",
        "title: A\nsummary: b\nimage: {src: a.png, alt: e}\n|d",
    );
}

#[test]
fn a_pathway_is_signed_with_its_route() {
    let way =
        |stages: &str| words("content/pathways/a.md", &format!("---\ntitle: T\nsummary: S\nstages:\n{stages}---\n"));
    let plain = way("- {title: One, steps: [tools/a, {choose: [tools/b, tools/c], note: Or}]}\n");
    assert_eq!(
        way("- title: One\n  steps:\n  - {step: tools/a}\n  - note: Or\n    choose: [tools/b, tools/c]\n"),
        plain
    );
    for other in [
        "- {title: Two, steps: [tools/a, {choose: [tools/b, tools/c], note: Or}]}\n",
        "- {title: One, summary: x, steps: [tools/a, {choose: [tools/b, tools/c], note: Or}]}\n",
        "- {title: One, steps: [tools/z, {choose: [tools/b, tools/c], note: Or}]}\n",
        "- {title: One, steps: [tools/a, {choose: [tools/c, tools/b], note: Or}]}\n",
        "- {title: One, steps: [tools/a, {choose: [tools/b, tools/c], note: And}]}\n",
        "- {title: One, steps: [tools/a, {choose: [tools/b, tools/c]}]}\n",
        "- {title: One, steps: [{step: tools/a, optional: true}, {choose: [tools/b, tools/c], note: Or}]}\n",
        "- {title: One, steps: [tools/a, tools/b, tools/c]}\n",
        "- {title: One, steps: [tools/a]}\n- {title: Two, steps: [{choose: [tools/b, tools/c], note: Or}]}\n",
    ] {
        assert_ne!(way(other), plain, "{other}");
    }
}

#[test]
fn a_signed_entry_knows_when_its_words_change() {
    let text = |signed: &str, body: &str| {
        format!("---\ntitle: T\nsummary: S\nreview: {{date: 2026-01-01, by: editors{signed}}}\n---\n{body}\n")
    };
    let check = |signed: &str, body: &str, expect| {
        assert_eq!(entry("content/articles/a.md", &text(signed, body)).reviewed(), expect, "{signed} {body}");
    };
    let signature = entry("content/articles/a.md", &text("", "Some *words*.")).signature();
    let signed = format!(", signed: \"{signature}\"");
    check("", "Some words.", Reviewed::Unsigned);
    check(&signed, "Some _words_.", Reviewed::Signed);
    check(&signed, "Some\nwords.", Reviewed::Signed);
    check(&signed, "Some other words.", Reviewed::Changed);
    check(", signed: \"w2:abc\"", "Some words.", Reviewed::Newer);
    let plain = entry("content/articles/a.md", "---\ntitle: T\nsummary: S\n---\nSome words.\n");
    assert_eq!(plain.reviewed(), Reviewed::Never);
    assert_eq!(plain.signature(), signature);
}

/// A part of a line.
#[derive(Debug, Clone)]
enum Inline {
    Words(Vec<String>),
    Emphasis(Vec<String>),
    Strong(Vec<String>),
    Link(Vec<String>, String),
    Image(Vec<String>, String, String),
    Code(String),
}

#[derive(Debug, Clone)]
enum Block {
    Paragraph(Vec<Inline>),
    Heading(Vec<String>),
    List(Vec<Vec<Inline>>),
    Quote(Vec<Inline>),
    Table(Vec<String>, Vec<String>),
    Directive(String, Vec<Inline>),
}

/// How a text is written; none of it is seen.
#[derive(Debug, Clone, Copy)]
struct Style {
    emphasis: char,
    marker: &'static str,
    wraps: bool,
    crlf: bool,
    by_label: bool,
    entities: bool,
    level: usize,
    loose: bool,
}

/// Writes blocks, changing the word, target or description of this number on the way.
struct Writer {
    style: Style,
    changed: Option<usize>,
    seen: usize,
    labels: Vec<String>,
}

impl Writer {
    fn write(style: Style, changed: Option<usize>, blocks: &[Block]) -> (String, usize) {
        let mut writer = Writer { style, changed, seen: 0, labels: Vec::new() };
        let mut text: String = blocks.iter().map(|block| writer.block(block) + "\n\n").collect();
        text.push_str(&writer.labels.concat());
        (if style.crlf { text.replace('\n', "\r\n") } else { text }, writer.seen)
    }

    fn atom(&mut self, text: &str) -> String {
        let is_changed = self.changed == Some(self.seen);
        self.seen += 1;
        if is_changed { format!("{text}q") } else { text.to_owned() }
    }

    fn shown(&mut self, text: &str) -> String {
        let text = self.atom(text);
        if self.style.entities { text.replace('é', "&eacute;").replace('w', "&#119;") } else { text }
    }

    fn words(&mut self, words: &[String]) -> String {
        let space = if self.style.wraps { "\n" } else { " " };
        words.iter().map(|word| self.shown(word)).collect::<Vec<_>>().join(space)
    }

    fn line(&mut self, inlines: &[Inline]) -> String {
        let space = if self.style.wraps { "\n" } else { " " };
        inlines.iter().map(|inline| self.inline(inline)).collect::<Vec<_>>().join(space)
    }

    fn inline(&mut self, inline: &Inline) -> String {
        let mark = self.style.emphasis;
        match inline {
            Inline::Words(words) => self.words(words),
            Inline::Emphasis(words) => format!("{mark}{}{mark}", self.words(words)),
            Inline::Strong(words) => format!("{mark}{mark}{}{mark}{mark}", self.words(words)),
            Inline::Link(words, target) => {
                let words = self.words(words);
                let target = self.atom(target);
                if !self.style.by_label {
                    return format!("[{words}]({target})");
                }
                let label = format!("label{}", self.labels.len());
                self.labels.push(format!("[{label}]: {target}\n"));
                format!("[{words}][{label}]")
            }
            Inline::Image(alt, file, caption) => {
                let (alt, file, caption) = (self.words(alt), self.atom(file), self.shown(caption));
                format!("![{alt}]({file} \"{caption}\")")
            }
            Inline::Code(text) => format!("`{}`", self.atom(text)),
        }
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) => self.line(inlines),
            Block::Heading(words) => {
                let wraps = std::mem::replace(&mut self.style.wraps, false);
                let text = format!("{} {}", "#".repeat(self.style.level), self.words(words));
                self.style.wraps = wraps;
                text
            }
            Block::List(items) => {
                let indent = format!("\n{}", " ".repeat(self.style.marker.len() + 1));
                let between = if self.style.loose { "\n\n" } else { "\n" };
                let marker = self.style.marker;
                let item = |item: &Vec<Inline>| format!("{marker} {}", self.line(item).replace('\n', &indent));
                items.iter().map(item).collect::<Vec<_>>().join(between) + "\n\n<!-- -->"
            }
            Block::Quote(inlines) => format!("> {}", self.line(inlines).replace('\n', "\n> ")),
            Block::Table(head, row) => {
                let wraps = std::mem::replace(&mut self.style.wraps, false);
                let mut cells = |cells: &[String]| {
                    format!("| {} |", cells.iter().map(|cell| self.shown(cell)).collect::<Vec<_>>().join(" | "))
                };
                let (head_line, row_line) = (cells(head), cells(row));
                self.style.wraps = wraps;
                format!("{head_line}\n|{}\n{row_line}", "---|".repeat(head.len()))
            }
            Block::Directive(title, inlines) => {
                let title = self.atom(title);
                format!(":::story {title}\n{}\n:::", self.line(inlines))
            }
        }
    }
}

fn word() -> impl Strategy<Value = String> {
    "[a-zéß一]{1,6}"
}

fn some_words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(word(), 1..4)
}

fn inline() -> impl Strategy<Value = Inline> {
    prop_oneof![
        4 => some_words().prop_map(Inline::Words),
        1 => some_words().prop_map(Inline::Emphasis),
        1 => some_words().prop_map(Inline::Strong),
        2 => (some_words(), "[a-z]{1,4}/[a-z]{1,4}").prop_map(|(words, to)| Inline::Link(words, to)),
        1 => (some_words(), "[a-z]{1,4}[.]png", word()).prop_map(|(alt, file, text)| Inline::Image(alt, file, text)),
        1 => word().prop_map(Inline::Code),
    ]
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    // A line begins with a plain word, so that no wrapping makes it another block.
    (some_words(), proptest::collection::vec(inline(), 0..4)).prop_map(|(words, mut rest)| {
        rest.insert(0, Inline::Words(words));
        rest
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => inlines().prop_map(Block::Paragraph),
        1 => some_words().prop_map(Block::Heading),
        1 => proptest::collection::vec(inlines(), 1..4).prop_map(Block::List),
        1 => inlines().prop_map(Block::Quote),
        1 => (proptest::collection::vec(word(), 2), proptest::collection::vec(word(), 2)).prop_map(|(a, b)| Block::Table(a, b)),
        1 => ("[a-z]{2,6}", inlines()).prop_map(|(title, text)| Block::Directive(title, text)),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    let marker = prop_oneof![Just("-"), Just("*"), Just("+"), Just("1."), Just("1)")];
    let emphasis = prop_oneof![Just('*'), Just('_')];
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (emphasis, marker, switches, 2usize..6).prop_map(
        |(emphasis, marker, (wraps, crlf, by_label, entities, loose), level)| Style {
            emphasis,
            marker,
            wraps,
            crlf,
            by_label,
            entities,
            level,
            loose,
        },
    )
}

proptest! {
    #[test]
    fn writing_it_otherwise_changes_nothing(
        blocks in proptest::collection::vec(block(), 1..6), one in style(), other in style()
    ) {
        let text = |style| article("", &Writer::write(style, None, &blocks).0);
        prop_assert_eq!(text(one), text(other));
    }

    #[test]
    fn any_other_word_changes_it(
        blocks in proptest::collection::vec(block(), 1..6), style in style(), which in any::<prop::sample::Index>()
    ) {
        let (text, atoms) = Writer::write(style, None, &blocks);
        let which = which.index(atoms);
        let (other, _) = Writer::write(style, Some(which), &blocks);
        prop_assert_ne!(article("", &text), article("", &other));
    }

    #[test]
    fn no_text_is_too_odd_to_be_signed(body in any::<String>(), html in "[<>&;#a-z\"'=/! -]{0,40}") {
        let lines = article("", &format!("{body}\n\n{html}"));
        for line in lines.lines() {
            prop_assert!(["title", "summary", "text", "hint", "link", "image", "caption", "note", "block", "end"].contains(&line.split(' ').next().unwrap()), "{line}");
        }
    }
}
