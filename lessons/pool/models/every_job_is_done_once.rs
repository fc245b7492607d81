//! Every job is done, and once; and who has seen the pool end sees what the jobs did.
//!
//! Two threads and three jobs: one thread has to come back for another. The memory is plain: a job that was done twice,
//! or an end that came too early, would be a data race or a wrong number.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("every job is done once", || {
        let done: Vec<_> = (0..3).map(|_| Arc::new(Plain::new(0))).collect();
        let pool = Pool::new(2);
        for done in &done {
            let done = Arc::clone(done);
            pool.execute(move || done.set(done.get() + 1)).expect("it is open");
        }
        drop(pool);
        assert_eq!(done.iter().map(|done| done.get()).collect::<Vec<_>>(), [1, 1, 1]);
    })
    // A thread that is started and not yet there, or woken and not yet moved, needs no preemption, and that is all that
    // can go wrong between three threads here. With one preemption there are twenty times as many schedules.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}
