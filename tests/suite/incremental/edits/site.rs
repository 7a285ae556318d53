//! Random sites, made from small numbers: entries, site file, theme and the files beside them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use waypost::model::{Address, FieldSet, Lang, Lowered, lower};
use waypost::syntax::parse;
use waypost::text::SourceFile;

use super::text::*;
use super::tidy::tidy;
use super::{DateField, SiteLine};

/// A site folder with the two settings under which it is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RandomSite {
    /// Every file of the folder: path from the folder, with `/`, and bytes.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The day of the build, such as `2026-07-01`.
    pub(crate) today: String,
    /// Whether drafts, scheduled and expired entries are built.
    pub(crate) drafts: bool,
}

/// A site that builds without errors.
pub(crate) fn site() -> impl Strategy<Value = RandomSite> {
    let entry = (0u8..12, prop::collection::vec(0u8..32, 0..5), prop::collection::vec((0u8..18, 0u8..8), 0..5), 0u8..8);
    let entries = prop::collection::vec(entry, 1..=7);
    let theme = prop::collection::vec((0u8..THEME_FILES, 0u8..4), 0..=3);
    let extras = prop::collection::vec(0u8..4, 0..=3);
    let settings = (0u8..LANGUAGES.len() as u8, 0u8..4, 6u8..18, prop::bool::weighted(0.3));
    (settings, entries, theme, extras).prop_map(|((languages, page_size, today, drafts), entries, theme, extras)| {
        let mut site = RandomSite { files: BTreeMap::new(), today: day(today), drafts };
        site.files.insert("waypost.yaml".into(), site_file(languages, page_size).into_bytes());
        for extra in extras {
            match extra {
                0 => add_head(&mut site, 0, extra),
                1 => add_head(&mut site, 1, extra),
                _ => set_static(&mut site, extra, 0, false),
            }
        }
        for (which, n) in theme {
            set_template(&mut site, which, n);
        }
        // One entry of each kind that others refer to, the first with headings enough for a list of
        // contents; then whatever comes.
        let sure = [
            (0, vec![1, 2, 6, 7], vec![(2, 0), (4, 0)]),
            (4, vec![1, 6], vec![(5, 0)]),
            (6, vec![], vec![]),
            (8, vec![], vec![]),
            (8, vec![], vec![]),
        ];
        let sure = sure.into_iter().zip(0u8..).map(|((kind, features, blocks), n)| (kind, features, blocks, n));
        for (at, (kind, features, blocks, n)) in sure.chain(entries).enumerate() {
            add_entry(&mut site, kind, &format!("e{at}"), &features, &blocks, n, at as u8);
            if site.files.len() >= 16 {
                break;
            }
        }
        tidy(&mut site);
        site
    })
}

// Words, days and pictures out of small numbers.

pub(super) const WORDS: [&str; 12] = [
    "harbour", "lantern", "river", "orchard", "bridge", "meadow", "compass", "kitchen", "window", "garden", "station",
    "letter",
];
pub(super) const LANGUAGES: [&[&str]; 6] =
    [&["en"], &["en", "es"], &["en", "es", "fr"], &["en", "ar", "es"], &["en", "fr"], &["es", "en"]];
pub(super) const KINDS: [&str; 5] = ["articles", "principles", "tools", "pathways", "pages"];

pub(super) fn word(n: u8) -> &'static str {
    WORDS[usize::from(n) % WORDS.len()]
}

pub(super) fn title(n: u8) -> String {
    format!("The {} {n}", word(n))
}

pub(super) fn sentence(n: u8) -> String {
    format!("About the {} and the {}, part {n}.", word(n), word(n.wrapping_add(5)))
}

/// A day of 2026; two a month.
pub(super) fn day(n: u8) -> String {
    format!("2026-{:02}-{:02}", 1 + (n / 2) % 12, if n.is_multiple_of(2) { 1 } else { 15 })
}

pub(super) fn pick<T: Clone>(of: &[T], n: u8) -> Option<T> {
    of.get(usize::from(n) % of.len().max(1)).cloned()
}

