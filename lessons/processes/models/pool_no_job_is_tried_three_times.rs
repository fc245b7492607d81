//! A job that kills whoever does it is tried twice and then given up, with the reason; and nobody else's job is.

use super::by_hand::pool::{Crew, Failed, Lost, OnDeath, StandIn};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Model, thread};

const DEADLY: usize = 0;

pub fn model() -> Model {
    Model::new("no job is tried three times", || {
        let begun = Arc::new(AtomicUsize::new(0));
        let tries = Arc::clone(&begun);
        let hire = move || {
            let tries = Arc::clone(&tries);
            Ok(StandIn::new(Arc::new(move |job: &usize, _: &_| {
                if *job == DEADLY {
                    // Relaxed: read after the threads have been joined.
                    tries.fetch_add(1, Ordering::Relaxed);
                    return Err(Failed::Died("of the job"));
                }
                Ok(*job)
            })))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Retry, None));
        let same = Arc::clone(&crew);
        let other = thread::spawn(move || same.see_to(&7));
        assert_eq!(crew.see_to(&DEADLY), Err(Lost::Died { workers: 2, last: "of the job" }));
        assert_eq!(
            other.join().expect("it does not panic"),
            Ok(7),
            "it may have been tried again, but was not given up"
        );
        assert_eq!(begun.load(Ordering::Relaxed), 2);
        assert_eq!(crew.broken(), None);
    })
    // Two preemptions put the other job between any two steps of this one.
    .preemptions(Bound::AtMost(2))
}
