//! Fields that the model gives a meaning to: references, people, terms, intervals, addresses.

use jiff::civil::Date;

use super::{EntryId, FieldSet, Interval, Kind, Reference, Review, Signature, SourceNote};
use crate::diag::Code;
use crate::syntax::{Fields, Node, Value, scheme};
use crate::text::{Span, Spanned, clash_key};

/// Makes a reference of what was written. In a field whose kind is fixed the kind may be left out.
pub fn reference(written: &Spanned<String>, fixed: Option<Kind>) -> Spanned<Reference> {
    let text = written.value.trim().trim_start_matches('/').trim_end_matches('/');
    let text = text.strip_suffix(".md").unwrap_or(text);
    let named = text.split('/').next().and_then(Kind::from_folder).is_some();
    let id = match fixed {
        Some(kind) if !named => format!("{}/{text}", kind.folder()),
        _ => text.to_owned(),
    };
    Spanned::new(Reference { id: EntryId::new(id), written: written.value.clone() }, written.span)
}

/// A list of references, or one, to entries of one of these kinds; of any where there are none. Where
/// there is one, it may be left out.
pub(super) fn references(fields: &mut Fields<'_>, key: &str, kinds: &[Kind]) -> Vec<Spanned<Reference>> {
    let fixed = only(kinds);
    let id = |text: &str| reference(&Spanned::new(text.to_owned(), Span::default()), fixed).value.id.to_string();
    let found = fields.unique_words_by(key, id);
    found.iter().map(|text| reference(text, fixed)).filter(|one| is_of_kind(fields, key, one, kinds)).collect()
}

/// The kind, where there is just one.
fn only(kinds: &[Kind]) -> Option<Kind> {
    match kinds {
        [kind] => Some(*kind),
        _ => None,
    }
}

/// Whether a reference may be to an entry of these kinds, as far as its own words tell; complains when
/// not.
pub(super) fn is_of_kind(fields: &mut Fields<'_>, key: &str, reference: &Spanned<Reference>, kinds: &[Kind]) -> bool {
    let id = &reference.value.id;
    let named = match id.as_str().split_once('/') {
        Some((folder, _)) => Kind::from_folder(folder),
        // The home page, or what heads a list.
        None => Some(Kind::Page),
    };
    let Some(other) = named.filter(|named| !kinds.is_empty() && !kinds.contains(named)) else { return true };
    let wanted: Vec<_> = kinds.iter().map(|kind| kind.with_article()).collect();
    let message = format!("`{key}` takes {}, and `{id}` is {}", wanted.join(" or "), other.with_article());
    let complaint = fields.fault(Code::ReferenceKind, reference.span, message);
    fields.complain(complaint);
    false
}

/// A file beside the entry or in `static/`; complains where an address elsewhere is given.
pub(super) fn site_file(fields: &mut Fields<'_>, key: &str, written: Spanned<String>) -> Option<Spanned<String>> {
    let text = written.value.trim();
    if scheme(text).is_some() || text.starts_with("//") {
        let message = format!("`{key}` takes a file of this site, not an address elsewhere");
        let complaint = fields.fault(Code::RemoteMedia, written.span, message);
        fields.complain(complaint.help("put the file beside the text or in static/"));
        return None;
    }
    Some(Spanned::new(text.to_owned(), written.span))
}

/// People who must be declared in the site file.
pub(super) fn people(fields: &mut Fields<'_>, key: &str, set: &FieldSet) -> Vec<Spanned<String>> {
    let people = fields.unique_words_by(key, str::to_owned);
    people.into_iter().filter(|person| is_person(fields, person, set)).collect()
}

fn is_person(fields: &mut Fields<'_>, person: &Spanned<String>, set: &FieldSet) -> bool {
    if set.people.contains(&person.value) {
        return true;
    }
    let message = format!("`{}` is not among the people of waypost.yaml", person.value);
    let help = match set.people.is_empty() {
        true => "declare them: people: {editors: {name: Editorial team}}".to_owned(),
        false => format!("the people are: {}", set.people.join(", ")),
    };
    let complaint = fields
        .fault(Code::PersonUnknown, person.span, message)
        .help(help)
        .did_you_mean(&person.value, set.people.iter().map(String::as_str));
    fields.complain(complaint);
    false
}

/// Terms of a taxonomy; in a closed one only those that are listed.
pub(super) fn terms(fields: &mut Fields<'_>, name: &str, closed: bool, known: &[String]) -> Vec<Spanned<String>> {
    if !closed {
        return fields.unique_texts_by(name, term_spelling);
    }
    let terms = fields.unique_words_by(name, str::to_owned);
    terms.into_iter().filter(|term| is_term(fields, name, term, known)).collect()
}

/// What spellings of one term share: capitals, spaces and hyphens do not make two terms.
pub fn term_spelling(key: &str) -> String {
    let parts: Vec<String> = key
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '/' | ','))
        .filter(|part| !part.is_empty())
        .map(clash_key)
        .collect();
    parts.join("-")
}

