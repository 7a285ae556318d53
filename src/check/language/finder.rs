use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::contexts::{Candidate, Scene, is_meant_otherwise};
use super::matching::Reading;
use super::words::{Gap, Words};
use crate::config::{Lexicon, Row};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Part, Wording};
use crate::text::{SourcePath, Span};

/// A word that the library avoids, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The row of the word list, by its first word.
    pub row: String,
    /// The word as it stands there.
    pub written: String,
    /// Where.
    pub span: Span,
    /// Why it is avoided, in a sentence.
    pub because: String,
    /// Who says so.
    pub source: String,
    /// What to say instead, fitted to what stands there.
    pub instead: Vec<String>,
}

/// A word list made ready for reading texts.
#[derive(Debug)]
pub struct Finder {
    lexicon: Lexicon,
    /// For each word that a phrase is recognised by: row, phrase, and the word's place in it.
    anchors: BTreeMap<String, Vec<(usize, usize, usize)>>,
    /// Finds what may hold any of the words; nothing where that cannot be told, or no word is there.
    glance: Option<Regex>,
    has_patterns: bool,
}

/// Words on either side that count as near.
const NEAR: usize = 40;
/// Words before and after in which another sense shows.
const FAR: (usize, usize) = (8, 5);

impl Finder {
    /// Makes a word list ready.
    pub fn new(lexicon: Lexicon) -> Self {
        let mut anchors: BTreeMap<String, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for (row, one) in lexicon.rows.iter().enumerate() {
            for (phrase, two) in one.avoid.iter().enumerate() {
                let Some((place, words)) = two.anchor() else { continue };
                for word in words {
                    anchors.entry(word.to_owned()).or_default().push((row, phrase, place));
                }
            }
        }
        let words: Vec<String> = anchors.keys().map(|word| regex::escape(word).replace('\'', "['\u{2019}]")).collect();
        let glance = RegexBuilder::new(&words.join("|")).case_insensitive(true).build().ok();
        let has_patterns = lexicon.rows.iter().any(|row| row.pattern.is_some());
        Self { lexicon, anchors, glance: glance.filter(|_| !words.is_empty()), has_patterns }
    }

    /// The word list.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The words by which phrases are recognised.
    #[cfg(test)]
    pub(super) fn anchors(&self) -> impl Iterator<Item = &str> {
        self.anchors.keys().map(String::as_str)
    }

    /// Whether a file may hold any of the words: seen without taking it apart.
    pub fn may_hold(&self, text: &str) -> bool {
        // A list too large for a glance is looked up word by word.
        let found = || self.glance.as_ref().is_none_or(|glance| glance.is_match(text));
        self.has_patterns || (!self.anchors.is_empty() && (found() || may_be_broken(text)))
    }

    /// Whether words that are seen, and so are whole, may be among those of the list.
    fn may_be_in(&self, seen: &str) -> bool {
        let is_mark = |c: char| matches!(c, '\u{300}'..='\u{36f}');
        self.has_patterns
            || self.glance.as_ref().is_none_or(|glance| glance.is_match(seen))
            || (!seen.is_ascii() && seen.contains(is_mark))
    }

    /// What is found in the passages of a file, in the order of the passages.
    pub fn find(&self, passages: &[Wording]) -> Vec<Finding> {
        let mut scene = Scene::default();
        let mut found = Vec::new();
        for passage in passages {
            self.in_passage(passage, &mut scene, &mut found);
        }
        found
    }

    /// Finds in one passage; gives how many words were looked at.
    pub(super) fn in_passage(&self, passage: &Wording, scene: &mut Scene, found: &mut Vec<Finding>) -> usize {
        // What is said of words is asked of every heading; else a passage without any is passed over.
        let says_how = matches!(passage.part, Part::Heading | Part::HeadCell(_));
        if !says_how && !self.may_be_in(&passage.text) {
            return 0;
        }
        let words = Words::of(&passage.text);
        let reading = Reading::new(&self.lexicon, &words);
        scene.enter(passage, &reading);
        let mut candidates = self.candidates(&reading, passage);
        // The earlier one, the longer one, then the list's own order.
        candidates.sort_by_key(|one| (one.words.start, std::cmp::Reverse(one.words.end), one.row));
        let mut end = 0;
        scene.mentioned = None;
        for candidate in candidates {
            let Some(row) = self.lexicon.rows.get(candidate.row).filter(|_| candidate.words.start >= end) else {
                continue;
            };
            if !self.is_near(&reading, row, &candidate.words) {
                continue;
            }
            // What a longer phrase says of the place holds for the shorter one inside it.
            end = candidate.words.end;
            if is_meant_otherwise(&reading, passage, scene, row, &candidate) {
                continue;
            }
            found.push(self.finding(&reading, passage, row, &candidate));
        }
        words.len() + reading.looked.get()
    }

