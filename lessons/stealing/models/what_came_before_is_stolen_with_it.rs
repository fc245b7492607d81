//! Whoever steals a task sees what was done before it was pushed, also if its owner has taken others since.
//!
//! The memory is plain: were the thief not ordered after the push, to look at it would be a data race.

use super::by_hand::{Steal, deque};
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("what came before is stolen with it", || {
        let made = Arc::new(Plain::new(0));
        let (mut owner, stealer) = deque(2);
        let theirs = Arc::clone(&made);
        let thief = thread::spawn(move || match stealer.steal() {
            Steal::Success(task) => assert_eq!((task, theirs.get()), (1, 7)),
            Steal::Empty | Steal::Retry => {}
        });
        made.set(7);
        owner.push(1).expect("there is room");
        owner.push(2).expect("there is room");
        // The bottom that the thief sees may be the one that this leaves.
        assert_eq!(owner.pop(), Some(2));
        thief.join().expect("it does not panic");
    })
    // Complete: two threads.
}
