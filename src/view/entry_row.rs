/// What scripts can look up of an address that an entry has or had.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryRow {
    /// The address below `base_url`, with a leading slash, not encoded.
    pub route: String,
    /// What is there.
    pub is: RowOf,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowOf {
    /// An entry's page.
    Entry {
        /// The entry's name.
        title: String,
        /// `article`, `principle`, `tool`, `pathway`, `page`.
        kind: String,
        /// Minutes it takes; 0 where there is nothing to read.
        minutes: u32,
        /// Language tag.
        lang: String,
    },
    /// An old address, and the route of the entry that it leads to.
    Moved(String),
}
