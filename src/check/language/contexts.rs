use std::ops::Range;

use super::matching::Reading;
use super::words::{Case, Gap};
use crate::config::{Lexicon, Phrase, Row};
use crate::syntax::{Part, Wording, WordingMark};

/// Words of a passage that a row of the word list avoids.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) row: usize,
    /// The words by number.
    pub(super) words: Range<usize>,
    /// Their bytes in the passage's text.
    pub(super) bytes: Range<usize>,
    pub(super) many: bool,
}

/// What came before in the file, as far as it says how to take what follows; and what is set off in
/// the passage that is read.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// The table whose words are talked about.
    word_table: Option<u32>,
    /// Whether the heading above says that words are talked about.
    word_section: bool,
    /// Ranges of the passage in quotation marks, apart and in order.
    quotations: Vec<Range<usize>>,
    /// The word after the last one that was talked about in the passage.
    pub(super) mentioned: Option<usize>,
    /// Ranges of the passage that are titles of works by how they are set off, apart and in order.
    titles: Vec<Range<usize>>,
}

impl Scene {
    /// Goes on to the next passage.
    pub(super) fn enter(&mut self, passage: &Wording, reading: &Reading<'_>) {
        let elements = passage.marks.iter().filter(|(_, mark)| *mark == WordingMark::Quotation);
        self.quotations = joined(quotations(&passage.text).into_iter().chain(elements.map(|(range, _)| range.clone())));
        let titles = passage.marks.iter().filter(|(range, mark)| is_title(reading, range, *mark));
        self.titles = joined(titles.map(|(range, _)| range.clone()));
        let speaks = || speaks_of_words(reading);
        match passage.part {
            Part::Heading => self.word_section = speaks(),
            Part::HeadCell(table) if speaks() => self.word_table = Some(table),
            Part::Running | Part::HeadCell(_) | Part::Cell(_) => {}
        }
    }
}

fn speaks_of_words(reading: &Reading<'_>) -> bool {
    let tables = &reading.lexicon.tables;
    (0..reading.words.len()).any(|at| tables.iter().any(|phrase| reading.holds(phrase, &(at..at + 1))))
}

const MENTION: &str = "mention";

type Context = fn(&Reading<'_>, &Wording, &Scene, &Row, &Candidate) -> bool;

/// The contexts in which a word is not the author's own word for somebody, the cheap ones first.
const CONTEXTS: &[(&str, Context)] = &[
    ("quoted", quoted),
    ("word table", word_table),
    ("address", address),
    ("other sense", other_sense),
    ("title", title),
    ("name", name),
    ("self-description", own),
    (MENTION, mention),
];

/// Whether something about the place says that the word is not the author's word for somebody.
pub(super) fn is_meant_otherwise(
    reading: &Reading<'_>,
    passage: &Wording,
    scene: &mut Scene,
    row: &Row,
    candidate: &Candidate,
) -> bool {
    let found = CONTEXTS.iter().find(|(_, context)| context(reading, passage, scene, row, candidate));
    if found.is_some_and(|(name, _)| *name == MENTION) {
        scene.mentioned = Some(candidate.words.end);
    }
    found.is_some()
}

/// Ranges in order, those that meet made one.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = ranges.collect();
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => out.push(range),
        }
    }
    out
}

/// Whether one of the ranges, which are apart and in order, holds the bytes.
fn one_holds(ranges: &[Range<usize>], bytes: &Range<usize>) -> bool {
    let next = ranges.partition_point(|range| range.start <= bytes.start);
    next.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|range| bytes.end <= range.end)
}

/// Somebody else's words: a block quotation, `<q>`, or quotation marks.
fn quoted(_: &Reading<'_>, passage: &Wording, scene: &Scene, _: &Row, candidate: &Candidate) -> bool {
    passage.quoted || one_holds(&scene.quotations, &candidate.bytes)
}

/// A table, or a list below a heading, in which words are set against each other.
fn word_table(_: &Reading<'_>, passage: &Wording, scene: &Scene, _: &Row, _: &Candidate) -> bool {
    match passage.part {
        Part::HeadCell(table) | Part::Cell(table) => scene.word_table == Some(table) || scene.word_section,
        Part::Heading => false,
        Part::Running => scene.word_section,
    }
}

