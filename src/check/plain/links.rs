//! Words of links that do not say where they lead. Who goes from link to link with a screen reader hears
//! nothing but these (WCAG 2.2, 2.4.4 and 2.4.9).

use super::Page;
use super::words::{folded, is_empty_link};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Anchor, LinkForm, film};

/// Characters of an address up to which it can be read out.
const LONGEST_ADDRESS: usize = 40;

pub(super) fn check(page: &mut Page<'_>) {
    let (path, lang) = (page.entry.path(), page.entry.lang.primary());
    for anchor in &page.passages.anchors {
        if let Some((message, help)) = weakness(lang, anchor) {
            page.complaints.push(Diagnostic::new(Code::LinkText, path, anchor.span, message).help(help));
        }
    }
}

fn weakness(lang: &str, anchor: &Anchor) -> Option<(String, &'static str)> {
    let text = anchor.text.trim();
    // An address of a film that stands alone is another rule's.
    if anchor.form == LinkForm::Auto && film(&anchor.target).is_some() {
        return None;
    }
    if !text.contains(char::is_alphanumeric) {
        // What the picture lacks, the link gets with it.
        return (!anchor.has_silent_picture).then(|| {
            let help = "write the name of what it leads to between the brackets: [Help lines](pages/help)";
            ("this link has no words that could be read out".to_owned(), help)
        });
    }
    if is_address(text) {
        let help = "write its name in its place: [Samaritans](https://…)";
        return (text.chars().count() > LONGEST_ADDRESS)
            .then(|| ("this link reads out a long address letter by letter".to_owned(), help));
    }
    is_empty_link(lang, &folded(text)).then(|| {
        let help = "make the words that name the target the link: see [riding out a craving](…), not see it [here](…)";
        (format!("the words of this link, “{text}”, do not say where it leads"), help)
    })
}

fn is_address(text: &str) -> bool {
    let begins = ["https://", "http://", "www."].iter().any(|start| text.starts_with(start));
    begins && !text.contains(char::is_whitespace)
}
