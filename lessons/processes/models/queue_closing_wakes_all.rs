//! Closing wakes everybody who waits for an item, and everybody who waits for room.

use super::by_hand::queue::{NotPut, Nothing, Shelf};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

pub fn model() -> Model {
    Model::new("closing wakes all", || {
        for full in [false, true] {
            let shelf = Arc::new(Shelf::new(1));
            if full {
                shelf.put(0, Deadline::NEVER).expect("there is room");
            }
            let who_wait = [1, 2].map(|item| {
                let shelf = Arc::clone(&shelf);
                thread::spawn(move || match full {
                    true => assert_eq!(shelf.put(item, Deadline::NEVER), Err(NotPut::Closed(item))),
                    false => assert_eq!(shelf.lend(Deadline::NEVER).map(drop), Err(Nothing::Closed)),
                })
            });
            match full {
                true => assert_eq!(shelf.clear(), 1),
                false => shelf.close(),
            }
            who_wait.into_iter().for_each(|thread| thread.join().expect("it does not panic"));
            assert!(shelf.is_empty());
        }
    })
    // That both wait when it is closed needs no preemption; one puts the closing between looking and waiting.
    .preemptions(Bound::AtMost(1))
}
