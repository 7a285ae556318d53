//! The signature under an entry's words: `review.signed`. The method, `w1`, is described in
//! src/README.md so that other programs can work it out.

use std::fmt;

use super::{Common, Detail, Pathway};
use crate::syntax::{said_line, spaced};
use crate::text::Fingerprint;

/// The newest method of signing, by which entries are signed.
const NEWEST: u32 = 1;

/// What stands in `review.signed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// `w1:` and the hash of the words, 64 hexadecimal digits.
    W1(Fingerprint),
    /// A signature by a method that this Waypost does not know yet, `w` and this number.
    Newer(u32),
}

impl Signature {
    /// Reads a signature; nothing where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (method, hash) = text.strip_prefix('w')?.split_once(':')?;
        let number = || {
            method.parse::<u32>().ok().filter(|_| method.len() < 10 && method.bytes().all(|byte| byte.is_ascii_digit()))
        };
        match method {
            "1" => Fingerprint::from_hex(hash).map(Signature::W1),
            _ if method.starts_with('0') || hash.is_empty() => None,
            _ => number().filter(|number| *number > NEWEST).map(Signature::Newer),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Signature::W1(hash) => write!(f, "w1:{}", hash.hex()),
            Signature::Newer(method) => write!(f, "w{method}:"),
        }
    }
}

/// The words of an entry that a signature of method `w1` stands under, a line for each thing that is
/// said. `body` are the lines of its body ([`Parsed::said`](crate::syntax::Parsed::said)).
pub(super) fn words(common: &Common, detail: &Detail, body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 400);
    said_line(&mut out, "title", &common.title.value);
    said_line(&mut out, "summary", &common.summary.value);
    if let Detail::Principle(principle) = detail
        && let Some(statement) = &principle.statement
    {
        said_line(&mut out, "statement", statement);
    }
    if let Some(image) = &common.image {
        if !spaced(&image.alt.value).is_empty() {
            said_line(&mut out, "text", &image.alt.value);
        }
        said_line(&mut out, "image", &image.src.value);
    }
    out.push_str(body);
    if let Detail::Pathway(pathway) = detail {
        route(&mut out, pathway);
    }
    out
}

fn route(out: &mut String, pathway: &Pathway) {
    for stage in &pathway.stages {
        said_line(out, "stage", &stage.title);
        if let Some(summary) = &stage.summary {
            said_line(out, "about", summary);
        }
        for step in &stage.steps {
            let ids: Vec<&str> = step.options.iter().map(|option| option.value.id.as_str()).collect();
            said_line(out, if step.is_choice { "choose" } else { "step" }, &ids.join(" "));
            if step.optional {
                said_line(out, "optional", "");
            }
            if let Some(note) = &step.note {
                said_line(out, "note", note);
            }
        }
    }
}

#[cfg(test)]
mod tests;
