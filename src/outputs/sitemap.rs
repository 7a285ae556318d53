//! The sitemap (sitemaps.org protocol 0.9, with `xhtml:link` for other languages).

use jiff::civil::Date;

use super::xml::Xml;
use crate::config::BaseUrl;
use crate::text::OutputFile;
use crate::view::{Alternate, Content, PageView};

/// The most addresses that the protocol allows in one file.
const MOST_URLS: usize = 50_000;
/// The most bytes that the protocol allows in one file, 50 MB, with room for the file's frame.
const MOST_BYTES: usize = 49_900_000;

/// A page as the sitemap lists it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitemapRow {
    /// Full address.
    pub absolute_url: String,
    /// Last changed.
    pub lastmod: Option<Date>,
    /// Language tag and full address of the same page in every language, itself among them.
    pub alternates: Vec<(String, String)>,
}

impl SitemapRow {
    /// The row of a page; `None` for one that is not to be indexed.
    pub fn of(page: &PageView) -> Option<Self> {
        if page.noindex {
            return None;
        }
        let changed = match &page.content {
            Content::Entry(entry) => entry.updated.as_deref().or(entry.date.as_deref()),
            _ => None,
        };
        let pair = |other: &Alternate| (other.hreflang.clone(), other.absolute_url.clone());
        Some(Self {
            absolute_url: page.absolute_url.clone(),
            lastmod: changed.and_then(|date| date.parse().ok()),
            alternates: page.alternates.iter().map(pair).collect(),
        })
    }
}

/// Writes the sitemap, sorted by address: `sitemap.xml`, or `sitemap-1.xml` and so on with
/// `sitemap.xml` as their index where one file may not hold everything. Nothing without rows.
pub fn sitemap(rows: &[SitemapRow], base: &BaseUrl) -> Vec<OutputFile> {
    split(rows, base, MOST_URLS, MOST_BYTES)
}

fn split(rows: &[SitemapRow], base: &BaseUrl, most_urls: usize, most_bytes: usize) -> Vec<OutputFile> {
    let mut sorted: Vec<&SitemapRow> = rows.iter().collect();
    sorted.sort();
    sorted.dedup_by(|a, b| a.absolute_url == b.absolute_url);

    let mut parts: Vec<Part> = Vec::new();
    for row in sorted {
        let bytes = url_element(row);
        match parts.last_mut() {
            Some(part) if part.urls < most_urls && part.bytes.len() + bytes.len() <= most_bytes => {
                part.add(&bytes, row);
            }
            _ => {
                let mut part = Part::default();
                part.add(&bytes, row);
                parts.push(part);
            }
        }
    }
    match parts.as_slice() {
        [] => Vec::new(),
        [only] => vec![only.file("sitemap.xml")],
        many => {
            let file = |(at, part): (usize, &Part)| part.file(&part_name(at));
            let mut files: Vec<OutputFile> = many.iter().enumerate().map(file).collect();
            files.push(index(many, base));
            files
        }
    }
}

/// The rows of one file.
#[derive(Default)]
struct Part {
    bytes: Vec<u8>,
    urls: usize,
    newest: Option<Date>,
}

impl Part {
    fn add(&mut self, bytes: &[u8], row: &SitemapRow) {
        self.bytes.extend_from_slice(bytes);
        self.urls += 1;
        self.newest = self.newest.max(row.lastmod);
    }

    fn file(&self, name: &str) -> OutputFile {
        let mut xml = Xml::document();
        let spaces = [("xmlns", NAMESPACE), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")];
        xml.open("urlset", &spaces);
        xml.line();
        xml.append(&self.bytes);
        xml.close("urlset");
        xml.line();
        OutputFile::new(name, xml.finish())
    }
}

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn part_name(at: usize) -> String {
    format!("sitemap-{}.xml", at + 1)
}

fn index(parts: &[Part], base: &BaseUrl) -> OutputFile {
    let mut xml = Xml::document();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    xml.line();
    for (at, part) in parts.iter().enumerate() {
        xml.open("sitemap", &[]);
        xml.text("loc", &base.absolute(&format!("/{}", part_name(at))));
        if let Some(newest) = part.newest {
            xml.text("lastmod", &newest.to_string());
        }
        xml.close("sitemap");
        xml.line();
    }
    xml.close("sitemapindex");
    xml.line();
    OutputFile::new("sitemap.xml", xml.finish())
}

fn url_element(row: &SitemapRow) -> Vec<u8> {
    let mut xml = Xml::fragment();
    xml.open("url", &[]);
    xml.text("loc", &row.absolute_url);
    if let Some(lastmod) = row.lastmod {
        xml.text("lastmod", &lastmod.to_string());
    }
    for (lang, url) in &row.alternates {
        xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", url)]);
    }
    xml.close("url");
    xml.line();
    xml.finish()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::view::testing;

    fn base() -> BaseUrl {
        BaseUrl { origin: "https://library.example".into(), path: "/base/".into() }
    }

    fn row(name: &str) -> SitemapRow {
        SitemapRow {
            absolute_url: format!("https://library.example/base/{name}/"),
            lastmod: None,
            alternates: Vec::new(),
        }
    }

    fn texts(files: &[OutputFile]) -> Vec<(&str, &str)> {
        files.iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap())).collect()
    }

    #[test]
    fn rows_are_sorted_dated_and_name_their_translations() {
        let mut spanish = row("es/a");
        spanish.lastmod = Some(date(2026, 8, 19));
        spanish.alternates = vec![("en".into(), "https://library.example/base/a/?x&y".into())];
        let files = sitemap(&[spanish, row("a"), row("a")], &base());
        let expect = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
            <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
            xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n\
            <url><loc>https://library.example/base/a/</loc></url>\n\
            <url><loc>https://library.example/base/es/a/</loc><lastmod>2026-08-19</lastmod>\
            <xhtml:link rel=\"alternate\" hreflang=\"en\" \
            href=\"https://library.example/base/a/?x&amp;y\"/></url>\n\
            </urlset>\n";
        assert_eq!(texts(&files), [("sitemap.xml", expect)]);
    }

    #[test]
    fn too_many_or_too_large_is_split_with_an_index() {
        let rows: Vec<SitemapRow> = ["a", "b", "c"].map(row).to_vec();
        for files in [split(&rows, &base(), 2, MOST_BYTES), split(&rows, &base(), 9, 130)] {
            let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
            let texts = texts(&files);
            assert!(texts[2].1.contains("<loc>https://library.example/base/sitemap-2.xml</loc>"), "{}", texts[2].1);
            assert_eq!(texts[0].1.matches("<url>").count(), 2);
            assert_eq!(texts[1].1.matches("<url>").count(), 1);
        }
        assert_eq!(split(&rows, &base(), 3, MOST_BYTES).len(), 1);
        assert_eq!(sitemap(&[], &base()), Vec::new());
    }

    #[test]
    fn only_pages_to_be_indexed_have_a_row() {
        let entry = testing::entry("tool", "tools/a", "A");
        let mut page = testing::page("/tools/a/", "A", Content::Entry(Box::new(entry)));
        let row = SitemapRow::of(&page).unwrap();
        assert_eq!(row.absolute_url, "https://library.example/base/tools/a/");
        assert_eq!(row.lastmod, Some(date(2026, 8, 19)));
        page.noindex = true;
        assert_eq!(SitemapRow::of(&page), None);
    }
}
