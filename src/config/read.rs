use std::collections::BTreeMap;

use jiff::tz::TimeZoneDatabase;

use super::base_url;
use super::types::{Config, Field, HelpLine, Localized, Person, QuickExit, Taxonomy, Term};
use super::{BaseUrl, check, edit_url, names, publish, search, theme};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Fields, Node, Value, has_unsafe_scheme, read_yaml};
use crate::text::{SourceFile, Span, Spanned};

/// Entries on one page of a list unless the site file says otherwise.
const PAGE_SIZE: usize = 30;
/// Where the quick exit leads unless the site file says otherwise: a neutral weather page.
const EXIT_URL: &str = "https://www.weather.gov/";

/// Reads the site file. Gives nothing only when the YAML cannot be read as fields; every fault is
/// among the diagnostics, and what is faulty is absent or has its usual value.
pub fn read(source: &SourceFile) -> (Option<Config>, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let whole = Span::new(0, source.text().len());
    let config = read_yaml(source, whole, &mut complaints).and_then(|root| {
        let mut fields = Fields::of(source, &root, "waypost.yaml", &mut complaints)?;
        let config = site(&mut fields);
        fields.finish();
        Some(config)
    });
    (config, complaints)
}

fn site(fields: &mut Fields<'_>) -> Config {
    fields.missing("title", "add the library's name: title: Open Water Library");
    let title = localized(fields, "title");
    let tagline = localized(fields, "tagline");
    let base_url = base(fields);
    let languages = languages(fields);
    let taxonomies = taxonomies(fields);
    Config {
        source: fields.source().clone(),
        title: if title.is_empty() { Localized::plain("Library") } else { title },
        tagline,
        languages,
        people: people(fields),
        help_lines: help_lines(fields),
        emergency: localized(fields, "emergency"),
        fields: custom_fields(fields, &taxonomies),
        quick_exit: quick_exit(fields, &base_url),
        page_size: fields.integer("page_size", 1, 500).map_or(PAGE_SIZE, |size| size.value as usize),
        timezone: timezone(fields),
        search: search::read(fields),
        theme: theme::read(fields),
        edit_url: edit_url::read(fields),
        publish: publish::read(fields),
        check: check::read(fields),
        taxonomies,
        base_url,
    }
}

fn base(fields: &mut Fields<'_>) -> BaseUrl {
    fields.missing("base_url", "say where the site will be published: base_url: https://library.example/");
    let fallback = BaseUrl { origin: "https://library.example".to_owned(), path: "/".to_owned() };
    let Some(given) = fields.text("base_url") else { return fallback };
    match base_url::parse(&given.value) {
        Ok(base) => base,
        Err(why) => {
            let complaint =
                fields.fault(Code::BaseUrlInvalid, given.span, why).help("write it whole: https://library.example/");
            fields.complain(complaint);
            fallback
        }
    }
}

fn languages(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let (one, many) = (fields.unique_texts("language"), fields.unique_texts("languages"));
    if let Some(empty) = fields.get("languages").filter(|list| list.value == Value::List(Vec::new())) {
        let complaint = fields.fault(Code::EmptyValue, empty.span, "`languages` names no language");
        fields.complain(complaint.help("name at least one, the default one first: languages: [en, es]"));
    }
    if let (Some(one), Some(first)) = (one.first(), many.first())
        && one.value != first.value
    {
        let message = format!("`language` says {}, and `languages` begins with {}", one.value, first.value);
        let complaint = fields
            .fault(Code::DuplicateValue, one.span, message)
            .and(fields.source().path(), first.span, "the first one is the default language")
            .help("take `language` out, and put the default language first in `languages`");
        fields.complain(complaint);
    }
    let given = if many.is_empty() { one } else { many };
    let mut languages = Vec::new();
    for language in given {
        if names::is_language_tag(&language.value) {
            languages.push(language);
        } else {
            let message = format!("`{}` is not a language tag", language.value);
            let complaint = fields
                .fault(Code::LanguageInvalid, language.span, message)
                .help("write two letters, and a region where it matters: en, es, pt-BR");
            fields.complain(complaint);
        }
    }
    if languages.is_empty() {
        languages.push(Spanned::new("en".to_owned(), Span::default()));
    }
    languages
}

