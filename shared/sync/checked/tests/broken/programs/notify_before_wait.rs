//! The flag is looked at, then the lock is let go, then the wait begins: the notification fits in between.

use sync_checked::sync::atomic::{AtomicBool, Ordering};
use sync_checked::sync::{Arc, Condvar, Model, Mutex, thread};

struct Signal {
    ready: AtomicBool,
    lock: Mutex<()>,
    told: Condvar,
}

pub fn model() -> Model {
    Model::new("the waiter hears of it", || {
        let signal =
            Arc::new(Signal { ready: AtomicBool::new(false), lock: Mutex::new(()), told: Condvar::new() });
        let theirs = Arc::clone(&signal);
        let teller = thread::spawn(move || {
            theirs.ready.store(true, Ordering::Release); // pairs with the load below
            theirs.told.notify_one();
        });
        let mut guard = signal.lock.lock();
        while !signal.ready.load(Ordering::Acquire) {
            signal.told.wait(&mut guard);
        }
        drop(guard);
        teller.join().expect("nobody panics");
    })
}
