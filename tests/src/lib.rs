//! Tests that only the whole can show, and what they share.
//!
//! Lessons are found by walking `lessons/`, so that a new one is held to everything here without being told of
//! anywhere. The template that `cargo new-lesson` copies counts as one of them.
//!
//! # Layout
//!
//! 1. [`repository`]: the folders of the checkout, the lessons, what a lesson declares;
//! 2. [`programs`]: the lessons' programs, built if need be, and run as a user runs them;
//! 3. [`golden`]: the pictures that must come out;
//! 4. [`rules`]: what every lesson has, and what no file may have;
//! 5. `tests/`: `golden.rs` (pictures), `faults.rs` (panics, Ctrl-C, closed pipes), `cli.rs` (what the programs
//!    print), `complete.rs` (the rules, and that each of them can be broken), `papers.rs` (README and the like),
//!    `scaffold.rs` (`cargo new-lesson`), `exercises.rs` (the answers that the lessons bring along);
//! 6. `mutants/`: a package of its own, with the weakened primitives that the lessons list;
//! 7. `benches/interrupting.rs`: how long a program takes to end after a Ctrl-C.

#![forbid(unsafe_code)]

pub mod golden;
pub mod programs;
pub mod repository;
pub mod rules;
