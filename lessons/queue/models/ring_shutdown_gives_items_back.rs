//! Everybody who sleeps in a put is told of the shutdown and has its item back; and what was there can be fetched.

use super::by_hand::{GetError, Ring, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("shutdown gives items back", || {
        let ring = Arc::new(Ring::new(1));
        ring.put(0).expect("it is open");
        let waiting = [1, 2].map(|item| {
            let ring = Arc::clone(&ring);
            thread::spawn(move || ring.put(item))
        });
        ring.shutdown(Shutdown::Graceful);
        for (item, one) in [1, 2].into_iter().zip(waiting) {
            assert_eq!(one.join().expect("nobody panics"), Err(ShutDown(item)));
        }
        assert_eq!(ring.try_get(), Ok(0));
        assert_eq!(ring.try_get(), Err(GetError::ShutDown));
    })
    // One stops a producer on its way to sleep. That the other one sleeps by then takes none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
