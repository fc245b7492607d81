//! Who panics while it has a permit gives it back, and who waits for it gets it.

use super::by_hand::Semaphore;
use crate::sync::{Arc, Model, catch_unwind, thread};

pub fn model() -> Model {
    Model::new("a panic gives the permit back", || {
        let semaphore = Arc::new(Semaphore::new(1));
        let theirs = Arc::clone(&semaphore);
        let unlucky = thread::spawn(move || {
            catch_unwind(|| {
                let _permit = theirs.acquire();
                panic!("on purpose");
            })
        });
        drop(semaphore.acquire());
        assert!(unlucky.join().expect("contained").is_err(), "it did panic");
        assert_eq!(semaphore.available_permits(), 1);
    })
    // Complete, with any one wait ending early.
    .early_wakes(1)
}
