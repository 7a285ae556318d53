//! A copy of the site that is read from a folder: `file://`, from a memory stick, by double-click.
//!
//! Every file is made from a finished one of the site, and from nothing else but the list of all of
//! them. Pages get addresses that lead from file to file, `index.html` included; what a server or
//! other programs alone can use is left out, and links to it lead to the site. Scripts cannot fetch
//! anything from a folder: beside each JSON file that pages read, and beside each page that search
//! shows excerpts of, lies a script that hands the same text over (`components/data/data.js`).

use std::collections::BTreeSet;

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use serde_json::Value;

use super::redirects::decode;
use crate::config::BaseUrl;
use crate::library::{language_prefix, offline_route, search_folder};
use crate::model::Lang;
use crate::syntax::unescape;
use crate::text::OutputFile;

/// Files at the root of a site that a folder has no use for: a server's, a search engine's, the
/// offline copy's.
const SERVERS: [&str; 7] =
    ["404.html", "_headers", "_redirects", "library.schema.json", "robots.txt", "waypost-manifest.json", "worker.js"];
/// Names of files that are left out wherever they stand: feeds, and lists of what can be kept offline.
const NAMES: [&str; 2] = ["feed.xml", "keep.json"];
/// Attributes that hold one address.
const ADDRESS: [&str; 7] = ["action", "cite", "formaction", "href", "poster", "src", "xlink:href"];
/// Attributes that hold several, each with a size.
const ADDRESSES: [&str; 2] = ["imagesrcset", "srcset"];

/// What pages load from the folder, or send to one of its pages.
const FROM_FOLDER: [&str; 6] = ["font-src", "form-action", "img-src", "media-src", "script-src", "style-src"];

/// What is known of a site when its files are brought into a folder.
pub struct Portable<'a> {
    base: &'a BaseUrl,
    /// Paths of the files that the folder has.
    kept: BTreeSet<String>,
    /// Pages that search results lead to.
    found: BTreeSet<String>,
}

impl<'a> Portable<'a> {
    /// Prepares the copy of a site that consists of these files and speaks these languages, the
    /// default one first.
    pub fn new(files: &[OutputFile], languages: &[Lang], base: &'a BaseUrl) -> Self {
        let mut copy = Self { base, kept: BTreeSet::new(), found: BTreeSet::new() };
        let Some(default) = languages.first() else { return copy };
        let offline = languages.iter().map(|lang| offline_route(&language_prefix(lang, default)));
        let offline = offline.map(|route| format!("{}index.html", route.trim_start_matches('/'))).collect();
        let kept = files.iter().map(|file| &file.path).filter(|path| !is_left_out(path, &offline));
        copy.kept = kept.cloned().collect();
        let folders: Vec<String> = languages.iter().map(|lang| format!("{}d/", search_folder(lang, default))).collect();
        let blocks = files.iter().filter(|file| folders.iter().any(|folder| file.path.starts_with(folder.as_str())));
        let found: BTreeSet<String> = blocks.flat_map(|file| addresses(&file.bytes)).collect();
        copy.found = found.iter().filter_map(|address| Some(copy.target(address)?.0)).collect();
        copy
    }

    /// What stands in the folder for a file of the site; nothing for what is left out.
    pub fn copy(&self, file: &OutputFile) -> Vec<OutputFile> {
        if !self.kept.contains(&file.path) {
            return Vec::new();
        }
        let is_page = file.path.ends_with(".html") || file.path.ends_with(".htm");
        let Ok(text) = std::str::from_utf8(&file.bytes) else { return vec![file.clone()] };
        if is_page {
            let mut files = vec![OutputFile::new(file.path.clone(), self.page(&file.path, text))];
            if self.found.contains(&file.path) {
                files.push(handed_over(&file.path, main_part(text)));
            }
            return files;
        }
        let mut files = vec![file.clone()];
        if file.path.ends_with(".json") {
            files.push(handed_over(&file.path, text));
        }
        files
    }

