use super::escape;
use super::words::Words;
use crate::view::HelpLineView;

/// What the `:::help` directive shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Help {
    /// The site's help lines, those in the page's language first.
    pub lines: Vec<HelpLineView>,
    /// What to do in immediate danger; may be empty.
    pub emergency: String,
}

impl Help {
    /// Writes the lines and the emergency text; without links where they would stand in a link.
    pub(super) fn write(&self, out: &mut String, words: &Words, is_linked: bool) {
        if !self.lines.is_empty() {
            out.push_str("<dl>\n");
            for line in &self.lines {
                write_line(out, line, words, is_linked);
            }
            out.push_str("</dl>\n");
        }
        if !self.emergency.trim().is_empty() {
            out.push_str("<p class=\"small\">");
            escape::text(out, &self.emergency);
            out.push_str("</p>\n");
        }
    }
}

fn write_line(out: &mut String, line: &HelpLineView, words: &Words, is_linked: bool) {
    let url = |url| if is_linked { url } else { "" };
    out.push_str("<div><dt>");
    link(out, &line.name, url(&line.url), "", "");
    out.push_str("</dt>");
    if !line.call.is_empty() {
        out.push_str("<dd>");
        link(out, &line.call, url(&line.call_url), "tel", "");
        out.push_str("</dd>");
    }
    for (key, number, to) in
        [("body.help_text", &line.text, &line.text_url), ("body.help_tty", &line.tty, &line.tty_url)]
    {
        if !number.is_empty() {
            out.push_str("<dd>");
            escape::text(out, words.get(key));
            out.push(' ');
            link(out, number, url(to), "nw", "");
            out.push_str("</dd>");
        }
    }
    if !line.chat.is_empty() {
        out.push_str("<dd>");
        let chat = words.get("body.help_chat");
        link(out, chat, url(&line.chat), "", &format!("{chat}: {}", line.name));
        out.push_str("</dd>");
    }
    let languages = line.languages.join(", ");
    for text in [&line.hours, &languages, &line.note] {
        if !text.is_empty() {
            out.push_str("<dd>");
            escape::text(out, text);
            out.push_str("</dd>");
        }
    }
    out.push_str("</div>\n");
}

/// A link, or only its words where there is nowhere to go. Numbers are never broken over lines.
fn link(out: &mut String, words: &str, url: &str, class: &str, label: &str) {
    if url.is_empty() || !escape::is_writable(url) {
        escape::text(out, words);
        return;
    }
    out.push_str("<a");
    if !class.is_empty() {
        out.push_str(" class=\"");
        out.push_str(class);
        out.push('"');
    }
    out.push_str(" href=\"");
    escape::address(out, url);
    out.push('"');
    if escape::is_remote(url) {
        out.push_str(" rel=\"noreferrer\"");
    }
    if !label.is_empty() {
        out.push_str(" aria-label=\"");
        escape::attribute(out, label);
        out.push('"');
    }
    out.push('>');
    escape::text(out, words);
    out.push_str("</a>");
}
