//! The action may begin anew: who is inside is turned out, the leader too, and the next round is whole.

use super::by_hand::{Arrival, Barrier, BarrierError};
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("the action resets", || {
        let slot: Arc<Mutex<Option<Arc<Barrier>>>> = Arc::new(Mutex::new(None));
        let inside = Arc::clone(&slot);
        // Once: the second time there is nothing left in the slot.
        let barrier = Arc::new(Barrier::new(2).with_action(move || {
            if let Some(barrier) = inside.lock().take() {
                barrier.reset();
            }
        }));
        *slot.lock() = Some(Arc::clone(&barrier));
        let theirs = Arc::clone(&barrier);
        let other = thread::spawn(move || twice(&theirs));
        let (mine, others) = (twice(&barrier), other.join().expect("nobody panics"));
        assert_ne!(mine.is_leader(), others.is_leader(), "one leads the round after");
        assert!(!barrier.is_broken());
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}

fn twice(barrier: &Barrier) -> Arrival {
    assert_eq!(barrier.wait(), Err(BarrierError::Broken), "the round in which the action resets");
    barrier.wait().expect("the barrier is whole")
}
