use std::collections::BTreeMap;

use tera::Value;

use crate::config::Accent;
use crate::diag::{Code, Diagnostic, nearest};
use crate::text::{Fingerprint, OutputFile};

use super::accent;
use super::layers::{File, Layers, bytes};
use super::manifest::{Listed, Manifest};
use super::strip;

/// The name by which templates know the style sheet of every page.
const SHEET: &str = "site.css";
/// Where the script that shows kept pages stands: what it can show lies below it.
const WORKER: &str = "worker.js";
/// Digits of a file's hash in its name.
const DIGITS: usize = 10;

/// The files of a theme that browsers load.
#[derive(Clone)]
pub(super) struct Assets {
    files: Vec<OutputFile>,
    /// Output path by the path below the theme's folder.
    names: BTreeMap<String, String>,
    worker: Option<OutputFile>,
}

impl Assets {
    /// Makes the assets: pictures and fonts first, since style sheets name them.
    pub(super) fn new(
        layers: &Layers,
        manifest: &Manifest,
        accent: Option<Accent>,
        complaints: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut assets = Self { files: Vec::new(), names: BTreeMap::new(), worker: None };
        for (path, file) in layers.in_force() {
            if path.starts_with("assets/") && !path.ends_with(".css") && !path.ends_with(".js") {
                assets.add(path, bytes(file).to_vec());
            }
        }
        let mut sheet = String::new();
        for listed in &manifest.styles {
            if let Some(text) = listed_text(layers, listed, complaints) {
                sheet.push_str(&assets.style(&listed.path, text));
            }
        }
        sheet.push_str(&accent.map(accent::style).unwrap_or_default());
        assets.add(SHEET, sheet.into_bytes());
        for listed in &manifest.scripts {
            if let Some(text) = listed_text(layers, listed, complaints) {
                let text =
                    if listed.path.ends_with(".css") { assets.style(&listed.path, text) } else { strip::script(text) };
                assets.add(&listed.path, text.into_bytes());
            }
        }
        let worker = manifest.worker.as_ref().and_then(|listed| listed_text(layers, listed, complaints));
        assets.worker = worker.map(|text| OutputFile::new(WORKER, strip::script(text)));
        assets.files.sort_by(|a, b| a.path.cmp(&b.path));
        assets
    }

    /// The files, sorted by path.
    pub(super) fn files(&self) -> &[OutputFile] {
        &self.files
    }

    /// The script that shows kept pages.
    pub(super) fn worker(&self) -> Option<&OutputFile> {
        self.worker.as_ref()
    }

    /// The address of an asset under a site's root path.
    pub(super) fn url(&self, path: &str, root_url: &str) -> Option<String> {
        self.names.get(path).map(|name| format!("{root_url}{name}"))
    }

    /// All addresses, for templates.
    pub(super) fn addresses(&self, root_url: &str) -> Value {
        let urls: BTreeMap<&str, String> =
            self.names.iter().map(|(path, name)| (path.as_str(), format!("{root_url}{name}"))).collect();
        Value::try_from_serializable(&urls).unwrap_or_else(|_| Value::none())
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let file = path.rsplit('/').next().unwrap_or(path);
        let (stem, suffix) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let hash = Fingerprint::of(&bytes).short(DIGITS);
        let name = format!("assets/{stem}.{hash}.{suffix}");
        // Two files of one name and one content are one file.
        if !self.files.iter().any(|file| file.path == name) {
            self.files.push(OutputFile::new(name.clone(), bytes));
        }
        self.names.insert(path.to_owned(), name);
    }

    /// A style sheet without comments, with the files that it names under their final names.
    fn style(&self, path: &str, text: &str) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = strip::style(text);
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("url(") {
            let Some((address, tail)) = after.split_once(')') else { break };
            let bare = address.trim_matches(['"', '\'', ' ']);
            out.push_str(before);
            match self.names.get(&join(folder, bare)) {
                // All assets lie in one folder, so the file's name alone leads there.
                Some(name) => out.push_str(&format!("url({})", name.rsplit('/').next().unwrap_or(name))),
                None => out.push_str(&format!("url({address})")),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

fn listed_text<'a>(layers: &'a Layers, listed: &Listed, complaints: &mut Vec<Diagnostic>) -> Option<&'a str> {
    if let Some(File::Text(source)) = layers.get(&listed.path) {
        return Some(source.text());
    }
    let message = format!("The theme has no file `{}`.", listed.path);
    let complaint = Diagnostic::new(Code::ThemeFile, listed.source.path(), listed.span, message);
    complaints.push(match nearest(&listed.path, layers.in_force().into_keys()) {
        Some(path) => complaint.help(format!("did you mean `{path}`?")),
        None => complaint,
    });
    None
}

/// A relative address seen from a folder: `../assets/x.svg` from `components/card`.
fn join(folder: &str, address: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_their_folder() {
        assert_eq!(join("components/card", "../../assets/x.svg"), "assets/x.svg");
        assert_eq!(join("assets", "x.svg"), "assets/x.svg");
        assert_eq!(join("assets", "../../../x"), "x");
    }
}
