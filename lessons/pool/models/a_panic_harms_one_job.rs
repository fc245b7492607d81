//! A job that panics is over, and nothing else is: its thread does the next one, and the pool ends as it should.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("a panic harms one job", || {
        let done = Arc::new(Plain::new(0));
        let pool = Pool::new(1);
        pool.execute(|| panic!("on purpose")).expect("it is open");
        let next = Arc::clone(&done);
        pool.execute(move || next.set(1)).expect("it is open");
        pool.wait_until_quiet();
        assert_eq!(pool.panics(), 1);
        assert_eq!(pool.threads(), 1, "the thread has survived");
        assert_eq!(done.get(), 1, "and has done the next job");
        pool.join();
        assert_eq!(pool.threads(), 0);
    })
    // The panic and what follows are one thread's own doing; one preemption puts the other one anywhere in it.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
