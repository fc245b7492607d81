//! Who goes on sees what was done before the event was set: who waited for it, who came later, and who only looked.
//!
//! The memory is plain: were the two not ordered by the event, its accesses would be a data race.

use super::by_hand::Event;
use crate::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("what came before is seen", || {
        let shared = Arc::new((Event::new(), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            theirs.1.set(7);
            theirs.0.set();
        });
        let (event, memory) = &*shared;
        if event.is_set() {
            assert_eq!(memory.get(), 7, "by a look");
        }
        event.wait();
        assert_eq!(memory.get(), 7, "by a wait");
        assert!(event.is_set());
        other.join().expect("nobody panics");
        assert_eq!(event.waiting(), 0);
    })
    // Complete; and one wait may end for no reason.
    .early_wakes(1)
}
