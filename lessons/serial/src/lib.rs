//! The picture drawn by one thread, row after row: what all other lessons are compared with.
//!
//! There is nothing to learn here about threads, but all about what they will share: which points the picture
//! shows, what is computed for each of them, how a run is reported on, and how it is known that a picture is right.
//! One thread needs no lock, never waits, and does everything in the same order each time. Keep that in mind as
//! the price of everything that comes after it.
//!
//! Stay with one thread as long as it is fast enough. A second one pays if there is work that does not depend on
//! other work, and so much of it that the time to start a thread and to wait for it does not matter. This picture
//! is such work: no pixel needs another.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. [`draw`]: two loops, with the kernel of all lessons and with the definition of a pixel;
//! 2. `python/`: the same by Python, with NumPy and without; `examples/beside_python.rs` runs both, and compares;
//! 3. `kernel.rs` in `shared/fractal/src`: the definition, and how the fast kernel is held to it;
//! 4. `tests/promises.rs`: that it is one thread that draws, and that Python draws the same;
//! 5. `exercises/`: the picture is cut into bands, so that threads can have it.

#![forbid(unsafe_code)]

pub mod draw;

use stage::{Lesson, Variant};

/// The lesson, for the stage.
pub const LESSON: Lesson = Lesson {
    name: "serial",
    about: "One thread draws the picture, row after row, however many threads there could be",
    variants: &[
        Variant {
            name: "rows",
            about: "With the kernel of all lessons, several points at a time",
            draw: draw::rows,
        },
        Variant {
            name: "definition",
            about: "Point after point, as the mathematics has it",
            draw: draw::definition,
        },
    ],
    ..Lesson::PLAIN
};
