//! Two producers wait at a full queue, and each item that is fetched makes room for one of them.

use super::by_hand::Queue;
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who waits for room is woken", || {
        let queue = Arc::new(Queue::new(1));
        queue.put(0).expect("it is open");
        let producers = [1, 2].map(|item| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.put(item).expect("it is open"))
        });
        assert_eq!(queue.get(), Ok(0));
        let mut items = [(); 2].map(|()| queue.get().expect("it is open"));
        items.sort_unstable();
        assert_eq!(items, [1, 2]);
        for producer in producers {
            producer.join().expect("nobody panics");
        }
    })
    // One stops a producer between its look and its wait. That the other one waits by then takes none.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
