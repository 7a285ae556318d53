use serde::Serialize;

use super::PagerView;
use crate::model::Kind;

/// Where all is that only the preview has. Nothing of a site can lie there.
pub const PREVIEW_URL: &str = "/_waypost/";
/// Where the desk is.
pub const DESK_URL: &str = "/_waypost/desk/";
/// Where the handbook is.
pub const HANDBOOK_URL: &str = "/_waypost/handbook/";

/// The desk: every entry of the site with what an editor wants to know of it. Only the preview has
/// it. Titles are content's own words: their `lang` says in which language they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeskView {
    /// The site's title, in its default language.
    pub site: Titled,
    /// The site's home page in the preview.
    pub home_url: String,
    /// The day for which everything is said, as `2026-02-11`.
    pub today: String,
    /// Entries in all.
    pub total: usize,
    /// What is wrong in the whole site.
    pub messages: TallyView,
    /// What needs doing, the most urgent first; groups without entries are left out.
    pub todo: Vec<TodoView>,
    /// Messages about files that are no entries: `waypost.yaml`, templates.
    pub elsewhere: Vec<DeskMessage>,
    /// How many more of those there are.
    pub elsewhere_more: usize,
    /// The words that were looked for.
    pub q: String,
    /// How the table is sorted where that is not the usual way: `-words`.
    pub sort: String,
    /// Whether it is sorted the other way round.
    pub turned: bool,
    /// Kinds to choose from.
    pub kinds: Vec<ChoiceView>,
    /// States to choose from.
    pub states: Vec<ChoiceView>,
    /// Languages to choose from; one alone is no choice.
    pub languages: Vec<ChoiceView>,
    /// The principle, stage and audience to which a map of coverage has narrowed the table.
    pub cell: Vec<CellChoice>,
    /// Whether anything was looked for or chosen.
    pub narrowed: bool,
    /// How many entries were found.
    pub found: usize,
    /// Number of the first row of this page, from 1; 0 when nothing was found.
    pub first: usize,
    /// Number of its last row.
    pub last: usize,
    /// The table's columns.
    pub columns: Vec<ColumnView>,
    /// The entries of this page.
    pub rows: Vec<DeskRow>,
    /// Where among the pages this one is.
    pub pager: PagerView,
}

/// A text of content and its language, where that is not English, the desk's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Titled {
    /// The text, at most [`LONGEST_SHOWN`] characters.
    pub title: String,
    /// Language tag, or empty.
    pub lang: String,
    /// `ltr` or `rtl`; empty where `lang` is.
    pub dir: &'static str,
}

/// Characters of a title that the desk shows.
pub const LONGEST_SHOWN: usize = 120;

/// How many messages there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TallyView {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// Entries that wait for the same thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodoView {
    /// `errors`, `reworded`, `overdue`, `draft`, `scheduled`.
    pub key: &'static str,
    /// How many there are.
    pub count: usize,
    /// All of them in the table.
    pub url: String,
    /// The first few.
    pub rows: Vec<TodoRow>,
}

/// An entry that waits for something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodoRow {
    /// Its title.
    pub title: Titled,
    /// Its page, else its source, else nothing.
    pub url: Option<String>,
    /// The day that matters: reviewed on, due since, last changed, published on. As `2026-02-11`.
    pub date: Option<String>,
    /// What is wrong; empty but for errors.
    pub message: String,
}

/// A choice that comes from the map of coverage; the table has no list for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChoice {
    /// `principle`, `stage`, `audience`.
    pub name: &'static str,
    /// What the address says.
    pub key: String,
    /// What people read; empty for entries that state none.
    pub label: Titled,
    /// The table without this choice.
    pub without_url: String,
}

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// What the address says.
    pub key: String,
    /// What people read; empty where the template has the word.
    pub label: String,
    /// Entries in all that it would give.
    pub count: usize,
    /// The desk with nothing but this chosen.
    pub url: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// A column by which the table can be sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// `title`, `state` …
    pub key: &'static str,
    /// The table sorted by it; the other way round where it is sorted by it now.
    pub url: String,
    /// `ascending`, `descending`, or empty where it is sorted by another column.
    pub sorted: &'static str,
}

