//! The single integration binary: everything that looks at Waypost from outside, or at its source.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests may fail and may read files"
)]

mod architecture;
mod cmd;
mod distress;
mod explained;
mod external;
mod handouts;
mod hostile;
mod incremental;
mod invalid;
mod language;
mod mended;
mod off_net;
mod publish;
mod revise;
mod rust_source;
mod reviews;
mod saves;
mod sarif;
mod search;
mod served;
mod settled;
mod whole;