fn is_term(fields: &mut Fields<'_>, name: &str, term: &Spanned<String>, known: &[String]) -> bool {
    if known.contains(&term.value) {
        return true;
    }
    let message = format!("`{}` is not a term of `{name}`", term.value);
    let complaint = fields
        .fault(Code::TermUnknown, term.span, message)
        .help(format!("the terms are: {}", known.join(", ")))
        .did_you_mean(&term.value, known.iter().map(String::as_str))
        .fix(fields.slip(term, known.iter().map(String::as_str)));
    fields.complain(complaint);
    false
}

/// `review: {date, by, every, signed}`.
pub(super) fn review(fields: &mut Fields<'_>, set: &FieldSet) -> Option<Review> {
    let node = fields.get("review")?;
    let source = fields.source();
    let mut inner = Fields::of(source, node, "`review`", fields.complaints())?;
    inner.missing("date", "say when the words were last reviewed: review: {date: 2026-02-11}");
    let date = inner.date("date");
    let by = inner.word("by").filter(|person| is_person(&mut inner, person, set));
    let every = inner.word("every").and_then(|text| interval(&mut inner, text));
    let signed = inner.word("signed").and_then(|text| signature(&mut inner, text));
    inner.finish();
    Some(Review { date: date?, by, every, signed })
}

/// `w1:` and 64 hexadecimal digits.
fn signature(fields: &mut Fields<'_>, text: Spanned<String>) -> Option<Spanned<Signature>> {
    let signature = Signature::parse(&text.value);
    let complaint = match signature {
        Some(Signature::W1(_)) => None,
        Some(Signature::Newer(_)) => Some(
            fields
                .fault(Code::SignatureNewer, text.span, "these words were signed by a newer Waypost than this one")
                .help("bring Waypost up to date; until then nobody can say whether the words have changed"),
        ),
        None => Some(
            fields
                .fault(Code::SignatureInvalid, text.span, "this is no signature")
                .help("take the line out, and sign the words anew: waypost review ENTRY --by PERSON"),
        ),
    };
    if let Some(complaint) = complaint {
        fields.complain(complaint);
    }
    signature.map(|signature| Spanned::new(signature, text.span))
}

/// `6 months`, `1 year`, `2 weeks`, `90 days`.
fn interval(fields: &mut Fields<'_>, text: Spanned<String>) -> Option<Spanned<Interval>> {
    let parsed = Interval::parse(&text.value);
    if parsed.is_none() {
        let message = format!("`{}` is not a length of time", text.value);
        let complaint = fields
            .fault(Code::IntervalInvalid, text.span, message)
            .help("write a number and days, weeks, months or years: 6 months");
        fields.complain(complaint);
    }
    parsed.map(|interval| Spanned::new(interval, text.span))
}

/// `sources: [{title, url, accessed}]`; an item may also be its title alone.
pub(super) fn sources(fields: &mut Fields<'_>) -> Vec<SourceNote> {
    let items = fields.list("sources");
    items.iter().filter_map(|item| source_note(fields, item)).collect()
}

fn source_note<'a>(fields: &mut Fields<'a>, item: &'a Node) -> Option<SourceNote> {
    if matches!(item.value, Value::Text { .. }) {
        let title = fields.text_of("sources", item)?.value;
        return Some(SourceNote { title, url: None, accessed: None });
    }
    let source = fields.source();
    let mut inner = Fields::of(source, item, "this source", fields.complaints())?;
    let title = inner.required_text("title", "say what the source is called");
    let url = inner.word("url").and_then(|url| web_address(&mut inner, "url", url));
    let accessed = inner.date("accessed");
    inner.finish();
    Some(SourceNote { title: title?.value, url, accessed })
}

/// An address on the web, `https://…` or `http://…`.
pub(super) fn web_address(fields: &mut Fields<'_>, key: &str, url: Spanned<String>) -> Option<String> {
    let (scheme, rest) = url.value.split_once("://").unwrap_or(("", ""));
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let has_host = rest.starts_with(|c: char| !matches!(c, '/' | '?' | '#'));
    let plain = !rest.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    if is_web && has_host && plain {
        return Some(url.value);
    }
    let message = format!("`{key}` takes an address on the web");
    let complaint = fields.fault(Code::UrlInvalid, url.span, message).help("begin it with https://");
    fields.complain(complaint);
    None
}

/// Complains when `later` comes before `earlier`.
pub(super) fn in_order(
    fields: &mut Fields<'_>,
    earlier: (&str, Option<&Spanned<Date>>),
    later: (&str, Option<&Spanned<Date>>),
    strictly: bool,
) {
    let (Some(first), Some(second)) = (earlier.1, later.1) else { return };
    if second.value > first.value || (second.value == first.value && !strictly) {
        return;
    }
    let message = format!("`{}` ({}) does not come after `{}` ({})", later.0, second.value, earlier.0, first.value);
    let message = if strictly { message } else { message.replace("does not come after", "comes before") };
    let complaint = fields
        .fault(Code::DateOrder, second.span, message)
        .and(fields.source().path(), first.span, format!("`{}`", earlier.0))
        .help("correct one of the two dates");
    fields.complain(complaint);
}

/// The empty span where a filled-in value stands for a field that is absent.
pub(super) fn nowhere(fields: &Fields<'_>) -> Span {
    let place = fields.place();
    Span::new(place.start as usize, place.start as usize)
}
