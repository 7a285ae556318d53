//! `edit_url`: where readers can suggest a change to a page.

use super::read::link;
use super::types::encode_path;
use crate::diag::Code;
use crate::syntax::Fields;

/// What stands for the page in an address.
const PLACEHOLDERS: [&str; 2] = ["path", "title"];

/// An address with places for a page's file and title:
/// `https://code.example/library/edit/main/{path}`, `mailto:editors@library.example?subject={title}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUrl(String);

impl EditUrl {
    /// The address for one page: `path` is its file below the site folder.
    pub fn of(&self, path: &str, title: &str) -> String {
        let (place, query) =
            self.0.split_once('?').map_or((self.0.as_str(), None), |(place, query)| (place, Some(query)));
        let mut in_place = String::new();
        encode_path(path, &mut in_place);
        let mut url = place.replace("{path}", &in_place).replace("{title}", &encoded(title));
        if let Some(query) = query {
            url.push('?');
            url.push_str(&query.replace("{path}", &encoded(path)).replace("{title}", &encoded(title)));
        }
        url
    }
}

/// Percent-encodes all that means anything in an address (RFC 3986, all but `unreserved`).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Reads `edit_url`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<EditUrl> {
    let given = fields.text("edit_url")?;
    let help = "write it with {path} where the page's file belongs: https://code.example/library/edit/main/{path}, or \
                mailto:editors@library.example?subject={path}";
    let fault = |fields: &mut Fields<'_>, code: Code, message: String| {
        let complaint = fields.fault(code, given.span, message).help(help);
        fields.complain(complaint);
    };
    let mut rest = given.value.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or(("", ""));
        if !PLACEHOLDERS.contains(&name) {
            let message = format!("`edit_url` knows {{path}} and {{title}}, not {{{name}}}");
            fault(fields, Code::ChoiceUnknown, message);
            return None;
        }
        rest = behind;
    }
    let plain = given.clone().map(|text| text.replace("{path}", "path").replace("{title}", "title"));
    let is_scheme = ["https://", "http://", "mailto:"].iter().any(|start| given.value.starts_with(start));
    if !is_scheme {
        fault(fields, Code::UrlInvalid, "`edit_url` takes an address that begins with https:// or mailto:".to_owned());
        return None;
    }
    link(fields, "edit_url", plain)?;
    // What a file is called must never decide who is written to.
    let from = given.value.split_once("//").map_or(given.value.as_str(), |(_, rest)| rest);
    let owner_end = if given.value.starts_with("mailto:") { from.find('?') } else { from.find(['/', '?', '#']) };
    let owner = from.get(..owner_end.unwrap_or(from.len())).unwrap_or("");
    let message = match given.value.contains("{path}") || given.value.contains("{title}") {
        true if owner.contains('{') => "`edit_url` cannot have the page in the name of the site or of the mailbox",
        true => return Some(EditUrl(given.value)),
        false => "`edit_url` is the same for every page: nothing in it stands for the page",
    };
    fault(fields, Code::UrlInvalid, message.to_owned());
    None
}

#[cfg(test)]
mod tests {
    use crate::text::SourceFile;

    /// Reads `edit_url`; holds the address of a page against what is expected, empty for none, and the
    /// complaints' codes.
    #[track_caller]
    fn check(url: &str, expected: &str, codes: &[&str]) {
        let text = format!("title: x\nbase_url: https://x.example/\nedit_url: '{url}'\n");
        let (config, complaints) = crate::config::read(&SourceFile::new("waypost.yaml", text));
        let found = config.unwrap().edit_url.map(|url| url.of("content/tools/a b&c.es.md", "Más: A & B? #1"));
        assert_eq!(found.unwrap_or_default(), expected, "{url}");
        assert_eq!(complaints.iter().map(|complaint| complaint.code.name()).collect::<Vec<_>>(), codes, "{url}");
    }

    #[test]
    fn a_page_is_named_in_the_address() {
        check(
            "https://code.example/x/edit/main/{path}",
            "https://code.example/x/edit/main/content/tools/a%20b%26c.es.md",
            &[],
        );
        check(
            "https://code.example/new?file={path}&t={title}#{path}",
            "https://code.example/new?file=content%2Ftools%2Fa%20b%26c.es.md&t=M%C3%A1s%3A%20A%20%26%20B%3F%20%231#content%2Ftools%2Fa%20b%26c.es.md",
            &[],
        );
        check(
            "mailto:us@x.example?subject={title}&body={path}",
            "mailto:us@x.example?subject=M%C3%A1s%3A%20A%20%26%20B%3F%20%231&body=content%2Ftools%2Fa%20b%26c.es.md",
            &[],
        );
    }

    #[test]
    fn what_is_no_such_address_is_refused() {
        check("https://code.example/edit/", "", &["url-invalid"]);
        check("code.example/{path}", "", &["url-invalid"]);
        check("/edit/{path}", "", &["url-invalid"]);
        check("javascript:alert({path})", "", &["url-invalid"]);
        check("https://code.example/{file}", "", &["choice-unknown"]);
        check("https://code.example/{path", "", &["choice-unknown"]);
        check("https://{path}.example/", "", &["url-invalid"]);
        check("mailto:{title}@x.example?subject={path}", "", &["url-invalid"]);
        check("https://code.example/a b/{path}", "", &["url-invalid"]);
        check("https://code.example/\"{path}", "", &["url-invalid"]);
    }
}
