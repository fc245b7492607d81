//! A pool that is shut down comes to an end: each job has been done or cancelled, and every worker has left.

use super::by_hand::pool::{OnDeath, Pool, StandIn};
use super::future::{Missing, Shutdown};
use crate::sync::{Arc, Bound, Model};

pub fn model() -> Model {
    Model::new("shutting down ends", || {
        let hire = || Ok(StandIn::new(Arc::new(|job: &usize, _: &_| Ok(job * 10))));
        let pool = Pool::new(1, Box::new(hire), OnDeath::Retry, None);
        let futures = [1, 2].map(|job| pool.submit(job, |outcome| outcome).expect("it is open"));
        pool.shutdown(Shutdown::CancelPending);
        pool.join();
        for (job, future) in [1, 2].into_iter().zip(futures) {
            match future.result() {
                Ok(outcome) => assert_eq!(*outcome, Ok(job * 10)),
                Err(missing) => assert_eq!(missing, Missing::Cancelled),
            }
        }
        assert_eq!(pool.switches().len(), 0);
    })
    // One preemption puts the shutting down between any two steps of the thread's.
    .preemptions(Bound::AtMost(1))
}
