//! A panic drops every guard on its way, so that who waits gets the lock however deep it was taken.

use super::by_hand::ReentrantMutex;
use crate::sync::{Arc, Model, Plain, catch_unwind, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("a panic gives back all levels", || {
        let data = Arc::new(ReentrantMutex::new(Plain::new(0)));
        let theirs = Arc::clone(&data);
        let clumsy = thread::spawn(move || {
            let panicked = catch_unwind(|| {
                let outer = theirs.lock();
                let inner = theirs.lock();
                inner.set(outer.get() + 1);
                panic!("with the lock in hand");
            });
            panicked.expect_err("it panics");
        });
        {
            let guard = data.lock();
            guard.set(guard.get() + 1);
        }
        clumsy.join().expect("it contains its panic");
        let left = data.try_lock().expect("nobody has it any more");
        assert_eq!(left.get(), 2);
    })
}
