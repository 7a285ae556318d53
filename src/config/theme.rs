//! What stands under `theme:`: an organisation's own face, without a line of style.

use serde_json::{Map, Number, Value as Json};

use super::colour::Accent;
use super::read::{link, localized};
use super::types::{Call, CallKind, ThemeSettings};
use crate::diag::{Code, Diagnostic, nearest};
use crate::syntax::{Fields, Node, Value, scheme};
use crate::text::Spanned;

/// The settings that the default theme knows.
const KNOWN: [&str; 6] = ["name", "accent", "logo", "footer", "home_question", "calls"];
/// Names that people give them.
const MEANT: [(&str, &str); 8] = [
    ("color", "accent"),
    ("colour", "accent"),
    ("accent_color", "accent"),
    ("accent_colour", "accent"),
    ("primary_color", "accent"),
    ("hue", "accent"),
    ("question", "home_question"),
    ("links", "calls"),
];
/// Endings of pictures that a logo may be.
const PICTURES: [&str; 7] = ["svg", "png", "webp", "jpg", "jpeg", "avif", "gif"];
/// What a call leads to, as the site file names it.
const KINDS: [CallKind; 4] = [CallKind::Newsletter, CallKind::Donate, CallKind::Downloads, CallKind::Events];

/// Reads `theme:`.
pub(super) fn read(fields: &mut Fields<'_>) -> ThemeSettings {
    let usual = ThemeSettings { other: Json::Object(Map::new()), ..ThemeSettings::default() };
    let Some(node) = fields.get("theme") else { return usual };
    if matches!(node.value, Value::Text { .. }) {
        let name = fields.text_of("theme", node);
        return ThemeSettings { name, span: node.span, ..usual };
    }
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`theme`", fields.complaints()) else { return usual };
    let name = inner.text("name");
    let accent = accent(&mut inner, node);
    let logo = inner.text("logo").filter(|logo| is_picture(&mut inner, logo));
    let footer = localized(&mut inner, "footer");
    let home_question = localized(&mut inner, "home_question");
    let items = inner.list("calls");
    let calls = items.iter().filter_map(|item| call(&mut inner, item)).collect();
    let other = others(&mut inner, node);
    ThemeSettings { name, accent, logo, footer, home_question, calls, other: Json::Object(other), span: node.span }
}

/// Settings for a theme of the organisation's own; complains about those that are one of the known
/// ones misspelt.
fn others(fields: &mut Fields<'_>, node: &Node) -> Map<String, Json> {
    let mut others = Map::new();
    for (key, value) in node.entries().iter().filter(|(key, _)| !KNOWN.contains(&key.value.as_str())) {
        let lower = key.value.to_lowercase();
        let named = MEANT.iter().find(|(wrong, _)| *wrong == lower).map(|(_, meant)| *meant);
        let free = KNOWN.into_iter().filter(|known| !node.entries().iter().any(|(key, _)| key.value == *known));
        match named.or_else(|| nearest(&key.value, free)) {
            Some(meant) => {
                let message = format!("`theme` has no field `{}`", key.value);
                let complaint =
                    fields.fault(Code::UnknownKey, key.span, message).help(format!("did you mean `{meant}`?"));
                fields.complain(complaint);
            }
            None => drop(others.insert(key.value.clone(), json(value))),
        }
    }
    others
}

fn accent(fields: &mut Fields<'_>, node: &Node) -> Option<Spanned<Accent>> {
    let help = "write a hue from 0 to 359, or a colour in quotation marks: accent: \"#7a1f5c\"";
    // `#` begins a comment in YAML, so a colour without quotation marks is no value at all.
    if let Some((key, _)) =
        node.entries().iter().find(|(key, node)| key.value == "accent" && node.value == Value::Nothing)
    {
        fields.know("accent");
        let complaint =
            fields.fault(Code::EmptyValue, key.span, "`accent` has no value; `#` begins a comment").help(help);
        fields.complain(complaint);
        return None;
    }
    let text = fields.text("accent")?;
    let read = Accent::parse(&text.value);
    if read.is_none() {
        let is_number = text.value.parse::<f64>().is_ok();
        let code = if is_number { Code::NumberRange } else { Code::WrongType };
        let message = match is_number {
            true => "`accent` takes a hue from 0 to 359 degrees".to_owned(),
            false => {
                format!("`{}` is no colour that can be read here", text.value.chars().take(60).collect::<String>())
            }
        };
        let complaint = fields.fault(code, text.span, message).help(help);
        fields.complain(complaint);
    }
    read.map(|accent| Spanned::new(accent, text.span))
}

/// Whether a logo is named as a picture of this site; complains when it is not.
fn is_picture(fields: &mut Fields<'_>, logo: &Spanned<String>) -> bool {
    let complaint: Diagnostic = if scheme(&logo.value).is_some() || logo.value.starts_with("//") {
        let message = "`logo` takes a file of this site, not an address elsewhere";
        fields
            .fault(Code::RemoteMedia, logo.span, message)
            .help("put the picture into static/ and name it from there: logo: logo.svg")
    } else {
        let suffix = logo.value.rsplit_once('.').map_or("", |(_, suffix)| suffix);
        if PICTURES.iter().any(|known| known.eq_ignore_ascii_case(suffix)) {
            return true;
        }
        let message = format!("`{}` is no picture that browsers show", logo.value);
        fields
            .fault(Code::WrongType, logo.span, message)
            .help(format!("its name ends in one of: {}", PICTURES.join(", ")))
    };
    fields.complain(complaint);
    false
}

fn call<'a>(fields: &mut Fields<'a>, item: &'a Node) -> Option<Call> {
    let source = fields.source();
    let mut inner = Fields::of(source, item, "this call to action", fields.complaints())?;
    let kind = inner.text("kind").filter(|kind| inner.is_choice("kind", kind, &KINDS.map(CallKind::name)));
    let kind = kind.and_then(|given| KINDS.into_iter().find(|kind| kind.name() == given.value));
    if !inner.has("kind") {
        inner.missing("label", "say what the link says: {label: A letter once a month, url: https://…}");
    }
    inner.missing("url", "say where it leads: {label: A letter once a month, url: https://…}");
    let label = localized(&mut inner, "label");
    let url = inner.text("url").and_then(|url| call_url(&mut inner, url));
    inner.finish();
    Some(Call { label, kind, url: url? }).filter(|call| call.kind.is_some() || !call.label.is_empty())
}

/// An address elsewhere, a place on this site, or an entry's id.
fn call_url(fields: &mut Fields<'_>, url: Spanned<String>) -> Option<Spanned<String>> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '#');
    if !url.value.starts_with(['/', '#']) && url.value.chars().all(fits) {
        return Some(url);
    }
    let span = url.span;
    link(fields, "url", url).map(|text| Spanned::new(text, span))
}

/// A tree as JSON, for settings that only an organisation's own theme knows.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Nothing => Json::Null,
        Value::Text { text, quoted: false } => match (text.as_str(), text.parse::<f64>()) {
            ("true", _) => Json::Bool(true),
            ("false", _) => Json::Bool(false),
            (_, Ok(number)) => match text.parse::<i64>() {
                Ok(whole) => Json::Number(whole.into()),
                Err(_) => Number::from_f64(number).map_or(Json::String(text.clone()), Json::Number),
            },
            _ => Json::String(text.clone()),
        },
        Value::Text { text, .. } => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.value.clone(), json(value))).collect())
        }
    }
}
