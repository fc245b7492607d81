//! The hook is called once for a thread that panics, and has returned when the thread counts as ended: who
//! joined sees what it did. A panic of the hook's own keeps nobody waiting and is nobody else's affair.

use super::by_hand::Threads;
use crate::sync::{Arc, Model, Plain};

pub fn model() -> Model {
    Model::new("the hook has been called when a thread has ended", || {
        let threads = Threads::new();
        let told = Arc::new(Plain::new(0));
        let theirs = Arc::clone(&told);
        threads.on_panic(move |_, _| {
            theirs.set(theirs.get() + 1);
            panic!("the hook's own");
        });
        let thread = threads.spawn(|| panic!("out of paint"));
        thread.thread().wait();
        assert_eq!(told.get(), 1);
        let outcome: Result<(), _> = thread.join();
        assert_eq!(outcome.expect_err("it panicked").message(), Some("out of paint"));
    })
    // Complete. A wait for the end may be in vain once.
    .early_wakes(1)
}
