//! The simple queue: an item that comes just as a get runs out of time is got, or is still there.
//!
//! And nobody waits for room: two items are put before anything is fetched.

use std::time::Duration;

use super::by_hand::SimpleQueue;
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("an item in the last moment is not lost", || {
        let queue = Arc::new(SimpleQueue::new());
        let theirs = Arc::clone(&queue);
        let hasty = thread::spawn(move || theirs.get_timeout(Duration::from_secs(1)));
        queue.put(1);
        queue.put(2);
        let got = hasty.join().expect("nobody panics");
        let rest: Vec<u32> = std::iter::from_fn(|| queue.try_get()).collect();
        match got {
            Some(1) => assert_eq!(rest, [2]),
            None => assert_eq!(rest, [1, 2]),
            other => panic!("not {other:?}: the first item comes first"),
        }
    })
    // Complete; the deadline passes, and beside it the wait may end for no reason.
    .early_wakes(2)
}
