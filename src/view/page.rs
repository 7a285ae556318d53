use serde::Serialize;

use super::{BodyView, CardView, EntryView, HandoutView, SourceView, TermView};
use crate::model::SAFETY_PAGE;
use crate::text::{Fingerprint, Hasher};

/// One page of the site, complete. Templates receive its fields as `page` (but for `content`,
/// which they receive under the name given with [`Content`]).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageView {
    /// Address below `base_url`, with a leading slash, not encoded: `/tools/x/`, `/404.html`.
    pub route: String,
    /// What an `href` says.
    pub url: String,
    /// The full address, for `canonical` and `og:url`.
    pub absolute_url: String,
    /// What the browser's tab says, unique on the site: `Urge surfing · Open Water Library`.
    pub head_title: String,
    /// The page's `h1`.
    pub title: String,
    /// Meta description, unique where it can be; never empty.
    pub description: String,
    /// Language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Not to be indexed by search engines, no canonical, not in the sitemap.
    pub noindex: bool,
    /// `website` or `article`.
    pub og_type: String,
    /// Full address of a picture for link previews.
    pub og_image: Option<String>,
    /// The same page in other languages and itself, for `hreflang`; empty when there is only one.
    pub alternates: Vec<Alternate>,
    /// The language switch: every language of the site, leading to this page's translation where
    /// there is one, else to that language's home page.
    pub languages: Vec<super::LanguageView>,
    /// The way here: home first, this page last.
    pub crumbs: Vec<Crumb>,
    /// Feeds to name in the head and to link from the page: this page's own first.
    pub feeds: Vec<FeedLink>,
    /// JSON-LD, ready to stand in `<script type="application/ld+json">`; may be empty.
    pub json_ld: String,
    /// Shows help lines and quick exit prominently.
    pub sensitive: bool,
    /// Key of the navigation item that is current (a kind's name), or empty.
    pub section: String,
    /// What the page is about.
    #[serde(skip)]
    pub content: Content,
}

impl PageView {
    /// Changes when anything changes that this page shows: every field, and the text of its body
    /// with all that its links lead to. Together with what all pages of a language share it is all
    /// that the page's bytes follow from.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Hasher::new();
        hasher.part(self.content.template()).part(json(self));
        match &self.content {
            Content::Entry(view) => hasher.part(json(view)),
            Content::Home(view) => hasher.part(json(view)),
            Content::List(view) => hasher.part(json(view)),
            Content::Taxonomy(view) => hasher.part(json(view)),
            Content::Term(view) => hasher.part(json(view)),
            Content::Search(view) => hasher.part(json(view)),
            Content::Az(view) => hasher.part(json(view)),
            Content::Patchwork(view) => hasher.part(json(view)),
            Content::Offline(view) => hasher.part(json(view)),
            Content::NotFound(view) => hasher.part(json(view)),
            Content::Handout(view) => hasher.part(json(view)),
        };
        for body in self.content.bodies() {
            body.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// A view as JSON: plain data, which always serialises.
fn json(view: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(view).unwrap_or_default()
}

/// What a page is about; decides its template and the name under which templates receive it.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// `article.html`, `principle.html`, `tool.html`, `pathway.html`, `safety.html`, `page.html`:
    /// `entry`.
    Entry(Box<EntryView>),
    /// `home.html`: `home`.
    Home(Box<HomeView>),
    /// `list.html`, all entries of a kind: `list`.
    List(ListView),
    /// `taxonomy.html`, all terms: `taxonomy`.
    Taxonomy(TaxonomyView),
    /// `term.html`, entries of a term: `term`.
    Term(TermPageView),
    /// `search.html`: `search`.
    Search(SearchView),
    /// `a-z.html`, entries of one letter: `az`.
    Az(AzView),
    /// `patchwork.html`, what the reader has collected: `patchwork`.
    Patchwork(PatchworkView),
    /// `offline.html`: `message`.
    Offline(MessageView),
    /// `404.html`: `message`.
    NotFound(MessageView),
    /// `handout.html`, a pathway or a tool to be printed: `handout`.
    Handout(Box<HandoutView>),
}

impl Content {
    /// The template that shows it.
    pub fn template(&self) -> &'static str {
        match self {
            Content::Entry(entry) => match entry.kind.as_str() {
                "article" => "article.html",
                "principle" => "principle.html",
                "tool" => "tool.html",
                "pathway" => "pathway.html",
                _ if entry.id == SAFETY_PAGE => "safety.html",
                _ => "page.html",
            },
            Content::Home(_) => "home.html",
            Content::List(_) => "list.html",
            Content::Taxonomy(_) => "taxonomy.html",
            Content::Term(_) => "term.html",
            Content::Search(_) => "search.html",
            Content::Az(_) => "a-z.html",
            Content::Patchwork(_) => "patchwork.html",
            Content::Offline(_) => "offline.html",
            Content::NotFound(_) => "404.html",
            Content::Handout(_) => "handout.html",
        }
    }

