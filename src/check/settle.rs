//! What becomes of all that the rules have said: silenced where it stands, weighed as the site wants.

use std::collections::BTreeMap;

use crate::config::CheckSettings;
use crate::diag::{self, Code, Diagnostic, Silenced};
use crate::syntax::Silence;
use crate::text::{SourcePath, Span};

/// Messages after settings and silences have had their say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// What is left, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was silenced, sorted.
    pub silenced: Vec<Silenced>,
}

/// Silences and weighs messages. `silences` are those of each file. Of a file that `is_whole` says
/// all has been said about by that code, silences that silence nothing are reported.
pub fn settle(
    mut found: Vec<Diagnostic>,
    silences: &[(SourcePath, Vec<Silence>)],
    settings: &CheckSettings,
    is_whole: impl Fn(&SourcePath, Code) -> bool,
) -> Settled {
    diag::sort(&mut found);
    let mut by: Vec<Option<&Silence>> = vec![None; found.len()];
    let mut unused = Vec::new();
    for (path, silences) in silences {
        let mut taken: BTreeMap<(Code, Span), ()> = BTreeMap::new();
        for silence in silences {
            let is_second = taken.insert((silence.code, silence.covers), ()).is_some();
            if (is_second || !take(&found, &mut by, path, silence)) && is_whole(path, silence.code) {
                unused.push(nothing_to_silence(path, silence, is_second));
            }
        }
    }
    let mut settled = Settled::default();
    for (diagnostic, silence) in found.into_iter().zip(by) {
        let Some(diagnostic) = weighed(diagnostic, settings) else { continue };
        match silence {
            Some(silence) => {
                let (reason, span) = (silence.reason.clone(), silence.span);
                settled.silenced.push(Silenced { diagnostic, reason, span });
            }
            None => settled.diagnostics.push(diagnostic),
        }
    }
    settled.diagnostics.extend(unused.into_iter().filter_map(|one| weighed(one, settings)));
    diag::sort(&mut settled.diagnostics);
    settled
}

/// The message with the weight that the site gives it; nothing where it is off.
fn weighed(mut diagnostic: Diagnostic, settings: &CheckSettings) -> Option<Diagnostic> {
    match settings.levels.get(&diagnostic.code) {
        None => Some(diagnostic),
        Some(None) => None,
        Some(Some(severity)) => {
            diagnostic.severity = *severity;
            Some(diagnostic)
        }
    }
}

/// Marks the messages that a silence silences; whether there are any. `found` is sorted.
fn take<'a>(found: &[Diagnostic], by: &mut [Option<&'a Silence>], path: &SourcePath, silence: &'a Silence) -> bool {
    let place = |one: &Diagnostic| one.labels.first().map(|label| (label.file.clone(), label.span.start));
    let from = Some((path.clone(), silence.covers.start));
    let to = Some((path.clone(), silence.covers.end));
    let start = found.partition_point(|one| place(one) < from);
    let mut any = false;
    for (one, by) in found.iter().zip(by).skip(start).take_while(|(one, _)| place(one) < to) {
        if one.code == silence.code {
            any = true;
            by.get_or_insert(silence);
        }
    }
    any
}

fn nothing_to_silence(path: &SourcePath, silence: &Silence, is_second: bool) -> Diagnostic {
    let name = silence.code.name();
    let (message, help) = match is_second {
        true => (format!("`{name}` is silenced here already"), "take one of the two comments out"),
        false => (
            format!("there is no `{name}` to silence here"),
            "take the comment out, or put it on the line before what it is about",
        ),
    };
    Diagnostic::new(Code::SilenceUnused, path, silence.span, message).help(help)
}
