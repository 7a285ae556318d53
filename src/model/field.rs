//! Lowering single fields from the spanned tree.
