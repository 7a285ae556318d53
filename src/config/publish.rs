//! What stands under `publish:`, and what holds where nothing does.

use crate::diag::Code;
use crate::syntax::{Fields, Value};
use crate::text::Spanned;

/// The ways to bring an output folder up to date.
const MODES: [&str; 2] = ["exchange", "in-place"];

/// How the output folder is brought up to date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishSettings {
    /// File by file, where two whole folders would otherwise change places.
    pub in_place: bool,
    /// What may be in the output folder though Waypost did not write it, and is never touched: paths
    /// from there, `/`-separated, without a slash at either end.
    pub keep: Vec<String>,
}

/// Reads `publish:`.
pub(super) fn read(fields: &mut Fields<'_>) -> PublishSettings {
    let mut settings = PublishSettings::default();
    let Some(node) = fields.get("publish") else { return settings };
    if matches!(node.value, Value::Text { .. }) {
        let mode = fields.text_of("publish", node);
        settings.in_place = mode.is_some_and(|mode| is_in_place(fields, "publish", &mode));
        return settings;
    }
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`publish`", fields.complaints()) else { return settings };
    settings.in_place = inner.text("mode").is_some_and(|mode| is_in_place(&mut inner, "mode", &mode));
    let keep = inner.unique_texts_by("keep", |path| path.trim_end_matches('/').to_owned());
    settings.keep = keep.into_iter().filter_map(|path| kept(&mut inner, &path)).collect();
    inner.finish();
    settings
}

fn is_in_place(fields: &mut Fields<'_>, key: &str, mode: &Spanned<String>) -> bool {
    fields.is_choice(key, mode, &MODES) && mode.value == "in-place"
}

fn kept(fields: &mut Fields<'_>, path: &Spanned<String>) -> Option<String> {
    let plain = path.value.strip_suffix('/').unwrap_or(&path.value);
    let is_inside = plain.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if is_inside && !plain.contains(['\\', '*', '\0']) {
        return Some(plain.to_owned());
    }
    let message = format!("`keep` takes names in the output folder, not `{}`", path.value.escape_debug());
    let complaint = fields
        .fault(Code::WrongType, path.span, message)
        .help("name a file or folder as it is called there: keep: [\".git\", CNAME, .well-known/security.txt]");
    fields.complain(complaint);
    None
}

#[cfg(test)]
mod tests {
    use super::PublishSettings;
    use crate::text::SourceFile;

    /// Reads a site file with this under `publish:`; holds settings and help texts against what is
    /// expected.
    fn check(text: &str, in_place: bool, keep: &[&str], helps: &[&str]) {
        let source = SourceFile::new("waypost.yaml", format!("title: x\nbase_url: https://x.example/\n{text}\n"));
        let (config, complaints) = crate::config::read(&source);
        let keep = keep.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(config.unwrap().publish, PublishSettings { in_place, keep }, "{text}");
        let given: Vec<String> = complaints.iter().map(|complaint| format!("{complaint:?}")).collect();
        assert_eq!(given.len(), helps.len(), "{text}: {given:?}");
        for (given, help) in given.iter().zip(helps) {
            assert!(given.contains(help), "{text}: {given}");
        }
    }

    #[test]
    fn modes_and_kept_names() {
        check("", false, &[], &[]);
        check("publish: in-place", true, &[], &[]);
        check("publish: exchange", false, &[], &[]);
        check("publish: {keep: .git}", false, &[".git"], &[]);
        check("publish: {mode: in-place, keep: [.git/, a/b, CNAME]}", true, &[".git", "a/b", "CNAME"], &[]);
        check("publish: in_place", false, &[], &["in-place"]);
        check("publish: {mode: exchnage}", false, &[], &["exchange"]);
        check("publish: {modes: in-place}", false, &[], &["mode"]);
        check("publish: [in-place]", false, &[], &["takes fields"]);
        check("publish: {keep: [.git, .git/]}", false, &[".git"], &["stands twice"]);
        for bad in ["../x", "/etc", "a//b", ".", "a/..", "*.html", "a\\b"] {
            check(&format!("publish: {{keep: ['{bad}', ok]}}"), false, &["ok"], &["`keep` takes names"]);
        }
    }
}
