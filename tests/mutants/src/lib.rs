//! Planted mutants: the lessons' primitives, each copy weakened in one place, and the scenario that must catch it.
//!
//! `models/mutants.toml` of each lesson lists them, and the build script makes them of the files as they are now. They
//! are a library so that they are compiled once, for the tests and for the program that shows one.
//!
//! # Layout
//!
//! 1. `build/`: how a mutant is made;
//! 2. `tests/caught.rs`: each is caught, with the verdict that it declares;
//! 3. `main.rs`: shows how.

use sync_checked::sync;

/// A primitive that is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// The lesson whose primitive it was.
    pub lesson: &'static str,
    /// What it is called in the lesson's list.
    pub name: &'static str,
    /// Why it is wrong.
    pub about: &'static str,
    /// The name of the verdict that it must get.
    pub verdict: &'static str,
    /// The scenario that must fail.
    pub model: fn() -> sync::Model,
}

include!(concat!(env!("OUT_DIR"), "/mutants.rs"));
