//! Random sites and random edit scripts, as pure data: file names and bytes, nothing of Waypost.
//!
//! Everything is made from small integers, so that a failing script shrinks to few files and few
//! edits. After each edit [`apply`] tidies up as a careful editor would (references that lead
//! nowhere are taken out, and so on), so that most states build without errors; [`Edit::Loose`]
//! and the `Break…` edits leave the mistake in.

use proptest::prelude::*;

mod site;
mod text;
mod tidy;

use site::*;
pub(crate) use site::{RandomSite, site};
use text::*;
use tidy::tidy;

/// A line of `waypost.yaml` that [`Edit::SiteLine`] changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteLine {
    /// The name of the library.
    Title,
    /// The sentence below the name.
    Tagline,
    /// The address: another host, or another path below it.
    BaseUrl,
    /// The list of languages, their order included.
    Languages,
    /// Labels and descriptions of taxonomies and terms.
    Labels,
    /// Entries on one page of a list.
    PageSize,
    /// Names and numbers of the help lines, and how many there are.
    HelpLines,
    /// A synonym for search.
    Synonym,
    /// The names of people.
    People,
    /// The footer and the home page's question.
    Theme,
    /// Where the quick exit leads.
    QuickExit,
    /// The sentence for immediate danger.
    Emergency,
}

/// A front matter field with a date, for [`Edit::Date`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateField {
    /// `date`
    Date,
    /// `updated`
    Updated,
    /// `publish_on`
    PublishOn,
    /// `expires_on`
    ExpiresOn,
    /// `review`, with person and interval
    Review,
    /// The same, with the signature of the words as they are
    Signed,
}

/// One change to a site. Numbers that choose a file, line or link count round: any number fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A new entry of a kind, leading to another entry.
    Add { kind: u8, n: u8, target: u8 },
    /// A new entry that takes the path of one which is a fixed name (home text, head of a list).
    AddHead { which: u8, n: u8 },
    /// An entry's text in another language.
    AddTranslation { entry: u8, language: u8 },
    /// A content file goes.
    Delete { entry: u8 },
    /// A file that is no entry goes (static, download, picture, theme).
    DeleteFile { file: u8 },
    /// An entry with its translations gets another name; references follow, and perhaps an alias stays.
    Rename { entry: u8, to: u8, alias: bool },
    /// `a.md` becomes `a/index.md`, or the way back: the same id at another path.
    Fold { entry: u8 },
    /// Another title.
    Retitle { entry: u8, n: u8 },
    /// Another summary.
    Summary { entry: u8, n: u8 },
    /// Other terms in a taxonomy (closed, open, audience, stage), or none.
    Retag { entry: u8, taxonomy: u8, n: u8 },
    /// Other principles, or none.
    Principles { entry: u8, n: u8 },
    /// Another `related` entry, or none.
    Related { entry: u8, target: Option<u8> },
    /// Other authors, or none.
    Authors { entry: u8, n: u8 },
    /// The words of a paragraph, with as many words as before.
    Body { entry: u8, at: u8, n: u8 },
    /// One more paragraph of 120 × n words: reading time moves.
    Lengthen { entry: u8, n: u8 },
    /// A paragraph goes.
    RemoveParagraph { entry: u8, at: u8 },
    /// A further block: heading, raw HTML, code, directive, table …
    AddBlock { entry: u8, block: u8, n: u8 },
    /// The words of a heading; its given id stays.
    HeadingText { entry: u8, at: u8, n: u8 },
    /// The given id of a heading.
    HeadingId { entry: u8, at: u8, n: u8 },
    /// A heading of the second level becomes one of the third, or the way back.
    HeadingLevel { entry: u8, at: u8 },
    /// A link leads to another entry: as many links as before.
    Relink { entry: u8, at: u8, target: u8 },
    /// A link to another entry, perhaps to one of its headings.
    AddLink { entry: u8, target: u8, heading: Option<u8> },
    /// A link becomes plain words.
    RemoveLink { entry: u8, at: u8 },
    /// A step changes places with the next one.
    MoveStep { pathway: u8, at: u8 },
    /// A further step: plain, optional with a note, or a choice of two.
    AddStep { pathway: u8, at: u8, target: u8, form: u8 },
    /// A step goes.
    RemoveStep { pathway: u8, at: u8 },
    /// The title of a stage.
    StageTitle { pathway: u8, at: u8, n: u8 },
    /// The pathway that comes next or is required, or none.
    Onward { pathway: u8, target: Option<u8>, requires: bool },
    /// Another slug, or the file's name again.
    Slug { entry: u8, n: Option<u8> },
    /// Another alias, or none.
    Alias { entry: u8, n: Option<u8> },
    /// A date, or none.
    Date { entry: u8, field: DateField, n: Option<u8> },
    /// `draft: true` comes or goes.
    Draft { entry: u8 },
    /// `sensitive: true` comes or goes.
    Sensitive { entry: u8 },
    /// The place of a principle among the others.
    Order { principle: u8, n: u8 },
    /// The sentence of a principle.
    Statement { principle: u8, n: u8 },
    /// How long a tool takes, in minutes.
    Minutes { tool: u8, n: u8 },
    /// What a kind alone has: format and materials of a tool, audience and outcomes of a pathway, else a source.
    Detail { entry: u8, n: u8 },
    /// Another description of the picture beside an entry, or its first one.
    Image { entry: u8, n: u8 },
    /// A custom field of an article: a number, or a reference to a tool.
    Custom { article: u8, n: u8, partner: bool },
    /// A mistake in an entry's front matter or bytes.
    BreakFront { entry: u8, how: u8 },
    /// A link becomes a picture of the same name, or the way back: mostly a mistake.
    LinkForm { entry: u8, at: u8 },
    /// A static file gets another name, and what leads to it keeps the old one.
    MoveFile { file: u8 },
    /// A mistake in an entry's text: a link that leads nowhere, a directive left open …
    BreakBody { entry: u8, how: u8 },
    /// A mistake in a file of the theme.
    BreakTemplate { which: u8 },
    /// A mistake in `waypost.yaml`.
    BreakSite,
    /// Every mistake of the `Break…` edits is taken back.
    Mend,
    /// A file of the theme, new or changed.
    Template { which: u8, n: u8 },
    /// A file of the theme goes: the default theme's is used again.
    DeleteTemplate { which: u8 },
    /// A line of `waypost.yaml`.
    SiteLine { line: SiteLine, n: u8 },
    /// A static file, new or changed: other bytes of the same size, or of another.
    Static { file: u8, n: u8, grow: bool },
    /// A download beside an entry, changed: other bytes of the same size, or of another.
    Download { file: u8, n: u8, grow: bool },
    /// A film, or what belongs to it and lies beside it: captions, a transcript, a picture; new, changed
    /// or gone.
    Film { what: u8, n: u8 },
    /// A picture of other pixels, as large as before or not.
    Picture { file: u8, n: u8, size: Option<u8> },
    /// Another day.
    Today { n: u8 },
    /// Drafts are shown, or no longer.
    ToggleDrafts,
    /// A file is saved again without a change: see [`touched`].
    Touch { file: u8 },
    /// Two entries of one kind and language change contents.
    Swap { a: u8, b: u8 },
    /// An entry gets the bytes of another of its kind and language: two paths, one content.
    Copy { from: u8, to: u8 },
    /// The edit as it is, without tidying up after it.
    Loose(Box<Edit>),
}

