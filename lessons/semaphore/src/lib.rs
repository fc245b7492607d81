//! A **semaphore** lets so many in at a time, and no more: it has a number of *permits*, whoever wants in takes one,
//! and who finds none waits until one is given back.
//!
//! With one permit it is a lock. With more it is for things that there are several of, and not enough for everybody:
//! connections to a server, files that may be open, memory. It differs from a lock in one more way: a permit belongs
//! to nobody. One thread may take it and another give it back, and one that has taken none may give some. So a
//! semaphore can also *count*: a thread that makes things gives a permit for each, and a thread that waits for them
//! takes one for each.
//!
//! Python has it as `threading.Semaphore` and `threading.BoundedSemaphore`. `std` has none: programs with tasks have
//! `tokio::sync::Semaphore`, and where threads hand things over, a bounded channel does what a semaphore would be
//! taken for.
//!
//! Here workers draw bands of the picture into buffers, and a writer places them. A buffer is alive from before it is
//! drawn until it has been placed, and never may more be alive than there are permits: a worker takes a permit,
//! then makes the buffer, and the permit travels with it to the writer. Take the semaphore away, and the run fails: it
//! counts the buffers, and there is one too many.
//!
//! Use a lock where one at a time changes something; a bounded channel where things are handed over; a barrier or a
//! condition where one waits for others to be done.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the semaphore, in four files: `1_count.rs`, `2_line.rs`, `3_permit.rs`, `4_bounded.rs`;
//! 2. [`bands`]: the buffers, and how they are counted;
//! 3. [`draw`]: how the picture is drawn, with the semaphores by hand and with tokio's.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened
//! semaphores that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod bands;
pub mod by_hand;
pub mod draw;

use stage::{Choice, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "semaphore",
    about: "A semaphore: workers draw into buffers, and never more of them than there are permits",
    variants: &[
        Variant {
            name: "by-hand",
            about: "Made of a mutex and a line of waiters: first come, first served",
            draw: draw::by_hand,
        },
        Variant {
            name: "count",
            about: "Made by hand, the first step: a count and a condition variable",
            draw: draw::count,
        },
        Variant { name: "tokio", about: "tokio::sync::Semaphore, without its runtime", draw: draw::tokio },
    ],
    options: &[Choice {
        name: "permits",
        about: "How many buffers may be alive at a time",
        default: 2,
        least: 1,
        most: 1024,
    }],
    ..Lesson::PLAIN
};
