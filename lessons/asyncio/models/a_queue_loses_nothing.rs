//! Everything that is put into a queue comes out once, in order, whoever has to wait for room or for an item; after a
//! graceful end, too. Join waits until all is done.

use super::by_hand::{Queue, run};
use super::queue::{ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a queue loses nothing", || {
        let queue = Arc::new(Queue::new(1));
        let puts = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                run(|_| async move {
                    for item in 1..=2 {
                        queue.put(item).await.expect("it is open");
                    }
                    queue.shutdown(Shutdown::Graceful);
                    queue.join().await;
                    queue.unfinished_tasks()
                })
            })
        };
        run(|_| async move {
            assert_eq!(queue.get().await, Ok(1));
            queue.task_done().expect("two were put in");
            assert_eq!(queue.get().await, Ok(2));
            assert_eq!(queue.get().await, Err(ShutDown(())));
            assert_eq!(queue.put(3).await, Err(ShutDown(3)));
            // The last thing that happens to it: nothing else has anybody look again.
            queue.task_done().expect("two were put in");
        });
        assert_eq!(puts.join().expect("it does not panic"), 0);
    })
    // One preemption puts a step of one between any two of the other.
    .preemptions(Bound::AtMost(1))
}
