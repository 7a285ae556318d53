//! `waypost.permalinks`: the addresses that a library has published, one a line, as its organisation
//! keeps them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::text::{Edit, SourceFile, SourcePath, Span};

/// What the file says on top when it is made.
const HEAD: &str = "\
# The addresses that this library has published, and promises to keep. `waypost check --accept` adds
# what is new. Keep the lines of both sides when two versions meet. To give an address up, say why:
# /articles/an-old-page/ gone: the course ended
";

/// What stands between an address and the reason why it was given up.
const GONE: &str = " gone:";

/// One address of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// Root-relative, without the path of `base_url`: `/articles/x/`, `/articles/x/#a-heading`.
    pub address: String,
    /// Why it was given up on purpose, where it was.
    pub gone: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl LedgerLine {
    /// The page's address and the heading's id.
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.address.split_once('#') {
            Some((page, heading)) => (page, Some(heading)),
            None => (&self.address, None),
        }
    }
}

/// The ledger, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The file.
    pub path: SourcePath,
    /// Its addresses, sorted, each once.
    pub lines: Vec<LedgerLine>,
}

/// What a line of the file is.
enum Line {
    /// A comment, or nothing.
    Aside,
    /// A mark that joining two versions left behind.
    Mark(Mark),
    Address {
        address: String,
        gone: Option<String>,
    },
    Faulty(String, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Ours,
    Other,
}

impl Ledger {
    /// Reads the file. Never fails: what cannot be read is left out and complained about.
    pub fn read(source: &SourceFile) -> (Self, Vec<Diagnostic>) {
        let mut complaints = Vec::new();
        let mut lines: Vec<LedgerLine> = Vec::new();
        let mut in_conflict = false;
        for span in line_spans(source.text()) {
            let fault = |code: Code, message: String, help: &str| {
                Diagnostic::new(code, source.path(), span, message).help(help)
            };
            match read_line(span.of(source.text())) {
                Line::Aside => {}
                Line::Mark(Mark::Ours) => {
                    in_conflict = true;
                    let message = "two versions of this file were joined here, and nobody has looked at it yet";
                    let help = "keep the lines of both sides, and delete the lines of <, = and > signs";
                    complaints.push(fault(Code::PermalinkConflict, message.to_owned(), help));
                }
                Line::Mark(Mark::Other) if in_conflict => {}
                Line::Mark(Mark::Other) => {
                    let message = "this line is left over from joining two versions of the file".to_owned();
                    complaints.push(fault(Code::PermalinkConflict, message, "delete it"));
                }
                Line::Faulty(message, help) => complaints.push(fault(Code::PermalinkLine, message, help)),
                Line::Address { address, gone } => lines.push(LedgerLine { address, gone, span }),
            }
        }
        lines.sort_by(|a, b| (&a.address, a.span).cmp(&(&b.address, b.span)));
        let kept = unique(lines, source, if in_conflict { None } else { Some(&mut complaints) });
        (Self { path: source.path().clone(), lines: kept }, complaints)
    }

    /// The line of an address.
    pub fn line(&self, address: &str) -> Option<&LedgerLine> {
        let at = self.lines.binary_search_by(|line| line.address.as_str().cmp(address)).ok()?;
        self.lines.get(at)
    }

    /// Whether an address is in it.
    pub fn has(&self, address: &str) -> bool {
        self.line(address).is_some()
    }
}

/// Keeps the first line of each address. While two versions are unjoined, both may have one.
fn unique(
    lines: Vec<LedgerLine>,
    source: &SourceFile,
    mut complaints: Option<&mut Vec<Diagnostic>>,
) -> Vec<LedgerLine> {
    let mut kept: Vec<LedgerLine> = Vec::new();
    for line in lines {
        let Some(first) = kept.last().filter(|first| first.address == line.address) else {
            kept.push(line);
            continue;
        };
        if let Some(complaints) = complaints.as_deref_mut() {
            let message = format!("`{}` stands here twice", line.address);
            let complaint = Diagnostic::new(Code::DuplicateValue, source.path(), line.span, message)
                .and(source.path(), first.span, "the first one")
                .help("keep one of the two");
            let whole = Span::new(line.span.start as usize, after_line(source.text(), line.span.end as usize));
            let same = line.gone == first.gone;
            complaints.push(complaint.fix(same.then(|| Edit::new(source.path(), whole, ""))));
        }
    }
    kept
}

/// Where the lines of a text stand, without their ends and white space around them.
fn line_spans(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let start = start + line.len() - inner.len();
        Span::new(start, start + inner.trim_end().len())
    })
}

fn after_line(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or("");
    match rest.find('\n') {
        Some(at) => end + at + 1,
        None => text.len(),
    }
}

fn read_line(line: &str) -> Line {
    let mark = |sign: char| {
        let signs = line.chars().take_while(|c| *c == sign).count();
        signs == 7 && line.get(7..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    if line.is_empty() || line.starts_with('#') {
        return Line::Aside;
    }
    if mark('<') {
        return Line::Mark(Mark::Ours);
    }
    if ['=', '>', '|'].into_iter().any(mark) {
        return Line::Mark(Mark::Other);
    }
    let (address, gone) = match line.split_once(GONE) {
        Some((address, reason)) => (address.trim_end(), Some(reason.trim())),
        None => (line, None),
    };
    let shown: String = address.chars().filter(|c| !c.is_control()).take(80).collect();
    if !is_address(address) {
        let help = "write it from the root, without the host, with a slash at its end: /articles/active-listening/";
        return Line::Faulty(format!("`{shown}` is not an address of a page of this site"), help);
    }
    if gone == Some("") {
        let message = format!("`{shown}` is given up without a reason");
        return Line::Faulty(message, "say why behind it: gone: the course ended");
    }
    Line::Address { address: address.to_owned(), gone: gone.map(str::to_owned) }
}

/// Whether it is the address of a page, perhaps with a heading's id.
fn is_address(text: &str) -> bool {
    let (page, heading) = text.split_once('#').map_or((text, None), |(page, heading)| (page, Some(heading)));
    let plain = |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '\\' | '?' | '#' | '<' | '>' | '"'));
    let inner = page.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let sound = |inner: &str| inner.split('/').all(|part| !matches!(part, "" | "." | ".."));
    (page == "/" || inner.is_some_and(sound))
        && page.chars().all(plain)
        && heading.is_none_or(|id| !id.is_empty() && id.chars().all(plain))
}

