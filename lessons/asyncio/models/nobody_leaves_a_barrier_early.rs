//! Nobody goes on from a barrier before all have come, round after round; and each of them has an index of its own.
//!
//! Two threads, each with a loop: the pieces are plain memory, so that to look at one too early is a data race. Two
//! rounds, since whoever is fast comes to the next one while the other has not left the first.

use super::by_hand::{Barrier, run};
use crate::sync::{Arc, Bound, Model, Plain, thread};

type Shared = (Barrier, [Plain<usize>; 2]);

async fn two_rounds(shared: &Shared, mine: usize) -> usize {
    let (barrier, pieces) = shared;
    let mut sum = 0;
    for round in 1..=2 {
        pieces[mine].set(round);
        sum += barrier.wait().await.expect("nobody breaks it");
        assert_eq!(pieces[1 - mine].get(), round, "the other's piece of this round");
        sum += barrier.wait().await.expect("nobody breaks it");
    }
    sum
}

pub fn model() -> Model {
    Model::new("nobody leaves a barrier early", || {
        let shared: Arc<Shared> = Arc::new((Barrier::new(2), [Plain::new(0), Plain::new(0)]));
        let other = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || run(|_| async move { two_rounds(&shared, 1).await }))
        };
        let mine = run(|_| async move { two_rounds(&shared, 0).await });
        let others = other.join().expect("it does not panic");
        assert_eq!(mine + others, 4, "in each of four meetings one has 0 and one has 1");
    })
    // One preemption puts the arrival of one anywhere into that of the other.
    .preemptions(Bound::AtMost(1))
}