/// A site of 6–20 files and a script of 3–8 edits. About 15 % of the scripts make mistakes.
pub(crate) fn script() -> impl Strategy<Value = (RandomSite, Vec<Edit>)> {
    let edits = prop_oneof![
        4 => prop::collection::vec(sound_edit(), 3..=8),
        1 => prop::collection::vec(prop_oneof![4 => sound_edit(), 3 => mistake(), 1 => Just(Edit::Mend)], 3..=8),
        1 => prop_oneof![summary_of_the_text(), moved_file(), moved_target(), film()],
    ];
    (site(), edits)
}

/// An entry without a summary, and then other words in the sentence that stands in for it: two edits
/// that chance rarely brings together.
fn summary_of_the_text() -> impl Strategy<Value = Vec<Edit>> {
    (0u8..12, 0u8..6).prop_map(|(entry, n)| {
        let words = |n| Edit::Body { entry, at: 0, n };
        vec![Edit::BreakFront { entry, how: 5 }, words(n), words(n + 1), Edit::Mend]
    })
}

/// A file that an entry links to, under another name of the same length, and back.
fn moved_file() -> impl Strategy<Value = Vec<Edit>> {
    (0u8..12, 0u8..6).prop_map(|(entry, n)| {
        let there = Edit::Static { file: 0, n, grow: false };
        let link = Edit::AddBlock { entry, block: 17, n: 0 };
        vec![there, link, Edit::MoveFile { file: 0 }, Edit::MoveFile { file: 1 }, Edit::Mend]
    })
}

/// A page with a film, beside which one thing after another changes.
fn film() -> impl Strategy<Value = Vec<Edit>> {
    (0u8..12, prop::collection::vec((0u8..7, 0u8..6), 3..=6)).prop_map(|(entry, changes)| {
        let there = [Edit::Film { what: 0, n: 0 }, Edit::AddBlock { entry, block: 18, n: 0 }];
        let changes = changes.into_iter().map(|(what, n)| Edit::Film { what, n });
        there.into_iter().chain(changes).collect()
    })
}

