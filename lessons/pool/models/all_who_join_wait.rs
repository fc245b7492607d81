//! Whoever joins the pool goes on when its threads have ended, also while somebody else is at joining them.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("all who join wait", || {
        let pool = Arc::new(Pool::new(1));
        pool.execute(|| {}).expect("it is open");
        let other = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                pool.join();
                assert_eq!(pool.threads(), 0);
            })
        };
        pool.join();
        assert_eq!(pool.threads(), 0);
        other.join().expect("it does not panic");
    })
    // One preemption puts the second joiner between any two steps of the first.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
