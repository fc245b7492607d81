//! The initializer comes before a worker's first job. If it panics, the pool is broken: jobs that nobody has begun are
//! dropped, whoever waits goes on, and no more are taken.

use super::by_hand::{Builder, Refusal};
use crate::sync::{Arc, Bound, Model, Plain};

pub fn model() -> Model {
    Model::new("a panicking initializer breaks it", || {
        let begun = Arc::new(Plain::new(false));
        let ready = Arc::clone(&begun);
        let whole = Builder::new(1).initializer(move || ready.set(true)).build();
        let seen = Arc::clone(&begun);
        whole.execute(move || assert!(seen.get(), "it comes first")).expect("it is open");
        whole.join();
        assert_eq!(whole.panics(), 0);

        let broken = Builder::new(1).initializer(|| panic!("on purpose")).build();
        broken.execute(|| unreachable!("nobody could begin")).expect("it is not broken yet");
        broken.wait_until_quiet();
        let rejected = broken.execute(|| {}).expect_err("it is broken by now");
        assert!(matches!(rejected.why, Refusal::Broken));
        broken.join();
        assert_eq!(broken.panics(), 0, "no job was begun");
    })
    // One preemption puts the job and the wait anywhere in the worker's beginning.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
