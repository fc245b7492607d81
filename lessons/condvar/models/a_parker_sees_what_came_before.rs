//! Who is woken at a parker sees what was done before the wakeup; and it does not come back before, though the
//! thread has a token from something else, and though parks end for no reason.
//!
//! The memory is plain: were the two not ordered by the parker, its accesses would be a data race.

use super::by_hand::Parker;
use crate::sync::{Arc, Deadline, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("a parker sees what came before", || {
        let shared = Arc::new((Parker::new(), Plain::new(0)));
        thread::current().unpark();
        let theirs = Arc::clone(&shared);
        let waker = thread::spawn(move || {
            theirs.1.set(7);
            theirs.0.unpark();
        });
        assert!(shared.0.park_until(Deadline::NEVER), "there is no deadline");
        assert_eq!(shared.1.get(), 7);
        waker.join().expect("nobody panics");
    })
    // Complete, with up to two parks that end for no reason.
    .early_wakes(2)
}
