use proptest::prelude::*;

use super::winnow::{Match, matches};
use super::{FEWEST, WordTrail};
use crate::syntax::parse;
use crate::text::SourceFile;

/// Texts of numbers, and what they share as `first start..end other start`.
fn check(texts: &[&[u32]], expect: &[&str]) {
    let shown: Vec<String> = matches(texts)
        .into_iter()
        .map(|Match { first, first_at, other, other_at }| format!("{first} {first_at:?} {other} {}", other_at.start))
        .collect();
    assert_eq!(shown, expect);
}

/// Words that no other run of these tests has.
fn run(seed: u32, length: u32) -> Vec<u32> {
    (1..=length).map(|n| seed * 100_000 + n).collect()
}

fn join(parts: &[&[u32]]) -> Vec<u32> {
    parts.concat()
}

#[test]
fn what_is_shared_is_found_as_long_as_it_goes() {
    let (shared, short) = (run(1, 40), run(2, 39));
    check(&[&shared, &shared], &["0 0..40 1 0"]);
    check(&[&short, &short], &[]);
    check(&[&join(&[&run(3, 7), &shared, &run(4, 100)]), &join(&[&run(5, 99), &shared])], &["0 7..47 1 99"]);
    let long = run(6, 3_000);
    check(&[&long, &join(&[&run(7, 1), &long])], &["0 0..3000 1 1"]);
    check(&[&join(&[&shared, &shared])], &[]);
    check(&[], &[]);
}

#[test]
fn each_text_is_held_against_the_first_that_has_the_words() {
    let shared = run(1, 60);
    check(&[&shared, &shared, &shared], &["0 0..60 1 0", "0 0..60 2 0"]);
    // The second and the third have more in common.
    let more = join(&[&run(2, 50), &shared]);
    check(&[&shared, &more, &more], &["0 0..60 1 50", "1 0..110 2 0"]);
    // Two passages in another order.
    let (one, two) = (run(3, 50), run(4, 50));
    check(&[&join(&[&one, &two]), &join(&[&two, &one])], &["0 0..50 1 50", "0 50..100 1 0"]);
}

#[test]
fn nothing_reaches_across_a_quotation() {
    let half = run(1, 39);
    check(&[&join(&[&half, &[0], &half]), &join(&[&half, &[0], &half])], &[]);
}

#[test]
fn one_word_again_and_again_costs_nothing() {
    let text = vec![7; 50_000];
    check(&[&text, &text], &["0 0..50000 1 0"]);
}

fn trail(body: &str) -> usize {
    let source = SourceFile::new("a.md", body);
    let (parsed, _) = parse(&source);
    let trail = WordTrail::of(&parsed.passages);
    assert_eq!(trail.words().len(), super::places(&parsed.passages).len(), "{body:?}");
    trail.words().len()
}

#[test]
fn words_are_counted_without_quotations_and_code() {
    assert_eq!(trail("One *two*\nthree.\n\n- don't\n\n> quoted\n\n`five` 休み\n\n```\nno\n```\n"), 4 + 1 + 3);
    assert_eq!(trail(""), 0);
}

proptest! {
    #[test]
    fn a_planted_passage_is_always_found(
        before in 0_u32..300, after in 0_u32..300, length in (FEWEST as u32)..200, elsewhere in 0_u32..300,
    ) {
        let planted = run(9, length);
        let one = join(&[&run(1, before), &planted, &run(2, after)]);
        let other = join(&[&run(3, elsewhere), &planted, &run(4, after)]);
        let found = matches(&[&one, &other]);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].first_at, &(before as usize..(before + length) as usize));
        prop_assert_eq!(&found[0].other_at, &(elsewhere as usize..(elsewhere + length) as usize));
    }

    #[test]
    fn places_are_as_many_as_words(body in "(?s)([a-z ’'>\n|*<é休-]|:::){0,80}") {
        trail(&body);
    }
}
