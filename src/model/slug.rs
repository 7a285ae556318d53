use crate::text::{is_device_name, nfc};

/// The longest slug, in bytes: file systems take names of 255.
pub const LONGEST_SLUG: usize = 200;

/// Why a slug cannot be part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlugFault {
    /// It is empty, or nothing but dots.
    Empty,
    /// It holds a character that addresses or file systems give a meaning to.
    Character(char),
    /// It is longer than 200 bytes.
    TooLong(usize),
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
    if slug.len() > LONGEST_SLUG {
        return Err(SlugFault::TooLong(slug.len()));
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
    let mut end = slug.trim_end_matches(['-', '.']).len().min(LONGEST_SLUG);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug.truncate(end);
    let start = slug.len() - slug.trim_start_matches(['-', '.']).len();
    slug.split_off(start)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(check_slug(&"x".repeat(5_000)), Err(SlugFault::TooLong(5_000)));
    }

    #[test]
    fn file_names_become_slugs() {
        assert_eq!(default_slug("Active Listening"), "Active-Listening");
        assert_eq!(default_slug("v0.5.0"), "v0.5.0");
        assert_eq!(default_slug("what?! (2)"), "what-2");
        assert_eq!(default_slug("e\u{301}t\u{e9}"), "été");
    }
}
