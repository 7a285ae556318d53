//! A strict reader of HTML as this room writes it: it accepts only what cannot be read in two ways.

use std::collections::BTreeSet;

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "source", "track", "wbr"];
const ELEMENTS: &[&str] = &["input", "label", "section", "svg", "path", "circle"];

/// Panics with the reason when `html` is not well formed and harmless.
pub(super) fn assert(html: &str, input: &str) {
    if let Err(reason) = read(html) {
        panic!("{reason}\n--- from\n{input:?}\n--- came\n{html}");
    }
}

pub(super) fn read(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = html;
    if let Some(c) = html.chars().find(|c| c.is_control() && !matches!(c, '\t' | '\n')) {
        return Err(format!("control character {c:?}"));
    }
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') {
            return Err("`>` in text".to_owned());
        }
        rest = &rest[at + 1..];
        if let Some(closing) = rest.strip_prefix('/') {
            let end = closing.find('>').ok_or("unfinished end tag")?;
            match open.pop() {
                Some(name) if name == &closing[..end] => {}
                other => return Err(format!("</{}> closes {other:?}", &closing[..end])),
            }
            rest = &closing[end + 1..];
            continue;
        }
        rest = start_tag(rest, &mut open, &mut ids)?;
    }
    if rest.contains('>') {
        return Err("`>` in text".to_owned());
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

fn start_tag<'a>(html: &'a str, open: &mut Vec<&'a str>, ids: &mut BTreeSet<String>) -> Result<&'a str, String> {
    let length = html.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("unfinished tag")?;
    let (name, mut rest) = html.split_at(length);
    if !ELEMENTS.contains(&name) && !crate::syntax::ALLOWED_ELEMENTS.contains(&name) {
        return Err(format!("<{name}>"));
    }
    if name == "a" && open.contains(&"a") {
        return Err("a link in a link".to_owned());
    }
    let mut names = BTreeSet::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return if matches!(name, "path" | "circle") { Ok(after) } else { Err(format!("<{name}/>")) };
        }
        if let Some(after) = rest.strip_prefix('>') {
            if !VOID.contains(&name) {
                open.push(name);
            }
            return Ok(after);
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').ok_or("unfinished attribute")?;
        let attribute = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix("=\"") {
            let close = after.find('"').ok_or("unfinished value")?;
            value = &after[..close];
            rest = &after[close + 1..];
        } else if !matches!(
            attribute,
            "checked" | "controls" | "default" | "disabled" | "download" | "open" | "playsinline"
        ) {
            return Err(format!("attribute {attribute:?} before {:?}", rest.chars().take(20).collect::<String>()));
        }
        if !names.insert(attribute) {
            return Err(format!("{attribute} twice"));
        }
        check_attribute(name, attribute, value, ids)?;
    }
}

fn check_attribute(element: &str, name: &str, value: &str, ids: &mut BTreeSet<String>) -> Result<(), String> {
    if name.starts_with("on") || matches!(name, "style" | "srcset" | "srcdoc" | "formaction" | "target" | "data-wp") {
        return Err(format!("attribute {name}"));
    }
    if value.contains(['<', '>']) {
        return Err(format!("{name} holds {value:?}"));
    }
    match name {
        "id" if !ids.insert(value.to_owned()) => return Err(format!("id {value} twice")),
        "src" | "poster" if !value.starts_with('/') || value.starts_with("//") => {
            return Err(format!("{element} loads {value}"));
        }
        "href" => {
            let head = value.split(['/', '?', '#']).next().unwrap_or("");
            let scheme = head.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
            let known = ["http", "https", "mailto", "tel", "sms"];
            if scheme.is_some_and(|scheme| !known.contains(&scheme.as_str())) || value.starts_with("//") {
                return Err(format!("link to {value}"));
            }
            if value.chars().any(|c| c.is_whitespace() || c.is_control()) || value.contains("&#") {
                return Err(format!("link to {value:?}"));
            }
        }
        _ => {}
    }
    Ok(())
}

#[test]
fn the_reader_itself_sees_mistakes() {
    for bad in [
        "<p>",
        "</p>",
        "<b><i></b></i>",
        "<script></script>",
        "<p onclick=\"x\"></p>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<a href=\"javascript:x\"></a>",
        "<img src=\"https://e.org/x\">",
        "<a href=\"/a\"><a href=\"/b\"></a></a>",
        "a > b",
        "<p title=x></p>",
        "<a href=\"//e.org\">x</a>",
        "<div style=\"\"></div>",
        "<p a=\"1\" a=\"2\"></p>",
        "a\u{1}",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
    read("<p id=\"a\" class=\"b\">x &lt; y<br><img src=\"/a\" alt=\"\"></p>").unwrap();
}
