//! Isolated interpreters under every schedule: the files of the lesson, and those of the futures by which they answer,
//! mounted over the checked world.
//!
//! `cargo test -p interpreters --test loom -- --nocapture` prints how many schedules each took.

use sync_checked::proving as sync;

#[path = "../src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "scenarios do not use everything")]
mod by_hand;
#[path = "../../future/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "interpreters do not use everything")]
#[allow(clippy::module_inception, reason = "one is the lesson, the other its first step")]
mod future;
#[path = "../models/mod.rs"]
mod models;
#[path = "../../pool/src/by_hand.rs"]
#[allow(dead_code, unused_imports, reason = "futures do not use everything")]
mod pool;
#[path = "../src/tiny.rs"]
mod tiny;