/// Entries get other addresses one after another: one of them is named in a text and nowhere else on
/// that page, as its list of related entries is taken by another.
fn moved_target() -> impl Strategy<Value = Vec<Edit>> {
    (0u8..12, 0u8..12, 0u8..12).prop_map(|(entry, target, other)| {
        let related = Edit::Related { entry, target: Some(other) };
        let link = Edit::AddLink { entry, target, heading: None };
        let slugs = (0..8).map(|n| Edit::Slug { entry: target.wrapping_add(n), n: Some(n) });
        [related, link].into_iter().chain(slugs).collect()
    })
}

/// An edit after which a sound site is sound.
pub(super) fn sound_edit() -> impl Strategy<Value = Edit> {
    let e = || 0u8..12;
    let n = || 0u8..6;
    let of_files = prop_oneof![
        4 => (0u8..12, n(), e()).prop_map(|(kind, n, target)| Edit::Add { kind, n, target }),
        1 => (0u8..2, n()).prop_map(|(which, n)| Edit::AddHead { which, n }),
        3 => (e(), 0u8..3).prop_map(|(entry, language)| Edit::AddTranslation { entry, language }),
        4 => e().prop_map(|entry| Edit::Delete { entry }),
        2 => e().prop_map(|file| Edit::DeleteFile { file }),
        4 => (e(), n(), any::<bool>()).prop_map(|(entry, to, alias)| Edit::Rename { entry, to, alias }),
        2 => e().prop_map(|entry| Edit::Fold { entry }),
        2 => (e(), e()).prop_map(|(a, b)| Edit::Swap { a, b }),
        2 => (e(), e()).prop_map(|(from, to)| Edit::Copy { from, to }),
        2 => e().prop_map(|file| Edit::Touch { file }),
        2 => (n(), n(), any::<bool>()).prop_map(|(file, n, grow)| Edit::Static { file, n, grow }),
        2 => (n(), n(), any::<bool>()).prop_map(|(file, n, grow)| Edit::Download { file, n, grow }),
        3 => (n(), n(), prop::option::of(n())).prop_map(|(file, n, size)| Edit::Picture { file, n, size }),
        2 => (0u8..7, n()).prop_map(|(what, n)| Edit::Film { what, n }),
    ];
    let of_fields = prop_oneof![
        4 => (e(), n()).prop_map(|(entry, n)| Edit::Retitle { entry, n }),
        2 => (e(), n()).prop_map(|(entry, n)| Edit::Summary { entry, n }),
        4 => (e(), 0u8..4, n()).prop_map(|(entry, taxonomy, n)| Edit::Retag { entry, taxonomy, n }),
        2 => (e(), n()).prop_map(|(entry, n)| Edit::Principles { entry, n }),
        2 => (e(), prop::option::of(e())).prop_map(|(entry, target)| Edit::Related { entry, target }),
        1 => (e(), n()).prop_map(|(entry, n)| Edit::Authors { entry, n }),
        2 => (e(), prop::option::of(n())).prop_map(|(entry, n)| Edit::Slug { entry, n }),
        2 => (e(), prop::option::of(n())).prop_map(|(entry, n)| Edit::Alias { entry, n }),
        4 => (e(), date_field(), prop::option::weighted(0.8, 0u8..24))
            .prop_map(|(entry, field, n)| Edit::Date { entry, field, n }),
        3 => e().prop_map(|entry| Edit::Draft { entry }),
        1 => e().prop_map(|entry| Edit::Sensitive { entry }),
        2 => (e(), n()).prop_map(|(principle, n)| Edit::Order { principle, n }),
        1 => (e(), n()).prop_map(|(principle, n)| Edit::Statement { principle, n }),
        2 => (e(), n()).prop_map(|(tool, n)| Edit::Minutes { tool, n }),
        2 => (e(), n()).prop_map(|(entry, n)| Edit::Detail { entry, n }),
        1 => (e(), n()).prop_map(|(entry, n)| Edit::Image { entry, n }),
        1 => (e(), n(), any::<bool>()).prop_map(|(article, n, partner)| Edit::Custom { article, n, partner }),
    ];
    let of_bodies = prop_oneof![
        3 => (e(), n(), n()).prop_map(|(entry, at, n)| Edit::Body { entry, at, n }),
        2 => (e(), n()).prop_map(|(entry, n)| Edit::Lengthen { entry, n }),
        1 => (e(), n()).prop_map(|(entry, at)| Edit::RemoveParagraph { entry, at }),
        3 => (e(), 0u8..19, n()).prop_map(|(entry, block, n)| Edit::AddBlock { entry, block, n }),
        2 => (e(), n(), n()).prop_map(|(entry, at, n)| Edit::HeadingText { entry, at, n }),
        2 => (e(), n(), n()).prop_map(|(entry, at, n)| Edit::HeadingId { entry, at, n }),
        3 => (e(), e(), prop::option::of(n())).prop_map(|(entry, target, heading)| Edit::AddLink { entry, target, heading }),
        2 => (e(), n()).prop_map(|(entry, at)| Edit::RemoveLink { entry, at }),
        2 => (e(), n()).prop_map(|(entry, at)| Edit::HeadingLevel { entry, at }),
        3 => (e(), n(), e()).prop_map(|(entry, at, target)| Edit::Relink { entry, at, target }),
    ];
    let of_pathways = prop_oneof![
        2 => (e(), n()).prop_map(|(pathway, at)| Edit::MoveStep { pathway, at }),
        3 => (e(), n(), e(), 0u8..3).prop_map(|(pathway, at, target, form)| Edit::AddStep { pathway, at, target, form }),
        2 => (e(), n()).prop_map(|(pathway, at)| Edit::RemoveStep { pathway, at }),
        1 => (e(), n(), n()).prop_map(|(pathway, at, n)| Edit::StageTitle { pathway, at, n }),
        2 => (e(), prop::option::weighted(0.8, e()), any::<bool>())
            .prop_map(|(pathway, target, requires)| Edit::Onward { pathway, target, requires }),
    ];
    let of_the_site = prop_oneof![
        4 => (site_line(), n()).prop_map(|(line, n)| Edit::SiteLine { line, n }),
        3 => (0u8..THEME_FILES, n()).prop_map(|(which, n)| Edit::Template { which, n }),
        // The words and the accent: what every page and each search index shows of a theme.
        1 => n().prop_map(|n| Edit::Template { which: 11, n }),
        1 => n().prop_map(|n| Edit::SiteLine { line: SiteLine::Theme, n }),
        1 => (0u8..THEME_FILES).prop_map(|which| Edit::DeleteTemplate { which }),
        3 => (6u8..20).prop_map(|n| Edit::Today { n }),
        1 => Just(Edit::ToggleDrafts),
    ];
    prop_oneof![5 => of_bodies, 6 => of_fields, 6 => of_files, 3 => of_pathways, 4 => of_the_site]
}

