//! Synchronisation that is watched: the same shapes as in `sync-real`, over an engine that decides who
//! moves next and writes down what was done.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`verdict`]: the one word that a judgement comes down to;
//! 2. [`trace`]: what happened in one run, as data;
//! 3. [`engine`]: what a world has to provide;
//! 4. [`run`], with `rules.rs`, `books.rs` and `hook.rs`: one run; `ending.rs`: how it ends;
//! 5. [`sync`]: the watched types, which is what `crate::sync` is in a checked or played world;
//! 6. [`model`]: a scenario and how far to explore it;
//! 7. [`native`]: the engine that is the operating system, for exercises under real threads;
//! 8. [`table`], with [`source`]: a trace for people to read.

#![forbid(unsafe_code)]

mod books;
mod ending;
pub mod engine;
pub mod hook;
pub mod model;
pub mod native;
mod rules;
pub mod run;
pub mod source;
pub mod sync;
pub mod table;
pub mod trace;
pub mod verdict;

pub use model::{Bound, Model};
pub use trace::Trace;
pub use verdict::Verdict;
