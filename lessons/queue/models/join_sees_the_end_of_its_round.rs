//! When everything is done, who joins goes on, even if the next item is put before it has woken up: had it to find the
//! queue without unfinished tasks, it would wait for the next round, and for the one after it.
//!
//! Here nothing of the next round is done before the one who joins has returned.

use std::time::Duration;

use super::by_hand::Queue;
use crate::sync::{Arc, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("join sees the end of its round", || {
        let queue = Arc::new(Queue::new(0));
        queue.put(1).expect("it is open");
        let theirs = Arc::clone(&queue);
        let joins = thread::spawn(move || theirs.join());
        assert_eq!(queue.get(), Ok(1));
        // Time passes when nobody else can move: then the other one waits.
        thread::park_until(Deadline::after(Duration::from_secs(1)));
        queue.task_done().expect("it was fetched");
        queue.put(2).expect("it is open");
        joins.join().expect("nobody panics");
        assert_eq!(queue.unfinished_tasks(), 1);
    })
    // Complete. No wait may end early, since then it would not be known that the other one waits.
    .early_wakes(0)
}
