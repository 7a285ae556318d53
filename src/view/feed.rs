use jiff::civil::Date;

/// The most entries that one feed holds; older ones are found on the page that the feed names.
pub const FEED_LENGTH: usize = 50;

/// A feed: of the whole library, of a kind, or of a term, in one language. Addresses are full ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedView {
    /// Where the feed lies below `base_url`, with a leading slash, ending in `.xml`:
    /// `/feed.xml`, `/tools/feed.xml`, `/topics/housing/feed.xml`.
    pub route: String,
    /// What the feed is called.
    pub title: String,
    /// One sentence about it; may be empty.
    pub subtitle: String,
    /// The page that shows the same entries.
    pub page_url: String,
    /// The feed itself.
    pub feed_url: String,
    /// Language tag.
    pub lang: String,
    /// Who speaks where an entry names nobody: the library's name.
    pub author: String,
    /// Its entries, in any order: at least those that changed last, undated ones maybe among them.
    /// The writer chooses.
    pub entries: Vec<FeedEntryView>,
}

/// An entry as feeds show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntryView {
    /// The entry's name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// A name that never changes: the page's address, as a URL.
    pub id: String,
    /// First published.
    pub published: Option<Date>,
    /// Last changed.
    pub updated: Option<Date>,
    /// One or two sentences.
    pub summary: String,
    /// Names of who wrote it; may be empty.
    pub authors: Vec<String>,
    /// Labels of its terms.
    pub categories: Vec<String>,
}

impl FeedEntryView {
    /// The last day on which something happened to the entry; `None` for an undated one.
    pub fn last_change(&self) -> Option<Date> {
        self.updated.max(self.published)
    }
}
