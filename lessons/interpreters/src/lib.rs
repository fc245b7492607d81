//! **Isolated interpreters** have nothing in common but what they send each other.
//!
//! An interpreter is what runs code: objects, variables, functions, none of which two threads may touch at once. With
//! one interpreter, threads take turns. With several, each with objects of its own, they need not: nothing that one can
//! reach can the other reach too. The price is that nothing can be handed over as it is. Data crosses as a copy, and
//! code as the text that it was written in, to be compiled anew on the other side. Python has had them since 3.14 as
//! `concurrent.interpreters` (PEP 734), and a pool of them as `InterpreterPoolExecutor`.
//!
//! Here an interpreter is a thread with a *mailbox*. Whoever wants something of it sends a request and gets an answer:
//! the mailbox is the primitive that is made by hand, and closing it is the difficult part. The code that is run is a
//! script, and a small evaluator runs it.
//!
//! *There is no lock around an interpreter.* CPython keeps one in each (the field `_gil` of `PyInterpreterState`, since
//! 3.12, PEP 684), because an interpreter there may have several threads, and `exec` runs code in the thread of whoever
//! calls it. Here an interpreter stays in the one thread that made it, which the compiler sees to ([`by_hand::Engine`]
//! need not be `Send`): so nobody has to be kept out of it, and what is locked is its mailbox, while a message is put in
//! or taken out, and never while code runs.
//!
//! Each piece of the picture is a request, and its counts come back as a message and are copied into their place. Take
//! the waiting at the mailbox away, and the interpreters are gone before their pieces come.
//!
//! Use interpreters where code cannot run beside itself: since a lock is around it, or since it was not written to be
//! shared. Rust needs none of that for its own code: the compiler knows what may be shared, and threads need not be
//! isolated. Where a crash must not take everything along, use processes.
//!
//! # Layout
//!
//! 1. [`by_hand`]: the interpreters in seven steps: a mailbox and its two ends; what runs code; all interpreters, and
//!    one of them; a queue between them; a pool;
//! 2. `script.rs`: what runs the code of the program: [`Script`]; and `tiny.rs`, which is enough for examples:
//!    [`Tiny`];
//! 3. `draw.rs`: how the picture is drawn, with interpreters by hand, with a pool of them, and over crossbeam's
//!    channels; `messages.rs`: what is sent for that. The script is that of the crate `script`, and `piece.py`.
//!
//! `models/` holds the scenarios that are run under every schedule, and `models/mutants.toml` the weakened primitives
//! that they must catch.

#![forbid(unsafe_code)]

use ::future::by_hand as future;
use sync_real as sync;

pub mod by_hand;
mod draw;
mod messages;
mod script;
mod tiny;

pub use script::Script;
pub use tiny::Tiny;

use stage::{DefaultGrid, Lesson, Variant};

/// The lesson, as the stage runs it.
pub const LESSON: Lesson = Lesson {
    name: "interpreters",
    about: "Isolated interpreters: nothing shared, and messages between them",
    variants: &[
        Variant {
            name: "by-hand",
            about: "An interpreter a thread, each with a mailbox of its own",
            draw: draw::by_hand,
        },
        Variant {
            name: "executor",
            about: "A pool of interpreters that serve one mailbox",
            draw: draw::executor,
        },
        Variant { name: "channels", about: "The same over crossbeam's channels", draw: draw::channels },
        Variant {
            name: "one",
            about: "One interpreter, which is asked for one piece after the other",
            draw: draw::one,
        },
    ],
    default_grid: Some(DefaultGrid {
        rows: 400,
        columns: 300,
        piece_rows: 10,
        why: "each pixel is computed by a script",
    }),
    ..Lesson::PLAIN
};
