use super::Severity;

macro_rules! codes {
    ($(@ $harm:ident, $harm_title:literal;
        $($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident $(at least $floor:ident)?, $title:literal;)*
    )+) => {
        /// What a rule guards against. Messages for people come in this order, worst first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Harm {
            $(#[doc = $harm_title] $harm,)+
        }

        impl Harm {
            /// All of them, worst first.
            pub const ALL: &'static [Harm] = &[$(Harm::$harm),+];

            /// The heading above its messages.
            pub fn title(self) -> &'static str {
                match self { $(Harm::$harm => $harm_title),+ }
            }
        }

        /// Which rule a diagnostic speaks for. The name is a promise: it is written in
        /// `waypost explain`, in CI settings and in silencing comments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $title] $variant,)*)+
        }

        impl Code {
            /// Every code, in the register's order: by the harm that it guards against.
            pub const ALL: &'static [Code] = &[$($(Code::$variant,)*)+];

            /// The code's name, as people write it.
            pub fn name(self) -> &'static str {
                match self { $($(Code::$variant => $name,)*)+ }
            }

            /// How much it weighs unless settings say otherwise.
            pub fn severity(self) -> Severity {
                match self { $($(Code::$variant => Severity::$severity,)*)+ }
            }

            /// The least that settings may make of it: an error for what leaves the site broken, a
            /// warning for what somebody has to see. Nothing where it may be turned off.
            pub fn floor(self) -> Option<Severity> {
                #[allow(unreachable_code, reason = "the first value of two, where there are two")]
                match self { $($(Code::$variant => {
                    $(return Some(Severity::$floor);)?
                    None
                })*)+ }
            }

            /// What it guards against.
            pub fn harm(self) -> Harm {
                match self { $($(Code::$variant => Harm::$harm,)*)+ }
            }

            /// One sentence: what the code says in general.
            pub fn title(self) -> &'static str {
                match self { $($(Code::$variant => $title,)*)+ }
            }

            /// The page about it, in Markdown: what it means, a wrong and a right example, and what
            /// to do. Its examples are marked as `src/diag/README.md` says.
            pub fn explanation(self) -> &'static str {
                match self {
                    $($(Code::$variant => include_str!(concat!("explain/", $name, ".md")),)*)+
                }
            }
        }
    };
}

