//! Where a learner's own answers live.
//!
//! This crate is empty as it comes. `cargo learn lock-1` makes a program of it, `src/bin/lock-1/`, with the
//! file to edit in it, `answer.rs`. git ignores `src/bin/`, so what is written there stays with whoever wrote
//! it, and a pull never touches it.
//!
//! Nothing depends on this crate, and it is no default member of the workspace: while an answer does not
//! compile, `cargo build`, `cargo test` and `cargo run -p …` are what they were. It is a member all the same,
//! so that an editor understands the files in it.

#![forbid(unsafe_code)]
