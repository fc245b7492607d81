//! A put that meets the shutdown comes before it or after it. Before: the item is dropped and counts as done. After:
//! the item comes back. In neither case is anything left in the queue.

use super::by_hand::{Queue, ShutDown, Shutdown};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("nothing is put after the end", || {
        let queue = Arc::new(Queue::new(1));
        queue.put(0).expect("it is open");
        let theirs = Arc::clone(&queue);
        let producer = thread::spawn(move || theirs.put(1));
        queue.shutdown(Shutdown::Graceful);
        queue.shutdown(Shutdown::Immediate);
        assert_eq!(producer.join().expect("nobody panics"), Err(ShutDown(1)), "it was full, and then shut");
        assert_eq!((queue.len(), queue.unfinished_tasks()), (0, 0));
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
