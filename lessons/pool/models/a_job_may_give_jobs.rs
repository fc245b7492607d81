//! A job may give its pool another job, which is done although the pool was closed right after the first had been
//! taken, or comes back: nothing is lost, and nobody waits for ever. The pool has one thread, so that nobody else can
//! do it.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Mutex};

pub fn model() -> Model {
    Model::new("a job may give jobs", || {
        let (done, refused) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let pool = Arc::new(Pool::new(1));
        let (same, inner, came_back) = (Arc::clone(&pool), Arc::clone(&done), Arc::clone(&refused));
        pool.execute(move || {
            let outer = Arc::clone(&inner);
            if same.execute(move || *inner.lock() += 1).is_err() {
                *came_back.lock() += 1;
            }
            *outer.lock() += 1;
            // The pool's last share may be this one: it closes then, and waits for nobody.
            drop(same);
        })
        .expect("it is open");
        pool.join();
        assert_eq!(*done.lock() + *refused.lock(), 2);
    })
    // Two preemptions put the closing between any two steps of the job.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
