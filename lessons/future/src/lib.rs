//! A **future** stands for something that is not there yet.
//!
//! Somebody makes it, meanwhile others have the future: they can ask whether it is there, wait for it, leave word what
//! is to be done when it comes, or say that it is not wanted any more. What went wrong in the making arrives by the
//! same way, where somebody asks for the result, and not where nobody looks. Python has it as
//! `concurrent.futures.Future`, with an executor that gives one for each function that it is handed.
//!
//! It has little to do with Rust's trait `std::future::Future`, which is something that has to be *polled* to be made
//! at all; that is for the lesson about async. The channel that carries one value, `oneshot`, is the closest relative
//! here.
//!
//! In the picture there is a future for each piece. They are put together as they come, and an error in one piece comes
//! to light where its result is asked for. Take the waiting away, and a piece is put into the picture that has not been
//! drawn.
//!
//! Use a future for a piece of work with a result that somebody will want once. For many results, use a queue.
//!
//! # Layout
//!
//! 1. [`by_hand`]: futures in three steps: one; many at once; an executor, over the pool of the lesson `pool`;
//! 2. `draw.rs`: how the picture is drawn, with the futures by hand, with `oneshot`, and with `rayon`.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened futures that
//! they must catch.

#![forbid(unsafe_code)]

use ::pool::by_hand as pool;
use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "future",
    about: "A future: a place for what is not there yet",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A future a piece, put together as they are completed",
            draw: draw::by_hand,
        },
        Variant {
            name: "map",
            about: "The same executor; results in the order of the pieces",
            draw: draw::map,
        },
        Variant {
            name: "oneshot",
            about: "A oneshot channel a piece, and rayon's threads",
            draw: draw::oneshot,
        },
        Variant {
            name: "rayon",
            about: "rayon::scope, where the results have a place already",
            draw: draw::rayon,
        },
    ],
    ..Lesson::PLAIN
};
