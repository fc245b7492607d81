//! A **gate** is closed until somebody opens it, and from then on it is open for good.
//!
//! Here stands the concept: what it is, what Python calls it, when to use it and when not. Who has read it
//! knows whether the lesson is the one they look for. Python has a gate as `threading.Event` that nobody
//! clears; `std` has one as `std::sync::OnceLock`, with a value inside.
//!
//! Here stands what is drawn, and why the primitive carries weight: take it away, and the picture is wrong.
//! One worker deals the pieces out and opens the gate; the others take their hands up behind it. Without
//! the gate, who is early finds its hand empty, and leaves its part of the picture undrawn.
//!
//! Use a gate when many threads wait for one thing to happen once. To hand over many things, use a queue.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the gate, made of a mutex and a condition variable;
//! 2. `draw.rs`: how the picture is drawn, with the gate by hand and with `std`'s.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened
//! gates that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "asyncio",
    about: "async and await: tasks that take turns in one thread",
    variants: &[
        Variant { name: "by-hand", about: "Made of a mutex and a condition variable", draw: draw::by_hand },
        Variant { name: "std", about: "std::sync::OnceLock", draw: draw::std },
    ],
    ..Lesson::PLAIN
};
