//! What stands under `check:`, and what holds where nothing does.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::syntax::{Fields, Node};
use crate::text::Spanned;

/// The levels that a message can be given, as they are written.
const LEVELS: [&str; 4] = ["error", "warning", "note", "off"];

/// Settings of the checks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckSettings {
    /// How much messages weigh, where that is not what is usual; nothing where they are off. Never
    /// below [`Code::floor`].
    pub levels: BTreeMap<Code, Option<Severity>>,
}

/// Reads `check:`.
pub(super) fn read(fields: &mut Fields<'_>) -> CheckSettings {
    let mut settings = CheckSettings::default();
    let Some(node) = fields.get("check") else { return settings };
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`check`", fields.complaints()) else { return settings };
    if let Some(rules) = inner.get("rules") {
        settings.levels = levels(&mut inner, rules);
    }
    inner.finish();
    settings
}

/// `rules: {image-alt: error, off-pathway: off}`.
fn levels<'a>(fields: &mut Fields<'a>, node: &'a Node) -> BTreeMap<Code, Option<Severity>> {
    let mut levels = BTreeMap::new();
    let source = fields.source();
    let Some(mut inner) = Fields::of(source, node, "`rules`", fields.complaints()) else { return levels };
    for (name, _) in node.entries() {
        let Some(value) = inner.get(&name.value) else { continue };
        let Some(code) = Code::from_name(&name.value) else {
            let complaint = unknown(&inner, name);
            inner.complain(complaint);
            continue;
        };
        let Some(word) = inner.text_of(&name.value, value) else { continue };
        if !inner.is_choice(&name.value, &word, &LEVELS) {
            continue;
        }
        let level = Severity::ALL.into_iter().find(|level| level.name() == word.value);
        match refused(&inner, code, level, &word) {
            Some(complaint) => inner.complain(complaint),
            None => {
                levels.insert(code, level);
            }
        }
    }
    levels
}

fn unknown(fields: &Fields<'_>, name: &Spanned<String>) -> Diagnostic {
    let message = format!("there is no message `{}`", name.value);
    let names = || Code::ALL.iter().map(|code| code.name());
    let complaint = fields.fault(Code::UnknownKey, name.span, message).fix(fields.slip(name, names()));
    match nearest(&name.value, names()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint.help("the code stands in brackets at the head of each message; `waypost explain` lists all"),
    }
}

/// What to say of a level below the least that the message may have.
fn refused(fields: &Fields<'_>, code: Code, level: Option<Severity>, word: &Spanned<String>) -> Option<Diagnostic> {
    let floor = code.floor()?;
    if level.is_some_and(|level| level <= floor) {
        return None;
    }
    let name = code.name();
    let (message, help) = match floor {
        Severity::Error => (
            format!("`{name}` is always an error: the site would not be whole, or not safe, without it"),
            "take the line out; `waypost build --keep-going` publishes what can be published".to_owned(),
        ),
        _ => (
            format!("`{name}` may be made a {}, and not less", floor.name()),
            format!("write `{name}: {}`", floor.name()),
        ),
    };
    Some(fields.fault(Code::LevelRefused, word.span, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceFile;

    /// Reads a site file with these lines; holds the levels, and the code and words of the first
    /// complaint, against what is expected.
    fn check(text: &str, expect: &[(Code, Option<Severity>)], complaint: Option<(Code, &str)>) {
        let source = SourceFile::new("waypost.yaml", format!("title: x\nbase_url: https://x.example/\n{text}\n"));
        let (config, complaints) = crate::config::read(&source);
        assert_eq!(config.unwrap().check.levels.into_iter().collect::<Vec<_>>(), expect, "{text}");
        let given = complaints.first().map(|one| (one.code, one.labels.first().unwrap().span.of(source.text())));
        assert_eq!(given, complaint, "{text}: {complaints:?}");
    }

    #[test]
    fn levels_are_read_and_the_rest_is_said_in_its_place() {
        let (error, note) = (Some(Severity::Error), Some(Severity::Note));
        check("", &[], None);
        check("check: {rules: {image-alt: error}}", &[(Code::ImageAlt, error)], None);
        check(
            "check:\n  rules:\n    text-too-long: note\n    unlinked: off",
            &[(Code::TextTooLong, note), (Code::Unlinked, None)],
            None,
        );
        check("check: {rules: {html-script: error}}", &[(Code::HtmlScript, error)], None);
        check("check: {rules: {image-atl: off}}", &[], Some((Code::UnknownKey, "image-atl")));
        check("check: {rules: {image-alt: no}}", &[], Some((Code::ChoiceUnknown, "no")));
        check("check: {rules: {reference-missing: warning}}", &[], Some((Code::LevelRefused, "warning")));
        check("check: {rules: {unknown-key: note}}", &[], Some((Code::LevelRefused, "note")));
        check("check: {rules: [image-alt]}", &[], Some((Code::WrongType, "[image-alt]")));
        check("check: {rule: {image-alt: off}}", &[], Some((Code::UnknownKey, "rule")));
        check("check: {rules: {image-alt: }}", &[], Some((Code::EmptyValue, "image-alt")));
    }
}