    /// The Markdown bodies that have to be rendered into the page: at most one, but for a handout.
    pub fn bodies(&self) -> Vec<&BodyView> {
        match self {
            Content::Entry(entry) => vec![&entry.body_view],
            Content::Home(home) => home.body_view.iter().collect(),
            Content::List(list) => list.body_view.iter().collect(),
            Content::Handout(handout) => handout.parts().map(|part| &part.body_view).collect(),
            Content::Taxonomy(_)
            | Content::Term(_)
            | Content::Search(_)
            | Content::Az(_)
            | Content::Patchwork(_)
            | Content::Offline(_)
            | Content::NotFound(_) => Vec::new(),
        }
    }
}

/// The same page in a language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternate {
    /// Language tag, or `x-default`.
    pub hreflang: String,
    /// Full address.
    pub absolute_url: String,
}

/// A step of the way to a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads; the last one is the page itself.
    pub url: String,
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedLink {
    /// What it says.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// The home page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeView {
    /// Heading of the home text; the site's title where there is none.
    pub title: String,
    /// The home text's summary, or the tagline.
    pub summary: String,
    /// Pathways without a requirement first, then others; at most twelve.
    pub pathways: Vec<CardView>,
    /// All pathways, where there are more.
    pub more_pathways: Option<MoreView>,
    /// Principles in their order; at most twenty-four.
    pub principles: Vec<CardView>,
    /// All principles, where there are more.
    pub more_principles: Option<MoreView>,
    /// Up to six tools, the shortest first, by their minutes.
    pub short_tools: Vec<MinutesRow>,
    /// Up to six entries, the newest first.
    pub latest: Vec<CardView>,
    /// The stages (beginning, middle, advanced) that have entries.
    pub stages: Vec<TermView>,
    /// The topics that have entries; where there are more than twenty-four, those with the most.
    pub topics: Vec<TermView>,
    /// All topics, where there are more.
    pub more_topics: Option<MoreView>,
    /// How many entries there are of each kind.
    pub counts: Vec<KindGroup>,
    /// The home text; its HTML is given to templates as `home.body`.
    #[serde(skip)]
    pub body_view: Option<BodyView>,
}

/// Where the whole of a shortened list is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MoreView {
    /// How long the whole list is.
    pub count: usize,
    /// Address of the page that has it.
    pub url: String,
}

/// Tools that take the same time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MinutesRow {
    /// Minutes.
    pub minutes: u32,
    /// The tools.
    pub cards: Vec<CardView>,
}

/// A kind with entries of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindGroup {
    /// `article`, `tool` …
    pub kind: String,
    /// The kind's list.
    pub url: String,
    /// How many there are in all.
    pub count: usize,
    /// The entries, which may be fewer.
    pub cards: Vec<CardView>,
}

