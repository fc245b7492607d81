//! The primitive and its scenarios, under every schedule within each model's bounds.
//!
//! `cargo test -p rlock --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, reason = "no scenario prints a lock")]
#[allow(unused_imports, reason = "no scenario writes the type of a guard")]
mod by_hand;

#[path = "../src/regions.rs"]
#[allow(dead_code, reason = "no scenario opens a region by itself")]
mod regions;

#[path = "../models/mod.rs"]
mod models;
