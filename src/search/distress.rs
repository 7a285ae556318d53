//! Whether a query sounds like distress or danger. `distress` in `search.js` is the other half, to the letter.

use super::slips::slips;
use super::stem::fold;
use super::words::{each_word, is_dense};
use unicode_normalization::UnicodeNormalization;

/// How many words may stand between two words of a pattern.
const BETWEEN: usize = 2;

/// Whether a query fits any of the patterns (`config::distress_patterns` describes them).
/// `language` is the tag of the query's language.
pub fn is_distress<'a>(patterns: impl IntoIterator<Item = &'a str>, query: &str, language: &str) -> bool {
    let mut words: Vec<Vec<u16>> = Vec::new();
    each_word(query, language, |word| words.push(fold(word).encode_utf16().collect()));
    words.truncate(200);
    let plain = fold(&query.nfkc().collect::<String>().to_lowercase());
    patterns.into_iter().any(|pattern| {
        let small = fold(&pattern.to_lowercase());
        // Without spaces there are no words to compare: the pattern is looked for as it stands.
        if small.contains(is_dense) {
            return small.split('|').any(|one| !one.is_empty() && plain.contains(one));
        }
        fits(&small, &words)
    })
}

fn fits(pattern: &str, words: &[Vec<u16>]) -> bool {
    let wanted: Vec<Vec<Wanted>> = pattern
        .split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.split('|').map(alternative).collect())
        .collect();
    !wanted.is_empty() && (0..words.len()).any(|at| follows(&wanted, words, at, 0))
}

/// What a word of a pattern takes.
enum Wanted {
    /// This word, slips of the pen aside.
    Word(Vec<u16>),
    /// Any word that begins so.
    Beginning(Vec<u16>),
    /// The end of the query.
    End,
}

fn alternative(text: &str) -> Wanted {
    match text.strip_suffix('*') {
        Some(beginning) => Wanted::Beginning(beginning.encode_utf16().collect()),
        None if text == "$" => Wanted::End,
        None => Wanted::Word(text.encode_utf16().collect()),
    }
}

/// Whether the wanted words follow one another from `at`, the first of them after at most `skip`.
fn follows(wanted: &[Vec<Wanted>], words: &[Vec<u16>], at: usize, skip: usize) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    if at == words.len() && first.iter().any(|one| matches!(one, Wanted::End)) {
        return true;
    }
    (at..words.len().min(at + skip + 1)).any(|here| {
        let fits = words.get(here).is_some_and(|word| first.iter().any(|one| is_like(one, word)));
        fits && follows(rest, words, here + 1, BETWEEN)
    })
}

/// Whether a word is the wanted one: in whole words with one slip from five letters on, with two
/// from nine. A slip at the very beginning makes another word more often than a misspelt one.
fn is_like(wanted: &Wanted, word: &[u16]) -> bool {
    match wanted {
        Wanted::End => false,
        Wanted::Beginning(beginning) => word.starts_with(beginning),
        Wanted::Word(wanted) => {
            let most = match wanted.len() {
                0..5 => 0,
                5..9 => 1,
                _ => 2,
            };
            word == wanted || (most > 0 && word.first() == wanted.first() && slips(wanted, word, most) <= most)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, query: &str, expected: bool) {
        assert_eq!(is_distress([pattern], query, "en"), expected, "{pattern}: {query}");
    }

    #[test]
    fn words_stand_in_order_and_not_far_apart() {
        check("want* die", "I want to just die", true);
        check("want* die", "die, I want", false);
        check("want* die", "want a new set of tools to die cut", false);
        check("no hope|reason", "there is no good reason", true);
        check("", "anything", false);
    }

    #[test]
    fn slips_are_allowed_for_in_longer_words() {
        check("suicidal", "suicdal thoughts", true);
        check("suicid*", "SUICIDE!!", true);
        check("suicid*", "suicdal", false);
        check("suicide", "decide", false);
        check("cant go", "can’t go", true);
        check("dead", "deaf", false);
        check("overdose", "overdoes", true);
        check("cant do this $|anymore", "I can’t do this", true);
        check("cant do this $|anymore", "I can’t do this worksheet", false);
    }

    #[test]
    fn scripts_without_spaces_are_searched_as_they_stand() {
        check("死にたい|消えたい", "もう消えたいです", true);
        check("死にたい", "生きたい", false);
    }
}
