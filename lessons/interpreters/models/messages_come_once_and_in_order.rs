//! Messages are received in the order in which they were sent, each once, whoever of the two has to wait for the other.

use std::num::NonZeroUsize;

use super::by_hand::{Closed, bounded};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("messages come once and in order", || {
        let (send, receive) = bounded(NonZeroUsize::new(2).expect("it is not zero"));
        let sender = thread::spawn(move || (1..=3).try_for_each(|number| send.send(number)));
        for number in 1..=3 {
            assert_eq!(receive.recv(), Ok(number));
        }
        assert_eq!(receive.recv(), Err(Closed(())), "the only sender is gone");
        assert_eq!(sender.join().expect("it does not panic"), Ok(()));
    })
    // There is room for two of three, so each waits for the other; two preemptions put a wait at any message.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
