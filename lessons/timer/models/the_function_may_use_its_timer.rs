//! The function may cancel and join its own timer: it is told that it is too late for the one, and that it would wait
//! for itself with the other. And dropping a function that is cancelled may use the timer as well.

use std::time::Duration;

use super::by_hand::{JoinError, Timer};
use crate::sync::{Arc, Model, Mutex, Weak};

type Slot = Arc<Mutex<Option<Weak<Timer>>>>;

pub fn model() -> Model {
    Model::new("a function uses its timer", || {
        let slot: Slot = Arc::default();
        let inside = LooksWhenDropped(Arc::clone(&slot));
        let timer = Arc::new(Timer::new(Duration::from_secs(1), move || {
            let timer = inside.timer().expect("it is put there before it starts");
            assert!(!timer.cancel(), "it runs");
            assert_eq!(timer.join(), Err(JoinError::WouldWaitForItself));
        }));
        *slot.lock() = Some(Arc::downgrade(&timer));
        timer.start().expect("it was not started before");
        timer.cancel();
        timer.join().expect("it does not panic");
    })
    // Complete: it is cancelled, or its time comes before.
    .early_wakes(1)
}

/// Uses its timer as it is dropped.
struct LooksWhenDropped(Slot);

impl LooksWhenDropped {
    fn timer(&self) -> Option<Arc<Timer>> {
        self.0.lock().as_ref().and_then(Weak::upgrade)
    }
}

impl Drop for LooksWhenDropped {
    fn drop(&mut self) {
        if let Some(timer) = self.timer() {
            assert!(!timer.cancel(), "it has been cancelled, or it runs");
        }
    }
}
