//! Whom a reset turned out may be slow to leave. Meanwhile the next ones come, and meet each other: how their round ends
//! is not what the slow one is told.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("after a reset nobody meets those from before", || {
        let barrier = Arc::new(Barrier::new(2));
        let comes = || {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || barrier.wait())
        };
        let turned_out = comes();
        while barrier.n_waiting() == 0 {
            thread::yield_now();
        }
        barrier.reset();
        let next = comes();
        let mine = barrier.wait().expect("after the reset it is whole");
        let next = next.join().expect("nobody panics").expect("and nobody breaks it again");
        assert_eq!(mine.index() + next.index(), 1, "they met in one round");
        assert_eq!(turned_out.join().expect("nobody panics"), Err(BarrierError::Broken));
    })
    // Who is slow to leave needs no preemption: it has been woken and not yet moved. One puts the reset anywhere.
    .preemptions(Bound::AtMost(1))
}
