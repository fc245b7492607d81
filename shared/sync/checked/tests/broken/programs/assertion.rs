//! A check that does not hold, without any concurrency.

use sync_checked::sync::{Model, Mutex};

pub fn model() -> Model {
    Model::new("two and two are five", || {
        let sum = Mutex::new(2);
        *sum.lock() += 2;
        assert_eq!(*sum.lock(), 5, "arithmetic");
    })
}
