//! An update that panics changes nothing, not even a part, and readers and writers go on.

use super::by_hand::SeqLock;
use crate::sync::{Arc, Model, catch_unwind, thread};

pub fn model() -> Model {
    // Two threads have few enough schedules for all of them.
    Model::new("an update that panics changes nothing", || {
        let pair = Arc::new(SeqLock::new([1, 1]));
        let shared = Arc::clone(&pair);
        let clumsy = thread::spawn(move || {
            let panicked = catch_unwind(|| {
                shared.update(|[left, _]| {
                    *left = 100;
                    panic!("half way through");
                })
            });
            panicked.expect_err("it panics");
        });
        assert_eq!(pair.read(), [1, 1], "as they were");
        clumsy.join().expect("it contains its panic");
        pair.update(|words| *words = [2, 2]);
        assert_eq!(pair.read(), [2, 2]);
    })
}
