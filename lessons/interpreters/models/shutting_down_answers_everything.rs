//! A request that nobody has begun with when the pool is shut down is done or cancelled, as was asked; and none is
//! taken any more.

use super::by_hand::{Builder, Interpreters, Refused, Shutdown};
use super::future::Missing;
use super::tiny::Tiny;
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("shutting down answers everything", || {
        for how in [Shutdown::Graceful, Shutdown::CancelPending] {
            let pool = Builder::new(&Interpreters::new(Tiny::default), 1).build();
            let reply = pool.submit("add", vec![1, 2]).expect("it is open");
            pool.shutdown(how);
            match reply.result() {
                Ok(answer) => assert_eq!(*answer, Ok(3)),
                Err(missing) => {
                    assert_eq!((missing, how), (Missing::Cancelled, Shutdown::CancelPending));
                }
            }
            assert!(matches!(pool.submit("add", vec![]), Err(Refused::Closed)));
            pool.shutdown(how);
        }
    })
    // One preemption puts the shutting down before, into, and after the request.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