    /// A page with its addresses as they are in the folder.
    fn page(&self, path: &str, html: &str) -> String {
        let every = element!("*", |element| {
            self.element(path, element);
            Ok(())
        });
        // Fails only when memory is short, and the page as it is can be read all the same.
        rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(every))
            .unwrap_or_else(|_| html.to_owned())
    }

    fn element(&self, path: &str, element: &mut Element<'_, '_>) {
        let tag = element.tag_name();
        // What says where the page is on the web goes on saying so.
        let attributes: Vec<(String, String)> =
            element.attributes().iter().map(|attribute| (attribute.name(), unescape(&attribute.value()))).collect();
        let is_link = matches!(tag.as_str(), "a" | "area");
        let mut new: Vec<(String, String)> = Vec::new();
        for (name, value) in &attributes {
            let name_text = name.as_str();
            let written = if ADDRESS.contains(&name_text) {
                self.address(path, value, is_link)
            } else if ADDRESSES.contains(&name_text) {
                Some(self.candidates(path, value))
            } else if name_text.starts_with("data-") {
                self.here(path, value)
            } else if tag == "meta" && name_text == "content" {
                self.meta(path, &attributes, value)
            } else {
                None
            };
            new.extend(written.filter(|written| written != value).map(|written| (name.clone(), written)));
        }
        if tag == "html" {
            new.push(("data-base".to_owned(), self.base.path.clone()));
        }
        for (name, value) in new {
            // Cannot fail: the name is one that the page had.
            let _ = element.set_attribute(&name, &value.replace('&', "&amp;"));
        }
    }

    /// Where a redirect leads, and what the page may load: from a folder the page's own origin is
    /// nobody's, so the folder is named as such beside it.
    fn meta(&self, path: &str, attributes: &[(String, String)], content: &str) -> Option<String> {
        let (_, what) = attributes.iter().find(|(name, _)| name == "http-equiv")?;
        if what.eq_ignore_ascii_case("content-security-policy") {
            let directive = |one: &str| match one.trim_start().split(' ').next() {
                Some(name) if FROM_FOLDER.contains(&name) => one.replace("'self'", "'self' file:"),
                _ => one.to_owned(),
            };
            return Some(content.split(';').map(directive).collect::<Vec<_>>().join(";"));
        }
        let (time, address) = content.split_once("url=").filter(|_| what.eq_ignore_ascii_case("refresh"))?;
        Some(format!("{time}url={}", self.address(path, address, true)?))
    }

    /// An address as a page at `path` has to say it; nothing for one that can stay. What the folder
    /// lacks is still on the web.
    fn address(&self, path: &str, address: &str, is_link: bool) -> Option<String> {
        let own = address.strip_prefix(self.base.origin.as_str()).filter(|rest| is_link && rest.starts_with('/'));
        if let Some(rest) = own {
            return self.here(path, rest);
        }
        if !address.starts_with('/') || address.starts_with("//") {
            return None;
        }
        Some(self.here(path, address).unwrap_or_else(|| format!("{}{address}", self.base.origin)))
    }

    /// Several addresses with sizes.
    fn candidates(&self, path: &str, list: &str) -> String {
        let one = |candidate: &str| {
            let (address, size) = candidate.trim().split_once(' ').unwrap_or((candidate.trim(), ""));
            let address = self.address(path, address, false).unwrap_or_else(|| address.to_owned());
            if size.is_empty() { address } else { format!("{address} {size}") }
        };
        // An address with a comma in it is followed by none: ours are encoded, and end in a space.
        list.split(", ").map(one).collect::<Vec<_>>().join(", ")
    }

    /// The way from the page at `path` to a file of the folder; nothing where an address leads
    /// elsewhere.
    fn here(&self, path: &str, address: &str) -> Option<String> {
        let (target, rest) = self.target(address)?;
        Some(format!("{}{rest}", way(path, &target)))
    }

    /// The file that an address leads to, and the address's query and fragment.
    fn target<'b>(&self, address: &'b str) -> Option<(String, &'b str)> {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (before, rest) = address.split_at_checked(end)?;
        let file = decode(before.strip_prefix(self.base.path.as_str())?)?;
        let names = [file.clone(), format!("{file}index.html"), format!("{file}/index.html")];
        let found = names.into_iter().find(|name| self.kept.contains(name))?;
        Some((found, rest))
    }
}

