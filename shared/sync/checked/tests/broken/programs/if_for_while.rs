//! A wait without a loop believes that whoever wakes up was notified.

use sync_checked::sync::{Arc, Bound, Condvar, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("the flag is set after the wait", || {
        let flag = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&flag);
        let setter = thread::spawn(move || {
            *theirs.0.lock() = true;
            theirs.1.notify_one();
        });
        let mut set = flag.0.lock();
        if !*set {
            flag.1.wait(&mut set);
        }
        assert!(*set, "woken, but the flag is not set");
        drop(set);
        setter.join().expect("nobody panics");
    })
    .preemptions(Bound::AtMost(2))
    .early_wakes(1) // one spurious wakeup is enough
}
