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
        let (mut start, mut end) = (at, at);
        let found = self.forward(from, at, Joint::Free, Way::Close, &mut |found| {
            end = found;
            true
        }) && self.backward(before, at, Joint::Held, Way::Close, &mut |found| {
            start = found;
            true
        });
        let fits = found
            && self.backward(&phrase.before, start, Joint::Held, Way::Loose, &mut |_| true)
            && self.forward(&phrase.after, end, Joint::Held, Way::Loose, &mut |_| true);
        fits.then(|| Hit { words: start..end, many: self.is_many(phrase, start..end) })
    }

    /// Whether a phrase stands around the words, which are its `_`; or, where it has none, holds them.
    pub(super) fn holds(&self, phrase: &Phrase, words: &Range<usize>) -> bool {
        let before = |start| self.backward(&phrase.before, start, Joint::Held, Way::Loose, &mut |_| true);
        let after = |end| self.forward(&phrase.after, end, Joint::Held, Way::Loose, &mut |_| true);
        if phrase.words.is_empty() {
            return before(words.start) && after(words.end);
        }
        let longest: usize = phrase.words.iter().map(|item| item.most).sum();
        (words.start.saturating_sub(longest)..=words.start).any(|start| {
            self.forward(&phrase.words, start, Joint::Free, Way::Close, &mut |end| end >= words.end && after(end))
                && before(start)
        })
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

    /// Reads items onward from word `at`. `done` is given where they end, and says whether that will do.
    fn forward(&self, items: &[Item], at: usize, joint: Joint, way: Way, done: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some((item, rest)) = items.split_first() else { return done(at) };
        if item.any_of.contains(&Sense::End) && rest.is_empty() && self.is_end(at) && done(at) {
            return true;
        }
        let mut most = 0;
        while most < item.most {
            let joint = if most == 0 { joint } else { Joint::of(item) };
            let fits = |word: &Word| (joint.or(item).holds(word.gap, way)) && self.fits(item, word);
            if !self.words.get(at + most).is_some_and(fits) {
                break;
            }
            most += 1;
        }
        self.looked.set(self.looked.get() + most + 1);
        (item.least..=most).rev().any(|times| {
            let joint = if times == 0 { joint } else { Joint::of(item) };
            self.forward(rest, at + times, joint, way, done)
        })
    }

    /// The same, back from the word before `at`.
    fn backward(&self, items: &[Item], at: usize, joint: Joint, way: Way, done: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some((item, rest)) = items.split_last() else { return done(at) };
        if item.any_of.contains(&Sense::End) && rest.is_empty() && self.is_end(at) && done(at) {
            return true;
        }
        let mut most = 0;
        while most < item.most.min(at) {
            let joint = if most == 0 { joint } else { Joint::of(item) };
            let gap = self.gap_before(at - most);
            if !joint.or(item).holds(gap, way)
                || !self.words.get(at - most - 1).is_some_and(|word| self.fits(item, word))
            {
                break;
            }
            most += 1;
        }
        self.looked.set(self.looked.get() + most + 1);
        (item.least..=most).rev().any(|times| {
            let joint = if times == 0 { joint } else { Joint::of(item) };
            self.backward(rest, at - times, joint, way, done)
        })
    }

    fn gap_before(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::Stop, |word| word.gap)
    }

    /// Whether no word of the clause stands across from the word.
    fn is_end(&self, at: usize) -> bool {
        !matches!(self.gap_before(at), Gap::Space | Gap::Hyphen)
    }

    fn fits(&self, item: &Item, word: &Word) -> bool {
        item.any_of.iter().any(|sense| match sense {
            Sense::Word(form, _) => *form == word.folded || form == word.stem(),
            Sense::Exact(form) => *form == word.folded,
            Sense::Class(class) => self.is_of_class(word, class),
            Sense::Any => true,
            Sense::Number => word.folded.bytes().all(|byte| byte.is_ascii_digit()),
            Sense::Name => word.case == Case::Capital && (!word.begins || word.folded.len() > 3),
            Sense::Past => word.folded.len() > 3 && word.folded.ends_with("ed"),
            Sense::End => false,
        }) != item.not
    }
}

/// How the words of a phrase are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By spaces and hyphens alone: the words that are found.
    Close,
    /// By strokes too: what stands around them.
    Loose,
}

/// What may part the next word from the one that was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Anything: nothing was read yet.
    Free,
    /// What the way allows.
    Held,
    /// A comma, a bracket or a dash besides.
    Paused,
}

impl Joint {
    /// After an item.
    fn of(item: &Item) -> Self {
        if item.pauses { Self::Paused } else { Self::Held }
    }

    /// With what the next item allows on its side.
    fn or(self, item: &Item) -> Self {
        if self == Self::Held { Self::of(item) } else { self }
    }

    fn holds(self, gap: Gap, way: Way) -> bool {
        match gap {
            Gap::Space | Gap::Hyphen => true,
            Gap::Stroke => way == Way::Loose || self != Self::Held,
            Gap::Pause => self != Self::Held,
            Gap::Stop => self == Self::Free,
        }
    }
}
