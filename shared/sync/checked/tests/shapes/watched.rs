//! The operations over the watched world.

use sync_checked::sync;

#[path = "operations.rs"]
pub mod operations;
