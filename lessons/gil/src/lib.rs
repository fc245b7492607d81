//! The **global interpreter lock**: threads take turns at one interpreter, and whoever has it is asked to give it
//! away.
//!
//! An interpreter that was made for one thread is full of memory that two must not touch at once; above all, every
//! value has a count of the references to it. CPython guards all of it by a single lock. A thread that runs Python
//! has it; a thread that wants to run Python waits for one *switch interval*, 5 milliseconds, and then asks for it. A
//! thread that blocks, or computes in a compiled extension, gives it up meanwhile. So threads do not make a Python
//! program that computes any faster; they do where it waits, or where the computing is done by NumPy or Numba.
//!
//! What the lock protects is the interpreter, not the program: a thread may be sent away wherever the evaluator looks
//! whether it is asked to, and where that is, nobody promises. Rust has no interpreter, and so no such lock. What it
//! has are types that say what two threads may touch at once, and the program in this lesson shows what that is
//! worth: the interpreter that stands one thread is `&mut` in one hand at a time, or it does not compile.
//!
//! Here the inner loop of the picture is a script, run by a small interpreter. Its threads take turns, and gain
//! nothing over a single one. The same script with a native function that gives the lock up gains as much as there
//! are processors. Without the lock, with values that each stand several threads, they run beside each other, and
//! each of their steps costs more. Take the drop request away, and one thread draws alone while all others wait.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the lock, with its switch interval, its drop request and its forced switch;
//! 2. [`counting`]: what the lock means for a script, and what it does not;
//! 3. [`orders`]: scripts that count, in every order in which the instructions of two threads can come;
//! 4. [`waiting`]: a script that waits for something outside, with the lock given up;
//! 5. `draw.rs`: how the picture is drawn, by a script under the lock, by native code with and without it, by
//!    `parking_lot`'s fair mutex, and without any lock.
//!
//! The interpreter is the crate `script`. `models/` holds the scenarios that are run under every schedule, and
//! `models/mutants.toml` the weakened locks that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
pub mod counting;
mod draw;
pub mod orders;
pub mod waiting;

use stage::{Choice, DefaultGrid, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "gil",
    about: "The global interpreter lock: threads take turns at a script, and give way to native code",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A script under a lock with a switch interval, made of a mutex and two condition variables",
            draw: draw::by_hand,
        },
        Variant {
            name: "native",
            about: "The script calls a compiled function, with the lock given up meanwhile",
            draw: draw::native,
        },
        Variant {
            name: "held",
            about: "The script calls the same function, and keeps the lock",
            draw: draw::held,
        },
        Variant {
            name: "parking-lot",
            about: "The script under parking_lot::FairMutex, which is passed on every so many instructions",
            draw: draw::parking_lot,
        },
        Variant {
            name: "free-threaded",
            about: "The script without a lock: each value stands several threads",
            draw: draw::free_threaded,
        },
    ],
    options: &[Choice {
        name: "switch-interval",
        about: "How long a thread waits before it asks for the lock, in microseconds",
        default: 5000,
        least: 1,
        most: 60_000_000,
    }],
    default_grid: Some(DefaultGrid {
        rows: 400,
        columns: 300,
        piece_rows: 10,
        why: "each pixel is computed by a script",
    }),
};
