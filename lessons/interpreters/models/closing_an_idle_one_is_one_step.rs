//! `close_if_idle` looks and closes in one step: if it has closed, nothing is in the mailbox, and who comes then has
//! the message back; if it has not, the message is there.

use super::by_hand::{Closed, NotIdle, RecvError, unbounded};
use crate::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("closing an idle one is one step", || {
        let (send, receive) = unbounded();
        let same = send.clone();
        let sender = thread::spawn(move || same.send(7));
        let closed = send.close_if_idle();
        let received = receive.try_recv();
        let sent = sender.join().expect("it does not panic");
        match closed {
            Ok(()) => assert_eq!((received, sent), (Err(RecvError::Closed), Err(Closed(7)))),
            Err(why) => assert_eq!((why, received, sent), (NotIdle::Pending, Ok(7), Ok(()))),
        }
    })
    // Complete.
}
