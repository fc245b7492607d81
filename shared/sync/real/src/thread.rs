//! Threads.

use std::time::Instant;

pub use std::thread::{
    Builder, JoinHandle, Result, Thread, ThreadId, current, panicking, park, spawn, yield_now,
};

use crate::Deadline;

/// As [`park`], until a deadline at most.
#[inline]
pub fn park_until(deadline: Deadline) {
    match deadline.moment() {
        Some(moment) => std::thread::park_timeout(moment.saturating_duration_since(Instant::now())),
        None => park(),
    }
}
