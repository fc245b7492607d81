//! Who takes a permit sees what was done before it was given; and nobody sleeps through the giving.
//!
//! The memory is plain: were the two not ordered by the permit, the accesses would be a data race.

use super::by_hand::{Line, Raw};
use crate::sync::{Arc, Deadline, Model, Plain, thread};

pub fn model() -> Model {
    model_of::<Line>("what came before a permit is seen")
}

pub fn model_of<R: Raw + Send + Sync + 'static>(name: &'static str) -> Model {
    Model::new(name, || {
        // None to begin with: each permit tells of a thing that is ready.
        let shared = Arc::new((R::new(0), Plain::new(0)));
        let theirs = Arc::clone(&shared);
        let maker = thread::spawn(move || {
            theirs.1.set(7);
            theirs.0.give(1, usize::MAX).expect("there is room");
        });
        assert!(shared.0.take_until(Deadline::NEVER));
        assert_eq!(shared.1.get(), 7);
        maker.join().expect("the maker does not panic");
        assert_eq!(shared.0.available(), 0);
    })
    // Complete, with any wait ending early, and once more.
    .early_wakes(2)
}
