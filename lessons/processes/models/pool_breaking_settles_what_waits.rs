//! A pool that breaks leaves no future behind: what waits for a thread fails as well, with the reason, and nobody is
//! hired for it. After that no job is taken.

use super::by_hand::pool::{Failed, Lost, OnDeath, Pool, Refused, StandIn};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Arc, Bound, Model};

const DEADLY: usize = 0;

pub fn model() -> Model {
    Model::new("breaking settles what waits", || {
        let hirings = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&hirings);
        let hire = move || {
            // Relaxed: read after the pool's thread has been joined.
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(StandIn::new(Arc::new(|job: &usize, _: &_| match *job {
                DEADLY => Err(Failed::Died("of the job")),
                harmless => Ok(harmless),
            })))
        };
        let pool = Pool::new(1, Box::new(hire), OnDeath::Break, None);
        let first = pool.submit(DEADLY, |outcome| outcome).expect("it is whole");
        // It waits behind the first, or comes too late to be taken at all.
        let second = pool.submit(7, |outcome| outcome);
        let lost = Err(Lost::Broken("of the job"));
        if let Ok(second) = &second {
            assert_eq!(second.result().as_deref(), Ok(&lost));
        }
        assert_eq!(first.result().as_deref(), Ok(&lost));
        assert!(matches!(pool.submit(7, |outcome| outcome), Err(Refused::Broken("of the job"))));
        pool.join();
        assert_eq!(hirings.load(Ordering::Relaxed), 1, "nobody is hired in vain");
    })
    // One preemption puts the second job before, into, or after the breaking.
    .preemptions(Bound::AtMost(1))
}
