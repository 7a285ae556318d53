use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value, escape_html};

use super::plural::category;
use super::qr;
use super::words::Words;
use crate::view::file_size;

/// Names of the filters that this theme room adds, for "did you mean".
pub(super) const NAMES: [&str; 9] =
    ["fill", "plural", "date", "month", "duration", "size", "letter", "json", "qr_code"];

/// Gives a template engine the helpers, speaking one language. Helpers are pure: what they say
/// follows from their input and the words.
///
/// | Helper | Gives |
/// |---|---|
/// | `text \| fill(name=…)` | the text with `{name}` filled in; arguments that are HTML stay HTML |
/// | `word \| plural(n=…)` | the form of a counted word for `n`, filled in |
/// | `"2026-02-11" \| date` | 11 February 2026 |
/// | `"2026-02-11" \| month` | February 2026 |
/// | `74 \| duration` | 1 hour 14 minutes |
/// | `40960 \| size` | 41 kB |
/// | `3 \| letter` | c |
/// | `words.search \| json` | JSON, for attributes that scripts read |
/// | `part.absolute_url \| qr_code` | `size` and `path` of a drawing one unit a module; nothing where it is too long |
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    tera.register_filter("fill", fill);
    tera.register_filter("letter", letter);
    tera.register_filter("json", json);
    tera.register_filter("qr_code", qr_code);
    let own = Arc::clone(words);
    tera.register_filter("plural", move |word: Value, kwargs: Kwargs, state: &State| {
        plural(&own, &word, &kwargs, state)
    });
    let own = Arc::clone(words);
    tera.register_filter("date", move |day: &str, _: Kwargs, _: &State| date(&own, day, "dates.full"));
    let own = Arc::clone(words);
    tera.register_filter("month", move |day: &str, _: Kwargs, _: &State| date(&own, day, "dates.month"));
    let own = Arc::clone(words);
    tera.register_filter("duration", move |minutes: u64, _: Kwargs, _: &State| duration(&own, minutes));
    let own = Arc::clone(words);
    tera.register_filter("size", move |bytes: u64, _: Kwargs, _: &State| file_size(|key| own.get(key), bytes));
}

fn fill(text: StringInput, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    filled(text.as_str(), &kwargs)
}

/// Fills `{name}` in. When one of the arguments is HTML, everything else is escaped and the whole
/// is HTML; else the whole is plain text.
fn filled(text: &str, kwargs: &Kwargs) -> TeraResult<Value> {
    let html = kwargs.iter().any(|(_, value)| value.is_safe());
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        push(&mut out, before, html)?;
        let value = kwargs.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
        let value = value.ok_or_else(|| Error::message(format!("The words `{text}` need `{name}`")))?;
        match value.as_str() {
            Some(html) if value.is_safe() => out.push_str(html),
            Some(plain) => push(&mut out, plain, html)?,
            None => push(&mut out, &value.to_string(), html)?,
        }
        rest = tail;
    }
    push(&mut out, rest, html)?;
    Ok(if html { Value::safe_string(&out) } else { Value::from(out) })
}

fn push(out: &mut String, text: &str, html: bool) -> TeraResult<()> {
    if !html {
        out.push_str(text);
        return Ok(());
    }
    let mut escaped = Vec::with_capacity(text.len());
    escape_html(text, &mut escaped)?;
    out.push_str(&String::from_utf8(escaped)?);
    Ok(())
}

fn plural(words: &Words, word: &Value, kwargs: &Kwargs, _: &State) -> TeraResult<Value> {
    let n = kwargs.must_get::<u64>("n")?;
    let form = match word.as_str() {
        Some(text) => Some(text),
        None => entry(word, category(words.lang(), n)).or_else(|| entry(word, "other")),
    };
    let form = form.ok_or_else(|| Error::message("`plural` takes a word with a form for `other`"))?;
    filled(form, kwargs)
}

/// The text under a key of a group of words.
fn entry<'a>(word: &'a Value, key: &'static str) -> Option<&'a str> {
    word.as_map()?.get(&Key::Str(key))?.as_str()
}

/// The form of a counted word at a path of the words.
fn counted(words: &Words, path: &str, n: u64) -> String {
    let form = words.get(&format!("{path}.{}", category(words.lang(), n)));
    let form = if form.is_empty() { words.get(&format!("{path}.other")) } else { form };
    form.replace("{n}", &n.to_string())
}

fn date(words: &Words, day: &str, form: &str) -> TeraResult<String> {
    let mut parts = day.splitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let (Some(year), Some(month), Some(day_number)) = (number(), number(), number()) else {
        return Err(Error::message(format!("`{day}` is not a date like 2026-02-11")));
    };
    let name = words.get(&format!("dates.months.{}", month.wrapping_sub(1)));
    let text = words.get(form).replace("{day}", &day_number.to_string()).replace("{month}", name);
    Ok(text.replace("{year}", &year.to_string()))
}

fn duration(words: &Words, minutes: u64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, _) => counted(words, "minutes", rest),
        (_, 0) => counted(words, "hours", hours),
        _ => words
            .get("hours_minutes")
            .replace("{hours}", &counted(words, "hours", hours))
            .replace("{minutes}", &counted(words, "minutes", rest)),
    }
}

/// The letter of an option: a, b, … z, then its number.
fn letter(n: u64, _: Kwargs, _: &State) -> String {
    match n.checked_sub(1).and_then(|at| u8::try_from(at).ok()).filter(|&at| at < 26) {
        Some(at) => char::from(b'a' + at).to_string(),
        None => n.to_string(),
    }
}

/// A value as JSON, to be escaped like any text.
fn json(value: Value, _: Kwargs, _: &State) -> TeraResult<String> {
    serde_json::to_string(&value).map_err(Error::message)
}

/// An address as a QR code.
fn qr_code(address: &str, _: Kwargs, _: &State) -> Value {
    let Some(drawing) = qr::draw(address) else { return Value::none() };
    Value::from(BTreeMap::from([("size", Value::from(drawing.size)), ("path", Value::from(drawing.path))]))
}