/// One entry: one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeskRow {
    /// Its title; of a file that cannot be read as an entry its name.
    pub title: Titled,
    /// Its page in the preview, where it has one.
    pub url: Option<String>,
    /// `article`, `tool` …; empty for a file that is in no kind's folder.
    pub kind: &'static str,
    /// Language tag.
    pub lang: String,
    /// What the language calls itself.
    pub language: String,
    /// `published`, `draft`, `scheduled`, `expired`, `unreadable`, `double`.
    pub state: &'static str,
    /// The day on which it is or was published or taken down.
    pub on: Option<String>,
    /// Since when a review is overdue, where it is.
    pub overdue: Option<String>,
    /// Whether words have changed since they were signed.
    pub reworded: bool,
    /// Its messages.
    pub messages: TallyView,
    /// The first few of them, errors first.
    pub first: Vec<DeskMessage>,
    /// How many more there are.
    pub more: usize,
    /// Where it stands on pathways.
    pub places: Vec<DeskPlace>,
    /// Running words; of scripts without spaces two characters count as one.
    pub words: u32,
    /// Minutes that it takes.
    pub minutes: u32,
    /// When it was last changed.
    pub changed: Option<String>,
    /// Where its file lies.
    pub source: SourceLink,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLink {
    /// Path below the site folder.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// What opens it in the editor, where one is set.
    pub open: Option<String>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeskMessage {
    /// `error`, `warning`, `note`.
    pub severity: &'static str,
    /// The message's code.
    pub code: &'static str,
    /// What the handbook says about the code.
    pub about: String,
    /// The sentence.
    pub message: String,
    /// Where it points.
    pub source: SourceLink,
}

/// Where an entry stands on a pathway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeskPlace {
    /// The pathway's title.
    pub title: Titled,
    /// Its page.
    pub url: String,
    /// Number of the step, from 1.
    pub step: usize,
    /// How many steps there are.
    pub steps: usize,
}

/// What the desk is asked for. Everything comes from an address and may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskQuery {
    /// Words to look for, at most 200 characters.
    pub q: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only what is in this state.
    pub state: Option<DeskState>,
    /// Only this language, as a tag.
    pub lang: String,
    /// Only what serves this principle, by its id: what a cell of the map of coverage leads to.
    pub principle: String,
    /// Only this stage: a term's slug, or `*` for entries that state none.
    pub stage: String,
    /// Only for this audience, in the same way.
    pub audience: String,
    /// Sorted by this column.
    pub sort: DeskColumn,
    /// Sorted the other way round.
    pub turned: bool,
    /// Page of the table, from 1.
    pub page: usize,
}

/// Characters of words to look for that are read.
pub(super) const LONGEST_QUERY: usize = 200;
/// Bytes of an address's query that are read.
const LONGEST_ADDRESS: usize = 4_096;

macro_rules! named {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// The name in addresses and templates.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// A state by which the desk can be narrowed. An entry may be in several.
    DeskState {
        /// Has messages that keep the site from being published.
        Errors = "errors",
        /// Has warnings.
        Warnings = "warnings",
        /// Its words have changed since they were signed.
        Reworded = "reworded",
        /// Its review is overdue.
        Overdue = "overdue",
        /// Readers have it.
        Published = "published",
        /// Says that it is not to be published yet.
        Draft = "draft",
        /// Waits for its day.
        Scheduled = "scheduled",
        /// Its day is over.
        Expired = "expired",
        /// A file that is no entry of the site: it cannot be read as one, or another file is it.
        Unreadable = "unreadable",
    }
}

named! {
    /// A column by which the desk can be sorted.
    DeskColumn {
        /// By title, marks and case aside.
        Title = "title",
        /// By kind, in the order of the content model.
        Kind = "kind",
        /// What needs doing first.
        State = "state",
        /// The most and worst messages first.
        Messages = "messages",
        /// The longest first.
        Words = "words",
        /// The last changed first.
        Changed = "changed",
    }
}

impl Default for DeskQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            kind: None,
            state: None,
            lang: String::new(),
            principle: String::new(),
            stage: String::new(),
            audience: String::new(),
            sort: DeskColumn::Changed,
            turned: false,
            page: 1,
        }
    }
}

