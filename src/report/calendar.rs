//! When reviews are due, as a calendar for each reviewer (iCalendar, RFC 5545).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Listed;
use crate::config::Config;
use crate::model::{Entry, Today, Visibility, default_slug};
use crate::text::OutputFile;

/// Octets that a line has at most (RFC 5545, 3.1), its end aside.
const LONGEST_LINE: usize = 75;

/// A calendar for each declared person who reviews an entry: a whole day for each entry that readers
/// have or will have, on the day when it is due. The same library gives the same bytes.
pub fn calendars(files: &[Listed<'_>], config: &Config, today: Today) -> Vec<OutputFile> {
    let mut by_person: BTreeMap<&str, Vec<Event<'_>>> = BTreeMap::new();
    for file in files {
        let Some(entry) = file.entry else { continue };
        let Some(by) = entry.common.review.as_ref().and_then(|review| review.by.as_ref()) else { continue };
        let events = by_person.entry(by.value.as_str()).or_default();
        if matches!(entry.visibility(today), Visibility::Published | Visibility::Scheduled(_)) {
            events.extend(Event::of(file, entry));
        }
    }
    let mut made: Vec<OutputFile> = Vec::new();
    for person in &config.people {
        let Some(events) = by_person.remove(person.key.value.as_str()) else { continue };
        let name = default_slug(&person.key.value);
        let mut path = format!("{name}.ics");
        for number in 2.. {
            if made.iter().all(|file| file.path != path) {
                break;
            }
            path = format!("{name}-{number}.ics");
        }
        let lang = config.languages.first().map_or("en", |lang| lang.value.as_str());
        made.push(OutputFile::new(path, calendar(person.name.get(lang), config, events)));
    }
    made
}

struct Event<'a> {
    due: Date,
    reviewed: Date,
    entry: &'a Entry,
    url: Option<&'a str>,
}

impl<'a> Event<'a> {
    fn of(file: &'a Listed<'_>, entry: &'a Entry) -> Option<Self> {
        let review = entry.common.review.as_ref()?;
        Some(Self { due: review.due()?, reviewed: review.date.value, entry, url: file.url.as_deref() })
    }
}

fn calendar(name: &str, config: &Config, mut events: Vec<Event<'_>>) -> String {
    events.sort_by_key(|event| (event.due, event.entry.path()));
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Waypost//Reviews//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&format!("Reviews for {name}"))));
    let host = config.base_url.origin.split("://").last().unwrap_or("");
    for event in events {
        let entry = event.entry;
        line(&mut out, "BEGIN:VEVENT");
        // The same for each review of an entry, so that the event moves when it was reviewed.
        line(&mut out, &format!("UID:{}", escaped(&format!("{}.{}@{host}", entry.id, entry.lang))));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", event.reviewed.strftime("%Y%m%d")));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", event.due.strftime("%Y%m%d")));
        line(&mut out, &format!("SUMMARY:{}", escaped(&format!("Review: {}", entry.common.title.value))));
        let said = format!("Last reviewed on {}. The file is {}.", event.reviewed, entry.path());
        line(&mut out, &format!("DESCRIPTION:{}", escaped(&said)));
        if let Some(url) = event.url {
            line(&mut out, &format!("URL:{url}"));
        }
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// A text as the value of a property (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded where it is long: each further one begins with a space, and no character is
/// torn.
fn line(out: &mut String, text: &str) {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let text = format!("SUMMARY:{}", "é".repeat(100));
        let mut out = String::new();
        line(&mut out, &text);
        assert!(out.ends_with("\r\n"));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), text);
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        assert_eq!(escaped("a; b, c\\d\ne\u{7}"), "a\\; b\\, c\\\\d\\ne ");
    }
}
