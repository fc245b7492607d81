//! Everybody who sleeps in a get is told of the shutdown, and sees what was done before it.

use super::by_hand::{Ring, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("shutdown wakes everyone", || {
        let shared = Arc::new((Ring::<u32>::new(1), Plain::new(false)));
        let waiting = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                assert_eq!(shared.0.get(), Err(ShutDown(())));
                assert!(shared.1.get(), "what was done before the end");
            })
        });
        shared.1.set(true);
        shared.0.shutdown(Shutdown::Graceful);
        for one in waiting {
            one.join().expect("nobody panics");
        }
    })
    // One stops a consumer on its way to sleep. That the other one sleeps by then takes none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
