use super::Config;
use crate::diag::Diagnostic;
use crate::text::SourceFile;

/// Reads the site file. Gives nothing only when the YAML cannot be read; every fault is among the
/// diagnostics.
pub fn read(_source: &SourceFile) -> (Option<Config>, Vec<Diagnostic>) {
    (None, Vec::new())
}
