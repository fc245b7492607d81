//! **Processes**: the same executable again, several times, each with memory of its own.
//!
//! Threads share everything, and so they need locks. Processes share nothing: no variable, no lock, no open file that
//! was not passed on. What one of them has computed, another one has only when it is *sent*, as bytes through a pipe,
//! or when it lies in memory that both have asked the system to map. In return each can be killed at any moment, by
//! itself or by the system, and the others go on. Python's programs use them for another reason: processes have an
//! interpreter lock each, so that they compute at the same time.
//!
//! Use them where something may crash and must not take everything along, where a part of the program shall not be able
//! to reach the rest, or where the work is not written in Rust. To compute in parallel, use threads: a process takes
//! far longer to start, and what it says has to be carried.
//!
//! The picture is drawn by worker processes that this one starts. They claim pieces under a lock in memory that they
//! share, and draw them there; take the lock away, and two draw the same piece. Or they are told what to draw, and send
//! the pixels back. If one is killed (`--kill 1`), its piece is drawn by another.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. `draw.rs` and `draw/dealt.rs`: how the picture is drawn; with `at_work.rs`, what a worker process does,
//!    `troupe.rs`, how the parent attends to it, `picture.rs`, what lies where in the memory that they share, and
//!    `socket.rs`;
//! 2. [`by_hand`]: a lock in one word that can be taken from the dead, a value with a lock, claims; a queue and a pool
//!    whose members may die. All of it is run under every schedule by the scenarios in `models/`;
//! 3. [`multiprocessing`]: processes, pipes, queues, pools and shared memory, made of what Unix has;
//! 4. `tests/promises.rs`: the promises of the lock, the value, the claims and of shared memory; and
//!    `tests/promises_process.rs`, `tests/promises_pool.rs` and `tests/promises_picture.rs`: those with real processes,
//!    some hundred of which are killed.
//!
//! It needs Unix. Elsewhere its program says so.

use ::future::by_hand as future;
use ::pool::by_hand as pool;
use sync_real as sync;

#[cfg(unix)]
mod at_work;
pub mod by_hand;
#[cfg(unix)]
mod draw;
#[cfg(unix)]
pub mod multiprocessing;
#[cfg(unix)]
mod picture;
#[cfg(unix)]
mod socket;
#[cfg(unix)]
mod troupe;

use stage::{Choice, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "processes",
    about: "Worker processes: the same executable again, with one memory in common, or with pipes",
    variants: VARIANTS,
    options: &[
        Choice {
            name: "kill",
            about: "How many pieces cost the life of whoever draws them (not with the variant pool)",
            default: 0,
            least: 0,
            most: 1000,
        },
        Choice { name: "times", about: "How often each of them does", default: 1, least: 1, most: 2 },
        Choice {
            name: "seed",
            about: "Which pieces those are, by chance",
            default: 1,
            least: 0,
            most: u64::MAX,
        },
    ],
    ..Lesson::PLAIN
};

#[cfg(unix)]
const VARIANTS: &[Variant] = &[
    Variant {
        name: "by-hand",
        about: "Pieces claimed under a lock in shared memory, and drawn there",
        draw: draw::by_hand,
    },
    Variant {
        name: "pipes",
        about: "Pieces sent back through pipes, serialised with postcard",
        draw: draw::pipes,
    },
    Variant { name: "pool", about: "A process pool by hand: a piece is a job", draw: draw::pool },
    Variant {
        name: "memmap2",
        about: "Pieces drawn into a file that memmap2 has mapped",
        draw: draw::memmap2,
    },
    Variant {
        name: "interprocess",
        about: "Pieces sent back through sockets of interprocess",
        draw: draw::interprocess,
    },
];

#[cfg(not(unix))]
const VARIANTS: &[Variant] = &[Variant {
    name: "by-hand",
    about: "Worker processes, for which this lesson needs Unix",
    draw: |show, _canvas| Err(show.fail("this lesson needs Unix: its processes are made of what Unix has")),
}];

/// What `main` begins with: in a process that another one has started as its worker, this does the work, and does not
/// return.
///
/// # Panics
/// If it is called twice.
#[cfg(unix)]
pub fn enter() {
    multiprocessing::enter(WORK);
}

/// The tasks of this lesson's worker processes, for a program that has others beside them: it gives all of them to
/// [`enter`](multiprocessing::enter).
#[cfg(unix)]
pub const WORK: &[&dyn multiprocessing::Entry] =
    &[&at_work::CLAIM, &at_work::DEAL, &at_work::CONNECT, &at_work::DRAW];

/// What `main` begins with, where there is nothing to be done.
#[cfg(not(unix))]
pub fn enter() {}
