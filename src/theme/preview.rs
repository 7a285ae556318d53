//! The preview's own pages and files: the desk, the handbook, and what is said where there is
//! nothing. They belong to the program, lie in `themes/preview` and cannot be replaced by a site.

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Kwargs, State, StringInput, Tera, TeraResult, Value, escape_html};

use crate::diag::{Code, Diagnostic};
use crate::syntax::{Value as Node, read_yaml};
use crate::text::{OutputFile, SourceFile, SourcePath, Span};
use crate::view::{
    COVERAGE_URL, CoverageView, DESK_URL, Delivery, DeskView, HANDBOOK_URL, HandbookView, NoticeView, PREVIEW_URL,
    content_security_policy,
};

use super::layers::Layers;
use super::{filters, strip, words};

/// The preview's files, inside the binary.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/preview");

/// Where it is said which scripts make up `live.js`, in their order.
const LIST: &str = "preview.yaml";
/// Files that are handed out as they are, without their comments.
const PLAIN: [&str; 4] = ["overlay.css", "preview.css", "desk.js", "worker.js"];

/// The preview's pages, ready to be rendered, and the files that they load. Made once.
#[derive(Clone)]
pub struct Preview {
    tera: Tera,
    files: Vec<OutputFile>,
}

impl Default for Preview {
    fn default() -> Self {
        Self::new()
    }
}

impl Preview {
    /// Compiles the embedded templates and joins the embedded scripts.
    pub fn new() -> Self {
        let mut tera = Tera::new();
        // The words for dates and times are the default theme's.
        let layers = Layers::new("", &[], &mut Vec::new());
        let (english, _) = words::read(&layers, &["en"], &mut Vec::new());
        filters::register(&mut tera, &Arc::new(english));
        tera.register_filter("ticks", ticks);
        tera.register_filter("thousands", thousands);
        // A template that does not compile is a mistake of ours, which the tests find: without it
        // its page is said not to be there.
        let _ = tera.add_raw_templates(templates());
        let context = tera.global_context();
        context.insert_value("content_security_policy", Value::from(content_security_policy(Delivery::Meta)));
        context.insert_value("root", Value::from(PREVIEW_URL));
        context.insert_value("desk_url", Value::from(DESK_URL));
        context.insert_value("coverage_url", Value::from(COVERAGE_URL));
        context.insert_value("handbook_url", Value::from(HANDBOOK_URL));
        Self { tera, files: files(&layers) }
    }

    /// The files that the pages load: `live.js`, `overlay.css` …; paths are below
    /// [`PREVIEW_URL`].
    pub fn files(&self) -> &[OutputFile] {
        &self.files
    }

    /// The page of the desk.
    ///
    /// # Errors
    /// A mistake in an embedded template; never a matter of what the view holds.
    pub fn desk(&self, view: &DeskView) -> Result<Vec<u8>, Diagnostic> {
        self.page("desk.html", "desk", view)
    }

    /// The page with the map of what serves which principle.
    ///
    /// # Errors
    /// As [`Preview::desk`].
    pub fn coverage(&self, view: &CoverageView) -> Result<Vec<u8>, Diagnostic> {
        self.page("coverage.html", "map", view)
    }

    /// The page of the handbook.
    ///
    /// # Errors
    /// As [`Preview::desk`].
    pub fn handbook(&self, view: &HandbookView) -> Result<Vec<u8>, Diagnostic> {
        self.page("handbook.html", "handbook", view)
    }

    /// A page that says one thing.
    ///
    /// # Errors
    /// As [`Preview::desk`].
    pub fn notice(&self, view: &NoticeView) -> Result<Vec<u8>, Diagnostic> {
        self.page("notice.html", "notice", view)
    }

    fn page(&self, template: &str, name: &'static str, view: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        let fault = |error: tera::Error| {
            let path = SourcePath::new(format!("themes/preview/templates/{template}"));
            Diagnostic::new(Code::TemplateError, &path, Span::default(), error.to_string())
        };
        let mut context = Context::new();
        context.insert_value(name, Value::try_from_serializable(view).map_err(fault)?);
        let mut out = Vec::with_capacity(65_536);
        self.tera.render_to(template, &context, &mut out).map_err(fault)?;
        Ok(out)
    }
}

/// The embedded templates by name, in order.
fn templates() -> Vec<(String, &'static str)> {
    let folder = FILES.get_dir("templates");
    let files = folder.into_iter().flat_map(Dir::files);
    files.filter_map(|file| Some((file.path().file_name()?.to_str()?.to_owned(), file.contents_utf8()?))).collect()
}

fn embedded(path: &str) -> Option<&'static str> {
    FILES.get_file(path)?.contents_utf8()
}

fn files(layers: &Layers) -> Vec<OutputFile> {
    let listed = scripts(embedded(LIST).unwrap_or(""));
    let mut files = vec![OutputFile::new("live.js", joined(listed.iter().filter_map(|path| embedded(path))))];
    for path in PLAIN {
        let Some(text) = embedded(path) else { continue };
        let bytes = if path.ends_with(".css") { strip::style(text) } else { strip::script(text) };
        files.push(OutputFile::new(path, bytes));
    }
    files.extend(layers.text("assets/icon.svg").map(|icon| OutputFile::new("icon.svg", icon.text())));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The paths that the list names under `live`.
fn scripts(list: &str) -> Vec<String> {
    let source = SourceFile::new(LIST, list);
    let root = read_yaml(&source, Span::new(0, list.len()), &mut Vec::new());
    match root.as_ref().and_then(|root| root.get("live")).map(|live| &live.value) {
        Some(Node::List(items)) => items.iter().filter_map(|item| item.text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Scripts one after the other, without their comments but for licences.
fn joined<'a>(scripts: impl Iterator<Item = &'a str>) -> String {
    scripts.map(strip::script).collect()
}

/// Text with what stands between backticks as code.
fn ticks(text: StringInput, _: Kwargs, _: &State) -> TeraResult<Value> {
    let mut out = Vec::with_capacity(text.as_str().len() + 32);
    let parts: Vec<&str> = text.as_str().split('`').collect();
    let last = parts.len() - 1;
    for (at, part) in parts.iter().enumerate() {
        // An odd backtick at the end opens nothing.
        match at % 2 == 1 && at < last {
            true => {
                out.extend_from_slice(b"<code>");
                escape_html(part, &mut out)?;
                out.extend_from_slice(b"</code>");
            }
            false => {
                out.extend_from_slice(if at % 2 == 1 { b"`" } else { b"" });
                escape_html(part, &mut out)?;
            }
        }
    }
    Ok(Value::safe_string(&String::from_utf8(out)?))
}

/// 12,345.
fn thousands(n: u64, _: Kwargs, _: &State) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
