//! Where the words of a page come from.

use serde::Serialize;

use super::editor::Editor;
use crate::engine::Snapshot;
use crate::syntax::blocks;

#[derive(Serialize)]
struct Source<'a> {
    file: &'a str,
    path: String,
    editor: Option<&'a str>,
    blocks: Vec<Block<'a>>,
}

#[derive(Serialize)]
struct Block<'a> {
    line: u32,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

/// `source.json` for the page at a path of the site; nothing where no entry stands there.
pub(super) fn source(snapshot: &Snapshot, path: &str, editor: &Editor) -> Option<String> {
    let entry = snapshot.source_of(path)?;
    let line = |start: u32| entry.source.position(start).line;
    let field = |name, field: &crate::text::Spanned<String>| Block {
        line: line(field.span.start),
        text: field.value.clone(),
        field: Some(name),
    };
    let mut all = vec![field("title", &entry.common.title), field("summary", &entry.common.summary)];
    all.extend(blocks(&entry.source, entry.body).into_iter().map(|block| Block {
        line: line(block.span.start),
        text: block.text,
        field: None,
    }));
    let file = entry.path().as_str();
    let source = Source { file, path: editor.path(file), editor: editor.template(), blocks: all };
    serde_json::to_string(&source).ok()
}
