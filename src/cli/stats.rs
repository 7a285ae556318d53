use std::fmt::Write;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::disk;
use crate::engine::{NextChange, Stats};
use crate::publish::Changes;

/// Everything that `--stats` tells.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    sources: usize,
    parsed: usize,
    rendered: usize,
    outputs: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    milliseconds: Phases<'a>,
    /// In bytes.
    peak_memory: Option<u64>,
    next_change: Option<Change<'a>>,
}

/// Milliseconds by phase, written as an object in the order in which the phases ran.
#[derive(Debug)]
struct Phases<'a>(&'a [(&'static str, f64)]);

#[derive(Debug, Serialize)]
struct Change<'a> {
    date: String,
    why: &'a str,
}

impl Serialize for Phases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (phase, milliseconds) in self.0 {
            // Tenths are as much as a clock is good for.
            map.serialize_entry(phase, &((milliseconds * 10.0).round() / 10.0))?;
        }
        map.end()
    }
}

impl<'a> Report<'a> {
    pub(super) fn new(stats: &'a Stats, changes: Changes, next: Option<&'a NextChange>) -> Self {
        Self {
            sources: stats.sources,
            parsed: stats.parsed,
            rendered: stats.rendered,
            outputs: stats.outputs,
            written: changes.written,
            unchanged: changes.unchanged,
            removed: changes.removed,
            milliseconds: Phases(&stats.phases),
            peak_memory: disk::peak_memory(),
            next_change: next.map(|next| Change { date: next.date.to_string(), why: &next.why }),
        }
    }

    /// One object and a line end.
    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// A few lines for people.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{} sources, {} parsed, {} rendered; {} outputs: {} written, {} unchanged, {} removed\n",
            self.sources, self.parsed, self.rendered, self.outputs, self.written, self.unchanged, self.removed
        );
        for (phase, milliseconds) in self.milliseconds.0 {
            let _ = writeln!(text, "{milliseconds:>10.1} ms  {phase}");
        }
        if let Some(bytes) = self.peak_memory {
            let _ = writeln!(text, "{:>10.1} MiB at most", bytes as f64 / f64::from(1 << 20));
        }
        text.truncate(text.trim_end().len());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn json_is_one_object_in_order() {
        let phases = vec![("read", 1.26), ("parse", 2.0)];
        let stats = Stats { sources: 3, parsed: 3, rendered: 2, outputs: 4, phases };
        let next = NextChange { date: date(2026, 12, 1), why: "tools/x is published".to_owned() };
        let mut report = Report::new(&stats, Changes { written: 1, unchanged: 3, ..Changes::default() }, Some(&next));
        report.peak_memory = Some(1024);
        assert_eq!(
            report.json(),
            "{\"sources\":3,\"parsed\":3,\"rendered\":2,\"outputs\":4,\"written\":1,\"unchanged\":3,\"removed\":0,\
             \"milliseconds\":{\"read\":1.3,\"parse\":2.0},\"peak_memory\":1024,\
             \"next_change\":{\"date\":\"2026-12-01\",\"why\":\"tools/x is published\"}}\n"
        );
        let report = Report::new(&stats, Changes::default(), None);
        assert!(report.json().contains("\"next_change\":null"));
    }
}