pub(super) fn plain_file(n: u8, grow: bool) -> Vec<u8> {
    let mut bytes = format!("A sheet about the {}, version {}.\n", word(0), n % 10).into_bytes();
    if grow {
        bytes.extend(std::iter::repeat_n(b'.', 700 * (1 + usize::from(n))));
    }
    bytes
}

/// A grey picture of one shade: a complete PNG file whose pixels are stored without compression.
pub(super) fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut pixels = Vec::new();
    for row in 0..height {
        pixels.push(0);
        pixels.extend((0..width).map(|column| shade.wrapping_mul(37).wrapping_add((row ^ column) as u8)));
    }
    let length = pixels.len() as u16;
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&pixels);
    let (low, high) = pixels.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65521;
        (low, (high + low) % 65521)
    });
    data.extend((high << 16 | low).to_be_bytes());
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [(b"IHDR", head), (b"IDAT", data), (b"IEND", Vec::new())] {
        let mut chunk = name.to_vec();
        chunk.extend(&body);
        file.extend((body.len() as u32).to_be_bytes());
        let sum = chunk.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
        });
        file.extend(chunk);
        file.extend((!sum).to_be_bytes());
    }
    file
}

// The site file and the theme.

pub(super) fn site_file(languages: u8, page_size: u8) -> String {
    let none = BTreeMap::new();
    let mut text = String::new();
    for line in [SiteLine::Title, SiteLine::Tagline, SiteLine::BaseUrl] {
        let (key, value) = site_value(line, 0, &none);
        let _ = writeln!(text, "{key}: {value}");
    }
    for (line, n) in [(SiteLine::Languages, languages), (SiteLine::PageSize, page_size)] {
        let (key, value) = site_value(line, n, &none);
        let _ = writeln!(text, "{key}: {value}");
    }
    for line in [SiteLine::Labels, SiteLine::People, SiteLine::HelpLines, SiteLine::Synonym, SiteLine::Theme] {
        let (key, value) = site_value(line, 0, &none);
        let _ = writeln!(text, "{key}: {value}");
    }
    text + "fields: {article: {cost: {type: number}, partner: {type: reference, kind: tool}}}\n"
}

pub(super) fn site_value(line: SiteLine, n: u8, files: &BTreeMap<String, Vec<u8>>) -> (&'static str, String) {
    // One part of a long line follows `n`, the others stay as they are.
    let part = |at: u8| if n % 4 == at { n } else { 0 };
    match line {
        SiteLine::Title => ("title", format!("Library {n}")),
        SiteLine::Tagline => ("tagline", format!("{{en: \"{}\", es: \"Sobre {n}.\"}}", sentence(n))),
        SiteLine::BaseUrl => {
            let base = ["library.example/", "library.example/sub/", "other.example/", "other.example/a/b/"];
            ("base_url", format!("https://{}", base[usize::from(n) % base.len()]))
        }
        SiteLine::Languages => ("languages", format!("[{}]", LANGUAGES[usize::from(n) % LANGUAGES.len()].join(", "))),
        SiteLine::Labels => (
            "taxonomies",
            format!(
                "{{topics: {{closed: true, label: {{en: Topics {}, es: Temas {}}}, terms: {{t0: {{label: Term {}}}, t1: \
                 {{label: {{en: Rest, es: Descanso}}, description: About {}.}}, t2: {{label: Home}}}}}}, region: {{label: Where, \
                 terms: {{north: {{label: North {}}}}}}}}}",
                part(0),
                part(0),
                part(1),
                part(2),
                part(3)
            ),
        ),
        SiteLine::PageSize => ("page_size", (1 + n).to_string()),
        SiteLine::HelpLines => {
            let mut lines = format!(
                "[{{country: US, languages: [en, es], name: Line {}, call: \"98{}\", hours: {{en: day and night {}}}}}",
                part(1),
                part(2),
                part(3)
            );
            if n > 3 {
                lines += ", {country: US, languages: [es], name: Segunda, text: \"741\"}";
            }
            ("help_lines", lines + "]")
        }
        SiteLine::Synonym => (
            "search",
            format!(
                "{{synonyms: [[{}, {}]], overdue: {}}}",
                word(n),
                word(n.wrapping_add(3)),
                if n.is_multiple_of(2) { "lower" } else { "as-others" }
            ),
        ),
        SiteLine::People => (
            "people",
            format!("{{p0: {{name: Team {}}}, p1: {{name: {{en: Reviewer {}, es: Revisión}}}}}}", part(0), part(1)),
        ),
        SiteLine::Theme => {
            let name = if files.keys().any(|path| path.starts_with("themes/mine/")) { "name: mine, " } else { "" };
            let accent = if n % 4 > 1 { format!(", accent: {}", 40 * u16::from(n)) } else { String::new() };
            ("theme", format!("{{{name}footer: Foot {}, home_question: Where {}{accent}}}", part(0), part(1)))
        }
        SiteLine::QuickExit => ("quick_exit", format!("{{url: \"https://weather{n}.example/\"}}")),
        SiteLine::Emergency => ("emergency", format!("\"In danger, call {n}.\"")),
    }
}