impl DeskQuery {
    /// Reads the query of an address (what stands behind `?`). What is unknown, too long or not
    /// UTF-8 is passed over; of a name that stands twice the first counts.
    pub fn parse(query: &str) -> Self {
        let query = readable(query);
        let value = |name: &str| query_value(query, name);
        let sort = value("sort");
        let column = DeskColumn::from_name(sort.trim_start_matches('-'));
        let words: String = value("q").chars().take(LONGEST_QUERY).collect();
        let lang = value("lang");
        Self {
            q: words.split_whitespace().collect::<Vec<_>>().join(" "),
            kind: Kind::ALL.into_iter().find(|kind| kind.name() == value("kind")),
            state: DeskState::from_name(&value("state")),
            lang: if lang.len() <= 35 { lang } else { String::new() },
            principle: value("principle"),
            stage: value("stage"),
            audience: value("audience"),
            sort: column.unwrap_or(DeskColumn::Changed),
            turned: column.is_some() && sort.starts_with('-'),
            page: value("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The desk's address with this query; what is usual is left out.
    pub fn url(&self) -> String {
        let is_usual = self.sort == DeskColumn::Changed && !self.turned;
        let order = if is_usual { String::new() } else { self.order() };
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let pairs = [
            ("q", self.q.as_str()),
            ("kind", self.kind.map_or("", Kind::name)),
            ("state", self.state.map_or("", DeskState::name)),
            ("lang", &self.lang),
            ("principle", &self.principle),
            ("stage", &self.stage),
            ("audience", &self.audience),
            ("sort", &order),
            ("page", &page),
        ];
        address_of(DESK_URL, &pairs)
    }

    /// Column and direction as the address has them: `-words`.
    pub fn order(&self) -> String {
        format!("{}{}", if self.turned { "-" } else { "" }, self.sort.name())
    }
}

/// As much of an address's query as is read.
pub(super) fn readable(query: &str) -> &str {
    let end = (0..=LONGEST_ADDRESS.min(query.len())).rev().find(|end| query.is_char_boundary(*end));
    query.get(..end.unwrap_or(0)).unwrap_or("")
}

/// An address with a query of these names and values; those without a value are left out.
pub(super) fn address_of(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut url = String::from(path);
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        url.push(if url.len() == path.len() { '?' } else { '&' });
        url.push_str(name);
        url.push('=');
        encode(value, &mut url);
    }
    url
}

/// A value of a query: `+` is a space, `%20` too; control characters become spaces, bytes that are
/// not UTF-8 the sign for it.
/// The first value that the query of an address has for a name, decoded; empty where there is none.
pub fn query_value(query: &str, name: &str) -> String {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| decoded(value)).unwrap_or_default()
}

fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match (first, escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or(&[]);
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded() {
        assert_eq!(query_value("a=1&page=%2Ftools%2F+x", "page"), "/tools/ x");
        assert_eq!(query_value("page=%zz&page=1", "page"), "%zz");
        for none in ["", "page", "page=", "xpage=1"] {
            assert_eq!(query_value(none, "page"), "", "{none}");
        }
    }

    fn check(query: &str, expect: &str) {
        assert_eq!(DeskQuery::parse(query).url(), format!("{DESK_URL}{expect}"), "{query:.60}");
    }

    #[test]
    fn an_address_says_what_is_wanted() {
        check("", "");
        check(
            "q=slow+breath&kind=tool&state=draft&lang=pt-BR&sort=-words&page=3",
            "?q=slow%20breath&kind=tool&state=draft&lang=pt-BR&sort=-words&page=3",
        );
        check("q=%C3%A9t%C3%A9&q=other", "?q=%C3%A9t%C3%A9");
        check("sort=changed&page=1", "");
        check("sort=-changed", "?sort=-changed");
    }

    #[test]
    fn an_address_may_be_anything() {
        check("q=%00", "");
        check("q=%ff%00a%0a%0db", "?q=%EF%BF%BD%20a%20b");
        check("q=%&q=1", "?q=%25");
        check("q=%4&kind=%zz", "?q=%254");
        check("q=%+1", "?q=%25%201");
        check("page=-1&kind=cats&state=%3Cscript%3E&sort=--words&lang=", "?sort=-words");
        check("page=99999999999999999999999", "");
        check("page=0", "");
        check("&&==&=q&q", "");
        check(&format!("lang={}", "x".repeat(36)), "");
        let endless = DeskQuery::parse(&format!("q={}", "é".repeat(50_000)));
        assert_eq!(endless.q.chars().count(), LONGEST_QUERY);
        assert_eq!(DeskQuery::parse(&endless.url()[DESK_URL.len() + 1..]), endless);
    }
}
