//! **Async** functions stop at an `await` and go on later; many of them take turns in one thread.
//!
//! What an async function returns is a *future*: it does nothing until somebody polls it. A *task* is a future that an
//! *executor* polls, and polls again each time its *waker* is called. So a thread that would only wait can do something
//! else meanwhile, and a hundred thousand things can be waited for with one thread. Python has it as `asyncio`, where
//! the executor is called event loop.
//!
//! It makes nothing faster that computes. In the picture several painters take turns in one thread, a piece each, and
//! the whole takes as long as if one had done it all; only when the pieces are moved to threads does it gain. Take a
//! wake away, and the picture never comes.
//!
//! Use async where much is waited for and little is computed, and where there is no other way: without threads, as on
//! WebAssembly. For work that computes, use threads, with a pool or a future from the lessons of those names.
//!
//! # Layout
//!
//! 1. [`by_hand`]: async in eleven steps: a task; an executor without threads; an event loop; futures made of futures;
//!    to threads and back (1 to 5); what tasks share, beginning with the line in which they wait for it (6 to 11);
//! 2. `draw.rs`: how the picture is drawn: in one thread, with threads, with no thread to block, and with `tokio`.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened executors
//! that they must catch.

#![forbid(unsafe_code)]

use ::pool::by_hand as pool;
use ::queue::by_hand as queue;
use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "asyncio",
    about: "async and await: tasks that take turns in one thread",
    variants: &[
        Variant {
            name: "by-hand",
            about: "Tasks in one thread, which give way after each piece",
            draw: draw::by_hand,
        },
        Variant {
            name: "by-hand-threads",
            about: "The same tasks, each piece moved to a thread",
            draw: draw::by_hand_threads,
        },
        Variant {
            name: "no-threads",
            about: "An executor that blocks nowhere, driven by a host",
            draw: draw::no_threads,
        },
        Variant { name: "tokio", about: "spawn_blocking and JoinSet", draw: draw::tokio },
    ],
    ..Lesson::PLAIN
};
