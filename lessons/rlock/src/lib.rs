//! A reentrant lock: whoever has it may take it again, and others wait until it has been given back as often.
//!
//! Python calls it `threading.RLock`, `parking_lot` calls it `ReentrantMutex`. An ordinary lock taken a second time
//! by the same thread waits for itself, for ever. That happens where a method takes a lock and calls another one
//! that takes it too, or calls somebody else's code, which calls back. A reentrant lock remembers its *owner*
//! and how many times that one has taken it, its *depth*.
//!
//! It does not make anything safer than it was: all it does is that a thread does not lock itself out. So it takes
//! away an alarm as well. With an ordinary lock, to come back in the middle of a change is a deadlock, which is
//! seen at once; with this one it is allowed, and the change is seen half made. For that reason a guard of it lends the
//! data by `&` only.
//!
//! Use one where you cannot know whether your caller has the lock: in a callback, in code that was written for
//! Python's. Where you can, let methods that expect the lock take the data by `&mut`, and lock once, outside.
//!
//! Here the picture is split into regions, and those into halves again, on a [board](regions::Board) whose methods
//! call each other, and each take its lock. With an ordinary lock the first worker would wait for itself.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`regions`] and [`draw`]: what a reentrant lock is used for, and how one does without;
//! 2. [`by_hand`]: what it is made of, in three files: `1_owner.rs`, `2_guard.rs`, `3_fast.rs`;
//! 3. `models/`: one small scenario for each of its promises, and `mutants.toml`, which breaks each of them;
//! 4. `tests/loom.rs` runs the scenarios under every schedule, `tests/promises.rs` tests the promises with real
//!    threads, and `examples/reused.rs` shows what becomes of a lock whose owner has died;
//! 5. `exercises/`: now you.

use stage::{Lesson, Variant};
use sync_real as sync;

pub mod by_hand;
pub mod draw;
pub mod regions;

/// The lesson, for the stage.
pub const LESSON: Lesson = Lesson {
    name: "rlock",
    about: "The picture is split into regions, by methods that call each other under one lock",
    variants: &[
        Variant {
            name: "by-hand",
            about: "Made by hand: an owner and a depth under a mutex",
            draw: draw::by_hand,
        },
        Variant {
            name: "fast",
            about: "Made by hand, the third step: the owner is let in again at the cost of a look",
            draw: draw::fast,
        },
        Variant { name: "parking-lot", about: "parking_lot::ReentrantMutex", draw: draw::parking_lot },
        Variant {
            name: "without",
            about: "None: methods that do not lock, under one std::sync::Mutex",
            draw: draw::without,
        },
    ],
    ..Lesson::PLAIN
};