/// An edit after which the site may have errors.
pub(super) fn mistake() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0u8..12, 0u8..6).prop_map(|(entry, how)| Edit::BreakFront { entry, how }),
        3 => (0u8..12, 0u8..4).prop_map(|(entry, how)| Edit::BreakBody { entry, how }),
        2 => (0u8..THEME_FILES).prop_map(|which| Edit::BreakTemplate { which }),
        1 => Just(Edit::BreakSite),
        2 => (0u8..12, 0u8..6).prop_map(|(entry, at)| Edit::LinkForm { entry, at }),
        1 => (0u8..2).prop_map(|file| Edit::MoveFile { file }),
        6 => sound_edit().prop_map(|edit| Edit::Loose(Box::new(edit))),
    ]
}

/// Changes the site. An edit that does not fit does nothing.
pub(crate) fn apply(site: &mut RandomSite, edit: &Edit) {
    if let Edit::Loose(edit) = edit {
        return change(site, edit);
    }
    change(site, edit);
    let breaks = matches!(
        edit,
        Edit::BreakFront { .. }
            | Edit::BreakBody { .. }
            | Edit::BreakTemplate { .. }
            | Edit::BreakSite
            | Edit::LinkForm { .. }
            | Edit::MoveFile { .. }
            | Edit::Touch { .. }
    );
    if !breaks {
        tidy(site);
    }
}

/// The file that an edit saves again although nothing in it changes.
pub(super) fn touched(site: &RandomSite, edit: &Edit) -> Option<String> {
    match edit {
        Edit::Touch { file } => pick(&site.files.keys().cloned().collect::<Vec<_>>(), *file),
        Edit::Loose(edit) => touched(site, edit),
        _ => None,
    }
}

/// Whether every entry has the summary that it was given.
pub(super) fn has_summaries(site: &RandomSite) -> bool {
    entries(site).iter().all(|path| text_of(site, path).is_none_or(|text| !text.contains("\nzzsummary: ")))
}

fn date_field() -> impl Strategy<Value = DateField> {
    use DateField::*;
    prop::sample::select(vec![Date, Updated, PublishOn, ExpiresOn, Review, Signed, Signed])
}

