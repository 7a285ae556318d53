//! What stands under `search:`, and what holds where nothing does.

use std::collections::BTreeMap;

use super::{distress_patterns, names};
use crate::diag::Code;
use crate::syntax::{Fields, Node, Value};

/// What becomes of entries whose reviews are overdue.
const OVERDUE: [&str; 2] = ["as-others", "lower"];
/// The most words that a synonym may have on either side.
const LONGEST: usize = 8;

/// Settings of the search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchSettings {
    /// The site file's synonyms in its order.
    pub synonyms: Vec<Synonyms>,
    /// Words and phrases of its own that bring the help lines above the results, by language.
    pub distress: BTreeMap<String, Vec<String>>,
    /// Whether entries stand lower in results whose reviews are overdue, or whose words changed after
    /// they were signed.
    pub lower_overdue: bool,
}

/// Words by which entries are found that use other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonyms {
    /// What readers type; never shown.
    pub typed: Vec<String>,
    /// What entries say.
    pub meant: Vec<String>,
    /// The only language in which it holds; all of them where there is none.
    pub language: Option<String>,
}

impl SearchSettings {
    /// The patterns that bring the help lines above the results in a language: Waypost's own and
    /// the site's.
    pub fn distress_in(&self, language: &str) -> Vec<String> {
        let own = self.distress.get(language).into_iter().flatten().cloned();
        distress_patterns(language).iter().map(|pattern| (*pattern).to_owned()).chain(own).collect()
    }
}

impl Synonyms {
    /// Whether it holds in a language, given by its tag.
    pub fn holds_in(&self, language: &str) -> bool {
        self.language.as_deref().is_none_or(|own| own == language || primary(own) == primary(language))
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Reads `search:`.
pub(super) fn read(fields: &mut Fields<'_>) -> SearchSettings {
    let Some(node) = fields.get("search") else { return SearchSettings::default() };
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`search`", fields.complaints()) else {
        return SearchSettings::default();
    };
    let items = inner.list("synonyms");
    let synonyms = items.iter().filter_map(|item| synonym(&mut inner, item)).collect();
    let distress = distress(&mut inner);
    let overdue = inner.text("overdue").filter(|text| inner.is_choice("overdue", text, &OVERDUE));
    inner.finish();
    let lower_overdue = overdue.is_some_and(|text| text.value == "lower");
    SearchSettings { synonyms, distress, lower_overdue }
}

/// `[MOUD, medication for opioid use disorder]`: each leads to what the others find; or
/// `{typed: …, meant: …}`: one way.
fn synonym<'a>(fields: &mut Fields<'a>, item: &'a Node) -> Option<Synonyms> {
    let source = fields.source();
    if let Value::List(items) = &item.value {
        let texts: Vec<_> = items.iter().filter_map(|text| fields.text_of("synonyms", text)).collect();
        if texts.len() < 2 {
            let complaint = fields
                .fault(Code::WrongType, item.span, "a list of synonyms takes two words or phrases at least")
                .help("write what means the same: [MOUD, medication for opioid use disorder]");
            fields.complain(complaint);
            return None;
        }
        let group: Vec<String> = texts.into_iter().filter(|text| fits(fields, text)).map(|text| text.value).collect();
        return Some(Synonyms { typed: group.clone(), meant: group, language: None });
    }
    let mut inner = Fields::of(source, item, "this synonym", fields.complaints())?;
    inner.missing("typed", "say what readers type: {typed: Suboxone, meant: medication for opioid use disorder}");
    inner.missing("meant", "say what entries call it: {typed: Suboxone, meant: medication for opioid use disorder}");
    let [typed, meant] = ["typed", "meant"].map(|key| {
        let texts = inner.unique_texts(key);
        texts.into_iter().filter(|text| fits(&mut inner, text)).map(|text| text.value).collect::<Vec<_>>()
    });
    let language = inner.text("language").filter(|tag| is_tag(&mut inner, tag)).map(|tag| tag.value);
    inner.finish();
    (!typed.is_empty() && !meant.is_empty()).then_some(Synonyms { typed, meant, language })
}

/// Whether a text is short enough to be a synonym; complains when it is not.
fn fits(fields: &mut Fields<'_>, text: &crate::text::Spanned<String>) -> bool {
    let fits = text.value.split_whitespace().count() <= LONGEST && text.value.len() <= 200;
    if !fits {
        let complaint = fields
            .fault(Code::TextTooLong, text.span, format!("a synonym takes {LONGEST} words at most"))
            .help("give the words that tell it apart");
        fields.complain(complaint);
    }
    fits
}

fn is_tag(fields: &mut Fields<'_>, tag: &crate::text::Spanned<String>) -> bool {
    let known = names::is_language_tag(&tag.value);
    if !known {
        let complaint = fields
            .fault(Code::LanguageInvalid, tag.span, format!("`{}` is not a language tag", tag.value))
            .help("write two letters, and a region where it matters: en, es, pt-BR");
        fields.complain(complaint);
    }
    known
}

/// `distress: {en: [overwhelmed, no way out], es: […]}`.
fn distress(fields: &mut Fields<'_>) -> BTreeMap<String, Vec<String>> {
    let mut by_language = BTreeMap::new();
    let Some(node) = fields.get("distress") else { return by_language };
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`distress`", fields.complaints()) else { return by_language };
    for (language, _) in node.entries() {
        if is_tag(&mut inner, language) {
            let words = inner.unique_texts(&language.value).into_iter().map(|text| text.value).collect();
            by_language.insert(language.value.clone(), words);
        } else {
            inner.know(&language.value);
        }
    }
    inner.finish();
    by_language
}
