//! The queues and their scenarios, under every schedule within each model's bounds: the files of the lesson, mounted
//! over the checked world.
//!
//! `cargo test -p queue --test loom -- --show-output` prints how many schedules each took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