/// Part of an address, a file's name or a tag that is written out: `example.org/drug-abuse`.
fn address(_: &Reading<'_>, passage: &Wording, _: &Scene, _: &Row, candidate: &Candidate) -> bool {
    const LONGEST: usize = 300;
    let text = passage.text.as_str();
    let before = text.get(..candidate.bytes.start).unwrap_or("");
    let after = text.get(candidate.bytes.end..).unwrap_or("");
    let open = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '“' | '"');
    let start =
        before.char_indices().rev().take(LONGEST).find(|(_, c)| open(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let length = after.char_indices().take(LONGEST).find(|(_, c)| open(*c)).map_or(after.len(), |(at, _)| at);
    let start = if before.len() - start > 4 * LONGEST { before.len() } else { start };
    let run = text.get(start..candidate.bytes.end + length.min(4 * LONGEST)).unwrap_or("");
    let run = run.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    let has_host = || {
        let host = run.split('/').next().unwrap_or("");
        let ends =
            [".org", ".com", ".net", ".gov", ".edu", ".info", ".example", ".html", ".pdf", ".md", ".jpg", ".png"];
        ends.iter().any(|end| host.to_ascii_lowercase().ends_with(end)) || run.to_ascii_lowercase().ends_with(".pdf")
    };
    run.contains("://") || run.contains('@') || run.starts_with("www.") || run.starts_with(['#', '/']) || has_host()
}

/// Phrases of the row in which the word is fine.
fn other_sense(reading: &Reading<'_>, _: &Wording, _: &Scene, row: &Row, candidate: &Candidate) -> bool {
    row.except.iter().any(|phrase| reading.holds(phrase, &candidate.words))
}

/// Small words inside of titles.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "de", "del",
    "el", "al", "la", "las", "los", "y", "en", "con", "un", "una", "sobre",
];

/// The title of a work: `<cite>`, emphasised words that begin with a capital, the words of a link that
/// leads to another site, or three words with capitals in running text.
fn title(reading: &Reading<'_>, passage: &Wording, scene: &Scene, _: &Row, candidate: &Candidate) -> bool {
    one_holds(&scene.titles, &candidate.bytes)
        || (passage.part != Part::Heading && is_in_title_run(reading, &candidate.words))
}

/// Whether what is set off is the title of a work. One word alone is emphasised more often than it is
/// a title, where it begins a sentence.
fn is_title(reading: &Reading<'_>, range: &Range<usize>, mark: WordingMark) -> bool {
    const LONGEST: usize = 40;
    let begins = reading.words.at(range.start);
    let words = begins..reading.words.at(range.end).min(begins + LONGEST);
    let Some(first) = reading.words.get(begins).filter(|first| first.case == Case::Capital) else {
        return mark == WordingMark::Title;
    };
    let capitals = words.clone().filter(|at| is_capital(reading, *at)).count();
    match mark {
        WordingMark::Title => true,
        WordingMark::Emphasis => !first.begins || (capitals > 1 && capitals * 2 >= words.len()),
        WordingMark::LinkAway => words.len() > 1,
        WordingMark::LinkHere | WordingMark::Quotation => false,
    }
}

fn is_capital(reading: &Reading<'_>, at: usize) -> bool {
    reading.words.get(at).is_some_and(|word| word.case != Case::Small)
}

/// Whether the words stand in a run of words with capitals: of three, or of two that a small word joins
/// (`Families of Addicts`).
fn is_in_title_run(reading: &Reading<'_>, words: &Range<usize>) -> bool {
    const LONGEST: usize = 12;
    let is_title_word = |at: usize| reading.words.get(at).is_some_and(|word| word.case == Case::Capital);
    let is_small = |at: usize| reading.words.get(at).is_some_and(|word| SMALL.contains(&word.folded.as_str()));
    if !words.clone().all(|at| is_title_word(at) || is_small(at)) || !is_title_word(words.start) {
        return false;
    }
    let mut start = words.start;
    while start > 0 && words.start - start < LONGEST && is_joined(reading, start) {
        if !is_capital(reading, start - 1) && !is_small(start - 1) {
            break;
        }
        start -= 1;
    }
    let mut end = words.end;
    while end - words.end < LONGEST && is_joined(reading, end) && (is_capital(reading, end) || is_small(end)) {
        end += 1;
    }
    // Small words at the edges belong to the sentence around.
    let start = (start..words.start).find(|at| is_capital(reading, *at)).unwrap_or(words.start);
    let end = (words.end..end).rev().find(|at| is_capital(reading, *at)).map_or(words.end, |last| last + 1);
    let capitals = (start..end).filter(|at| is_capital(reading, *at)).count();
    // The first word of a sentence has its capital anyway.
    let opens = usize::from(reading.words.get(start).is_some_and(|word| word.begins));
    capitals >= 3 || (capitals == 2 && opens == 0 && end - start > capitals)
}

