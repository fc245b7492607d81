//! A bounded semaphore has never more permits than it began with, also when two threads give back the same one: just
//! one of them is told that it may.

use super::by_hand::{BoundedSemaphore, ReleasedTooOften};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    // Explored completely.
    Model::new("a permit too many is refused", || {
        let semaphore = Arc::new(BoundedSemaphore::new(2));
        semaphore.try_acquire().expect("there are two").forget();
        let other = {
            let semaphore = Arc::clone(&semaphore);
            thread::spawn(move || semaphore.release())
        };
        let mine = semaphore.release();
        let others = other.join().expect("it does not panic");
        assert!(mine.is_ok() != others.is_ok(), "one of {mine:?} and {others:?}");
        assert_eq!(semaphore.available_permits(), 2);
        semaphore.try_acquire().expect("there are two").forget();
        assert_eq!(semaphore.release_many(2), Err(ReleasedTooOften));
        assert_eq!(semaphore.available_permits(), 1, "all or nothing");
    })
}
