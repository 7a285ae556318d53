//! Show: tokeniser, stemmer, inverted index, wire format.
//!
//! Invariant: same library, same bytes; the format is documented beside the script that reads it.