fn is_left_out(path: &str, offline: &BTreeSet<String>) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_sitemap = path.starts_with("sitemap") && path.ends_with(".xml") && !path.contains('/');
    SERVERS.contains(&path) || NAMES.contains(&name) || is_sitemap || offline.contains(path)
}

/// The addresses of a block of the search index: the first value of each of its rows.
fn addresses(block: &[u8]) -> Vec<String> {
    let rows: Vec<Vec<Value>> = serde_json::from_slice(block).unwrap_or_default();
    let first = |row: &Vec<Value>| row.first().and_then(Value::as_str).map(str::to_owned);
    rows.iter().filter_map(first).collect()
}

/// The script that hands over a text to `components/data/data.js`.
fn handed_over(path: &str, text: &str) -> OutputFile {
    // Cannot fail: a text is always JSON.
    let quoted = serde_json::to_string(text).unwrap_or_default();
    OutputFile::new(format!("{path}.js"), format!("waypostTake({quoted});\n"))
}

/// What a page says, without its frame.
fn main_part(html: &str) -> &str {
    const END: &str = "</main>";
    let part = html.find("<main").and_then(|from| html.get(from..)).unwrap_or(html);
    part.find(END).and_then(|end| part.get(..end + END.len())).unwrap_or(part)
}

/// The address of one file as seen from another.
fn way(from: &str, to: &str) -> String {
    let shared = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes().get(..shared).and_then(|same| same.iter().rposition(|b| *b == b'/'));
    let below = |path: &str| path.get(shared.map_or(0, |at| at + 1)..).unwrap_or(path).to_owned();
    let up = below(from).matches('/').count();
    let base = BaseUrl { origin: String::new(), path: "/".to_owned() };
    let down = base.href(&format!("/{}", below(to)));
    let down = down.trim_start_matches('/');
    // A name with a colon in it would be read as a scheme.
    if up == 0 && down.contains(':') { format!("./{down}") } else { format!("{}{down}", "../".repeat(up)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> BaseUrl {
        BaseUrl { origin: "https://library.example".into(), path: "/base/".into() }
    }

    /// The page `tools/a/index.html` with that in it, in a folder with some other files.
    fn check(html: &str, expect: &str) {
        let mut files: Vec<OutputFile> = [
            "404.html",
            "_headers",
            "assets/site.1a.css",
            "caf\u{e9} b/index.html",
            "es/offline/index.html",
            "feed.xml",
            "index.html",
            "search/index.html",
            "search/index.json",
            "tools/a/x.pdf",
            "tools/b:c.html",
            "tools/index.html",
        ]
        .map(|path| OutputFile::new(path, ""))
        .into();
        files.push(OutputFile::new("tools/a/index.html", html));
        let base = base();
        let copy = Portable::new(&files, &["en", "es"].map(Lang::new), &base);
        let made = copy.copy(files.last().unwrap());
        assert_eq!(std::str::from_utf8(&made[0].bytes).unwrap(), expect);
    }

    #[test]
    fn addresses_lead_from_file_to_file() {
        check(r#"<a href="/base/">x</a>"#, r#"<a href="../../index.html">x</a>"#);
        check(r#"<a href="/base/tools/?q=a&amp;b=%20#c">"#, r#"<a href="../index.html?q=a&amp;b=%20#c">"#);
        check(r#"<a href="/base/tools">"#, r#"<a href="../index.html">"#);
        check(r#"<a href="/base/tools/a/#x">"#, r#"<a href="index.html#x">"#);
        check(r#"<a href="/base/caf%C3%A9%20b/">"#, r#"<a href="../../caf%C3%A9%20b/index.html">"#);
        check(r#"<a href="/base/tools/b:c.html">"#, r#"<a href="../b:c.html">"#);
        check(r#"<a href="/base/tools/a/x.pdf" download>"#, r#"<a href="x.pdf" download>"#);
        check(r##"<a href="#x">"##, r##"<a href="#x">"##);
        check(r#"<a href="https://library.example/base/tools/">"#, r#"<a href="../index.html">"#);
        check(
            r#"<a href="https://elsewhere.example/base/tools/">"#,
            r#"<a href="https://elsewhere.example/base/tools/">"#,
        );
        check(r#"<form action="/base/search/">"#, r#"<form action="../../search/index.html">"#);
        check(
            r#"<p data-a="/base/search/index.json" data-b='["/base/"]'>"#,
            r#"<p data-a="../../search/index.json" data-b='["/base/"]'>"#,
        );
        let srcset = r#"<img srcset="/base/tools/a/x.pdf 1x, /base/assets/site.1a.css 2x" src="/base/tools/a/x.pdf">"#;
        check(srcset, r#"<img srcset="x.pdf 1x, ../../assets/site.1a.css 2x" src="x.pdf">"#);
    }

    #[test]
    fn what_the_folder_lacks_is_on_the_web() {
        check(r#"<a href="/base/feed.xml">"#, r#"<a href="https://library.example/base/feed.xml">"#);
        check(r#"<a href="/other/">"#, r#"<a href="https://library.example/other/">"#);
        check(
            r#"<link rel="canonical" href="https://library.example/base/tools/a/">"#,
            r#"<link rel="canonical" href="https://library.example/base/tools/a/">"#,
        );
    }

    #[test]
    fn the_head_is_the_folders() {
        check("<html lang=\"en\">", "<html lang=\"en\" data-base=\"/base/\">");
        let policy = |sources| {
            format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src {sources}; connect-src 'self'; base-uri 'none'\">"
            )
        };
        check(&policy("'self'"), &policy("'self' file:"));
        check(
            r#"<meta http-equiv="refresh" content="0; url=/base/tools/">"#,
            r#"<meta http-equiv="refresh" content="0; url=../index.html">"#,
        );
        check(
            r#"<script type="application/ld+json">{"a":"<a href=\"/base/\">"}</script>"#,
            r#"<script type="application/ld+json">{"a":"<a href=\"/base/\">"}</script>"#,
        );
    }

    #[test]
    fn servers_keep_what_is_theirs_and_scripts_hand_over_data() {
        let files = [
            ("404.html", "x"),
            ("_headers", "x"),
            ("es/keep.json", "{}"),
            ("offline/index.html", "x"),
            ("pages/offline/index.html", "x"),
            ("search/index.json", "{\"a\":\"\u{2028}\\\"\"}"),
            ("search/d/ab/1.json", "[[\"/base/tools/\",\"T\"]]"),
            ("sitemap.xml", "x"),
            ("tools/index.html", "<body><main id=a>x</main></body>"),
        ]
        .map(|(path, text)| OutputFile::new(path, text));
        let base = base();
        let copy = Portable::new(&files, &["en", "es"].map(Lang::new), &base);
        let made: Vec<OutputFile> = files.iter().flat_map(|file| copy.copy(file)).collect();
        let paths: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
        let expect = [
            "pages/offline/index.html",
            "search/index.json",
            "search/index.json.js",
            "search/d/ab/1.json",
            "search/d/ab/1.json.js",
            "tools/index.html",
            "tools/index.html.js",
        ];
        assert_eq!(paths, expect);
        assert_eq!(made[2].bytes, "waypostTake(\"{\\\"a\\\":\\\"\u{2028}\\\\\\\"\\\"}\");\n".as_bytes());
        assert_eq!(made[6].bytes, b"waypostTake(\"<main id=a>x</main>\");\n");
    }

    proptest! {
        #[test]
        fn a_way_leads_there(from in "([ab]{1,2}/){0,3}[ab]", to in "([ab]{1,2}/){0,3}[ab]") {
            let mut at: Vec<&str> = from.split('/').collect();
            at.pop();
            let way = way(&from, &to);
            for part in way.split('/') {
                if part == ".." { at.pop(); } else { at.push(part); }
            }
            prop_assert_eq!(at.join("/"), to);
        }

        #[test]
        fn no_page_breaks(html in "(\\PC|<a href=\"|/base/|tools/|\">|&amp;|&#x2F;|<script>|<!--|'){0,30}") {
            let base = base();
            let files = [OutputFile::new("tools/index.html", html)];
            let copy = Portable::new(&files, &[Lang::new("en")], &base);
            let once = copy.copy(&files[0]);
            prop_assert_eq!(copy.copy(&files[0]), once);
        }
    }
}