fn is_joined(reading: &Reading<'_>, at: usize) -> bool {
    reading.words.get(at).is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Hyphen))
}

fn holds_any(reading: &Reading<'_>, phrases: &[Phrase], words: &Range<usize>) -> bool {
    phrases.iter().any(|phrase| reading.holds(phrase, words))
}

/// The name of an organisation, a fellowship or a journal.
fn name(reading: &Reading<'_>, _: &Wording, _: &Scene, _: &Row, candidate: &Candidate) -> bool {
    holds_any(reading, &lexicon(reading).names, &candidate.words)
}

/// Somebody's word for themselves.
fn own(reading: &Reading<'_>, _: &Wording, _: &Scene, _: &Row, candidate: &Candidate) -> bool {
    holds_any(reading, &lexicon(reading).own, &candidate.words)
}

/// The word itself is talked about: `the word addict`, `instead of addict`, `addict → person with …`.
fn mention(reading: &Reading<'_>, passage: &Wording, scene: &Scene, _: &Row, candidate: &Candidate) -> bool {
    const AS_FAR: usize = 80;
    let after = passage.text.get(candidate.bytes.end..).unwrap_or("").chars().take(AS_FAR);
    let arrow = after.clone().any(|c| matches!(c, '→' | '⇒' | '⟶'))
        || after.clone().zip(after.skip(1)).any(|pair| matches!(pair, ('-' | '=', '>')));
    // In a row of words, what holds for one holds for the next.
    let follows = scene.mentioned.is_some_and(|end| end <= candidate.words.start && candidate.words.start - end <= 1);
    arrow || follows || holds_any(reading, &lexicon(reading).mention, &candidate.words)
}

fn lexicon<'a>(reading: &Reading<'a>) -> &'a Lexicon {
    reading.lexicon
}

/// Ranges in quotation marks. Marks that have no other in the passage quote nothing, but for one that
/// begins it: a quotation of several paragraphs closes in the last.
fn quotations(text: &str) -> Vec<Range<usize>> {
    const PAIRS: &[(char, char)] =
        &[('“', '”'), ('«', '»'), ('„', '“'), ('„', '”'), ('‹', '›'), ('‚', '‘'), ('「', '」')];
    let mut found = Vec::new();
    for &(opening, closing) in PAIRS {
        let mut open: Option<usize> = None;
        for (at, c) in text.char_indices() {
            if c == opening {
                open = open.or(Some(at));
            } else if c == closing
                && let Some(start) = open.take()
            {
                found.push(start..at);
            }
        }
        if let Some(start) =
            open.filter(|start| opening == '“' && text.get(..*start).is_some_and(|before| before.trim().is_empty()))
        {
            found.push(start..text.len());
        }
    }
    found.extend(straight(text));
    found.extend(single(text));
    found
}

/// Ranges between straight marks, two by two.
fn straight(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).filter_map(|pair| Some(*pair.first()?..*pair.get(1)?)).collect()
}

/// Ranges in single marks, which are apostrophes too: one that opens a word, up to the first that closes
/// one. After an `s` that may be a possessive: then up to the next that follows a mark of punctuation.
fn single(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |index: usize| chars.get(index).map_or(' ', |(_, c)| *c);
    let closes = |index: usize| {
        let before = index.checked_sub(1).map_or(' ', &at);
        matches!(at(index), '’' | '\'') && !at(index + 1).is_alphanumeric() && !before.is_whitespace()
    };
    let opens = |index: usize| {
        let before = index.checked_sub(1).map_or(' ', &at);
        matches!(at(index), '‘' | '\'') && !before.is_alphanumeric() && at(index + 1).is_alphanumeric()
    };
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    // The end of a quotation that a possessive may have ended too early.
    let mut doubtful: Option<usize> = None;
    for index in 0..chars.len() {
        let byte = chars.get(index).map_or(text.len(), |(byte, _)| *byte);
        if closes(index) {
            let before = index.checked_sub(1).map_or(' ', &at);
            match open {
                Some(_) if before == 's' && at(index + 1) == ' ' => doubtful = doubtful.or(Some(byte)),
                Some(start) => {
                    found.push(start..byte);
                    (open, doubtful) = (None, None);
                }
                None => {}
            }
        } else if opens(index) {
            found.extend(open.zip(doubtful.take()).map(|(start, end)| start..end));
            open = Some(byte);
        }
    }
    found.extend(open.zip(doubtful).map(|(start, end)| start..end));
    found
}
