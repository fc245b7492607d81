//! Futures under every schedule: the files of the lesson, and those of the pool that the executor stands on, mounted
//! over the checked world.
//!
//! `cargo test -p future --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;
