//! Who waits for a change that is notified under the lock goes on, whenever the change comes: before it looks,
//! between its look and its sleep, or while it sleeps.

use super::by_hand::Condvar;
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("no change is missed", || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let changer = thread::spawn(move || {
            let (flag, changed) = &*theirs;
            let mut flag = flag.lock();
            *flag = true;
            changed.notify_one(&flag);
        });
        let (flag, changed) = &*shared;
        let mut flag = flag.lock();
        changed.wait_while(&mut flag, |flag| !**flag);
        assert!(*flag);
        drop(flag);
        changer.join().expect("nobody panics");
        assert_eq!(changed.waiting(), 0, "nobody is left in the queue");
    })
    // Complete. One park ends for no reason, and must not take the waiter out of its sleep for good.
    .early_wakes(1)
}
