//! Of three threads at a barrier for two, the third waits outside until both of a round have left. `n_waiting`
//! counts only who waits for others: never all parties at once, since with the last one the round is over.

use super::by_hand::{Barrier, BarrierError};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("rounds do not overlap", || {
        let barrier = Arc::new(Barrier::new(2));
        let two: Vec<_> = (0..2)
            .map(|_| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || {
                    let met = barrier.wait();
                    let waiting = barrier.n_waiting();
                    (met, waiting)
                })
            })
            .collect();
        // The third: in the first round, or alone in the second; then the abort ends its wait.
        let met: Vec<_> = two.into_iter().map(|one| one.join().expect("nobody panics")).collect();
        barrier.abort();
        assert_eq!(barrier.wait(), Err(BarrierError::Broken));
        for (met, waiting) in met {
            let arrival = met.expect("the two meet");
            assert!(arrival.index() < 2);
            assert_eq!(waiting, 0, "who leaves does not count as waiting");
        }
    })
    .preemptions(Bound::AtMost(2))
    .early_wakes(1)
}
