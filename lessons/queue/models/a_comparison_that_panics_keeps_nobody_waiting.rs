//! If comparing two items panics, the panic goes to who put the second one. The item is there nevertheless, and whoever
//! waits for it is woken.
//!
//! It takes two consumers that wait: only if the first has not yet fetched the first item is there something to compare
//! the second one with.

use std::cmp::Ordering;

use super::by_hand::PriorityQueue;
use crate::sync::{Arc, Bound, Model, catch_unwind, thread};

#[derive(PartialEq, Eq)]
struct Incomparable;

impl Ord for Incomparable {
    fn cmp(&self, _: &Incomparable) -> Ordering {
        panic!("on purpose")
    }
}

impl PartialOrd for Incomparable {
    fn partial_cmp(&self, other: &Incomparable) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub fn model() -> Model {
    Model::new("a comparison that panics keeps nobody waiting", || {
        let queue = Arc::new(PriorityQueue::new(0));
        let consumers = [(); 2].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || drop(queue.get()))
        });
        queue.put(Incomparable).expect("it is open");
        // Whether it panics depends on whether the first one is still there.
        let _ = catch_unwind(|| queue.put(Incomparable));
        for consumer in consumers {
            consumer.join().expect("nobody else panics");
        }
        assert!(queue.is_empty());
    })
    // Both wait by the time that the items come, which takes none.
    .preemptions(Bound::AtMost(1))
}