pub(super) const THEME_FILES: u8 = 12;

pub(super) fn theme_file(which: u8, n: u8) -> (String, String) {
    // With an odd number it shows all that the page is given, so that no part of a view goes unseen.
    let extending = |name: &str, given: &str| {
        let all = if n % 2 == 1 { format!("<meta name=\"all\" content=\"{{{{ {given} }}}}\">") } else { String::new() };
        let custom =
            "{% for name, field in entry.custom %}<meta name=\"{{ name }}\" content=\"{{ field.text }}\">{% endfor %}";
        let text = format!(
            "{{% extends \"default/{name}.html\" %}}\n{{% block head %}}<meta name=\"mine\" content=\"{n}\">{all}{}\n{{% endblock head %}}\n",
            if name == "article" { custom } else { "" }
        );
        (format!("templates/{name}.html"), text)
    };
    let (path, text) = match which % THEME_FILES {
        0 => ("assets/code.css".into(), format!("@layer components {{ .code {{ margin: {n}px }} }}\n")),
        1 => extending("article", "entry"),
        2 => extending("list", "list"),
        3 => extending("tool", "entry"),
        4 => extending("base", "page"),
        5 => extending("pathway", "entry"),
        6 => extending("home", "home"),
        7 => (
            "components/crumbs/crumbs.html".into(),
            format!(
                "{{% component crumbs(@page) -%}}<p>Way {n} to {{{{ page.title }}}}</p>{{%- endcomponent crumbs %}}\n"
            ),
        ),
        8 => {
            ("templates/shared/columns.html".into(), format!("<div><p>Columns {n} of {{{{ site.title }}}}</p></div>\n"))
        }
        9 => (
            "assets/icon.svg".into(),
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M{n} 0h1v1\"/></svg>\n"),
        ),
        10 => ("components/search/narrow.js".into(), format!("\"use strict\";\ndocument.title = \"{n}\";\n")),
        _ => (
            "i18n/en.yaml".into(),
            format!("extends: default\nhome: Home {n}\nlibrary: Library {n}\nsearch: {{kind: Sort {n}}}\n"),
        ),
    };
    (format!("themes/mine/{path}"), text)
}

pub(super) fn set_template(site: &mut RandomSite, which: u8, n: u8) {
    let (path, text) = theme_file(which, n);
    site.files.insert(path, text.into_bytes());
}

pub(super) fn set_static(site: &mut RandomSite, file: u8, n: u8, grow: bool) {
    let name = ["static/files/s0.txt", "static/robots-note.txt", "static/files/s1.txt"][usize::from(file) % 3];
    site.files.insert(name.into(), plain_file(n, grow));
}

/// A film in `static/`, and what lies beside it; the last choice takes something away.
pub(super) fn set_film(site: &mut RandomSite, what: u8, n: u8) {
    let beside = ["film.mp4", "film.vtt", "film.es.vtt", "film.txt", "film.es.txt", "film.png"];
    let name = |which: u8| format!("static/files/{}", beside[usize::from(which) % beside.len()]);
    let bytes = match what {
        0 => plain_file(n, n.is_multiple_of(2)),
        // Some are no captions.
        1 | 2 if n > 0 => format!("WEBVTT\n\n00:00.000 --> 00:01.000\nWords {n}.\n").into_bytes(),
        3 | 4 if n > 0 => format!("Words {n} that are said.\n").into_bytes(),
        // Not UTF-8 would be an error; empty is not.
        3 | 4 => Vec::new(),
        5 => png(4 + u32::from(n), 8, n),
        1 | 2 => b"1\n".to_vec(),
        _ => {
            site.files.remove(&name(n));
            return;
        }
    };
    site.files.insert(name(what), bytes);
}

