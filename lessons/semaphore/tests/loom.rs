//! The semaphores under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p semaphore --test loom -- --show-output` prints how many schedules each scenario took.

use sync_checked::proving as sync;

#[path = "../src/bands.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod bands;
#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
