//! An **event**: many threads wait for one thing to happen, and when it does, all of them go.
//!
//! The starting gun, the pause button, the order to stop: somebody says that something is so, and it does not
//! matter to how many. An event is a flag that threads can wait for. It may be set, looked at, and cleared; who
//! comes while it is set goes on at once. Python has it as `threading.Event`. `std` has nothing of the kind that
//! can be cleared: a `OnceLock` is set for good, and a channel that is closed tells everybody once.
//!
//! Here a render is started, paused, resumed and cancelled by events, and a second team takes over what the first
//! has left. `--timeline` shows each of these moments. The gates carry the picture: who is through one too early
//! finds nothing to draw, and leaves a part of the picture undrawn.
//!
//! Use one where many wait for the same thing, and it is either so or not. If a value comes with it, use a
//! channel or a future; if each wakeup is for one thread only, a semaphore; if what is waited for is more than a
//! flag, a condition variable.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`render`]: the two teams, and the five events that tell them what to do;
//! 2. [`by_hand`]: the event: a number that is odd while it is set, and a condition variable;
//! 3. `draw.rs`: the render with the event by hand, and with one made of `event-listener`'s.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened events that
//! they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
mod draw;
pub mod render;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "event",
    about: "Events: a render that is started, paused, resumed and cancelled",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A number that is odd while the event is set, and a condition variable",
            draw: draw::by_hand,
        },
        Variant {
            name: "event-listener",
            about: "A flag, and event_listener::Event to tell of it",
            draw: draw::event_listener,
        },
    ],
    ..Lesson::PLAIN
};