// Entries.

pub(super) fn add_head(site: &mut RandomSite, which: u8, n: u8) {
    let path = ["content/index.md", "content/tools/index.md"][usize::from(which) % 2];
    let text = format!("---\ntitle: {}\nsummary: {}\n---\n\nWords {n} here.\n\n", title(n), sentence(n));
    site.files.insert(path.into(), text.into_bytes());
}

/// Writes an entry; `features` choose fields, `blocks` make its text. Its path, unless it is taken.
pub(super) fn add_entry(
    site: &mut RandomSite,
    kind: u8,
    name: &str,
    features: &[u8],
    blocks: &[(u8, u8)],
    n: u8,
    target: u8,
) -> Option<String> {
    let kind = match kind % 12 {
        0..=3 => "articles",
        4 | 5 => "tools",
        6 | 7 => "principles",
        8..=10 => "pathways",
        _ => "pages",
    };
    let bundle = features.iter().any(|feature| matches!(feature, 19 | 20 | 26 | 28 | 29));
    let nested = features.contains(&23) && kind == "articles";
    let folder = if nested { format!("content/{kind}/deep") } else { format!("content/{kind}") };
    let path = if bundle { format!("{folder}/{name}/index.md") } else { format!("{folder}/{name}.md") };
    if site.files.contains_key(&path) {
        return None;
    }
    let mut text = format!("---\ntitle: {}\nsummary: {}\n---\n\nWords {n} to begin with.\n\n", title(n), sentence(n));
    for (at, feature) in features.iter().enumerate() {
        let n = n.wrapping_add(at as u8);
        if let Some((key, value)) = field_of(site, *feature, kind, n, target) {
            text = with_field(&text, key, Some(&value)).unwrap_or(text);
        }
    }
    text = match kind {
        "tools" => with_field(&text, "minutes", Some(&(5 + n).to_string())).unwrap_or(text),
        "principles" => with_field(&text, "order", Some(&(1 + n).to_string())).unwrap_or(text),
        "pathways" => with_stages(site, text, n, target),
        _ => text,
    };
    for (at, (block, n)) in blocks.iter().enumerate() {
        text += &block_text(site, *block, *n, target.wrapping_add(at as u8), &text);
    }
    if bundle {
        let folder = path.trim_end_matches("index.md");
        site.files.insert(format!("{folder}pic.png"), png(8, 8, n));
        site.files.insert(format!("{folder}sheet.txt"), plain_file(n, false));
    }
    site.files.insert(path.clone(), text.into_bytes());
    for (feature, language) in [(17, 0), (18, 1), (27, 0)] {
        if features.contains(&feature) {
            translate(site, &path, language);
        }
    }
    Some(path)
}