/// A text, or a text for each language.
pub(super) fn localized(fields: &mut Fields<'_>, key: &str) -> Localized {
    let Some(node) = fields.get(key) else { return Localized::default() };
    localized_of(fields, key, node)
}

fn localized_of<'a>(fields: &mut Fields<'a>, key: &str, node: &'a Node) -> Localized {
    let Value::Map(entries) = &node.value else {
        return fields.text_of(key, node).map_or(Localized::default(), |text| Localized::plain(text.value));
    };
    let mut by_language = BTreeMap::new();
    let mut default = None;
    for (language, value) in entries {
        if !names::is_language_tag(&language.value) {
            let message = format!("`{}` is not a language tag", language.value);
            let complaint = fields
                .fault(Code::LanguageInvalid, language.span, message)
                .help("give the text alone, or one for each language: {en: Housing, es: Vivienda}");
            fields.complain(complaint);
            continue;
        }
        if let Some(text) = fields.text_of(key, value) {
            default.get_or_insert(text.value.clone());
            by_language.insert(language.value.clone(), text.value);
        }
    }
    Localized { default: default.unwrap_or_default(), by_language }
}

fn taxonomies(fields: &mut Fields<'_>) -> Vec<Taxonomy> {
    let mut taxonomies = Vec::new();
    if let Some(node) = fields.get("taxonomies") {
        for (name, value) in group(fields, "taxonomies", node) {
            if names::is_reserved_taxonomy(&name.value) {
                let message = format!("`{}` cannot be the name of a taxonomy", name.value);
                let complaint = fields.fault(Code::NameReserved, name.span, message).help(
                    "use a word of small letters, digits and hyphens that is not a field or a folder of Waypost's own",
                );
                fields.complain(complaint);
            } else if let Some(taxonomy) = taxonomy(fields, name, value) {
                taxonomies.push(taxonomy);
            }
        }
    }
    for name in ["topics", "audience"] {
        if !taxonomies.iter().any(|taxonomy: &Taxonomy| taxonomy.name.value == name) {
            taxonomies.push(built_in(name, false, &[]));
        }
    }
    if !taxonomies.iter().any(|taxonomy| taxonomy.name.value == "stage") {
        taxonomies.push(built_in("stage", true, &["beginning", "middle", "advanced"]));
    }
    taxonomies
}

fn built_in(name: &str, closed: bool, terms: &[&str]) -> Taxonomy {
    let name = Spanned::new(name.to_owned(), Span::default());
    let terms = terms.iter().map(|key| term(Spanned::new((*key).to_owned(), Span::default()))).collect();
    Taxonomy { name, label: Localized::default(), closed, terms }
}

fn term(key: Spanned<String>) -> Term {
    Term { key, label: Localized::default(), description: Localized::default() }
}

/// The entries of a mapping inside the file; complains about anything else.
fn group<'a>(fields: &mut Fields<'a>, key: &str, node: &'a Node) -> &'a [(Spanned<String>, Node)] {
    if !matches!(node.value, Value::Map(_)) {
        fields.wrong_type(key, node, "a group of fields");
    }
    node.entries()
}

fn taxonomy<'a>(fields: &mut Fields<'a>, name: &Spanned<String>, node: &'a Node) -> Option<Taxonomy> {
    let is_stage = name.value == "stage";
    if node.value == Value::Nothing {
        return Some(Taxonomy { name: name.clone(), ..built_in("", is_stage, &[]) });
    }
    let source = fields.source();
    let mut inner = Fields::of(source, node, "this taxonomy", fields.complaints())?;
    let label = localized(&mut inner, "label");
    let closed = inner.flag("closed").map_or(is_stage, |flag| flag.value);
    let mut terms = Vec::new();
    if let Some(node) = inner.get("terms") {
        match &node.value {
            Value::List(_) => terms.extend(inner.unique_texts("terms").into_iter().map(term)),
            _ => {
                for (key, value) in group(&mut inner, "terms", node) {
                    terms.push(described_term(&mut inner, key, value));
                }
            }
        }
    }
    if is_stage && terms.is_empty() {
        terms = built_in("stage", true, &["beginning", "middle", "advanced"]).terms;
    }
    inner.finish();
    Some(Taxonomy { name: name.clone(), label, closed, terms })
}

