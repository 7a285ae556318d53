use std::ops::Range;

/// A sentence of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it stands in the passage's text, without white space around it.
    pub(super) range: Range<usize>,
    /// Whether a sign ends it, and not only the passage.
    pub(super) is_ended: bool,
}

/// Abbreviations after which a sentence mostly goes on, by language, in small letters, without their last
/// full stop. Those with full stops inside need not be here: no space follows those.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "e.g", "i.e", "eg", "ie", "cf", "approx", "dept", "fig",
            "vol", "pp", "jr", "sr", "u.s", "u.k",
        ],
    ),
    (
        "es",
        &[
            "sr", "sra", "srta", "dr", "dra", "prof", "ud", "uds", "p. ej", "ej", "p", "núm", "pág", "av", "aprox",
            "tel", "art", "ee", "vs",
        ],
    ),
    ("fr", &["m", "mm", "mme", "mlle", "dr", "prof", "p. ex", "ex", "p", "cf", "env", "av", "art", "no"]),
    (
        "de",
        &[
            "z. b", "z", "b", "d. h", "d", "u. a", "dr", "prof", "nr", "bzw", "ca", "vgl", "str", "inkl", "ggf",
            "evtl", "tel", "abs", "art",
        ],
    ),
    ("pt", &["sr", "sra", "dr", "dra", "prof", "p. ex", "ex", "p", "pág", "av", "núm", "tel", "art"]),
    ("it", &["sig", "sig.ra", "dott", "prof", "es", "p. es", "pag", "tel", "art", "ecc", "ca"]),
    ("nl", &["dhr", "mevr", "dr", "prof", "bijv", "d.w.z", "o.a", "nr", "ca", "tel", "blz"]),
];

/// The sentences of a passage. A full stop in a number, an address or an abbreviation ends none, nor does a
/// sign after which small letters go on.
pub(super) fn sentences(text: &str, lang: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            add(text, start..at, false, &mut found);
            start = at + 1;
            continue;
        }
        let is_dense = matches!(c, '。' | '！' | '？' | '｡');
        if !is_dense && !matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।') {
            continue;
        }
        // Signs that follow, and whatever closes behind them, are of the same sentence.
        let mut end = at + c.len_utf8();
        while let Some((next, sign)) = chars.peek().copied().filter(|(_, sign)| belongs(*sign)) {
            end = next + sign.len_utf8();
            chars.next();
        }
        let rest = text.get(end..).unwrap_or("");
        let follows = is_dense || rest.is_empty() || rest.starts_with(char::is_whitespace);
        if follows && (is_dense || ends(text.get(start..at).unwrap_or(""), c, rest, lang)) {
            add(text, start..end, true, &mut found);
            start = end;
        }
    }
    add(text, start..text.len(), false, &mut found);
    found
}

fn belongs(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '」' | '』')
}

/// Whether a sentence ends at a sign that white space or nothing follows.
fn ends(before: &str, sign: char, rest: &str, lang: &str) -> bool {
    let next = rest.chars().find(|c| c.is_alphanumeric());
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    if sign != '.' || next.is_none() {
        return true;
    }
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let word = last.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut letters = word.chars();
    // The initial of a name: "J. Rowe". In English `I.` is none.
    let is_initial = letters.next().is_some_and(char::is_alphabetic)
        && letters.next().is_none()
        && last.chars().any(char::is_uppercase)
        && !(lang == "en" && word == "i");
    let known = ABBREVIATIONS.iter().find(|(code, _)| *code == lang).map_or(&[][..], |(_, list)| *list);
    !is_initial && !known.contains(&word.as_str())
}

fn add(text: &str, range: Range<usize>, is_ended: bool, found: &mut Vec<Sentence>) {
    let part = text.get(range.clone()).unwrap_or("");
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    if start < end {
        found.push(Sentence { range: start..end, is_ended });
    }
}

/// The words of a sentence: what stands between white space, dashes and slashes and has a letter or digit.
/// An address is one word.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split_whitespace().flat_map(|token| {
        let is_address = token.contains("://") || token.starts_with("www.");
        token.split(move |c| !is_address && matches!(c, '—' | '–' | '/' | '…'))
    });
    parts.filter(|word| word.contains(char::is_alphanumeric))
}