pub(super) fn field_of(
    site: &RandomSite,
    feature: u8,
    kind: &str,
    n: u8,
    target: u8,
) -> Option<(&'static str, String)> {
    let list = |id: Option<String>| id.map(|id| format!("[{id}]"));
    let some = |(key, value): (&'static str, Option<String>)| Some((key, value?));
    Some(match feature {
        0 => ("related", list(pick(&ids(site), target))?),
        1 => ("topics", format!("[t{}]", n % 3)),
        2..=4 => some(terms(feature - 1, n + 1))?,
        5 => ("principles", list(pick(&ids_of(site, &["principles"]), n))?),
        6 => ("authors", authors(n + 1)?),
        7 => ("date", day(n % 12)),
        8 => ("updated", day(12 + n % 6)),
        9 => some(date_value(DateField::Review, Some(n)))?,
        10 => ("sensitive", "true".into()),
        11 => ("sources", format!("[{{title: Book {n}, url: \"https://e.example/{n}\", accessed: {}}}]", day(n))),
        12 => ("slug", format!("s{n}")),
        13 => ("aliases", format!("[/old/{n}/]")),
        14 => ("draft", "true".into()),
        15 | 30 => ("publish_on", day(8 + n)),
        16 | 31 => ("expires_on", day(10 + n)),
        19 | 26 | 28 => ("image", format!("{{src: pic.png, alt: Picture {n}}}")),
        20 | 29 => ("downloads", format!("[{{file: sheet.txt, title: Sheet {n}}}]")),
        21 | 24 if kind == "pathways" => ("next", list(pick(&ids_of(site, &["pathways"]), n))?),
        22 | 25 if kind == "pathways" => ("requires", list(pick(&ids_of(site, &["pathways"]), n))?),
        21 if kind == "articles" => ("cost", n.to_string()),
        22 if kind == "articles" => ("partner", pick(&ids_of(site, &["tools"]), n)?),
        _ => return None,
    })
}

pub(super) fn terms(taxonomy: u8, n: u8) -> (&'static str, Option<String>) {
    let (name, terms): (_, &[&str]) = match taxonomy % 4 {
        0 => ("topics", &["t0", "t1", "t2"]),
        1 => ("region", &["north", "south", "East Coast"]),
        2 => ("audience", &["coaches", "families"]),
        _ => ("stage", &["beginning", "middle", "advanced"]),
    };
    let chosen: Vec<_> = terms.iter().enumerate().filter(|(at, _)| n >> at & 1 == 1).map(|(_, term)| *term).collect();
    (name, (!chosen.is_empty()).then(|| format!("[{}]", chosen.join(", "))))
}

pub(super) fn authors(n: u8) -> Option<String> {
    [None, Some("[p0]".into()), Some("[p1]".into()), Some("[p1, p0]".into())][usize::from(n) % 4].clone()
}

pub(super) fn date_value(field: DateField, n: Option<u8>) -> (&'static str, Option<String>) {
    match field {
        DateField::Date => ("date", n.map(day)),
        DateField::Updated => ("updated", n.map(day)),
        DateField::PublishOn => ("publish_on", n.map(day)),
        DateField::ExpiresOn => ("expires_on", n.map(day)),
        DateField::Review | DateField::Signed => {
            ("review", n.map(|n| format!("{{date: {}, by: p{}, every: {} months}}", day(n), n % 2, 1 + n)))
        }
    }
}

/// Signs an entry's words as they are.
pub(super) fn sign(site: &mut RandomSite, entry: u8, n: u8) {
    let Some(path) = pick(&entries(site), entry) else { return };
    let signature = |text: &str| {
        let set = FieldSet { languages: vec![Lang::new("en"), Lang::new("es")], ..FieldSet::default() };
        let address = Address::of(&path, &set.languages).ok()?;
        match lower(parse(&SourceFile::new(&path, text)).0, address, &set).0 {
            Lowered::Entry(entry) => Some(entry.signature()),
            Lowered::Unreadable { .. } => None,
        }
    };
    change_text(site, &path, |text| {
        let review = date_value(DateField::Review, Some(n)).1?;
        let review = format!("{}, signed: \"{}\"}}", review.strip_suffix('}')?, signature(text)?);
        with_field(text, "review", Some(&review))
    });
}

pub(super) fn with_stages(site: &RandomSite, text: String, n: u8, target: u8) -> String {
    let all = ids_of(site, &["articles", "tools", "principles"]);
    let Some((front, body)) = text.split_once("\n---\n") else {
        return text;
    };
    let mut front = format!("{front}\nfor: Anyone, {n}\noutcomes: [Outcome {n}]\nstages:\n");
    for stage in 0..1 + n % 2 {
        let _ = write!(front, "  - title: Stage {stage}\n    summary: Part {n}\n    steps:\n");
        for at in 0..2 + (n + stage) % 2 {
            let at = target.wrapping_add(stage * 3 + at);
            let _ = writeln!(front, "{}", step_line(&all, at, n.wrapping_add(at)));
        }
    }
    format!("{}\n---\n{body}", front.trim_end())
}

pub(super) fn step_line(all: &[String], target: u8, form: u8) -> String {
    let one = pick(all, target).unwrap_or_default();
    let two = pick(all, target.wrapping_add(1)).unwrap_or_default();
    match form % 4 {
        1 => format!("      - {{step: {one}, note: Note {target}, optional: true}}"),
        2 if one != two => format!("      - {{choose: [{one}, {two}], note: Choose {target}}}"),
        _ => format!("      - {one}"),
    }
}

pub(super) fn block_text(site: &RandomSite, block: u8, n: u8, target: u8, so_far: &str) -> String {
    let to = pick(&ids(site), target).unwrap_or_default();
    let w = word(n);
    // Given ids are numbered by what is there already; the first may be linked to.
    let id = (0..).find(|id| !so_far.contains(&format!("{{#h{id}}}"))).unwrap_or(0);
    match block {
        0 | 1 => format!("Words {n} about the {w}.\n\n"),
        2 | 3 => format!("## The {w} {n} {{#h{id}}}\n\nWords {n} below it.\n\n"),
        4 => format!("## The {w}\n\n### Its {n}\n\nWords {n}.\n\n"),
        5 => format!("See [words {n}]({to}).\n\n"),
        6 => format!("See [words {n}](../{to}.md).\n\n"),
        7 => format!("See [there]({to}#h0).\n\n"),
        8 => format!("<details><summary>More {n}</summary>\n\nText <kbd>{w}</kbd><br>\n\n</details>\n\n"),
        9 => format!("```rust\nfn main() {{ let {w} = {n}; }}\n```\n\n"),
        10 => {
            let name = ["question", "reflection", "story", "say", "caution"][usize::from(n) % 5];
            format!(":::{name} The {w}\nWhat about {n}, and [this]({to})?\n:::\n\n")
        }
        11 => format!("| {w} | {n} |\n|---|---|\n| one | [two]({to}) |\n\n"),
        12 if !so_far.contains("[^1]") => format!("A note[^1].\n\n[^1]: Note {n} on the {w}.\n\n"),
        13 => ":::help\n:::\n\n".into(),
        14 => format!(
            "Term {n}\n: Definition of the {w}\n\n- [ ] To do\n- [x] \"Done\" -- ~~gone~~\n\n> [!NOTE]\n> Alert {n}.\n\n"
        ),
        15 => "![A picture](pic.png)\n\n".into(),
        16 => "[The sheet](sheet.txt)\n\n".into(),
        18 => format!("![A film {n}](/files/film.mp4)\n\n"),
        17 => format!("[File](/files/s{}.txt) and [all](/articles/).\n\n", n % 2),
        _ => String::new(),
    }
}

pub(super) fn add_translation(site: &mut RandomSite, entry: u8, language: u8) {
    let originals: Vec<_> = entries(site).into_iter().filter(|path| language_of(path).is_none()).collect();
    if let Some(path) = pick(&originals, entry) {
        translate(site, &path, language);
    }
}

pub(super) fn translate(site: &mut RandomSite, path: &str, language: u8) {
    let others: Vec<_> = declared(site).into_iter().skip(1).collect();
    let (Some(language), Some(stem)) = (pick(&others, language), path.strip_suffix(".md")) else {
        return;
    };
    let translated = format!("{stem}.{language}.md");
    if let (Some(text), false) = (text_of(site, path), site.files.contains_key(&translated)) {
        let text = text.replacen("title: The", "title: El", 1).replace("Words", "Words Palabras");
        let text = with_field(&text, "aliases", None).unwrap_or(text);
        site.files.insert(translated, text.into_bytes());
    }
}

pub(super) fn detail(kind: &str, n: u8) -> (&'static str, String) {
    match (kind, n % 2) {
        ("tools", 0) => ("format", ["exercise", "worksheet", "[plan, checklist]"][usize::from(n) % 3].into()),
        ("tools", _) => ("materials", format!("[Paper {n}, A pen]")),
        ("pathways", 0) => ("for", format!("Anyone, {n}")),
        ("pathways", _) => ("outcomes", format!("[Outcome {n}, Another]")),
        _ => ("sources", format!("[{{title: Book {n}, url: \"https://e.example/{n}\", accessed: {}}}]", day(n))),
    }
}
