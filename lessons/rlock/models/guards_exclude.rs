//! Who has a guard keeps other threads out, and gives one level back by dropping it.
//!
//! Two threads change the data, each with two guards, of which it drops one in between; one of them only tries.

use super::by_hand::ReentrantMutex;
use crate::sync::{Arc, Model, Plain, thread};

fn change(outer: &Plain<i32>, data: &ReentrantMutex<Plain<i32>>) {
    let found = outer.get();
    {
        let inner = data.lock();
        inner.set(found + 1);
    }
    assert_eq!(outer.get(), found + 1, "the outer guard keeps others out");
    outer.set(found + 2);
}

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("guards keep other threads out", || {
        let data = Arc::new(ReentrantMutex::new(Plain::new(0)));
        let theirs = Arc::clone(&data);
        let other = thread::spawn(move || change(&theirs.lock(), &theirs));
        let tried = data.try_lock().map(|guard| change(&guard, &data)).is_some();
        other.join().expect("the other does not panic");
        assert_eq!(data.lock().get(), if tried { 4 } else { 2 });
        assert!(!data.is_locked());
    })
}
