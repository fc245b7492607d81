//! A worker that has done as many jobs as it is to do retires, and the next job gets another one; also while another
//! thread hires and gives back.

use super::by_hand::pool::{Crew, OnDeath, StandIn};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Model, thread};
use std::num::NonZeroU32;

pub fn model() -> Model {
    Model::new("a worker is replaced in time", || {
        let hire = || {
            let jobs = AtomicUsize::new(0);
            // Relaxed: one thread at a time has the worker.
            Ok(StandIn::new(Arc::new(move |_: &(), _: &_| Ok(jobs.fetch_add(1, Ordering::Relaxed) + 1))))
        };
        let crew = Arc::new(Crew::new(Box::new(hire), OnDeath::Break, NonZeroU32::new(2)));
        let same = Arc::clone(&crew);
        let other = thread::spawn(move || same.see_to(&()));
        let mine = [crew.see_to(&()), crew.see_to(&())];
        let theirs = other.join().expect("it does not panic");
        for nth in mine.into_iter().chain([theirs, crew.see_to(&())]) {
            assert!(nth.expect("nobody dies") <= 2, "a worker has done three jobs");
        }
        assert!(crew.hired() >= 2, "there were four jobs");
    })
    // One preemption puts the other job between any two steps of these.
    .preemptions(Bound::AtMost(1))
}
