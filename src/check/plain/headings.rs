//! Headings without words, far too long, twice under one parent, and paragraphs that only look like one.

use std::collections::BTreeMap;

use super::Page;
use super::words::folded;
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Passage, PassageKind};
use crate::text::Span;

/// Characters of a heading beyond which it is a paragraph.
const LONG: usize = 120;
/// Characters and words of a strong paragraph up to which it looks like a heading.
const LONGEST_FAKE: (usize, usize) = (80, 10);

pub(super) fn check(page: &mut Page<'_>) {
    let path = page.entry.path();
    // The headings that the present one stands under, and for each its number.
    let mut above: Vec<(u8, usize)> = Vec::new();
    let mut known: BTreeMap<(usize, String), Span> = BTreeMap::new();
    for (number, heading) in page.entry.outline.headings.iter().enumerate() {
        let complaint = |code, message: String| Diagnostic::new(code, path, heading.span, message);
        if heading.text.is_empty() {
            let complaint = complaint(Code::HeadingEmpty, "this heading has no words".to_owned());
            page.complaints.push(complaint.help("write what the part below is about, or take the heading out"));
        }
        let length = heading.text.chars().count();
        if length > LONG {
            let complaint = complaint(Code::HeadingLong, format!("this heading is {length} characters long"));
            page.complaints.push(complaint.help("say it in a few words, and the rest in the text below"));
        }
        while above.last().is_some_and(|(level, _)| *level >= heading.level) {
            above.pop();
        }
        let parent = above.last().map_or(0, |(_, number)| number + 1);
        above.push((heading.level, number));
        let words = folded(&heading.text);
        if words.is_empty() {
            continue;
        }
        if let Some(first) = known.insert((parent, words), heading.span) {
            let complaint = complaint(Code::HeadingTwice, "this heading has the words of one beside it".to_owned());
            let help = "say in one of them what sets it apart, so that a list of headings can be used";
            page.complaints.push(complaint.and(path, first, "the same words").help(help));
        }
    }
    let passages = &page.passages.passages;
    for (passage, next) in passages.iter().zip(passages.iter().skip(1)) {
        if is_fake(passage, next) {
            let message = "this paragraph looks like a heading and is none";
            let help = "begin it with `##` instead of putting it between asterisks: screen readers list headings";
            page.complaints.push(Diagnostic::new(Code::HeadingFake, path, passage.span, message).help(help));
        }
    }
}

/// Whether a paragraph is one strong run without an end of a sentence, and text follows.
fn is_fake(passage: &Passage, next: &Passage) -> bool {
    let text = passage.text.trim();
    let (characters, words) = LONGEST_FAKE;
    passage.kind == PassageKind::Paragraph
        && passage.is_strong
        && passage.apart.is_empty()
        && !passage.is_nested
        && next.part == passage.part
        && next.kind != PassageKind::Heading
        && !next.is_strong
        && text.chars().count() <= characters
        && text.split_whitespace().count() <= words
        && text.contains(char::is_alphabetic)
        && text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '?'))
}
