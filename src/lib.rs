#![doc = include_str!("README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods))]

// The rooms in their order: a room may use only rooms above it (tests/suite/architecture.rs).
pub mod text;
pub mod diag;

pub mod syntax;
pub mod config;

pub mod model;
pub mod library;
pub mod check;
pub mod report;
pub mod revise;

pub mod view;
pub mod theme;
pub mod render;
pub mod search;
pub mod outputs;

pub mod disk;
pub mod external;
pub mod engine;
pub mod publish;
pub mod serve;
#[allow(clippy::print_stdout, clippy::print_stderr, reason = "the one room that speaks")]
pub mod cli;
