//! A wait for something that never comes ends when its time is over, though it is notified meanwhile; and one for no
//! time at all asks once, and keeps the lock.

use std::time::Duration;

use super::by_hand::Condvar;
use crate::sync::{Arc, Bound, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("a limited wait ends", || {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            let (count, changed) = &*theirs;
            let mut count = count.lock();
            *count += 1;
            changed.notify_all(&count);
        });
        let (count, changed) = &*shared;
        let mut count = count.lock();
        let two = |count: u32| (count == 2).then_some(count);
        let mut asked = 0;
        let before = *count;
        let at_once = changed.wait_timeout_for(&mut count, Duration::ZERO, |count| {
            asked += 1;
            two(**count)
        });
        assert_eq!((at_once, asked, *count), (None, 1, before), "asked once, and nobody came in");
        assert_eq!(changed.wait_timeout_for(&mut count, Duration::from_secs(1), |count| two(**count)), None);
        drop(count);
        other.join().expect("nobody panics");
        assert_eq!(changed.waiting(), 0, "nobody is left in the queue");
    })
    // One puts the change anywhere in the wait.
    .preemptions(Bound::AtMost(1))
    .early_wakes(2)
}
