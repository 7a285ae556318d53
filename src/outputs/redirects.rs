//! Old addresses that lead to new ones: an HTML page for every host, and `_redirects` for hosts
//! that answer with a proper 301 (Netlify, Cloudflare Pages and those that copied them).
//!
//! | Alias | HTML page | Line in `_redirects` |
//! |---|---|---|
//! | `/2019/05/old/`, `/old` | `2019/05/old/index.html`, `old/index.html` | `/2019/05/old/ /new/ 301` |
//! | `/old.html`, `/old.htm` | `old.html`, `old.htm` | `/old.html /new/ 301` |
//! | `/?p=12`, `/blog/?p=12` | none: a file cannot see a query | `/ p=12 /new/ 301!` |
//!
//! The query form is Netlify's; `301!` because the path itself may be a page. Cloudflare Pages
//! cannot match queries and skips such a line.

use std::collections::BTreeSet;

use crate::config::BaseUrl;
use crate::text::{OutputFile, is_device_name};
use crate::view::{Delivery, content_security_policy};

/// An old address and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// The old address as front matter has it: from the root, without the path of `base_url`.
    pub alias: String,
    /// What an `href` to the new page says.
    pub url: String,
    /// The new page's full address.
    pub absolute_url: String,
    /// The new page's name.
    pub title: String,
    /// The new page's language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The interface words "This page has moved", in that language.
    pub moved: String,
    /// The library's name.
    pub site_title: String,
}

/// Writes a page for every alias that a file can stand for, and one `_redirects` with all of them
/// (where there are any). Sorted by alias; the same alias of the same page counts once.
pub fn redirects(all: &[Redirect], base: &BaseUrl) -> Vec<OutputFile> {
    let sorted: BTreeSet<&Redirect> = all.iter().collect();
    let mut files = Vec::new();
    let mut claimed = BTreeSet::new();
    let mut rules = BTreeSet::new();
    for redirect in sorted {
        let Some(old) = Old::read(&redirect.alias) else { continue };
        rules.insert(Rule::new(&old, &redirect.url, base));
        if let Some(path) = old.file()
            && claimed.insert((path.clone(), &redirect.url))
        {
            files.push(OutputFile::new(path, page(redirect, &old.path)));
        }
    }
    if !rules.is_empty() {
        let text: String = rules.iter().map(|rule| rule.line.as_str()).collect();
        files.push(OutputFile::new("_redirects", text));
    }
    files
}

/// The output file that answers at an old address; none for what no file can answer.
pub fn redirect_file(alias: &str) -> Option<String> {
    Old::read(alias)?.file()
}

/// An alias taken apart: its path, percent-decoded, and its query as written.
struct Old {
    path: String,
    query: String,
}

impl Old {
    /// `None` for what is no address inside this site.
    fn read(alias: &str) -> Option<Self> {
        let alias = alias.split('#').next().unwrap_or("");
        let (path, query) = alias.split_once('?').unwrap_or((alias, ""));
        let path = decode(path)?;
        let outside = path.split('/').any(|part| matches!(part, "." | ".."));
        let odd = |c: char| c.is_control() || c == '\\';
        if !path.starts_with('/') || path.starts_with("//") || outside || path.contains(odd) {
            return None;
        }
        (path != "/" || !query.is_empty()).then(|| Self { path, query: query.to_owned() })
    }

    /// The output file that answers at this address, where a file can.
    fn file(&self) -> Option<String> {
        let path = self.path.trim_matches('/');
        let fits = |part: &str| !part.is_empty() && part.len() <= 200 && !is_device_name(part);
        if !self.query.is_empty() || !path.split('/').all(fits) {
            return None;
        }
        let is_page = !self.path.ends_with('/') && (path.ends_with(".html") || path.ends_with(".htm"));
        Some(if is_page { path.to_owned() } else { format!("{path}/index.html") })
    }
}

/// A line of `_redirects`. The first line that fits wins, so those with a query stand before the
/// one for the path alone.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    path: String,
    without_query: bool,
    line: String,
}

impl Rule {
    fn new(old: &Old, target: &str, base: &BaseUrl) -> Self {
        let mut path = base.path.trim_end_matches('/').to_owned();
        encode(&old.path, &mut path);
        let mut line = path.clone();
        for pair in old.query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            line.push(' ');
            encode(&decode(key).unwrap_or_default(), &mut line);
            line.push('=');
            encode(&decode(value).unwrap_or_default(), &mut line);
        }
        let without_query = old.query.is_empty();
        line.push_str(&format!(" {target} {}\n", if without_query { "301" } else { "301!" }));
        Self { path, without_query, line }
    }
}

/// Undoes percent-encoding; `None` for bytes that are not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) if byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Percent-encodes everything but letters, digits, `-._~` and `/`: among the rest are `*` and `:`,
/// which are patterns in `_redirects`, and the space, which ends an address there.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// A page that leads on by itself, and by a link where that is switched off.
fn page(redirect: &Redirect, old: &str) -> String {
    let policy = content_security_policy(Delivery::Meta);
    let [lang, dir, url, absolute_url] =
        [&redirect.lang, &redirect.dir, &redirect.url, &redirect.absolute_url].map(|text| escape(text));
    let [title, moved, site_title] = [&redirect.title, &redirect.moved, &redirect.site_title].map(|text| escape(text));
    let old = escape(old);
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"{lang}\" dir=\"{dir}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{moved}: {old} · {site_title}</title>\n\
         <meta name=\"description\" content=\"{moved}: {old} → {title}\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{absolute_url}\">\n\
         </head>\n\
         <body>\n\
         <main>\n\
         <h1>{moved}</h1>\n\
         <nav><a href=\"{url}\">{title}</a></nav>\n\
         </main>\n\
         </body>\n\
         </html>\n"
    )
}

