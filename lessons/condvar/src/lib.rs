//! A **condition variable**: where a thread sleeps, without the lock, until what it waits for may have come true.
//!
//! A lock keeps others out while you look at something and change it. It does not help if what you see is not what you
//! need: a queue that is empty, a window without room. You cannot wait with the lock in hand, since nobody could
//! change anything, and looking again and again burns a processor. A condition variable joins the three steps in
//! between so that no change falls through: give the lock up, sleep, take it again. Python has it as
//! `threading.Condition`, `std` as `std::sync::Condvar`, `parking_lot` as `parking_lot::Condvar`.
//!
//! Here workers finish pieces in any order, and a deliverer writes them in order, as a file would have it. Between
//! them is a window: so that not half the picture piles up behind a slow piece, nobody begins one that is too far
//! ahead. Workers wait until there is room for *their* piece, the deliverer until *the next* one is finished. Take the
//! waiting away, and the picture's rows are in the wrong places.
//!
//! Use one where threads wait for something that is behind a lock, whatever it is; most other primitives can be
//! made of it. To wait for something that happens once, an event says it more simply; to hand things over, a queue; to
//! limit how many are at something, a semaphore; to meet, a barrier.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`window`]: the pieces between workers and deliverer, and what has to be waited for; no threads yet;
//! 2. [`delivery`]: the window behind a lock, with two condition variables: how one is *used*;
//! 3. `draw.rs`: how it draws, with the condition variable by hand and with `parking_lot`'s;
//! 4. [`by_hand`]: how one is *made*, in three files: `1_parker.rs`, `2_guard.rs`, `3_condvar.rs`;
//! 5. [`level`]: to wait with the reentrant lock of the lesson `rlock`, which has to be given up entirely.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened
//! condition variables that they must catch.

#![forbid(unsafe_code)]

use ::rlock::by_hand as rlock;
use sync_real as sync;

pub mod by_hand;
pub mod delivery;
mod draw;
pub mod level;
pub mod window;

use stage::{Choice, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "condvar",
    about: "A condition variable: pieces finished in any order are delivered in order",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A queue of those who wait, each with a place of its own to sleep",
            draw: draw::by_hand,
        },
        Variant { name: "parking-lot", about: "parking_lot::Condvar", draw: draw::parking_lot },
    ],
    options: &[Choice {
        name: "window",
        about: "How many pieces may be held at once: at work, or waiting for those before them",
        default: 4,
        least: 1,
        most: 1024,
    }],
    ..Lesson::PLAIN
};
