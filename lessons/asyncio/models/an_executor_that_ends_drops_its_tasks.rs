//! When an executor ends, the tasks that are not done are dropped, also those that wait for something that never comes, and
//! whoever awaits their handles elsewhere is told. Nothing is taken any more.

use super::by_hand::{EventLoop, JoinError, run};
use super::{Held, Signal};
use crate::sync::{Bound, Model, thread};

pub fn model() -> Model {
    Model::new("an executor that ends drops its tasks", || {
        let event_loop = EventLoop::new();
        let executor = event_loop.handle();
        let (held, dropped) = Held::new();
        let never = Signal::new().wait();
        let task = executor.spawn(async move {
            let _held = held;
            never.await;
        });
        let waits = thread::spawn(move || run(|_| task));
        drop(event_loop);
        assert!(dropped.get(), "what it held");
        assert_eq!(waits.join().expect("it does not panic"), Err(JoinError::Cancelled));
        assert_eq!(run(|_| executor.spawn(async { 7 })), Err(JoinError::Cancelled));
    })
    // One preemption puts the end before and after the wait for it.
    .preemptions(Bound::AtMost(1))
}
