//! A bounded semaphore has never more permits than it began with: of two threads that give back more than is out, one
//! is told so, and then it has given back nothing. All or nothing, for several at once too.

use super::by_hand::{BoundedSemaphore, ReleasedTooOften};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("all or nothing is given back", || {
        let semaphore = Arc::new(BoundedSemaphore::new(2));
        semaphore.acquire().forget();
        semaphore.acquire().forget();
        let theirs = Arc::clone(&semaphore);
        let other = thread::spawn(move || theirs.release_many(2));
        let one = semaphore.release();
        let two = other.join().expect("nobody panics");
        match (one, two) {
            (Ok(()), Err(ReleasedTooOften)) => assert_eq!(semaphore.available_permits(), 1),
            (Err(ReleasedTooOften), Ok(())) => assert_eq!(semaphore.available_permits(), 2),
            other => panic!("three cannot be given back where two are out: {other:?}"),
        }
    })
    // Complete: nobody waits.
}
