//! Of those who wait, as many go on as permits come at once; one that wakes up early takes nothing from the others.

use super::by_hand::{Line, Raw};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    model_of::<Line>("two go on by two permits")
}

pub fn model_of<R: Raw + Send + Sync + 'static>(name: &'static str) -> Model {
    Model::new(name, || {
        let permits = Arc::new(R::new(0));
        let waiting: Vec<_> = (0..2)
            .map(|_| {
                let permits = Arc::clone(&permits);
                thread::spawn(move || permits.take_until(Deadline::NEVER))
            })
            .collect();
        // Lets them wait without a preemption.
        thread::yield_now();
        permits.give(2, usize::MAX).expect("there is room");
        for one in waiting {
            assert!(one.join().expect("nobody panics"));
        }
        assert_eq!(permits.available(), 0);
    })
    // Both wait without any; one stops somebody on the way, so that the permits come when none or one of them waits.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
