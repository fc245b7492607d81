//! What the queues promise, with real threads.
//!
//! What hangs on one particular schedule is left to `tests/loom.rs`, which tries them all.

#[path = "queue/bounded.rs"]
mod bounded;

#[path = "queue/orders.rs"]
mod orders;

#[path = "queue/tasks.rs"]
mod tasks;

#[path = "queue/a_million.rs"]
mod a_million;

#[path = "queue/drawing.rs"]
mod drawing;

use std::time::Duration;

/// Long enough to be seen, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(20);

/// Far longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);
