//! When a queue ends at once, whoever waits for room, for an item, or for all to be done goes on; what was in it is
//! dropped, and counts as done.

use super::by_hand::{Queue, run};
use super::queue::{ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a queue that ends wakes everybody", || {
        let held = Arc::new(());
        let (full, empty) = (Arc::new(Queue::new(1)), Arc::new(Queue::<()>::new(1)));
        full.try_put(Arc::clone(&held)).expect("there is room");
        let ends = {
            let (full, empty) = (Arc::clone(&full), Arc::clone(&empty));
            thread::spawn(move || {
                empty.shutdown(Shutdown::Immediate);
                full.shutdown(Shutdown::Immediate);
            })
        };
        run(|executor| async move {
            let (puts, joins, item) = (Arc::clone(&full), Arc::clone(&full), Arc::clone(&held));
            let puts = executor.spawn(async move { puts.put(item).await.is_err() });
            let joins = executor.spawn(async move { joins.join().await });
            assert_eq!(empty.get().await, Err(ShutDown(())));
            assert_eq!((puts.await, joins.await), (Ok(true), Ok(())));
            assert_eq!((full.unfinished_tasks(), full.try_get().is_err()), (0, true));
        });
        ends.join().expect("it does not panic");
    })
    // One preemption puts the end between any two steps of those who wait.
    .preemptions(Bound::AtMost(1))
}
