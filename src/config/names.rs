//! Names that the site file may and may not use.

/// Kinds as `fields:` names them: by folder.
pub(super) const KINDS: [&str; 5] = ["articles", "principles", "tools", "pathways", "pages"];
/// Kinds in the singular, as `kind:` of a reference field names them.
pub(super) const KIND_NAMES: [&str; 5] = ["article", "principle", "tool", "pathway", "page"];

/// Fields of front matter that a custom field or a taxonomy cannot take.
const FIELDS: &[&str] = &[
    "title",
    "summary",
    "slug",
    "aliases",
    "principles",
    "authors",
    "date",
    "updated",
    "draft",
    "publish_on",
    "expires_on",
    "review",
    "sensitive",
    "sources",
    "related",
    "image",
    "downloads",
    "order",
    "statement",
    "minutes",
    "format",
    "setting",
    "materials",
    "for",
    "outcomes",
    "requires",
    "next",
    "stages",
    "custom",
    "id",
    "kind",
];

/// First parts of addresses that are not a taxonomy's to take.
const PLACES: &[&str] = &[
    "articles", "tools", "pathways", "pages", "search", "a-z", "assets", "static", "feed", "index", "404", "_waypost",
];

/// The folder name of a kind given in the singular or the plural.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .zip(KIND_NAMES)
        .find(|(folder, singular)| **folder == name || *singular == name)
        .map(|(folder, _)| *folder)
}

/// Whether front matter has a field of that name already.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name) || matches!(name, "topics" | "audience" | "stage")
}

/// Whether a taxonomy cannot have that name.
pub(super) fn is_reserved_taxonomy(name: &str) -> bool {
    let plain = !name.is_empty()
        && name.len() <= 60
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    !plain || FIELDS.contains(&name) || PLACES.contains(&name) || is_language_tag(name)
}

/// Whether a text looks like a language tag: `xx`, `xxx`, `xx-YY`, `xx-Yyyy`, `xx-419`.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    let primary_fits = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    primary_fits && parts.all(is_subtag)
}

/// Whether a text can be the value of a `lang` attribute: a language tag in any of its spellings (BCP 47:
/// subtags of at most eight letters or digits, the first a language of two or three letters).
pub fn is_language_code(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    let primary_fits = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    let fits = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    primary_fits && parts.all(fits)
}

fn is_subtag(part: &str) -> bool {
    let alphabetic =
        part.bytes().all(|b| b.is_ascii_alphabetic()) && part.starts_with(|c: char| c.is_ascii_uppercase());
    match part.len() {
        2 | 4 => alphabetic,
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}
