//! What a dropped job captured may ask for the pool as it is dropped, and so may what a finished job captured.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model};

/// Asks for the pool when it is dropped.
struct Asks(Arc<Pool>);

impl Drop for Asks {
    fn drop(&mut self) {
        assert!(self.0.waiting() < 2);
    }
}

pub fn model() -> Model {
    Model::new("a dropped job may ask for its pool", || {
        let pool = Arc::new(Pool::new(1));
        let asks = Asks(Arc::clone(&pool));
        pool.execute(move || drop(asks)).expect("it is open");
        pool.cancel();
        pool.join();
    })
    // Whether the job is dropped or done is for the worker's first step to decide: it needs no preemption.
    .preemptions(Bound::AtMost(1))
}
