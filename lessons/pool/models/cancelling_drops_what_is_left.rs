//! A pool that is cancelled drops what nobody has begun, and does what was: each job is done or dropped, and once. What
//! it captured is gone by then.

use super::by_hand::Pool;
use crate::sync::{Arc, Bound, Model, Mutex};

/// Counts itself as gone.
struct Captured(Arc<Mutex<usize>>);

impl Drop for Captured {
    fn drop(&mut self) {
        *self.0.lock() += 1;
    }
}

pub fn model() -> Model {
    Model::new("cancelling drops what is left", || {
        let (done, gone) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let pool = Pool::new(1);
        for _ in 0..2 {
            let (done, captured) = (Arc::clone(&done), Captured(Arc::clone(&gone)));
            pool.execute(move || {
                let _captured = captured;
                *done.lock() += 1;
            })
            .expect("it is open");
        }
        let dropped = pool.cancel();
        pool.wait_until_quiet();
        assert_eq!(*gone.lock(), 2, "nothing of either is left");
        pool.join();
        assert_eq!(*done.lock() + dropped, 2, "each is done or dropped");
        assert!(pool.execute(|| {}).is_err(), "it takes no more");
        assert_eq!(pool.cancel(), 0, "it may be called again");
    })
    // Two preemptions put the cancelling anywhere in either job.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
