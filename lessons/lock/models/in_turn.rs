//! Who is in line gets the lock in turn, and nobody overtakes: not a later one in line, nor the owner that
//! unlocks and wants it again at once.
//!
//! Whether a thread is in line is seen by asking the lock, while the owner has it. In schedules where one came too
//! late for that, nothing is promised about it.

use super::by_hand::RawLock;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("in line, each in turn", || {
        let shared = Arc::new((RawLock::new(), Mutex::new(Vec::new())));
        let enter = |who: usize| {
            let shared = Arc::clone(&shared);
            move || {
                shared.0.lock();
                shared.1.lock().push(who);
                shared.0.unlock().expect("it is locked");
            }
        };
        shared.0.lock();
        let first = thread::spawn(enter(1));
        // Lets the first into the line without a preemption.
        thread::yield_now();
        let first_is_in_line = shared.0.waiting() == 1;
        let second = thread::spawn(enter(2));
        thread::yield_now();
        let both_are_in_line = shared.0.waiting() == 2;
        shared.0.unlock().expect("it is locked");
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
    // The waiters get into line without any; one stops the owner or a waiter where they meet.
    .preemptions(Bound::AtMost(1))
}
