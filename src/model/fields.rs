//! Every field of front matter, described: for the handbook, for editors' programs, and for
//! telling an author whose field this is. `lower` reads the fields; a test holds this table to it.

use super::{FORMATS, Kind, SETTINGS};

/// A field of front matter, or of a group inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldNote {
    /// The key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it takes.
    pub shape: Shape,
    /// What it is for, in one or two sentences.
    pub about: &'static str,
    /// YAML that sets it, key and value; can stand between the braces of a group.
    pub example: &'static str,
    /// The required field that this one may stand in place of; both at once are a mistake.
    pub instead_of: Option<&'static str>,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One paragraph of text, of at most so many characters where there is a bound.
    Text(Option<usize>),
    /// A description; empty (`""`) where there is nothing to describe.
    Description,
    /// One text or a list of texts.
    Texts,
    /// Text for the last part of an address.
    Slug,
    /// Addresses of this site, from its root.
    Addresses,
    /// An address on the web.
    WebAddress,
    /// A file beside the entry, or from the root of `static/`.
    File,
    /// `true` or `false`.
    Flag,
    /// A day.
    Date,
    /// A length of time: `6 months`.
    Interval,
    /// `w1:` and 64 hexadecimal digits in lower case, or `w`, a greater number without leading noughts,
    /// a colon and anything ([`Signature`](super::Signature)).
    Signature,
    /// A whole number within bounds, both included.
    Number(u32, u32),
    /// One of these texts, or several in a list.
    Choices(&'static [&'static str]),
    /// An entry of one of these kinds; of any where there are none.
    Reference(&'static [Kind]),
    /// Entries of one of these kinds; of any where there are none. Where there is one kind, its folder may
    /// be left out.
    References(&'static [Kind]),
    /// Two or more entries to choose from, of one of these kinds.
    Alternatives(&'static [Kind]),
    /// The key of a person.
    Person,
    /// Keys of people.
    People,
    /// A group of fields.
    Group(&'static [FieldNote]),
    /// A list of groups of fields. A text alone stands for the field that is named, where one is. A list
    /// that is required has at least one.
    List(&'static [FieldNote], Option<&'static str>),
}

const fn field(
    name: &'static str,
    required: bool,
    shape: Shape,
    about: &'static str,
    example: &'static str,
) -> FieldNote {
    FieldNote { name, required, shape, about, example, instead_of: None }
}

/// Longest text of a field that lists and results show whole, in characters.
pub const LONGEST_TITLE: usize = 300;
/// Longest summary, in characters.
pub(super) const LONGEST_SUMMARY: usize = 200;
/// Longest statement of a principle, in characters.
pub(super) const LONGEST_STATEMENT: usize = 300;
/// Longest old address, in characters.
pub const LONGEST_ALIAS: usize = 1_000;
/// The highest place among the principles.
pub(super) const LAST_PRINCIPLE: u32 = 9_999;
/// The most minutes that a tool takes: a day.
pub(super) const MOST_MINUTES: u32 = 1_440;

/// The kinds that a step of a pathway may be.
pub const STEP_KINDS: &[Kind] = &[Kind::Article, Kind::Tool, Kind::Principle, Kind::Page];

/// The fields that every kind has, taxonomies and custom fields aside, which are the site file's.
pub const COMMON_FIELDS: &[FieldNote] = &[
    field(
        "title",
        true,
        Shape::Text(Some(LONGEST_TITLE)),
        "The page’s name: its heading, and what lists and search results show.",
        "title: Riding out a craving",
    ),
    field(
        "summary",
        true,
        Shape::Text(Some(LONGEST_SUMMARY)),
        "One or two sentences that tell somebody whether this page is for them.",
        "summary: A craving is strong, and it passes. What to do while it does.",
    ),
    field(
        "slug",
        false,
        Shape::Slug,
        "The last part of the address, where the file’s name is not to be it.",
        "slug: riding-out-a-craving",
    ),
    field(
        "aliases",
        false,
        Shape::Addresses,
        "Old addresses of the page, from the site’s root. They lead on to the new one.",
        "aliases: [/2019/05/cravings/]",
    ),
    field(
        "principles",
        false,
        Shape::References(&[Kind::Principle]),
        "The principles that the page serves.",
        "principles: [hope, many-pathways]",
    ),
    field("authors", false, Shape::People, "Who wrote it: people or roles of waypost.yaml.", "authors: [editors]"),
    field("date", false, Shape::Date, "The day on which it was first published.", "date: 2026-02-11"),
    field(
        "updated",
        false,
        Shape::Date,
        "The day on which its words last changed. Leave it alone for a slip of the pen.",
        "updated: 2026-08-19",
    ),
    field(
        "draft",
        false,
        Shape::Flag,
        "`true` keeps the page from being published. The preview shows it all the same.",
        "draft: true",
    ),
    field("publish_on", false, Shape::Date, "The first day on which readers have it.", "publish_on: 2026-12-01"),
    field(
        "expires_on",
        false,
        Shape::Date,
        "The first day on which readers no longer have it.",
        "expires_on: 2027-12-01",
    ),
    field(
        "review",
        false,
        Shape::Group(REVIEW),
        "When somebody last read the words through, and how often that is to be done.",
        "review: {date: 2026-08-19, by: editors, every: 1 year}",
    ),
    field(
        "sensitive",
        false,
        Shape::Flag,
        "`true` always shows the help lines on the page, on screen and in print.",
        "sensitive: true",
    ),
    field(
        "sources",
        false,
        Shape::List(SOURCE, Some("title")),
        "Where the facts are from. A title alone will do.",
        "sources: [{title: Words Matter, url: \"https://nida.nih.gov/\", accessed: 2026-02-09}]",
    ),
    field(
        "related",
        false,
        Shape::References(&[]),
        "What to read next. Left out, Waypost picks what is nearest.",
        "related: [tools/urge-surfing, articles/after-a-setback]",
    ),
    field(
        "image",
        false,
        Shape::Group(IMAGE),
        "A picture for the page and for links to it. It lies beside the entry, or in `static/`.",
        "image: {src: fog.jpg, alt: A path in fog}",
    ),
    field(
        "downloads",
        false,
        Shape::List(DOWNLOAD, Some("file")),
        "Files to take away. They lie beside the entry, or in `static/`.",
        "downloads: [{file: worksheet.pdf, title: Worksheet}]",
    ),
];

const REVIEW: &[FieldNote] = &[
    field("date", true, Shape::Date, "The day on which it was read through.", "date: 2026-08-19"),
    field("by", false, Shape::Person, "Who read it: a person or role of waypost.yaml.", "by: editors"),
    field("every", false, Shape::Interval, "How often: days, weeks, months or years.", "every: 6 months"),
    field(
        "signed",
        false,
        Shape::Signature,
        "The mark of the words that were signed. `waypost review` writes it; leave it as it is.",
        "signed: \"w1:0c6f1fcf8e0d3b2f7f0f4a76f2a7f3d3b2a1c5e9d84b6f0a1e2d3c4b5a697887\"",
    ),
];

const SOURCE: &[FieldNote] = &[
    field("title", true, Shape::Text(None), "What the source is called.", "title: Words Matter"),
    field("url", false, Shape::WebAddress, "Where it is on the web.", "url: \"https://nida.nih.gov/\""),
    field("accessed", false, Shape::Date, "When it was looked at.", "accessed: 2026-02-09"),
];

const IMAGE: &[FieldNote] = &[
    field("src", true, Shape::File, "The file.", "src: fog.jpg"),
    field(
        "alt",
        true,
        Shape::Description,
        "What the picture tells somebody who cannot see it. `\"\"` where it only decorates.",
        "alt: A path in fog",
    ),
];

const DOWNLOAD: &[FieldNote] = &[
    field("file", true, Shape::File, "The file.", "file: worksheet.pdf"),
    field("title", false, Shape::Text(None), "What it is called, where its name does not say it.", "title: Worksheet"),
];

const PRINCIPLE: &[FieldNote] = &[
    field(
        "order",
        false,
        Shape::Number(1, LAST_PRINCIPLE),
        "Its place among the principles, and the number on its badge.",
        "order: 1",
    ),
    field(
        "statement",
        false,
        Shape::Text(Some(LONGEST_STATEMENT)),
        "The principle in one sentence, set large on its page.",
        "statement: Recovery is real, and nobody has to do it alone.",
    ),
];

const TOOL: &[FieldNote] = &[
    field(
        "minutes",
        false,
        Shape::Number(1, MOST_MINUTES),
        "How long it takes. Left out, it is the time for reading the page.",
        "minutes: 15",
    ),
    field("format", false, Shape::Choices(FORMATS), "What sort of tool it is.", "format: worksheet"),
    field("setting", false, Shape::Choices(SETTINGS), "With whom it is used.", "setting: [solo, group]"),
    field("materials", false, Shape::Texts, "What is needed.", "materials: [A pen, A quiet half hour]"),
];

const PATHWAY: &[FieldNote] = &[
    field("for", false, Shape::Text(None), "Whom it is for.", "for: People in their first weeks of recovery."),
    field(
        "outcomes",
        false,
        Shape::Texts,
        "What the reader has at the end, in the first person.",
        "outcomes: [I know whom to call.]",
    ),
    field(
        "requires",
        false,
        Shape::References(&[Kind::Pathway]),
        "Pathways to walk before this one.",
        "requires: [the-first-few-weeks]",
    ),
    field("next", false, Shape::References(&[Kind::Pathway]), "Pathways to go on with.", "next: [building-a-life]"),
    field(
        "stages",
        true,
        Shape::List(STAGE, None),
        "The route: its parts in order, each with its steps.",
        "stages: [{title: Find support, steps: [articles/mutual-aid-groups, tools/support-map]}]",
    ),
];

const STAGE: &[FieldNote] = &[
    field("title", true, Shape::Text(None), "The stage’s name.", "title: Find support"),
    field("summary", false, Shape::Text(None), "What it is about.", "summary: Nobody has to do this alone."),
    field(
        "steps",
        true,
        Shape::List(STEP, Some("step")),
        "Its steps in order: an entry alone, an entry with a note, or a choice of several.",
        "steps: [articles/mutual-aid-groups, {step: tools/support-map, optional: true}]",
    ),
];

const STEP: &[FieldNote] = &[
    field("step", true, Shape::Reference(STEP_KINDS), "The entry. Or give `choose`.", "step: tools/support-map"),
    FieldNote {
        instead_of: Some("step"),
        ..field(
            "choose",
            false,
            Shape::Alternatives(STEP_KINDS),
            "In place of `step`: two or more entries, of which the reader takes one.",
            "choose: [tools/urge-surfing, tools/support-map]",
        )
    },
    field("note", false, Shape::Text(None), "Why this comes here.", "note: Draw first and think later."),
    field("optional", false, Shape::Flag, "`true` where the step may be left out.", "optional: true"),
];

/// The fields that only one kind has.
pub fn own_fields(kind: Kind) -> &'static [FieldNote] {
    match kind {
        Kind::Article | Kind::Page => &[],
        Kind::Principle => PRINCIPLE,
        Kind::Tool => TOOL,
        Kind::Pathway => PATHWAY,
    }
}

/// What can be filled into a [`template`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateWords<'a> {
    /// The entry's title.
    pub title: &'a str,
    /// A term of `topics`; without one the line is left out.
    pub topic: Option<&'a str>,
    /// A term of `stage`; without one the line is left out.
    pub stage: Option<&'a str>,
    /// The key of a person; without one the line is left out.
    pub person: Option<&'a str>,
    /// A principle; without one the line is left out.
    pub principle: Option<&'a str>,
    /// The next place among the principles; without one the line is left out.
    pub order: Option<&'a str>,
    /// Today, as `2026-02-11`.
    pub today: &'a str,
    /// An article and a tool for the steps of a pathway.
    pub article: &'a str,
    /// See `article`.
    pub tool: &'a str,
}

/// A whole file for a new entry of a kind, a draft, ready to be filled in.
pub fn template(kind: Kind, words: &TemplateWords<'_>) -> String {
    let text = match kind {
        Kind::Article => include_str!("templates/article.md"),
        Kind::Principle => include_str!("templates/principle.md"),
        Kind::Tool => include_str!("templates/tool.md"),
        Kind::Pathway => include_str!("templates/pathway.md"),
        Kind::Page => include_str!("templates/page.md"),
    };
    fill(text, words)
}

/// A template with its words filled in: `{title}`, `{today}` … A line that asks for a word that there is
/// not is left out.
pub fn fill(text: &str, words: &TemplateWords<'_>) -> String {
    let title = quoted(words.title);
    let values = [
        ("{title}", Some(title.as_str())),
        ("{topic}", words.topic),
        ("{stage}", words.stage),
        ("{person}", words.person),
        ("{principle}", words.principle),
        ("{order}", words.order),
        ("{today}", Some(words.today)),
        ("{article}", Some(words.article)),
        ("{tool}", Some(words.tool)),
    ];
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let used = || values.iter().filter(|(name, _)| line.contains(name));
        if used().any(|(_, value)| value.is_none()) {
            continue;
        }
        let filled = used().fold(line.to_owned(), |line, (name, value)| line.replace(name, value.unwrap_or("")));
        out.push_str(&filled);
    }
    out
}

/// A text as YAML takes it whatever it holds.
fn quoted(text: &str) -> String {
    let text: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '’' | ',' | '.' | '?' | '!' | '-' | '(' | ')');
    let words = text.starts_with(char::is_alphabetic) && text.chars().all(plain);
    match words && text.contains(' ') {
        true => text,
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

#[cfg(test)]
mod tests;