/// The text as it may stand in HTML, between tags and in quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn redirect(alias: &str) -> Redirect {
        Redirect {
            alias: alias.into(),
            url: "/base/tools/new/".into(),
            absolute_url: "https://library.example/base/tools/new/".into(),
            title: "New <b>&\"".into(),
            lang: "en".into(),
            dir: "ltr".into(),
            moved: "This page has moved".into(),
            site_title: "Library".into(),
        }
    }

    fn base() -> BaseUrl {
        BaseUrl { origin: "https://library.example".into(), path: "/base/".into() }
    }

    fn write(aliases: &[&str]) -> Vec<OutputFile> {
        redirects(&aliases.iter().map(|alias| redirect(alias)).collect::<Vec<_>>(), &base())
    }

    /// Where the page of an alias lies, and its line in `_redirects`.
    fn check(alias: &str, file: Option<&str>, line: &str) {
        let files = write(&[alias]);
        let (rules, pages) = files.split_last().unwrap();
        assert_eq!(pages.first().map(|page| page.path.as_str()), file, "{alias}");
        assert_eq!(rules.path, "_redirects");
        assert_eq!(std::str::from_utf8(&rules.bytes).unwrap(), format!("{line}\n"), "{alias}");
    }

    #[test]
    fn every_sort_of_old_address_leads_on() {
        check("/2019/05/old/", Some("2019/05/old/index.html"), "/base/2019/05/old/ /base/tools/new/ 301");
        check("/old", Some("old/index.html"), "/base/old /base/tools/new/ 301");
        check("/old.html", Some("old.html"), "/base/old.html /base/tools/new/ 301");
        check("/old.php", Some("old.php/index.html"), "/base/old.php /base/tools/new/ 301");
        check("/?p=12", None, "/base/ p=12 /base/tools/new/ 301!");
        check("/blog/?p=12&x", None, "/base/blog/ p=12 x= /base/tools/new/ 301!");
        check("/caf%C3%A9/#top", Some("café/index.html"), "/base/caf%C3%A9/ /base/tools/new/ 301");
        check("/a b*:c/", Some("a b*:c/index.html"), "/base/a%20b%2A%3Ac/ /base/tools/new/ 301");
        check("/100%/", Some("100%/index.html"), "/base/100%25/ /base/tools/new/ 301");
        check("/con/", None, "/base/con/ /base/tools/new/ 301");
    }

    #[test]
    fn nothing_leads_out_of_the_site() {
        for alias in ["", "x", "/", "//host/", "/../x", "/%2e%2e/x", "/a\\..\\b", "/a%00", "/%ff/", "https://x/"] {
            assert_eq!(write(&[alias]), Vec::new(), "{alias}");
        }
    }

    #[test]
    fn a_query_is_looked_at_before_the_path_alone() {
        let files = write(&["/blog/", "/blog/?p=1", "/blog", "/blog/"]);
        let rules = std::str::from_utf8(&files.last().unwrap().bytes).unwrap();
        let sources: Vec<&str> = rules.lines().map(|line| line.split(" /base/tools").next().unwrap()).collect();
        assert_eq!(sources, ["/base/blog", "/base/blog/ p=1", "/base/blog/"]);
        assert_eq!(files.len(), 2, "`/blog` and `/blog/` are one file");
    }

    #[test]
    fn the_page_is_plain_html_with_a_link() {
        let files = write(&["/old \"<x>/"]);
        let html = std::str::from_utf8(&files[0].bytes).unwrap();
        assert!(html.contains("<meta http-equiv=\"refresh\" content=\"0; url=/base/tools/new/\">"), "{html}");
        assert!(html.contains("<title>This page has moved: /old &quot;&lt;x&gt;/ · Library</title>"), "{html}");
        assert!(html.contains("<a href=\"/base/tools/new/\">New &lt;b&gt;&amp;&quot;</a>"), "{html}");
        assert!(html.contains("<link rel=\"canonical\" href=\"https://library.example/base/tools/new/\">"), "{html}");
        assert!(html.contains("content=\"noindex\"") && !html.contains("<script"), "{html}");
    }

    proptest! {
        #[test]
        fn no_alias_names_a_file_outside_or_breaks_a_line(alias in "/?(\\PC|%2e|%2f|%5c|%00|[./\\\\?#\n\r])*") {
            for file in write(&[&alias]) {
                prop_assert!(!file.path.starts_with('/') && !file.path.contains('\\'));
                prop_assert!(file.path.split('/').all(|part| !matches!(part, "" | "." | "..")));
                if file.path == "_redirects" {
                    prop_assert_eq!(String::from_utf8(file.bytes).unwrap().lines().count(), 1);
                }
            }
        }
    }
}
