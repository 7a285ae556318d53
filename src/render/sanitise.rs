use std::collections::{HashMap, HashSet};

use super::escape;
use super::raw;
use crate::syntax::ALLOWED_ELEMENTS;
use crate::text::Hasher;
use crate::view::BodyView;

/// The attribute that stands in for what is set aside.
const MARK: &str = "data-wp";
/// Elements that Waypost writes and content may not.
const OWN_ELEMENTS: [&str; 3] = ["input", "label", "section"];
/// Elements that go with all that is in them.
const WITH_CONTENT: [&str; 2] = ["script", "style"];

/// Keeps Waypost's own attributes and drawings apart from a body while it is sanitised: the
/// sanitiser takes every class, id and role out, and passes only marks that bear the body's key.
/// The key is a hash of the body and of all that goes into it, so no content can hold its own.
#[derive(Debug)]
pub(super) struct Guard {
    key: String,
    /// For each mark, what it stands for: attributes, `>`, content.
    aside: Vec<String>,
}

impl Guard {
    /// A guard for one body.
    pub(super) fn new(view: &BodyView) -> Self {
        let mut hasher = Hasher::new();
        hasher.part(view.text());
        for id in &view.heading_ids {
            hasher.part(id);
        }
        for target in &view.targets {
            hasher.part(&target.url).part(&target.lang).part(target.kind.note());
        }
        Self { key: hasher.finish().short(32), aside: Vec::new() }
    }

    /// Moves what was written from `from` on out of the way, and leaves a mark.
    pub(super) fn set_aside(&mut self, out: &mut String, from: usize) {
        let own = out.get(from..).unwrap_or("").to_owned();
        if own == ">" {
            return;
        }
        out.truncate(from);
        out.push_str(&format!(" {MARK}=\"{}-{}\">", self.key, self.aside.len()));
        self.aside.push(own);
    }

    /// Sanitises the body and puts back what was set aside.
    pub(super) fn sanitise(&self, html: &str) -> String {
        let key = self.key.clone();
        let clean = builder()
            .attribute_filter(move |_, name, value| {
                let is_mark = value.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('-'));
                (name != MARK || is_mark).then(|| value.into())
            })
            .clean(html)
            .to_string()
            // What is left of a paragraph whose place another block has taken.
            .replace("<p></p>\n", "")
            .replace("<p></p>", "");
        escape::scrub(self.put_back(&clean))
    }

    fn put_back(&self, html: &str) -> String {
        let mark = format!(" {MARK}=\"{}-", self.key);
        let mut used = vec![false; self.aside.len()];
        let mut out = String::with_capacity(html.len() * 2);
        let mut parts = html.split(&mark);
        out.push_str(parts.next().unwrap_or(""));
        for part in parts {
            let Some((number, rest)) = part.split_once("\">") else { continue };
            let own =
                number.parse::<usize>().ok().and_then(|number| Some((self.aside.get(number)?, used.get_mut(number)?)));
            match own {
                Some((own, is_used @ false)) => {
                    *is_used = true;
                    out.push_str(own);
                }
                // The parser repeats an element where tags overlap; an id stands only once.
                Some((own, _)) => push_without_id(&mut out, own),
                None => out.push('>'),
            }
            out.push_str(rest);
        }
        out
    }
}

/// Writes the attributes without the id, and without the content behind them.
fn push_without_id(out: &mut String, own: &str) {
    let attributes = own.split('>').next().unwrap_or("");
    match attributes.split_once(" id=\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1))) {
        Some((before, after)) => {
            out.push_str(before);
            out.push_str(after);
        }
        None => out.push_str(attributes),
    }
    out.push('>');
}

/// The sanitiser's allow list: the same that [`raw`] has already applied, and our own elements.
fn builder<'a>() -> ammonia::Builder<'a> {
    let mut builder = ammonia::Builder::empty();
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for &(element, name) in raw::ATTRIBUTES {
        attributes.entry(element).or_default().insert(name);
    }
    builder
        .tags(ALLOWED_ELEMENTS.iter().copied().chain(OWN_ELEMENTS).collect())
        .clean_content_tags(WITH_CONTENT.into_iter().collect())
        .tag_attributes(attributes)
        .generic_attributes(raw::EVERYWHERE.iter().copied().chain([MARK]).collect())
        .url_schemes(["http", "https", "mailto", "tel", "sms"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceFile, Span};
    use crate::view::Setting;

    fn view(text: &str) -> BodyView {
        BodyView {
            source: SourceFile::new("a.md", text),
            span: Span::new(0, text.len()),
            heading_ids: Vec::new(),
            has_html: true,
            targets: Vec::new(),
            lang: "en".to_owned(),
            setting: Setting::default(),
        }
    }

    fn check(html: &str, expected: &str) {
        assert_eq!(Guard::new(&view("x")).sanitise(html), expected);
    }

    #[test]
    fn only_the_allow_list_passes() {
        check("<p id=a class=b style=c onclick=d title=e>x", "<p title=\"e\">x</p>");
        check("<script>x</script><svg><b>y</b></svg><input type=text>", "<b>y</b><input>");
        check("<a href=\"javascript:x\">y</a><b data-wp=\"abc-0\">z</b>", "<a>y</a><b>z</b>");
        check("a&#1;b\u{85}c&#133;", "abc\u{2026}");
    }

    #[test]
    fn marks_are_put_back_and_ids_only_once() {
        let mut guard = Guard::new(&view("x"));
        let mut html = "<b><a".to_owned();
        let mark = html.len();
        html.push_str(" href=\"#x\" id=\"y\">z");
        guard.set_aside(&mut html, mark);
        html.push_str("<p>1</b>2");
        assert_eq!(guard.sanitise(&html), "<b><a href=\"#x\" id=\"y\">z</a></b><a href=\"#x\"><p><b>1</b>2</p></a>");
    }
}
