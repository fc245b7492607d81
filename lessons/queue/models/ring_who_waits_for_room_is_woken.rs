//! A producer that finds the ring full is woken by the get that comes between its look and its sleep.

use super::by_hand::Ring;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("who waits for room is woken", || {
        let ring = Arc::new(Ring::new(1));
        ring.put(1).expect("it is open");
        let theirs = Arc::clone(&ring);
        let producer = thread::spawn(move || theirs.put(2).expect("it is open"));
        assert_eq!(ring.get(), Ok(1));
        producer.join().expect("nobody panics");
        assert_eq!(ring.try_get(), Ok(2));
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
