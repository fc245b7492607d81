//! Two wait to send while there is no room; as the messages before theirs are received, both can.

use std::num::NonZeroUsize;

use super::by_hand::bounded;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("who waits for room is woken", || {
        let (send, receive) = bounded(NonZeroUsize::MIN);
        assert_eq!(send.try_send(0), Ok(()));
        let senders = [1, 2].map(|number| {
            let send = send.clone();
            thread::spawn(move || send.send(number))
        });
        let mut received = [(); 3].map(|()| receive.recv().expect("three are sent"));
        received.sort_unstable();
        assert_eq!(received, [0, 1, 2]);
        for sender in senders {
            assert_eq!(sender.join().expect("it does not panic"), Ok(()));
        }
    })
    // Who waits needs no preemption to be overtaken by the other one; with one there are ten times as many schedules.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}
