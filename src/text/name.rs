use unicode_normalization::UnicodeNormalization;

/// The text in Unicode normalisation form C.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// What two paths share when some file system or server would take them for one: NFC and
/// lower case. `/About/` and `/about/` clash on macOS and Windows, and confuse readers anywhere.
pub fn clash_key(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfkc().flat_map(char::to_lowercase).nfc().collect() }
}

/// The key by which titles are sorted for readers: marks and case aside, leading punctuation passed
/// over, so that "Ética" stands with "Esperanza" and “Hope” with H.
pub fn sort_key(title: &str) -> String {
    let folded = folded(title);
    let plain = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if plain.is_empty() { folded } else { plain.to_owned() }
}

/// A text with marks and case aside, for looking something up as people type it.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_mark = |c: char| matches!(u32::from(c), 0x0300..=0x036F);
    text.nfd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A text with Latin letters as they are typed anywhere: `é` is `e`, `ß` is `ss`. Letters of other
/// scripts stay, with their marks: what a mark is to them is not for us to say.
pub fn plain_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_latin = false;
    for c in text.nfd() {
        let spelt = match c {
            'ß' => "ss",
            'ẞ' => "SS",
            'æ' => "ae",
            'Æ' => "AE",
            'œ' => "oe",
            'Œ' => "OE",
            'ø' => "o",
            'Ø' => "O",
            'ł' => "l",
            'Ł' => "L",
            'đ' | 'ð' => "d",
            'Đ' | 'Ð' => "D",
            'þ' => "th",
            'Þ' => "Th",
            'ı' => "i",
            _ => "",
        };
        match u32::from(c) {
            0x0300..=0x036F if is_latin => {}
            _ if spelt.is_empty() => {
                plain.push(c);
                is_latin = c.is_ascii_alphabetic();
            }
            _ => {
                plain.push_str(spelt);
                is_latin = true;
            }
        }
    }
    nfc(&plain)
}

/// Whether a path segment is a name that Windows keeps for devices (`con`, `lpt1.txt` …), so that
/// a site holding it could not be unpacked there.
pub fn is_device_name(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.as_bytes().last().is_some_and(|b| (b'1'..=b'9').contains(b)))
}
