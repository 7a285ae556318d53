use std::path::PathBuf;

/// Editors by name, and the address that opens a file in each at a line.
const KNOWN: &[(&str, &str)] = &[
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("windsurf", "windsurf://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
];

/// How a source file is opened in the editor that its author uses.
#[derive(Debug, Clone)]
pub struct Editor {
    root: PathBuf,
    template: Option<String>,
    /// Whether others than this machine can ask: where the files lie is not theirs to know.
    is_open: bool,
}

impl Editor {
    /// An editor by its name, or by the address that opens a file in it: one with `{path}` and
    /// `{line}`. `root` is the site folder, absolute.
    ///
    /// # Errors
    /// The names that are known, when the name is not, and the address lacks one of the two.
    pub fn new(root: PathBuf, name: Option<&str>) -> Result<Self, String> {
        let Some(name) = name else { return Ok(Self { root, template: None, is_open: false }) };
        let known = KNOWN.iter().find(|(known, _)| *known == name).map(|(_, address)| *address);
        let has_scheme = name.split_once(':').is_some_and(|(scheme, _)| !scheme.is_empty());
        match known.or((has_scheme && name.contains("{path}") && name.contains("{line}")).then_some(name)) {
            Some(template) => Ok(Self { root, template: Some(template.to_owned()), is_open: false }),
            None => {
                let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
                Err(format!("name one of {}, or an address with {{path}} and {{line}} in it", names.join(", ")))
            }
        }
    }

    /// The same for a preview that others can see: it tells no path of this machine and opens nothing.
    #[must_use]
    pub(super) fn hidden(self) -> Self {
        Self { template: None, is_open: true, ..self }
    }

    /// The template of the address, with `{path}`, `{line}` and perhaps `{column}`.
    pub(super) fn template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The whole path of a file of the site.
    pub(super) fn path(&self, file: &str) -> String {
        if self.is_open {
            return file.to_owned();
        }
        let path = self.root.join(file).to_string_lossy().replace('\\', "/");
        // Windows writes whole paths so.
        let path = path.strip_prefix("//?/").unwrap_or(&path).to_owned();
        if path.starts_with('/') { path } else { format!("/{path}") }
    }

    /// The address that opens a file at a line and column, both from 1.
    pub(super) fn address(&self, file: &str, line: u32, column: u32) -> Option<String> {
        let template = self.template.as_ref()?;
        let path = escaped(&self.path(file));
        let filled = template.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        Some(filled.replace("{path}", &path))
    }
}

/// A path for an address: all but letters, digits and what no address takes for its own is encoded.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opens_at_its_line() {
        let editor = |name| Editor::new(PathBuf::from("/my library"), name);
        let address = |name| editor(Some(name)).unwrap().address("content/ü.md", 3, 5);
        assert_eq!(address("vscode").unwrap(), "vscode://file/my%20library/content/%C3%BC.md:3:5");
        assert_eq!(address("x-mine:{line}?{path}").unwrap(), "x-mine:3?/my%20library/content/%C3%BC.md");
        assert_eq!(editor(None).unwrap().address("a", 1, 1), None);
        assert!(editor(Some("notepad")).unwrap_err().contains("vscode"));
        assert!(editor(Some("x:{path}")).is_err());
    }
}
