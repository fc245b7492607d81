//! A **queue** hands work over from threads that have some to threads that do it.
//!
//! A *producer* puts items in, a *consumer* gets them out, and neither has to know how many there
//! are of the other kind. A consumer that finds nothing waits for an item. A producer that finds
//! the queue full waits for room; that is *back-pressure*, and it keeps a fast producer from
//! filling the memory with what nobody has come round to. In Python this is the module `queue`; in
//! Rust it is usually a *channel*, of `std` or of `crossbeam`.
//!
//! There are two more things to know about a queue than how to put and get. One is *when all is
//! done*, which is later than when the queue is empty. The other is *how it ends*: whoever waits
//! for an item that will never come has to be told so.
//!
//! Here a producer puts the pieces of the picture into a queue, and workers get them out and
//! compute them. Take the queue away, and no piece comes to anybody who could draw it.
//!
//! Use a queue when the work comes one after the other, or when those who have it and those who do
//! it are different threads. Where all of it is there beforehand and nobody waits for more, a
//! counter that says which piece is next does, under a lock or as an atomic. For a single result a
//! future is enough; for a moment at which all meet, a barrier.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. `draw.rs`: what a queue is used for, in six variants;
//! 2. [`by_hand`]: what it is made of, in six steps, a file each: `1_store.rs`, `2_task_queue.rs`,
//!    `3_tasks.rs`, `4_simple_queue.rs` have a mutex, `5_slots.rs` and `6_ring.rs` have atomics;
//! 3. `models/`: a small scenario for each promise, and `mutants.toml`, which breaks each of them;
//! 4. `tests/loom.rs` runs the scenarios under every schedule, `tests/promises.rs` tests the promises
//!    with real threads.

#![deny(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Choice, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "queue",
    about: "A queue: pieces handed over from a producer to consumers, with room for a few",
    variants: &[
        Variant {
            name: "by-hand",
            about: "First in, first out; a mutex and three condition variables",
            draw: draw::by_hand,
        },
        Variant { name: "lifo", about: "The same, last in, first out", draw: draw::lifo },
        Variant {
            name: "priority",
            about: "The same, nearest the centre first; without a limit",
            draw: draw::priority,
        },
        Variant {
            name: "simple",
            about: "The same with less to it: no limit, no tasks, no shutdown",
            draw: draw::simple,
        },
        Variant { name: "ring", about: "Made by hand of atomics; who waits sleeps", draw: draw::ring },
        Variant { name: "crossbeam", about: "crossbeam::channel, bounded", draw: draw::crossbeam },
    ],
    options: &[Choice {
        name: "capacity",
        about: "How many pieces may be queued, where there is a limit",
        default: 4,
        least: 1,
        most: 65536,
    }],
    ..Lesson::PLAIN
};
