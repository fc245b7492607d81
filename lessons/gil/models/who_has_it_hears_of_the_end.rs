//! When the lock is closed, who has the interpreter is asked to drop it, also if nobody waits for it; and still has
//! it, so that it can put its things in order.

use super::by_hand::{Closed, Gil};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("who has it hears of the end", || {
        let gil = Arc::new(Gil::new(0));
        let mut held = gil.take().expect("it is not closed");
        let closer = Arc::clone(&gil);
        let closer = thread::spawn(move || closer.close());
        *held += 1;
        let told = held.give_way();
        assert!(told == Ok(()) || held.is_requested(), "it is told after it was asked");
        closer.join().expect("nobody panics");
        assert!(held.is_requested());
        assert_eq!(held.give_way(), Err(Closed));
        *held += 1;
        drop(held);
        assert!(gil.is_requested(), "for ever");
    })
    // Complete. There is no wait that could end early.
}
