//! A sleep that is dropped takes its timer out again, and one too long for the clock never ends.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::by_hand::{Executor, yield_now};
use crate::sync::{Deadline, Model};

pub fn model() -> Model {
    Model::new("a dropped sleep leaves nothing", || {
        let mut executor = Executor::new(|| {});
        let handle = executor.handle();
        let in_time = executor.drive(pin!(handle.timeout(Duration::from_secs(1), yield_now())));
        assert_eq!(in_time, Poll::Ready(Ok(())));
        assert_eq!(executor.next_deadline(), Deadline::NEVER, "the timer is gone");
        assert_eq!(executor.drive(pin!(handle.sleep(Duration::MAX))), Poll::Pending);
        assert_eq!(executor.next_deadline(), Deadline::NEVER);
        assert_eq!(executor.drive(pin!(handle.sleep(Duration::ZERO))), Poll::Ready(()));
    })
}
