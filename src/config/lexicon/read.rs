use std::collections::{BTreeMap, BTreeSet};

use super::forms::forms;
use super::{Lexicon, Pattern, Phrase, Row, fold};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Fields, Node, Value, read_yaml};
use crate::text::{SourceFile, Span, Spanned};

/// Reads a word list on top of another: classes and contexts are added, rows that avoid what a row
/// of `base` avoids take its place. `is_own` tells a site's list, whose rows know their place.
pub fn read_lexicon(source: &SourceFile, base: Lexicon, is_own: bool) -> (Lexicon, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let whole = Span::new(0, source.text().len());
    let Some(root) = read_yaml(source, whole, &mut complaints) else { return (base, complaints) };
    if root.value == Value::Nothing {
        return (base, complaints);
    }
    let Some(mut fields) = Fields::of(source, &root, "a word list", &mut complaints) else { return (base, complaints) };
    let extends = fields.flag("extend").is_none_or(|flag| flag.value);
    let mut lexicon = base;
    let dropped = fields.unique_texts_by("drop", fold);
    drop_rows(&mut fields, &mut lexicon, &dropped);
    if !extends {
        lexicon.rows.clear();
    }
    read_classes(&mut fields, &mut lexicon);
    read_spoken(&mut fields, &mut lexicon);
    let mut reader = Reader { lexicon, is_own };
    reader.lexicon.names.extend(reader.contexts(&mut fields, "names", false));
    reader.lexicon.tables.extend(reader.contexts(&mut fields, "tables", false));
    reader.lexicon.own.extend(reader.contexts(&mut fields, "own", true));
    reader.lexicon.mention.extend(reader.contexts(&mut fields, "mention", true));
    let rows: Vec<Row> = fields.list("rows").iter().filter_map(|node| reader.row(&mut fields, node)).collect();
    conflicts(&mut fields, &rows, &dropped);
    let replaced: BTreeSet<&str> = rows.iter().flat_map(|row| &row.plain).map(String::as_str).collect();
    take_away(&mut reader.lexicon.rows, |plain| replaced.contains(plain));
    reader.lexicon.rows.splice(0..0, rows);
    fields.finish();
    (reader.lexicon, complaints)
}

/// Takes phrases away, and the rows that have none left.
fn take_away(rows: &mut Vec<Row>, gone: impl Fn(&str) -> bool) {
    for row in rows.iter_mut() {
        let kept: Vec<bool> = row.plain.iter().map(|plain| !gone(plain)).collect();
        let mut flags = kept.iter();
        row.avoid.retain(|_| flags.next().copied().unwrap_or(true));
        let mut flags = kept.iter();
        row.plain.retain(|_| flags.next().copied().unwrap_or(true));
    }
    rows.retain(|row| !row.avoid.is_empty() || row.pattern.is_some());
}

fn drop_rows(fields: &mut Fields<'_>, lexicon: &mut Lexicon, dropped: &[Spanned<String>]) {
    for word in dropped {
        let folded = fold(&word.value);
        let is_phrase = lexicon.rows.iter().any(|row| row.plain.contains(&folded));
        let is_row = lexicon.rows.iter().any(|row| fold(row.name()) == folded);
        if !is_phrase && !is_row {
            let names = lexicon.rows.iter().flat_map(|row| &row.plain).map(String::as_str);
            let complaint = fields
                .fault(
                    Code::LexiconConflict,
                    word.span,
                    format!("`{}` is in no list that this one builds on", word.value),
                )
                .help("take it out; `waypost report language` names every word that is in force")
                .did_you_mean(&folded, names);
            fields.complain(complaint);
        }
        // What stands with a word in its row is still avoided; a row that is no word is dropped by name.
        match is_phrase {
            true => take_away(&mut lexicon.rows, |plain| plain == folded),
            false => lexicon.rows.retain(|row| fold(row.name()) != folded),
        }
    }
}

