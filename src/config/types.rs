use std::collections::BTreeMap;

use serde_json::Value;

use super::{Accent, CheckSettings, EditUrl, PublishSettings, SearchSettings};
use crate::text::{SourceFile, SourcePath, Span, Spanned};

/// The site file. Languages and names are plain text here: the model gives them their types.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file.
    pub source: SourceFile,
    /// The library's name.
    pub title: Localized,
    /// One sentence about it.
    pub tagline: Localized,
    /// Where it will be published.
    pub base_url: BaseUrl,
    /// Language tags, the default one first; never empty.
    pub languages: Vec<Spanned<String>>,
    /// Taxonomies in the file's order; `topics`, `audience` and `stage` are always there.
    pub taxonomies: Vec<Taxonomy>,
    /// People by key, in the file's order.
    pub people: Vec<Person>,
    /// Help lines in the file's order.
    pub help_lines: Vec<HelpLine>,
    /// What to do in immediate danger.
    pub emergency: Localized,
    /// Custom fields: kind folder or name as written, with the fields' raw definition already typed.
    pub fields: BTreeMap<String, Vec<Field>>,
    /// The way out of every page.
    pub quick_exit: QuickExit,
    /// Entries on one page of a list, 1 to 500.
    pub page_size: usize,
    /// IANA name of the time zone that says which day it is, where no date is given.
    pub timezone: Option<String>,
    /// Settings of the search.
    pub search: SearchSettings,
    /// Settings of the theme.
    pub theme: ThemeSettings,
    /// Where readers can suggest a change to a page.
    pub edit_url: Option<EditUrl>,
    /// How the output folder is brought up to date.
    pub publish: PublishSettings,
    /// Settings of the checks.
    pub check: CheckSettings,
}

/// The way out of every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickExit {
    /// Where it leads: a web address, or a path of this site.
    pub url: String,
    /// Whether leaving also erases what the reader asked this site to keep on the device.
    pub erase: bool,
}

/// A custom field as the site file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key in front matter.
    pub name: Spanned<String>,
    /// `text`, `number`, `date`, `choice` or `reference`.
    pub type_name: Spanned<String>,
    /// Choices of a `choice`.
    pub choices: Vec<String>,
    /// Kind that a `reference` must have.
    pub kind: Option<String>,
    /// Whether every entry must have it.
    pub required: bool,
}

/// A text that may be given for each language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localized {
    /// The text for languages that have none of their own.
    pub default: String,
    /// Texts by language tag.
    pub by_language: BTreeMap<String, String>,
}

impl Localized {
    /// One text for all languages.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { default: text.into(), by_language: BTreeMap::new() }
    }

    /// The text for a language.
    pub fn get(&self, lang: &str) -> &str {
        self.by_language.get(lang).unwrap_or(&self.default)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.by_language.is_empty()
    }
}

/// Where the site will be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host and port: `https://library.example`, without a closing slash.
    pub origin: String,
    /// The path with both slashes: `/` or `/library/`, percent-encoded.
    pub path: String,
}

impl BaseUrl {
    /// What an `href` to a route of the site says: the base path and the encoded route.
    pub fn href(&self, route: &str) -> String {
        let mut url = String::with_capacity(self.path.len() + route.len());
        url.push_str(self.path.trim_end_matches('/'));
        if !route.starts_with('/') {
            url.push('/');
        }
        encode_path(route, &mut url);
        url
    }

    /// The full address of a route.
    pub fn absolute(&self, route: &str) -> String {
        format!("{}{}", self.origin, self.href(route))
    }
}

/// Percent-encodes what a path of an address cannot hold (RFC 3986, `pchar` and `/`).
pub(super) fn encode_path(path: &str, out: &mut String) {
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'!'
            | b'$'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// A taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// The key in front matter and the first part of its addresses.
    pub name: Spanned<String>,
    /// What people call it; empty for the theme's word.
    pub label: Localized,
    /// Whether other terms than those listed are errors.
    pub closed: bool,
    /// Listed terms in the file's order.
    pub terms: Vec<Term>,
}

/// A listed term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As written in front matter.
    pub key: Spanned<String>,
    /// What people call it; empty for the key itself.
    pub label: Localized,
    /// What it is about.
    pub description: Localized,
}

/// A person or role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The key in front matter.
    pub key: Spanned<String>,
    /// Name or role.
    pub name: Localized,
    /// Their page.
    pub url: Option<String>,
}

/// A help line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelpLine {
    /// Country code.
    pub country: String,
    /// Language tags it speaks.
    pub languages: Vec<String>,
    /// Its name.
    pub name: Localized,
    /// Number to call.
    pub call: Option<String>,
    /// Number to send a text message to.
    pub text: Option<String>,
    /// Number for text telephones.
    pub tty: Option<String>,
    /// Address of a chat.
    pub chat: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// When it answers.
    pub hours: Localized,
    /// Anything else.
    pub note: Localized,
}

/// What stands under `theme:`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThemeSettings {
    /// Folder in `themes/` whose files replace the default theme's.
    pub name: Option<Spanned<String>>,
    /// The accent that was asked for.
    pub accent: Option<Spanned<Accent>>,
    /// Logo file below `static/`.
    pub logo: Option<Spanned<String>>,
    /// Footer text.
    pub footer: Localized,
    /// The home page's question.
    pub home_question: Localized,
    /// Calls to action.
    pub calls: Vec<Call>,
    /// Everything else, for themes of an organisation's own.
    pub other: Value,
    /// Where `theme:` stands.
    pub span: Span,
}

impl ThemeSettings {
    /// Where the logo lies in the site folder.
    pub fn logo_path(&self) -> Option<SourcePath> {
        let logo = self.logo.as_ref()?;
        Some(SourcePath::new(format!("static/{}", logo.value.trim_start_matches('/'))))
    }
}

/// A call to action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What it says; may be empty where it has a kind.
    pub label: Localized,
    /// What it leads to, where the theme has words for that.
    pub kind: Option<CallKind>,
    /// Where it leads: an address elsewhere, a place of this site that begins with `/`, an entry's id.
    pub url: Spanned<String>,
}

/// What a call to action leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// Letters to subscribe to.
    Newsletter,
    /// A way to give.
    Donate,
    /// Files to take away.
    Downloads,
    /// What takes place.
    Events,
}

impl CallKind {
    /// Its name in the site file and among the theme's words.
    pub fn name(self) -> &'static str {
        match self {
            CallKind::Newsletter => "newsletter",
            CallKind::Donate => "donate",
            CallKind::Downloads => "downloads",
            CallKind::Events => "events",
        }
    }
}
