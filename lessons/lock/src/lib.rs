//! A lock: at most one thread at a time is between `lock` and `unlock`.
//!
//! Python calls it `threading.Lock`; the usual name in Rust is *mutex*, for mutual exclusion. Use one where several
//! threads change the same thing and a change takes more than one step: claim a piece *and* move the counter on, put
//! rows into a picture *and* say that they are there. While one thread is at it, the others wait; so do as little as
//! you can under a lock, and nothing that waits itself.
//!
//! Do without one where nothing is shared (deal the work out beforehand), where the change is one step (an atomic
//! counter), or where a value only travels from one thread to another (a channel).
//!
//! Here workers share a [board](draw): which pieces are unclaimed, and the picture. Each claims a piece under the
//! lock, computes it without, and publishes it under the lock again.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`draw`]: what a lock is used for;
//! 2. [`by_hand`]: what the lock is made of, in three files: `1_spin.rs`, `2_guard.rs`, `3_sleep.rs`;
//! 3. `models/`: one small scenario for each of its promises, and `mutants.toml`, which breaks each of them;
//! 4. `tests/loom.rs` runs the scenarios under every schedule, `tests/promises.rs` tests the promises with real
//!    threads;
//! 5. `exercises/`: now you.

use stage::{Lesson, Variant};
use sync_real as sync;

pub mod by_hand;
pub mod draw;

/// The lesson, for the stage.
pub const LESSON: Lesson = Lesson {
    name: "lock",
    about: "Workers claim pieces and publish them, one at a time: under a lock",
    variants: &[
        Variant { name: "by-hand", about: "Made by hand: who waits sleeps, in line", draw: draw::by_hand },
        Variant { name: "spin", about: "Made by hand, the first step: who waits spins", draw: draw::spin },
        Variant { name: "parking-lot", about: "parking_lot::Mutex", draw: draw::parking_lot },
        Variant { name: "std", about: "std::sync::Mutex", draw: draw::std },
    ],
    ..Lesson::PLAIN
};
