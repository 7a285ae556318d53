use super::words::each_word;
use crate::syntax::PlainSection;

/// What one entry's own text gives the index: its distinct words, and how often each stands in its
/// title, headings, summary and body. A pure function of that text and its language, made once a
/// file; three to four bytes a running hundred of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digest {
    /// For each distinct word, in order of first occurrence: its length in bytes, its bytes, the
    /// counts packed in a byte (title 2 bits, headings 2, summary 1, body 3), and, where the body
    /// count is 7 or more, one more byte with it.
    packed: Box<[u8]>,
}

/// How often a word stands in each field of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// In the title, at most 3.
    pub(super) title: u8,
    /// In headings, at most 3.
    pub(super) headings: u8,
    /// In the summary, at most 1.
    pub(super) summary: u8,
    /// In the text, at most 255.
    pub(super) body: u8,
    /// In the labels of its terms, at most 3.
    pub(super) terms: u8,
}

impl Counts {
    /// Adds other counts of the same term.
    pub(super) fn add(&mut self, other: Counts) {
        self.title = self.title.saturating_add(other.title);
        self.headings = self.headings.saturating_add(other.headings);
        self.summary = self.summary.saturating_add(other.summary);
        self.body = self.body.saturating_add(other.body);
        self.terms = self.terms.saturating_add(other.terms);
    }
}

impl Digest {
    /// Digests an entry's own text. `sections` are its body as [`crate::syntax::parse`]
    /// gives it; `language` is its language tag.
    pub fn of(title: &str, summary: &str, sections: &[PlainSection], language: &str) -> Self {
        let mut tally = Tally::new();
        each_word(title, language, |word| tally.count(word, |counts| counts.title = (counts.title + 1).min(3)));
        each_word(summary, language, |word| tally.count(word, |counts| counts.summary = 1));
        for section in sections {
            each_word(&section.title, language, |word| {
                tally.count(word, |counts| counts.headings = (counts.headings + 1).min(3));
            });
            each_word(&section.text, language, |word| {
                tally.count(word, |counts| counts.body = counts.body.saturating_add(1));
            });
        }
        tally.pack()
    }

    /// The words with their counts.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, Counts)> {
        let mut rest = &self.packed[..];
        std::iter::from_fn(move || {
            let (&length, after) = rest.split_first()?;
            let (word, after) = after.split_at_checked(length as usize)?;
            let (&flags, mut after) = after.split_first()?;
            let mut body = flags >> 5;
            if body == 7 {
                let (&more, beyond) = after.split_first()?;
                (body, after) = (more, beyond);
            }
            rest = after;
            let counts = Counts { title: flags & 3, headings: flags >> 2 & 3, summary: flags >> 4 & 1, body, terms: 0 };
            Some((std::str::from_utf8(word).ok()?, counts))
        })
    }
}

/// One entry's words with their counts.
struct Tally {
    numbers: Numbers,
    counts: Vec<Counts>,
}

impl Tally {
    fn new() -> Self {
        Self { numbers: Numbers::with_room(512), counts: Vec::with_capacity(512) }
    }

    fn count(&mut self, word: &str, add: impl FnOnce(&mut Counts)) {
        let number = self.numbers.of(word) as usize;
        if number == self.counts.len() {
            self.counts.push(Counts::default());
        }
        // cannot fail: one count for each number given so far
        add(&mut self.counts[number]);
    }

    fn pack(self) -> Digest {
        let mut packed = Vec::with_capacity(self.numbers.text.len() + self.counts.len() * 2 + 16);
        for (word, counts) in self.numbers.words().zip(self.counts) {
            packed.push(word.len() as u8);
            packed.extend_from_slice(word.as_bytes());
            packed.push(counts.title | counts.headings << 2 | counts.summary << 4 | counts.body.min(7) << 5);
            if counts.body >= 7 {
                packed.push(counts.body);
            }
        }
        Digest { packed: packed.into_boxed_slice() }
    }
}

/// A dictionary that numbers words as they come: open addressing over one buffer of text, which
/// stays in the processor's cache far longer than texts of their own would.
pub(super) struct Numbers {
    slots: Vec<u32>,
    /// Where each word ends in `text`; it begins where the one before it ends.
    ends: Vec<u32>,
    text: String,
}

impl Numbers {
    /// An empty dictionary with room for so many words before it has to grow.
    pub(super) fn with_room(words: usize) -> Self {
        let slots = (words * 2).next_power_of_two();
        Self { slots: vec![0; slots], ends: Vec::with_capacity(words), text: String::with_capacity(words * 8) }
    }

    /// The number of a word: the next one where it is new.
    pub(super) fn of(&mut self, word: &str) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(word);
        if self.slots[slot] == 0 {
            self.text.push_str(word);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = self.ends.len() as u32;
        }
        self.slots[slot] - 1
    }

    /// All words by number.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.word(number))
    }

    fn word(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        // cannot fail: the ends are those of words pushed onto this text
        &self.text[start as usize..self.ends[number] as usize]
    }

    /// The slot where a word is, or where it belongs.
    fn slot(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return slot,
                number if self.word(number as usize - 1) == word => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for number in 0..self.ends.len() {
            let slot = self.slot(self.word(number));
            self.slots[slot] = number as u32 + 1;
        }
    }
}

/// A hash for short words, the same on every platform; far quicker than the standard one, and
/// nothing here depends on its order.
fn hash(word: &str) -> u64 {
    let mut hash = 0u64;
    for eight in word.as_bytes().chunks(8) {
        let mut part = [0u8; 8];
        // cannot fail: a chunk of at most eight bytes
        part[..eight.len()].copy_from_slice(eight);
        hash = (hash.rotate_left(26) ^ u64::from_le_bytes(part)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(title: &str, text: &str) -> PlainSection {
        PlainSection { title: title.into(), text: text.into() }
    }

    #[test]
    fn a_digest_counts_each_field() {
        let digest = Digest::of(
            "Urge surfing",
            "Ride it",
            &[section("", "Ride the urge."), section("Why ride?", &"ride ".repeat(300))],
            "en",
        );
        let found: Vec<_> = digest
            .words()
            .map(|(word, c)| format!("{word} {}{}{} {}", c.title, c.headings, c.summary, c.body))
            .collect();
        assert_eq!(found, ["urge 100 1", "surfing 100 0", "ride 011 255", "it 001 0", "the 000 1", "why 010 0"]);
    }

    #[test]
    fn many_words_all_come_back() {
        let text: String = (0..5000).map(|n| format!("w{n} ")).collect();
        let digest = Digest::of("", "", &[section("", &text)], "en");
        assert_eq!(digest.words().count(), 5000);
        assert!(digest.words().all(|(_, counts)| counts.body == 1));
        assert_eq!(digest.words().last().map(|(word, _)| word), Some("w4999"));
    }
}
