use serde::Serialize;
use serde_json::Value;

/// What every page of one language shows: the frame. Held in the templates' global context as
/// `site`, serialised once a language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteView {
    /// The library's name.
    pub title: String,
    /// One sentence about it; may be empty.
    pub tagline: String,
    /// Language tag of these pages.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Address of the home page in this language.
    pub home_url: String,
    /// The site's root path, with a closing slash: `/` or `/base/`. For `404.html` and assets.
    pub root_url: String,
    /// Address of the search page.
    pub search_url: String,
    /// Address of the page where readers find what they have collected.
    pub patchwork_url: String,
    /// Address of the list of what has to be kept for reading the whole library without a network.
    pub keep_url: String,
    /// How many files `entries/<n>.json` there are, a power of two.
    pub entry_shards: usize,
    /// Address of the safety page, when there is one (`pages/safety`).
    pub safety_url: Option<String>,
    /// Address of the page about the library, when there is one (`pages/about`).
    pub about_url: Option<String>,
    /// Address of the contact page, when there is one (`pages/contact`).
    pub contact_url: Option<String>,
    /// The kinds that have entries, in the header's order: pathways, tools, articles, principles.
    pub nav: Vec<NavItem>,
    /// Every page entry (`pages/…`) in this language, for the footer: title order.
    pub pages: Vec<NavItem>,
    /// The taxonomies that have terms in use: label and address of each overview.
    pub taxonomies: Vec<NavItem>,
    /// Every language of the site with its home page; one item when there is only one.
    pub languages: Vec<LanguageView>,
    /// Help lines, those in this language first.
    pub help_lines: Vec<HelpLineView>,
    /// What to do in immediate danger; may be empty.
    pub emergency: String,
    /// Where the quick exit leads.
    pub exit_url: String,
    /// Whether it also erases what the reader asked this site to keep on the device.
    pub exit_erase: bool,
    /// A sentence or two for the footer; may be empty.
    pub footer: String,
    /// The question the home page asks; may be empty (then the theme's own).
    pub home_question: String,
    /// Calls to action for the footer.
    pub calls: Vec<CallView>,
    /// The feed of the whole library, when there is one.
    pub feed_url: Option<String>,
    /// The organisation's accent hue in degrees, when set.
    pub accent: Option<u16>,
    /// Address of the logo, when set.
    pub logo_url: Option<String>,
    /// Whatever else stands under `theme:` in `waypost.yaml`, for themes of an organisation's own.
    pub settings: Value,
}

/// A link of a navigation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// A stable name: the kind (`pathway`), the entry's id, or the taxonomy's name.
    pub key: String,
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LanguageView {
    /// Language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The language's own name for itself: `English`, `Español`.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// Whether this is the language of the page.
    pub current: bool,
}

/// A help line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HelpLineView {
    /// Its name.
    pub name: String,
    /// Country code.
    pub country: String,
    /// The number to call as written; may be empty.
    pub call: String,
    /// `tel:` address of it; may be empty.
    pub call_url: String,
    /// The number to send a text message to; may be empty.
    pub text: String,
    /// `sms:` address of it; may be empty.
    pub text_url: String,
    /// Number for text telephones; may be empty.
    pub tty: String,
    /// `tel:` address of it; may be empty.
    pub tty_url: String,
    /// Address of a chat; may be empty.
    pub chat: String,
    /// Its page on the web; may be empty.
    pub url: String,
    /// When it answers; may be empty.
    pub hours: String,
    /// Anything else worth knowing; may be empty.
    pub note: String,
    /// The languages it speaks, by their own names.
    pub languages: Vec<String>,
}

/// A call to action of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallView {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}
