//! A delivery that is called off leaves nobody waiting: neither a worker for room nor the deliverer for a piece.

use super::delivery::Delivery;
use super::window::CalledOff;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("calling off wakes everyone", || {
        let delivery = Arc::new(Delivery::<()>::new(2, 1));
        let theirs = Arc::clone(&delivery);
        // It never finishes its first piece, so there is no room for the second, and nothing to deliver.
        let worker = thread::spawn(move || theirs.begin(0).and_then(|()| theirs.begin(1)));
        let theirs = Arc::clone(&delivery);
        let deliverer = thread::spawn(move || theirs.take_next());
        delivery.call_off();
        assert_eq!(worker.join().expect("nobody panics"), Err(CalledOff));
        assert_eq!(deliverer.join().expect("nobody panics"), Err(CalledOff));
        assert_eq!(delivery.begin(1), Err(CalledOff), "nor does who comes later wait");
    })
    // That both wait before it is called off needs none; one puts it between a look and a sleep.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
