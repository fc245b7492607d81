//! Threads: starting them, and having back what they computed.
//!
//! A thread is a second place where your program is being carried out, at the same time as the first and in
//! the same memory. You start one with a function to call; it runs beside you; when the function returns, the
//! thread ends. *Joining* waits for that end, and in Rust it also hands over what the function returned, or
//! the panic that ended it.
//!
//! In Python this is `threading.Thread`. Here there are two kinds. A thread by [`std::thread::spawn`] may outlive
//! whoever started it, so it must own all it works on. A thread by [`std::thread::scope`] ends before the
//! scope does, so it may borrow. The first kind draws pieces that it owns and returns, the second kind draws
//! straight into the picture.
//!
//! Starting a thread costs tens of microseconds and some memory for its stack. That is nothing for a thread
//! that lives as long as the picture takes, and a lot for four hundred that draw ten rows each: compare them
//! with `cargo run -p threads -- --variant all`. Use threads directly when you know how many you need and
//! each has a lot to do. For many small jobs use a few threads that take one job after the other.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`draw`]: five ways of drawing with threads, a short function each;
//! 2. [`by_hand`]: a handle that can be joined with a timeout, and a list of threads, in four steps, each a file;
//! 3. `models/`: what it promises, a scenario a promise; `models/mutants.toml` lists what would break each;
//! 4. `tests/loom.rs` checks the scenarios under every schedule, `tests/promises.rs` the promises under real
//!    threads, and `examples/end_of_main.rs` shows what becomes of threads when `main` returns;
//! 5. `exercises/`: now you.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
pub mod draw;

use stage::{Lesson, Variant};

/// The lesson.
pub const LESSON: Lesson = Lesson {
    name: "threads",
    about: "Threads compute pieces of the picture, and are joined",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A thread for each piece, with the handle built in this lesson",
            draw: draw::by_hand,
        },
        Variant {
            name: "function",
            about: "A thread for each piece: std::thread::spawn with a closure",
            draw: draw::function,
        },
        Variant {
            name: "object",
            about: "A thread for each piece: an object that owns it and runs",
            draw: draw::object,
        },
        Variant {
            name: "scoped",
            about: "--threads threads that borrow their bands: std::thread::scope",
            draw: draw::scoped,
        },
        Variant { name: "crossbeam", about: "The same with crossbeam::scope", draw: draw::crossbeam },
    ],
    ..Lesson::PLAIN
};
