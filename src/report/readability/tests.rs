use super::*;
use crate::text::SourceFile;

fn split(lang: &str, text: &str, expect: &[&str]) {
    let found: Vec<&str> = sentences(text, lang).into_iter().map(|one| text.get(one.range).unwrap_or("")).collect();
    assert_eq!(found, expect, "{text:?}");
}

#[test]
fn sentences_end_where_readers_pause() {
    split("en", "One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]);
    split(
        "en",
        "It took 3.5 hours. See https://a.example/b.c?d=e. Then rest.",
        &["It took 3.5 hours.", "See https://a.example/b.c?d=e.", "Then rest."],
    );
    split(
        "en",
        "Ask Dr. Rowe, e.g. on Monday. J. Smith came, i.e. he was there.",
        &["Ask Dr. Rowe, e.g. on Monday.", "J. Smith came, i.e. he was there."],
    );
    split("en", "“Why?” she asked. “Because.” He left.", &["“Why?” she asked.", "“Because.”", "He left."]);
    split("en", "Well … maybe. I wonder… Then again.", &["Well … maybe.", "I wonder…", "Then again."]);
    split("en", "So did I. You too.", &["So did I.", "You too."]);
    split("en", "A line\nanother line", &["A line", "another line"]);
    split("es", "¿Qué pasa? ¡Nada! La Sra. Paz llegó.", &["¿Qué pasa?", "¡Nada!", "La Sra. Paz llegó."]);
    split("de", "Das ist z. B. ein Satz. Und noch einer.", &["Das ist z. B. ein Satz.", "Und noch einer."]);
    split("ja", "今日は休み。明日も。", &["今日は休み。", "明日も。"]);
    split("en", "", &[]);
}

#[test]
fn words_are_what_is_read() {
    let check = |text: &str, expect: &[&str]| assert_eq!(words(text).collect::<Vec<_>>(), expect);
    check("don't — stop and/or go: self-care", &["don't", "stop", "and", "or", "go:", "self-care"]);
    check("see https://a.example/b/c now", &["see", "https://a.example/b/c", "now"]);
    check("… · -", &[]);
}

#[test]
fn syllables_are_counted_as_they_are_heard() {
    let check = |lang: &str, words: &[(&str, usize)]| {
        for (word, expect) in words {
            assert_eq!(syllables::count(word, lang), *expect, "{word}");
        }
    };
    check(
        "en",
        &[
            ("the", 1),
            ("make", 1),
            ("table", 2),
            ("walked", 1),
            ("wanted", 2),
            ("recovery", 4),
            ("coach", 1),
            ("people", 2),
            ("boxes", 2),
            ("times", 1),
            ("beyond", 2),
            ("yes", 1),
            ("happy", 2),
            ("medication", 4),
            ("rhythm", 1),
            ("quiet", 2),
            ("radio", 3),
            ("don't", 1),
            ("I", 1),
            ("988", 1),
            ("see", 1),
            ("whole", 1),
        ],
    );
    check(
        "es",
        &[
            ("casa", 2),
            ("bueno", 2),
            ("día", 2),
            ("recuperación", 5),
            ("leer", 2),
            ("guitarra", 3),
            ("queso", 2),
            ("muy", 1),
            ("ahí", 2),
            ("pingüino", 3),
            ("y", 1),
            ("acompañamiento", 6),
            ("país", 2),
            ("ciudad", 2),
        ],
    );
    check("fr", &[("bonjour", 0)]);
}

fn measure(lang: &str, body: &str) -> (Counts, Vec<(usize, u32)>) {
    let source = SourceFile::new("content/articles/a.md", format!("---\ntitle: T\n---\n{body}"));
    let (parsed, _) = parse(&source);
    let (counts, longest) = read(&parsed.passages, lang);
    (counts, longest.into_iter().map(|one| (one.words, source.position(one.span.start).line)).collect())
}

#[test]
fn only_sentences_count() {
    let body = "## A heading that is long enough\n\nOne two three.\nFour five.\n\n- a glass of water\n- Drink it slowly now.\n\n\
                | a | b |\n|---|---|\n| c | d |\n\n```\ncode here\n```\n\nThis *is* `it`.\n";
    let (counts, longest) = measure("en", body);
    assert_eq!((counts.words, counts.sentences), (12, 4));
    assert_eq!(longest, [(4, 10), (3, 6), (3, 20)]);
}

#[test]
fn grades_are_those_of_the_formulas() {
    let counts = Counts { words: 100, sentences: 5, long_words: 20, syllables: 150 };
    // 0.39 × 20 + 11.8 × 1.5 − 15.59; 206.835 − 62.3 × 1.5 − 20; 20 + 20.
    assert_eq!(Formula::of("en").grade(&counts), Some(99));
    assert_eq!(Formula::of("es").grade(&counts), Some(934));
    assert_eq!(Formula::of("sv").grade(&counts), Some(400));
    assert_eq!(Formula::of("en").grade(&Counts::default()), None);
}

proptest::proptest! {
    #[test]
    fn sentences_never_overlap_and_lose_no_word(text in "(?s).{0,200}") {
        let found = sentences(&text, "en");
        let mut last = 0;
        for one in &found {
            proptest::prop_assert!(one.range.start >= last && one.range.end <= text.len());
            last = one.range.end;
        }
        let parts: usize = found.iter().map(|one| words(text.get(one.range.clone()).unwrap_or("")).count()).sum();
        proptest::prop_assert_eq!(parts, text.split('\n').map(|line| words(line).count()).sum::<usize>());
    }
}
