use super::{FieldSet, Lowered};
use crate::diag::Diagnostic;
use crate::syntax::Parsed;

/// Lowers a parsed file to an entry.
pub fn lower(_parsed: Parsed, _fields: &FieldSet) -> (Option<Lowered>, Vec<Diagnostic>) {
    (None, Vec::new())
}
