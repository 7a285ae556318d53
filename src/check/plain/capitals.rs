//! Sentences in capitals: slower to read for everyone, spelled out by some screen readers.

use super::Page;
use crate::diag::{Code, Diagnostic};
use crate::syntax::Passage;

/// Words in capitals, one after another, up to which they may be a name or a sign.
const MOST: usize = 4;

pub(super) fn check(page: &mut Page<'_>) {
    let path = page.entry.path();
    for passage in &page.passages.passages {
        for range in shouted(passage) {
            let message = "these words are written in capitals";
            let complaint = Diagnostic::new(Code::AllCapitals, path, passage.place(range), message);
            page.complaints
                .push(complaint.help("write them in small letters, and put **asterisks** around what counts"));
        }
    }
}

/// Whether a text has two capitals side by side, or letters of a script of which that cannot be seen in its
/// bytes (Greek, Cyrillic, Armenian). Nearly all texts are done with here.
fn may_shout(text: &[u8]) -> bool {
    let capitals = text.iter().zip(text.iter().skip(1)).any(|(a, b)| a.is_ascii_uppercase() && b.is_ascii_uppercase());
    capitals || text.iter().any(|byte| matches!(byte, 0xCD..=0xD5))
}

/// Runs of more than [`MOST`] words in capitals. Words of one letter neither count nor end a run; commas
/// and the like end it, so that a list of abbreviations is none.
fn shouted(passage: &Passage) -> Vec<std::ops::Range<usize>> {
    let text = &passage.text;
    let mut runs = Vec::new();
    if !may_shout(text.as_bytes()) {
        return runs;
    }
    let mut run: Option<(usize, usize, usize)> = None;
    let end = |run: &mut Option<(usize, usize, usize)>, runs: &mut Vec<_>| {
        if let Some((start, end, words)) = run.take()
            && words > MOST
        {
            runs.push(start..end);
        }
    };
    let mut behind = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = behind;
        behind += word.len();
        let (mut letters, mut capitals, mut others) = (0, 0, 0);
        for c in word.chars() {
            letters += usize::from(c.is_alphabetic());
            capitals += usize::from(c.is_uppercase());
            others += usize::from(c.is_numeric() || c == '_');
        }
        let last = start + word.trim_end().len();
        if letters == 0 && others == 0 {
            continue;
        }
        if capitals < letters || others > 0 || passage.is_apart(start) {
            end(&mut run, &mut runs);
            continue;
        }
        if letters > 1 {
            let (start, _, words) = run.unwrap_or((start, last, 0));
            run = Some((start, last, words + 1));
        }
        if word.trim_end().ends_with([',', ';', ':', '/', '|', ')', '·']) || word.ends_with('\n') {
            end(&mut run, &mut runs);
        }
    }
    end(&mut run, &mut runs);
    runs
}
