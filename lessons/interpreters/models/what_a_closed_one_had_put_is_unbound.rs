//! What an interpreter had put into a queue belongs to nobody when it is closed: a mark stands in its place; or it is
//! removed, and who waits for room has it.

use std::num::NonZeroUsize;

use super::by_hand::{Engine, Interpreters, Item, Queue, Trouble, Unbound};
use crate::sync::{Bound, Model, thread};

/// Puts what it is told to.
struct Putter(Queue<i64>);

impl Engine for Putter {
    type Value = i64;

    fn set(&mut self, _: &str, value: i64) {
        self.0.put(value);
    }

    fn exec(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn call(&mut self, _: &str, _: Vec<i64>) -> Result<i64, Trouble> {
        Ok(0)
    }
}

pub fn model() -> Model {
    Model::new("what a closed one had put is unbound", || {
        for unbound in [Unbound::Mark, Unbound::Remove] {
            let interpreters = Interpreters::new(|| unreachable!("none is created so"));
            let queue = interpreters.create_queue(Some(NonZeroUsize::MIN), unbound);
            let theirs = queue.clone();
            let interpreter = interpreters.create_with(|| Putter(theirs)).expect("there are threads");
            assert_eq!(interpreter.prepare_main([("x", 6)]), Ok(()));
            if unbound == Unbound::Mark {
                assert_eq!(interpreter.close(), Ok(()));
                assert_eq!(queue.try_get(), Ok(Item::Unbound));
            } else {
                let same = queue.clone();
                let waits_for_room = thread::spawn(move || same.put(7));
                assert_eq!(interpreter.close(), Ok(()));
                waits_for_room.join().expect("it does not panic");
                assert_eq!(queue.try_get(), Ok(Item::Value(7)));
            }
        }
    })
    .preemptions(Bound::AtMost(1))
}
