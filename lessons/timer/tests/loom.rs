//! The timers under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p timer --test loom -- --show-output` prints how many schedules each scenario took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
#[allow(unused_imports, reason = "no scenario writes the type of a handle")]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
#[path = "../src/rounds.rs"]
#[allow(dead_code, reason = "scenarios do not use everything")]
mod rounds;
