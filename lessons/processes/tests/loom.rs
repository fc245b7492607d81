//! What processes share, under every schedule: the files of the lesson, mounted over the checked world.
//!
//! `cargo test -p processes --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../../future/src/by_hand.rs"]
#[allow(dead_code, unused_imports, clippy::module_inception, reason = "processes do not use everything")]
mod future;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;