fn read_classes(fields: &mut Fields<'_>, lexicon: &mut Lexicon) {
    let Some(node) = fields.get("classes") else { return };
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`classes`", fields.complaints()) else { return };
    for (name, _) in node.entries() {
        let words = inner.texts(&name.value);
        let words = words.iter().flat_map(|text| text.value.split_whitespace().map(fold).collect::<Vec<_>>());
        lexicon.classes.entry(name.value.clone()).or_default().extend(words);
    }
    inner.finish();
}

fn read_spoken(fields: &mut Fields<'_>, lexicon: &mut Lexicon) {
    let Some(node) = fields.get("spoken") else { return };
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`spoken`", fields.complaints()) else { return };
    for (name, _) in node.entries() {
        let said = inner.text(&name.value).map(|text| (fold(&name.value), text.value));
        lexicon.spoken.extend(said);
    }
    inner.finish();
}

struct Reader {
    lexicon: Lexicon,
    is_own: bool,
}

impl Reader {
    fn phrase(&self, fields: &mut Fields<'_>, text: &Spanned<String>, bent: bool) -> Option<Phrase> {
        let classes: BTreeSet<&str> = self.lexicon.classes.keys().map(String::as_str).collect();
        let language = &self.lexicon.language;
        let bend = |word: &str, is_last: bool| match bent {
            true => forms(language, word, is_last),
            false => vec![(word.to_owned(), false)],
        };
        match Phrase::parse(&text.value, &classes, &bend) {
            Ok(phrase) => Some(phrase),
            Err(message) => {
                let complaint = fields.fault(Code::LexiconPhrase, text.span, message);
                fields.complain(complaint.help("write the word or phrase as it is said: drug habit"));
                None
            }
        }
    }

    /// Phrases around or about a word; with `_` for the word where it must have a place in them.
    fn contexts(&self, fields: &mut Fields<'_>, key: &str, around: bool) -> Vec<Phrase> {
        let texts = fields.unique_texts_by(key, fold);
        let mut phrases = Vec::new();
        for text in &texts {
            if around && !text.value.contains('_') {
                let message = format!("`{}` has no `_` where the word stands", text.value);
                let complaint = fields.fault(Code::LexiconPhrase, text.span, message);
                fields.complain(complaint.help("write it like this: the word _"));
                continue;
            }
            phrases.extend(self.phrase(fields, text, false));
        }
        phrases
    }

    fn row(&self, fields: &mut Fields<'_>, node: &Node) -> Option<Row> {
        let source = fields.source();
        let mut inner = Fields::of(source, node, "this row", fields.complaints())?;
        let avoid = inner.unique_texts_by("avoid", fold);
        let pattern = inner.text("pattern");
        if !inner.has("pattern") {
            inner.missing(
                "avoid",
                "say what is avoided: {avoid: [addict], say: [person with a substance use disorder]}",
            );
        }
        let say = inner.unique_texts_by("say", fold);
        let because = inner.text("because").map_or(String::new(), |text| text.value);
        let from = inner.text("source").map_or(String::new(), |text| text.value);
        let forms = inner.unique_texts_by("forms", fold);
        let except = self.contexts(&mut inner, "except", false);
        let [near, far] = ["near", "far"].map(|key| self.classes(&mut inner, key));
        let mut row = Row {
            called: called(&avoid, pattern.as_ref()),
            say: say.iter().map(|text| text.value.clone()).collect(),
            because,
            source: from,
            except,
            near,
            far,
            place: self.is_own.then_some(avoid.first().or(pattern.as_ref()).map_or(node.span, |text| text.span)),
            ..Row::default()
        };
        // Forms that are given take the place of those that the language makes.
        let bent = forms.is_empty();
        for text in avoid.iter().chain(&forms) {
            let Some(phrase) = self.phrase(&mut inner, text, bent) else { continue };
            if phrase.anchor().is_none() {
                let complaint = inner
                    .fault(Code::LexiconPhrase, text.span, "this phrase has no word that is always there")
                    .help("write at least one plain word outside of the brackets");
                inner.complain(complaint);
                continue;
            }
            row.avoid.push(phrase);
            row.plain.push(fold(&text.value));
        }
        row.pattern = pattern.and_then(|text| read_pattern(&mut inner, &text));
        same_word(&mut inner, &avoid, &say);
        inner.finish();
        (!row.avoid.is_empty() || row.pattern.is_some()).then_some(row)
    }

