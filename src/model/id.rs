use std::fmt;
use std::sync::Arc;

/// The five kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The library's prose.
    Article,
    /// What the organisation stands for.
    Principle,
    /// Something to do.
    Tool,
    /// A route through the library.
    Pathway,
    /// Everything else.
    Page,
}

impl Kind {
    /// All kinds, in the order of the design.
    pub const ALL: [Kind; 5] = [Kind::Article, Kind::Principle, Kind::Tool, Kind::Pathway, Kind::Page];

    /// The kind's folder in `content/`, which begins its ids and (but for pages) its addresses.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Principle => "principles",
            Kind::Tool => "tools",
            Kind::Pathway => "pathways",
            Kind::Page => "pages",
        }
    }

    /// The kind in one word, as templates, messages and machine formats write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Principle => "principle",
            Kind::Tool => "tool",
            Kind::Pathway => "pathway",
            Kind::Page => "page",
        }
    }

    /// The kind as a sentence has it: `an article`, `a tool`.
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Article => "an article",
            Kind::Principle => "a principle",
            Kind::Tool => "a tool",
            Kind::Pathway => "a pathway",
            Kind::Page => "a page",
        }
    }

    /// The kind of that folder.
    pub fn from_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }
}

/// The entry that tells readers how to leave and what is kept. The theme has a template for it, and
/// every page leads to it.
pub const SAFETY_PAGE: &str = "pages/safety";

/// A language tag as `waypost.yaml` declares it: `en`, `pt-BR`. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

impl Lang {
    /// A tag as it stands.
    pub fn new(tag: impl AsRef<str>) -> Self {
        Self(Arc::from(tag.as_ref()))
    }

    /// The tag's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// `rtl` for languages that are written from right to left, else `ltr`.
    pub fn direction(&self) -> &'static str {
        match self.primary() {
            "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
            _ => "ltr",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an entry, shared by its translations: `kind/path` from its file, without language
/// and extension (`tools/scaling-questions`). The home page is `index`; the entry that heads a
/// kind's list is the folder's name (`tools`). Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(Arc<str>);

impl EntryId {
    /// An id as it stands.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(Arc::from(id.as_ref()))
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the home page.
    pub fn is_home(&self) -> bool {
        &*self.0 == "index"
    }

    /// The kind whose list this entry heads (`tools` heads the list of tools).
    pub fn heads_list(&self) -> Option<Kind> {
        Kind::from_folder(&self.0).filter(|kind| *kind != Kind::Page)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference as it was written in a field, its kind filled in where the field fixes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The entry meant, which may not exist.
    pub id: EntryId,
    /// What the author wrote.
    pub written: String,
}
