//! A file to begin an entry with, filled in from the library.

use super::handbook::scalar;
use crate::config::Config;
use crate::library::Library;
use crate::model::{CustomField, EntryId, FieldSet, FieldType, Kind, STEP_KINDS, TemplateWords, Today, fill, template};
use crate::syntax::{Node, Value, parse};
use crate::text::SourceFile;

/// What is to be begun.
pub struct Begin<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: &'a str,
    /// A template of the site's own, in place of the built-in one.
    pub own: Option<&'a str>,
    /// Two entries for the steps of a pathway.
    pub steps: [String; 2],
}

/// A whole file for a new entry, a draft. Terms, people and references are the first that the library
/// has; fields that the site file requires are there.
pub fn begun(library: &Library, config: &Config, today: Today, begin: &Begin<'_>) -> String {
    let set = FieldSet::of(config);
    let lang = library.default_language();
    let first = |kind: Kind| library.of_kind(lang, kind).next().map(|(_, item)| item.entry.id.clone());
    let term = |name: &str| {
        let taxonomy = set.taxonomies.iter().find(|taxonomy| taxonomy.name == name)?;
        taxonomy.terms.first().map(|term| scalar(term))
    };
    let (topic, stage) = (term("topics"), term("stage"));
    let person = set.people.first().map(|key| scalar(key));
    let principle = first(Kind::Principle);
    let principle = principle.as_ref().map(EntryId::as_str).map(|id| id.strip_prefix("principles/").unwrap_or(id));
    let order = (library.of_kind(lang, Kind::Principle).count() + 1).to_string();
    let today = today.0.to_string();
    let [article, tool] = &begin.steps;
    let words = TemplateWords {
        title: begin.title,
        topic: topic.as_deref(),
        stage: stage.as_deref(),
        person: person.as_deref(),
        principle,
        order: Some(&order),
        today: &today,
        article,
        tool,
    };
    let text = match begin.own {
        Some(own) => fill(own, &words),
        None => template(begin.kind, &words),
    };
    let custom = set.custom.get(&begin.kind).into_iter().flatten().filter(|field| field.required);
    with_fields(text, custom.filter_map(|field| Some((field.name.clone(), line(field, &today, &first)?))))
}

/// Two different entries of a library that a pathway may lead through, an article and a tool where there
/// are such.
pub fn first_steps(library: &Library) -> Option<[String; 2]> {
    let lang = library.default_language();
    let of = |kind: &Kind| library.of_kind(lang, *kind).map(|(_, item)| item.entry.id.to_string()).take(2);
    let first: Vec<String> = [Kind::Article, Kind::Tool].iter().filter_map(|kind| of(kind).next()).collect();
    let others = STEP_KINDS.iter().flat_map(of).filter(|id| !first.contains(id));
    let mut all = first.iter().cloned().chain(others);
    Some([all.next()?, all.next()?])
}

/// The line of a field that the site file requires; nothing where it needs an entry that is not there.
fn line(field: &CustomField, today: &str, first: &dyn Fn(Kind) -> Option<EntryId>) -> Option<String> {
    let value = match &field.field_type {
        FieldType::Text => "A few words".to_owned(),
        FieldType::Number => "1".to_owned(),
        FieldType::Date => today.to_owned(),
        FieldType::Choice(choices) => scalar(choices.first()?),
        FieldType::Reference(None) => Kind::ALL.into_iter().find_map(first)?.to_string(),
        FieldType::Reference(Some(kind)) => first(*kind)?.to_string(),
    };
    Some(format!("{}: {value}  # waypost.yaml asks for it\n", scalar(&field.name)))
}

/// The text with fields that its front matter has not, before `draft` or at the end.
fn with_fields(text: String, fields: impl Iterator<Item = (String, String)>) -> String {
    let (parsed, _) = parse(&SourceFile::new("new.md", text.clone()));
    let Some(front) = parsed.front else { return text };
    let lines: String = fields.filter(|(name, _)| front.get(name).is_none()).map(|(_, line)| line).collect();
    let is_block = matches!(&front.value, Value::Map(entries) if !entries.is_empty());
    let draft = front.entries().iter().find(|(name, _)| name.value == "draft").filter(|_| is_block);
    let at = draft.map_or(parsed.front_span.end, |(name, _): &(_, Node)| name.span.start) as usize;
    match (text.get(..at), text.get(at..)) {
        (Some(before), Some(after)) => format!("{before}{lines}{after}"),
        _ => text,
    }
}