    fn classes(&self, fields: &mut Fields<'_>, key: &str) -> Vec<String> {
        let known: Vec<&str> = self.lexicon.classes.keys().map(String::as_str).collect();
        let names = fields.unique_texts(key);
        names.into_iter().filter(|name| fields.is_choice(key, name, &known)).map(|name| name.value).collect()
    }
}

/// What a row avoids, as reports call it.
fn called(avoid: &[Spanned<String>], pattern: Option<&Spanned<String>>) -> Vec<String> {
    let mut called: Vec<String> = Vec::new();
    for name in avoid.iter().map(|text| plain(&text.value)).chain(pattern.map(|text| text.value.clone())) {
        if !called.contains(&name) {
            called.push(name);
        }
    }
    called
}

/// A phrase as a name: the words that are found, one of each choice, without marks.
fn plain(text: &str) -> String {
    let mut depth = 0_i32;
    let outside = text.chars().filter(|c| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0 && !matches!(c, ')' | '?' | '*' | '=')
    });
    let outside: String = outside.collect();
    let first = |word: &str| word.split('|').next().unwrap_or(word).trim_matches(['<', '>']).to_owned();
    outside.split_whitespace().map(first).collect::<Vec<_>>().join(" ")
}

fn read_pattern(fields: &mut Fields<'_>, text: &Spanned<String>) -> Option<Pattern> {
    match Pattern::parse(&text.value) {
        Ok(pattern) => Some(pattern),
        Err((message, help)) => {
            let complaint = fields.fault(Code::LexiconPattern, text.span, message).help(help);
            fields.complain(complaint);
            None
        }
    }
}

/// Complains where a row recommends what it avoids.
fn same_word(fields: &mut Fields<'_>, avoid: &[Spanned<String>], say: &[Spanned<String>]) {
    for said in say {
        if let Some(avoided) = avoid.iter().find(|avoided| fold(&avoided.value) == fold(&said.value)) {
            let complaint = fields
                .fault(
                    Code::LexiconConflict,
                    said.span,
                    format!("this row recommends what it avoids: `{}`", said.value),
                )
                .and(fields.source().path(), avoided.span, "avoided here")
                .help("take it out of `say` or of `avoid`");
            fields.complain(complaint);
        }
    }
}

/// Complains where two rows contradict each other, and where a row avoids what the file drops.
fn conflicts(fields: &mut Fields<'_>, rows: &[Row], dropped: &[Spanned<String>]) {
    let path = fields.source().path().clone();
    let mut avoided: BTreeMap<&str, Span> = BTreeMap::new();
    for row in rows {
        let Some(place) = row.place else { continue };
        for plain in &row.plain {
            if let Some(first) = avoided.insert(plain, place) {
                let complaint = fields
                    .fault(Code::LexiconConflict, place, format!("two rows avoid `{plain}`"))
                    .and(&path, first, "the first one")
                    .help("make one row of the two");
                fields.complain(complaint);
            }
            if let Some(dropped) = dropped.iter().find(|dropped| fold(&dropped.value) == *plain) {
                let complaint = fields
                    .fault(Code::LexiconConflict, place, format!("this row avoids `{plain}`, which the list drops"))
                    .and(&path, dropped.span, "dropped here")
                    .help("a row of your own takes the place of the usual one by itself: take the word out of `drop`");
                fields.complain(complaint);
            }
        }
    }
    for row in rows {
        let Some(place) = row.place else { continue };
        for said in &row.say {
            if let Some(other) = avoided.get(fold(said).as_str()).filter(|other| **other != place) {
                let complaint = fields
                    .fault(
                        Code::LexiconConflict,
                        place,
                        format!("this row recommends `{said}`, which another row avoids"),
                    )
                    .and(&path, *other, "avoided here")
                    .help("take it out of one of the two");
                fields.complain(complaint);
            }
        }
    }
}
