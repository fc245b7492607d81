//! The gate opens for everybody who waits, and for who comes after.
//!
//! With one thread to wait it could not be seen that only one is woken; so there are two.

use super::by_hand::Gate;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("everybody is woken", || {
        let gate = Arc::new(Gate::new());
        let waiters: Vec<_> = (0..2)
            .map(|_| {
                let gate = Arc::clone(&gate);
                thread::spawn(move || gate.wait())
            })
            .collect();
        gate.open();
        for waiter in waiters {
            waiter.join().expect("it does not panic");
        }
        gate.wait();
    })
}
