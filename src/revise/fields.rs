//! References in fields: front matter, search tests, the site file.

use super::moves::Moves;
use super::paths::{encoded, folder, way};
use crate::config::Config;
use crate::library::join_path;
use crate::model::{CustomField, Entry, EntryId, FieldType, Kind, reference};
use crate::syntax::{Node, Value, has_unsafe_scheme, plain_or_quoted, scheme};
use crate::text::{Edit, SourceFile, SourcePath, Span, Spanned};

/// The references of an entry's front matter to what moves, written anew in their own spelling.
pub(super) fn in_front_matter(moves: &Moves, entry: &Entry, front: &Node, custom: &[CustomField]) -> Vec<Edit> {
    let mut found: Vec<(&Node, Option<Kind>)> = Vec::new();
    for (key, node) in front.entries() {
        match key.value.as_str() {
            "principles" => found.extend(scalars(node).map(|node| (node, Some(Kind::Principle)))),
            "requires" | "next" if entry.kind() == Kind::Pathway => {
                found.extend(scalars(node).map(|node| (node, Some(Kind::Pathway))));
            }
            "related" => found.extend(scalars(node).map(|node| (node, None))),
            "stages" => found.extend(steps(node).map(|node| (node, None))),
            name => {
                let field = custom.iter().find(|field| field.name == name);
                if let Some(FieldType::Reference(kind)) = field.map(|field| &field.field_type) {
                    found.extend(scalars(node).map(|node| (node, *kind)));
                }
            }
        }
    }
    let of_entries = found.into_iter().filter_map(|(node, fixed)| {
        let written = node.text()?.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = reference(&Spanned::new(written.clone(), node.span), fixed).value.id;
        let new = moves.ids.get(&id)?;
        Some(in_place(&entry.source, node.span, &written, &respelled(&written, fixed, new)))
    });
    let image = entry.common.image.as_ref().map(|image| &image.src);
    let files = image.into_iter().chain(entry.common.downloads.iter().map(|download| &download.file));
    let of_files = files.filter_map(|file| {
        let new = file_path(moves, entry.path(), &file.value)?;
        Some(in_place(&entry.source, file.span, &file.value, &new))
    });
    of_entries.chain(of_files).collect()
}

/// The scalars of a field that takes one or a list.
fn scalars(node: &Node) -> Box<dyn Iterator<Item = &Node> + '_> {
    match &node.value {
        Value::List(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::once(node)),
    }
}

/// The references of a pathway's steps: an id, `{step: id}`, `{choose: [ids]}`.
fn steps(stages: &Node) -> impl Iterator<Item = &Node> {
    let steps = scalars(stages).filter_map(|stage| stage.get("steps")).flat_map(scalars);
    steps.flat_map(|step| {
        let inner = [step.get("step"), step.get("choose")].into_iter().flatten().flat_map(scalars);
        inner.chain(step.text().map(|_| step))
    })
}

/// A reference to another entry in the spelling that it has: with or without kind, slashes, `.md`.
fn respelled(written: &str, fixed: Option<Kind>, new: &EntryId) -> String {
    let core = written.trim_matches('/');
    let core = core.strip_suffix(".md").unwrap_or(core);
    let (before, after) = written.split_once(core).unwrap_or(("", ""));
    let names_kind = |text: &str| text.split('/').next().and_then(Kind::from_folder).is_some();
    let short = new.as_str().split_once('/').map(|(_, rest)| rest);
    let new = match short.filter(|short| fixed.is_some() && !names_kind(core) && !names_kind(short)) {
        Some(short) if plain_or_quoted(short) == short => short,
        _ => new.as_str(),
    };
    format!("{before}{new}{after}")
}

/// Puts another text where one is written, in its own quotation marks.
fn in_place(source: &SourceFile, span: Span, written: &str, new: &str) -> Edit {
    let raw = span.of(source.text());
    match raw.match_indices(written).next() {
        Some((at, _)) if !raw.starts_with(['|', '>']) => {
            let start = span.start as usize + at;
            Edit::new(source.path(), Span::new(start, start + written.len()), new)
        }
        _ => Edit::new(source.path(), span, plain_or_quoted(new)),
    }
}

/// The path to a file as it is to be written in a file of that path, where it changes.
pub(super) fn file_path(moves: &Moves, path: &SourcePath, written: &str) -> Option<String> {
    if written.starts_with('/') || scheme(written).is_some() || has_unsafe_scheme(written) {
        return None;
    }
    let (old, new) = (folder(path.as_str()), moves.new_path(path.as_str()));
    let file = join_path(old, written)?;
    let moved = moves.new_path(&file);
    (moved != file || folder(&new) != old).then(|| way(folder(&new), &moved)).filter(|now| now != written)
}

/// Expectations of search tests. They may name an entry several times.
pub(super) fn in_search_tests(moves: &Moves, source: &SourceFile, root: &Node) -> Vec<Edit> {
    let Value::List(tests) = &root.value else { return Vec::new() };
    let entries = tests.iter().filter_map(|test| test.get("entry")).flat_map(scalars);
    let edit = |node: &Node| {
        let written = node.text()?.trim();
        let new = moves.ids.get(&EntryId::new(written.trim_end_matches(".md")))?;
        Some(in_place(source, node.span, written, &respelled(written, None, new)))
    };
    entries.filter_map(edit).collect()
}

/// Calls of the site file; `routes` gives old addresses their new ones.
pub(super) fn in_site_file(moves: &Moves, config: &Config, routes: &[(String, String)]) -> Vec<Edit> {
    let edit = |address: &Spanned<String>| {
        let text = address.value.as_str();
        let (place, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
        let new = if place.starts_with('/') {
            let with_slash = format!("{}/", place.trim_end_matches('/'));
            let (_, new) = routes.iter().find(|(old, _)| *old == with_slash)?;
            let new = if place.ends_with('/') { new.as_str() } else { new.trim_end_matches('/') };
            encoded(new)
        } else {
            let id = place.trim_end_matches('/');
            let new = moves.ids.get(&EntryId::new(id))?;
            format!("{new}{}", place.get(id.len()..).unwrap_or(""))
        };
        Some(in_place(&config.source, address.span, text, &format!("{new}{rest}")))
    };
    config.theme.calls.iter().filter_map(|call| edit(&call.url)).collect()
}
