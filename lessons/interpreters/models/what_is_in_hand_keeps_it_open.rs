//! `close_if_idle` looks and closes in one step: a message that was taken in is not left behind, whether it is still in
//! the mailbox or in somebody's hand.

use super::by_hand::{NotIdle, unbounded};
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("what is in hand keeps it open", || {
        let (send, mut receive) = unbounded();
        let done = Arc::new(Mutex::new(0));
        let count = Arc::clone(&done);
        let receiver = thread::spawn(move || {
            while let Ok(number) = receive.begin() {
                *count.lock() += number;
            }
        });
        assert_eq!(send.send(1), Ok(()));
        match send.close_if_idle() {
            Ok(()) => assert_eq!(*done.lock(), 1, "it was done"),
            Err(why) => {
                assert_eq!(why, NotIdle::Pending);
                send.close();
            }
        }
        assert_eq!(send.close_if_idle(), Err(NotIdle::Closed));
        receiver.join().expect("it does not panic");
    })
    // Complete.
    .early_wakes(1)
}
