//! A flag says that the memory is ready, but publishes nothing.

use sync_checked::sync::atomic::{AtomicBool, Ordering};
use sync_checked::sync::{Arc, Model, Plain, thread};

struct Letter {
    text: Plain<u32>,
    sent: AtomicBool,
}

pub fn model() -> Model {
    Model::new("the letter is readable once it is sent", || {
        let letter = Arc::new(Letter { text: Plain::new(0), sent: AtomicBool::new(false) });
        let theirs = Arc::clone(&letter);
        let writer = thread::spawn(move || {
            theirs.text.set(42);
            theirs.sent.store(true, Ordering::Relaxed); // should be Release
        });
        if letter.sent.load(Ordering::Acquire) {
            assert_eq!(letter.text.get(), 42);
        }
        writer.join().expect("nobody panics");
    })
}
