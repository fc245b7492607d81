//! Whoever receives learns that nobody is left who could send: after the last message, and not before.

use super::by_hand::{Closed, unbounded};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("when all senders are gone it closes", || {
        let (send, receive) = unbounded();
        let senders = [(1, send.clone()), (2, send)]
            .map(|(number, send)| thread::spawn(move || assert_eq!(send.send(number), Ok(()))));
        let mut received = [receive.recv(), receive.recv()];
        received.sort_unstable_by_key(|message| message.ok());
        assert_eq!(received, [Ok(1), Ok(2)], "none is lost");
        assert_eq!(receive.recv(), Err(Closed(())));
        for sender in senders {
            sender.join().expect("it does not panic");
        }
    })
    // One preemption takes a sender away between its message and its end.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
