//! Once it is cleared, who comes waits again, until the next `set`; and to clear what is not set lets nobody go.

use super::by_hand::Event;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("cleared, it holds who comes", || {
        let shared = Arc::new((Event::new(), Plain::new(0)));
        let (event, memory) = &*shared;
        event.set();
        event.wait();
        event.clear();
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            theirs.0.wait();
            assert_eq!(theirs.1.get(), 7, "it was held");
        });
        event.clear();
        memory.set(7);
        event.set();
        other.join().expect("nobody panics");
    })
    // Complete; and one wait may end for no reason.
    .early_wakes(1)
}
