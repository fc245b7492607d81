//! Whoever waits until nothing is left to do is woken when nothing is, all of them; and sees what was done.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("all who wait for quiet are woken", || {
        let done = Arc::new(Plain::new(0));
        let pool = Arc::new(Pool::new(1));
        let job = Arc::clone(&done);
        pool.execute(move || job.set(1)).expect("it is open");
        let other = {
            let (pool, done) = (Arc::clone(&pool), Arc::clone(&done));
            thread::spawn(move || {
                pool.wait_until_quiet();
                assert_eq!(done.get(), 1);
            })
        };
        pool.wait_until_quiet();
        assert_eq!(done.get(), 1);
        other.join().expect("it does not panic");
    })
    // Who waits and who works stop by themselves wherever it matters; one preemption more takes the worker away
    // between the job and its end. That a wait may end early, other scenarios have.
    .preemptions(Bound::AtMost(1))
}
