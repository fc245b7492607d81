//! A put that meets the shutdown comes before it or after it. Before: the consumer gets the item before it is told of
//! the end. After: the producer has it back. In neither case is anything left in the ring.

use super::by_hand::{Ring, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("nothing is put after the end", || {
        let ring = Arc::new(Ring::new(1));
        let theirs = Arc::clone(&ring);
        let producer = thread::spawn(move || theirs.put(1));
        let theirs = Arc::clone(&ring);
        let consumer = thread::spawn(move || {
            let got = theirs.get();
            if got.is_ok() {
                assert_eq!(theirs.get(), Err(ShutDown(())), "there was one");
            }
            got
        });
        ring.shutdown(Shutdown::Graceful);
        match producer.join().expect("nobody panics") {
            Ok(()) => assert_eq!(consumer.join().expect("nobody panics"), Ok(1)),
            Err(ShutDown(item)) => {
                assert_eq!(item, 1);
                assert_eq!(consumer.join().expect("nobody panics"), Err(ShutDown(())));
            }
        }
        assert!(ring.is_empty());
    })
    // Two: the producer is stopped after its look at the tail, and the consumer has looked and goes away.
    .preemptions(Bound::AtMost(2))
}
