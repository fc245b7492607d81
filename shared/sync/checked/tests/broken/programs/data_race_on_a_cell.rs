//! Two threads write the same memory, and nothing orders them.

use sync_checked::sync::{Arc, Model, Plain, thread};

pub fn model() -> Model {
    Model::new("two threads share memory", || {
        let memory = Arc::new(Plain::new(0));
        let theirs = Arc::clone(&memory);
        let other = thread::spawn(move || theirs.set(1));
        memory.set(2);
        other.join().expect("nobody panics");
    })
}
