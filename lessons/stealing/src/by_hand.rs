//! Work stealing by hand, in two steps.
//!
//! 1. [`deque`]: a line of tasks with two ends. Its owner works at one of them, and thieves take from the other;
//! 2. [`Team`]: workers with a deque each, who take from each other, sleep when there is nothing to take, and know when
//!    everything is done.
//!
//! Each step can be read and checked without the ones after it.

#[path = "by_hand/1_deque.rs"]
mod deque;

#[path = "by_hand/2_team.rs"]
mod team;

pub use deque::{Full, Owner, Steal, Stealer, Task, deque};
pub use team::{Member, Team};