fn site_line() -> impl Strategy<Value = SiteLine> {
    use SiteLine::*;
    let lines = vec![
        Title, Tagline, BaseUrl, Languages, Labels, PageSize, HelpLines, Synonym, People, Theme, QuickExit, Emergency,
    ];
    prop::sample::select(lines)
}

fn change(site: &mut RandomSite, edit: &Edit) {
    match edit {
        Edit::Add { kind, n, target } => {
            let to = pick(&ids(site), *target).unwrap_or_default();
            let name = format!("n{n}");
            if ids(site).iter().any(|id| id.ends_with(&format!("/{name}"))) {
                return;
            }
            if let Some(path) = add_entry(site, *kind, &name, &[1, 7], &[(0, *n)], *n, *target) {
                change_text(site, &path, |text| Some(format!("{text}See [words]({to}).\n\n")));
            }
        }
        Edit::AddHead { which, n } => add_head(site, *which, *n),
        Edit::AddTranslation { entry, language } => add_translation(site, *entry, *language),
        Edit::Delete { entry } => {
            if let Some(path) = pick(&entries(site), *entry) {
                site.files.remove(&path);
            }
        }
        Edit::DeleteFile { file } => {
            let others: Vec<_> =
                site.files.keys().filter(|path| !path.ends_with(".md") && *path != "waypost.yaml").cloned().collect();
            if let Some(path) = pick(&others, *file) {
                site.files.remove(&path);
            }
        }
        Edit::Rename { entry, to, alias } => rename(site, *entry, *to, *alias),
        Edit::Fold { entry } => fold(site, *entry),
        Edit::Retitle { entry, n } => set_field(site, *entry, "title", Some(title(*n))),
        Edit::Summary { entry, n } => set_field(site, *entry, "summary", Some(sentence(*n))),
        Edit::Retag { entry, taxonomy, n } => {
            let (name, value) = terms(*taxonomy, *n);
            set_field(site, *entry, name, value);
        }
        Edit::Principles { entry, n } => {
            let value = pick(&ids_of(site, &["principles"]), *n).map(|id| format!("[{id}]"));
            set_field(site, *entry, "principles", value.filter(|_| *n > 0));
        }
        Edit::Related { entry, target } => {
            let value = target.and_then(|target| pick(&ids(site), target)).map(|id| format!("[{id}]"));
            set_field(site, *entry, "related", value);
        }
        Edit::Authors { entry, n } => set_field(site, *entry, "authors", authors(*n)),
        Edit::Slug { entry, n } => set_field(site, *entry, "slug", n.map(|n| format!("s{n}"))),
        Edit::Alias { entry, n } => set_field(site, *entry, "aliases", n.map(|n| format!("[/old/{n}/]"))),
        Edit::Date { entry, field: DateField::Signed, n } => sign(site, *entry, n.unwrap_or(0)),
        Edit::Date { entry, field, n } => {
            let (key, value) = date_value(*field, *n);
            set_field(site, *entry, key, value);
        }
        Edit::Draft { entry } => toggle_field(site, *entry, "draft"),
        Edit::Sensitive { entry } => toggle_field(site, *entry, "sensitive"),
        Edit::Order { principle, n } => set_field_of(site, "principles", *principle, "order", (n + 1).to_string()),
        Edit::Statement { principle, n } => set_field_of(site, "principles", *principle, "statement", sentence(*n)),
        Edit::Minutes { tool, n } => set_field_of(site, "tools", *tool, "minutes", (5 * n + 1).to_string()),
        Edit::Custom { article, n, partner: false } => set_field_of(site, "articles", *article, "cost", n.to_string()),
        Edit::Custom { article, n, partner: true } => {
            if let Some(id) = pick(&ids_of(site, &["tools"]), *n) {
                set_field_of(site, "articles", *article, "partner", id);
            }
        }
        Edit::MoveFile { file } => move_file(site, *file),
        Edit::Body { .. }
        | Edit::Lengthen { .. }
        | Edit::RemoveParagraph { .. }
        | Edit::AddBlock { .. }
        | Edit::HeadingText { .. }
        | Edit::HeadingId { .. }
        | Edit::HeadingLevel { .. }
        | Edit::Relink { .. }
        | Edit::LinkForm { .. }
        | Edit::AddLink { .. }
        | Edit::RemoveLink { .. } => change_body(site, edit),
        Edit::MoveStep { .. }
        | Edit::AddStep { .. }
        | Edit::RemoveStep { .. }
        | Edit::StageTitle { .. }
        | Edit::Onward { .. } => change_pathway(site, edit),
        Edit::BreakFront { .. } | Edit::BreakBody { .. } | Edit::BreakTemplate { .. } | Edit::BreakSite => {
            spoil(site, edit)
        }
        Edit::Mend => mend(site),
        Edit::Template { which, n } => set_template(site, *which, *n),
        Edit::DeleteTemplate { which } => {
            let mine: Vec<_> = site.files.keys().filter(|path| path.starts_with("themes/")).cloned().collect();
            if let Some(path) = pick(&mine, *which) {
                site.files.remove(&path);
            }
        }
        Edit::SiteLine { line, n } => {
            let (key, value) = site_value(*line, *n, &site.files);
            change_text(site, "waypost.yaml", |text| Some(with_line(text, key, Some(&value))));
        }
        Edit::Static { file, n, grow } => set_static(site, *file, *n, *grow),
        Edit::Download { file, n, grow } => {
            let sheets: Vec<_> = site.files.keys().filter(|path| path.ends_with("sheet.txt")).cloned().collect();
            if let Some(path) = pick(&sheets, *file) {
                site.files.insert(path, plain_file(*n, *grow));
            }
        }
        Edit::Film { what, n } => set_film(site, *what, *n),
        Edit::Picture { file, n, size } => {
            let pictures: Vec<_> = site.files.keys().filter(|path| path.ends_with(".png")).cloned().collect();
            if let Some(path) = pick(&pictures, *file) {
                let side = size.map_or(8, |size| 4 + u32::from(size));
                site.files.insert(path, png(side, 8, *n));
            }
        }
        Edit::Today { n } => site.today = day(*n),
        Edit::ToggleDrafts => site.drafts = !site.drafts,
        Edit::Touch { .. } => {}
        Edit::Swap { a, b } => {
            if let Some((first, second)) = alike(site, *a, *b)
                && let (Some(one), Some(two)) = (site.files.remove(&first), site.files.remove(&second))
            {
                site.files.insert(first, two);
                site.files.insert(second, one);
            }
        }
        Edit::Copy { from, to } => {
            if let Some((from, to)) = alike(site, *from, *to)
                && let Some(bytes) = site.files.get(&from).cloned()
            {
                site.files.insert(to, bytes);
            }
        }
        Edit::Image { entry, n } => {
            let bundles: Vec<_> = entries(site)
                .into_iter()
                .filter(|path| {
                    path.rsplit_once('/')
                        .is_some_and(|(folder, _)| site.files.contains_key(&format!("{folder}/pic.png")))
                })
                .collect();
            if let Some(path) = pick(&bundles, *entry) {
                let value = format!("{{src: pic.png, alt: Picture {n}}}");
                change_text(site, &path, |text| with_field(text, "image", Some(&value)));
            }
        }
        Edit::Detail { entry, n } => {
            let Some(path) = pick(&entries(site), *entry) else {
                return;
            };
            let kind = id_of(&path).split_once('/').map(|(kind, _)| kind.to_string()).unwrap_or_default();
            let (key, value) = detail(&kind, *n);
            change_text(site, &path, |text| with_field(text, key, Some(&value)));
        }
        Edit::Loose(edit) => change(site, edit),
    }
}

