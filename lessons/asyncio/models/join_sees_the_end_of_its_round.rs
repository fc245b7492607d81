//! Whoever waits until all is done goes on when that is so, even if more is put in before it comes to look.

use super::by_hand::{Queue, run, yield_now};
use crate::sync::{Arc, Model};

pub fn model() -> Model {
    // Explored completely: there is only this thread.
    Model::new("join sees the end of its round", || {
        run(|executor| async move {
            let queue = Arc::new(Queue::new(0));
            queue.try_put(1).expect("there is room");
            let joins = Arc::clone(&queue);
            let joins = executor.spawn(async move { joins.join().await });
            yield_now().await;
            queue.try_put(2).expect("there is room");
            queue.task_done().expect("one of two");
            yield_now().await;
            assert!(!joins.is_finished(), "one is not done");
            queue.task_done().expect("both of them");
            queue.try_put(3).expect("there is room");
            assert_eq!(joins.await, Ok(()));
        });
    })
}
