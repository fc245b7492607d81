//! A thread panics, in another file than the scenario's, and nobody joins it.

use super::elsewhere::RawLock;
use sync_checked::sync::{Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("nobody looks", || {
        thread::spawn(|| RawLock { locked: Mutex::new(false) }.unlock());
    })
}