fn described_term<'a>(fields: &mut Fields<'a>, key: &Spanned<String>, node: &'a Node) -> Term {
    let mut found = term(key.clone());
    match &node.value {
        Value::Nothing => {}
        Value::Text { .. } => found.label = localized_of(fields, "label", node),
        _ => {
            let source = fields.source();
            if let Some(mut inner) = Fields::of(source, node, "this term", fields.complaints()) {
                found.label = localized(&mut inner, "label");
                found.description = localized(&mut inner, "description");
                inner.finish();
            }
        }
    }
    found
}

fn people(fields: &mut Fields<'_>) -> Vec<Person> {
    let Some(node) = fields.get("people") else { return Vec::new() };
    let mut people = Vec::new();
    for (key, value) in group(fields, "people", node) {
        if matches!(value.value, Value::Text { .. }) {
            let name = localized_of(fields, "name", value);
            people.push(Person { key: key.clone(), name, url: None });
            continue;
        }
        let source = fields.source();
        let Some(mut inner) = Fields::of(source, value, "this person", fields.complaints()) else { continue };
        inner.missing("name", "give the name or the role: {name: Editorial team}");
        let name = localized(&mut inner, "name");
        let url = inner.text("url").and_then(|url| link(&mut inner, "url", url));
        inner.finish();
        people.push(Person { key: key.clone(), name, url });
    }
    people
}

/// An address that a page may link to: on the web, by mail, or from the site's root.
pub(super) fn link(fields: &mut Fields<'_>, key: &str, url: Spanned<String>) -> Option<String> {
    let plain =
        !url.value.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    let known = url.value.starts_with('/')
        || ["https://", "http://", "mailto:", "tel:", "sms:"].iter().any(|start| url.value.starts_with(start));
    if plain && known && !url.value.starts_with("//") && !has_unsafe_scheme(&url.value) {
        return Some(url.value);
    }
    let message = format!("`{key}` takes an address that a page can link to");
    let complaint = fields
        .fault(Code::UrlInvalid, url.span, message)
        .help("begin it with https:// or, for a file of this site, with /");
    fields.complain(complaint);
    None
}

fn help_lines(fields: &mut Fields<'_>) -> Vec<HelpLine> {
    let items = fields.list("help_lines");
    items.iter().filter_map(|item| help_line(fields, item)).collect()
}

fn help_line<'a>(fields: &mut Fields<'a>, item: &'a Node) -> Option<HelpLine> {
    let source = fields.source();
    let mut inner = Fields::of(source, item, "this help line", fields.complaints())?;
    inner.missing("name", "say what the help line is called");
    let text = |inner: &mut Fields<'_>, key: &str| inner.text(key).map(|text| text.value);
    let line = HelpLine {
        name: localized(&mut inner, "name"),
        country: text(&mut inner, "country").unwrap_or_default(),
        languages: inner.unique_texts("languages").into_iter().map(|language| language.value).collect(),
        call: text(&mut inner, "call"),
        text: text(&mut inner, "text"),
        tty: text(&mut inner, "tty"),
        chat: inner.text("chat").and_then(|url| link(&mut inner, "chat", url)),
        url: inner.text("url").and_then(|url| link(&mut inner, "url", url)),
        hours: localized(&mut inner, "hours"),
        note: localized(&mut inner, "note"),
    };
    let reachable = ["call", "text", "tty", "chat", "url"].iter().any(|key| inner.has(key));
    if !reachable {
        inner.missing("call", "give at least one way to reach it: call, text, chat or url");
    }
    inner.finish();
    (!line.name.is_empty()).then_some(line)
}

fn custom_fields(fields: &mut Fields<'_>, taxonomies: &[Taxonomy]) -> BTreeMap<String, Vec<Field>> {
    let mut by_kind = BTreeMap::new();
    let Some(node) = fields.get("fields") else { return by_kind };
    for (kind, value) in group(fields, "fields", node) {
        let Some(name) = names::kind(&kind.value) else {
            let message = format!("`{}` is no kind of entry", kind.value);
            let complaint = fields
                .fault(Code::ChoiceUnknown, kind.span, message)
                .help(format!("the kinds are: {}", names::KINDS.join(", ")))
                .did_you_mean(&kind.value, names::KINDS.iter().copied());
            fields.complain(complaint);
            continue;
        };
        let mut list = Vec::new();
        for (key, definition) in group(fields, "fields", value) {
            if is_free(fields, key, taxonomies) {
                list.extend(custom_field(fields, key, definition));
            }
        }
        by_kind.insert(name.to_owned(), list);
    }
    by_kind
}

