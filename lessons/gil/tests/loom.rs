//! The lock under every schedule: the files of the lesson, mounted over the checked world.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../src/counting.rs"]
mod counting;
#[path = "../models/mod.rs"]
mod models;
