//! A **timer** calls a function later, in a thread that has nothing else to do, unless it is called off before.
//!
//! Two things make it more than a thread that sleeps. It can be *cancelled*, and then the function is never called, not
//! even if its time comes at that very moment. And it can be *cheap*: a thousand timers need no more than one thread,
//! which sleeps until the nearest.
//!
//! Python has `threading.Timer`, with a thread for each; `std` has none. Where a thread waits for something anyway, a
//! timeout of that wait is the better timer, since it needs no second thread: `crossbeam`'s `after` and `tick` are
//! channels on which a time comes, so that one thread can wait for a time and for other things at once.
//!
//! Here a picture is drawn until a deadline: the best that can be had by then. All rows take turns of a few iterations,
//! round after round, until none is left, and the timer is cancelled; or until the timer calls time. Then the picture
//! is whole, and as of the iterations that all rows have. Take the timer away, and the drawing goes on to its end,
//! however long that takes.
//!
//! Use a timer for what is to happen later, beside everything else. To wait for something and not too long, give that
//! wait a timeout. To wait for a time and nothing else, sleep.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the timers, in three files: `1_call.rs`, `2_one.rs`, `3_many.rs`;
//! 2. [`rounds`]: the rows that take turns until time is up;
//! 3. [`draw`]: how the picture is drawn, with one timer, with many on one thread, and with `crossbeam`'s channels.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened timers
//! that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
pub mod draw;
pub mod rounds;

use stage::{Choice, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "timer",
    about: "A timer: the best picture by a deadline, which is called off when all is drawn before",
    variants: &[
        Variant {
            name: "by-hand",
            about: "One timer, made of a thread that sleeps on a condition variable",
            draw: draw::by_hand,
        },
        Variant { name: "many", about: "Made by hand too: many timers on one thread", draw: draw::many },
        Variant {
            name: "crossbeam",
            about: "crossbeam::channel::after and tick, and a thread that listens",
            draw: draw::crossbeam,
        },
    ],
    options: &[Choice {
        name: "deadline",
        about: "After how many milliseconds time is up",
        default: 600_000,
        least: 1,
        most: 86_400_000,
    }],
    ..Lesson::PLAIN
};
