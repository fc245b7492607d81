//! A job that nobody has begun when the executor is shut down is done or cancelled, as was asked, and so its future is
//! settled; and nothing is taken any more.

use super::by_hand::{Executor, Missing, Refused, Shutdown};
use crate::sync::{Bound, Model};

pub fn model() -> Model {
    Model::new("shutting down settles everything", || {
        for how in [Shutdown::Graceful, Shutdown::CancelPending] {
            let executor = Executor::new(1);
            let future = executor.submit(|| 7).expect("it is open");
            executor.shutdown(how);
            match (future.result(), how) {
                (Ok(value), _) => assert_eq!(*value, 7),
                (Err(missing), how) => {
                    assert_eq!((missing, how), (Missing::Cancelled, Shutdown::CancelPending))
                }
            }
            assert!(matches!(executor.submit(|| 8), Err(Refused::Closed)));
            executor.shutdown(how);
        }
    })
    // One preemption puts the shutting down before, into, and after the job.
    .preemptions(Bound::AtMost(1))
    .early_wakes(1)
}