/// Whether front matter has no field of that name yet; complains when it has.
fn is_free(fields: &mut Fields<'_>, name: &Spanned<String>, taxonomies: &[Taxonomy]) -> bool {
    let taxonomy = taxonomies.iter().find(|taxonomy| taxonomy.name.value == name.value);
    let message = match taxonomy {
        _ if names::is_field(&name.value) => format!("`{}` is a field of Waypost's own", name.value),
        Some(_) => format!("`{}` is a taxonomy of this site already", name.value),
        None => return true,
    };
    let complaint = fields.fault(Code::NameReserved, name.span, message).help("choose another name");
    fields.complain(complaint);
    false
}

fn custom_field<'a>(fields: &mut Fields<'a>, name: &Spanned<String>, node: &'a Node) -> Option<Field> {
    let types = ["text", "number", "date", "choice", "reference"];
    if matches!(node.value, Value::Text { .. }) {
        let type_name = fields.text_of("type", node).filter(|text| fields.is_choice("type", text, &types))?;
        return Some(Field { name: name.clone(), type_name, choices: Vec::new(), kind: None, required: false });
    }
    let source = fields.source();
    let mut inner = Fields::of(source, node, "this field", fields.complaints())?;
    inner.missing("type", "say what it takes: text, number, date, choice or reference");
    let type_name = inner.text("type").filter(|text| inner.is_choice("type", text, &types));
    let choices: Vec<String> = inner.unique_texts("choices").into_iter().map(|text| text.value).collect();
    let kind = inner.text("kind").filter(|text| inner.is_choice("kind", text, &names::KIND_NAMES));
    let required = inner.flag("required").is_some_and(|flag| flag.value);
    if type_name.as_ref().is_some_and(|name| name.value == "choice") && choices.is_empty() {
        inner.missing("choices", "list what may be chosen: choices: [a, b]");
    }
    inner.finish();
    Some(Field { name: name.clone(), type_name: type_name?, choices, kind: kind.map(|kind| kind.value), required })
}

/// The way out: its address alone, or `{url, erase}`.
fn quick_exit(fields: &mut Fields<'_>, base: &BaseUrl) -> QuickExit {
    let usual = QuickExit { url: EXIT_URL.to_owned(), erase: false };
    let Some(node) = fields.get("quick_exit") else { return usual };
    if matches!(node.value, Value::Text { .. }) {
        let url = fields.text_of("quick_exit", node).and_then(|url| elsewhere(fields, "quick_exit", url, base));
        return QuickExit { url: url.unwrap_or(usual.url), ..usual };
    }
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`quick_exit`", fields.complaints()) else { return usual };
    let url = inner.text("url").and_then(|url| elsewhere(&mut inner, "url", url, base));
    let erase = inner.flag("erase").is_some_and(|flag| flag.value);
    inner.finish();
    QuickExit { url: url.unwrap_or(usual.url), erase }
}

/// An address that a browser can show in place of a page, and that leads away from this site.
fn elsewhere(fields: &mut Fields<'_>, key: &str, url: Spanned<String>, base: &BaseUrl) -> Option<String> {
    let span = url.span;
    let url = link(fields, key, url)?;
    let after_origin = url.strip_prefix(&base.origin);
    let message = if !url.starts_with("http") {
        format!("`{key}` takes a page of another site, and this is none")
    } else if after_origin.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
        format!("`{key}` leads to this site itself, and the way out has to leave it")
    } else {
        return Some(url);
    };
    let help = "name a page that tells nothing about this one, such as a weather page: https://…";
    let complaint = fields.fault(Code::UrlInvalid, span, message).help(help);
    fields.complain(complaint);
    None
}

/// An IANA time zone that the table in the binary knows.
fn timezone(fields: &mut Fields<'_>) -> Option<String> {
    let zone = fields.text("timezone")?;
    if TimeZoneDatabase::bundled().get(&zone.value).is_ok() {
        return Some(zone.value);
    }
    let message = format!("there is no time zone `{}`", zone.value);
    let complaint = fields
        .fault(Code::ChoiceUnknown, zone.span, message)
        .help("write continent and city: Europe/Madrid, America/New_York");
    fields.complain(complaint);
    None
}
