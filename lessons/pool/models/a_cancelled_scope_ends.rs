//! A scope whose pool is cancelled ends when the jobs that were begun have: those that were dropped are not waited for.
//! That is how a run is called off.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("a cancelled scope ends", || {
        let pool = Arc::new(Pool::new(1));
        let canceller = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || pool.cancel())
        };
        let done = [Plain::new(0), Plain::new(0)];
        let mut refused = 0;
        pool.scope(|scope| {
            for done in &done {
                if scope.execute(move || done.set(1)).is_err() {
                    refused += 1;
                }
            }
        });
        let dropped = canceller.join().expect("it does not panic");
        assert_eq!(done.iter().map(Plain::get).sum::<usize>() + dropped + refused, 2);
    })
    // The cancelling comes wherever a thread stops by itself, and with one preemption anywhere else; a wait that ends
    // early has scenarios of its own.
    .preemptions(Bound::AtMost(1))
}
