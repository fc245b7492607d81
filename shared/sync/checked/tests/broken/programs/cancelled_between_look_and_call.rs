//! A thread sleeps, looks at a flag, and calls. In between somebody raises the flag, in the belief that it is in time.

use std::time::Duration;

use sync_checked::sync::{Arc, Bound, Deadline, Model, Mutex, thread};

struct Shared {
    is_cancelled: Mutex<bool>,
    calls: Mutex<u32>,
}

pub fn model() -> Model {
    Model::new("after the cancel nothing is called", || {
        let is_cancelled = Mutex::new(false);
        let calls = Mutex::new(0);
        let shared = Arc::new(Shared { is_cancelled, calls });
        let theirs = Arc::clone(&shared);
        let timer = thread::spawn(move || {
            thread::park_until(Deadline::after(Duration::from_secs(1)));
            let is_cancelled = *theirs.is_cancelled.lock();
            if !is_cancelled {
                *theirs.calls.lock() += 1;
            }
        });
        *shared.is_cancelled.lock() = true;
        let calls = *shared.calls.lock();
        timer.join().expect("the timer does not panic");
        assert_eq!(*shared.calls.lock(), calls, "one more");
    })
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
