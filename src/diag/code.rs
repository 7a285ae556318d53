use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident, $title:literal;)+) => {
        /// Which rule a diagnostic speaks for. The name is a promise: it is written in
        /// `waypost explain`, in CI settings and in silencing comments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)+
        }

        impl Code {
            /// Every code, in the register's order.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The code's name, as people write it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            /// How much it weighs unless settings say otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }

            /// One sentence: what the code says in general.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title),+ }
            }

            /// The page that `waypost explain` prints, in Markdown: what it means, a wrong and a
            /// right example, and what to do.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("explain/", $name, ".md"))),+
                }
            }
        }
    };
}

codes! {
    // Reading a file
    NotUtf8 = "not-utf8", Error, "The file is not UTF-8 text.";
    FileTooLarge = "file-too-large", Error, "The file is larger than a page can be.";
    FrontMatterMissing = "front-matter-missing", Error, "The file does not begin with front matter.";
    FrontMatterUnterminated = "front-matter-unterminated", Error, "The front matter has no closing line.";
    YamlSyntax = "yaml-syntax", Error, "The YAML cannot be read.";
    YamlDuplicateKey = "yaml-duplicate-key", Error, "A key stands twice in one mapping.";
    YamlManyDocuments = "yaml-many-documents", Error, "There is more than one YAML document.";
    YamlTooDeep = "yaml-too-deep", Error, "The YAML is nested too deeply.";
    YamlTooBig = "yaml-too-big", Error, "The YAML grows too big when its aliases are followed.";
    YamlTag = "yaml-tag", Error, "YAML tags are not used here.";
    ControlCharacter = "control-character", Warning, "The text holds a character that cannot be shown.";
    // Fields
    UnknownKey = "unknown-key", Error, "The key is not one that this kind of file has.";
    MissingField = "missing-field", Error, "A required field is missing.";
    EmptyValue = "empty-value", Error, "A field has no value.";
    WrongType = "wrong-type", Error, "The value is of another type than the field takes.";
    TextTooLong = "text-too-long", Error, "The text is longer than its field allows.";
    DateInvalid = "date-invalid", Error, "The date is not a day of the calendar.";
    DateOrder = "date-order", Error, "Two dates stand in an impossible order.";
    ChoiceUnknown = "choice-unknown", Error, "The value is not one of the field's choices.";
    NumberRange = "number-range", Error, "The number is outside what the field allows.";
    IntervalInvalid = "interval-invalid", Error, "The length of time cannot be read.";
    UrlInvalid = "url-invalid", Error, "The web address cannot be used.";
    DuplicateValue = "duplicate-value", Warning, "A value stands twice in one list.";
    SlugInvalid = "slug-invalid", Error, "The slug cannot be part of an address.";
    SlugReserved = "slug-reserved", Error, "The slug is a reserved name.";
    AliasInvalid = "alias-invalid", Error, "The alias is not a root-relative address.";
    PersonUnknown = "person-unknown", Error, "The person is not declared in waypost.yaml.";
    // The site file
    LanguageInvalid = "language-invalid", Error, "The language is not a language tag.";
    BaseUrlInvalid = "base-url-invalid", Error, "The base_url cannot be used.";
    NameReserved = "name-reserved", Error, "The name belongs to Waypost.";
    // Files and folders
    LanguageUndeclared = "language-undeclared", Error, "The file's suffix is a language that waypost.yaml does not declare.";
    FolderUnknown = "folder-unknown", Error, "The file lies in a folder that is no kind of content.";
    FileNameInvalid = "file-name-invalid", Error, "The file's name cannot be used.";
    SymlinkOutside = "symlink-outside", Error, "A link leads out of the site folder.";
    SymlinkLoop = "symlink-loop", Error, "A link leads back into itself.";
    FileUnreadable = "file-unreadable", Error, "The file cannot be read.";
    // Addresses
    AddressClash = "address-clash", Error, "Two sources claim one address.";
    AliasClash = "alias-clash", Error, "An alias is an address that is in use.";
    // References
    ReferenceMissing = "reference-missing", Error, "The reference leads to no entry.";
    ReferenceUnpublished = "reference-unpublished", Error, "The reference leads to an entry that is not published.";
    ReferenceKind = "reference-kind", Error, "The reference leads to another kind of entry than the field takes.";
    ReferenceHeading = "reference-heading", Error, "The entry has no such heading.";
    ReferenceSelf = "reference-self", Warning, "The entry refers to itself.";
    FileMissing = "file-missing", Error, "The file that is referred to does not exist.";
    RemoteMedia = "remote-media", Error, "An image or media file would be loaded from another host.";
    LinkScheme = "link-scheme", Error, "The link's scheme is not allowed.";
    TermUnknown = "term-unknown", Error, "The term is not one of a closed taxonomy.";
    // Pathways
    PathwayCycle = "pathway-cycle", Error, "Pathways lead back to themselves.";
    PathwayEmpty = "pathway-empty", Error, "The pathway, or one of its stages, has no steps.";
    StepRepeated = "step-repeated", Error, "An entry is a step of the pathway twice.";
    SearchTest = "search-test", Error, "A search does not find what it should.";
    ChoiceTooSmall = "choice-too-small", Error, "A choice offers fewer than two entries.";
    // Markdown
    DirectiveUnknown = "directive-unknown", Error, "There is no directive of that name.";
    DirectiveUnclosed = "directive-unclosed", Error, "A directive is not closed.";
    DirectiveUnopened = "directive-unopened", Error, "A closing line has no directive to close.";
    HeadingDuplicateId = "heading-duplicate-id", Error, "Two headings of one page have the same id.";
    HeadingLevel = "heading-level", Warning, "A heading skips a level.";
    HeadingTop = "heading-top", Warning, "A body has a heading of the first level.";
    HtmlRemoved = "html-removed", Warning, "Raw HTML is not kept.";
    HtmlScript = "html-script", Error, "Raw HTML carries script.";
    NestingTooDeep = "nesting-too-deep", Error, "The Markdown is nested too deeply.";
    FootnoteMissing = "footnote-missing", Warning, "A footnote is referred to and not written.";
    ImageAlt = "image-alt", Warning, "An image has no description.";
    // Plain and accessible
    ImageAltWeak = "image-alt-weak", Warning, "An image's description tells nothing of it.";
    ImageAltLong = "image-alt-long", Note, "An image's description is very long.";
    LinkText = "link-text", Warning, "A link's words do not say where it leads.";
    LinkTextTwice = "link-text-twice", Note, "Two links with the same words lead to different places.";
    HeadingEmpty = "heading-empty", Warning, "A heading has no words.";
    HeadingFake = "heading-fake", Warning, "A paragraph only looks like a heading.";
    HeadingLong = "heading-long", Note, "A heading is very long.";
    HeadingTwice = "heading-twice", Note, "Two headings under one have the same words.";
    TableHeader = "table-header", Warning, "A table's column has no header.";
    TableColumn = "table-column", Note, "A table has one column only.";
    TableRow = "table-row", Warning, "A row of a table has more cells than there are columns.";
    LanguageUnmarked = "language-unmarked", Warning, "A passage is in another language and does not say so.";
    AllCapitals = "all-capitals", Note, "A sentence is written in capitals.";
    PassageRepeated = "passage-repeated", Note, "A passage stands in another entry too.";
    // Films and recordings
    MediaTitle = "media-title", Warning, "A film or recording has no title.";
    MediaTranscript = "media-transcript", Warning, "A film or recording has no captions and no transcript.";
    CaptionsInvalid = "captions-invalid", Warning, "A file with captions is not WebVTT.";
    FrameCard = "frame-card", Warning, "A frame of another site became a card with a link.";
    // Reader safety
    HelpLinesMissing = "help-lines-missing", Error, "A sensitive page has no help lines to show.";
    SafetyPageMissing = "safety-page-missing", Note, "A library with sensitive pages has no safety page.";
    // The map of the library
    OffPathway = "off-pathway", Note, "The entry is on no pathway.";
    Unlinked = "unlinked", Note, "Nothing links to the entry.";
    // Theme
    AccentFitted = "accent-fitted", Note, "The accent was fitted so that text on it can be read.";
    TemplateError = "template-error", Error, "A template cannot be used.";
    ThemeFile = "theme-file", Error, "A file of the theme cannot be used.";
    ThemeUnknown = "theme-unknown", Error, "There is no theme of that name.";
    WordMissing = "word-missing", Error, "An interface word is missing in a language.";
}

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}
