//! Who gives up waiting takes nothing along, and leaves nothing behind: a message that comes in that moment can be
//! received, and one that was not sent is not in the mailbox.

use std::num::NonZeroUsize;
use std::time::Duration;

use super::by_hand::{RecvError, SendError, bounded};
use crate::sync::{Model, thread};

const SHORT: Duration = Duration::from_millis(1);

pub fn model() -> Model {
    Model::new("a timeout leaves no trace", || {
        let (send, receive) = bounded(NonZeroUsize::MIN);
        assert_eq!(send.try_send(1), Ok(()));
        let sender = thread::spawn(move || send.send_timeout(2, SHORT));
        assert_eq!(receive.recv(), Ok(1));
        let second = receive.recv_timeout(SHORT);
        let sent = sender.join().expect("it does not panic");
        match sent {
            Ok(()) => assert_eq!(second.or_else(|_| receive.try_recv()), Ok(2)),
            Err(SendError::Full(message)) => {
                assert_eq!(message, 2, "it comes back");
                assert!(second.is_err() && receive.try_recv() == Err(RecvError::Closed), "and is not sent");
            }
            Err(SendError::Closed(_)) => unreachable!("there is a receiver"),
        }
    })
    // Complete; each of the two may time out, and be woken for nothing before.
    .early_wakes(2)
}
