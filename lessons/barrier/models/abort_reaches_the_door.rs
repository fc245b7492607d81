//! Abort turns away who waits at the door too, while the leader of a complete round is still at the action.
//!
//! With one party each round is complete when its only thread has arrived. The action here ends only when somebody has
//! been told: if the one at the door is not, both wait for ever.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("abort reaches the door", || {
        let told = Arc::new((Mutex::new(false), Condvar::new()));
        let acting = Arc::clone(&told);
        let barrier = Arc::new(Barrier::new(1).with_action(move || {
            let mut told = acting.0.lock();
            while !*told {
                acting.1.wait(&mut told);
            }
        }));
        let both = [(); 2].map(|()| {
            let (barrier, told) = (Arc::clone(&barrier), Arc::clone(&told));
            thread::spawn(move || {
                let outcome = barrier.wait();
                *told.0.lock() = true;
                told.1.notify_all();
                outcome
            })
        });
        barrier.abort();
        for one in both {
            assert_eq!(one.join().expect("nobody panics"), Err(BarrierError::Broken));
        }
    })
    // One puts the abort anywhere in the arrival of either.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
