//! A thread's check fails, `join` carries the panic, and the scenario panics for it. The first one is to
//! blame.

use sync_checked::sync::atomic::{AtomicUsize, Ordering};
use sync_checked::sync::{Arc, Model, thread};

pub fn model() -> Model {
    Model::new("the thread sees the store", || {
        let value = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&value);
        let reader = thread::spawn(move || assert_eq!(seen.load(Ordering::Acquire), 1));
        value.store(1, Ordering::Release); // pairs with the load above, which may come first
        reader.join().expect("the reader does not panic");
    })
}
