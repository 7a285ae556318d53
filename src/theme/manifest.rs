use crate::diag::{Code, Diagnostic};
use crate::syntax::{Node, Value, read_yaml};
use crate::text::{SourceFile, Span, Spanned};

use super::layers::Layers;

/// Where a theme says which of its files become assets.
const PATH: &str = "theme.yaml";
const KEYS: [&str; 5] = ["extends", "name", "styles", "scripts", "worker"];

/// What `theme.yaml` says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Style sheets joined, in this order, into the one that every page loads.
    pub(super) styles: Vec<Listed>,
    /// Files that pages load on their own, where a template asks for them.
    pub(super) scripts: Vec<Listed>,
    /// The script that shows pages kept on a device; it stands at the site's root.
    pub(super) worker: Option<Listed>,
}

/// A path that `theme.yaml` lists, and where.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Path below the theme's folder.
    pub(super) path: String,
    /// The file that lists it.
    pub(super) source: SourceFile,
    /// Where it stands there.
    pub(super) span: Span,
}

/// Reads `theme.yaml`: the default's, that of the organisation, or both one after the other.
pub(super) fn read(layers: &Layers, complaints: &mut Vec<Diagnostic>) -> Manifest {
    let mut manifest = Manifest::default();
    let Some(source) = layers.text(PATH) else { return manifest };
    let Some(root) = tree(source, complaints) else { return manifest };
    if layers.is_override(PATH)
        && extends_default(source, &root, complaints)
        && let Some(default) = layers.default_text(PATH)
        && let Some(root) = tree(default, complaints)
    {
        add(&mut manifest, default, &root, complaints);
    }
    add(&mut manifest, source, &root, complaints);
    manifest
}

/// Reads a YAML file of the theme, which must be a group of fields.
pub(super) fn tree(source: &SourceFile, complaints: &mut Vec<Diagnostic>) -> Option<Node> {
    let root = read_yaml(source, Span::new(0, source.text().len()), complaints)?;
    if !matches!(root.value, Value::Map(_)) {
        let message = format!("A file of the theme holds a group of fields, and this is {}.", root.shape());
        complaints.push(Diagnostic::new(Code::ThemeFile, source.path(), root.span, message));
        return None;
    }
    Some(root)
}

/// Whether a YAML file of the theme adds to the default's file of the same path.
pub(super) fn extends_default(source: &SourceFile, root: &Node, complaints: &mut Vec<Diagnostic>) -> bool {
    let Some(node) = root.get("extends") else { return false };
    if node.text() == Some("default") {
        return true;
    }
    let message = "`extends` can only say `default`: the default theme's file of the same path.";
    complaints.push(Diagnostic::new(Code::ThemeFile, source.path(), node.span, message));
    false
}

fn add(manifest: &mut Manifest, source: &SourceFile, root: &Node, complaints: &mut Vec<Diagnostic>) {
    for (key, node) in root.entries() {
        match key.value.as_str() {
            "extends" => {}
            "name" => {
                if node.text().is_none() {
                    complaints.push(wrong(source, node, "`name` is a text: what the theme is called."));
                }
            }
            "styles" => list(&mut manifest.styles, source, node, complaints),
            "scripts" => list(&mut manifest.scripts, source, node, complaints),
            "worker" => match node.text() {
                Some(path) => {
                    manifest.worker = Some(Listed { path: path.to_owned(), source: source.clone(), span: node.span });
                }
                None => complaints.push(wrong(source, node, "This is the path of a file below the theme's folder.")),
            },
            _ => complaints.push(unknown(source, key)),
        }
    }
}

fn list(into: &mut Vec<Listed>, source: &SourceFile, node: &Node, complaints: &mut Vec<Diagnostic>) {
    let Value::List(items) = &node.value else {
        complaints.push(wrong(source, node, "This is a list of files of the theme."));
        return;
    };
    for item in items {
        match item.text() {
            Some(path) => into.push(Listed { path: path.to_owned(), source: source.clone(), span: item.span }),
            None => complaints.push(wrong(source, item, "This is the path of a file below the theme's folder.")),
        }
    }
}

fn wrong(source: &SourceFile, node: &Node, message: &str) -> Diagnostic {
    Diagnostic::new(Code::ThemeFile, source.path(), node.span, message)
}

fn unknown(source: &SourceFile, key: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not a key of theme.yaml.", key.value);
    Diagnostic::new(Code::ThemeFile, source.path(), key.span, message).did_you_mean(&key.value, KEYS)
}
