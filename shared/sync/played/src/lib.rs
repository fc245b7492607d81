//! Runs a scenario step by step, in the order that somebody chooses: the learner is the scheduler.
//!
//! ```
//! use sync_played::play;
//! use sync_played::sync::{Arc, Model, Mutex, thread};
//! use sync_played::trace::Ending;
//!
//! let model = Model::new("two locks, two orders", || {
//!     let locks = Arc::new((Mutex::new(()), Mutex::new(())));
//!     let theirs = Arc::clone(&locks);
//!     thread::spawn(move || {
//!         let _b = theirs.1.lock();
//!         let _a = theirs.0.lock();
//!     });
//!     let _a = locks.0.lock();
//!     let _b = locks.1.lock();
//! });
//! let one_after_the_other = play(&model, &[0, 0, 1, 1], &[]).expect("they can move in this order");
//! assert_eq!(one_after_the_other.ending, Ending::Passed);
//! let in_turn = play(&model, &[0, 1], &[]).expect("they can move in this order");
//! assert!(matches!(in_turn.ending, Ending::Failed { .. }), "a deadlock");
//! ```
//!
//! # What a turn is
//!
//! A thread stops in front of each operation that others could notice: taking a lock, a wait and the end of a wait, a
//! notification, an operation on an atomic, a park and an unpark, a join. A turn carries that operation out and
//! everything after it up to the next one. What nobody can notice by itself (starting a thread, giving a lock back,
//! reaching plain memory) belongs to the turn that it comes in. In a scenario where somebody *tries* to take a lock,
//! giving one back can be noticed, and is a turn.
//!
//! # What is played, and what is not
//!
//! The source is the one that is checked and run, but memory is **sequentially consistent only**: a load
//! reads the newest value, and races on plain memory are not seen. That is the checked world's business.
//! Waits that end early are chosen beforehand, not in the course of the game.
//!
//! # Layout
//!
//! 1. `board.rs`: whose turn it is;
//! 2. `engine.rs`: threads that wait for their turns;
//! 3. `game.rs`: one run by a schedule;
//! 4. `every.rs`: every run within a bound, without any reduction;
//! 5. `program.rs`: what a lesson's `examples/play.rs` calls.

#![forbid(unsafe_code)]

mod board;
mod engine;
mod every;
mod game;
mod program;

pub use every::every_schedule;
pub use game::{PlayError, finish, play, schedule_of};
pub use program::main;
pub use sync_model::run::{Early, EarlyWake};
pub use sync_model::{sync, trace};
