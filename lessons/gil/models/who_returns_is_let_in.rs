//! A thread that has given the interpreter up for native code is let in again after the lock was closed, so that it
//! can put its things in order; and then it is told.

use std::time::Duration;

use super::by_hand::{Closed, Gil};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who returns is let in", || {
        let gil = Arc::new(Gil::new(0));
        gil.set_switch_interval(Duration::MAX);
        let theirs = Arc::clone(&gil);
        let closer = thread::spawn(move || {
            let held = theirs.take().map(drop);
            theirs.close();
            held
        });
        let Ok(mut held) = gil.take() else {
            // Closed before it has begun.
            return assert_eq!(closer.join().expect("nobody panics"), Ok(()));
        };
        held.release_while(|| ());
        *held += 1;
        let told = held.give_way();
        *held += 1;
        drop(held);
        assert_eq!(closer.join().expect("nobody panics"), Ok(()));
        assert!(gil.is_closed());
        let is_told_in_time = told == Err(Closed) || told == Ok(());
        assert!(is_told_in_time);
        assert_eq!(Arc::into_inner(gil).expect("the other has ended").into_inner(), 2);
    })
    // The lock is closed at any moment of the native code, or after it.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