    fn candidates(&self, reading: &Reading<'_>, passage: &Wording) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (at, word) in reading.words.iter().enumerate() {
            let whole = self.anchors.get(&word.folded);
            let stem = self.anchors.get(word.stem()).filter(|_| word.stem() != word.folded);
            for &(row, phrase, place) in whole.into_iter().chain(stem).flatten() {
                let avoided = self.lexicon.rows.get(row).and_then(|row| row.avoid.get(phrase));
                let Some(hit) = avoided.and_then(|phrase| reading.phrase_at(phrase, place, at)) else { continue };
                let words = with_prefix(reading.words, hit.words);
                let bytes = reading.words.range(&words);
                candidates.push(Candidate { row, words, bytes, many: hit.many });
            }
        }
        for (at, row) in self.lexicon.rows.iter().enumerate() {
            for bytes in row.pattern.iter().flat_map(|pattern| pattern.find(&passage.text)) {
                let words = reading.words.at(bytes.start)..reading.words.at(bytes.end);
                candidates.push(Candidate { row: at, words, bytes, many: false });
            }
        }
        candidates
    }

    fn is_near(&self, reading: &Reading<'_>, row: &Row, words: &Range<usize>) -> bool {
        let around = words.start.saturating_sub(NEAR)..words.start;
        let near = row.near.is_empty()
            || reading.any_of_class(around, &row.near)
            || reading.any_of_class(words.end..words.end + NEAR, &row.near);
        near && (row.far.is_empty() || {
            let (before, after) = sentence(reading.words, words);
            !reading.any_of_class(before..words.start, &row.far) && !reading.any_of_class(words.end..after, &row.far)
        })
    }

    fn finding(&self, reading: &Reading<'_>, passage: &Wording, row: &Row, candidate: &Candidate) -> Finding {
        let span = passage.span(candidate.bytes.clone());
        let instead = row.say.iter().filter_map(|say| self.fitted(reading, say, candidate)).collect();
        Finding {
            row: row.name().to_owned(),
            written: passage.text.get(candidate.bytes.clone()).unwrap_or("").to_owned(),
            span,
            because: row.because.clone(),
            source: row.source.clone(),
            instead,
        }
    }

    /// An alternative for what stands there: `[one|several]` by number, `{class}` the word of that
    /// class that stands there. Nothing where there is no such word.
    fn fitted(&self, reading: &Reading<'_>, say: &str, candidate: &Candidate) -> Option<String> {
        let mut out = String::new();
        let mut rest = say;
        while let Some(open) = rest.find(['[', '{']) {
            out.push_str(rest.get(..open)?);
            let is_choice = rest.get(open..)?.starts_with('[');
            let Some(close) = rest.find(if is_choice { ']' } else { '}' }).filter(|close| *close > open) else { break };
            let inside = rest.get(open + 1..close)?;
            if is_choice {
                let (one, many) = inside.split_once('|').unwrap_or((inside, inside));
                out.push_str(if candidate.many { many } else { one });
            } else {
                let around = candidate.words.start.saturating_sub(2)..candidate.words.end + 3;
                let word =
                    reading.of_class(candidate.words.clone(), inside).or_else(|| reading.of_class(around, inside));
                let word = word?.stem();
                out.push_str(self.lexicon.spoken.get(word).map_or(word, String::as_str));
            }
            rest = rest.get(close + 1..)?;
        }
        Some(out + rest)
    }
}

/// The words with a prefix that a hyphen joins to them: `ex-addict`.
fn with_prefix(words: &Words, at: Range<usize>) -> Range<usize> {
    let is_joined = words.get(at.start).is_some_and(|word| word.gap == Gap::Hyphen);
    let before = at.start.checked_sub(1).filter(|_| is_joined);
    match before.filter(|before| words.get(*before).is_some_and(|word| matches!(word.folded.as_str(), "ex" | "non"))) {
        Some(start) => start..at.end,
        None => at,
    }
}

/// The words around within the sentence, as far as another sense reaches.
fn sentence(words: &Words, at: &Range<usize>) -> (usize, usize) {
    let mut before = at.start;
    while before > 0 && at.start - before < FAR.0 && words.get(before).is_some_and(|word| word.gap != Gap::Stop) {
        before -= 1;
    }
    let mut after = at.end;
    while after - at.end < FAR.1 && words.get(after).is_some_and(|word| word.gap != Gap::Stop) {
        after += 1;
    }
    (before, after)
}

/// Whether a word may be there in pieces: with markup, a character reference or a soft hyphen in it.
fn may_be_broken(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'&' | b'\\' | b'<' => true,
        b'*' | b'_' | b'~' => {
            at > 0 && is_letter(at - 1) && bytes.get(at + 1).is_some_and(|next| next == byte || is_letter(at + 1))
        }
        // U+00AD, and U+200B and its neighbours.
        0xc2 => bytes.get(at + 1) == Some(&0xad),
        0xe2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x8b..=0x8d] | [0x81, 0xa0])),
        0xef => bytes.get(at + 1..at + 3) == Some(&[0xbb, 0xbf]),
        0xcc | 0xcd => true,
        _ => false,
    })
}

impl Finding {
    /// The finding as a message.
    pub fn diagnostic(&self, path: &SourcePath) -> Diagnostic {
        let message = match self.because.as_str() {
            "" => format!("this library avoids “{}”", self.written),
            because => format!("this library avoids “{}”: {because}", self.written),
        };
        let quoted: Vec<String> = self.instead.iter().map(|say| format!("“{say}”")).collect();
        let from = if self.source.is_empty() { String::new() } else { format!(" ({})", self.source) };
        let help = match quoted.split_last() {
            None => format!("say it otherwise{from}"),
            Some((only, [])) => format!("say {only}{from}"),
            Some((last, others)) => format!("say {} or {last}{from}", others.join(", ")),
        };
        Diagnostic::new(Code::StigmatisingWord, path, self.span, message).help(help)
    }
}