/// The text of the ledger once these addresses are in it and those that are published `again` are no
/// longer given up: sorted by line, each address once. Comments stay on top or above the line that
/// they stood above; line ends stay what they were.
pub fn ledger_with(before: Option<&SourceFile>, new: &BTreeSet<String>, again: &BTreeSet<String>) -> String {
    let text = before.map_or(HEAD, SourceFile::text);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut head: Vec<&str> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut lines: BTreeMap<String, (Vec<&str>, Option<String>)> = BTreeMap::new();
    let mut seen_one = false;
    for span in line_spans(text) {
        let line = span.of(text);
        match read_line(line) {
            Line::Address { address, gone } => {
                seen_one = true;
                let gone = gone.filter(|_| !again.contains(&address));
                let comments = std::mem::take(&mut above);
                let entry = lines.entry(address).or_insert((Vec::new(), gone));
                entry.0.extend(comments);
            }
            _ if !seen_one => head.push(line),
            // An empty line says nothing once the lines are sorted.
            _ if line.is_empty() => {}
            _ => above.push(line),
        }
    }
    for address in new {
        lines.entry(address.clone()).or_default();
    }
    while head.last().is_some_and(|line| line.is_empty()) {
        head.pop();
    }
    let mut out = String::new();
    if text.starts_with('\u{feff}') {
        out.push('\u{feff}');
    }
    let mut put = |line: &str| {
        out.push_str(line);
        out.push_str(newline);
    };
    head.iter().for_each(|line| put(line));
    for (address, (comments, gone)) in &lines {
        comments.iter().for_each(|line| put(line));
        match gone {
            Some(reason) => put(&format!("{address}{GONE} {reason}")),
            None => put(address),
        }
    }
    above.iter().for_each(|line| put(line));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, addresses: &[&str], codes: &[(u32, Code)]) {
        let source = SourceFile::new("waypost.permalinks", text);
        let (ledger, mut complaints) = Ledger::read(&source);
        crate::diag::sort(&mut complaints);
        let read: Vec<_> = ledger.lines.iter().map(|line| line.address.as_str()).collect();
        assert_eq!(read, addresses, "{text:?}");
        let line = |one: &Diagnostic| source.position(one.labels[0].span.start).line;
        let found: Vec<_> = complaints.iter().map(|one| (line(one), one.code)).collect();
        assert_eq!(found, codes, "{text:?}");
    }

    #[test]
    fn lines_are_addresses_comments_and_marks() {
        check("# head\n/b/\n\n/a/#x\n/a/\n", &["/a/", "/a/#x", "/b/"], &[]);
        check("\u{feff}/a/\r\n/é/\r\n", &["/a/", "/é/"], &[]);
        check("/a/ gone: it ended\n", &["/a/"], &[]);
        check(
            "/a/ gone:\n/a\nhttps://x/\n//x/\n/../x/\n/a b/\n/a/#\n/a/#x#y\n",
            &[],
            &[
                (1, Code::PermalinkLine),
                (2, Code::PermalinkLine),
                (3, Code::PermalinkLine),
                (4, Code::PermalinkLine),
                (5, Code::PermalinkLine),
                (6, Code::PermalinkLine),
                (7, Code::PermalinkLine),
                (8, Code::PermalinkLine),
            ],
        );
        check("/a/\n/b/\n/a/\n", &["/a/", "/b/"], &[(3, Code::DuplicateValue)]);
        let conflict = "/a/\n<<<<<<< HEAD\n/b/\n||||||| base\n=======\n/b/\n/c/\n>>>>>>> main\n";
        check(conflict, &["/a/", "/b/", "/c/"], &[(2, Code::PermalinkConflict)]);
        check("=======\n/a/\n", &["/a/"], &[(1, Code::PermalinkConflict)]);
    }

    fn with(before: &str, new: &[&str], again: &[&str]) -> String {
        let source = SourceFile::new("waypost.permalinks", before);
        let set = |list: &[&str]| list.iter().map(|address| (*address).to_owned()).collect::<BTreeSet<String>>();
        ledger_with(Some(&source), &set(new), &set(again))
    }

    #[test]
    fn it_is_written_sorted_and_keeps_what_people_wrote() {
        assert_eq!(
            with("# head\n\n/b/\n# of a\n/a/\n/b/\n", &["/c/", "/a/#x"], &[]),
            "# head\n# of a\n/a/\n/a/#x\n/b/\n/c/\n"
        );
        assert_eq!(with("/b/\r\n", &["/a/"], &[]), "/a/\r\n/b/\r\n");
        assert_eq!(with("/a/ gone: x\n/b/ gone: y\n", &[], &["/a/"]), "/a/\n/b/ gone: y\n");
        let text = with("\u{feff}/b/", &["/a/"], &[]);
        assert_eq!(text, "\u{feff}/a/\n/b/\n");
        assert_eq!(with(&text, &["/a/"], &[]), text);
        let new = ledger_with(None, &BTreeSet::from(["/x/".to_owned()]), &BTreeSet::new());
        assert_eq!(new, format!("{HEAD}/x/\n"));
    }
}
