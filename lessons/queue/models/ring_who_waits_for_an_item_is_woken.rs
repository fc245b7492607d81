//! A consumer that finds the ring empty is woken by the put that comes between its look and its sleep.

use super::by_hand::Ring;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who waits for an item is woken", || {
        let ring = Arc::new(Ring::new(1));
        let theirs = Arc::clone(&ring);
        let producer = thread::spawn(move || theirs.put(1).expect("it is open"));
        assert_eq!(ring.get(), Ok(1));
        producer.join().expect("nobody panics");
    })
    // Two: one between the look and the sleep, and one between the change and the look whether somebody sleeps.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
