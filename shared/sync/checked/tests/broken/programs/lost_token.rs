//! Two unparks before a park count as one.

use sync_checked::sync::{Model, thread};

pub fn model() -> Model {
    Model::new("two unparks, two parks", || {
        let sleeper = thread::spawn(|| {
            thread::park();
            thread::park();
        });
        sleeper.thread().unpark();
        sleeper.thread().unpark();
        sleeper.join().expect("nobody panics");
    })
}
