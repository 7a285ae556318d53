//! Search tests: queries with the entry that they should find (`search-tests.yaml`).

use crate::diag::{Code, Diagnostic};
use crate::model::EntryId;
use crate::syntax::{Fields, Node, Value, read_yaml};
use crate::text::{SourceFile, Span, Spanned};

/// How far down the entry may stand unless the test says otherwise.
const WITHIN: u32 = 3;

/// One search test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTest {
    /// What is typed.
    pub query: Spanned<String>,
    /// The entry that should be found; any of them where there are several.
    pub entries: Vec<Spanned<EntryId>>,
    /// How many results may be looked at, from 1.
    pub within: u32,
    /// The language whose library is searched; the default one where there is none.
    pub lang: Option<Spanned<String>>,
}

/// Reads `search-tests.yaml`: a list of `{query, entry, within, lang}`.
pub fn read_search_tests(source: &SourceFile) -> (Vec<SearchTest>, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let whole = Span::new(0, source.text().len());
    let Some(root) = read_yaml(source, whole, &mut complaints) else { return (Vec::new(), complaints) };
    let Value::List(items) = &root.value else {
        let empty = root.value == Value::Nothing || matches!(&root.value, Value::Map(entries) if entries.is_empty());
        if !empty {
            let message = format!("this file takes a list of search tests, not {}", root.shape());
            let complaint = Diagnostic::new(Code::WrongType, source.path(), root.span, message);
            complaints.push(complaint.help("write one after the other: - {query: cant sleep, entry: articles/sleep}"));
        }
        return (Vec::new(), complaints);
    };
    let tests = items.iter().filter_map(|item| test(source, item, &mut complaints)).collect();
    (tests, complaints)
}

fn test<'a>(source: &'a SourceFile, item: &'a Node, complaints: &'a mut Vec<Diagnostic>) -> Option<SearchTest> {
    let mut fields = Fields::of(source, item, "this search test", complaints)?;
    let query = fields.required_text("query", "say what people type: query: cant sleep");
    fields.missing("entry", "say what they should find: entry: articles/sleep");
    let entries = fields.unique_texts("entry").into_iter();
    let entries: Vec<_> =
        entries.map(|id| Spanned::new(EntryId::new(id.value.trim_end_matches(".md")), id.span)).collect();
    let within = fields.integer("within", 1, 10).map_or(WITHIN, |within| within.value);
    let lang = fields.text("lang");
    fields.finish();
    (!entries.is_empty()).then_some(SearchTest { query: query?, entries, within, lang })
}
