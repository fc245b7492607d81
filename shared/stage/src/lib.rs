//! What makes a lesson a program: command line, workers and their log, timeline, report, faults.
//!
//! A lesson is one value, and its program is one line:
//!
//! ```no_run
//! use std::sync::Mutex;
//!
//! use stage::{Canvas, Lesson, Show, Stopped, Variant};
//!
//! pub const LESSON: Lesson = Lesson {
//!     name: "lock",
//!     about: "Workers claim the next piece under a lock",
//!     variants: &[Variant { name: "std", about: "std::sync::Mutex", draw: by_lock }],
//!     ..Lesson::PLAIN
//! };
//!
//! fn by_lock(show: &Show, canvas: Canvas<'_>) -> Result<(), Stopped> {
//!     let pieces = Mutex::new(canvas.into_pieces());
//!     show.workers(|worker| {
//!         while let Some(mut piece) = worker.waiting("lock", || pieces.lock().unwrap().next()) {
//!             worker.compute(&mut piece)?;
//!         }
//!         Ok(())
//!     })
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     stage::main(&LESSON)
//! }
//! ```
//!
//! # For who writes a lesson
//!
//! A variant is a function that gets a [`Show`] and a [`Canvas`], and returns when its threads have ended.
//!
//! *The picture.* [`Canvas::into_pieces`] gives disjoint [`Piece`]s that borrow it; [`Canvas::into_bands`] and
//! [`Canvas::into_hands`] deal them out beforehand. A `'static` thread draws an [`OwnedPiece`] (from
//! [`Show::owned_piece`]), which [`Canvas::place`] puts into the picture. In passes, [`Show::row_states`] has every row at
//! its beginning, and [`Canvas::place_row`] takes the counts of one; [`Canvas::place_pixels`] takes any rectangle.
//!
//! *The workers.* [`Show::workers`] runs a closure in `--threads` scoped threads, [`Show::workers_with`] in one
//! thread for each part of the work, [`Show::beside`] one more of another kind beside them. A thread that the
//! lesson starts by itself takes a [`Show::worker`] along (which is `Send + 'static`) and lives inside
//! [`Worker::run`]. A job in somebody else's pool borrows [`Show::here`]. A worker computes
//! ([`Worker::compute`], [`Worker::advance`], what others compute in [`Worker::compute_by`], what another process may
//! fail to compute in [`Worker::compute_elsewhere`], in several turns with [`Worker::computing_some`], or anything at
//! all in [`Worker::computing`] or [`Worker::computing_pixels`]) and waits ([`Worker::waiting`]); the rest of its time
//! counts as idle.
//!
//! *What is special.* A whole number that the lesson lets its user choose is a [`Choice`], and [`Show::choice`] reads
//! it. A lesson that would be slow at the usual size has a [`DefaultGrid`]. What a run has measured, it
//! [notes](Show::note), to be shown below the workers; a moment that should be seen in the timeline, it
//! [marks](Show::mark). One that stops before all iterations are made draws the picture [as of](Show::as_of) those that
//! are.
//!
//! *Stopping.* Ctrl-C, a panic in a worker, and [`Worker::fail`] ask everyone to stop; computing then returns
//! [`Stopped`], which `?` passes on. Only the stage makes one: a worker that was woken by the stop, and has nothing to
//! compute that would tell it, returns [`Worker::fail`], which counts as a consequence. Who waits at a primitive must
//! be woken: give [`Show::waking`] (a borrowed primitive) or [`Show::on_stop`] (one in an `Arc`) what wakes them. Where
//! nothing can, as at a `std::sync::Barrier`, workers do what may fail inside [`Worker::attempt`], go on arriving, and
//! one of them tells the others, between two arrivals, that [`Show::is_stopping`].
//!
//! *Panics.* One that happens inside [`Show::workers`], [`Worker::run`] or [`Worker::attempt`], or that drops a
//! worker as it travels on to a `join`, is reported with the worker's name, its piece and the message. `--fail-at
//! PIECE` makes one happen.
//!
//! *Tests.* [`perform`] runs one variant into an image and returns what its workers did: what a lesson's own tests
//! need. [`Settings::of`] is where they begin. `examples/toy.rs` uses the stage in each of these ways.
//!
//! # Layout
//!
//! Read in this order:
//!
//! 1. `lesson.rs` and `settings.rs`: a lesson, its variants and options, and what is asked of a run;
//! 2. `canvas.rs`: the picture as it is handed out;
//! 3. `show.rs` and `worker.rs` (`elsewhere.rs`): what a variant has to work with;
//! 4. `stop.rs`, `hooks.rs`, `seats.rs` and `panics.rs`: how a run ends early, and what is said if it does not;
//!    `mishap.rs`: how it is made to;
//! 5. `log.rs`: what is written down;
//! 6. `perform.rs`: one run of one variant, what it used (`usage.rs`), and the two runs that it is compared with;
//! 7. `run.rs`: the program, from its arguments (`cli.rs`) over all runs (`session.rs`, `interrupt.rs`, `signals.rs`)
//!    to its exit code (`exit.rs`);
//! 8. `report.rs` (`table.rs`), `json.rs`, `picture.rs` (`by_thread.rs`, `by_time.rs`, `latest.rs`): what it prints;
//! 9. `ticker.rs`, `progress.rs`, `growing.rs` and `live.rs`: what it shows while a run lasts;
//! 10. `output.rs` and `timeline/`: what it writes;
//! 11. `platform/`: what differs from system to system, all of it.

#![forbid(unsafe_code)]

mod by_thread;
mod by_time;
mod canvas;
mod cli;
mod elsewhere;
mod exit;
mod growing;
mod hooks;
mod interrupt;
mod json;
mod latest;
mod lesson;
mod live;
mod log;
mod mishap;
mod output;
mod panics;
mod perform;
mod picture;
mod platform;
mod progress;
mod report;
mod run;
mod seats;
mod session;
mod settings;
mod show;
mod signals;
mod stop;
mod table;
mod ticker;
mod timeline;
mod usage;
mod worker;

pub use canvas::{Canvas, OwnedPiece, Piece, Pieces, Pixels};
pub use elsewhere::{Asked, Elsewhere, TOLD_TO_FAIL};
pub use exit::Exit;
pub use lesson::{Choice, DefaultGrid, Draw, Lesson, Variant};
pub use log::{Doing, Drawn, Log, Mark, Note, Recording, Span, Wait};
pub use mishap::Onset;
pub use perform::{Performance, perform};
pub use run::main;
pub use settings::{Choices, Settings};
pub use show::Show;
pub use stop::{Fault, FaultKind, Moment, Stop, Stopped};
pub use usage::Switches;
pub use worker::Worker;
