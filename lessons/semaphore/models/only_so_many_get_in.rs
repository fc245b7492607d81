//! There are never more inside than there are permits, whoever wakes up for whatever reason; and everybody gets in.
//!
//! Three threads and two permits: the third is the one too many.

use super::by_hand::{Line, Raw};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Deadline, Model, thread};

const PERMITS: usize = 2;

pub fn model() -> Model {
    model_of::<Line>("only so many get in")
}

pub fn model_of<R: Raw + Send + Sync + 'static>(name: &'static str) -> Model {
    Model::new(name, || {
        let shared = Arc::new((R::new(PERMITS), AtomicUsize::new(0)));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || go_in(&shared.0, &shared.1))
            })
            .collect();
        go_in(&shared.0, &shared.1);
        for other in others {
            other.join().expect("nobody panics");
        }
        assert_eq!(shared.0.available(), PERMITS, "all are given back");
    })
    // None is needed: who is inside gives way, and who finds no permit waits. With one there are twenty times as many
    // schedules.
    .preemptions(Bound::AtMost(0))
    .early_wakes(1)
}

fn go_in(permits: &impl Raw, inside: &AtomicUsize) {
    assert!(permits.take_until(Deadline::NEVER));
    // Relaxed, both: only counts. It is the permits that order.
    let before = inside.fetch_add(1, Ordering::Relaxed);
    assert!(before < PERMITS, "one too many is inside");
    // The others move while this one is inside, without a preemption.
    thread::yield_now();
    inside.fetch_sub(1, Ordering::Relaxed);
    permits.give(1, PERMITS).expect("it was taken");
}
