//! A **barrier** is where threads wait for each other: nobody goes on until everybody is here.
//!
//! Work often comes in rounds, and a round needs all that the round before has made. A lock does not help
//! there: it keeps threads apart, while a barrier brings them together. Python has it as
//! `threading.Barrier`, `std` as `std::sync::Barrier`. Both are made for a fixed number of threads, the
//! *parties*. What Python has and `std` has not is a way out: a barrier that can be told that somebody will
//! not come, so that the others do not wait for ever. The one made here by hand has it too.
//!
//! Here a picture is drawn in passes of a few iterations. After each pass the rows that still have living
//! points are dealt out anew, evenly, and a worker goes on from the `z` that others have stored. Take the
//! barrier away, and rows are dealt while somebody still has them in hand: they are lost, and with them a
//! part of the picture.
//!
//! Use a barrier when the same threads meet again and again. To wait until some work is done once, join the
//! threads; to hand work over, use a queue.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the barrier, made of a mutex, two condition variables and a generation counter;
//! 2. [`deal`]: the rows between two passes;
//! 3. `draw.rs`: how the passes are drawn, with the barrier by hand and with `std`'s.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened
//! barriers that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
pub mod deal;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "barrier",
    about: "A barrier: passes over the picture, with the rows dealt out anew between them",
    variants: &[
        Variant {
            name: "by-hand",
            about: "Made of a mutex and two condition variables; deals in the barrier's action",
            draw: draw::by_hand,
        },
        Variant {
            name: "std",
            about: "std::sync::Barrier; the leader deals between two waits",
            draw: draw::std,
        },
    ],
    ..Lesson::PLAIN
};