fn rename(site: &mut RandomSite, entry: u8, to: u8, alias: bool) {
    let movable: Vec<_> = ids_of(site, &KINDS);
    let Some(old) = pick(&movable, entry) else { return };
    let Some((folder, _)) = old.rsplit_once('/') else {
        return;
    };
    let new = format!("{folder}/r{to}");
    if movable.contains(&new) {
        return;
    }
    let moved: Vec<_> = site
        .files
        .keys()
        .filter_map(|path| path.strip_prefix(&format!("content/{old}")).map(str::to_string))
        .filter(|rest| rest.starts_with(['.', '/']))
        .collect();
    for rest in moved {
        if let Some(bytes) = site.files.remove(&format!("content/{old}{rest}")) {
            site.files.insert(format!("content/{new}{rest}"), bytes);
        }
    }
    for path in entries(site) {
        change_text(site, &path, |text| Some(replace_id(text, &old, &new)));
    }
    if alias {
        for path in [format!("content/{new}.md"), format!("content/{new}/index.md")] {
            change_text(site, &path, |text| with_field(text, "aliases", Some(&format!("[/{old}/]"))));
        }
    }
}

fn fold(site: &mut RandomSite, entry: u8) {
    let movable = ids_of(site, &KINDS);
    let Some(id) = pick(&movable, entry) else { return };
    let (flat, folded) = (format!("content/{id}."), format!("content/{id}/index."));
    let beside =
        site.files.keys().any(|path| path.starts_with(&format!("content/{id}/")) && !path.starts_with(&folded));
    if beside {
        return;
    }
    for (from, to) in [(&flat, &folded), (&folded, &flat)] {
        let paths: Vec<_> = site.files.keys().filter(|path| path.starts_with(from.as_str())).cloned().collect();
        for path in &paths {
            if let Some(bytes) = site.files.remove(path) {
                site.files.insert(path.replacen(from.as_str(), to, 1), bytes);
            }
        }
        if !paths.is_empty() {
            return;
        }
    }
}

