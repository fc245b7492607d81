//! Two wait for room; the mailbox is closed, and both have their message back. Nothing comes in after the end.

use std::num::NonZeroUsize;

use super::by_hand::{Closed, RecvError, bounded};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("closing wakes who sends", || {
        let (send, receive) = bounded(NonZeroUsize::MIN);
        assert_eq!(send.try_send(0), Ok(()));
        let senders = [1, 2].map(|number| {
            let send = send.clone();
            thread::spawn(move || send.send(number))
        });
        send.close();
        for (sender, number) in senders.into_iter().zip([1, 2]) {
            assert_eq!(sender.join().expect("it does not panic"), Err(Closed(number)));
        }
        assert_eq!(receive.try_recv(), Ok(0), "what was in it is received");
        assert_eq!(receive.try_recv(), Err(RecvError::Closed));
    })
    // As for those who receive; here two preemptions are cheap.
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
