//! What is added to be called is called once, whether it was added before, after, or just as the future was settled; in
//! the order in which it was added; and it may ask the future anything. A panic in one does not stop the next.

use super::by_hand::Promise;
use crate::sync::{Arc, Model, Mutex, thread};

pub fn model() -> Model {
    Model::new("a callback is called once", || {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (promise, future) = Promise::new();
        let note = |number| {
            let calls = Arc::clone(&calls);
            future.add_done_callback(move |future| {
                assert_eq!(future.result().as_deref(), Ok(&7));
                calls.lock().push(number);
                assert!(number != 1, "the first panics, on purpose");
            });
        };
        note(1);
        note(2);
        let maker = thread::spawn(move || assert_eq!(promise.set_result(7), Ok(()), "and nobody is harmed"));
        note(3);
        maker.join().expect("it does not panic");
        let mut calls = calls.lock();
        // The third may be called by this thread while the other two are being called.
        assert_eq!(calls.iter().filter(|&&number| number == 3).count(), 1);
        calls.retain(|&number| number != 3);
        assert_eq!(*calls, [1, 2]);
    })
    // Complete: two threads.
}