/// A static file below `files/` changes names with the other one, where that is free.
fn move_file(site: &mut RandomSite, file: u8) {
    let names = ["static/files/s0.txt", "static/files/s1.txt"];
    let (from, to) = (names[usize::from(file) % 2], names[usize::from(file + 1) % 2]);
    if !site.files.contains_key(to)
        && let Some(bytes) = site.files.remove(from)
    {
        site.files.insert(to.to_string(), bytes);
    }
}

/// Two entries of one kind and language.
fn alike(site: &RandomSite, a: u8, b: u8) -> Option<(String, String)> {
    let all: Vec<_> = KINDS.iter().flat_map(|kind| entries_of(site, kind)).collect();
    let first = pick(&all, a)?;
    let like = |path: &&String| {
        path.split('/').nth(1) == first.split('/').nth(1) && language_of(path) == language_of(&first) && **path != first
    };
    let second = pick(&all.iter().filter(like).cloned().collect::<Vec<_>>(), b)?;
    Some((first, second))
}

fn change_body(site: &mut RandomSite, edit: &Edit) {
    let (Edit::Body { entry, .. }
    | Edit::Lengthen { entry, .. }
    | Edit::RemoveParagraph { entry, .. }
    | Edit::AddBlock { entry, .. }
    | Edit::HeadingText { entry, .. }
    | Edit::HeadingId { entry, .. }
    | Edit::HeadingLevel { entry, .. }
    | Edit::Relink { entry, .. }
    | Edit::LinkForm { entry, .. }
    | Edit::AddLink { entry, .. }
    | Edit::RemoveLink { entry, .. }) = edit
    else {
        return;
    };
    let needs = match edit {
        Edit::Body { .. } | Edit::RemoveParagraph { .. } => "\nWords ",
        Edit::HeadingText { .. } | Edit::HeadingId { .. } => "\n## ",
        Edit::HeadingLevel { .. } => "\n##",
        Edit::RemoveLink { .. } | Edit::LinkForm { .. } | Edit::Relink { .. } => "](",
        _ => "",
    };
    let fitting = entries(site).into_iter().filter(|path| text_of(site, path).is_some_and(|text| text.contains(needs)));
    let Some(path) = pick(&fitting.collect::<Vec<_>>(), *entry) else {
        return;
    };
    let before = site.clone();
    change_text(site, &path, |text| match edit {
        Edit::Body { at, n, .. } => {
            on_line(text, *at, "Words ", |_| Some(format!("Words {n} of the {} now.", word(*n))))
        }
        Edit::Lengthen { n, .. } => Some(format!("{text}Words {}.\n\n", "and more ".repeat(60 * usize::from(*n)))),
        Edit::RemoveParagraph { at, .. } => on_line(text, *at, "Words ", |_| None),
        Edit::AddBlock { block, n, .. } => Some(format!("{text}{}", block_text(&before, *block, *n, *n, text))),
        Edit::HeadingText { at, n, .. } => on_line(text, *at, "## ", |line| {
            let id = line.find(" {#").map_or("", |at| &line[at..]);
            Some(format!("## A {} {n}{id}", word(*n)))
        }),
        Edit::HeadingId { at, n, .. } if !text.contains(&format!("{{#h{n}}}")) => on_line(text, *at, "## ", |line| {
            let words = line.split(" {#").next().unwrap_or(line);
            Some(format!("{words} {{#h{n}}}"))
        }),
        Edit::HeadingLevel { at, .. } => on_line(text, *at, "##", |line| {
            Some(line.strip_prefix("###").map_or_else(|| format!("#{line}"), |rest| format!("##{rest}")))
        }),
        Edit::Relink { at, target, .. } => {
            let to = pick(&ids(&before), *target)?;
            let all: Vec<_> =
                links(text).into_iter().filter(|to| to.starts_with(|c: char| c.is_alphabetic())).collect();
            let old = pick(&all.into_iter().filter(|to| to.contains('/')).collect::<Vec<_>>(), *at)?;
            Some(text.replacen(&format!("]({old})"), &format!("]({to})"), 1))
        }
        Edit::LinkForm { at, .. } => {
            let ends: Vec<_> = text.match_indices("](").map(|(end, _)| end).collect();
            let start = text[..pick(&ends, *at)?].rfind('[')?;
            let (before, after) = text.split_at(start);
            Some(
                before
                    .strip_suffix('!')
                    .map_or_else(|| format!("{before}!{after}"), |before| before.to_string() + after),
            )
        }
        Edit::AddLink { target, heading, .. } => {
            let to = pick(&ids(&before), *target)?;
            let heading = heading.map(|n| format!("#h{n}")).unwrap_or_default();
            Some(format!("{text}Go to [there]({to}{heading}).\n\n"))
        }
        Edit::RemoveLink { at, .. } => {
            let count = links(text).len().max(1);
            let mut left = usize::from(*at) % count;
            Some(without_links(text, |_| {
                left = left.wrapping_sub(1);
                left == usize::MAX
            }))
        }
        _ => None,
    });
}

