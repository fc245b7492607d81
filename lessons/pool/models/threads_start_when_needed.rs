//! A thread is started for a job if nobody is idle; and none while somebody is.
//!
//! Two jobs, one after the other has come to its end: one thread does both. The pool may have two.

use super::by_hand::Pool;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("threads start when needed", || {
        let pool = Pool::new(2);
        assert_eq!(pool.threads(), 0, "nothing to do, nobody to do it");
        pool.execute(|| {}).expect("it is open");
        assert_eq!(pool.threads(), 1);
        pool.wait_until_quiet();
        pool.execute(|| {}).expect("it is open");
        assert_eq!(pool.threads(), 1, "the first is idle, and will do it");
        pool.wait_until_quiet();
        assert_eq!(pool.waiting(), 0);
    })
    // One preemption puts the second job anywhere in the end of the first.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