// Order within a section is rank too. `at least` says how far settings may lower a code: `Error`
// where nothing sound can be published, or a reader be harmed; `Warning` where somebody must see it.
codes! {
    @ Safety, "What can harm a reader";
    HelpLinesMissing = "help-lines-missing", Error at least Error, "A sensitive page has no help lines to show.";
    SafetyPageMissing = "safety-page-missing", Note, "A library with sensitive pages has no safety page.";
    HtmlScript = "html-script", Error at least Error, "Raw HTML carries script.";
    LinkScheme = "link-scheme", Error at least Error, "The link's scheme is not allowed.";
    RemoteMedia = "remote-media", Error at least Error, "An image or media file would be loaded from another host.";
    @ Broken, "What is broken";
    // Reading a file
    NotUtf8 = "not-utf8", Error at least Error, "The file is not UTF-8 text.";
    FileTooLarge = "file-too-large", Error at least Error, "The file is larger than a page can be.";
    FrontMatterMissing = "front-matter-missing", Error at least Error, "The file does not begin with front matter.";
    FrontMatterUnterminated = "front-matter-unterminated", Error at least Error, "The front matter has no closing line.";
    YamlSyntax = "yaml-syntax", Error at least Error, "The YAML cannot be read.";
    YamlDuplicateKey = "yaml-duplicate-key", Error at least Error, "A key stands twice in one mapping.";
    YamlManyDocuments = "yaml-many-documents", Error at least Error, "There is more than one YAML document.";
    YamlTooDeep = "yaml-too-deep", Error at least Error, "The YAML is nested too deeply.";
    YamlTooBig = "yaml-too-big", Error at least Error, "The YAML grows too big when its aliases are followed.";
    YamlTag = "yaml-tag", Error at least Error, "YAML tags are not used here.";
    // Fields
    UnknownKey = "unknown-key", Error at least Warning, "The key is not one that this kind of file has.";
    MissingField = "missing-field", Error at least Error, "A required field is missing.";
    EmptyValue = "empty-value", Error at least Error, "A field has no value.";
    WrongType = "wrong-type", Error at least Error, "The value is of another type than the field takes.";
    DateInvalid = "date-invalid", Error at least Error, "The date is not a day of the calendar.";
    ChoiceUnknown = "choice-unknown", Error at least Error, "The value is not one of the field's choices.";
    NumberRange = "number-range", Error at least Error, "The number is outside what the field allows.";
    IntervalInvalid = "interval-invalid", Error at least Error, "The length of time cannot be read.";
    UrlInvalid = "url-invalid", Error at least Error, "The web address cannot be used.";
    SlugInvalid = "slug-invalid", Error at least Error, "The slug cannot be part of an address.";
    SlugReserved = "slug-reserved", Error at least Error, "The slug is a reserved name.";
    AliasInvalid = "alias-invalid", Error at least Error, "The alias is not a root-relative address.";
    // The site file
    LanguageInvalid = "language-invalid", Error at least Error, "The language is not a language tag.";
    BaseUrlInvalid = "base-url-invalid", Error at least Error, "The base_url cannot be used.";
    NameReserved = "name-reserved", Error at least Error, "The name belongs to Waypost.";
    // Files and folders
    LanguageUndeclared = "language-undeclared", Error at least Error, "The file's suffix is a language that waypost.yaml does not declare.";
    FolderUnknown = "folder-unknown", Error at least Warning, "The file lies in a folder that is no kind of content.";
    FileNameInvalid = "file-name-invalid", Error at least Error, "The file's name cannot be used.";
    SymlinkOutside = "symlink-outside", Error at least Error, "A link leads out of the site folder.";
    SymlinkLoop = "symlink-loop", Error at least Error, "A link leads back into itself.";
    FileUnreadable = "file-unreadable", Error at least Error, "The file cannot be read.";
    // Addresses
    AddressClash = "address-clash", Error at least Error, "Two sources claim one address.";
    AliasClash = "alias-clash", Error at least Error, "An alias is an address that is in use.";
    RedirectLoop = "redirect-loop", Error at least Error, "An old address leads back to itself.";
    RedirectChain = "redirect-chain", Error, "An old address leads to an address that leads on.";
    PermalinkLost = "permalink-lost", Error at least Error, "An address that was published leads nowhere any more.";
    PermalinkConflict = "permalink-conflict", Error at least Error, "Two versions of waypost.permalinks were joined and not looked at.";
    PermalinkLine = "permalink-line", Error at least Error, "A line of waypost.permalinks is no address.";
    // References
    ReferenceMissing = "reference-missing", Error at least Error, "The reference leads to no entry.";
    ReferenceUnpublished = "reference-unpublished", Error at least Error, "The reference leads to an entry that is not published.";
    ReferenceKind = "reference-kind", Error at least Error, "The reference leads to another kind of entry than the field takes.";
    ReferenceHeading = "reference-heading", Error at least Warning, "The entry has no such heading.";
    FileMissing = "file-missing", Error at least Error, "The file that is referred to does not exist.";
    TermUnknown = "term-unknown", Error at least Warning, "The term is not one of a closed taxonomy.";
    // Pathways
    PathwayCycle = "pathway-cycle", Error at least Error, "Pathways lead back to themselves.";
    PathwayEmpty = "pathway-empty", Error at least Error, "The pathway, or one of its stages, has no steps.";
    StepRepeated = "step-repeated", Error at least Error, "An entry is a step of the pathway twice.";
    SearchTest = "search-test", Error, "A search does not find what it should.";
    ChoiceTooSmall = "choice-too-small", Error at least Warning, "A choice offers fewer than two entries.";
    // Markdown
    DirectiveUnknown = "directive-unknown", Error at least Warning, "There is no directive of that name.";
    DirectiveUnclosed = "directive-unclosed", Error at least Warning, "A directive is not closed.";
    DirectiveUnopened = "directive-unopened", Error at least Warning, "A closing line has no directive to close.";
    HeadingDuplicateId = "heading-duplicate-id", Error at least Warning, "Two headings of one page have the same id.";
    NestingTooDeep = "nesting-too-deep", Error at least Error, "The Markdown is nested too deeply.";
    // Levels and silences
    SilenceUnknown = "silence-unknown", Error at least Error, "A silence names no message.";
    SilenceReason = "silence-reason", Error at least Error, "A silence gives no reason.";
    SilenceRefused = "silence-refused", Error at least Error, "A silence names a message that cannot be silenced.";
    LevelRefused = "level-refused", Error at least Error, "A message is set lower than it may be.";
    // Word lists
    LexiconPhrase = "lexicon-phrase", Error at least Error, "A phrase of a word list cannot be read.";
    LexiconPattern = "lexicon-pattern", Error at least Error, "A pattern of a word list cannot be used.";
    LexiconConflict = "lexicon-conflict", Error at least Warning, "A word list contradicts itself.";
    // Theme
    TemplateError = "template-error", Error at least Error, "A template cannot be used.";
    ThemeFile = "theme-file", Error at least Error, "A file of the theme cannot be used.";
    ThemeUnknown = "theme-unknown", Error at least Error, "There is no theme of that name.";
    WordMissing = "word-missing", Error at least Error, "An interface word is missing in a language.";
    @ Respect, "How people are spoken of";
    StigmatisingWord = "stigmatising-word", Warning, "A word stands here that the library avoids.";
    @ Truth, "What may not be true";
    DateOrder = "date-order", Error at least Warning, "Two dates stand in an impossible order.";
    PersonUnknown = "person-unknown", Error at least Error, "The person is not declared in waypost.yaml.";
    SignatureInvalid = "signature-invalid", Error at least Error, "The signature cannot be read.";
    ReviewFuture = "review-future", Error at least Warning, "The review is still to come.";
    DateFuture = "date-future", Warning, "The date lies in the future.";
    SignatureNewer = "signature-newer", Warning, "The words were signed by a newer Waypost.";
    SignatureDraft = "signature-draft", Warning, "A draft is signed.";
    ReviewChanged = "review-changed", Warning, "The words changed after they were signed.";
    ReviewOverdue = "review-overdue", Note, "A review is overdue.";
    LinkDead = "link-dead", Warning, "A link leads to an address that is dead.";
    LinkMoved = "link-moved", Note, "A link leads to an address that has moved for good.";
    LinkUnknown = "link-unknown", Note, "Nobody can say what is behind a link.";
    @ Access, "What some readers cannot use";
    ImageAlt = "image-alt", Warning, "An image has no description.";
    ImageAltWeak = "image-alt-weak", Warning, "An image's description tells nothing of it.";
    LinkText = "link-text", Warning, "A link's words do not say where it leads.";
    LanguageUnmarked = "language-unmarked", Warning, "A passage is in another language and does not say so.";
    TableHeader = "table-header", Warning, "A table's column has no header.";
    TableRow = "table-row", Warning, "A row of a table has more cells than there are columns.";
    MediaTitle = "media-title", Warning, "A film or recording has no title.";
    MediaTranscript = "media-transcript", Warning, "A film or recording has no captions and no transcript.";
    CaptionsInvalid = "captions-invalid", Warning, "A file with captions is not WebVTT.";
    HeadingLevel = "heading-level", Warning, "A heading skips a level.";
    HeadingTop = "heading-top", Warning, "A body has a heading of the first level.";
    HeadingEmpty = "heading-empty", Warning, "A heading has no words.";
    HeadingFake = "heading-fake", Warning, "A paragraph only looks like a heading.";
    FootnoteMissing = "footnote-missing", Warning, "A footnote is referred to and not written.";
    HtmlRemoved = "html-removed", Warning, "Raw HTML is not kept.";
    ImageAltLong = "image-alt-long", Note, "An image's description is very long.";
    LinkTextTwice = "link-text-twice", Note, "Two links with the same words lead to different places.";
    HeadingTwice = "heading-twice", Note, "Two headings under one have the same words.";
    TableColumn = "table-column", Note, "A table has one column only.";
    @ Plainness, "What is hard to read";
    TextTooLong = "text-too-long", Error, "The text is longer than its field allows.";
    HeadingLong = "heading-long", Note, "A heading is very long.";
    AllCapitals = "all-capitals", Note, "A sentence is written in capitals.";
    @ Order, "What is worth putting in order";
    DuplicateValue = "duplicate-value", Warning, "A value stands twice in one list.";
    ReferenceSelf = "reference-self", Warning, "The entry refers to itself.";
    ControlCharacter = "control-character", Warning, "The text holds a character that cannot be shown.";
    SilenceUnused = "silence-unused", Warning, "A silence has nothing to silence.";
    FrameCard = "frame-card", Warning, "A frame of another site became a card with a link.";
    PermalinkNew = "permalink-new", Note, "An address is not yet in waypost.permalinks.";
    OffPathway = "off-pathway", Note, "The entry is on no pathway.";
    Unlinked = "unlinked", Note, "Nothing links to the entry.";
    PassageRepeated = "passage-repeated", Note, "A passage stands in another entry too.";
    AccentFitted = "accent-fitted", Note, "The accent was fitted so that text on it can be read.";
    PathwayWithoutTools = "pathway-without-tools", Note, "The pathway has no tool among its steps.";
    PrincipleUnserved = "principle-unserved", Note, "No entry serves the principle.";
}

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether a comment with a reason may silence it in place.
    pub fn can_be_silenced(self) -> bool {
        self.floor().is_none() && self != Code::SilenceUnused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_ordered_by_harm_and_no_floor_lies_above_its_code() {
        assert!(Code::ALL.is_sorted_by_key(|code| (code.harm(), *code)));
        for code in Code::ALL {
            assert!(code.floor().is_none_or(|floor| floor >= code.severity()), "{}", code.name());
        }
    }
}
