use std::ops::Range;

use super::words::{Case, Gap, Word, Words};
use crate::config::{Item, Lexicon, Phrase, Sense};

/// A text, read against a word list. It counts the words that it looked at, so that a test can say
/// what reading costs.
pub(super) struct Reading<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) words: &'a Words,
    pub(super) looked: std::cell::Cell<usize>,
}

/// Words that a phrase was found in, and whether they speak of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) words: Range<usize>,
    pub(super) many: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, words: &'a Words) -> Self {
        Self { lexicon, words, looked: std::cell::Cell::new(0) }
    }

    /// The phrase with the word of its place `anchor` at word `at`, where it stands there.
    pub(super) fn phrase_at(&self, phrase: &Phrase, anchor: usize, at: usize) -> Option<Hit> {
        let (before, from) = phrase.words.split_at_checked(anchor)?;
        let mut end = at;
        if !self.forward(from, at, true, &mut |found| {
            end = found;
            true
        }) {
            return None;
        }
        let mut start = at;
        if !self.backward(before, at, true, &mut |found| {
            start = found;
            true
        }) {
            return None;
        }
        let fits = self.backward(&phrase.before, start, false, &mut |_| true)
            && self.forward(&phrase.after, end, false, &mut |_| true);
        fits.then(|| Hit { words: start..end, many: self.is_many(phrase, start..end) })
    }

    /// Whether a phrase stands around the words, which are its `_`; or, where it has none, holds them.
    pub(super) fn holds(&self, phrase: &Phrase, words: &Range<usize>) -> bool {
        if phrase.words.is_empty() {
            return self.backward(&phrase.before, words.start, false, &mut |_| true)
                && self.forward(&phrase.after, words.end, false, &mut |_| true);
        }
        let first = words.start.saturating_sub(phrase.words.len());
        (first..=words.start).any(|start| self.forward(&phrase.words, start, true, &mut |end| end >= words.end))
    }

    /// Whether one of the words is of one of the classes.
    pub(super) fn any_of_class(&self, words: Range<usize>, classes: &[String]) -> bool {
        words.filter_map(|at| self.words.get(at)).any(|word| {
            self.looked.set(self.looked.get() + 1);
            classes.iter().any(|class| self.is_of_class(word, class))
        })
    }

    /// The first of the words that is of a class.
    pub(super) fn of_class(&self, mut words: Range<usize>, class: &str) -> Option<&'a Word> {
        words.find_map(|at| self.words.get(at).filter(|word| self.is_of_class(word, class)))
    }

    fn is_of_class(&self, word: &Word, class: &str) -> bool {
        let words = self.lexicon.classes.get(class);
        words.is_some_and(|words| words.contains(&word.folded) || words.contains(word.stem()))
    }

    fn is_many(&self, phrase: &Phrase, words: Range<usize>) -> bool {
        words.filter_map(|at| self.words.get(at)).any(|word| {
            let said = |sense: &Sense| matches!(sense, Sense::Word(form, true) if form == word.stem());
            phrase.words.iter().flat_map(|item| &item.any_of).any(said)
        })
    }

    /// Reads items onward from word `at`; `close` tells that nothing but spaces and hyphens may part
    /// the words. `done` is given where they end, and says whether that will do.
    fn forward(&self, items: &[Item], at: usize, close: bool, done: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some((item, rest)) = items.split_first() else { return done(at) };
        if item.any_of.contains(&Sense::End) && self.is_end(at) && rest.is_empty() && done(at) {
            return true;
        }
        let most = self.run(item, at, close, |at, step| at + step, |at| at == 0 || joins(self.gap_before(at), close));
        for times in (item.least..=most).rev() {
            if self.forward(rest, at + times, close, done) {
                return true;
            }
        }
        false
    }

    /// The same, back from the word before `at`.
    fn backward(&self, items: &[Item], at: usize, close: bool, done: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some((item, rest)) = items.split_last() else { return done(at) };
        let next = |at: usize, step: usize| at.wrapping_sub(step + 1);
        let most = self.run(item, at, close, next, |word| {
            self.words.get(word + 1).is_none_or(|after| joins(after.gap, close))
        });
        for times in (item.least..=most).rev() {
            if at >= times && self.backward(rest, at - times, close, done) {
                return true;
            }
        }
        false
    }

    /// How often an item stands there in a row, at most.
    fn run(
        &self,
        item: &Item,
        at: usize,
        _close: bool,
        place: impl Fn(usize, usize) -> usize,
        is_joined: impl Fn(usize) -> bool,
    ) -> usize {
        let mut times = 0;
        while times < item.most {
            let here = place(at, times);
            let Some(word) = self.words.get(here) else { break };
            self.looked.set(self.looked.get() + 1);
            if !is_joined(here) || !self.fits(item, word) {
                break;
            }
            times += 1;
        }
        times
    }

    fn gap_before(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::Stop, |word| word.gap)
    }

    /// Whether no word follows in the clause.
    fn is_end(&self, at: usize) -> bool {
        !matches!(self.gap_before(at), Gap::Space | Gap::Hyphen)
    }

    fn fits(&self, item: &Item, word: &Word) -> bool {
        item.any_of.iter().any(|sense| match sense {
            Sense::Word(form, _) => *form == word.folded || form == word.stem(),
            Sense::Class(class) => self.is_of_class(word, class),
            Sense::Any => true,
            Sense::Number => word.folded.bytes().all(|byte| byte.is_ascii_digit()),
            Sense::Name => word.case == Case::Capital && (!word.begins || word.folded.len() > 3),
            Sense::End => false,
        }) != item.not
    }
}

/// Whether two words belong together across what parts them.
fn joins(gap: Gap, close: bool) -> bool {
    match gap {
        Gap::Space | Gap::Hyphen => true,
        Gap::Stroke | Gap::Pause => !close,
        Gap::Stop => false,
    }
}
