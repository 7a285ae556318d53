use crate::text::{is_device_name, nfc, plain_letters};

/// The longest slug, in characters: file systems take names of 255 bytes.
pub const LONGEST_SLUG: usize = 200;

/// The longest slug with letters beyond ASCII, in characters, which take up to four bytes each.
pub const LONGEST_SLUG_BEYOND_ASCII: usize = 60;

/// The most characters that a slug of these letters may have.
fn longest(slug: &str) -> usize {
    if slug.is_ascii() { LONGEST_SLUG } else { LONGEST_SLUG_BEYOND_ASCII }
}

/// Why a slug cannot be part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlugFault {
    /// It is empty, or nothing but dots.
    Empty,
    /// It holds a character that addresses or file systems give a meaning to.
    Character(char),
    /// It has more characters than it may.
    TooLong {
        /// How many it has.
        length: usize,
        /// How many it may have.
        longest: usize,
    },
    /// It is a name that Waypost or an operating system keeps for itself.
    Reserved,
}

/// Checks that a slug is one part of an address: letters and digits of any script, `-`, `_`, `.`
/// and no name that is reserved.
pub fn check_slug(slug: &str) -> Result<(), SlugFault> {
    if slug.trim_matches('.').is_empty() {
        return Err(SlugFault::Empty);
    }
    if let Some(c) = slug.chars().find(|&c| !is_slug_character(c)) {
        return Err(SlugFault::Character(c));
    }
    let (length, longest) = (slug.chars().count(), longest(slug));
    if length > longest {
        return Err(SlugFault::TooLong { length, longest });
    }
    let reserved = is_device_name(slug) || slug.starts_with("_waypost") || slug.starts_with('.') || slug.ends_with('.');
    let reserved = reserved || matches!(slug, "index" | "index.html" | "handout" | "page");
    if reserved { Err(SlugFault::Reserved) } else { Ok(()) }
}

pub(super) fn is_slug_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || is_joined_mark(c)
}

/// Combining marks that letters of many scripts need, and the joiners between them.
fn is_joined_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x064B..=0x0652 | 0x0900..=0x0DFF | 0x0E31..=0x0E4E
        | 0x3099..=0x309A | 0x200C..=0x200D)
}

/// The slug of a file that states none: the file's name, with everything that cannot stand in an
/// address made a hyphen.
pub fn default_slug(file_stem: &str) -> String {
    let mut slug = String::new();
    for c in nfc(file_stem).chars() {
        if is_slug_character(c) {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let most = longest(&slug);
    let end = slug.char_indices().nth(most).map_or(slug.len(), |(end, _)| end);
    slug.truncate(end);
    slug.truncate(slug.trim_end_matches(['-', '.']).len());
    let start = slug.len() - slug.trim_start_matches(['-', '.']).len();
    slug.split_off(start)
}

/// The longest slug that is made from a title, in characters: more is cut off after a word.
const LONGEST_OF_TITLE: usize = 50;

/// A slug made from a title: small letters, digits and hyphens, Latin letters without their marks.
/// Empty where the title has neither letters nor digits. A word of one's own is needed then, and where
/// what comes out is reserved ([`check_slug`]).
pub fn title_slug(title: &str) -> String {
    let mut slug = String::new();
    for c in plain_letters(title).to_lowercase().chars() {
        match c {
            // "don't" is one word.
            '\'' | '’' | '‘' => {}
            '-' | '_' | '.' => slug.push('-'),
            c if is_slug_character(c) => slug.push(c),
            _ => slug.push('-'),
        }
    }
    let mut short = String::new();
    for word in slug.split('-').filter(|word| word.chars().any(char::is_alphanumeric)) {
        let length = short.chars().count() + word.chars().count() + 1;
        if !short.is_empty() && length > LONGEST_OF_TITLE {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.extend(word.chars().take(LONGEST_OF_TITLE));
    }
    nfc(&short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        let check = |title: &str, slug: &str| assert_eq!(title_slug(title), slug, "{title}");
        check("Riding out a craving", "riding-out-a-craving");
        check("  ¿Qué ayuda, señor Nuñez?  ", "que-ayuda-senor-nunez");
        check("Don’t go it alone: 12 ways", "dont-go-it-alone-12-ways");
        check("Straße & Æther, Łódź, İzmir", "strasse-aether-lodz-izmir");
        check("休みの日", "休みの日");
        check("Йога", "йога");
        check("Guide.es v0.5_x", "guide-es-v0-5-x");
        check("😀 … !", "");
        check("\u{301}\u{200d}", "");
        let long = title_slug(&"word ".repeat(100));
        assert!(long.ends_with("-word") && long.chars().count() <= 50, "{long}");
        assert_eq!(title_slug(&"x".repeat(500)).len(), 50);
        for title in ["休".repeat(500), "𐐷".repeat(500), "é".repeat(500)] {
            assert_eq!(check_slug(&title_slug(&title)), Ok(()));
        }
    }

    #[test]
    fn slugs_are_one_part_of_an_address() {
        for good in ["a", "Qué-ayuda", "v0.5.0", "guide.html", "休み", "a_b"] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        assert_eq!(check_slug(""), Err(SlugFault::Empty));
        assert_eq!(check_slug(".."), Err(SlugFault::Empty));
        assert_eq!(check_slug("../x"), Err(SlugFault::Character('/')));
        assert_eq!(check_slug("%2f"), Err(SlugFault::Character('%')));
        assert_eq!(check_slug("a\0"), Err(SlugFault::Character('\0')));
        assert_eq!(check_slug("a b"), Err(SlugFault::Character(' ')));
        assert_eq!(check_slug("nul.txt"), Err(SlugFault::Reserved));
        assert_eq!(check_slug(&"x".repeat(5_000)), Err(SlugFault::TooLong { length: 5_000, longest: LONGEST_SLUG }));
    }

    #[test]
    fn file_names_become_slugs() {
        assert_eq!(default_slug("Active Listening"), "Active-Listening");
        assert_eq!(default_slug("v0.5.0"), "v0.5.0");
        assert_eq!(default_slug("what?! (2)"), "what-2");
        assert_eq!(default_slug("e\u{301}t\u{e9}"), "été");
    }
}
