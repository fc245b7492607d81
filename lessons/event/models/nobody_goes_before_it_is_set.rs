//! A wait that ends for no reason is not the user's to see: who goes on has been let go.

use super::by_hand::Event;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("nobody goes before it is set", || {
        let shared = Arc::new((Event::new(), Plain::new(0)));
        let waiters = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.0.wait();
                assert_eq!(shared.1.get(), 7);
            })
        });
        shared.1.set(7);
        shared.0.set();
        waiters.into_iter().for_each(|waiter| waiter.join().expect("nobody panics"));
    })
    // Both may be asleep before it is set without any; two wakeups, so that who was tricked once is tricked again.
    .preemptions(Bound::AtMost(1))
    .early_wakes(2)
}
