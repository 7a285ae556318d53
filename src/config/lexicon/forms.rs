/// The forms of a word of a phrase, each with whether it speaks of several; `is_last` tells the last
/// word of the phrase, which is the one that English bends. Where nothing is known of a language, the
/// word as it is.
pub(super) fn forms(language: &str, word: &str, is_last: bool) -> Vec<(String, bool)> {
    let word = word.to_owned();
    match language.split('-').next() {
        Some("en") if is_last => {
            let many = english_plural(&word);
            vec![(word, false), (many, true)]
        }
        Some("es") => spanish(&word),
        _ => vec![(word, false)],
    }
}

fn english_plural(word: &str) -> String {
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let Some(stem) = before_y {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    if hisses { format!("{word}es") } else { format!("{word}s") }
}

/// Words that Spanish leaves as they are inside a phrase.
const SPANISH_SMALL: &[&str] =
    &["a", "al", "con", "de", "del", "el", "en", "la", "las", "lo", "los", "o", "por", "se", "sin", "un", "una", "y"];

/// Gender and number: `adicto`, `adicta`, `adictos`, `adictas`.
fn spanish(word: &str) -> Vec<(String, bool)> {
    let one = (word.to_owned(), false);
    if SPANISH_SMALL.contains(&word) {
        return vec![one];
    }
    if let Some(stem) = word.strip_suffix('o') {
        return vec![one, (format!("{stem}a"), false), (format!("{stem}os"), true), (format!("{stem}as"), true)];
    }
    if let Some(stem) = word.strip_suffix("or") {
        let bent = ["or", "ora"].map(|end| (format!("{stem}{end}"), false));
        return bent.into_iter().chain(["ores", "oras"].map(|end| (format!("{stem}{end}"), true))).collect();
    }
    let many = match (word.strip_suffix('z'), word.strip_suffix("ón")) {
        (Some(stem), _) => format!("{stem}ces"),
        (_, Some(stem)) => format!("{stem}ones"),
        _ if word.ends_with('s') => return vec![one],
        _ if word.ends_with(['a', 'e', 'i', 'u', 'é', 'á']) => format!("{word}s"),
        _ => format!("{word}es"),
    };
    vec![one, (many, true)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, word: &str, expected: &str) {
        let found: Vec<String> = forms(language, word, true).into_iter().map(|(form, _)| form).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn words_are_bent_as_their_language_does() {
        check("en", "addict", "addict addicts");
        check("en-GB", "baby", "baby babies");
        check("en", "abuser", "abuser abusers");
        check("es", "adicto", "adicto adicta adictos adictas");
        check("es", "consumidor", "consumidor consumidora consumidores consumidoras");
        check("es", "adicción", "adicción adicciones");
        check("es", "bebé", "bebé bebés");
        check("fr", "drogué", "drogué");
    }
}
