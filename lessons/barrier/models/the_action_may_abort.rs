//! The action may call the barrier off: a generation ends once, and then for everybody in the same way.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("the action aborts", || {
        let slot: Arc<Mutex<Option<Arc<Barrier>>>> = Arc::new(Mutex::new(None));
        let inside = Arc::clone(&slot);
        let barrier = Arc::new(Barrier::new(2).with_action(move || {
            let barrier = inside.lock().clone().expect("it is put there before anybody waits");
            barrier.abort();
        }));
        *slot.lock() = Some(Arc::clone(&barrier));
        let theirs = Arc::clone(&barrier);
        let other = thread::spawn(move || theirs.wait());
        assert_eq!(barrier.wait(), Err(BarrierError::Broken));
        assert_eq!(other.join().expect("nobody panics"), Err(BarrierError::Broken));
        // The barrier holds its action, which holds the slot, which holds the barrier.
        slot.lock().take();
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
