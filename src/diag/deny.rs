use std::collections::BTreeSet;

use super::{Code, Diagnostic, Severity, nearest};

/// What fails a check or keeps a site from being published although it is no error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deny {
    /// All warnings.
    pub warnings: bool,
    /// All notes, and warnings with them.
    pub notes: bool,
    /// Messages of these codes, whatever they weigh.
    pub codes: BTreeSet<Code>,
}

impl Deny {
    /// Adds `warnings`, `notes` or the name of a code.
    ///
    /// # Errors
    /// A sentence for the person who typed anything else.
    pub fn add(&mut self, what: &str) -> Result<(), String> {
        match what {
            "warnings" => self.warnings = true,
            "notes" => self.notes = true,
            name => {
                let code = Code::from_name(name).ok_or_else(|| unknown(name))?;
                self.codes.insert(code);
            }
        }
        Ok(())
    }

    /// Whether a diagnostic, which is no error, counts as one.
    pub fn denies(&self, diagnostic: &Diagnostic) -> bool {
        self.codes.contains(&diagnostic.code)
            || match diagnostic.severity {
                Severity::Error => false,
                Severity::Warning => self.warnings || self.notes,
                Severity::Note => self.notes,
            }
    }

    /// Whether a diagnostic is an error or counts as one.
    pub fn stops(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.severity == Severity::Error || self.denies(diagnostic)
    }

    /// What was named, as it was typed, in a fixed order.
    pub fn names(&self) -> Vec<&'static str> {
        let groups = [(self.warnings, "warnings"), (self.notes, "notes")];
        let groups = groups.into_iter().filter(|(named, _)| *named).map(|(_, name)| name);
        groups.chain(self.codes.iter().map(|code| code.name())).collect()
    }
}

impl FromIterator<Deny> for Deny {
    fn from_iter<I: IntoIterator<Item = Deny>>(all: I) -> Self {
        all.into_iter().fold(Self::default(), |mut sum, one| {
            sum.warnings |= one.warnings;
            sum.notes |= one.notes;
            sum.codes.extend(one.codes);
            sum
        })
    }
}

fn unknown(name: &str) -> String {
    let known = ["warnings", "notes"].into_iter().chain(Code::ALL.iter().map(|code| code.name()));
    match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name warnings, notes, or a code that `waypost explain` lists".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourcePath, Span};

    fn check(words: &[&str], denied: &[Code]) {
        let mut deny = Deny::default();
        words.iter().for_each(|word| deny.add(word).unwrap());
        let path = SourcePath::new("content/a.md");
        let all = [Code::HtmlScript, Code::HeadingTop, Code::ImageAlt, Code::OffPathway];
        let is_denied = |code: &Code| deny.denies(&Diagnostic::new(*code, &path, Span::default(), ""));
        assert_eq!(all.into_iter().filter(is_denied).collect::<Vec<_>>(), denied, "{words:?}");
        assert_eq!(deny.names(), words);
    }

    #[test]
    fn groups_and_codes_are_denied() {
        check(&[], &[]);
        check(&["warnings"], &[Code::HeadingTop, Code::ImageAlt]);
        check(&["notes"], &[Code::HeadingTop, Code::ImageAlt, Code::OffPathway]);
        check(&["image-alt", "off-pathway"], &[Code::ImageAlt, Code::OffPathway]);
    }

    #[test]
    fn others_are_refused_with_the_nearest() {
        let refused = |word: &str| Deny::default().add(word).unwrap_err();
        assert_eq!(refused("warning"), "did you mean `warnings`?");
        assert_eq!(refused("image_alt"), "did you mean `image-alt`?");
        assert!(refused("").contains("waypost explain"));
    }
}
