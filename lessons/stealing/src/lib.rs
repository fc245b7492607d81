//! **Work stealing**: whoever has nothing to do takes from who has too much.
//!
//! To share work out evenly one has to know how much work each part is, and often nobody does. One common line from
//! which all take piece by piece is one answer; then all meet at that line for every piece. Stealing is the other:
//! everybody has a line of its own, puts there what comes up, and works on it alone. Only who has run out of work goes
//! looking at the others', and takes from the far end, where the largest parts lie. As long as everybody has something
//! to do, each is alone at its own line.
//!
//! Python has nothing of the kind. `rayon` is made of it, and so are the schedulers of tokio, Go and Java's fork/join.
//!
//! The picture is such work: near the top most points leave soon, at the bottom most of them stay. Split it into equal
//! bands, and one worker is done long before the other. With stealing, one worker begins with all of it, and in the end
//! all have worked equally long. Take the stealing away, and it draws alone.
//!
//! Use it for work that splits as it goes, and whose parts do not wait for each other. For equal parts, deal them out;
//! for jobs that come from outside, use a pool.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the deque of Chase and Lev, and a team of thieves;
//! 2. `draw.rs`: how the picture is drawn, with the team by hand, with equal bands, with `rayon`, and with `crossbeam`.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened deques and
//! teams that they must catch.

#![forbid(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "stealing",
    about: "Work stealing: whoever has nothing to do takes from who has too much",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A deque of Chase and Lev's for each worker, and thieves who sleep",
            draw: draw::by_hand,
        },
        Variant { name: "bands", about: "Nobody steals: an equal band for each worker", draw: draw::bands },
        Variant { name: "rayon", about: "rayon's par_chunks_mut", draw: draw::rayon },
        Variant { name: "join", about: "rayon::join, half by half", draw: draw::join },
        Variant {
            name: "crossbeam",
            about: "crossbeam::deque, and one common line to begin with",
            draw: draw::crossbeam,
        },
    ],
    ..Lesson::PLAIN
};
