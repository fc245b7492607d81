//! The primitive and its scenarios, under every schedule.

use sync_checked::proving as sync;

#[allow(dead_code, unused_imports, reason = "no scenario uses all of it")]
#[path = "../src/by_hand.rs"]
mod by_hand;
#[path = "../models/mod.rs"]
mod models;
