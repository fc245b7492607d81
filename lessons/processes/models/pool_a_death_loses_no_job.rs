//! A worker that dies loses no job: another one does what it was at, and nobody else notices.
//!
//! Two jobs at once, and three workers, the first of whom dies of what it is given first. Whoever gets that one has
//! to go on with another: one that is hired, or the one that the other job has given back.

use super::by_hand::pool::{Crew, Failed, Losses, OnDeath, StandIn};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("a death loses no job", || {
        let begun = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let tries = Arc::clone(&begun);
        let hired = AtomicUsize::new(0);
        let hire = move || {
            // Relaxed: a number that is drawn, which publishes nothing.
            let is_first = hired.fetch_add(1, Ordering::Relaxed) == 0;
            let tries = Arc::clone(&tries);
            Ok(StandIn::new(Arc::new(move |job: &usize, _: &_| {
                // Relaxed: read after the threads have been joined.
                tries[*job].fetch_add(1, Ordering::Relaxed);
                if is_first { Err(Failed::Died("of its first job")) } else { Ok(job * 10) }
            })))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Retry, None));
        let same = Arc::clone(&crew);
        let other = thread::spawn(move || same.see_to(&1));
        assert_eq!(crew.see_to(&0), Ok(0));
        assert_eq!(other.join().expect("it does not panic"), Ok(10));
        let tries = [0, 1].map(|job: usize| begun[job].load(Ordering::Relaxed));
        assert!(tries == [2, 1] || tries == [1, 2], "one of them was tried again, and once");
        assert_eq!(
            crew.switches().len(),
            crew.hired() - 1,
            "the dead one is not counted, and the others have survived"
        );
        assert_eq!(crew.lost(), Losses { workers: 1, jobs_again: 1 });
    })
    // Two preemptions put one job's beginning, death and second try between any two steps of the other.
    .preemptions(Bound::AtMost(2))
}
