//! What was published last, from what, and what there was to say: with it a build that would change
//! nothing is over before it begins.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::press::PROGRAM;
use super::settings;
use super::{Built, NextChange, Request};
use crate::diag::{Code, Deny, Diagnostic, Severity, Tally};
use crate::disk::{ContentFile, Site};
use crate::text::{Fingerprint, Hasher, SourcePath, Span};

/// What a build left behind. It is kept beside the output, and may be deleted at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// All that the site followed from.
    pub inputs: Fingerprint,
    /// The manifest's hash.
    pub manifest: Fingerprint,
    /// How many pages there are.
    pub pages: usize,
    /// How many files there are, the manifest aside.
    pub outputs: usize,
    /// How many sources there are.
    pub sources: usize,
    /// How many notes there were; they are counted only.
    pub notes: usize,
    /// Errors, warnings, and notes that were denied.
    pub diagnostics: Vec<Diagnostic>,
    /// The next date on which the output would differ without any edit.
    pub next_change: Option<NextChange>,
}

/// Changes when anything does that a build of the site follows from: the program, what was asked
/// for, the day, every text, and what the system says of all other files. Nothing where the site
/// file cannot be used.
pub fn inputs(site: &Site, request: &Request) -> Option<Fingerprint> {
    let (_, settings) = settings::settings(site, request);
    let settings = settings.ok()?;
    // A file remembers its hash.
    site.content.par_iter().filter_map(ContentFile::text).for_each(|source| {
        let _ = source.hash();
    });
    let mut hasher = Hasher::new();
    hasher.part(PROGRAM).part(settings.key.bytes());
    hasher.part([u8::from(request.keep_going), u8::from(request.portable)]).part(request.deny.names().join(","));
    for file in site.lexicons.iter().chain(&site.content) {
        hasher.part(file.path().as_str());
        match file {
            ContentFile::Text(source) => hasher.part(source.hash().bytes()),
            ContentFile::Faulty(_) => hasher.part("faulty"),
        };
    }
    match &site.ledger {
        Some(ContentFile::Text(source)) => hasher.part("ledger").part(source.hash().bytes()),
        Some(ContentFile::Faulty(_)) => hasher.part("faulty ledger"),
        None => hasher.part("no ledger"),
    };
    for fault in &site.faults {
        let diagnostic = fault.diagnostic();
        hasher.part(diagnostic.place_text()).part(&diagnostic.message);
    }
    for list in [&site.bundle_files, &site.static_files, &site.theme_files] {
        hasher.part("files");
        for file in list {
            hasher.part(file.path.as_str());
            // A file that was changed a moment ago may change again without a word from the system.
            match site.stamp(&file.path).and_then(|stamp| stamp.text()) {
                Some(stamp) => hasher.part(stamp),
                None => hasher.part(site.read_bytes(&file.path).ok()?),
            };
        }
    }
    Some(hasher.finish())
}

impl Receipt {
    /// The receipt of a build whose site has been published with that manifest.
    pub fn new(inputs: Fingerprint, manifest: Fingerprint, built: &Built, pages: usize, deny: &Deny) -> Self {
        let listed = |one: &&Diagnostic| one.severity != Severity::Note || deny.denies(one);
        let diagnostics: Vec<Diagnostic> = built.diagnostics.iter().filter(listed).cloned().collect();
        Self {
            inputs,
            manifest,
            pages,
            outputs: built.stats.outputs,
            sources: built.stats.sources,
            notes: Tally::of(&built.diagnostics).notes,
            diagnostics,
            next_change: built.next_change.clone(),
        }
    }

    /// Reads a receipt; nothing where it is not one.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let hash = |name: &str| Fingerprint::from_hex(value.get(name)?.as_str()?);
        let number = |name: &str| usize::try_from(value.get(name)?.as_u64()?).ok();
        let next_change = match value.get("next_change")? {
            Value::Null => None,
            next => Some(NextChange {
                date: next.get("date")?.as_str()?.parse().ok()?,
                why: next.get("why")?.as_str()?.to_owned(),
            }),
        };
        let diagnostics: Option<Vec<Diagnostic>> =
            value.get("diagnostics")?.as_array()?.iter().map(diagnostic).collect();
        Some(Self {
            inputs: hash("inputs")?,
            manifest: hash("manifest")?,
            pages: number("pages")?,
            outputs: number("outputs")?,
            sources: number("sources")?,
            notes: number("notes")?,
            diagnostics: diagnostics?,
            next_change,
        })
    }

    /// The receipt as bytes, for [`parse`](Self::parse).
    pub fn to_bytes(&self) -> Vec<u8> {
        let label =
            |label: &crate::diag::Label| json!([label.file.as_str(), label.span.start, label.span.end, label.message]);
        let diagnostic = |one: &Diagnostic| {
            json!({
                "code": one.code.name(),
                "severity": one.severity.name(),
                "message": one.message,
                "labels": one.labels.iter().map(label).collect::<Vec<_>>(),
                "help": one.help,
            })
        };
        let next = self.next_change.as_ref();
        json!({
            "inputs": self.inputs.hex(),
            "manifest": self.manifest.hex(),
            "pages": self.pages,
            "outputs": self.outputs,
            "sources": self.sources,
            "notes": self.notes,
            "diagnostics": self.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
            "next_change": next.map(|next| json!({"date": next.date.to_string(), "why": next.why})),
        })
        .to_string()
        .into_bytes()
    }
}

fn diagnostic(value: &Value) -> Option<Diagnostic> {
    let text = |name: &str| value.get(name)?.as_str();
    let severity = [Severity::Error, Severity::Warning, Severity::Note];
    let label = |label: &Value| {
        let number = |at: usize| label.get(at)?.as_u64().and_then(|number| usize::try_from(number).ok());
        Some(crate::diag::Label {
            file: SourcePath::new(label.get(0)?.as_str()?),
            span: Span::new(number(1)?, number(2)?),
            message: label.get(3)?.as_str()?.to_owned(),
        })
    };
    let labels: Option<Vec<_>> = value.get("labels")?.as_array()?.iter().map(label).collect();
    Some(Diagnostic {
        code: Code::from_name(text("code")?)?,
        severity: severity.into_iter().find(|one| Some(one.name()) == text("severity"))?,
        message: text("message")?.to_owned(),
        labels: labels.filter(|labels| !labels.is_empty())?,
        edits: Vec::new(),
        help: value.get("help")?.as_str().map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_whole_or_not_at_all() {
        let path = SourcePath::new("content/a.md");
        let diagnostic = Diagnostic::new(Code::LinkScheme, &path, Span::new(3, 9), "a \"b\"")
            .and(&path, Span::default(), "the other one")
            .help("mend it");
        let receipt = Receipt {
            inputs: Fingerprint::of("a"),
            manifest: Fingerprint::of("b"),
            pages: 3,
            outputs: 9,
            sources: 4,
            notes: 2,
            diagnostics: vec![diagnostic],
            next_change: Some(NextChange { date: jiff::civil::date(2026, 12, 1), why: "x is published".to_owned() }),
        };
        let bytes = receipt.to_bytes();
        assert_eq!(Receipt::parse(&bytes), Some(receipt));
        for cut in 0..bytes.len() {
            assert_eq!(Receipt::parse(bytes.get(..cut).unwrap_or(&[])), None);
        }
    }
}
