//! The labelled sentences of `tests/language/`, and what the language check says of them.
#![allow(clippy::print_stdout, reason = "the figures of the corpora are what it is for")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use waypost::check::{Finder, findings};
use waypost::config::usual_lexicon;
use waypost::syntax::{Node, Value, read_yaml};
use waypost::text::{SourceFile, Span};

/// A passage and the words in it that are to be found.
struct Labelled {
    id: String,
    lang: String,
    text: String,
    flags: Vec<String>,
    why: String,
}

fn corpus(name: &str) -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language").join(name);
    let source = SourceFile::new(name, fs::read_to_string(path).unwrap());
    let mut complaints = Vec::new();
    let root = read_yaml(&source, Span::new(0, source.text().len()), &mut complaints);
    assert_eq!(complaints, []);
    let Value::List(rows) = root.unwrap().value else { panic!("{name} is a list") };
    let text = |row: &Node, key: &str| row.get(key).and_then(Node::text).unwrap_or("").to_owned();
    let flags = |row: &Node| match row.get("flag").map(|flag| &flag.value) {
        Some(Value::List(flags)) => flags.iter().filter_map(|flag| Some(flag.text()?.to_owned())).collect(),
        _ => Vec::new(),
    };
    let labelled = |row: &Node| Labelled {
        id: text(row, "id"),
        lang: text(row, "lang"),
        text: text(row, "text"),
        flags: flags(row),
        why: text(row, "why"),
    };
    rows.iter().map(labelled).collect()
}

/// How a list did in one language of a corpus.
#[derive(Debug, Default)]
struct Score {
    must: usize,
    must_not: usize,
    spans: usize,
    found: usize,
    /// Findings that no label asks for, in passages of either sort.
    wrong: usize,
    /// Passages that must have no finding and have one.
    wrong_passages: usize,
}

impl Score {
    /// Of the findings, those that a label asks for.
    fn precision(&self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }

    /// Of the labels, those that a finding meets.
    fn recall(&self) -> f64 {
        self.found as f64 / self.spans.max(1) as f64
    }
}

fn measure(name: &str) -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut finders: BTreeMap<String, Finder> = BTreeMap::new();
    let mut report = String::new();
    for one in corpus(name) {
        let finder = finders.entry(one.lang.clone()).or_insert_with(|| Finder::new(usual_lexicon(&one.lang)));
        let source = SourceFile::new("a.md", one.text.as_str());
        let found: Vec<Range<usize>> = findings(finder, &source, None, Span::new(0, one.text.len()), &[])
            .iter()
            .map(|one| one.span.range())
            .collect();
        // A label stands for every place in which its words are.
        let places =
            |flag: &String| one.text.match_indices(flag.as_str()).map(|(at, word)| at..at + word.len()).collect();
        let wanted: Vec<Vec<Range<usize>>> = one.flags.iter().map(places).collect();
        let score = scores.entry(one.lang.clone()).or_default();
        let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let is_met = |label: &[Range<usize>]| found.iter().any(|found| label.iter().any(|place| meets(found, place)));
        let met = wanted.iter().filter(|label| is_met(label)).count();
        let wrong: Vec<&str> = found
            .iter()
            .filter(|found| !wanted.iter().flatten().any(|place| meets(found, place)))
            .filter_map(|range| one.text.get(range.clone()))
            .collect();
        score.spans += wanted.len();
        score.found += met;
        score.wrong += wrong.len();
        match wanted.is_empty() {
            true => {
                score.must_not += 1;
                score.wrong_passages += usize::from(!wrong.is_empty());
            }
            false => score.must += 1,
        }
        if met < wanted.len() || !wrong.is_empty() {
            let labels = one.flags.iter().zip(&wanted);
            let missed: Vec<&String> = labels.filter(|(_, label)| !is_met(label)).map(|(flag, _)| flag).collect();
            let _ = writeln!(report, "{} [{}] missed {missed:?} wrong {wrong:?}: {}", one.id, one.why, one.text);
        }
    }
    for (lang, score) in &scores {
        println!(
            "{name} {lang}: {} passages must be flagged ({} spans), {} must not; precision {:.4}, recall {:.4}; \
             {} findings too many, {} passages flagged that must not be",
            score.must,
            score.spans,
            score.must_not,
            score.precision(),
            score.recall(),
            score.wrong,
            score.wrong_passages
        );
    }
    println!("{report}");
    scores
}

/// The bar: precision and recall of the usual lists.
fn holds(name: &str) {
    let scores = measure(name);
    assert!(scores.contains_key("en"), "{name}");
    for (lang, score) in scores {
        assert!(score.precision() >= 0.97, "{name} {lang}: precision {:.4}", score.precision());
        assert!(score.recall() >= 0.95, "{name} {lang}: recall {:.4}", score.recall());
        assert!(lang != "en" || (score.must >= 300 && score.must_not >= 300), "{name}: too few passages");
    }
}

#[test]
fn labelled_passages_of_the_first_corpus() {
    holds("a.yaml");
}

/// Nobody who wrote the check had seen these when it was first held against them: precision 0.9752,
/// recall 0.9643. Of the first corpus the figures were 0.9716 and 0.9212 (Spanish 0.8810, 0.8222).
#[test]
fn labelled_passages_of_the_second_corpus() {
    holds("b.yaml");
}
