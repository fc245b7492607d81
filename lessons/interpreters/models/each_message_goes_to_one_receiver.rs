//! Two receive, and each message goes to one of them; neither waits while there is a message for it.

use super::by_hand::unbounded;
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("each message goes to one receiver", || {
        let (send, receive) = unbounded();
        let receivers = [receive.clone(), receive].map(|receive| thread::spawn(move || receive.recv()));
        for number in [1, 2] {
            assert_eq!(send.send(number), Ok(()));
        }
        let received = receivers.map(|receiver| receiver.join().expect("it does not panic"));
        assert!(received == [Ok(1), Ok(2)] || received == [Ok(2), Ok(1)], "one each");
    })
    // One preemption comes between the look and the wait of one of them.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
