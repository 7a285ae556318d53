use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::diag::{Code, Diagnostic};
use crate::text::{SourceFile, SourcePath, Span};

/// The default theme, inside the binary.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the default theme's folder.
pub(super) const DEFAULT_NAME: &str = "default";

/// One file of a theme.
#[derive(Debug, Clone)]
pub(super) enum File {
    /// UTF-8 text, with the path that messages show (`themes/<name>/…`).
    Text(SourceFile),
    /// Anything else: pictures, fonts.
    Binary(Vec<u8>),
}

/// The files of the default theme and those laid over it, by their path below the theme's folder.
pub(super) struct Layers {
    default: BTreeMap<String, File>,
    overrides: BTreeMap<String, File>,
}

impl Layers {
    /// Sorts out the files. An override of a text file that is not UTF-8 is complained about and
    /// left out.
    pub(super) fn new(name: &str, overrides: &[(String, Vec<u8>)], complaints: &mut Vec<Diagnostic>) -> Self {
        let default = embedded().map(|(path, bytes)| file(DEFAULT_NAME, &path, bytes)).filter_map(Result::ok).collect();
        let mut upper = BTreeMap::new();
        for (path, bytes) in overrides {
            match file(name, path, Cow::Borrowed(bytes)) {
                Ok((path, file)) => {
                    upper.insert(path, file);
                }
                Err(complaint) => complaints.push(*complaint),
            }
        }
        Self { default, overrides: upper }
    }

    /// The file in force at a path.
    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.overrides.get(path).or_else(|| self.default.get(path))
    }

    /// The text in force at a path.
    pub(super) fn text(&self, path: &str) -> Option<&SourceFile> {
        text(self.get(path)?)
    }

    /// The default theme's text at a path, whether or not it is replaced.
    pub(super) fn default_text(&self, path: &str) -> Option<&SourceFile> {
        text(self.default.get(path)?)
    }

    /// Whether the text in force at a path is a replacement.
    pub(super) fn is_override(&self, path: &str) -> bool {
        self.overrides.contains_key(path)
    }

    /// The default theme's text files in a folder with a suffix, by path.
    pub(super) fn default_texts<'a>(
        &'a self,
        folder: &'a str,
        suffix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
        within(&self.default, folder, suffix)
    }

    /// The replacing text files in a folder with a suffix, by path.
    pub(super) fn override_texts<'a>(
        &'a self,
        folder: &'a str,
        suffix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
        within(&self.overrides, folder, suffix)
    }

    /// Every path in force with its file.
    pub(super) fn in_force(&self) -> BTreeMap<&str, &File> {
        let lower = self.default.iter().map(|(path, file)| (path.as_str(), file));
        lower.chain(self.overrides.iter().map(|(path, file)| (path.as_str(), file))).collect()
    }

    /// Every file of both layers with its bytes, the default's first.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.default.iter().chain(&self.overrides).map(|(path, file)| (path.as_str(), bytes(file)))
    }

    /// The text files of both layers.
    pub(super) fn sources(&self) -> Vec<SourceFile> {
        self.default.values().chain(self.overrides.values()).filter_map(text).cloned().collect()
    }
}

/// The bytes of a file.
pub(super) fn bytes(file: &File) -> &[u8] {
    match file {
        File::Text(source) => source.text().as_bytes(),
        File::Binary(bytes) => bytes,
    }
}

fn text(file: &File) -> Option<&SourceFile> {
    match file {
        File::Text(source) => Some(source),
        File::Binary(_) => None,
    }
}

fn within<'a>(
    files: &'a BTreeMap<String, File>,
    folder: &'a str,
    suffix: &'a str,
) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
    files
        .iter()
        .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(suffix))
        .filter_map(|(path, file)| Some((path.as_str(), text(file)?)))
}

fn file(name: &str, path: &str, bytes: Cow<'_, [u8]>) -> Result<(String, File), Box<Diagnostic>> {
    let label = format!("themes/{name}/{path}");
    if !is_text(path) {
        return Ok((path.to_owned(), File::Binary(bytes.into_owned())));
    }
    match String::from_utf8(bytes.into_owned()) {
        Ok(text) => Ok((path.to_owned(), File::Text(SourceFile::new(label, text)))),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let message = format!("This file of the theme is not UTF-8 text (byte {good} is the first that is not).");
            Err(Box::new(Diagnostic::new(Code::ThemeFile, &SourcePath::new(label), Span::default(), message)))
        }
    }
}

fn is_text(path: &str) -> bool {
    [".html", ".css", ".js", ".yaml", ".svg", ".txt", ".md"].iter().any(|suffix| path.ends_with(suffix))
}

fn embedded() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    let mut open = vec![&DEFAULT];
    let mut files = Vec::new();
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        files.extend(dir.files());
    }
    files
        .into_iter()
        .filter_map(|file| Some((file.path().to_str()?.replace('\\', "/"), Cow::Borrowed(file.contents()))))
}
