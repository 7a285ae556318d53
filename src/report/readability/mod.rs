//! How hard each entry is to read, and which of its sentences are the longest. A report and never a gate: a
//! formula counts letters and knows nothing of sense.

mod formula;
mod sentences;
mod syllables;

use serde_json::{Value, json};

use super::{Cell, Part, Report, Table};
use crate::library::{Item, Library};
use crate::model::Lang;
use crate::syntax::{PassageKind, Passages, parse};
use crate::text::Span;
use formula::Formula;
use sentences::{sentences, words};

/// Longest sentences that are named of each entry.
const LONGEST: usize = 3;
/// Entries of a language whose longest sentences people are shown.
const SHOWN: usize = 10;
/// Letters from which on a word is long: more than six (Björnsson, as for [`Formula::Lix`]).
const LONG_WORD: usize = 7;
/// Words of a sentence that are quoted.
const QUOTED: usize = 8;

/// What was counted in one text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) words: usize,
    pub(super) sentences: usize,
    /// Words of [`LONG_WORD`] letters and more.
    pub(super) long_words: usize,
    /// Syllables, where there is a way to count them in the language.
    pub(super) syllables: usize,
}

/// A sentence that is long.
#[derive(Debug, Clone, PartialEq)]
struct LongSentence {
    words: usize,
    span: Span,
    beginning: String,
}

/// An entry and what was measured.
struct Measured<'a> {
    item: &'a Item,
    counts: Counts,
    /// Tenths; nothing for texts of scripts without spaces, and those without a sentence.
    grade: Option<i64>,
    longest: Vec<LongSentence>,
}

/// Every entry with its measures, language by language, the hardest first.
pub fn readability(library: &Library) -> Report {
    let mut parts = Vec::new();
    let mut rows = Vec::new();
    let mut object = Vec::new();
    for lang in library.languages() {
        let formula = Formula::of(lang.primary());
        let measured = measured(library, lang, formula);
        if measured.is_empty() {
            continue;
        }
        let table: Vec<Vec<Cell>> = measured.iter().map(row).collect();
        parts.push(Part::Text(format!("{lang}, the hardest first: words, sentences, words per sentence, words of more than six letters in percent; {}", formula.meaning())));
        parts.push(Part::Table(Table::new(COLUMNS, table.clone())));
        parts.push(Part::Heading(format!("The longest sentences of the hardest ({lang})")));
        parts.push(Part::List(measured.iter().take(SHOWN).flat_map(sentences_in_words).collect()));
        rows.extend(measured.iter().zip(table).map(|(one, cells)| full_row(one, formula, cells)));
        object.extend(measured.iter().map(|one| as_object(one, formula)));
    }
    let columns = COLUMNS.into_iter().chain(["formula", "language", "longest_1", "longest_2", "longest_3"]);
    Report { parts, rows: Table::new(columns, rows), object: Some(json!({ "entries": object })) }
}

const COLUMNS: [&str; 6] = ["entry", "words", "sentences", "per_sentence", "long_words", "grade"];

fn measured<'a>(library: &'a Library, lang: &Lang, formula: Formula) -> Vec<Measured<'a>> {
    let items = library.items().iter().filter(|item| &item.entry.lang == lang);
    let mut measured: Vec<Measured<'_>> = items
        .map(|item| {
            let (parsed, _) = parse(&item.entry.source);
            let (counts, longest) = read(&parsed.passages, lang.primary());
            let grade = formula.grade(&counts);
            Measured { item, counts, grade, longest }
        })
        .collect();
    measured.sort_by_key(|one| (one.grade.is_none(), one.grade.map(|grade| formula.ease(grade)), &one.item.entry.id));
    measured
}

/// Counts the words and sentences of a text. Headings, cells, code and what is no sentence (an item such as
/// "a glass of water") are left out.
fn read(passages: &Passages, lang: &str) -> (Counts, Vec<LongSentence>) {
    let mut counts = Counts::default();
    let mut longest: Vec<LongSentence> = Vec::new();
    for passage in &passages.passages {
        let needs_end = match passage.kind {
            PassageKind::Paragraph => false,
            PassageKind::Item | PassageKind::Definition | PassageKind::Raw => true,
            PassageKind::Heading | PassageKind::Cell | PassageKind::Term => continue,
        };
        for sentence in sentences(&passage.text, lang) {
            let text = passage.text.get(sentence.range.clone()).unwrap_or("");
            let length = words(text).count();
            if length == 0 || (needs_end && !sentence.is_ended) {
                continue;
            }
            counts.sentences += 1;
            counts.words += length;
            for word in words(text) {
                counts.long_words += usize::from(word.chars().filter(|c| c.is_alphabetic()).count() >= LONG_WORD);
                counts.syllables += syllables::count(word, lang);
            }
            if longest.len() < LONGEST || longest.last().is_some_and(|last| last.words < length) {
                let beginning: Vec<&str> = text.split_whitespace().take(QUOTED).collect();
                let span = passage.place(sentence.range);
                let at = longest.partition_point(|other| other.words >= length);
                longest.insert(at, LongSentence { words: length, span, beginning: beginning.join(" ") });
                longest.truncate(LONGEST);
            }
        }
    }
    (counts, longest)
}

fn row(one: &Measured<'_>) -> Vec<Cell> {
    let Counts { words, sentences, long_words, .. } = one.counts;
    let tenths = |part: usize, of: usize, times: usize| match of {
        0 => Cell::Nothing,
        // Rounded to the nearest tenth.
        of => Cell::Tenths(((part * times * 20 + of) / (of * 2)) as i64),
    };
    vec![
        Cell::Text(one.item.entry.id.to_string()),
        Cell::Number(words as u64),
        Cell::Number(sentences as u64),
        tenths(words, sentences, 1),
        tenths(long_words, words, 100),
        one.grade.map_or(Cell::Nothing, Cell::Tenths),
    ]
}

/// `content/articles/a.md:12`.
fn place(item: &Item, sentence: &LongSentence) -> String {
    format!("{}:{}", item.entry.path(), item.entry.source.position(sentence.span.start).line)
}

fn full_row(one: &Measured<'_>, formula: Formula, cells: Vec<Cell>) -> Vec<Cell> {
    let mut row = cells;
    row.extend([Cell::Text(formula.name().to_owned()), Cell::Text(one.item.entry.lang.to_string())]);
    row.extend((0..LONGEST).map(|at| Cell::maybe(one.longest.get(at).map(|sentence| place(one.item, sentence)))));
    row
}

fn sentences_in_words(one: &Measured<'_>) -> Vec<String> {
    let say = |sentence: &LongSentence| {
        format!("{}, {} words: “{} …”", place(one.item, sentence), sentence.words, sentence.beginning)
    };
    one.longest.iter().map(say).collect()
}

fn as_object(one: &Measured<'_>, formula: Formula) -> Value {
    let value = |cell: &Cell| cell.json();
    let cells = row(one);
    let mut object: serde_json::Map<String, Value> =
        COLUMNS.iter().zip(&cells).map(|(name, cell)| ((*name).to_owned(), value(cell))).collect();
    object.insert("language".to_owned(), json!(one.item.entry.lang.as_str()));
    object.insert("formula".to_owned(), json!(formula.name()));
    let longest = one.longest.iter().map(|sentence| {
        let position = one.item.entry.source.position(sentence.span.start);
        json!({
            "file": one.item.entry.path().as_str(),
            "line": position.line,
            "column": position.column,
            "words": sentence.words,
            "begins": sentence.beginning,
        })
    });
    object.insert("longest".to_owned(), longest.collect());
    Value::Object(object)
}

#[cfg(test)]
mod tests;
