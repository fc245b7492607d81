//! A put that meets the shutdown comes before it or after it. Before: the consumer gets the item before it is told of
//! the end. After: the producer has it back, and sees what was done before the end. In neither case is anything left in
//! the ring.

use super::by_hand::{Ring, ShutDown, Shutdown};
use crate::sync::{Arc, Bound, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("nothing is put after the end", || {
        let shared = Arc::new((Ring::new(1), Plain::new(false)));
        let theirs = Arc::clone(&shared);
        let producer = thread::spawn(move || {
            let put = theirs.0.put(1);
            assert!(put.is_ok() || theirs.1.get(), "what was done before the end");
            put
        });
        let theirs = Arc::clone(&shared);
        let consumer = thread::spawn(move || {
            let got = theirs.0.get();
            if got.is_ok() {
                assert_eq!(theirs.0.get(), Err(ShutDown(())), "there was one");
            }
            got
        });
        let (ring, memory) = &*shared;
        memory.set(true);
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
