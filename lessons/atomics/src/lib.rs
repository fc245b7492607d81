//! **Atomics**: steps that nobody can come between, and the order that they give to everything around them.
//!
//! In Python one says that something is *thread safe*, and often means that the Global Interpreter Lock lets nobody in
//! while it happens. In Rust nothing is safe by luck. What several threads may change at the same time is an atomic (or
//! is behind a lock, which is made of them), and two questions belong to each of its operations. *Is it one step?*
//! Adding to a number is, with `fetch_add`; reading it and writing it back is not, here as in Python. And *what does it
//! publish?* To other threads, a step may show before what was done before it, unless its ordering says otherwise.
//!
//! Use an atomic where the thing that is shared is one word: a counter, a flag, a pointer, the state of something that
//! you build. As soon as two words have to change together, use a lock, which puts one step around as many as you like,
//! and come back to atomics when a measurement says so. To wait is not among the things they can do: for that there are
//! condition variables, events and channels, or parking.
//!
//! Here workers claim pieces by [`fetch_add`](by_hand::Claims), and publish each by a [flag](by_hand::OneShot), from
//! where a collector takes it into the picture. A [sequence lock](by_hand::SeqLock) keeps the tally, which the
//! collector reads while they draw. Each worker counts its iterations in a [counter](by_hand::Counter) of its own, and
//! what that costs depends on what is beside it in memory.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`by_hand`]: the primitives, in three files: `1_counter.rs`, `2_flag.rs`, `3_sequence.rs`;
//! 2. [`board`]: what workers and collector share, made of them;
//! 3. `draw.rs`: how they draw, and the same board made of what `std` and `crossbeam` have;
//! 4. `models/`: one small scenario for each promise, and `mutants.toml`, which breaks each of them;
//! 5. `tests/loom.rs` runs the scenarios under every schedule, `tests/promises.rs` and
//!    `tests/promises_of_the_board.rs` test the promises with real threads;
//! 6. `benches/false_sharing.rs`: what it costs when counters share a cache line;
//!    `examples/store_buffering.rs`: what `SeqCst` is for;
//! 7. `exercises/`: now you.

use stage::{Lesson, Variant};
use sync_real as sync;

pub mod board;
pub mod by_hand;
mod draw;

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "atomics",
    about: "One step that nobody can come between: a counter, a flag, a sequence lock",
    variants: &[
        Variant {
            name: "by-hand",
            about: "Made by hand: claims by fetch_add, padded counters",
            draw: draw::by_hand,
        },
        Variant {
            name: "side-by-side",
            about: "The same with the counters side by side, in one cache line",
            draw: draw::side_by_side,
        },
        Variant {
            name: "shares",
            about: "As by-hand, with claims by compare-and-exchange",
            draw: draw::shares,
        },
        Variant { name: "std", about: "std's atomics and OnceLock, and a Mutex", draw: draw::std },
        Variant { name: "crossbeam", about: "crossbeam's CachePadded and AtomicCell", draw: draw::crossbeam },
    ],
    ..Lesson::PLAIN
};
