//! Whoever has a value's lock can look at it, and set it to something that depends on what it was: nobody comes
//! between.

use super::by_hand::{LocalFutex, Owner, Value, ValueWords};
use crate::sync::{Arc, Bound, Model, thread};

fn count(words: &ValueWords, futex: &LocalFutex, me: u32) {
    let value = Value::new(words, Owner::new(me), futex);
    let mut locked = value.get_lock();
    let before = locked.get();
    locked.set(before + 1);
}

pub fn model() -> Model {
    Model::new("no count is lost", || {
        let shared = Arc::new((ValueWords::new(0), LocalFutex::new()));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || count(&theirs.0, &theirs.1, 2));
        count(&shared.0, &shared.1, 1);
        other.join().expect("the other does not panic");
        assert_eq!(Value::new(&shared.0, Owner::new(1), &shared.1).get(), 2);
    })
    // One puts the other between a look and its change.
    .preemptions(Bound::AtMost(2))
}
