//! The handbook, from the content model, the site file and the register of messages.

mod fields;
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(super) use self::fields::scalar;
use self::fields::{Known, custom, field};
use super::begin::{Begin, begun};
use super::desk::titled;
use super::words::own_name;
use crate::config::{Config, Taxonomy};
use crate::diag::Code;
use crate::library::Library;
use crate::model::{COMMON_FIELDS, FieldSet, Kind, Lang, Today, own_fields, term_spelling};
use crate::syntax::{DIRECTIVES, parse};
use crate::text::SourceFile;
use crate::view::{
    BodyView, CodeNote, HandbookView, KindNote, LanguageNote, PersonNote, SampleView, Setting, Target, TargetKind,
    TaxonomyNote, TermNote,
};

/// Terms of a taxonomy that are shown.
const TERMS: usize = 100;

/// Makes the handbook of a site. `show` renders a text to HTML that is safe to be shown as it is;
/// where it gives nothing, the text stands as it is written.
pub fn handbook(
    library: &Library,
    config: &Config,
    today: Today,
    show: &mut dyn FnMut(&BodyView) -> String,
) -> HandbookView {
    let lang = library.default_language();
    let set = FieldSet::of(config);
    let first = |kind: Kind| library.of_kind(lang, kind).next().map(|(_, item)| item);
    let entry =
        |kind: Kind| first(kind).map_or_else(|| format!("{}/a-name", kind.folder()), |item| item.entry.id.to_string());
    let person = set.people.first().map(|key| scalar(key));
    let known = Known { person: person.as_deref(), entry: &entry };
    let text = |label: &crate::config::Localized| titled(label.get(lang.as_str()), lang);
    let kind_note = |kind: Kind| {
        let title = format!("The {}’s title", kind.name());
        let steps = [entry(Kind::Article), entry(Kind::Tool)];
        KindNote {
            key: kind.name(),
            folder: kind.folder(),
            about: about(kind),
            count: library.items().iter().filter(|item| item.kind() == kind).count(),
            own: own_fields(kind).iter().map(|note| field(note, &known)).collect(),
            custom: set.custom.get(&kind).into_iter().flatten().map(|field| custom(field, &known)).collect(),
            template: begun(library, config, today, &Begin { kind, title: &title, own: None, steps }),
        }
    };
    HandbookView {
        site: text(&config.title),
        home_url: config.base_url.href("/"),
        kinds: Kind::ALL.into_iter().map(kind_note).collect(),
        common: COMMON_FIELDS.iter().map(|note| field(note, &known)).collect(),
        taxonomies: config.taxonomies.iter().map(|taxonomy| self::taxonomy(library, taxonomy)).collect(),
        people: config
            .people
            .iter()
            .map(|person| PersonNote { key: person.key.value.clone(), name: text(&person.name) })
            .collect(),
        languages: library.languages().iter().map(|language| self::language(language, lang)).collect(),
        markdown: markdown(library, config, show),
        directives: directives(show),
        codes: Code::ALL.iter().map(|code| self::code(*code, show)).collect(),
    }
}

fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Something to read: a subject in plain words, with its sources.",
        Kind::Principle => "What your organisation stands for. Other entries name the principles that they serve.",
        Kind::Tool => "Something to do, alone or with others: an exercise, a worksheet, a set of questions.",
        Kind::Pathway => "A route through the library: stages with steps, each of which is another entry.",
        Kind::Page => "Everything else: about, contact, safety.",
    }
}

fn language(language: &Lang, default: &Lang) -> LanguageNote {
    LanguageNote {
        suffix: if language == default { String::new() } else { format!(".{language}") },
        lang: language.to_string(),
        dir: language.direction(),
        name: own_name(language).to_owned(),
    }
}

