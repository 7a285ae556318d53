//! Phrases of a word list: `clean`, `(test came back?) dirty`, `<substance> habit`.

use std::collections::BTreeSet;

/// Words in a row that a phrase may have.
const LONGEST: usize = 16;
/// How many words `*` stands for at most.
const MOST_REPEATS: usize = 6;

/// A phrase: the words that are found, and what must stand before and after them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    /// What must stand before, the nearest last.
    pub before: Vec<Item>,
    /// The words themselves; `_` in the lists of contexts leaves them empty.
    pub words: Vec<Item>,
    /// What must stand after.
    pub after: Vec<Item>,
}

/// A place in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What may stand there.
    pub any_of: Vec<Sense>,
    /// Whether it is what may *not* stand there.
    pub not: bool,
    /// How often at least: 0 where it may be missing.
    pub least: usize,
    /// How often at most.
    pub most: usize,
    /// Whether a comma, a bracket or a dash may stand on either side of it, written `,word`.
    pub pauses: bool,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sense {
    /// A word, in lower case, and whether it speaks of several.
    Word(String, bool),
    /// A word that stands just so, without a possessive.
    Exact(String),
    /// One of a class of words.
    Class(String),
    /// Any word.
    Any,
    /// A word with a capital that is not the first of its sentence or no word of the language's usual ones.
    Name,
    /// A word that ends as past tenses do in English.
    Past,
    /// A number in digits.
    Number,
    /// No word at all: the end of a clause.
    End,
}

/// Gives the forms of a word, each with whether it speaks of several.
pub(super) type FormsOf<'a> = dyn Fn(&str, bool) -> Vec<(String, bool)> + 'a;

impl Phrase {
    /// Reads a phrase. `forms` gives the forms of a word and whether each speaks of several.
    ///
    /// # Errors
    /// What is wrong, in the author's words.
    pub fn parse(text: &str, classes: &BTreeSet<&str>, forms: &FormsOf<'_>) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('-', " ");
        let parts: Vec<&str> = spaced.split_whitespace().collect();
        if parts.len() > LONGEST {
            return Err(format!("a phrase takes {LONGEST} words at most"));
        }
        let last = parts.iter().rposition(|part| !matches!(*part, "(" | ")")).unwrap_or(0);
        let mut phrase = Self::default();
        let (mut inside, mut seen) = (false, false);
        for (at, part) in parts.iter().enumerate() {
            match *part {
                "(" if !inside => inside = true,
                ")" if inside => inside = false,
                "(" | ")" => return Err("a bracket of this phrase has no other".to_owned()),
                "_" if !inside => seen = true,
                part => {
                    let is_context = inside || text.contains('_');
                    let item = Item::parse(part, classes, &|word| match is_context {
                        true => vec![(word.to_owned(), false)],
                        false => forms(word, at == last || parts.get(at + 1) == Some(&"(")),
                    })?;
                    match (is_context, seen) {
                        (false, _) => {
                            seen = true;
                            if !phrase.after.is_empty() {
                                return Err(
                                    "the words of a phrase stand together, with brackets before or after".to_owned()
                                );
                            }
                            phrase.words.push(item);
                        }
                        (true, false) => phrase.before.push(item),
                        (true, true) => phrase.after.push(item),
                    }
                }
            }
        }
        let repeats = phrase.before.iter().chain(&phrase.words).chain(&phrase.after).filter(|item| item.most > 1);
        if inside {
            return Err("a bracket of this phrase has no other".to_owned());
        }
        if repeats.count() > 2 {
            return Err("a phrase takes two `*` at most".to_owned());
        }
        Ok(phrase)
    }

    /// The words by one of which the phrase is recognised: those of its place that has the longest.
    pub fn anchor(&self) -> Option<(usize, Vec<&str>)> {
        let words = |item: &Item| {
            let word = |sense: &Sense| match sense {
                Sense::Word(word, _) | Sense::Exact(word) => Some(word.len()),
                _ => None,
            };
            let lengths: Option<Vec<usize>> = item.any_of.iter().map(word).collect();
            lengths.filter(|_| !item.not && item.least > 0).and_then(|lengths| lengths.into_iter().min())
        };
        let places = self.words.iter().enumerate().filter_map(|(at, item)| Some((words(item)?, at)));
        let (_, at) = places.max()?;
        let list = self.words.get(at)?.any_of.iter().filter_map(|sense| match sense {
            Sense::Word(word, _) | Sense::Exact(word) => Some(word.as_str()),
            _ => None,
        });
        Some((at, list.collect()))
    }
}

impl Item {
    fn parse(
        text: &str,
        classes: &BTreeSet<&str>,
        forms: &dyn Fn(&str) -> Vec<(String, bool)>,
    ) -> Result<Self, String> {
        let (text, pauses) = text.strip_prefix(',').map_or((text, false), |rest| (rest, true));
        let (text, least, most) = match text.strip_suffix(['?', '*']) {
            Some(rest) if !rest.is_empty() => (rest, 0, if text.ends_with('*') { MOST_REPEATS } else { 1 }),
            _ => (text, 1, 1),
        };
        let mut item = Self { any_of: Vec::new(), not: false, least, most, pauses };
        for part in text.split('|') {
            let named = part.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
            let sense = match named {
                Some("any") => Sense::Any,
                Some("name") => Sense::Name,
                Some("past") => Sense::Past,
                Some("number") => Sense::Number,
                Some("end") => Sense::End,
                Some(name) => {
                    let (name, not) = name.strip_prefix('!').map_or((name, false), |name| (name, true));
                    item.not |= not;
                    if !classes.contains(name) {
                        return Err(format!("there is no class of words `<{name}>`"));
                    }
                    Sense::Class(name.to_owned())
                }
                None if part.chars().any(char::is_alphanumeric) && !part.contains(['<', '>']) => {
                    let (word, exact) = part.strip_prefix('=').map_or((part, false), |word| (word, true));
                    let word = fold(word);
                    match exact {
                        true => item.any_of.push(Sense::Exact(word)),
                        false => {
                            item.any_of.extend(forms(&word).into_iter().map(|(word, many)| Sense::Word(word, many)))
                        }
                    }
                    continue;
                }
                None => return Err(format!("`{part}` is no word")),
            };
            item.any_of.push(sense);
        }
        Ok(item)
    }
}

/// A word as it is compared: lower case, a straight apostrophe.
pub fn fold(word: &str) -> String {
    let plain = |c: char| if c == '\u{2019}' { '\'' } else { c };
    crate::text::nfc(word).chars().flat_map(char::to_lowercase).map(plain).collect()
}
