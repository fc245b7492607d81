//! Abort wakes all who wait, turns away all who come, and stays until the reset.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("abort wakes everyone", || {
        // Three parties, of which one never comes.
        let barrier = Arc::new(Barrier::new(3));
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || barrier.wait())
            })
            .collect();
        barrier.abort();
        for one in waiting {
            let told = one.join().expect("nobody panics");
            assert_eq!(told, Err(BarrierError::Broken));
        }
        assert!(barrier.is_broken());
        assert_eq!(barrier.n_waiting(), 0);
        assert_eq!(barrier.wait(), Err(BarrierError::Broken), "who comes is turned away");
        barrier.reset();
        assert!(!barrier.is_broken());
    })
    // The abort may come before, between and after the two arrivals; two preemptions make all of these.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
