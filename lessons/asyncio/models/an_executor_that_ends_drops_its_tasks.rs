//! When an executor ends, the tasks that are not done are dropped, also those that wait for something that never comes,
//! and whoever awaits their handles elsewhere is told. Nothing is taken any more.

use super::by_hand::{Event, EventLoop, JoinError, run};
use crate::sync::{Arc, Bound, Model, thread};

pub fn model() -> Model {
    Model::new("an executor that ends drops its tasks", || {
        let event_loop = EventLoop::new();
        let executor = event_loop.handle();
        let held = Arc::new(());
        let kept = Arc::clone(&held);
        let never = Event::new();
        let task = executor.spawn(async move {
            let _held = held;
            never.wait().await;
        });
        let waits = thread::spawn(move || run(|_| task));
        drop(event_loop);
        assert_eq!(Arc::strong_count(&kept), 1, "what it held");
        assert_eq!(waits.join().expect("it does not panic"), Err(JoinError::Cancelled));
        assert_eq!(run(|_| executor.spawn(async { 7 })), Err(JoinError::Cancelled));
    })
    // One preemption puts the end before and after the wait for it.
    .preemptions(Bound::AtMost(1))
}
