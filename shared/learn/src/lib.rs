//! Exercises: their format, and how an answer is judged.
//!
//! # An exercise is a folder
//!
//! `lessons/<lesson>/exercises/<number>-<slug>/`, known as `<lesson>-<number>` (`lock-1`), with
//!
//! | file | what it is |
//! |---|---|
//! | `task.md` | what to do: a title (`# …`) and a few lines |
//! | `starter.rs` | what the learner begins with: it compiles, and fails |
//! | `checks.rs` | what is asked of an answer: `pub fn exercise() -> learn::Exercise` |
//! | `solution.rs` | an answer that passes |
//! | `alternatives/*.rs` | other answers that pass, if there are any worth showing |
//! | `wrong/*.rs` | at least three plausible answers that fail, each with the verdict it must get |
//! | `hints.md` | hints under `## 1`, `## 2`, …: each says more, and none gives the answer away |
//!
//! A wrong answer begins with the verdict's name, and says what is believed wrongly:
//!
//! ```text
//! //! verdict: lost-wakeup
//! //! Believes that a notification waits for whoever comes later.
//! ```
//!
//! Answers (the starter, the solution, the wrong ones, the learner's own) import concurrency from
//! [`learn::sync`](sync) only: types that are watched. So an answer is compiled once and judged in every
//! world. Checks find it beside them:
//!
//! ```
//! # mod answer {
//! #     use learn::sync::{Arc, Mutex, thread};
//! #     pub fn count(threads: usize) -> usize {
//! #         let total = Arc::new(Mutex::new(0));
//! #         let counters: Vec<_> = (0..threads)
//! #             .map(|_| {
//! #                 let total = Arc::clone(&total);
//! #                 thread::spawn(move || *total.lock() += 1)
//! #             })
//! #             .collect();
//! #         counters.into_iter().for_each(|counter| counter.join().unwrap());
//! #         *total.lock()
//! #     }
//! # }
//! # mod checks {
//! use learn::sync::Model;
//! use learn::{Exercise, Real, Uses};
//!
//! use super::answer::count;
//!
//! pub fn exercise() -> Exercise {
//!     Exercise::new()
//!         // Every schedule of two threads: complete, since it is small.
//!         .model(Model::new("two threads count to two", || assert_eq!(count(2), 2)))
//!         .real(
//!             Real::new("eight threads count to eight", || assert_eq!(count(8), 8))
//!                 .uses(Uses { spawned: 8, locked: 8, ..Uses::default() }),
//!         )
//! }
//! # }
//! # fn main() {
//! #     // The two share a file here, so what the answer uses would not count: it is not judged.
//! #     let _ = checks::exercise();
//! # }
//! ```
//!
//! What can be asked for, and in which order it is, [`Exercise`] says; what each verdict means, [`Verdict`]
//! says. `cargo test` holds the checks to the answers in both directions: the solution and the alternatives
//! pass, the starter fails, and every wrong answer fails with its declared verdict.
//!
//! # Writing checks
//!
//! - A model that fails shows a table, so models come first and are small: two threads where two are enough,
//!   five at the most, the first included. Say beside each why its size and its bound are enough.
//! - Work that is handed to an answer must not order what the answer has to order: count with `Relaxed`
//!   atomics, and keep memory in [`sync::Plain`], whose races are seen.
//! - Whatever is done in the file of the checks is no use by the answer, and a check that fails there is an
//!   assertion; a panic that begins in the answer is a panic.
//! - Real threads are for what is too large for a model, and for [`Uses`], by which the primitive is demanded: an
//!   answer that never starts a thread, or does without what it is about, passes many a model.
//! - Demand what every right answer does in whatever order the threads come: the threads that it starts, the locks
//!   that it takes. A wait only where it cannot be avoided: of four who meet, three have to wait each time; at a gate
//!   that is open before they come, nobody has to.
//! - Whether threads work at the same time is asked with a [`Rendezvous`].
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`exercise`]: what can be asked of an answer;
//! 2. [`judgement`]: what comes of it, as data and for people;
//! 3. `judge`: how it is found out;
//! 4. [`rendezvous`]: how it is known that threads are at work at the same time;
//! 5. `limits`: how an answer that never ends is given up;
//! 6. [`program`]: the program around an answer;
//! 7. [`course`], [`desk`] and [`cargo`]: where the exercises are, where a learner answers them, and how an
//!    answer is compiled: what `cargo learn` is made of.

#![forbid(unsafe_code)]

pub mod cargo;
pub mod course;
pub mod desk;
pub mod exercise;
mod judge;
pub mod judgement;
mod limits;
pub mod program;
pub mod rendezvous;

pub use fractal;
pub use sync_model::run::Uses;
pub use sync_model::{Verdict, sync};

pub use exercise::{Exercise, Limits, Picture, Real};
pub use judge::judge;
pub use judgement::Judgement;
pub use program::main_of;
pub use rendezvous::Rendezvous;
