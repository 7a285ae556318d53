//! Atom feeds (RFC 4287).

use jiff::civil::Date;

use super::xml::Xml;
use crate::text::OutputFile;
use crate::view::{FEED_LENGTH, FeedEntryView, FeedView};

/// Writes a feed. Entries without any date are left out; the rest stand with the last change
/// first (then by address), at most [`FEED_LENGTH`] of them. The feed's own date is that of its
/// newest entry, never the clock's, so that an unchanged library has unchanged feeds. `None` when
/// no entry is left.
pub fn feed(view: &FeedView) -> Option<OutputFile> {
    let dated = view.entries.iter().filter_map(|entry| Some((entry.last_change()?, entry)));
    let mut entries: Vec<(Date, &FeedEntryView)> = dated.collect();
    entries.sort_by(|(a_date, a), (b_date, b)| b_date.cmp(a_date).then_with(|| a.url.cmp(&b.url)));
    entries.truncate(FEED_LENGTH);
    let &(newest, _) = entries.first()?;

    let mut xml = Xml::document();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &view.lang)]);
    xml.line();
    xml.text("id", &view.feed_url);
    xml.text("title", &view.title);
    if !view.subtitle.is_empty() {
        xml.text("subtitle", &view.subtitle);
    }
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &view.feed_url)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &view.page_url)]);
    xml.text("updated", &midnight(newest));
    person(&mut xml, &view.author);
    xml.line();
    for (changed, entry) in entries {
        write_entry(&mut xml, entry, changed);
    }
    xml.close("feed");
    xml.line();
    Some(OutputFile::new(view.route.trim_start_matches('/'), xml.finish()))
}

fn write_entry(xml: &mut Xml, entry: &FeedEntryView, changed: Date) {
    xml.open("entry", &[]);
    xml.text("id", &entry.id);
    xml.text("title", &entry.title);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    if let Some(published) = entry.published {
        xml.text("published", &midnight(published));
    }
    xml.text("updated", &midnight(changed));
    for author in &entry.authors {
        person(xml, author);
    }
    for category in &entry.categories {
        xml.empty("category", &[("term", category)]);
    }
    xml.text("summary", &entry.summary);
    xml.close("entry");
    xml.line();
}

fn person(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.text("name", name);
    xml.close("author");
}

/// A day as the format wants it (RFC 3339). Entries have days, not moments: midnight UTC.
fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn entry(name: &str, published: Option<Date>, updated: Option<Date>) -> FeedEntryView {
        let url = format!("https://library.example/{name}/");
        FeedEntryView {
            title: name.into(),
            id: url.clone(),
            url,
            published,
            updated,
            summary: "What it is about.".into(),
            authors: vec!["Editorial team".into()],
            categories: vec!["Housing".into()],
        }
    }

    fn view(entries: Vec<FeedEntryView>) -> FeedView {
        FeedView {
            route: "/tools/feed.xml".into(),
            title: "Tools · Library".into(),
            subtitle: "Every tool".into(),
            page_url: "https://library.example/tools/".into(),
            feed_url: "https://library.example/tools/feed.xml".into(),
            lang: "en".into(),
            author: "Library".into(),
            entries,
        }
    }

    fn read(view: &FeedView) -> Option<feed_rs::model::Feed> {
        let file = feed(view)?;
        assert_eq!(file.path, "tools/feed.xml");
        Some(feed_rs::parser::parse(file.bytes.as_slice()).unwrap())
    }

    #[test]
    fn a_feed_reader_finds_everything() {
        let feed = read(&view(vec![entry("a", Some(date(2026, 2, 11)), Some(date(2026, 8, 19)))])).unwrap();
        assert_eq!(feed.id, "https://library.example/tools/feed.xml");
        assert_eq!(feed.title.unwrap().content, "Tools · Library");
        assert_eq!(feed.description.unwrap().content, "Every tool");
        assert_eq!(feed.language.as_deref(), Some("en"));
        assert_eq!(feed.authors[0].name, "Library");
        let links: Vec<_> = feed.links.iter().map(|link| (link.rel.as_deref(), link.href.as_str())).collect();
        assert_eq!(links[0], (Some("self"), "https://library.example/tools/feed.xml"));
        assert_eq!(links[1], (Some("alternate"), "https://library.example/tools/"));
        let entry = &feed.entries[0];
        assert_eq!(entry.id, "https://library.example/a/");
        assert_eq!(entry.published.unwrap().to_rfc3339(), "2026-02-11T00:00:00+00:00");
        assert_eq!(entry.updated.unwrap().to_rfc3339(), "2026-08-19T00:00:00+00:00");
        assert_eq!(entry.summary.as_ref().unwrap().content, "What it is about.");
        assert_eq!(entry.categories[0].term, "Housing");
        assert_eq!(entry.authors[0].name, "Editorial team");
    }

    #[test]
    fn the_newest_come_first_and_the_feed_is_as_old_as_they_are() {
        let old = date(2025, 1, 1);
        let new = date(2026, 8, 19);
        let entries = vec![
            entry("old", Some(old), None),
            entry("undated", None, None),
            entry("z-new", Some(new), None),
            entry("a-new", Some(old), Some(new)),
        ];
        let feed = read(&view(entries)).unwrap();
        let names: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_ref().unwrap().content.as_str()).collect();
        assert_eq!(names, ["a-new", "z-new", "old"]);
        assert_eq!(feed.updated.unwrap().to_rfc3339(), "2026-08-19T00:00:00+00:00");
    }

    #[test]
    fn a_feed_is_bounded_and_never_empty() {
        assert_eq!(feed(&view(Vec::new())), None);
        assert_eq!(feed(&view(vec![entry("undated", None, None)])), None);
        let many = (0..80).map(|n| entry(&format!("e{n}"), Some(date(2026, 1, 1)), None)).collect();
        assert_eq!(read(&view(many)).unwrap().entries.len(), FEED_LENGTH);
    }

    proptest! {
        #[test]
        fn any_text_makes_a_feed_that_can_be_read(title in any::<String>(), summary in "(\\PC|[\0-\u{1f}]|\\]\\]>|<!--)*") {
            let mut one = entry("a", Some(date(2026, 1, 1)), None);
            one.title = title.clone();
            one.authors = vec![summary.clone()];
            one.categories = vec![title];
            one.summary = summary;
            prop_assert_eq!(read(&view(vec![one])).unwrap().entries.len(), 1);
        }
    }
}
