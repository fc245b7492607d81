//! A wait with a deadline returns, and nobody asks why.

use std::time::Duration;

use sync_checked::sync::{Arc, Bound, Condvar, Deadline, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("the value is there after the wait", || {
        let slot = Arc::new((Mutex::new(None), Condvar::new()));
        let theirs = Arc::clone(&slot);
        let giver = thread::spawn(move || {
            *theirs.0.lock() = Some(7);
            theirs.1.notify_one();
        });
        let deadline = Deadline::after(Duration::from_secs(1));
        let mut value = slot.0.lock();
        while value.is_none() {
            if slot.1.wait_until(&mut value, deadline).timed_out() {
                break;
            }
        }
        assert_eq!(*value, Some(7), "timed out");
        drop(value);
        giver.join().expect("nobody panics");
    })
    .preemptions(Bound::AtMost(2))
    .early_wakes(1) // one timeout is enough
}
