//! Who is in line gets a permit in turn, and nobody overtakes: not a later one in line, nor the one that gives a permit
//! and wants one again at once, waiting for it or not.
//!
//! Whether a thread is in line is seen by asking the semaphore, while the only permit is out. In schedules where one
//! came too late for that, nothing is promised about it.

use super::by_hand::Semaphore;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("first come, first served", || {
        let shared = Arc::new((Semaphore::default(), Mutex::new(Vec::new())));
        let enter = |who: usize| {
            let shared = Arc::clone(&shared);
            move || {
                let _permit = shared.0.acquire();
                shared.1.lock().push(who);
            }
        };
        let mine = shared.0.acquire();
        let first = thread::spawn(enter(1));
        // Lets the first into the line without a preemption.
        thread::yield_now();
        let first_is_in_line = shared.0.waiting() == 1;
        let second = thread::spawn(enter(2));
        thread::yield_now();
        let both_are_in_line = shared.0.waiting() == 2;
        drop(mine);
        let overtaken = shared.0.try_acquire().is_some() && shared.1.lock().is_empty();
        assert!(!(first_is_in_line && overtaken), "it was given to the first in line");
        enter(3)();
        first.join().expect("the first does not panic");
        second.join().expect("the second does not panic");

        let order = shared.1.lock();
        if first_is_in_line && both_are_in_line {
            assert_eq!(*order, [1, 2, 3]);
        } else if first_is_in_line {
            assert_eq!(order[0], 1);
        }
    })
    // The waiters get into line without any; one stops somebody where they meet.
    .preemptions(Bound::AtMost(1))
}