fn change_pathway(site: &mut RandomSite, edit: &Edit) {
    let (Edit::MoveStep { pathway, .. }
    | Edit::AddStep { pathway, .. }
    | Edit::RemoveStep { pathway, .. }
    | Edit::StageTitle { pathway, .. }
    | Edit::Onward { pathway, .. }) = edit
    else {
        return;
    };
    let Some(path) = pick(&entries_of(site, "pathways"), *pathway) else {
        return;
    };
    let steps = ids_of(site, &["articles", "tools", "principles"]);
    let pathways = ids_of(site, &["pathways"]);
    change_text(site, &path, |text| match edit {
        Edit::MoveStep { at, .. } => {
            let mut lines: Vec<_> = text.lines().collect();
            let of_steps: Vec<_> = (0..lines.len()).filter(|at| lines[*at].starts_with(STEP)).collect();
            let first = pick(&of_steps, *at)?;
            let second = pick(&of_steps, at.wrapping_add(1))?;
            lines.swap(first, second);
            Some(lines.join("\n") + "\n")
        }
        Edit::AddStep { at, target, form, .. } => {
            on_line(text, *at, STEP, |line| Some(format!("{line}\n{}", step_line(&steps, *target, *form))))
        }
        Edit::RemoveStep { at, .. } => on_line(text, *at, STEP, |_| None),
        Edit::StageTitle { at, n, .. } => {
            on_line(text, *at, "  - title: ", |_| Some(format!("  - title: Stage of the {}", word(*n))))
        }
        Edit::Onward { target, requires, .. } => {
            let value = target.and_then(|target| pick(&pathways, target)).map(|id| format!("[{id}]"));
            with_field(text, if *requires { "requires" } else { "next" }, value.as_deref())
        }
        _ => None,
    });
}

// Mistakes, and their mending.

const SPOILT: &str = "zz";

fn spoil(site: &mut RandomSite, edit: &Edit) {
    match edit {
        Edit::BreakFront { entry, how } => {
            let Some(path) = pick(&entries(site), *entry) else {
                return;
            };
            change_text(site, &path, |text| {
                Some(match how {
                    0 => text.replacen("---\n", "---\nzz: [\n", 1),
                    1 => text.replacen("---\n", "---\nzz: unknown key\n", 1),
                    2 => text.replacen("\ntitle: ", "\nzztitle: ", 1),
                    5 => text.replacen("\nsummary: ", "\nzzsummary: ", 1),
                    3 => text.replacen("---\n", "---\nzz:\n", 1).replacen("\n---\n", "\nzz---\n", 1),
                    _ => text.to_string(),
                })
            });
            if let (true, Some(bytes)) = (*how == 4, site.files.get_mut(&path)) {
                bytes.push(0xFF);
            }
        }
        Edit::BreakBody { entry, how } => {
            let Some(path) = pick(&entries(site), *entry) else {
                return;
            };
            let more = ["[gone](articles/zz)", "![gone](zz.png)", ":::story zz", "[zz](javascript:alert)"];
            change_text(site, &path, |text| Some(format!("{text}{}\n\n", pick(&more, *how)?)));
        }
        Edit::BreakTemplate { which } => {
            let (path, text) = theme_file(*which, 0);
            let old = text_of(site, &path).unwrap_or(text);
            site.files.insert(path, (old + "{% if zz\n").into_bytes());
        }
        Edit::BreakSite => change_text(site, "waypost.yaml", |text| Some(format!("{text}zz: [\n"))),
        _ => {}
    }
}

fn mend(site: &mut RandomSite) {
    for bytes in site.files.values_mut() {
        if bytes.last() == Some(&0xFF) {
            bytes.pop();
        }
    }
    let paths: Vec<_> = site.files.keys().cloned().collect();
    for path in paths {
        change_text(site, &path, |text| {
            if !text.contains(SPOILT) {
                return None;
            }
            let text = text.replace("zz---", "---").replace("zztitle", "title").replace("zzsummary", "summary");
            let kept: Vec<_> = text.lines().filter(|line| !line.contains(SPOILT)).collect();
            Some(kept.join("\n") + "\n\n")
        });
    }
}
