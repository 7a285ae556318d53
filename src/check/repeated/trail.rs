use crate::syntax::{Passage, Passages};
use crate::text::Span;

/// Stands where a quotation was: no passage reaches across.
pub(super) const BREAK: u32 = 0;

/// The words of an entry as numbers, one after another: equal words, equal numbers, whatever their letters'
/// size. Four bytes a word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordTrail(Vec<u32>);

impl WordTrail {
    /// The words of a body.
    pub fn of(passages: &Passages) -> Self {
        let mut words = Vec::new();
        each_word(passages, |word, _| words.push(word));
        Self(words)
    }

    pub(super) fn words(&self) -> &[u32] {
        &self.0
    }
}

/// Where each word of [`WordTrail::of`] stands in the file.
pub(super) fn places(passages: &Passages) -> Vec<Span> {
    let mut places = Vec::new();
    each_word(passages, |_, place| {
        places.push(place.map_or_else(Span::default, |(passage, start, end)| passage.place(start..end)));
    });
    places
}

/// Calls `found` with the number of every word, and with its passage and its bytes there.
fn each_word<'a>(passages: &'a Passages, mut found: impl FnMut(u32, Option<(&'a Passage, usize, usize)>)) {
    let mut in_quotation = false;
    for passage in &passages.passages {
        if passage.is_quoted {
            if !in_quotation {
                found(BREAK, None);
            }
            in_quotation = true;
            continue;
        }
        in_quotation = false;
        of_passage(passage, &mut found);
    }
}

/// The words of one passage; of scripts without spaces, every character is one.
fn of_passage<'a>(passage: &'a Passage, found: &mut impl FnMut(u32, Option<(&'a Passage, usize, usize)>)) {
    let mut word = Word::default();
    let mut start = 0;
    if passage.text.is_ascii() {
        // The same as below, for what most texts are.
        for (at, byte) in passage.text.bytes().enumerate() {
            if byte.is_ascii_alphanumeric() {
                if word.length == 0 {
                    (start, word.hash) = (at, FIRST);
                }
                word.length += 1;
                word.mix(u32::from(byte.to_ascii_lowercase()));
            } else if word.length > 0 && byte != b'\'' {
                found(word.take(), Some((passage, start, at)));
            }
        }
        if word.length > 0 {
            found(word.take(), Some((passage, start, passage.text.len())));
        }
        return;
    }
    for (at, c) in passage.text.char_indices() {
        let is_letter = c.is_alphanumeric();
        let is_dense = is_letter && matches!(u32::from(c), 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF);
        if (!is_letter || is_dense) && word.length > 0 {
            // An apostrophe is part of its word: `don't` and `don’t` are one.
            if matches!(c, '\'' | '’') {
                continue;
            }
            found(word.take(), Some((passage, start, at)));
        }
        if is_letter {
            if word.length == 0 {
                start = at;
            }
            word.add(c);
        }
        if is_dense {
            found(word.take(), Some((passage, start, at + c.len_utf8())));
        }
    }
    if word.length > 0 {
        found(word.take(), Some((passage, start, passage.text.len())));
    }
}

/// The hash of a word without letters.
const FIRST: u32 = 0x811C_9DC5;

/// The hash of a word so far (FNV-1a, 32 bits).
#[derive(Default)]
struct Word {
    hash: u32,
    length: usize,
}

impl Word {
    fn add(&mut self, c: char) {
        if self.length == 0 {
            self.hash = FIRST;
        }
        self.length += 1;
        if c.is_ascii() {
            self.mix(u32::from(c.to_ascii_lowercase()));
        } else {
            c.to_lowercase().for_each(|c| self.mix(u32::from(c)));
        }
    }

    fn mix(&mut self, value: u32) {
        self.hash = (self.hash ^ value).wrapping_mul(0x0100_0193);
    }

    fn take(&mut self) -> u32 {
        self.length = 0;
        if self.hash == BREAK { 1 } else { self.hash }
    }
}
