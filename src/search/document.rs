use super::Digest;

/// An entry as the index sees it.
#[derive(Debug, Clone, Default)]
pub struct Document<'a> {
    /// What a link to it says in `href`. Unique; breaks ties.
    pub url: String,
    /// Its kind's name in code: `article`, `tool` …; values of the facet `kind`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// How long it takes, in whole minutes; 0 where that is not known.
    pub minutes: u32,
    /// Its taxonomy terms, principles included.
    pub terms: Vec<Term>,
    /// Indexes, in the same list of documents, of those that it links to.
    pub links: Vec<usize>,
    /// Whether it is to stand lower than others that are found by the same words.
    pub lowered: bool,
    /// The words of its text; `None` counts as an empty text.
    pub digest: Option<&'a Digest>,
}

/// A taxonomy term of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The taxonomy's name in front matter: `topics`, `stage`, `principles` …
    pub taxonomy: String,
    /// The term's key, as the address of a search names it.
    pub key: String,
    /// What people call it, in the index's language.
    pub label: String,
}

/// What an index needs besides the documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Language tag; decides how words are cut and stemmed.
    pub language: String,
    /// The folder of the index in the output: `search`, `search/es`.
    pub folder: String,
    /// The facets to offer, in order. `kind` and `minutes` are made from the documents' own
    /// fields, any other from the taxonomy of that name. Facets without values are left out.
    pub facets: Vec<Facet>,
    /// Words that lead to the same entries. See [`Synonym`].
    pub synonyms: Vec<Synonym>,
}

/// A facet: a way to narrow results down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facet {
    /// `kind`, `minutes` or a taxonomy's name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Labels of values by key, in the order in which they are shown. Values that are not named
    /// here come after these, by label. For `minutes` the key is the longest time that counts
    /// (`5`, `15`, `30`; `0` for anything longer), and only these values are offered.
    pub values: Vec<(String, String)>,
}

/// A rule by which an entry is also found by words that it does not use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Synonym {
    /// What a reader may type: a word or a phrase.
    pub typed: String,
    /// What entries say: a word or a phrase. Entries with all of its words are found.
    pub meant: String,
    /// Whether what is typed may be shown, as the correction of a misspelt word.
    pub shown: bool,
    /// Whether it comes from the thesaurus: it then holds only where the library itself hardly says
    /// what is typed, and leads to the few entries that say most of what is meant.
    pub usual: bool,
}
