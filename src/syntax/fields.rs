use std::collections::BTreeMap;

use jiff::civil::Date;

use super::number::{core_number, plain_number};
use super::yaml::{Node, Value};
use crate::diag::{Code, Diagnostic, nearest, only_slip};
use crate::text::{Edit, SourceFile, Span, Spanned};

/// Reads the fields of one mapping and complains about each fault where it stands. Every key that
/// is asked for becomes a known key; [`Fields::finish`] complains about the others.
pub struct Fields<'a> {
    source: &'a SourceFile,
    node: &'a Node,
    /// What the mapping is, in the author's words: "the front matter", "this step".
    what: &'static str,
    known: Vec<String>,
    /// Keys that belong to something else, each with what to say of it.
    foreign: BTreeMap<&'static str, String>,
    /// Complaints about missing keys, kept back until it is known whether one was misspelt.
    absent: Vec<(String, Diagnostic)>,
    complaints: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// The fields of `node`; complains and gives nothing when it is no mapping.
    pub fn of(
        source: &'a SourceFile,
        node: &'a Node,
        what: &'static str,
        complaints: &'a mut Vec<Diagnostic>,
    ) -> Option<Self> {
        if matches!(node.value, Value::Map(_)) {
            let (known, foreign, absent) = (Vec::new(), BTreeMap::new(), Vec::new());
            return Some(Self { source, node, what, known, foreign, absent, complaints });
        }
        let message = format!("{what} takes fields (`key: value`), not {}", node.shape());
        complaints.push(Diagnostic::new(Code::WrongType, source.path(), node.span, message));
        None
    }

    /// Where to point when something is missing: the mapping's first key.
    pub fn place(&self) -> Span {
        self.node.entries().first().map_or(self.node.span, |(key, _)| key.span)
    }

    /// The file that is read.
    pub fn source(&self) -> &'a SourceFile {
        self.source
    }

    /// Makes a complaint.
    pub fn complain(&mut self, complaint: Diagnostic) {
        self.complaints.push(complaint);
    }

    /// Begins a complaint in this file.
    pub fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.source.path(), span, message)
    }

    /// The complaints, for reading a mapping inside this one.
    pub fn complaints(&mut self) -> &mut Vec<Diagnostic> {
        self.complaints
    }

    /// Names a key as known without reading it.
    pub fn know(&mut self, key: &str) {
        self.known.push(key.to_owned());
    }

    /// Says what to tell an author who uses a key that is not one of these fields.
    pub fn foreign(&mut self, key: &'static str, help: String) {
        self.foreign.insert(key, help);
    }

    /// The value of a key. A key without a value is complained about and counts as absent.
    pub fn get(&mut self, key: &str) -> Option<&'a Node> {
        self.know(key);
        let (name, node) = self.node.entries().iter().find(|(name, _)| name.value == key)?;
        if node.value == Value::Nothing {
            let complaint = self
                .fault(Code::EmptyValue, name.span, format!("`{key}` has no value"))
                .help("write a value after the colon, or take the line out");
            self.complain(complaint);
            return None;
        }
        Some(node)
    }

    /// Whether the key is there, with or without a value.
    pub fn has(&self, key: &str) -> bool {
        self.node.entries().iter().any(|(name, _)| name.value == key)
    }

    /// Complains that a required key is missing, unless it is there and was complained about.
    /// [`Fields::finish`] makes the complaint, unless the key turns out to be misspelt.
    pub fn missing(&mut self, key: &str, help: &str) {
        if !self.has(key) {
            let message = format!("{} has no `{key}`", self.what);
            let complaint = self.fault(Code::MissingField, self.place(), message).help(help);
            self.absent.push((key.to_owned(), complaint));
        }
    }

    /// A text that is not blank.
    pub fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        self.text_of(key, node)
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &str, help: &str) -> Option<Spanned<String>> {
        self.missing(key, help);
        self.text(key)
    }

    /// A text that is not blank and has at most `most` characters, counted as YAML gives them: a block
    /// (`>`, `|`) counts its line end. A longer one is complained about and kept.
    pub fn text_within(&mut self, key: &str, most: usize) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        let text = self.text_of(key, node)?;
        let length = node.text().map_or(0, |text| text.chars().count());
        if length > most {
            let message = format!("`{key}` has {length} characters; it takes {most} at most");
            let complaint = self.fault(Code::TextTooLong, text.span, message);
            self.complain(complaint.help("shorten it; details belong in the text"));
        }
        Some(text)
    }

    /// The node's text as one paragraph, where it is a scalar that is not blank.
    pub fn text_of(&mut self, key: &str, node: &'a Node) -> Option<Spanned<String>> {
        let text = self.scalar_of(key, node)?;
        Some(Spanned::new(fold(text.value), text.span))
    }

    /// A word that is not blank: a name, a key, an address. It is kept exactly as it is written, white
    /// space around it too.
    pub fn word(&mut self, key: &str) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        self.word_of(key, node)
    }

    /// The node's text exactly as it is written, where it is a scalar that is not blank.
    pub fn word_of(&mut self, key: &str, node: &'a Node) -> Option<Spanned<String>> {
        let text = self.scalar_of(key, node)?;
        Some(Spanned::new(text.value.to_owned(), text.span))
    }

    fn scalar_of(&mut self, key: &str, node: &'a Node) -> Option<Spanned<&'a str>> {
        match &node.value {
            Value::Text { text, .. } if fold(text).is_empty() => {
                let complaint = self
                    .fault(Code::EmptyValue, node.span, format!("`{key}` is empty"))
                    .help("write something between the quotes, or take the line out");
                self.complain(complaint);
                None
            }
            Value::Text { text, .. } => Some(Spanned::new(text.as_str(), node.span)),
            _ => {
                self.wrong_type(key, node, "text");
                None
            }
        }
    }

    /// One text or a list of texts; what is neither is complained about and left out.
    pub fn texts(&mut self, key: &str) -> Vec<Spanned<String>> {
        self.scalars(key).into_iter().map(|text| Spanned::new(fold(text.value), text.span)).collect()
    }

    fn scalars(&mut self, key: &str) -> Vec<Spanned<&'a str>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let nodes = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Text { .. } => std::slice::from_ref(node),
            _ => {
                self.wrong_type(key, node, "text or a list of texts");
                return Vec::new();
            }
        };
        nodes.iter().filter_map(|item| self.item(key, item)).collect()
    }

    /// Like [`Fields::texts`]; a text that stands twice is kept once, with a complaint.
    pub fn unique_texts(&mut self, key: &str) -> Vec<Spanned<String>> {
        self.unique_texts_by(key, str::to_owned)
    }

    /// Like [`Fields::unique_texts`], where what `sense` makes of two texts says whether they are
    /// spellings of one thing.
    pub fn unique_texts_by(&mut self, key: &str, sense: impl Fn(&str) -> String) -> Vec<Spanned<String>> {
        let texts = self.texts(key);
        self.unique(key, texts, sense)
    }

    /// Like [`Fields::unique_texts_by`], of words exactly as they are written.
    pub fn unique_words_by(&mut self, key: &str, sense: impl Fn(&str) -> String) -> Vec<Spanned<String>> {
        let words = self.scalars(key).into_iter().map(|text| Spanned::new(text.value.to_owned(), text.span)).collect();
        self.unique(key, words, sense)
    }

    fn unique(
        &mut self,
        key: &str,
        texts: Vec<Spanned<String>>,
        sense: impl Fn(&str) -> String,
    ) -> Vec<Spanned<String>> {
        let mut unique: Vec<Spanned<String>> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for text in texts {
            let sense = sense(&text.value);
            match seen.get(&sense).copied() {
                Some(first) => {
                    let message = format!("`{}` stands twice in `{key}`", text.value);
                    let complaint = self
                        .fault(Code::DuplicateValue, text.span, message)
                        .and(self.source.path(), first, "the first one")
                        .help("keep one of the two")
                        .fix(self.without_item(key, text.span));
                    self.complain(complaint);
                }
                None => {
                    seen.insert(sense, text.span);
                    unique.push(text);
                }
            }
        }
        unique
    }

    /// What takes an item out of the list of a key, where it stands apart from all else.
    fn without_item(&self, key: &str, item: Span) -> Option<Edit> {
        let (_, node) = self.node.entries().iter().find(|(name, _)| name.value == key)?;
        let Value::List(items) = &node.value else { return None };
        let at = items.iter().position(|node| node.span == item)?;
        let end = items.get(at.checked_sub(1)?)?.span.end as usize;
        let text = self.source.text();
        let between = text.get(end..item.start as usize)?.trim();
        let after = text.get(item.end as usize..)?;
        let rest = after.split(['\n', '\r']).next().unwrap_or("").trim_start();
        let is_apart = match between {
            "," => rest.is_empty() || rest.starts_with([',', ']']),
            "-" => rest.is_empty(),
            _ => false,
        };
        is_apart.then(|| Edit::new(self.source.path(), Span::new(end, item.end as usize), ""))
    }

    /// What writes a value in another way, where it stands in the file just as it was read, but for
    /// quotes.
    pub fn rewritten(&self, span: Span, value: &str, other: &str) -> Option<Edit> {
        let written = span.of(self.source.text());
        let start =
            span.start as usize + usize::from(written.len() == value.len() + 2 && written.starts_with(['"', '\'']));
        let inside = Span::new(start, start + value.len());
        let is_plain = inside.of(self.source.text()) == value && (inside == span || written.len() == value.len() + 2);
        is_plain.then(|| Edit::new(self.source.path(), inside, other))
    }

    fn item(&mut self, key: &str, item: &'a Node) -> Option<Spanned<&'a str>> {
        match &item.value {
            Value::Nothing => {
                let complaint = self.fault(Code::EmptyValue, item.span, format!("`{key}` has an empty item"));
                self.complain(complaint.help("write something after the dash, or take it out"));
                None
            }
            Value::Text { .. } => self.scalar_of(key, item),
            _ => {
                self.wrong_type(key, item, "a list of texts");
                None
            }
        }
    }

    /// The items of a list.
    pub fn list(&mut self, key: &str) -> &'a [Node] {
        let Some(node) = self.get(key) else { return &[] };
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.wrong_type(key, node, "a list");
                &[]
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str) -> Option<Spanned<bool>> {
        let node = self.get(key)?;
        match &node.value {
            Value::Text { text, quoted: false } if matches!(text.as_str(), "true" | "True" | "TRUE") => {
                Some(Spanned::new(true, node.span))
            }
            Value::Text { text, quoted: false } if matches!(text.as_str(), "false" | "False" | "FALSE") => {
                Some(Spanned::new(false, node.span))
            }
            _ => {
                let complaint = self.of_wrong_type(key, node, "`true` or `false`");
                let meant = node.text().and_then(meant_flag).map(|flag| Edit::new(self.source.path(), node.span, flag));
                let written =
                    node.text().is_some_and(|text| text == node.span.of(self.source.text()).trim_matches(['"', '\'']));
                self.complain(complaint.fix(meant.filter(|_| written)));
                None
            }
        }
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&mut self, key: &str, least: u32, most: u32) -> Option<Spanned<u32>> {
        let node = self.get(key)?;
        let Some(number) = plain_number(node) else {
            self.no_number(key, node, "a whole number");
            return None;
        };
        if number.fract() == 0.0 && number >= f64::from(least) && number <= f64::from(most) {
            // Exact: it is whole and within the bounds of the type.
            return Some(Spanned::new(number as u32, node.span));
        }
        let message = format!("`{key}` takes a whole number from {least} to {most}");
        let complaint = self.fault(Code::NumberRange, node.span, message);
        self.complain(complaint);
        None
    }

    /// A finite number.
    pub fn number(&mut self, key: &str) -> Option<Spanned<f64>> {
        let node = self.get(key)?;
        match plain_number(node) {
            Some(number) if number.is_finite() => Some(Spanned::new(number, node.span)),
            Some(_) => {
                let complaint = self.fault(Code::NumberRange, node.span, format!("the number in `{key}` is too large"));
                self.complain(complaint);
                None
            }
            None => {
                self.no_number(key, node, "a number");
                None
            }
        }
    }

    /// Complains that a value is no number. In quotes it is text, as it is to every program that reads
    /// YAML.
    fn no_number(&mut self, key: &str, node: &Node, wanted: &str) {
        let written = node.span.of(self.source.text());
        let inner = ['"', '\''].iter().find_map(|&quote| written.strip_prefix(quote)?.strip_suffix(quote));
        match inner.filter(|inner| core_number(inner).is_some()) {
            Some(inner) => {
                let message = format!("`{key}` takes {wanted}, and {written} in quotation marks is text");
                let complaint = self
                    .fault(Code::WrongType, node.span, message)
                    .help("take the quotation marks away")
                    .fix([Edit::new(self.source.path(), node.span, inner)]);
                self.complain(complaint);
            }
            None => self.wrong_type(key, node, wanted),
        }
    }

    /// A day of the calendar, `2026-02-11`.
    pub fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let node = self.get(key)?;
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a date such as 2026-02-11");
            return None;
        };
        let well_formed =
            text.len() == 10 && text.bytes().enumerate().all(|(at, b)| matches!(at, 4 | 7) == (b == b'-'));
        match text.parse::<Date>() {
            Ok(date) if well_formed && date.year() > 0 => Some(Spanned::new(date, node.span)),
            _ => {
                let message = match well_formed {
                    true => format!("there is no day {text} in the calendar"),
                    false => format!("`{key}` takes a date written as year-month-day"),
                };
                let meant = meant_date(text).and_then(|date| self.rewritten(node.span, text, &date.to_string()));
                let complaint =
                    self.fault(Code::DateInvalid, node.span, message).help("write it like this: 2026-02-11").fix(meant);
                self.complain(complaint);
                None
            }
        }
    }

    /// One of the known texts or several in a list.
    pub fn choices(&mut self, key: &str, known: &[&str]) -> Vec<Spanned<String>> {
        let chosen = self.unique_words_by(key, str::to_owned);
        chosen.into_iter().filter(|text| self.is_choice(key, text, known)).collect()
    }

    /// Whether the text is one of the known ones; complains when it is not.
    pub fn is_choice(&mut self, key: &str, text: &Spanned<String>, known: &[&str]) -> bool {
        if known.contains(&text.value.as_str()) {
            return true;
        }
        let message = format!("`{}` is not one of the choices for `{key}`", text.value);
        let complaint = self
            .fault(Code::ChoiceUnknown, text.span, message)
            .help(format!("the choices are: {}", known.join(", ")))
            .did_you_mean(&text.value, known.iter().copied())
            .fix(self.slip(text, known.iter().copied()));
        self.complain(complaint);
        false
    }

    /// What writes the one known text that this one is with a slip of the keys.
    pub fn slip<'b>(&self, text: &Spanned<String>, known: impl IntoIterator<Item = &'b str>) -> Option<Edit> {
        only_slip(&text.value, known).and_then(|meant| self.rewritten(text.span, &text.value, meant))
    }

    /// Complains that a value is of another type than its field takes.
    pub fn wrong_type(&mut self, key: &str, node: &Node, wanted: &str) {
        let complaint = self.of_wrong_type(key, node, wanted);
        self.complain(complaint);
    }

    fn of_wrong_type(&self, key: &str, node: &Node, wanted: &str) -> Diagnostic {
        let given = match &node.value {
            Value::Text { text, .. } => format!("`{}`", text.chars().take(40).collect::<String>()),
            _ => node.shape().to_owned(),
        };
        self.fault(Code::WrongType, node.span, format!("`{key}` takes {wanted}, not {given}"))
    }

    /// What writes the key that this one is with a slip, where that key is not there.
    fn meant_key(&self, name: &Spanned<String>) -> Option<Edit> {
        let free =
            self.known.iter().map(String::as_str).filter(|key| alike_at_first(key, &name.value) && !self.has(key));
        self.slip(name, free)
    }

    /// Complains about every key that was not asked for, and about those that are missing. A key
    /// that is one of the others misspelt is one mistake, not two. Gives the keys that were meant.
    pub fn finish(self) -> Vec<String> {
        let is_known = |name: &Spanned<String>| self.known.contains(&name.value);
        let odd = self.node.entries().iter().map(|(name, _)| name).filter(|name| !is_known(name));
        let slips: Vec<Option<Edit>> = odd.map(|name| self.meant_key(name)).collect();
        let Self { source, node, what, known, foreign, absent, complaints } = self;
        let mut meant = Vec::new();
        let given = |key: &str| node.entries().iter().any(|(name, _)| name.value == key);
        let unknown = node.entries().iter().map(|(name, _)| name).filter(|name| !known.contains(&name.value));
        for (name, slip) in unknown.zip(slips) {
            let message = format!("{what} has no field `{}`", name.value);
            let complaint = Diagnostic::new(Code::UnknownKey, source.path(), name.span, message)
                .help(format!("the fields are: {}", known.join(", ")))
                .did_you_mean(&name.value, known.iter().map(String::as_str));
            let complaint = match foreign.get(name.value.as_str()) {
                Some(help) => complaint.help(help.clone()),
                None => complaint.fix(slip),
            };
            complaints.push(complaint);
            let free = known.iter().map(String::as_str).filter(|key| alike_at_first(key, &name.value) && !given(key));
            meant.extend(nearest(&name.value, free).map(str::to_owned));
        }
        complaints.extend(absent.into_iter().filter(|(key, _)| !meant.contains(key)).map(|(_, complaint)| complaint));
        meant
    }
}

/// What is meant by words that other programs take for yes and no.
fn meant_flag(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

/// The day that is meant by a date with the year first and a digit or a hyphen left out: `2026-2-1`,
/// `2026/02/01`.
fn meant_date(text: &str) -> Option<Date> {
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(sign);
    let mut number = |lengths: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        (lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok())?
    };
    let (year, month, day) = (number(4..=4)?, number(1..=2)?, number(1..=2)?);
    let rest = parts.next();
    rest.is_none().then(|| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())?
}

/// Whether two words begin with one letter: few slips are made in the first, and short words that
/// begin differently are seldom one word misspelt.
fn alike_at_first(a: &str, b: &str) -> bool {
    let first = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
    first(a) == first(b)
}

/// Text as one paragraph: white space folded, control characters gone.
fn fold(text: &str) -> String {
    let clean = |c: &char| !c.is_control();
    text.split_whitespace().map(|word| word.chars().filter(clean).collect::<String>()).collect::<Vec<_>>().join(" ")
}
