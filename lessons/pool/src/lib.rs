//! A **thread pool** is a few threads that do any number of jobs.
//!
//! A thread costs something to start, and more threads than processors make nothing faster. So one starts a few, keeps
//! them, and hands them work as it comes: each takes a job, does it, and comes back for the next. What the jobs are
//! about, the pool does not know. Python has it as `concurrent.futures.ThreadPoolExecutor`, and there it also hands
//! back what each job came to; that is a lesson of its own. Here is the part below: threads, jobs, and their ends.
//!
//! The difficult part of a pool is not that it works but how it stops: with jobs still waiting, with a job that panics,
//! with somebody who waits for all of them. The one made here by hand lets its threads survive what jobs do wrong, can
//! be closed gracefully or at once, and has *scoped* jobs, which may borrow what their caller owns.
//!
//! Each piece of the picture is a job. The jobs borrow their pieces, and the scope waits for them: take that wait away,
//! and the picture is looked at before it is drawn.
//!
//! Use a pool for many short pieces of work that do not wait for each other. For one long piece, start a thread; for
//! work that is mostly waiting, use async.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the pool in three steps: the board with the jobs, the threads, the jobs that borrow;
//! 2. `draw.rs`: how the picture is drawn, with the pool by hand, `rayon`'s, and `threadpool`'s.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened pools that
//! they must catch.

#![deny(unsafe_code)]

use sync_real as sync;

pub mod by_hand;
mod draw;

use stage::{Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "pool",
    about: "A thread pool: a few threads, and as many jobs as you like",
    variants: &[
        Variant {
            name: "by-hand",
            about: "A mutex, two condition variables, and scoped jobs",
            draw: draw::by_hand,
        },
        Variant { name: "rayon", about: "rayon::ThreadPool and its scope", draw: draw::rayon },
        Variant {
            name: "threadpool",
            about: "The crate threadpool; jobs own what they draw",
            draw: draw::threadpool,
        },
    ],
    ..Lesson::PLAIN
};
