/// The syllables of a word: counted by rules for English and Spanish, at least one. 0 for other languages,
/// whose formula does not ask.
pub(super) fn count(word: &str, lang: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match lang {
        _ if letters.is_empty() => usize::from(matches!(lang, "en" | "es")),
        "en" => english(&letters),
        "es" => spanish(&letters),
        _ => 0,
    }
}

/// Groups of vowels, without the endings that are not heard: `-e`, `-ed`, `-es` (as R. Flesch had his
/// readers count, and most programs since; one word in ten is off by one, to both sides).
fn english(letters: &[char]) -> usize {
    let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é' | 'è' | 'ï');
    let mut groups = 0;
    let mut before = false;
    for (at, c) in letters.iter().enumerate() {
        // The y of `yes` and `beyond` is no vowel.
        let is_consonant_y = *c == 'y' && letters.get(at + 1).is_some_and(is_vowel);
        let vowel = is_vowel(c) && !is_consonant_y;
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    // Vowels that stand side by side and are heard apart: cre-ate, rad-i-o, tru-ant, qui-et.
    let apart = |at: usize| match (letters.get(at), letters.get(at + 1), letters.get(at + 2)) {
        (Some('i'), Some('o'), next) => !matches!(next, Some('n' | 'u')),
        (Some('i'), Some('a'), next) => !matches!(next, Some('l' | 'n' | 'g')),
        (Some('i'), Some('e'), Some('t')) | (Some('u'), Some('a'), Some('l')) => true,
        _ => false,
    };
    groups += (0..letters.len()).filter(|at| apart(*at)).count();
    let silent = match letters {
        [.., 'l', 'e'] => letters.len() > 2 && letters.get(letters.len() - 3).is_some_and(is_vowel),
        [.., last, 'e'] => !is_vowel(last),
        [.., last, 'e', 'd'] => !matches!(last, 't' | 'd') && !is_vowel(last),
        [.., last, 'e', 's'] => !matches!(last, 's' | 'x' | 'z' | 'c' | 'g' | 'h') && !is_vowel(last),
        _ => false,
    };
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// Vowels, two of which are one syllable unless both are strong (a, e, o) or the weak one has its accent.
fn spanish(letters: &[char]) -> usize {
    let strong = |c: char| matches!(c, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó');
    let stressed = |c: char| matches!(c, 'í' | 'ú');
    let weak = |c: char| matches!(c, 'i' | 'u' | 'ü');
    let mut count = 0;
    let mut before: Option<char> = None;
    for (at, &c) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let previous = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let silent = c == 'u'
            && (previous == Some('q') || (previous == Some('g') && matches!(next, Some('e' | 'i' | 'é' | 'í'))));
        let final_y = c == 'y' && next.is_none();
        if silent || !(strong(c) || stressed(c) || weak(c) || final_y) {
            before = None;
            continue;
        }
        let joins = match before {
            None => false,
            Some(before) if strong(before) && strong(c) => false,
            Some(before) if stressed(before) || stressed(c) => false,
            Some(_) => true,
        };
        count += usize::from(!joins);
        before = Some(c);
    }
    count.max(1)
}
