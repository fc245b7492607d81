//! Two consumers wait, and two producers put an item each: both consumers get one.
//!
//! The dangerous schedule: one producer has claimed the first slot and has not written yet, the other one has put its
//! item into the second, and wakes a consumer. If that one took the ring for empty, because the first slot is not
//! ready, and slept on, the second wakeup might be for it once more, and the other consumer would not have one.

use std::time::Duration;

use super::by_hand::Ring;
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("everyone who waits gets an item", || {
        let ring = Arc::new(Ring::new(2));
        let consumers = [(); 2].map(|()| {
            let theirs = Arc::clone(&ring);
            let consumer = thread::spawn(move || theirs.get().expect("it is open"));
            // Time passes when nobody else can move: then it sleeps.
            thread::park_until(Deadline::after(Duration::from_secs(1)));
            consumer
        });
        let theirs = Arc::clone(&ring);
        let producer = thread::spawn(move || theirs.put(1).expect("it is open"));
        ring.put(2).expect("it is open");
        let mut items = consumers.map(|consumer| consumer.join().expect("nobody panics"));
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        producer.join().expect("nobody panics");
    })
    // One stops a producer half way. No wait may end early, since then it would not be known that both sleep.
    .preemptions(Bound::AtMost(1))
    .early_wakes(0)
}