fn taxonomy(library: &Library, taxonomy: &Taxonomy) -> TaxonomyNote {
    let lang = library.default_language();
    let name = taxonomy.name.value.as_str();
    let text = |label: &crate::config::Localized| titled(label.get(lang.as_str()), lang);
    let index = library.taxonomies(lang).iter().find(|index| index.name == name);
    let count = |key: &str| index.and_then(|index| index.find(key)).map_or(0, |(_, term)| term.items.len());
    let listed = taxonomy.terms.iter().map(|term| TermNote {
        key: term.key.value.clone(),
        label: text(&term.label),
        description: text(&term.description),
        count: count(&term.key.value),
    });
    let known: BTreeSet<String> = taxonomy.terms.iter().map(|term| term_spelling(&term.key.value)).collect();
    let used = index.map_or(&[][..], |index| &index.terms);
    let others = used.iter().filter(|term| !known.contains(&term_spelling(&term.key))).map(|term| TermNote {
        key: term.key.clone(),
        label: titled("", lang),
        description: titled("", lang),
        count: term.items.len(),
    });
    let mut terms: Vec<TermNote> = listed.chain(others).collect();
    let keys: Vec<String> = terms.iter().take(2).map(|term| scalar(&term.key)).collect();
    let more = terms.len().saturating_sub(TERMS);
    terms.truncate(TERMS);
    let example = match keys.is_empty() {
        true => format!("{name}: [a-word]"),
        false => format!("{name}: [{}]", keys.join(", ")),
    };
    TaxonomyNote { name: name.to_owned(), label: text(&taxonomy.label), closed: taxonomy.closed, terms, more, example }
}

/// A text of the handbook, as entries' bodies are. Links to the entry `to` lead there.
fn body(markdown: &str, to: Option<(&str, &str)>) -> BodyView {
    // A body never begins a file.
    let source = SourceFile::new("handbook.md", format!("---\n---\n{markdown}"));
    let (parsed, _) = parse(&source);
    let target = |link: &crate::syntax::Link| {
        let (url, kind) = match to {
            Some((id, url)) if link.target == id => (url.to_owned(), TargetKind::Page),
            _ if link.target.contains(':') => (link.target.clone(), TargetKind::Elsewhere),
            _ => return None,
        };
        Some(Target { at: link.span.start, url, kind, lang: String::new() })
    };
    let mut targets: Vec<Target> = parsed.outline.links.iter().filter_map(target).collect();
    targets.sort_by_key(|target| target.at);
    BodyView {
        source: source.clone(),
        span: parsed.body,
        heading_ids: parsed.outline.headings.iter().map(|heading| heading.id.clone()).collect(),
        has_html: parsed.outline.has_html,
        targets,
        lang: "en".to_owned(),
        setting: Setting::default(),
    }
}

fn markdown(library: &Library, config: &Config, show: &mut dyn FnMut(&BodyView) -> String) -> Vec<SampleView> {
    let tool = library.of_kind(library.default_language(), Kind::Tool).next().map(|(_, item)| item);
    let id = tool.map_or("tools/urge-surfing", |tool| tool.entry.id.as_str());
    let title = tool.map_or("urge surfing", |tool| tool.title());
    // Brackets would end the link's words, and the example is about links.
    let title: String = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '’' | '-' | ',')).collect();
    let url = tool.map_or_else(|| "#wp-main".to_owned(), |tool| config.base_url.href(&tool.route));
    let mut samples = Vec::new();
    for (name, about, markdown, is_shown) in samples::MARKDOWN {
        let markdown = markdown.replace("{tool_title}", &title).replace("{tool}", id);
        let name_of_ids = format!("sample{}", samples.len());
        let html =
            if *is_shown { apart(show(&body(&markdown, Some((id, &url)))), &name_of_ids) } else { String::new() };
        samples.push(SampleView { name, about, markdown, html });
    }
    samples
}

fn directives(show: &mut dyn FnMut(&BodyView) -> String) -> Vec<SampleView> {
    let mut samples = Vec::new();
    for (name, about) in DIRECTIVES {
        let written = samples::DIRECTIVES.iter().find(|(known, _)| known == name).map_or("", |(_, markdown)| markdown);
        samples.push(SampleView {
            name,
            about,
            markdown: written.to_owned(),
            html: apart(show(&body(written, None)), name),
        });
    }
    samples
}

/// A text among others of a page: the ids of its parts made its own, since every text counts its
/// blocks from 1, and no stop for the keyboard at code, which the handbook breaks into lines.
fn apart(html: String, name: &str) -> String {
    html.replace("\"wp-b", &format!("\"wp-{name}-b")).replace(" tabindex=\"0\"", "")
}

fn code(code: Code, show: &mut dyn FnMut(&BodyView) -> String) -> CodeNote {
    // The page begins with the code as its heading, which the handbook writes itself.
    let text = code.explanation();
    let text = text.strip_prefix('#').and_then(|text| text.split_once('\n')).map_or(text, |(_, text)| text).trim();
    CodeNote {
        name: code.name(),
        severity: code.severity().name(),
        title: code.title(),
        html: apart(show(&body(text, None)), code.name()),
        text: text.to_owned(),
    }
}
