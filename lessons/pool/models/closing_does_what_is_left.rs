//! A pool that is closed takes no more jobs and does those that it has; then its threads end.
//!
//! Somebody else closes it while a job is given: either it is taken and done, or it comes back.

use super::by_hand::{Pool, Refusal};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("closing does what is left", || {
        let done = Arc::new([Plain::new(0), Plain::new(0)]);
        let pool = Arc::new(Pool::new(1));
        let first = Arc::clone(&done);
        pool.execute(move || first[0].set(1)).expect("it is open");
        let closer = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || pool.close())
        };
        let second = Arc::clone(&done);
        let came_back = match pool.execute(move || second[1].set(1)) {
            Ok(()) => false,
            Err(rejected) => {
                assert!(matches!(rejected.why, Refusal::Closed));
                // It is the very job.
                (rejected.job)();
                true
            }
        };
        pool.join();
        assert_eq!(done[0].get(), 1, "what was taken is done");
        assert_eq!(done[1].get(), 1, "it came back: {came_back}");
        closer.join().expect("it does not panic");
    })
    // One preemption puts the closing before, between and after all that the other two do.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
