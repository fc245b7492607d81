//! A thread pool by hand, in three steps.
//!
//! 1. [`Board`]: the jobs that nobody has begun, and who is free to take one. It starts no thread; all waiting is
//!    here.
//! 2. [`Pool`]: threads that take jobs from a board, one after the other, started when they are needed.
//! 3. [`Scope`]: jobs that borrow. The pool's threads do not end with the scope, but the scope waits for its jobs.
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_board.rs"]
mod board;

#[path = "by_hand/2_workers.rs"]
mod workers;

#[path = "by_hand/3_scope.rs"]
mod scope;

pub use board::{Board, Job, NoMore};
pub use scope::Scope;
pub use workers::{Builder, Pool, Refusal, Rejected, Workers};