/// All entries of a kind, one page of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListView {
    /// `article`, `tool` …
    pub kind: String,
    /// Heading: that of the entry that heads the list, else empty (then the theme's word).
    pub title: String,
    /// Lead: its summary; may be empty.
    pub summary: String,
    /// The entries of this page of the list.
    pub cards: Vec<CardView>,
    /// How many there are in all.
    pub total: usize,
    /// Where in the list this page is.
    pub pager: PagerView,
    /// The text of the entry that heads the list, on the first page only; HTML as `list.body`.
    #[serde(skip)]
    pub body_view: Option<BodyView>,
}

/// Which page of a list this is.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct PagerView {
    /// From 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The page before.
    pub previous_url: Option<String>,
    /// The page after.
    pub next_url: Option<String>,
    /// The addresses of all pages, in order.
    pub urls: Vec<String>,
}

/// A taxonomy: all its terms in use.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxonomyView {
    /// Its name in front matter.
    pub name: String,
    /// What people call it; empty where the theme's word is meant (`stage`).
    pub label: String,
    /// Its terms, in the site file's order, then by label.
    pub terms: Vec<TermRow>,
}

/// A term with what it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermRow {
    /// The term.
    pub term: TermView,
    /// What the site file says of it; may be empty.
    pub description: String,
}

/// The entries of a term, one page of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermPageView {
    /// The taxonomy's name in front matter.
    pub taxonomy: String,
    /// What people call it.
    pub taxonomy_label: String,
    /// The overview of its terms.
    pub taxonomy_url: String,
    /// The term.
    pub term: TermView,
    /// What the site file says of it; may be empty.
    pub description: String,
    /// The entries of this page, pathways first, then tools, articles, principles, pages; by title.
    pub cards: Vec<CardView>,
    /// How many there are in all.
    pub total: usize,
    /// Where in the list this page is.
    pub pager: PagerView,
}

/// The search page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchView {
    /// Address of the index root (`/search/index.json`).
    pub index_url: String,
    /// Every entry by title, up to 200; empty when there are more (then `letters`).
    pub entries: Vec<CardView>,
    /// One link a letter, when there are more than 200 entries.
    pub letters: Vec<LetterView>,
    /// How many entries there are.
    pub total: usize,
    /// Ways to browse: the topics that have entries; where there are more than twenty-four, those
    /// with the most.
    pub topics: Vec<TermView>,
    /// All topics, where there are more.
    pub more_topics: Option<MoreView>,
    /// The stages that have entries.
    pub stages: Vec<TermView>,
    /// Pathways and principles as the home page has them, for when nothing is found.
    pub pathways: Vec<CardView>,
    /// All pathways, where there are more.
    pub more_pathways: Option<MoreView>,
    /// Principles in their order; at most twenty-four.
    pub principles: Vec<CardView>,
    /// All principles, where there are more.
    pub more_principles: Option<MoreView>,
    /// Words and phrases that bring the help lines above the results; the script reads them.
    pub distress: Vec<String>,
}

/// A letter of the A–Z.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LetterView {
    /// What it says: `A`, `Sa–Sm`, `#`.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many entries it holds.
    pub count: usize,
    /// Whether this is the page that is shown.
    pub current: bool,
}

/// One letter of the A–Z.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AzView {
    /// The letter.
    pub letter: String,
    /// Its entries by title, at most 500.
    pub entries: Vec<CardView>,
    /// All letters.
    pub letters: Vec<LetterView>,
}

/// The page where a reader finds what they have collected. What that is only their own device knows:
/// the page is the same for everybody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PatchworkView {
    /// Pathways to begin collecting from, at most three.
    pub pathways: Vec<CardView>,
}

/// A page that only says something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageView {
    /// Pathways to go on with.
    pub pathways: Vec<CardView>,
    /// Sources, unused by the default theme.
    pub sources: Vec<SourceView>,
}
