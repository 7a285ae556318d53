//! Run: what becomes of addresses elsewhere, asked of those who have them.
//!
//! Invariant: nothing is asked unless `check --external` is. Each address is asked once, few at once,
//! one at a time of each host, within bounds of time, size and redirects; nothing is told of who asks
//! but the name of the program. What comes back is never trusted: it is a status and perhaps an
//! address, both looked at before anything is made of them.

mod address;
mod answers;
mod ask;
mod follow;
mod tell;
mod turns;

pub use answers::{Answer, Answered, Answers, Dead, Unknown};
pub use ask::{Asked, Asking, ask};
pub use tell::{complaints, state};

#[cfg(test)]
mod tests;
