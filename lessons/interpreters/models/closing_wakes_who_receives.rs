//! Two wait for messages; the mailbox is closed, and both hear of it. What was in it before is received first.

use super::by_hand::{Closed, unbounded};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("closing wakes who receives", || {
        let (send, receive) = unbounded();
        let receivers = [receive.clone(), receive].map(|receive| {
            thread::spawn(move || {
                let mut received = 0;
                while let Ok(number) = receive.recv() {
                    received += number;
                }
                received
            })
        });
        assert_eq!(send.send(7), Ok(()));
        send.close();
        assert_eq!(send.send(8), Err(Closed(8)), "it comes back");
        let received = receivers.map(|receiver| receiver.join().expect("it does not panic"));
        assert_eq!(received.iter().sum::<u32>(), 7, "what was in it is received, once");
    })
    // Of two who wait one is overlooked by a closing that wakes one; to come to wait in between takes one preemption.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
