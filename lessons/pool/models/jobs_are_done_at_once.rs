//! A pool with a thread to spare starts it while the first is at work: jobs that need each other both come to their
//! end. And when both threads are idle after that, both end with the pool.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Condvar, Model, Mutex};

pub fn model() -> Model {
    Model::new("jobs are done at once", || {
        let met = Arc::new((Mutex::new(0), Condvar::new()));
        let pool = Pool::new(2);
        for _ in 0..2 {
            let met = Arc::clone(&met);
            pool.execute(move || {
                // Each waits until both are here.
                let mut here = met.0.lock();
                *here += 1;
                met.1.notify_all();
                while *here < 2 {
                    met.1.wait(&mut here);
                }
            })
            .expect("it is open");
        }
        pool.wait_until_quiet();
        drop(pool);
    })
    // Who waits stops by itself.
    .preemptions(Bound::AtMost(0))
}
