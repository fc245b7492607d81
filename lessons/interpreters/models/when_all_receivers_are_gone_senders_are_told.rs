//! A receiver that is gone leaves nobody waiting: who waits to send has the message back, and what nobody received is
//! dropped, by which its sender may know.

use std::num::NonZeroUsize;

use super::by_hand::{Closed, bounded};
use crate::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("when all receivers are gone senders are told", || {
        let (send, receive) = bounded(NonZeroUsize::MIN);
        let message = Arc::new(());
        assert!(send.try_send(Arc::clone(&message)).is_ok());
        let receiver = thread::spawn(move || drop(receive));
        assert!(matches!(send.send(Arc::clone(&message)), Err(Closed(_))), "nobody has received the first");
        receiver.join().expect("it does not panic");
        assert_eq!(Arc::strong_count(&message), 1, "nobody keeps what nobody will receive");
    })
    // Complete.
    .early_wakes(1)
}
