use serde::Serialize;

use super::Titled;

/// The handbook: how entries of this site are written. Made from the content model, so that it says
/// what is checked. Only the preview has it. Text between backticks is code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandbookView {
    /// The site's title, in its default language.
    pub site: Titled,
    /// The site's home page in the preview.
    pub home_url: String,
    /// The kinds of entry.
    pub kinds: Vec<KindNote>,
    /// The fields that all kinds have.
    pub common: Vec<FieldView>,
    /// The site's taxonomies, which are fields of all kinds.
    pub taxonomies: Vec<TaxonomyNote>,
    /// The site's people.
    pub people: Vec<PersonNote>,
    /// The site's languages, the default one first.
    pub languages: Vec<LanguageNote>,
    /// What the text of an entry may hold.
    pub markdown: Vec<SampleView>,
    /// The blocks that begin with `:::`.
    pub directives: Vec<SampleView>,
    /// Every message that Waypost may show, in the order of the register.
    pub codes: Vec<CodeNote>,
}

/// A kind of entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindNote {
    /// `article`, `tool` …
    pub key: &'static str,
    /// Its folder below `content/`.
    pub folder: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// How many entries of it there are.
    pub count: usize,
    /// The fields that it alone has.
    pub own: Vec<FieldView>,
    /// The fields that `waypost.yaml` adds to it.
    pub custom: Vec<FieldView>,
    /// A whole file to begin with.
    pub template: String,
}

/// A field of front matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// The key.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it takes, in words.
    pub takes: String,
    /// The texts to choose from, where it is a choice.
    pub choices: Vec<String>,
    /// What it is for; may be empty.
    pub about: String,
    /// YAML that sets it.
    pub example: String,
    /// The fields of the group that it takes.
    pub inner: Vec<FieldView>,
}

/// A taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxonomyNote {
    /// The key in front matter.
    pub name: String,
    /// What people call it; may be empty.
    pub label: Titled,
    /// Whether other terms than these are errors.
    pub closed: bool,
    /// Its terms: those of `waypost.yaml` in their order, then others in use.
    pub terms: Vec<TermNote>,
    /// How many more are in use.
    pub more: usize,
    /// YAML that sets it.
    pub example: String,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermNote {
    /// As it is written in front matter.
    pub key: String,
    /// What people call it; may be empty.
    pub label: Titled,
    /// What it is about; may be empty.
    pub description: Titled,
    /// Entries of the default language that have it.
    pub count: usize,
}

/// A person or role.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonNote {
    /// The key in front matter.
    pub key: String,
    /// Their name.
    pub name: Titled,
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LanguageNote {
    /// What the file's name ends in; empty for the default language.
    pub suffix: String,
    /// Language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What it calls itself.
    pub name: String,
}

/// Something that a text may hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleView {
    /// What it is: `Table`, or the directive's name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// How it is written.
    pub markdown: String,
    /// How it looks: HTML that is safe to be shown as it is, or empty.
    pub html: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodeNote {
    /// Its code, which is also the id of its place in the handbook.
    pub name: &'static str,
    /// `error`, `warning`, `note`.
    pub severity: &'static str,
    /// What it says in general.
    pub title: &'static str,
    /// What it means and what to do: HTML that is safe to be shown as it is, or empty.
    pub html: String,
    /// The same as Markdown.
    pub text: String,
}
