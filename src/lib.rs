#![doc = include_str!("README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

// The rooms in their order: a room may use only rooms above it (tests/suite/architecture.rs).
pub mod diag;
pub mod text;

pub mod config;
pub mod syntax;

pub mod check;
pub mod library;
pub mod model;

pub mod outputs;
pub mod render;
pub mod search;
pub mod theme;
pub mod view;

pub mod cli;
pub mod disk;
pub mod engine;
pub mod publish;
