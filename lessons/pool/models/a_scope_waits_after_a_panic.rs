//! A job of a scope that panics makes the scope panic, but only after all of its jobs have ended; and so does a scope
//! whose own body panics. The pool is whole after that.

use super::by_hand::Pool;
use crate::sync::{Bound, Model, Plain, catch_unwind};

pub fn model() -> Model {
    Model::new("a scope waits after a panic", || {
        let pool = Pool::new(1);
        let memory = Plain::new(0);
        let told = catch_unwind(|| {
            pool.scope(|scope| {
                scope.execute(|| panic!("on purpose")).expect("it is open");
                scope.execute(|| memory.set(1)).expect("it is open");
            });
        });
        assert!(told.is_err(), "the scope tells of its job's panic");
        assert_eq!(memory.get(), 1, "the other job has been done");

        let told = catch_unwind(|| {
            pool.scope(|scope| {
                scope.execute(|| memory.set(2)).expect("it is open");
                panic!("on purpose");
            });
        });
        assert!(told.is_err());
        assert_eq!(memory.get(), 2, "it has been waited for");
        assert_eq!(pool.panics(), 1, "the body is no job");
    })
    // The panic is one thread's own doing, and the wait is that of the scenario before; one preemption takes the job
    // away while the scope begins to wait.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
