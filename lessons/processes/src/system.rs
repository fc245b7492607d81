//! What the operating system has to do for processes that work together.
//!
//! What is in here cannot be run under every schedule: the system cannot be asked to begin again. What can be, is in
//! [`by_hand`](crate::by_hand), and is used from here.
//!
//! - [`memory`]: memory that several processes have mapped. Needs Unix;
//! - [`futex`]: how a process sleeps on a word in such memory, and is woken by another one.

pub mod futex;
#[cfg(unix)]
pub mod memory;
