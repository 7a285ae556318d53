use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML 1.0 document under construction, in memory. Text may be anything: markup is escaped and
/// characters that XML does not allow are dropped.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub(super) fn document() -> Self {
        let mut xml = Self::fragment();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.line();
        xml
    }

    /// A part of a document.
    pub(super) fn fragment() -> Self {
        Self(Writer::new(Vec::new()))
    }

    /// `<name …>`.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(element(name, attributes)));
    }

    /// `</name>`.
    pub(super) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// `<name …/>`.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(element(name, attributes)));
    }

    /// `<name>text</name>`.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.event(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// A line end, for people who read the file.
    pub(super) fn line(&mut self) {
        self.0.get_mut().push(b'\n');
    }

    /// Another part, as it stands.
    pub(super) fn append(&mut self, part: &[u8]) {
        self.0.get_mut().extend_from_slice(part);
    }

    /// The bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to a vector cannot fail, so there is nothing to report.
        let _: std::io::Result<()> = self.0.write_event(event);
    }
}

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, allowed(value).as_str()));
    }
    start
}

/// The text without the characters that XML 1.0 forbids (section 2.2, `Char`) even as references,
/// and with line ends and tabs as spaces.
fn allowed(text: &str) -> String {
    let keep = |c: char| match c {
        '\t' | '\n' | '\r' => Some(' '),
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => None,
        _ => Some(c),
    };
    text.chars().filter_map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let mut xml = Xml::fragment();
        xml.text("t", text);
        assert_eq!(String::from_utf8(xml.finish()).unwrap(), format!("<t>{expect}</t>"));
    }

    #[test]
    fn text_is_harmless_whatever_it_holds() {
        check("a < b && c ]]> d", "a &lt; b &amp;&amp; c ]]&gt; d");
        check("\u{0}\u{1}\u{8}a\u{b}\u{1f}\u{85}\u{ffff}b\nc\u{1F600}", "ab c\u{1F600}");
    }
}
