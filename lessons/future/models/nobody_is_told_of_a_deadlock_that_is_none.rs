//! Nobody is told of a deadlock while there is a thread that will go on: one whose future is settled does not count as
//! waiting, although it may not have woken yet.
//!
//! Two threads. The first waits for what the second does; right after that the second waits for what the first will do
//! when it has woken.

use super::by_hand::Executor;
use crate::sync::{Arc, Bound, Model};

pub fn model() -> Model {
    Model::new("nobody is told of a deadlock that is none", || {
        let executor = Arc::new(Executor::new(2));
        let same = Arc::clone(&executor);
        let outer = executor.submit(move || {
            let one = same.submit(|| 1).expect("it is open");
            // Done by the other thread. What it does next is to wait for one more job, which this thread will do.
            let again = Arc::clone(&same);
            let two = same.submit(move || {
                let three = again.submit(|| 3).expect("it is open");
                three.result().map(|three| *three)
            });
            (one.result().map(|one| *one), two.expect("it is open"))
        });
        let (one, two) = &*outer.expect("it is open").result().expect("it does not panic");
        assert_eq!(*one, Ok(1));
        assert_eq!(two.result().as_deref(), Ok(&Ok(3)));
        executor.join();
    })
    // Every wait is a place where another thread moves, without any preemption.
    .preemptions(Bound::AtMost(0))
}
